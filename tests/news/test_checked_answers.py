"""The gate for answers: dates, halves, who else says so, and where sources disagree about what an answer tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from bot.news.comparing.conflicts import MOST
from bot.news.dossier import Dossier, dossier_of
from bot.news.grounding import check_answer, confirmed
from bot.news.reading import source_of
from bot.news.types import (
    Answer,
    DraftAnswer,
    DraftLine,
    Evidence,
    RefusalReason,
    RevisionId,
    Sources,
    Span,
    StoryId,
)
from tests.make import a_line, a_source, an_article
from tests.news.outlets import Told, a_dossier

VOTE = "The council of Velm voted for the tram on Tuesday."
MAYOR = "Mayor Ilse Brandt called the tram a promise kept."
# A Thursday.
PUBLISHED = datetime(2031, 3, 6, 9, 30, tzinfo=UTC)


def dated(published: datetime | None = PUBLISHED, text: str = f"{VOTE} {MAYOR}") -> Sources:
    source = a_source(text)
    return {source.article.revision.id: replace(source, article=replace(source.article, published=published))}


def day_shown(day: str | None, sentence: str, sources: Sources) -> str | None:
    [line] = check_answer(DraftAnswer((replace(a_line(sentence, sentence), day=day),)), sources).lines
    return line.day


@pytest.mark.parametrize(
    ("day", "sentence", "shown"),
    [
        pytest.param("2031-03-06", MAYOR, "2031-03-06", id="the day it came out"),
        pytest.param("2031-03-04", VOTE, "2031-03-04", id="the day its words give"),
        pytest.param("2031-03-04", MAYOR, None, id="a day that another sentence gives"),
        pytest.param("2031-03-05", VOTE, None, id="altered by a day"),
        pytest.param("2030-03-04", VOTE, None, id="another year"),
        pytest.param("6 March 2031", MAYOR, None, id="no date as it is written here"),
        pytest.param("@everyone", MAYOR, None, id="no date at all"),
        pytest.param(None, VOTE, None, id="none drafted"),
    ],
)
def test_a_line_keeps_its_day_where_the_evidence_shows_it(day: str | None, sentence: str, shown: str | None) -> None:
    assert day_shown(day, sentence, dated()) == shown


def test_an_article_without_a_date_dates_nothing() -> None:
    assert day_shown("2031-03-04", VOTE, dated(None)) is None


def test_a_day_must_be_of_an_article_that_proves_the_line() -> None:
    # The line rests on the second article alone: the first one's day goes with it.
    sources = {RevisionId(k): a_source(MAYOR if k == "a2" else VOTE, k) for k in ("a1", "a2")}
    days = {"a1": PUBLISHED, "a2": datetime(2031, 3, 8, tzinfo=UTC)}
    sources = {r: replace(s, article=replace(s.article, published=days[str(r)])) for r, s in sources.items()}
    both = (*a_line(VOTE, VOTE, key="a1").evidence, *a_line(MAYOR, MAYOR, key="a2").evidence)
    for day, shown in (("2031-03-06", None), ("2031-03-08", "2031-03-08")):
        [line] = check_answer(DraftAnswer((DraftLine(MAYOR, "point", both, day),)), sources).lines
        assert ([str(e.revision) for e in line.evidence], line.day) == (["a2"], shown)


def test_half_an_answer_says_what_it_leaves_open() -> None:
    answer = check_answer(DraftAnswer((a_line(VOTE, VOTE),), missing="what the tram costs"), dated())
    assert [line.text for line in answer.lines] == [VOTE]
    assert answer.reason == "part-missing"
    assert "what the tram costs" in answer.words
    whole = check_answer(DraftAnswer((a_line(VOTE, VOTE),)), dated())
    assert (whole.reason, whole.words) == (None, "")


@pytest.mark.parametrize(
    ("drafted", "shown"),
    [(("The council voted against the tram on Tuesday.",), "unproven"), ((), "not-said")],
)
def test_half_an_answer_of_which_nothing_is_proven_is_none(drafted: tuple[str, ...], shown: RefusalReason) -> None:
    lines = tuple(a_line(words, VOTE) for words in drafted)
    answer = check_answer(DraftAnswer(lines, "part-missing", "what the tram costs"), dated())
    assert (answer.lines, answer.reason) == ((), shown)


HOSTILE = "what @everyone <!channel> <@U1> https://evil.test/x www.evil.test\u202e said\x1b[2J\n# " + "so long " * 400


@pytest.mark.parametrize("lines", [(), (a_line(VOTE, VOTE),)])
@pytest.mark.parametrize("reason", [None, "not-said", "false-premise", "out-of-time"])
def test_what_is_missing_is_not_trusted(reason: RefusalReason | None, lines: tuple[DraftLine, ...]) -> None:
    words = check_answer(DraftAnswer(lines, reason, HOSTILE), dated()).words
    assert "so long" in words
    assert len(words) < 250
    assert words.isprintable()
    assert not any(bad in words for bad in ("@", "<", "http", "evil.test", "[", "#", "\n"))


@pytest.mark.parametrize("reason", RefusalReason.__args__)  # type: ignore[attr-defined]
def test_each_reason_has_words(reason: RefusalReason) -> None:
    answer = check_answer(DraftAnswer((), reason), dated())
    assert answer.reason == ("not-said" if reason == "part-missing" else reason)
    assert answer.words.endswith(".")


FIRE = "A fire destroyed the old paper mill in Ostermill on Tuesday."
BLAZE = "The old paper mill in Ostermill was destroyed by a fire on Tuesday."
DESTROYED = "On Tuesday a fire destroyed the old paper mill in Ostermill."
TWELVE = "A fire in a warehouse in Ostermill killed 12 people on Monday."
FIFTEEN = "Fifteen people died in a warehouse fire in Ostermill on Monday."


def answered(dossier: Dossier, *lines: tuple[str, str], others: Sources | None = None) -> Answer:
    """The answer of these lines, each of an article of the story."""
    draft = DraftAnswer(tuple(a_line(text, text, key=key) for key, text in lines))
    return check_answer(draft, {**dossier.sources, **(others or {})}, (), dossier)


def places(found: tuple[Evidence, ...]) -> list[str]:
    return [str(e.revision) for e in found]


def test_a_line_comes_with_those_who_say_the_same() -> None:
    dossier = a_dossier(Told("A", FIRE), Told("B", f"More. {BLAZE}"), Told("C", "Nobody was hurt."))
    [line] = answered(dossier, ("A", FIRE)).lines
    assert places(line.also) == ["B"]
    [alone] = check_answer(DraftAnswer((a_line(FIRE, FIRE, key="A"),)), dossier.sources).lines
    assert alone.also == ()


def test_sources_that_agree_are_told_once_and_counted() -> None:
    dossier = a_dossier(Told("A", FIRE), Told("B", BLAZE), Told("C", DESTROYED))
    [line] = answered(dossier, ("B", BLAZE), ("A", FIRE)).lines
    assert (line.text, places(line.also)) == (BLAZE, ["A", "C"])
    # What says more than the line before it stays.
    more = "A fire destroyed the old paper mill in Ostermill on Tuesday and drove 40 families out."
    dossier = a_dossier(Told("A", FIRE), Told("B", more))
    for first, second in ((("A", FIRE), ("B", more)), (("B", more), ("A", FIRE))):
        assert [x.text for x in answered(dossier, first, second).lines] == [first[1], second[1]]


def test_two_outlets_of_one_owner_count_once() -> None:
    told = {"A": FIRE, "B": BLAZE, "C": DESTROYED}
    articles = [an_article(text, key, outlet=key) for key, text in told.items()]
    dossier = dossier_of(StoryId("s"), articles, {}, {"b": "one house", "c": "one house"}, source_of)
    assert dossier.voice_of[RevisionId("B")] == dossier.voice_of[RevisionId("C")]
    [line] = answered(dossier, ("A", FIRE)).lines
    assert len(line.also) == 1
    # Of two who are one, neither counts for the other.
    [line] = answered(dossier, ("B", BLAZE), ("C", DESTROYED)).lines
    assert places(line.also) == ["A"]


def test_of_an_article_outside_the_story_nobody_is_known_to_be_independent() -> None:
    outside = a_source(FIRE, "Z")
    dossier = a_dossier(Told("A", FIRE), Told("B", BLAZE))
    first, second = answered(dossier, ("Z", FIRE), ("A", FIRE), others={RevisionId("Z"): outside}).lines
    assert (first.also, places(second.also)) == ((), ["B"])


def amounts(answer: Answer, dossier: Dossier) -> list[set[str]]:
    return [{s.evidence.span.of(dossier.sources[s.evidence.revision].text) for s in c.sides} for c in answer.conflicts]


DISPUTED = (Told("A", f"{TWELVE} The mill was built in 1911."), Told("B", f"{FIFTEEN} It burned for hours."))


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        pytest.param([("A", TWELVE)], True, id="its own figure"),
        pytest.param([("B", FIFTEEN)], True, id="the other figure"),
        pytest.param([("A", TWELVE), ("B", FIFTEEN)], True, id="both"),
        pytest.param([("A", "The mill was built in 1911.")], False, id="something else"),
        pytest.param([("B", "It burned for hours.")], False, id="no figure"),
    ],
)
def test_a_conflict_is_shown_where_it_bears_on_the_answer(lines: list[tuple[str, str]], shown: bool) -> None:
    dossier = a_dossier(*DISPUTED)
    answer = answered(dossier, *lines)
    assert amounts(answer, dossier) == ([{"12 people", "Fifteen people"}] if shown else [])
    assert len(answer.lines) == len(lines)


def test_a_line_that_leaves_the_figure_out_is_not_disputed() -> None:
    dossier = a_dossier(*DISPUTED)
    assert answered(dossier, ("A", "A fire in a warehouse in Ostermill")).conflicts == ()


def test_a_figure_told_again_elsewhere_bears_too() -> None:
    again = "The fire in the Ostermill warehouse killed 12 people."
    dossier = a_dossier(*DISPUTED, Told("C", f"{again} It was out by noon."))
    answer = answered(dossier, ("C", again))
    assert amounts(answer, dossier) == [{"12 people", "Fifteen people"}]


def test_a_figure_told_twice_by_one_article_bears_each_time() -> None:
    again = "The fire in the Ostermill warehouse killed 12 people, police said."
    dossier = a_dossier(Told("A", f"{TWELVE} It burned for hours. {again}"), DISPUTED[1])
    assert amounts(answered(dossier, ("A", again)), dossier) == [{"12 people", "Fifteen people"}]


def test_of_many_conflicts_the_one_that_was_asked_about_is_shown() -> None:
    told = (
        "A flood in Velm killed {} people on Monday.",
        "In Velm {} people were injured by the flood, the fire service said.",
        "In Velm {} people were missing after the flood, the fire service said.",
        "The flood damaged {} houses in Velm, the fire service said.",
        "The flood destroyed {} bridges in Velm, the fire service said.",
    )
    one = [words.format(n) for n, words in enumerate(told, 12)]
    other = [words.format(n) for n, words in enumerate(told, 42)]
    dossier = a_dossier(Told("A", " ".join(one)), Told("B", " ".join(other)))
    last = answered(dossier, ("A", one[-1]))
    assert amounts(last, dossier) == [{"16 bridges", "46 bridges"}]
    assert len(answered(dossier, *(("A", words) for words in one)).conflicts) == MOST


def test_a_refusal_shows_no_conflict() -> None:
    dossier = a_dossier(*DISPUTED)
    assert check_answer(DraftAnswer((), "not-said"), dossier.sources, (), dossier).conflicts == ()


def the(dossier: Dossier, key: str, words: str) -> Evidence:
    start = dossier.sources[RevisionId(key)].text.index(words)
    return Evidence(RevisionId(key), Span(start, start + len(words)))


def test_others_confirm_in_their_own_words() -> None:
    dossier = a_dossier(Told("A", FIRE), Told("B", f"More. {BLAZE}"), Told("C", DESTROYED), Told("D", "It rained."))
    answer = confirmed([the(dossier, "A", FIRE)], dossier)
    assert [line.text for line in answer.lines] == [FIRE, BLAZE, DESTROYED]
    assert [places(line.also) for line in answer.lines] == [["B", "C"], [], []]
    assert (answer.reason, answer.words) == (None, "")


def test_sentences_that_already_agree_are_confirmed_together() -> None:
    more = "A fire destroyed the old paper mill in Ostermill on Tuesday and drove 40 families out."
    dossier = a_dossier(Told("A", FIRE), Told("B", more), Told("C", DESTROYED))
    # What stood with the last answer: its sentence and those who say so too, one of whom says more.
    told = [the(dossier, key, words) for key, words in (("A", FIRE), ("B", more), ("C", DESTROYED))]
    answer = confirmed(told, dossier)
    assert [(line.text, places(line.also)) for line in answer.lines] == [
        (FIRE, ["B", "C"]),
        (more, []),
        (DESTROYED, []),
    ]
    assert answer.reason is None


def test_what_one_source_alone_says_is_called_so() -> None:
    dossier = a_dossier(Told("A", FIRE), Told("B", "It rained in Velm."))
    answer = confirmed([the(dossier, "A", FIRE)], dossier)
    assert (answer.lines, answer.reason, answer.conflicts) == ((), "not-said", ())
    assert "others say so" in answer.words
    assert places(answer.nearest) == ["A"]


def test_where_only_some_of_it_is_said_by_others_the_rest_is_named() -> None:
    alone = "The owner of the mill had been warned twice."
    dossier = a_dossier(Told("A", f"{FIRE} {alone}"), Told("B", BLAZE))
    answer = confirmed([the(dossier, "A", FIRE), the(dossier, "A", alone)], dossier)
    assert [line.text for line in answer.lines] == [FIRE, BLAZE]
    assert answer.reason == "part-missing"
    assert "others say the rest" in answer.words


def test_others_who_count_otherwise_do_not_confirm() -> None:
    dossier = a_dossier(*DISPUTED)
    answer = confirmed([the(dossier, "A", TWELVE)], dossier)
    assert (answer.lines, answer.reason) == ((), "not-said")
    assert amounts(answer, dossier) == [{"12 people", "Fifteen people"}]


def test_what_is_of_another_story_is_not_confirmed_by_this_one() -> None:
    dossier = a_dossier(Told("A", FIRE), Told("B", BLAZE))
    strange = Evidence(RevisionId("Z"), Span(0, len(FIRE)))
    for told in ([strange], []):
        answer = confirmed(told, dossier)
        assert (answer.reason, answer.nearest) == ("not-said", ())


def test_of_a_long_answer_the_first_sentences_are_confirmed_and_none_twice() -> None:
    told = [f"A fire destroyed the {what} in Ostermill on Tuesday." for what in ("mill", "school", "church", "bridge")]
    dossier = a_dossier(Told("A", " ".join(told)), Told("B", " ".join(told)))
    answer = confirmed([the(dossier, key, words) for words in told for key in "AB"], dossier)
    assert [(x.text, str(x.evidence[0].revision)) for x in answer.lines] == [
        (words, key) for words in told[:2] for key in "AB"
    ]


def test_an_answer_grows_line_by_line() -> None:
    dossier = a_dossier(Told("A", f"{FIRE} {TWELVE}"), Told("B", f"{BLAZE} {FIFTEEN}"))
    drafted = [("A", FIRE), ("B", BLAZE), ("A", TWELVE)]
    cards = [answered(dossier, *drafted[:n]).lines for n in range(1, 4)]
    for fewer, more in pairwise(cards):
        assert more[: len(fewer)] == fewer
