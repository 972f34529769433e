"""Figures in text: what they count, how sure the text is of them, and who claims them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.counting.figures import find_figures
from bot.news.reading import read as read_all
from bot.news.sentences import split_sentences
from bot.news.types import Claim, Figure, Quote, Span, Speaker
from tests.steps import grows_linearly


def figures(text: str, quotes: tuple[Quote, ...] = (), claims: tuple[Claim, ...] = ()) -> tuple[Figure, ...]:
    return find_figures(text, split_sentences(text), quotes, claims)


def only(text: str) -> Figure:
    found = figures(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "slice_", "of_what"),
    [
        ("Some 150 drones were launched overnight.", 150, "Some 150 drones", "drones"),
        ("There were 150 drones launched overnight, he said.", 150, "150 drones", "drones launched overnight"),
        ("The army lost seven of its own drones.", 7, "seven of its own drones", "of its own drones"),
        ("The port freed an additional 22 tired sailors.", 22, "an additional 22 tired sailors", "tired sailors"),
        ("This is the club's ninth cup final appearance.", 9, "ninth cup final appearance", "cup final appearance"),
        ("The hall has four RX-25 engines.", 4, "four RX-25 engines", "RX-25 engines"),
        ("The mayor backs a full 30-day truce.", 30, "30-day truce", "truce"),
        ("The party has a five-seat majority.", 5, "five-seat majority", "seat majority"),
        ("There was a 62% reduction for dementia.", 62, "62% reduction", "reduction for dementia"),
        ("Consumer prices shot up 9.9% in August.", 9.9, "9.9%", "Consumer prices shot up"),
        (
            "Almost 80% of the city's residents are old.",
            80,
            "Almost 80% of the city's residents",
            "of the city's residents",
        ),
        ("Ministers would cut taxes by £45 billion.", 45e9, "£45 billion", "Ministers would cut taxes"),
        ("It is the first of 19 days of strikes.", 19, "19 days of strikes", "of strikes"),
        ("The main trail is 5.2 miles long with views.", 5.2, "5.2 miles", "The main trail"),
        ("She leads the race with 25.", 25, "25", "She leads the race"),
    ],
)
def test_what_is_counted(text: str, value: float, slice_: str, of_what: str) -> None:
    figure = next(f for f in figures(text) if f.value == value)
    assert (figure.span.of(text), figure.of_what) == (slice_, of_what)


@pytest.mark.parametrize(
    "qualifier",
    [
        "more than",
        "about",
        "up to",
        "nearly",
        "as many as",
        "at least",
        "less than",
        "an estimated",
        "just over",
        "fewer than",
    ],
)
def test_a_qualifier_belongs_to_its_figure(qualifier: str) -> None:
    text = f"Rescuers reached {qualifier} 40 farms."
    figure = only(text)
    assert (figure.qualifier, figure.span.of(text)) == (qualifier, f"{qualifier} 40 farms")


def test_a_qualifier_after_the_number() -> None:
    assert only("Rescuers reached 40 or more farms.").qualifier == "or more"
    assert only("Rescuers reached 40+ farms.").qualifier == "+"


def test_units_and_ranges() -> None:
    figure = only("The fund will pay between 5 and 7 per cent of the costs.")
    assert (figure.value, figure.high, figure.unit) == (5, 7, "%")
    assert only("The road is 12 km long.").unit == "km"
    assert only("The fund paid $3.5m for it.").unit == "$"


def test_an_earlier_value_of_the_same_thing_takes_over_what_it_counts() -> None:
    now, then = figures("The town has just over 150,000 residents, down from nearly 200,000 in 1990.")
    assert (now.of_what, then.of_what) == ("residents", "residents")


@pytest.mark.parametrize(
    "text",
    [
        "It opened on 5 March 2021 at 7.30pm.",
        "Ada Holm, 42, lives at 12 Elm Street.",
        "Take Route 66 or call 555-1234.",
        "One of the largest rallies was in May.",
        "No one came, and the one who did left.",
        "They met three weeks ago.",
        "Both sides agreed.",
        "The talks between the two at the palace failed.",
        "They won 7-5.",
        "Hundreds of boats came for the first time.",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert figures(text) == ()


@pytest.mark.parametrize(
    ("text", "value", "of_what"),
    [
        ("12 people were killed in the blast.", 12, "people killed"),
        ("The blast hit a market, killing four.", 4, "people killed"),
        ("Three dead after blast", 3, "people dead"),
        ("The blast killed two men, wounding 20 others.", 20, "others wounded"),
        ("The blast left five injured.", 5, "people injured"),
        ("The blast left five miners injured.", 5, "miners injured"),
        ("The death toll rose to 14 on Monday.", 14, "people dead"),
        ("A baker and two nurses were shot.", 2, "nurses shot"),
        ("Six people were shot and killed.", 6, "people killed"),
        ("Six people were found shot to death.", 6, "people killed"),
        ("Four people were shot, two fatally.", 2, "people killed"),
        ("Three others suffered minor injuries.", 3, "others injured"),
        ("Four teens, all of them cousins, were wounded.", 4, "teens wounded"),
        ("The quake caused 31 deaths.", 31, "deaths"),
        ("The quake caused one death.", 1, "death"),
        ("The quake claimed 31 lives.", 31, "people dead"),
        ("The quake claimed the lives of nine people.", 9, "people dead"),
        ("At least nine people may have been injured.", 9, "people injured"),
        ("Four shot at a bar", 4, "people shot"),
        ("Seven were killed and nine hurt.", 9, "people hurt"),
        ("The deaths of five climbers shook the town.", 5, "climbers dead"),
    ],
)
def test_people_killed_or_hurt(text: str, value: float, of_what: str) -> None:
    assert next(f.of_what for f in figures(text) if f.value == value) == of_what


@pytest.mark.parametrize(
    "text",
    [
        "Two gunmen shot a guard.",
        "Two men shot the guard and fled.",
        "Police fired four shots; no one was hurt.",
        "The man was shot within two blocks.",
        "The new drug saved 31 lives.",
        "Two men shot at police.",
        "He was killed after three years abroad.",
    ],
)
def test_who_was_not_harmed_is_not_counted_as_harmed(text: str) -> None:
    harmed = ("killed", "dead", "shot", "hurt", "wounded", "injured")
    assert not any((f.of_what or "").split()[-1:] == [word] for f in figures(text) for word in harmed)


def test_the_speaker_of_a_quote_and_the_claimant_of_a_claim_stand_behind_a_figure() -> None:
    text = "“We lost 12 boats,” Ada Holm said. The navy claimed it sank 9 boats. There were 30 boats."
    quote = Quote(Span(1, text.index(",")), Speaker("Ada Holm"))
    start = text.index("it sank")
    claim = Claim(
        Span(start, text.index(". There")),
        Speaker("the navy"),
        Span(text.index("The navy"), text.index(" claimed")),
        Span(text.index("claimed"), text.index(" it sank")),
    )
    found = {f.value: f.claimed_by for f in figures(text, (quote,), (claim,))}
    assert found == {12: "Ada Holm", 9: "the navy", 30: None}


def test_the_inner_voice_wins() -> None:
    text = "The mayor said the union claimed 40 members."
    outer = Claim(Span(15, len(text) - 1), Speaker("the mayor"), Span(0, 9), Span(10, 14))
    inner = Claim(Span(33, len(text) - 1), Speaker("the union"), Span(15, 24), Span(25, 32))
    assert [f.claimed_by for f in figures(text, (), (outer, inner))] == ["the union"]


def test_according_to() -> None:
    assert only("Some 40 farms burned, according to the fire service.").claimed_by == "the fire service"
    assert only("According to Ada Holm, some 40 farms burned.").claimed_by == "Ada Holm"


PIECES = st.sampled_from(
    "1 2,000 45% 3.5 7-5 one twenty people men were killed shot and wounded killing left dead of its own a the drones "
    "according to Ada said £5m more than up from half in days -day – , . ( ) “ ” \n others toll "
    "rose including deaths".split(" ")
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map(" ".join)))
@settings(max_examples=200)
def test_any_text_gives_figures_inside_it(text: str) -> None:
    found = figures(text)
    at = 0
    for figure in found:
        assert at <= figure.span.start < figure.span.end <= len(text)
        assert figure.of_what is None or figure.of_what.strip() == figure.of_what != ""
        at = figure.span.end


@pytest.mark.parametrize(
    "piece", ["5 men were killed, ", "killing one and ", "5 ", "one of ", "5, (", "£5 to ", "50% of the "]
)
def test_finding_takes_linear_work(piece: str) -> None:
    assert grows_linearly(read_all, piece, 2_000)
