"""Numbers in text: their exact values, and what each one is."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.news.counting.numbers import Number, find_numbers
from tests.steps import grows_linearly


def read(text: str) -> list[tuple[str, float, str]]:
    return [(n.span.of(text), n.value, n.kind) for n in find_numbers(text)]


def only(text: str) -> Number:
    numbers = find_numbers(text)
    assert len(numbers) == 1, read(text)
    return numbers[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,533 people", 12533),
        ("1.6 million viewers", 1_600_000),
        ("1.49 million viewers", 1_490_000),
        ("1.234.567 votes", 1_234_567),
        ("1\u202f234\u202f567 votes", 1_234_567),
        ("1\u00a0234\u00a0567 votes", 1_234_567),
        ("12,34,567 voters", 1_234_567),
        ("1 234 567 votes", 1_234_567),
        ("1'234'567 votes", 1_234_567),
        ("1’234’567 votes", 1_234_567),
        ("2.5 lakh crore votes", 2_500_000_000_000),
        ("a quarter-million votes", 250_000),
        ("49.79 points", 49.79),
        ("a rate of .08 points", 0.08),
        ("3,5 points", 3.5),
        ("2.5m people", 2_500_000),
        ("20bn cells", 20_000_000_000),
        ("seven boats", 7),
        ("twenty-one boats", 21),
        ("two hundred and fifty boats", 250),
        ("two hundred and fifty thousand and six boats", 250_006),
        ("a dozen boats", 12),
        ("two dozen boats", 24),
        ("half a million boats", 500_000),
        ("half a dozen boats", 6),
        ("a quarter of a million boats", 250_000),
        ("a hundred boats", 100),
        ("a thousand boats", 1000),
        ("one and a half million boats", 1_500_000),
        ("4 lakh boats", 400_000),
    ],
)
def test_counts_are_exact(text: str, value: float) -> None:
    number = only(text)
    assert (number.value, number.kind) == (value, "count")
    assert isinstance(number.value, type(value))


@pytest.mark.parametrize(
    ("text", "value", "high", "unit", "kind"),
    [
        ("10-15 boats", 10, 15, None, "count"),
        ("10–15 boats", 10, 15, None, "count"),
        ("between 40 and 79 boats", 40, 79, None, "count"),
        ("from 3 to 5 boats", 3, 5, None, "count"),
        ("10 to 15 million boats", 10_000_000, 15_000_000, None, "count"),
        ("1.5-2 million boats", 1_500_000, 2_000_000, None, "count"),
        ("two or three boats", 2, 3, None, "count"),
        ("$10-15 million", 10_000_000, 15_000_000, "$", "money"),
        ("$5m-$7m", 5_000_000, 7_000_000, "$", "money"),
        ("$5 to $7 million", 5_000_000, 7_000_000, "$", "money"),
        ("5-10%", 5, 10, "%", "percent"),
        ("two to three weeks", 2, 3, "week", "measure"),
        ("a 7-5 victory", 7, 5, None, "score"),
        ("they lost 4-7", 4, 7, None, "score"),
        ("a 3-3 final", 3, 3, None, "score"),
        ("the 2021-22 season", 2021, 2022, None, "year"),
    ],
)
def test_ranges_and_scores_have_two_numbers(text: str, value: float, high: float, unit: str | None, kind: str) -> None:
    number = only(text)
    assert (number.value, number.high, number.unit, number.kind) == (value, high, unit, kind)


def test_from_one_share_to_another_is_two_numbers() -> None:
    assert read("It fell from 200 to 150 boats.") == [("200", 200, "count"), ("150", 150, "count")]
    assert read("It rose from 3% to 5%.") == [("3%", 3, "percent"), ("5%", 5, "percent")]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("£45 billion", 45_000_000_000, "£"),
        ("$100m", 100_000_000, "$"),
        ("US$5m", 5_000_000, "$"),
        ("$1.1T", 1_100_000_000_000, "$"),
        ("A$5", 5, "A$"),
        ("AUD 5", 5, "A$"),
        ("€2.99", 2.99, "€"),
        ("CHF 1'234'567.50", 1_234_567.5, "CHF"),
        ("12,5 millones de euros", 12_500_000, "€"),
        ("12 Mio. Euro", 12_000_000, "€"),
        ("EUR 45", 45, "€"),
        ("500 rupees", 500, "rupee"),
        ("three million dollars", 3_000_000, "$"),
        ("20bn euros", 20_000_000_000, "€"),
        ("two million pounds", 2_000_000, "£"),
    ],
)
def test_money(text: str, value: float, unit: str) -> None:
    number = only(text)
    assert (number.value, number.unit, number.kind) == (value, unit, "money")
    assert number.span.of(text) == text


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("62%", 62, "%"),
        ("24.5 per cent", 24.5, "%"),
        ("three percent", 3, "%"),
        ("5 percentage points", 5, "percentage points"),
        ("a 0.4-percent fall", 0.4, "%"),
    ],
)
def test_percentages(text: str, value: float, unit: str) -> None:
    number = only(text)
    assert (number.value, number.unit, number.kind) == (value, unit, "percent")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two-thirds of voters", 2 / 3),
        ("half of them", 0.5),
        ("a third of homes", 1 / 3),
        ("three quarters of pupils", 0.75),
        ("one in five adults", 0.2),
        ("nine out of 10 adults", 0.9),
        ("1/3 of adults", 1 / 3),
        ("½ of adults", 0.5),
        ("6 1/2 of them", 6.5),
    ],
)
def test_fractions(text: str, value: float) -> None:
    number = only(text)
    assert (number.value, number.kind) == (value, "fraction")


@pytest.mark.parametrize("text", ["in the first half", "at half-time", "her half-brother", "the second half"])
def test_a_half_that_is_no_share(text: str) -> None:
    assert "fraction" not in [n.kind for n in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("a 30-day truce", 30, "day"),
        ("292 miles of road", 292, "mile"),
        ("5km", 5, "km"),
        ("half an hour", 0.5, "hour"),
        ("2½ hours", 2.5, "hour"),
        ("500 sq km", 500, "square km"),
        ("a 7.8-magnitude quake", 7.8, "magnitude"),
        ("30 degrees", 30, "degree"),
        ("the 100m final", 100, "metre"),
        ("7.6 million pounds of thrust", 7_600_000, "pound"),
    ],
)
def test_measures(text: str, value: float, unit: str) -> None:
    number = only(text)
    assert (number.value, number.unit, number.kind) == (value, unit, "measure")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("its ninth appearance", 9),
        ("the 21st attempt", 21),
        ("a twenty-first win", 21),
        ("third consecutive season", 3),
    ],
)
def test_ordinals(text: str, value: float) -> None:
    number = only(text)
    assert (number.value, number.kind) == (value, "ordinal")


@pytest.mark.parametrize(
    ("text", "value"), [("doubled", 2), ("tripled", 3), ("halved", 0.5), ("five times more than", 5), ("threefold", 3)]
)
def test_multiples(text: str, value: float) -> None:
    number = only(text)
    assert (number.value, number.kind) == (value, "multiple")


@pytest.mark.parametrize(
    ("text", "value"),
    [("hundreds of boats", 100), ("tens of thousands of boats", 10_000), ("several hundred boats", 100)],
)
def test_vague_numbers_are_no_counts(text: str, value: float) -> None:
    number = only(text)
    assert (number.value, number.kind) == (value, "vague")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("It opened in 2021.", "year", 2021),
        ("It has stood since 1850.", "year", 1850),
        ("The 1990s were calm.", "year", 1990),
        ("It opens on June 30.", "date", 630),
        ("It opens on the 5th of March.", "date", 305),
        ("It opened on 5 March.", "date", 305),
        ("It opened on Sept. 11.", "date", 911),
        ("It opened on 2021-05-12.", "date", 512),
        ("It opened on 25/12/2021.", "date", 1225),
        ("Doors open at 2:17 p.m. for all.", "time", 1417),
        ("Doors open at 7am for all.", "time", 700),
        ("Doors open at 08:00 for all.", "time", 800),
        ("It lasts from 2 to 3 p.m. each day.", "time", 1400),
        ("It was a .22-calibre shell.", "name", 0.22),
        ("It is her 18th birthday.", "name", 18),
        ("They finished 4-13 again.", "score", 4),
        ("She filed a form 1099-K there.", "name", 1099),
        ("It dates from the mid-1980s.", "year", 1980),
        ("The club (40-42) lost its lead.", "score", 40),
        ("Doors open at 6 o'clock.", "time", 600),
        ("Ada Holm, 42, said so.", "age", 42),
        ("A man, 21, was hurt.", "age", 21),
        ("She is aged 42.", "age", 42),
        ("A 42-year-old fell.", "age", 42),
        ("She is 42 years old.", "age", 42),
        ("Take Route 66 north.", "name", 66),
        ("COVID-19 came back.", "name", 19),
        ("An F-16 crashed.", "name", 16),
        ("She lives at No. 10 now.", "name", 10),
        ("The Artemis 1 launch is near.", "name", 1),
        ("Act 10 changed that.", "name", 10),
        ("It sits on pad 39B now.", "name", 39),
        ("It was engine #3 again.", "name", 3),
        ("Leaders of the G7 met.", "name", 7),
        ("A Boeing 737 landed.", "name", 737),
        ("It is on the 3800 block of Elm Street.", "name", 3800),
        ("They met on 81st Street.", "name", 81),
        ("Call +1 202 555 0123 now.", "phone", 12025550123),
        ("Call (555) 123-4567 now.", "phone", 5551234567),
        ("Call 555-1234 now.", "phone", 5551234),
        ("The team is 12-6-1 now.", "score", 12),
    ],
)
def test_numbers_that_count_nothing_are_told_apart(text: str, kind: str, value: float) -> None:
    number = only(text)
    assert (number.kind, number.value) == (kind, value)


def test_several_ages_in_one_list() -> None:
    assert [n.kind for n in find_numbers("Three women aged 25, 32 and 51 fell.")] == ["count", "age", "age", "age"]
    assert [(n.value, n.high) for n in find_numbers("between the ages of 40 and 79")] == [(40, 79)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("On Tuesday 12 people came.", 12),
        ("In Norwick 5 boats sank.", 5),
        ("Storm Leaves 2 Dead In Norwick", 2),
        ("About 2000 people came.", 2000),
        ("1500 troops came.", 1500),
        ("At least 5 may come.", 5),
        ("One person came.", 1),
        ("It ended with one dead.", 1),
        ("The crash ended up killing one on Friday.", 1),
    ],
)
def test_counts_beside_capitals_and_year_like_counts(text: str, value: float) -> None:
    number = only(text)
    assert (number.value, number.kind) == (value, "count")


@pytest.mark.parametrize(
    "text", ["one of the largest", "no one came", "the one who came", "one another", "https://a.example/2020/05/12?a=7"]
)
def test_what_is_no_number(text: str) -> None:
    assert find_numbers(text) == []


def test_a_part_of_a_text() -> None:
    text = "12 boats, 13 boats, 14 boats"
    numbers = find_numbers(text, 10, 19)
    assert [(n.value, n.span.of(text)) for n in numbers] == [(13, "13")]


ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
ONES += "seventeen eighteen nineteen".split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()


def spelled(n: int) -> str:
    for scale, name in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand")):
        if n >= scale:
            rest = n % scale
            return f"{spelled(n // scale)} {name}" + (f"{' and' if rest < 100 else ''} {spelled(rest)}" if rest else "")
    if n >= 100:
        return f"{ONES[n // 100]} hundred" + (f" and {spelled(n % 100)}" if n % 100 else "")
    return ONES[n] if n < 20 else TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")


@given(st.integers(2, 10**12 - 1))
@example(1_000_001)
@example(21_000)
def test_a_number_in_words_reads_back(n: int) -> None:
    number = only(f"they saw {spelled(n)} boats")
    assert (number.value, number.high) == (n, None)


@given(st.integers(0, 10**15), st.sampled_from([",", "\u202f", "\u00a0", "\u2009"]))
def test_a_number_with_separators_reads_back(n: int, separator: str) -> None:
    text = f"{n:,}".replace(",", separator)
    number = find_numbers(f"exactly {text} boats")
    assert [x.value for x in number] == [n]


@given(st.integers(0, 10**6), st.integers(1, 99))
def test_decimals_are_exact(whole: int, part: int) -> None:
    text = f"{whole}.{part:02d}"
    assert only(f"about {text}%").value == float(text)


@given(st.decimals("0.01", "999.99", places=2), st.sampled_from(["million", "bn", "trillion"]))
def test_scales_lose_no_digit(amount: object, scale: str) -> None:
    hundredths = int(str(amount).replace(".", ""))
    times = {"million": 10**6, "bn": 10**9, "trillion": 10**12}[scale]
    gap = "" if scale == "bn" else " "
    assert only(f"${amount}{gap}{scale}").value == hundredths * times // 100


PIECES = st.sampled_from(
    "1 2,000 45 3.5 7-5 2021 one twenty hundred million dozen half third a and to between of % per cent $ £ m bn - – , "
    ". ( ) # + st th : p.m. March Mr aged years old No. F- / ½ in out \n \u00a0 \u202f people dead ’s İ ß".split(" ")
)


@given(
    st.one_of(
        st.text(max_size=80), st.lists(PIECES, max_size=25).map(" ".join), st.lists(PIECES, max_size=25).map("".join)
    )
)
@settings(max_examples=200)
def test_any_text_gives_sorted_numbers_inside_it(text: str) -> None:
    numbers = find_numbers(text)
    at = 0
    for number in numbers:
        assert at <= number.span.start < number.span.end <= len(text)
        assert number.value == number.value
        at = number.span.end


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        ",",
        " ",
        "1,",
        "1,000,",
        "1 ",
        "one ",
        "one hundred ",
        "million ",
        "twenty and ",
        "1-",
        "1.2.",
        "1'234'",
        "1 234 ",
        "a1",
        "$",
        "A 1 ",
        "1/",
    ],
)
def test_reading_takes_linear_work(piece: str) -> None:
    assert grows_linearly(find_numbers, piece, 2_000)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The toll rose from 11 to 14.", [11, 14]),
        ("Costs climbed from $5 to $7 million.", [5_000_000, 7_000_000]),
        ("Es gab 12 Tote und 1.200 Verletzte.", [12, 1200]),
        ("The rate is 1.200 of the old one.", [1.2]),
        ("Call 1 234 567-8.", [1, 234, 567]),
    ],
)
def test_what_goes_from_one_number_to_another_and_thousands_with_a_point(text: str, values: list[float]) -> None:
    found = find_numbers(text)
    assert [n.value for n in found][: len(values)] == values
    assert all(n.high is None for n in found[:2])


@pytest.mark.parametrize("text", ["a fivefold rise", "a 5-fold rise", "up by a factor of five"])
def test_folds_and_factors_are_multiples(text: str) -> None:
    assert (only(text).value, only(text).kind) == (5, "multiple")


@pytest.mark.parametrize("text", ["version 1.2.3", "Image 3 of 16", "a 12-gauge shotgun", "a 9mm pistol", "20 y/o"])
def test_versions_bores_picture_counters_and_short_ages_count_nothing(text: str) -> None:
    assert {n.kind for n in find_numbers(text)} <= {"name", "age"}


@given(st.integers(1000, 10**12), st.sampled_from(["'", "’"]))
def test_a_number_with_apostrophes_reads_back(n: int, separator: str) -> None:
    assert [x.value for x in find_numbers(f"exactly {f'{n:,}'.replace(',', separator)} boats")] == [n]


@given(st.integers(10**6, 10**12))
def test_a_number_with_spaces_reads_back(n: int) -> None:
    assert [x.value for x in find_numbers(f"exactly {f'{n:,}'.replace(',', ' ')} boats")] == [n]


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("a depth of only 13m", True),
        ("the mast, only 13m, leans", False),
        ("the tower, only 13m, leans", True),
        ("he fell 13m", True),
        ("she plunged about 13m", True),
        ("the 43ft (13m) mast", True),
        ("the 13m (43ft) mast", True),
        ("seen by only 13m people", False),
        ("sales rose 13m in May", False),
        ("towering over 13m homes", False),
    ],
)
def test_thirteen_m_is_metres_where_something_is_deep_high_or_falls(text: str, metres: bool) -> None:
    number = next(n for n in find_numbers(text) if "13m" in n.span.of(text))
    assert (number.value, number.unit) == ((13, "metre") if metres else (13_000_000, None))


def test_a_number_with_a_zero_before_it_counts_nothing() -> None:
    assert read("0560154 and 07") == [("0560154", 560154, "name"), ("07", 7, "name")]
    assert only("0.5 points").value == 0.5


def test_a_span_of_years_may_be_cut_short() -> None:
    assert read("the 1950-53 war") == [("1950-53", 1950, "year")]
