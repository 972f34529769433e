"""Dated lists over an invented archive. Today is Thursday, 6 March 2031."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.asking.digests import Digest, digest_of, draft_digest, passages_for
from bot.news.asking.events import MOST_EVENTS
from bot.news.asking.passages import PassageIndex
from bot.news.grounding import check_answer
from bot.news.types import DraftAnswer, Source
from tests.make import a_source

TODAY = date(2031, 3, 6)


def told(key: str, day: str | None, title: str, text: str) -> Source:
    source = a_source(text, key, title)
    published = datetime.fromisoformat(day).replace(hour=9, tzinfo=UTC) if day else None
    return replace(source, article=replace(source.article, published=published))


SUED = (
    "Ferry operator Vale Lines sued the dockers' union on Monday over the strike. It wants two million crowns. "
    "The strike began on Saturday, when dockers in Port Selby walked out over pay. Ships went to Norland instead, "
    "and the harbour lost a third of its trade in the first three days, according to the chamber of commerce. "
    "A judge will hear both sides within a fortnight, and a bond of fifty thousand crowns has to be paid until then. "
    "The union keeps a fund for such cases that was last used nine years ago, when a tug captain went to court."
)
ARCHIVE = [
    told(
        "begins",
        "2031-03-01",
        "Harbour strike begins in Port Selby",
        "Dockers in Port Selby walked out on Saturday over pay. The strike shut all four berths. "
        "Union leader Ann Gray said the first talks had failed.",
    ),
    told(
        "second-day",
        "2031-03-02",
        "Port Selby strike enters second day",
        "The strike at Port Selby harbour went on on Sunday as two tankers turned back. “We will not move,” said Ms Gray.",
    ),
    told("sued", "2031-03-03", "Ferry firm sues over Port Selby strike", SUED),
    told(
        "sued-again",
        "2031-03-04",
        "Vale Lines goes to court",
        f"Papers of Vale Lines lie before the judges, this newspaper has learned. {SUED}",
    ),
    told(
        "mayor",
        "2031-03-04",
        "Mayor calls for talks in harbour strike",
        "The mayor of Port Selby, Tom Reed, called on both sides of the strike to talk on Tuesday. He offered the town hall.",
    ),
    told(
        "ends",
        "2031-03-06",
        "Dockers end strike",
        "Dockers in Port Selby ended their strike on Wednesday after a deal on pay. Work resumes at dawn.",
    ),
    told(
        "bakery",
        "2031-03-04",
        "Bakery opens",
        "A bakery with forty seats opened in Port Selby on Tuesday. It sells bread of rye and oats.",
    ),
    told(
        "teachers",
        "2029-05-04",
        "Teachers back at work",
        "Teachers in Port Selby ended a strike of three weeks on Thursday, 3 May 2029.",
    ),
    told("undated", None, "Council on the strike", "The strike in Port Selby was debated by the council at length."),
    told(
        "norland",
        "2031-03-03",
        "Norland votes",
        "Norland elected a new assembly on Sunday. Turnout was 61 percent, the highest in years.",
    ),
]
SOURCES = {s.article.revision.id: s for s in ARCHIVE}
INDEX = PassageIndex(s.article for s in ARCHIVE)


def asked(question: str) -> Digest:
    digest = digest_of(question, TODAY)
    assert digest is not None
    return digest


def listed(question: str) -> DraftAnswer:
    return draft_digest(asked(question), INDEX.best(question, 40), SOURCES)


def shown(question: str) -> list[tuple[str | None, str]]:
    return [(line.day, line.text) for line in listed(question).lines]


@pytest.mark.parametrize(
    ("question", "topic", "kind", "since"),
    [
        ("what happened in Norland this week?", "Norland", "digest", "2031-03-03"),
        ("What happened on Wednesday?", "", "digest", "2031-03-05"),
        ("What are the main stories today?", "", "digest", "2031-03-06"),
        ("What were the top headlines on the strike yesterday?", "the strike", "digest", "2031-03-05"),
        ("What has happened in the strike so far?", "the strike", "digest", None),
        ("What's going on in Port Selby this week?", "Port Selby", "digest", "2031-03-03"),
        ("what's new on the strike?", "the strike", "digest", None),
        ("What is the latest on the strike?", "the strike", "digest", None),
        ("Any news about the strike?", "the strike", "digest", None),
        ("catch me up on the talks", "the talks", "digest", None),
        ("Bring me up to date on the talks, please", "the talks", "digest", None),
        ("summary of the last three days", "", "digest", "2031-03-03"),
        ("Summarise the talks", "the talks", "digest", None),
        ("Recap of yesterday's vote", "vote", "digest", "2031-03-05"),
        ("What did I miss this week?", "", "digest", "2031-03-03"),
        ("timeline of the ceasefire talks", "the ceasefire talks", "timeline", None),
        ("Give me a timeline of the talks in March", "the talks", "timeline", "2031-03-01"),
        ("how did the strike develop?", "the strike", "timeline", None),
        ("How has the strike developed since Monday?", "the strike", "timeline", "2031-03-03"),
        ("Timeline of how many died in the fire at the mill?", "the fire at the mill", "timeline", None),
    ],
)
def test_a_question_for_a_dated_list(question: str, topic: str, kind: str, since: str | None) -> None:
    digest = asked(question)
    assert (digest.topic, digest.kind) == (topic, kind)
    assert (digest.window.since.isoformat() if digest.window else None) == since


@pytest.mark.parametrize(
    "question",
    [
        "What happened?",
        "What happened to the pilot?",
        "What is this about?",
        "Summarize this",
        "summarise the article",
        "How did the fire start?",
        "What news did Ms Gray give the union?",
        "Who was the latest to resign?",
        "How many were hurt this week?",
        "What did the mayor say yesterday?",
        "How did the harbour change hands?",
        "",
    ],
)
def test_any_other_question_is_none(question: str) -> None:
    assert digest_of(question, TODAY) is None


def test_a_timeline_begins_with_the_oldest_and_tells_each_event_once() -> None:
    days = [day for day, _ in shown("timeline of the Port Selby dockers' strike")]
    assert days == sorted(days, key=str)
    lines = [text for _, text in shown("timeline of the strike in Port Selby")]
    assert sum("sued" in line for line in lines) == 1
    assert sum("walked out" in line for line in lines) == 1
    assert not any("bakery" in line or "Norland elected" in line for line in lines)


def test_a_name_alone_is_no_topic_nor_is_the_topic_without_its_name() -> None:
    lines = [text for _, text in shown("catch me up on the strike in Norland")]
    assert len(lines) == 1
    assert lines[0].startswith("Ships went to Norland instead")


def test_each_line_has_the_day_its_sentence_gives() -> None:
    found = {text: day for day, text in shown("what's new on the strike this month?")}
    assert found["Dockers in Port Selby ended their strike on Wednesday after a deal on pay."] == "2031-03-05"
    assert next(day for text, day in found.items() if "sued" in text) == "2031-03-03"
    assert next(day for text, day in found.items() if "began" in text or "walked out" in text) == "2031-03-01"


def test_a_digest_begins_with_the_newest_and_keeps_to_its_days() -> None:
    days = [day for day, _ in shown("what happened in Port Selby this week?")]
    assert days == sorted(days, key=str, reverse=True)
    assert days
    assert min(days, key=str) == "2031-03-03"


def test_a_digest_without_days_keeps_to_what_is_new() -> None:
    assert all(str(day) >= "2031" for day, _ in shown("what's new on the strike?"))
    assert any(str(day) < "2031" for day, _ in shown("timeline of the strike"))


def test_the_day_of_the_article_stands_where_the_sentence_gives_none() -> None:
    found = {text: day for day, text in shown("timeline of the talks")}
    assert found["Union leader Ann Gray said the first talks had failed."] == "2031-03-01"


def test_an_article_without_a_date_is_left_out() -> None:
    lines = listed("timeline of the strike in Port Selby").lines
    assert all(e.revision != "undated" for line in lines for e in line.evidence)
    only = {ARCHIVE[8].article.revision.id: ARCHIVE[8]}
    found = draft_digest(asked("timeline of the strike"), INDEX.best("strike", 40), only)
    assert (found.lines, found.reason) == ((), "nothing-found")


def test_copies_are_told_once_by_the_first() -> None:
    lines = listed("what happened with Vale Lines this week?").lines
    assert {e.revision for line in lines for e in line.evidence} == {"sued"}


def test_without_a_topic_each_article_tells_what_it_begins_with() -> None:
    digest = asked("What happened this week?")
    found = draft_digest(digest, passages_for(digest, (s.article for s in ARCHIVE)), SOURCES)
    lines = {line.text: line.day for line in found.lines}
    assert len(lines) == 4
    assert lines["A bakery with forty seats opened in Port Selby on Tuesday."] == "2031-03-04"
    assert not any("elected" in text or "walked out" in text for text in lines)


def test_the_passages_of_a_topic_leave_out_articles_without_a_date() -> None:
    found = passages_for(asked("timeline of the strike"), (s.article for s in ARCHIVE))
    assert {p.evidence.revision for p in found} >= {"begins", "second-day", "sued", "ends", "teachers"}
    assert "undated" not in {p.evidence.revision for p in found}


def test_a_topic_outside_the_days_is_out_of_time() -> None:
    found = listed("What happened in Norland yesterday?")
    assert (found.lines, found.reason) == ((), "out-of-time")
    assert "Norland" in found.missing
    assert "2031-03-05" in found.missing


def test_a_topic_that_nobody_tells_of_is_not_found() -> None:
    found = listed("catch me up on the opera")
    assert (found.lines, found.reason) == ((), "nothing-found")
    assert "the opera" in found.missing


def test_the_gate_proves_every_line_and_its_day() -> None:
    draft = listed("timeline of the strike in Port Selby")
    answer = check_answer(draft, SOURCES)
    assert [line.day for line in answer.lines] == [line.day for line in draft.lines]
    assert answer.refused == ()


def test_many_days_give_eight_lines_that_lie_all_over_them() -> None:
    names = "oak elm ash fir yew bay fig box hop rye tea nut".split()
    many = [
        told(
            f"d{n}",
            f"2031-02-{n + 1:02}",
            f"Flood reaches {name}ham",
            f"The flood reached {name.capitalize()}ham{'' if n else ' first'}, where {n + 2} {name} barns were lost.",
        )
        for n, name in enumerate(names)
    ]
    sources = {s.article.revision.id: s for s in many}
    passages = PassageIndex(s.article for s in many).best("flood", 40)
    lines = draft_digest(asked("timeline of the flood"), passages, sources).lines
    days = [str(line.day) for line in lines]
    assert len(days) == len(set(days)) == MOST_EVENTS
    assert days[0] <= "2031-02-02"
    assert days[-1] >= "2031-02-11"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from("what happened is new on the timeline of last week summary how did 🙂 سلام ( * ?".split())
    ).map(" ".join)
    | st.text(max_size=60)
)
def test_any_text_is_read(text: str) -> None:
    digest = digest_of(text, TODAY)
    if digest is not None:
        draft_digest(digest, INDEX.best(text, 5), SOURCES)
