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
        ("Five people were shot, two fatally.", 2, "people killed"),
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


@pytest.mark.parametrize(
    ("text", "value", "slice_", "of_what"),
    [
        ("A baker's wife and two teenagers were shot.", 3, "A baker's wife and two teenagers", "people shot"),
        ("A woman and two teenagers were shot.", 3, "A woman and two teenagers", "people shot"),
        ("He killed his wife, their son and himself.", 3, "his wife, their son and himself", "people killed"),
        ("Ada Holm, 42, and Bo Lind, 30, were pronounced dead.", 2, "Ada Holm, 42, and Bo Lind, 30", "people dead"),
        ("Her daughter, Ada Holm, 9, and a friend died.", 2, "Her daughter, Ada Holm, 9, and a friend", "people dead"),
        ("Two miners, Ada Holm and Bo Lind, were hurt.", 2, "Two miners, Ada Holm and Bo Lind", "people hurt"),
        ("Holm and three others were wounded.", 4, "Holm and three others", "people wounded"),
        ("A couple was found dead.", 2, "A couple", "people dead"),
        ("Both victims were wounded.", 2, "Both victims", "people wounded"),
        ("Man, 2 women hurt in Oster fire", 3, "Man, 2 women", "people hurt"),
        ("Police solved a triple homicide.", 3, "triple homicide", "people killed"),
        ("A double shooting shook Oster.", 2, "double shooting", "people shot"),
        (
            "A man was shot in the arm and a woman was shot in the leg.",
            2,
            "A man was shot in the arm and a woman was shot",
            "people wounded",
        ),
    ],
)
def test_a_listing_of_victims_is_counted(text: str, value: float, slice_: str, of_what: str) -> None:
    figure = next(f for f in figures(text) if f.value == value)
    assert (figure.span.of(text), figure.of_what) == (slice_, of_what)


@pytest.mark.parametrize(
    "text",
    [
        "A man and a woman were arrested after the shooting.",
        "Ada Holm, a baker, was killed.",
        "His first victim, a clerk, was shot.",
        "Six people, including a man and a boy, were hurt.",
        "The dead were Ada Holm, Bo Lind and others.",
        "Oster and Norwich lost a mill to the deadly fire.",
        "On May 17, a man was shot.",
    ],
)
def test_what_is_no_listing_of_victims(text: str) -> None:
    assert not any(" and " in f.span.of(text) or ", " in f.span.of(text) for f in figures(text))


@pytest.mark.parametrize(
    ("text", "value", "of_what"),
    [
        ("Five men heading to a market were shot.", 5, "men shot"),
        ("Five people, including two children, were wounded.", 5, "people wounded"),
        ("Rescuers found three men, aged 25, 32 and 51, with gunshot wounds.", 3, "men wounded"),
        ("Three of them died.", 3, "people dead"),
        ("He shot and killed two guards.", 2, "guards killed"),
        ("The fatal shooting of two guards shook Oster.", 2, "guards killed"),
        ("A gunman opened fire, hitting nine people.", 9, "people shot"),
        ("The crash sent four people to the hospital.", 4, "people hospitalized"),
        ("Four others are in critical condition after the crash.", 4, "others in critical condition"),
        ("Nine fishermen lost their lives.", 9, "fishermen dead"),
        ("A third climber died on Monday.", 3, "climber dead"),
        ("The five shooting victims are men.", 5, "shooting victims"),
    ],
)
def test_who_was_harmed_is_read_further_off(text: str, value: float, of_what: str) -> None:
    assert next(f.of_what for f in figures(text) if f.value == value) == of_what


@pytest.mark.parametrize(
    ("text", "harmed"),
    [
        ("A father of three was shot.", 3),
        ("Two men accused of killing a guard fled.", 2),
        ("A car hit three posts and nobody was shot.", 3),
        ("He was shot two doors down.", 2),
    ],
)
def test_a_number_beside_a_victim_counts_none(text: str, harmed: float) -> None:
    assert not any(
        f.value == harmed and (f.of_what or "").endswith(("shot", "killed", "killing")) for f in figures(text)
    )


def test_shots_that_somebody_heard_are_no_count_but_shots_fired_are() -> None:
    assert figures("“I heard five or six shots,” she said.") == ()
    assert only("Police fired five shots.").value == 5


def test_bores_and_picture_counters_are_no_figures() -> None:
    assert figures("Image 3 of 16 shows a 12-gauge shotgun and a 9 mm pistol.") == ()


@pytest.mark.parametrize(
    ("text", "survivors"),
    [
        ("Five people were shot, two of them fatally.", 3),
        ("5 shot, 1 fatally, in Oster", 4),
        ("Four people were shot and three of them died.", 1),
        ("Four people were shot, and one of them died.", 3),
        ("Four people were shot on Sunday. One of the victims died.", 3),
        ("One of six people shot on Sunday has died.", 5),
        ("Four people were shot on Sunday. One of the victims, Bo M. Lind, died.", 3),
        ("Bo Lind was one of five people shot on Sunday. He died in hospital.", 4),
        ("Four people were shot at a mill, police said. Bo Lind, 42, was pronounced dead.", 3),
    ],
)
def test_those_who_were_shot_and_lived_are_a_part_of_the_total(text: str, survivors: float) -> None:
    found = figures(text)
    survived = next(f for f in found if f.of_what == "others wounded")
    total = next(f for f in found if (f.of_what or "").endswith("shot"))
    assert (survived.value, survived.part, total.part) == (survivors, True, False)
    assert survived.span.start == total.span.start
    assert found.index(survived) < found.index(total)


@pytest.mark.parametrize(
    "text",
    [
        "Five people were shot on Sunday.",
        "Five people were shot and two others were killed in a fire.",
        "Two people were shot on Sunday. A man died in May.",
        "Five people were shot on Sunday. A man died in May.",
    ],
)
def test_no_survivors_are_made_up(text: str) -> None:
    assert all(f.of_what != "others wounded" for f in figures(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("12 dead, including three children", [3]),
        ("12 people died, among them three children and two nurses.", [3, 2]),
        ("Of the 40 workers, 12 were hurt and eight of them lost a hand.", [8]),
        ("Six people were shot, two of them were badly hurt.", [2]),
        ("The port has 12 cranes and 3 sheds.", []),
        ("Three children were among 12 dead.", []),
    ],
)
def test_parts_are_told_from_totals(text: str, parts: list[float]) -> None:
    assert [f.value for f in figures(text) if f.part and f.of_what != "others wounded"] == parts


@pytest.mark.parametrize(
    ("text", "outdated"),
    [
        ("The death toll rose from 11 to 14 on Monday.", [11]),
        ("Fourteen people were killed. Police had initially reported 11 dead.", [11]),
        ("The toll climbed to 31 dead, up from the nine dead reported earlier.", [9]),
        ("Officials first put the number of missing boats at 30. It is now 12 boats.", [30]),
        ("The number of injured was revised from eight to six.", [8]),
        ("The town has 150,000 residents, down from 200,000 in 1990.", []),
        ("Police had initially reported 11 dead.", []),
    ],
)
def test_counts_the_article_has_given_up(text: str, outdated: list[float]) -> None:
    assert [f.value for f in figures(text) if f.outdated] == outdated


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("By Tuesday 3,200 homes were dark, up from 900 on Sunday.", ["By Tuesday", "on Sunday"]),
        ("Some 40 boats sank last year, while 12 boats have sunk so far this year.", ["last year", "so far this year"]),
        ("The mill has 150 workers, down from 200 in 1990.", [None, "in 1990"]),
        ("In March 2020 the port had 50 cranes.", ["In March 2020"]),
        ("The port has 50 cranes.", [None]),
        ("The port has 50 cranes; it closes on Monday.", [None]),
    ],
)
def test_the_time_a_figure_holds_for(text: str, times: list[str | None]) -> None:
    assert [f.as_of and f.as_of.of(text) for f in figures(text)] == times


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Es gab 12 Tote und 1.200 Verletzte.", [12, 1200]),
        ("El incendio dejó 3.500 heridos y costó 12,5 millones de euros.", [3500, 12.5e6]),
        ("| Oster | 12 | 30 |\n| Norwich | 3 | 7 |", [12, 30, 3, 7]),
        ("TWELVE DEAD, 30 HURT IN MILL FIRE", [12, 30]),
    ],
)
def test_other_languages_tables_and_capitals(text: str, values: list[float]) -> None:
    found = figures(text)
    assert [f.value for f in found] == values
    assert not any("|" in (f.of_what or "") for f in found)


@pytest.mark.parametrize(
    "piece",
    [
        "a man and a woman, ",
        "killed two men and ",
        "Ada Holm, 42, and ",
        "five people were shot, two fatally. ",
        "12, ages 11 11 11 11 were killed ",
        "up from 9 dead ",
        "in May 9 boats ",
        "were shot including ",
        "shot five people, ",
        "double shooting ",
    ],
)
def test_listing_victims_takes_linear_work(piece: str) -> None:
    assert grows_linearly(lambda text: figures("killed " + text), piece, 2_000)


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("A man shot his young son dead before turning the gun on himself.", [2]),
        ("He shot and killed his neighbour, then took his own life.", [2]),
        ("He fatally shot his wife and son before setting the barn on fire and killing himself.", [3]),
        ("A gunman killed two people and wounded three before killing himself.", [3, 2]),
        ("Three people are dead after a clerk killed his wife and her son before killing himself.", [3, 3]),
        ("A gunman killed two people and wounded three before he gave himself up.", [2]),
        ("He killed two people before turning the gun on himself, but survived.", [2]),
        ("He fatally shot a clerk before the police arrived.", []),
    ],
)
def test_the_one_who_killed_and_died_by_the_same_hand_is_counted_too(text: str, dead: list[float]) -> None:
    found = [f for f in figures(text) if (f.of_what or "").endswith(("dead", "killed"))]
    assert [f.value for f in found] == dead


@pytest.mark.parametrize(
    ("text", "value", "of_what"),
    [
        ("Two victims died at the scene and two died on the way to a clinic.", 4, "people dead"),
        ("One man was pronounced dead at the scene and another died at a clinic.", 2, "people dead"),
        ("Ada Holm was shot in the hand, and a baker, a woman of 30, was also wounded.", None, ""),
        ("Ada Holm was shot in the hand, and a young woman was also wounded.", 2, "people wounded"),
        ("Ada Holm was fatally shot in the neck, and a young woman was also wounded.", None, ""),
    ],
)
def test_victims_told_one_after_the_other(text: str, value: float | None, of_what: str) -> None:
    found = [(f.value, f.of_what) for f in figures(text) if f.unit is None and f.value < 10]
    assert found == ([] if value is None else [(value, of_what)])


@pytest.mark.parametrize(
    ("text", "slice_", "of_what"),
    [
        ("Holm said the mill would stand still for six weeks.", "six weeks", None),
        ("Talks with the union lasted six hours.", "six hours", "Talks with the union"),
        ("The 90-ton crane stirred a debate in Oster.", "90-ton crane", "crane"),
        ("There was a strange pride in the 90-ton.", "90-ton", None),
        ("Another 40 Ada Holm/LP", "Another 40", None),
        ("Between 10 and 30 people came.", "Between 10 and 30 people", "people"),
        ("About 28,500 U.S. soldiers are based there.", "About 28,500 U.S. soldiers", "U.S. soldiers"),
        ("Lind said output fell by 6% in May.", "6%", "output fell"),
        ("The 43ft (13m) mast broke.", "13m", None),
        ("The mast, 13m (43ft), broke.", "43ft", "The mast"),
    ],
)
def test_a_label_names_what_is_counted_and_nothing_else(text: str, slice_: str, of_what: str | None) -> None:
    found = {f.span.of(text): f.of_what for f in figures(text)}
    assert slice_ in found
    assert found[slice_] == of_what


@pytest.mark.parametrize(
    "text",
    [
        "34 show all valley news",
        "Write to us or call 0560154.",
        "2007 Students",
        "In 2007 students marched.",
        "The 1950-53 Varn War ended.",
        "Then three other ones were found.",
    ],
)
def test_page_furniture_telephones_years_and_ones_count_nothing(text: str) -> None:
    assert figures(text) == ()
