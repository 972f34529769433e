"""Who else says so: the sentences of other, independent outlets beside a proven line, quotation or figure."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.dossier import Dossier, dossier_of
from bot.news.grounding import check_brief, check_story
from bot.news.reading import source_of
from bot.news.types import ArticleId, Brief, DraftBrief, DraftEvidence, DraftLine, Evidence, RevisionId, StoryId
from tests.make import an_article
from tests.news.outlets import Told, a_dossier, a_draft

FIRE = "A fire destroyed the old paper mill in Ostermill on Tuesday."


def words_of(dossier: Dossier, found: tuple[Evidence, ...]) -> list[tuple[str, str]]:
    return [(str(e.revision), e.span.of(dossier.sources[e.revision].text)) for e in found]


def also(line: str, *others: str) -> list[tuple[str, str]]:
    """The outlets beside the first one, B, C and so on, that say what the line of outlet A says."""
    told = [Told("A", line), *(Told(chr(ord("B") + n), text) for n, text in enumerate(others))]
    dossier = a_dossier(*told)
    [proven] = check_story(a_draft("A", line), dossier).lines
    return words_of(dossier, proven.also)


@pytest.mark.parametrize(
    ("line", "same"),
    [
        (FIRE, "The old paper mill in Ostermill was destroyed by a fire on Tuesday."),
        (FIRE, "In Ostermill a blaze destroyed the old paper mill on Tuesday, 40 years after it closed."),
        ("Twelve people died in the Karst bus crash.", "The bus crash in Karst killed 12 people."),
        (
            "The council of Velm approved the tram line by 31 votes to 14.",
            "Velm's council has approved the tram line with 31 votes to 14.",
        ),
        (
            "Norvane said its revenue rose 12% to $4.1 billion.",
            "Norvane said that revenue had risen by 12% to $4.1 billion.",
        ),
    ],
)
def test_a_sentence_that_says_the_same_stands_beside_the_line(line: str, same: str) -> None:
    assert also(line, f"More follows. {same} Nothing else is known.") == [("B", same)]


@pytest.mark.parametrize(
    ("line", "other"),
    [
        pytest.param(FIRE, "A fire destroyed the old paper mill in Velm on Tuesday.", id="another place"),
        pytest.param(FIRE, "A fire destroyed the old paper mill in Ostermill on Sunday.", id="another day"),
        pytest.param(FIRE, "A fire spared the old paper mill in Ostermill on Tuesday.", id="turned round"),
        pytest.param(FIRE, "A fire did not destroy the old paper mill in Ostermill on Tuesday.", id="denied"),
        pytest.param(FIRE, "A fire may have destroyed the old paper mill in Ostermill on Tuesday.", id="not certain"),
        pytest.param(
            FIRE,
            "Ostermill's mayor claimed that a fire destroyed the old paper mill in Ostermill on Tuesday.",
            id="only claimed",
        ),
        pytest.param(
            "The water board says the weir caused the Ostermill flood.",
            "The water board says the weir may have caused the Ostermill flood.",
            id="less certain there",
        ),
        pytest.param(
            "Mara Lindqvist says Norvane pays for the new weir.",
            "Mara Lindqvist says she hopes Norvane pays for the new weir.",
            id="only hoped there",
        ),
        pytest.param(
            "The council of Velm approved the tram line and a night bus to the harbour.",
            "The council of Velm approved the tram line.",
            id="half of it",
        ),
        pytest.param(FIRE, "Tuesday night in Ostermill ended with music at the mill.", id="the same scene"),
        pytest.param(
            "Twelve people died in the Karst bus crash.",
            "Fifteen people died in the Karst bus crash.",
            id="another number",
        ),
        pytest.param(
            "Twelve people died in the Karst bus crash.",
            "Twelve people were injured in the Karst bus crash.",
            id="another harm",
        ),
        pytest.param(
            "The council of Velm approved the tram line by 31 votes to 14.",
            "The council of Velm rejected the tram line by 31 votes to 14.",
            id="the other way",
        ),
        pytest.param(
            "Mara Lindqvist beat Ines Okafor in the Velm final.",
            "Ines Okafor beat Mara Lindqvist in the Velm final.",
            id="roles swapped",
        ),
    ],
)
def test_what_says_something_else_does_not(line: str, other: str) -> None:
    assert also(line, other) == []


def test_a_name_may_stand_in_the_sentence_before() -> None:
    line = "Mayor Anton Brask opened the rebuilt harbour bridge on Friday."
    other = "Anton Brask came early on Friday. The mayor opened the rebuilt harbour bridge to cheers."
    assert also(line, other) == [("B", other)]


def test_each_voice_counts_once_and_the_own_one_never() -> None:
    text = "The old paper mill in Ostermill was destroyed by a fire on Tuesday."
    dossier = a_dossier(
        Told("A", FIRE),
        Told("B", text, key="b1"),
        Told("B", f"{text} It burned long.", key="b2"),
        Told("A", text, key="a2"),
    )
    [line] = check_story(a_draft("A", FIRE), dossier).lines
    assert words_of(dossier, line.also) == [("b1", text)]


def test_copies_and_outlets_of_one_owner_are_no_second_source() -> None:
    told = [an_article(FIRE, "a", outlet="Post"), an_article(f"{FIRE} It burned.", "b", outlet="Herald")]
    dossier = dossier_of(StoryId("s"), told, {}, {"Post": "Grey Group", "Herald": "Grey Group"}, source_of)
    brief = check_story(a_draft("a", FIRE), dossier)
    assert brief.lines[0].also == ()
    assert brief.voices == (("Post", "Herald"),)


SAID = "“We did not open the weir on Sunday night,” said Mara Lindqvist, who runs the water board."


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (
            'Mara Lindqvist said: "We did not open the weir on Sunday night."',
            "We did not open the weir on Sunday night",
        ),
        ("“We did not open the weir,” Lindqvist said later.", "We did not open the weir"),
        (
            "“Let me be plain. We did not open the weir on Sunday night, and we never would,” Lindqvist said.",
            "We did not open the weir on Sunday night",
        ),
        ("“We did not open the weir on Sunday night,” said Anton Brask, the mayor.", None),
        ("“We did open the weir on Sunday night,” said Mara Lindqvist.", None),
        ("“We did not,” said Mara Lindqvist.", None),
        ("Mara Lindqvist said they did not open the weir on Sunday night.", None),
    ],
)
def test_a_quotation_is_shared_where_its_words_and_its_speaker_are(other: str, found: str | None) -> None:
    dossier = a_dossier(Told("A", SAID), Told("B", f"The board met. {other}"))
    draft = a_draft("A", quotes=["We did not open the weir on Sunday night"])
    [quote] = check_story(draft, dossier).quotes
    assert [words.rstrip(".,") for _, words in words_of(dossier, quote.also)] == ([found] if found else [])


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("The fire in Ostermill killed twelve people.", True),
        ("Twelve deaths were counted after the fire.", True),
        ("The fire injured 12 people.", False),
        ("The fire killed 13 people.", False),
        ("The fire killed 12 children.", False),
        ("Twelve people were killed in a storm in Velm.", False),
    ],
)
def test_a_figure_is_shared_where_value_and_thing_are(other: str, same: bool) -> None:
    dossier = a_dossier(Told("A", "A fire in Ostermill killed 12 people."), Told("B", other))
    [figure] = check_story(a_draft("A", figures=["12 people"]), dossier).figures
    assert words_of(dossier, figure.also) == ([("B", other)] if same else [])


def test_a_small_count_of_another_event_is_not_the_same() -> None:
    first = "Two people died when a bus overturned near Karst."
    dossier = a_dossier(Told("A", first), Told("B", "Two people died in a similar crash last year."))
    [figure] = check_story(a_draft("A", figures=["Two people"]), dossier).figures
    assert figure.also == ()


def test_the_brief_of_a_story_knows_its_story_its_voices_and_all_its_articles() -> None:
    told = [an_article(FIRE, "a", outlet="Post"), an_article(f"{FIRE} ", "copy", outlet="Herald")]
    copies = {ArticleId("copy"): ArticleId("a")}
    brief = check_story(a_draft("a", FIRE), dossier_of(StoryId("fire"), told, copies, {}, source_of))
    assert (brief.story, brief.voices, brief.update) == ("fire", (("Post",),), False)
    assert brief.revisions == ("a", "copy")


# --- a line of two articles -----------------------------------------------------------------------

PORT = "A fire at the port of Velm killed 12 people, the harbour master said."
BRIDGE = "A bridge collapsed in Karst during the storm."


def line_of(text: str, *proofs: tuple[str, str]) -> tuple[Brief, Brief]:
    """A line with evidence of both articles, as the gate takes it for one article and for a story."""
    dossier = a_dossier(Told("A", PORT), Told("B", BRIDGE))
    evidence = tuple(DraftEvidence(RevisionId(outlet), words) for outlet, words in proofs)
    draft = DraftBrief("", (DraftLine(text, "point", evidence),))
    return check_brief(draft, dossier.sources), check_story(draft, dossier)


def test_facts_of_two_articles_do_not_become_one() -> None:
    loose, strict = line_of("The harbour master said the storm killed 12 people in Karst.", ("A", PORT), ("B", BRIDGE))
    assert loose.lines, "the names and figures alone are all shown"
    assert strict.lines == ()
    assert strict.refused[-1].reason == "joins what two articles tell"


def test_two_statements_may_each_rest_on_their_article() -> None:
    text = "A fire at the port of Velm killed 12 people, the harbour master said. A bridge collapsed in Karst."
    _, brief = line_of(text, ("A", PORT), ("B", BRIDGE))
    assert [len(line.evidence) for line in brief.lines] == [2]


def test_evidence_that_does_not_bear_the_line_is_dropped() -> None:
    _, brief = line_of(PORT, ("A", PORT), ("B", BRIDGE))
    assert [[e.revision for e in line.evidence] for line in brief.lines] == [["A"]]


SENTENCES = st.lists(
    st.sampled_from(
        [FIRE, PORT, BRIDGE, SAID, "The mill was built in 1904.", "Insurers put the damage at $3 million."]
    ),
    min_size=1,
    max_size=4,
    unique=True,
)


@given(st.lists(SENTENCES, min_size=2, max_size=4))
@settings(max_examples=25, deadline=None)
def test_whatever_stands_beside_a_line_is_of_another_voice_and_each_voice_is_there_once(texts: list[list[str]]) -> None:
    dossier = a_dossier(*(Told(f"outlet {n}", " ".join(text)) for n, text in enumerate(texts)))
    draft = a_draft("outlet 0", *texts[0])
    for line in check_story(draft, dossier).lines:
        voices = [dossier.voice_of[e.revision] for e in (*line.evidence[:1], *line.also)]
        assert len(voices) == len(set(voices))
        for n, text in enumerate(texts[1:], 1):
            if line.text in text:
                assert f"outlet {n}" in voices
