"""Which days the words of a question and of an article mean. Today is Thursday, 6 March 2031."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.asking.calendar_days import EARLIEST, LATEST
from bot.news.asking.times import day_of, window_of

TODAY = date(2031, 3, 6)


@pytest.mark.parametrize(
    ("question", "since", "until", "words"),
    [
        ("What happened today?", "2031-03-06", "2031-03-06", "today"),
        ("What did she say yesterday?", "2031-03-05", "2031-03-05", "yesterday"),
        ("Who called yesterday evening?", "2031-03-05", "2031-03-05", "yesterday evening"),
        ("What happened last night?", "2031-03-05", "2031-03-06", "last night"),
        ("Who spoke this morning?", "2031-03-06", "2031-03-06", "this morning"),
        ("Who left the day before yesterday?", "2031-03-04", "2031-03-04", "the day before yesterday"),
        ("What happened in Velmora this week?", "2031-03-03", "2031-03-09", "this week"),
        ("What was in the news of last week?", "2031-02-24", "2031-03-02", "of last week"),
        ("What was announced this month?", "2031-03-01", "2031-03-31", "this month"),
        ("Who won last month's vote?", "2031-02-01", "2031-02-28", "last month"),
        ("How many ships sank this year?", "2031-01-01", "2031-12-31", "this year"),
        ("How many ships sank last year?", "2030-01-01", "2030-12-31", "last year"),
        ("What did Ms Gray say on Wednesday?", "2031-03-05", "2031-03-05", "on Wednesday"),
        ("Who met on Thursday?", "2031-03-06", "2031-03-06", "on Thursday"),
        ("Who met on Friday?", "2031-02-28", "2031-02-28", "on Friday"),
        ("who met on wed?", "2031-03-05", "2031-03-05", "on wed"),
        ("Who met last Tuesday?", "2031-03-04", "2031-03-04", "last Tuesday"),
        ("Who met last Thursday?", "2031-02-27", "2031-02-27", "last Thursday"),
        ("Who met on Tuesday last week?", "2031-02-25", "2031-02-25", "on Tuesday last week"),
        ("Who resigned in March?", "2031-03-01", "2031-03-31", "in March"),
        ("Who resigned in April?", "2030-04-01", "2030-04-30", "in April"),
        ("Who resigned last March?", "2030-03-01", "2030-03-31", "last March"),
        ("Who resigned in March 2024?", "2024-03-01", "2024-03-31", "in March 2024"),
        ("Who resigned in early May 2030?", "2030-05-01", "2030-05-31", "in early May 2030"),
        ("Who won in 2023?", "2023-01-01", "2023-12-31", "in 2023"),
        ("What was built in the 1990s?", "1990-01-01", "1999-12-31", "in the 1990s"),
        ("Who has resigned since Monday?", "2031-03-03", "2031-03-06", "since Monday"),
        ("Who has resigned since 2020?", "2020-01-01", "2031-03-06", "since 2020"),
        ("What happened after Tuesday?", "2031-03-05", "2031-03-06", "after Tuesday"),
        ("What was known before Friday?", "1800-01-01", "2031-02-27", "before Friday"),
        ("What was known until Friday?", "1800-01-01", "2031-02-28", "until Friday"),
        ("What happened on 12 March?", "2030-03-12", "2030-03-12", "on 12 March"),
        ("What happened on the 5th of March?", "2031-03-05", "2031-03-05", "on the 5th of March"),
        ("What happened on March 12 2024?", "2024-03-12", "2024-03-12", "on March 12 2024"),
        ("What happened on March 12th, 2024?", "2024-03-12", "2024-03-12", "on March 12th, 2024"),
        ("What happened on Wednesday, 26 February?", "2031-02-26", "2031-02-26", "on Wednesday, 26 February"),
        ("What was said on 2024-03-12?", "2024-03-12", "2024-03-12", "on 2024-03-12"),
        ("What was said on 31.12.2030?", "2030-12-31", "2030-12-31", "on 31.12.2030"),
        ("What was said on 14/4/2030?", "2030-04-14", "2030-04-14", "on 14/4/2030"),
        ("How many fell in the last 3 days?", "2031-03-03", "2031-03-06", "in the last 3 days"),
        ("How many fell over the past three days?", "2031-03-03", "2031-03-06", "over the past three days"),
        ("What was new in the last few days?", "2031-03-03", "2031-03-06", "in the last few days"),
        ("What was new in the past 24 hours?", "2031-03-05", "2031-03-06", "in the past 24 hours"),
        ("What was new in the last week?", "2031-02-27", "2031-03-06", "in the last week"),
        ("What happened over the weekend?", "2031-03-01", "2031-03-02", "over the weekend"),
        ("What happened last weekend?", "2031-03-01", "2031-03-02", "last weekend"),
        ("Who left three days ago?", "2031-03-03", "2031-03-03", "three days ago"),
        ("Who left two weeks ago?", "2031-02-17", "2031-02-23", "two weeks ago"),
        ("What changed between Monday and Wednesday?", "2031-03-03", "2031-03-05", "between Monday and Wednesday"),
        ("Who won between March and May 2024?", "2024-03-01", "2024-05-31", "between March and May 2024"),
        ("Is the vote held tomorrow?", "2031-03-07", "2031-03-07", "tomorrow"),
        ("What is planned for next week?", "2031-03-10", "2031-03-16", "for next week"),
        ("What opens this weekend?", "2031-03-08", "2031-03-09", "this weekend"),
        ("Will the council meet on Friday?", "2031-03-07", "2031-03-07", "on Friday"),
        ("What will happen in May?", "2031-05-01", "2031-05-31", "in May"),
        ("Who meets next Friday?", "2031-03-07", "2031-03-07", "next Friday"),
    ],
)
def test_the_days_that_a_question_is_about(question: str, since: str, until: str, words: str) -> None:
    window = window_of(question, TODAY)
    assert window is not None
    assert (window.since.isoformat(), window.until.isoformat()) == (since, until)
    assert window.words.of(question) == words


@pytest.mark.parametrize(
    "question",
    [
        "What may the board do?",
        "Who will march through Selby?",
        "Who is April Kane?",
        "What does the 2020 model cost?",
        "What did Black Friday bring the shops?",
        "What does the Sunday Times say?",
        "Is it open every Monday?",
        "Were 12,020 people there?",
        "What fell on 3/4/2031?",  # in March or in April
        "Who came on 31 February?",
        "Where is the second harbour?",
        "Who lives at 1999 Hill Road?",
        "How many live in 2000 homes?",
        "",
    ],
)
def test_what_is_no_time_is_none(question: str) -> None:
    assert window_of(question, TODAY) is None


@pytest.mark.parametrize(
    ("today", "since"),
    [(date(2031, 3, 8), "2031-03-08"), (date(2031, 3, 9), "2031-03-08"), (date(2031, 3, 10), "2031-03-08")],
)
def test_the_weekend_is_the_latest_that_has_begun(today: date, since: str) -> None:
    window = window_of("What happened over the weekend?", today)
    assert window is not None
    assert window.since.isoformat() == since


def test_on_a_sunday_last_weekend_is_the_one_before() -> None:
    window = window_of("What happened last weekend?", date(2031, 3, 9))
    assert window is not None
    assert (window.since, window.until) == (date(2031, 3, 1), date(2031, 3, 2))


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The ferry sank on Wednesday.", "2031-03-05"),
        ("The ferry sank Wednesday off Port Selby.", "2031-03-05"),
        ("It was closed yesterday.", "2031-03-05"),
        ("The minister resigned on Thursday evening.", "2031-03-06"),
        ("She resigned today.", "2031-03-06"),
        ("He spoke this morning.", "2031-03-06"),
        ("The vote on 3 May was void.", "2030-05-03"),
        ("On March 3, the bridge shut.", "2031-03-03"),
        ("On Monday, 3 March, the bridge shut.", "2031-03-03"),
        ("The law was passed on 12 June 2019.", "2019-06-12"),
        ("It began on 2031-02-01.", "2031-02-01"),
        ("Late on Wednesday, fire broke out.", "2031-03-05"),
        ("Two men died on Wednesday night.", "2031-03-05"),
        ("It came three days ago.", "2031-03-03"),
        ("It came two weeks ago.", None),
        ("He said on Tuesday that talks will resume.", "2031-03-04"),
        ("The talks will resume on Friday.", "2031-03-07"),
        ("Talks will resume, the mayor said on Tuesday.", "2031-03-04"),
        ("On Friday the council will vote.", "2031-03-07"),
        ("The hearing is due on Monday.", "2031-03-10"),
        ("The strike, which was the longest since March, ended on Tuesday.", "2031-03-04"),
        ("On Tuesday the council said the work began on Monday.", None),
        ("The talks will resume on Friday, he said on Tuesday.", None),
        ("Police arrested two men after Monday's attack.", None),
        ("Monday’s vote was void.", None),
        ("The toll is the highest since Monday.", None),
        ("By Friday the water had gone.", None),
        ("Applications close before 12 April.", None),
        ("It rained in March.", None),
        ("It rained last week.", None),
        ("The 2020 law stands.", None),
        ("The market was quiet on Black Friday.", None),
        ("Nothing is known.", None),
        ("", None),
    ],
)
def test_the_day_that_a_sentence_gives(sentence: str, day: str | None) -> None:
    found = day_of(sentence, TODAY)
    assert (found.isoformat() if found else None) == day


_PIECES = st.lists(
    st.sampled_from(
        """last next since before on in may march friday monday 12 31 2024 99 00 days weeks years ago the past between and
        to until - / . 2024-02-30 29 february this weekend a few hours of 🙂 على ١٢ \u202e week 9999 quarter month""".split()
    ),
    max_size=12,
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(st.one_of(_PIECES, st.text(max_size=80)), st.dates())
def test_any_text_has_a_window_within_bounds_or_none(text: str, today: date) -> None:
    window = window_of(text, today)
    if window is not None:
        assert EARLIEST <= window.since <= window.until <= LATEST
        assert window.words.of(text).strip()
    day = day_of(text, today)
    assert day is None or EARLIEST <= day <= LATEST
