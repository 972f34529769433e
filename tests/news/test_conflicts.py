"""Where sources disagree: two outlets, one count, two values; and all that only looks like it."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.comparing.bounds import agree
from bot.news.comparing.conflicts import MOST, conflicts_of, counts_of
from bot.news.comparing.same_count import counted
from bot.news.types import Figure, Span
from tests.make import a_source
from tests.news.outlets import Told, a_dossier

TWELVE = "A fire in a warehouse in Ostermill killed 12 people on Monday."
FIFTEEN = "Fifteen people died in a warehouse fire in Ostermill on Monday."


def sides_of(*told: Told) -> list[set[tuple[str, str]]]:
    """Of each conflict the outlet and the words of each side."""
    dossier = a_dossier(*told)
    text = {r: s.text for r, s in dossier.sources.items()}
    return [
        {(str(side.told.revision), side.told.figure.span.of(text[side.told.revision])) for side in sides}
        for sides in conflicts_of(dossier, counts_of(dossier.sources))
    ]


def two(one: str, other: str) -> list[set[tuple[str, str]]]:
    return sides_of(Told("Post", one), Told("Herald", other))


@pytest.mark.parametrize(
    ("one", "other", "values"),
    [
        (TWELVE, FIFTEEN, {"12 people", "Fifteen people"}),
        (
            "A bus overturned near Karst. Twelve people were injured, police said.",
            "A bus has overturned near Karst, and 15 people were injured, the police told reporters.",
            {"Twelve people", "15 people"},
        ),
        (
            "The flood damaged 140 houses in Ostermill, the fire service said.",
            "In Ostermill 190 houses were damaged by the flood, the fire service said.",
            {"140 houses", "190 houses"},
        ),
        (
            "Lawmakers approved the bill. The bill was passed with 212 votes, the speaker said.",
            "The bill was passed with 218 votes on Monday, the speaker said.",
            {"212 votes", "218 votes"},
        ),
        (
            "Profit at Norvane fell 12 percent, the company said.",
            "Profit at Norvane fell by 18 percent, the company said.",
            {"12 percent", "18 percent"},
        ),
        (
            "After the landslide 30 people are missing, rescuers said.",
            "Rescuers said 44 people were missing after the landslide.",
            {"30 people", "44 people"},
        ),
        (
            "Police arrested 30 people at the protest in Karst.",
            "At the protest in Karst, 45 people were arrested, police said.",
            {"30 people", "45 people"},
        ),
        (
            TWELVE,
            f"{FIFTEEN} Dozens of families cannot go home.",  # who tells of dozens does not know of the twelve
            {"12 people", "Fifteen people"},
        ),
    ],
)
def test_two_values_of_one_thing_are_a_conflict(one: str, other: str, values: set[str]) -> None:
    assert [{words for _, words in sides} for sides in two(one, other)] == [values]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(TWELVE, "A fire in a warehouse in Ostermill killed 12 people.", id="same"),
        pytest.param("At least 12 people died in the fire.", "Fifteen people died in the fire.", id="at least"),
        pytest.param("Up to 20 people died in the fire.", "Fifteen people died in the fire.", id="up to"),
        pytest.param("About 300 people were injured in the fire.", "In the fire 297 people were injured.", id="rough"),
        pytest.param("The quake injured 1,200 people.", "The quake injured 1,243 people.", id="rounded"),
        pytest.param(
            "Between 10 and 20 people were hurt in the crash.", "Fifteen people were hurt in the crash.", id="range"
        ),
        pytest.param("The fire killed 12 people.", "The fire injured 15 people.", id="another harm"),
        pytest.param("The fire killed 12 people.", "The fire killed three children.", id="another noun"),
        pytest.param(
            "The fire killed 12 people, including three firefighters.",
            "Three firefighters were killed in the fire.",
            id="a part of it",
        ),
        pytest.param("The storm killed 12 people on Monday.", "The storm killed four people on Tuesday.", id="day"),
        pytest.param("The storm killed 12 people in Tarn.", "The storm killed four people in Velm.", id="place"),
        pytest.param(
            "The quake killed 12 people.",
            "The quake came years after one that killed 4,000 people in 2009.",
            id="another year",
        ),
        pytest.param(
            "The quake killed 12 people.",
            "A strong quake shook Velm. Another one killed 40 people elsewhere.",
            id="another event",
        ),
        pytest.param("The fire killed 12 people.", "Officials feared 40 people may have died.", id="not yet so"),
        pytest.param("Four people were seriously injured in the crash.", "The crash injured 20 people.", id="degree"),
        pytest.param(
            "The storm killed 12 people. Four people were killed in Tarn.",
            "The storm killed four people.",
            id="one who knows both",
        ),
        pytest.param(
            "Revenue at Norvane rose to $4.1 billion in the first quarter.",
            "Revenue at Norvane rose to $16 billion for the year.",
            id="another period",
        ),
        pytest.param(
            "A gunman killed three people at a bar, police said.",
            "Four people died at the bar, the gunman among them.",
            id="the one who did it",
        ),
        pytest.param(
            "Mara Lindqvist scored six goals in the final.",
            "Ines Okafor scored two goals in the final.",
            id="another person",
        ),
        pytest.param(
            "First-quarter profit at Norvane fell 12 percent.",
            "Second-quarter profit at Norvane fell 18 percent.",
            id="another quarter",
        ),
        pytest.param("The crash injured 12 people.", "The crash injured another five people.", id="more of them"),
        pytest.param(
            "Police seized 12 rifles in a raid on a farm.",
            "Smugglers at sea lost 20 rifles, officers said after the navy had seized the boat.",
            id="another seizure",
        ),
        pytest.param(
            "The storm killed 12 people. Four rivers burst their banks.",
            "The storm killed four people.",
            id="one who knows the other value",
        ),
        pytest.param(
            "The fire killed 12 people. The fire killed 14 people.", "The fire killed 16 people.", id="not one thing"
        ),
        pytest.param("The storm killed 12 people.", "The storm killed four people in Tarn.", id="a place of its own"),
        pytest.param("Police seized 12 rifles.", "Twenty rifles hang in the museum's hall.", id="something else"),
    ],
)
def test_what_only_looks_like_a_conflict_is_none(one: str, other: str) -> None:
    assert two(one, other) == []
    assert two(other, one) == []


@pytest.mark.parametrize("change", [{"part": True}, {"outdated": True}])
def test_a_part_and_an_outdated_count_stand_against_nothing(change: dict[str, bool]) -> None:
    source = a_source(TWELVE)
    [figure] = source.facts.figures

    def settled(figure: Figure) -> bool:
        found = counted(source.article.revision.id, figure, Span(0, len(TWELVE)), TWELVE, figure.span.of(TWELVE))
        return found is not None and found.settled

    assert settled(figure)
    assert not settled(replace(figure, part=bool(change.get("part")), outdated=bool(change.get("outdated"))))


def test_one_outlet_or_one_owner_does_not_disagree_with_itself() -> None:
    assert sides_of(Told("Post", TWELVE, 0, "p1"), Told("Post", FIFTEEN, 0.5, "p2")) == []


@pytest.mark.parametrize(
    ("hour_of_12", "hour_of_15", "conflict"),
    [(0.0, 0.5, True), (0.0, 5.0, False), (5.0, 0.0, True), (0.0, 30.0, False), (30.0, 0.0, False), (None, 5.0, True)],
    ids=["at once", "grown", "still told lower", "a day later", "a day before", "no one knows when"],
)
def test_a_toll_that_grows_is_no_conflict(hour_of_12: float | None, hour_of_15: float, conflict: bool) -> None:
    found = sides_of(Told("Post", TWELVE, hour_of_12), Told("Herald", FIFTEEN, hour_of_15))
    assert bool(found) is conflict


def test_each_voice_stands_for_its_newest_count() -> None:
    found = sides_of(Told("Post", TWELVE, 0, "early"), Told("Herald", FIFTEEN, 3), Told("Post", FIFTEEN, 3.5, "late"))
    assert found == []


def test_those_who_agree_stand_behind_one_side() -> None:
    dossier = a_dossier(
        Told("Post", TWELVE), Told("Herald", FIFTEEN), Told("Courier", "The Ostermill fire killed 15 people on Monday.")
    )
    [sides] = conflicts_of(dossier, counts_of(dossier.sources))
    assert [(side.told.figure.value, [c.revision for c in side.also]) for side in sides] == [
        (12, []),
        (15, ["Courier"]),
    ]


def test_the_human_toll_comes_first_and_there_are_few() -> None:
    one = (
        "The flood damaged 140 houses in Ostermill. The flood drowned 60 cows. The flood washed away 20 cars. "
        "The flood killed 12 people."
    )
    other = (
        "The flood damaged 190 houses in Ostermill. The flood drowned 88 cows. The flood washed away 35 cars. "
        "The flood killed 17 people."
    )
    found = two(one, other)
    assert len(found) == MOST
    assert found[0] == {("Post", "12 people"), ("Herald", "17 people")}


def test_the_order_of_the_articles_changes_nothing() -> None:
    told = [
        Told("Post", TWELVE),
        Told("Herald", FIFTEEN),
        Told("Courier", "A storm closed the port of Velm on Monday."),
    ]
    found = {frozenset(map(frozenset, sides_of(*order))) for order in permutations(told)}
    assert found == {frozenset({frozenset({("Post", "12 people"), ("Herald", "Fifteen people")})})}


figures = st.builds(
    Figure,
    st.just(Span(0, 1)),
    st.floats(0, 1e7, allow_nan=False).map(lambda v: round(v, 1)) | st.integers(0, 5000).map(float),
    qualifier=st.sampled_from([None, "at least", "about", "up to", "more than", "nearly"]),
    unit=st.sampled_from([None, "$", "%"]),
)


@given(figures, figures)
@settings(max_examples=200, deadline=None)
def test_agreeing_is_mutual_and_every_figure_agrees_with_itself(one: Figure, other: Figure) -> None:
    assert agree(one, one)
    assert agree(one, other) == agree(other, one)


@given(st.integers(1, 99), st.integers(1, 99))
@settings(max_examples=50, deadline=None)
def test_small_exact_counts_agree_only_where_they_are_one(one: int, other: int) -> None:
    assert agree(Figure(Span(0, 1), one), Figure(Span(0, 1), other)) is (one == other)
