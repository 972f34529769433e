"""What is new since the last brief of a story, and when there is nothing to tell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.comparing import retold
from bot.news.comparing.changes import news_since, tells_more
from bot.news.comparing.told_before import only_new
from bot.news.grounding import check_story
from bot.news.types import Brief
from tests.news.outlets import Told, a_dossier, a_draft

QUAKE = "A strong earthquake shook the Velm valley on Monday, killing 12 people."
ROADS = "Rescuers reached the last cut-off villages by helicopter."
FIRST = Told("Post", f"{QUAKE} {ROADS}", 0)
EARLIER = check_story(a_draft("Post", QUAKE, ROADS, figures=["12 people"]), a_dossier(FIRST))


def since(
    later: str, *lines: str, quotes: tuple[str, ...] = (), figures: tuple[str, ...] = (), outlet: str = "Herald"
) -> Brief:
    """The brief of the story after another outlet's article, with these of its sentences."""
    dossier = a_dossier(FIRST, Told(outlet, later, 6, key="later"))
    return check_story(a_draft("later", *lines, quotes=quotes, figures=figures), dossier, EARLIER)


@pytest.mark.parametrize(
    "line",
    [
        "The interior ministry raised the toll to 19.",
        "Thirty schools in the valley stay closed until Friday.",
        "Premier Ines Okafor will visit the valley on Thursday.",
        "The state prosecutor charged two builders with fraud.",
        "Rescuers could not reach the last villages by helicopter.",
        "A strong earthquake shook the Velm valley on Monday, killing 13 people.",
        "Rescuers reached the last cut-off villages by helicopter and then withdrew.",
        "Rescuers of Norvane reached the last cut-off villages by helicopter.",
        "Rescuers stopped their search in the Velm valley on Monday.",
    ],
)
def test_a_line_with_something_new_is_news(line: str) -> None:
    brief = since(f"{QUAKE} {line}", QUAKE, line)
    assert [(x.text, x.kind) for x in brief.lines] == [(QUAKE, "lead"), (line, "new")]
    assert brief.update
    assert tells_more(brief, EARLIER)


@pytest.mark.parametrize(
    "line",
    [
        QUAKE,
        "On Monday a strong earthquake killed 12 people in the Velm valley.",
        "Twelve people died when an earthquake shook the Velm valley on Monday.",
        "On Monday the ground of the Velm valley shook in a strong earthquake and 12 people were killed by it.",
        "The last cut-off villages were reached by rescuers by helicopter.",
        "Brave and tireless rescuers reached the last cut-off villages by helicopter.",
        "Rescuers have now reached the last villages that were cut off, by helicopter.",
    ],
)
def test_other_words_or_another_outlet_are_no_news(line: str) -> None:
    brief = since(f"{line} More follows.", line)
    assert [x.text for x in brief.lines] == [line]
    assert news_since(brief, EARLIER, {}) == ()
    assert not tells_more(brief, EARLIER)


def test_what_an_article_of_the_last_brief_said_is_no_news_although_it_was_not_shown() -> None:
    old = "The old town hall lost its tower."
    before = a_dossier(Told("Post", f"{QUAKE} {old}", 0))
    earlier = check_story(a_draft("Post", QUAKE), before)
    again = "The old town hall has lost its tower."
    after = a_dossier(Told("Post", f"{QUAKE} {old}", 0), Told("Post", f"{QUAKE} {again}", 6, key="later"))
    brief = check_story(a_draft("later", QUAKE, again), after, earlier)
    assert [line.kind for line in brief.lines] == ["lead", "point"]
    assert not tells_more(brief, earlier)


def test_a_lead_that_an_article_of_the_last_brief_said_is_no_news() -> None:
    old = "The old town hall lost its tower."
    first = Told("Post", f"{QUAKE} {old}", 0)
    earlier = check_story(a_draft("Post", QUAKE), a_dossier(first))
    brief = check_story(a_draft("Herald", old), a_dossier(first, Told("Herald", old, 6)), earlier)
    assert brief.lines[0].also
    assert not tells_more(brief, earlier)


def test_what_is_only_picked_anew_from_an_old_article_is_no_news() -> None:
    old = "The old town hall lost its tower."
    before = a_dossier(Told("Post", f"{QUAKE} {old}", 0))
    earlier = check_story(a_draft("Post", QUAKE), before)
    brief = check_story(a_draft("Post", old, old), before, earlier)
    assert not tells_more(brief, earlier)


def test_a_lead_with_news_keeps_its_place_and_is_worth_posting() -> None:
    lead = "Three days after the quake a child was found alive in the ruins of a school."
    brief = since(f"{lead} {QUAKE}", lead)
    assert [line.kind for line in brief.lines] == ["lead"]
    assert tells_more(brief, EARLIER)


@pytest.mark.parametrize(
    ("lead", "shown"),
    [
        ("On Monday a strong earthquake killed 12 people in the Velm valley.", [("lead", "Thirty")]),
        ("A child was found alive in the ruins of a school of Velm.", [("lead", "A child"), ("new", "Thirty")]),
    ],
)
def test_a_lead_that_was_told_gives_way_to_what_is_new(lead: str, shown: list[tuple[str, str]]) -> None:
    new = "Thirty schools in the valley stay closed until Friday."
    brief = only_new(since(f"{lead} {new}", lead, new), EARLIER, {})
    assert [(line.kind, line.text[: len(start)]) for line, (_, start) in zip(brief.lines, shown, strict=True)] == shown


def test_an_update_posts_no_line_again_word_for_word() -> None:
    brief = since("The earthquake killed 15 people.", QUAKE, figures=("15 people",))
    assert only_new(replace(brief, lines=EARLIER.lines), EARLIER, {}).lines == ()


RESCUE = "Rescuers pulled 21 girls out of the ruins of the Norvane school on Tuesday, the interior ministry said."


@pytest.mark.parametrize(
    ("line", "news"),
    [
        ("Twenty-one girls were pulled out of the school's ruins in Norvane on Tuesday.", False),
        ("At least 20 girls were pulled out of the ruins of the Norvane school.", False),
        ("Rescuers pulled more girls out of the ruins of the Norvane school, police captain Ines Okafor said.", False),
        ("More than 21 girls were pulled out of the ruins of the Norvane school.", False),
        ("More than 25 girls were pulled out of the ruins of the Norvane school.", True),
        ("The rescuers pulled 34 girls out of the ruins of the Norvane school.", True),
        ("The girls were evacuated from the ruins of the Norvane school by army helicopters.", True),
        ("Rescuers pulled no girls out of the ruins of the Norvane school.", True),
        ("The contractor Ostrava Bau had saved on steel when it built the walls.", True),
    ],
)
def test_numbers_deeds_and_turns_are_news_but_other_words_and_who_reports_are_not(line: str, news: bool) -> None:
    earlier = check_story(a_draft("Post", RESCUE), a_dossier(Told("Post", RESCUE, 0)))
    assert retold.Told(earlier, {}).holds(line) is not news


def test_a_notice_below_a_longer_article_is_no_news() -> None:
    story = " ".join(f"Rescuers searched house {n} of the Velm valley after the earthquake." for n in range(9))
    notice = "Single issues can be ordered for $3 at our desk."
    brief = since(f"{story} {notice}", QUAKE, notice)
    assert not any(line.kind == "new" for line in brief.lines)


def test_new_lines_follow_the_lead() -> None:
    new = "Thirty schools in the valley stay closed until Friday."
    brief = since(f"{QUAKE} {ROADS} {new}", QUAKE, ROADS, new)
    assert [(x.text, x.kind) for x in brief.lines] == [(QUAKE, "lead"), (new, "new"), (ROADS, "point")]


@pytest.mark.parametrize(
    ("later", "change"),
    [
        ("The earthquake in the Velm valley killed 15 people.", ("12 people", "15 people")),
        ("The earthquake in the Velm valley killed at least 15 people.", ("12 people", "at least 15 people")),
        ("The earthquake in the Velm valley killed 12 people.", None),
        ("The earthquake in the Velm valley killed about a dozen people.", None),
        ("The earthquake in the Velm valley injured 15 people.", None),
        ("The earthquake in the Velm valley killed three children.", None),
        ("An earthquake in the Velm valley killed 90 people in 1962.", None),
    ],
)
def test_a_figure_that_has_another_value_now_is_a_change(later: str, change: tuple[str, str] | None) -> None:
    brief = since(later, later)
    assert [(c.before.text, c.now.text) for c in brief.changes] == ([change] if change else [])
    assert tells_more(brief, EARLIER) or not change


def test_at_least_twelve_becomes_fifteen() -> None:
    first = Told("Post", "The earthquake killed at least 12 people.", 0)
    earlier = check_story(a_draft("Post", figures=["12 people"]), a_dossier(first))
    later = a_dossier(first, Told("Post", "The earthquake killed 15 people.", 6, key="later"))
    brief = check_story(a_draft("later"), later, earlier)
    [change] = brief.changes
    assert (change.before.figure.value, change.now.figure.value) == (12, 15)
    assert tells_more(brief, earlier)


@pytest.mark.parametrize(("outlet", "changed"), [("Post", True), ("Herald", False)])
def test_a_lower_toll_is_a_correction_only_from_the_outlet_that_told_the_higher(outlet: str, changed: bool) -> None:
    brief = since("The earthquake in the Velm valley killed nine people.", outlet=outlet)
    assert [(c.before.text, c.now.text) for c in brief.changes] == ([("12 people", "nine people")] if changed else [])


def test_a_change_is_seen_where_the_old_article_is_no_longer_at_hand() -> None:
    only_new = a_dossier(Told("Herald", "The earthquake killed 15 people.", 6))
    [change] = check_story(a_draft("Herald"), only_new, EARLIER).changes
    assert (change.before.figure.value, change.now.figure.value) == (12, 15)


def test_what_the_old_article_knew_too_is_no_change() -> None:
    first = Told("Post", "The earthquake killed 12 people. In Velm 15 people were killed in storms.", 0)
    earlier = check_story(a_draft("Post", figures=["12 people"]), a_dossier(first))
    later = a_dossier(first, Told("Herald", "The earthquake killed 15 people.", 6))
    assert check_story(a_draft("Herald"), later, earlier).changes == ()


def test_a_new_quotation_is_worth_posting_and_an_old_one_is_not() -> None:
    said = "“We will rebuild every single house,” said Ines Okafor."
    fresh = since(f"{QUAKE} {said}", QUAKE, quotes=("We will rebuild every single house",))
    assert tells_more(fresh, EARLIER)
    dossier = a_dossier(Told("Post", f"{QUAKE} {said}", 0), Told("Herald", f"{QUAKE} {said}", 6))
    quotes = ("We will rebuild every single house",)
    earlier = check_story(a_draft("Post", QUAKE, quotes=quotes), a_dossier(Told("Post", f"{QUAKE} {said}", 0)))
    again = check_story(a_draft("Herald", QUAKE, quotes=quotes), dossier, earlier)
    assert again.quotes
    assert not tells_more(again, earlier)


POOL = [
    QUAKE,
    ROADS,
    "Thirty schools in the valley stay closed until Friday.",
    "“We will rebuild every single house,” said Ines Okafor.",
    "The state prosecutor charged two builders with fraud.",
    "Damage is put at $40 million by insurers.",
]


@given(
    st.lists(st.sampled_from(POOL), min_size=1, unique=True), st.lists(st.sampled_from(POOL), min_size=1, unique=True)
)
@settings(max_examples=30, deadline=None)
def test_a_brief_tells_no_more_than_itself_also_not_in_another_outlet(one: list[str], two: list[str]) -> None:
    first, second = Told("Post", " ".join(one), 0), Told("Herald", " ".join(two), 6)
    earlier = check_story(a_draft("Post", *one), a_dossier(first))
    assert not tells_more(check_story(a_draft("Post", *one), a_dossier(first), earlier), earlier)
    shared = [text for text in two if text in one]
    brief = check_story(a_draft("Herald", *shared), a_dossier(first, second), earlier)
    assert not tells_more(brief, earlier)
