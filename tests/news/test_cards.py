from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.news.grounding import check_brief
from bot.news.showing.backing import backing
from bot.news.showing.card_figures import amount, each_once, label_of
from bot.news.showing.cards import Marks, answer_card, brief_card, evidence_card, safe, title_of
from bot.news.showing.days import day_labels
from bot.news.showing.shown import Also, CardChange, CardConflict, CardFigure, CardSide
from bot.news.types import (
    Answer,
    Brief,
    Change,
    Conflict,
    Evidence,
    Figure,
    Line,
    ProvenFigure,
    ProvenQuote,
    RevisionId,
    Source,
    Span,
)
from bot.news.writing.select import draft_brief
from tests.make import a_source

TEXT = """A ferry with 214 passengers ran aground off Port Selby on Monday, the coast guard said.

“The engine failed twice in an hour,” said captain Ines Okafor. “Everyone is safe, @everyone.”

The operator, Selby Lines, said it would refund more than 200 tickets."""


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (Figure(Span(0, 1), 20, qualifier="more than"), "20+"),
        (Figure(Span(0, 1), 45e9, unit="£"), "£45bn"),
        (Figure(Span(0, 1), 1_490_000), "1.49m"),
        (Figure(Span(0, 1), 12_533), "12,533"),
        (Figure(Span(0, 1), 1_234_567), "1,234,567"),
        (Figure(Span(0, 1), 24.5, unit="%"), "24.5%"),
        (Figure(Span(0, 1), 10, high=15), "10–15"),
        (Figure(Span(0, 1), 2, unit="year", qualifier="more than"), "2+ years"),
        (Figure(Span(0, 1), 1, unit="day"), "1 day"),
        (Figure(Span(0, 1), 6, unit="foot"), "6 feet"),
        (Figure(Span(0, 1), 90, unit="km", qualifier="about"), "~90 km"),
        (Figure(Span(0, 1), 5, unit="CHF"), "CHF 5"),
    ],
)
def test_an_amount_is_short_enough_to_be_seen_first(figure: Figure, shown: str) -> None:
    assert amount(figure) == shown


def test_lines_of_one_sentence_share_its_number_and_each_number_shows_its_paragraph() -> None:
    source = a_source(TEXT, outlet="The Selby Post")
    sources = {source.article.revision.id: source}
    marks = Marks()
    card = brief_card(check_brief(draft_brief([source]), sources), sources, marks)
    figure = next(f for f in card.figures if f.amount == "214")
    first = [line for line in (*card.lead, *card.points, *card.claims) if "214" in line.text]
    assert not first or figure.mark in first[0].marks
    evidence = marks.at(figure.mark)
    assert evidence is not None
    shown = evidence_card(figure.mark, evidence, sources)
    assert [text for text, marked in shown.paragraph if marked] == [TEXT.split("\n", 1)[0]]
    assert card.sources[0].outlet == "The Selby Post"
    assert max(card.sources[0].marks) == len(marks)


def test_nothing_that_is_shown_pings_anyone() -> None:
    source = a_source(TEXT)
    sources = {source.article.revision.id: source}
    card = brief_card(check_brief(draft_brief([source]), sources), sources, Marks())
    refusal = answer_card(Answer((), "not-said", "nothing shows @here <!channel>"), sources, Marks())
    assert "@everyone" not in repr(card)
    assert "@here" not in refusal.refusal
    assert "<!channel>" not in refusal.refusal
    assert not any(ping in safe(f"see {ping} now") for ping in ("<@U1>", "<@&1>", "<#C1>", "＠everyone", "@channel"))
    assert safe("mail me@everywhere.example") == "mail me@everywhere.example"


def test_numbers_run_on_through_a_thread() -> None:
    revision = RevisionId("a1")
    one, two = Evidence(revision, Span(0, 5)), Evidence(revision, Span(6, 9))
    marks = Marks([one])
    assert (marks.number(two), marks.number(one), len(marks)) == (2, 1, 2)
    assert marks.at(2) == two
    assert marks.at(3) is None
    assert marks.at(0) is None


def test_a_brief_of_what_only_a_feed_told_says_so() -> None:
    source = a_source(TEXT)
    teaser = replace(source, article=replace(source.article, summary_only=True))
    revision = source.article.revision.id
    for one, said in ((source, False), (teaser, True)):
        card = brief_card(check_brief(draft_brief([one]), {revision: one}), {revision: one}, Marks())
        assert ("summary only" in card.footer) is said


URL = "https://selby.example/ferry"
TOLD = {
    "post": ("Selby Post", "A ferry sank off Port Selby. The coast guard said 12 people were hurt. It was dark."),
    "tv": ("Selby TV", "A ferry sank off Port Selby. At least 12 people were hurt, the coast guard said."),
    "wire": ("Example Wire", "The ferry sank in minutes. The hospital said 15 people were hurt."),
    "radio": (None, "A ferry has sunk. “It went down in minutes,” a sailor said. 40 houses lost power."),
}
VOICES = (("Selby Post", "Selby TV"), ("Example Wire",), ("radio.example",))


def told() -> dict[RevisionId, Source]:
    sources = {key: a_source(text, key, outlet=outlet) for key, (outlet, text) in TOLD.items()}
    sources["post"] = replace(sources["post"], article=replace(sources["post"].article, url=URL))
    sources["radio"] = replace(
        sources["radio"], article=replace(sources["radio"].article, url="https://www.radio.example/1")
    )
    return {source.article.revision.id: source for source in sources.values()}


def at(key: str, words: str) -> Evidence:
    start = TOLD[key][1].index(words)
    return Evidence(RevisionId(key), Span(start, start + len(words)))


def count(key: str, words: str, value: float, by: str | None, *also: Evidence) -> ProvenFigure:
    found = at(key, words)
    sentence = next(s for s in TOLD[key][1].replace(". ", ".\n").split("\n") if words in s)
    figure = Figure(found.span, value, of_what=words.partition(" ")[2], claimed_by=by)
    return ProvenFigure(words, figure, found, at(key, sentence), also)


HURT = count("post", "12 people", 12, "the coast guard", at("tv", "12 people"))
MORE = count("wire", "15 people", 15, "the hospital")
STORY = Brief(
    "A ferry sinks off Port Selby",
    (
        Line(
            "A ferry sank off Port Selby.",
            "lead",
            (at("post", "A ferry sank off Port Selby."),),
            (at("tv", "A ferry sank"), at("wire", "The ferry sank in minutes."), at("radio", "A ferry has sunk.")),
        ),
        Line("It was dark.", "new", (at("post", "It was dark."),), translation="Es war dunkel, @everyone."),
    ),
    (
        ProvenQuote(
            "It went down in minutes", at("radio", "It went down in minutes"), None, (at("wire", "in minutes"),)
        ),
    ),
    (HURT, count("radio", "40 houses", 40, None)),
    (),
    tuple(RevisionId(key) for key in TOLD),
    voices=VOICES,
    conflicts=(Conflict((HURT, MORE)),),
    update=True,
)


def test_a_story_is_shown_with_who_backs_it_and_who_says_otherwise() -> None:
    card = brief_card(STORY, told(), Marks())
    assert card.update
    assert card.backing == "3 independent sources: Selby Post + Selby TV (one owner), Example Wire, radio.example"
    assert card.footer == "4 articles · ask me anything about this"
    # Selby TV has the Post's owner: it says the same, but not independently.
    assert (card.lead[0].marks, card.lead[0].also) == ((1,), Also(2, (2, 3, 4)))
    assert [line.text for line in card.new] == ["It was dark."]
    assert card.new[0].translation == "Es war dunkel, @\u2060everyone."
    assert card.quotes[0].also == Also(1, (3,))
    assert card.conflicts == (
        CardConflict(
            "people",
            (
                CardSide("12", "Selby Post", "the coast guard", 7, Also(0, (8,))),
                CardSide("15", "Example Wire", "the hospital", 9),
            ),
        ),
    )
    # What is told as a conflict is not told as a plain figure too.
    assert card.figures == (CardFigure("40", "houses", None, 6),)


ANSWER = Answer(
    (
        replace(STORY.lines[0], kind="point", day="2031-03-04"),
        Line("12 people were hurt.", "point", (at("post", "12 people were hurt"),), (at("tv", "12 people were hurt"),)),
    ),
    "part-missing",
    "The sources do not show who steered, @everyone.",
    conflicts=STORY.conflicts,
)


def test_an_answer_is_shown_with_all_that_the_gate_gave_it() -> None:
    card = answer_card(ANSWER, told(), Marks())
    first, second = card.lines
    assert (first.marks, first.also, first.day) == ((1,), Also(3, (2, 3, 4)), "2031-03-04")
    assert (second.marks, second.also, second.day) == ((5,), Also(1, (6,)), None)
    assert card.refusal == "The sources do not show who steered, @\u2060everyone."
    [conflict] = card.conflicts
    assert [(side.amount, side.outlet, side.mark) for side in conflict.sides] == [
        ("12", "Selby Post", 5),
        ("15", "Example Wire", 7),
    ]
    # Every number that is shown can be looked up.
    assert sorted(m for source in card.sources for m in source.marks) == list(range(1, 8))


def test_a_growing_answer_keeps_its_numbers() -> None:
    marks = Marks()
    fewer = answer_card(replace(ANSWER, lines=ANSWER.lines[:1], conflicts=()), told(), marks)
    more = answer_card(ANSWER, told(), marks)
    assert more.lines[:1] == fewer.lines
    assert more == answer_card(ANSWER, told(), Marks())


def test_the_sentences_nearest_to_a_refusal_say_where_and_when_they_stand() -> None:
    sources = told()
    post = sources[RevisionId("post")]
    article = replace(post.article, published=datetime(2031, 3, 4, 23, 50, tzinfo=UTC), title="Ferry @here sinks")
    sources[RevisionId("post")] = replace(post, article=article)
    near = (at("post", "It was dark."), at("radio", "40 houses lost power."))
    card = answer_card(Answer((), "not-said", "The sources do not say.", near), sources, Marks())
    assert [line.text for line in card.nearest] == ["It was dark.", "40 houses lost power."]
    assert [(s.marks, s.outlet, s.title, s.day) for s in card.sources] == [
        ((1,), "Selby Post", "Ferry @\u2060here sinks", "2031-03-04"),
        ((2,), None, title_of(sources[RevisionId("radio")].article), None),
    ]


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (["2031-03-04", "2031-03-04", "2031-12-31"], ["4 Mar 2031", "", "31 Dec"]),
        (["2031-12-31", "2032-01-01", "2032-01-02"], ["31 Dec 2031", "1 Jan 2032", "2 Jan"]),
        (["2031-03-04", None, None, "2031-03-04"], ["4 Mar 2031", "no date", "", "4 Mar"]),
        ([None, "2031-03-04"], ["no date", "4 Mar 2031"]),
        ([], []),
    ],
)
def test_a_day_stands_where_it_changes_and_its_year_too(days: list[str | None], labels: list[str]) -> None:
    assert day_labels(days) == labels
    # A list that grows keeps what stands there.
    assert all(day_labels(days[:n]) == labels[:n] for n in range(len(days)))


@pytest.mark.parametrize(
    ("of_what", "label"),
    [
        ("people injured", "people injured"),  # what became of them is told further on in the sentence
        ("people were hurt", "people were hurt"),
        ("passengers", "The hospital said 15 people were hurt"),
        (None, "The hospital said 15 people were hurt"),
    ],
)
def test_a_label_says_what_is_counted_or_shows_the_words_around(of_what: str | None, label: str) -> None:
    figure = replace(MORE, figure=replace(MORE.figure, of_what=of_what))
    assert label_of(figure, TOLD["wire"][1]) == label


@pytest.mark.parametrize(
    ("sentence", "number", "label"),
    [
        ("“The engine failed twice in an hour,” said captain Okafor.", "twice", "The engine failed twice in an hour"),
        (
            "It fell yesterday from 11,926 to 10,925 in a few hours.",
            "11,926",
            "It fell yesterday from 11,926 to 10,925…",
        ),
        ("She said (in May) that it freed 21 of the more than 200.", "21", "…that it freed 21…"),
        ("She saw a bill, more than 284.", "284", "She saw a bill, more than 284"),
        ("Fares now stand at 6117 but still look fragile.", "6117", "Fares now stand at 6117 but still look fragile"),
    ],
)
def test_words_around_a_figure_are_no_part_of_a_quotation_and_end_well(sentence: str, number: str, label: str) -> None:
    at = sentence.index(number)
    figure = Figure(Span(at, at + len(number)), 1.0)
    whole = Evidence(RevisionId("r"), Span(0, len(sentence)))
    assert label_of(ProvenFigure("", figure, Evidence(whole.revision, figure.span), whole), sentence) == label


@pytest.mark.parametrize(
    ("of_what", "told", "label"),
    [
        ("those", "12 those who left", "those"),
        ("girls to the police on", "12 girls to the police on Monday", "girls to the police"),
        ("files of the firm Alder", "12 files of the firm Alder Lines were", "files of the firm Alder Lines"),
        ("guests of the firm Alder", "12 guests of the firm Alder Monday", "guests of the firm Alder"),
    ],
)
def test_what_is_counted_ends_well(of_what: str, told: str, label: str) -> None:
    figure = Figure(Span(0, 2), 12.0, of_what=of_what)
    whole = Evidence(RevisionId("r"), Span(0, len(told)))
    assert label_of(ProvenFigure("", figure, Evidence(whole.revision, figure.span), whole), told) == label


def test_a_fact_that_several_count_in_other_words_is_told_once() -> None:
    piece = CardFigure("7", "…left 7 people…", None, 1, Also(1, (2,)))
    dead = CardFigure("7", "people dead", None, 2, Also(2, (3,)))
    killed = CardFigure("7", "people killed", "police", 3)
    boats = CardFigure("7", "boats lost", None, 4)
    hurt = CardFigure("12", "people hurt", None, 2, Also(1, (1,)))
    assert each_once([piece, hurt, dead, boats, killed]) == [dead, hurt, boats]
    assert each_once([killed, dead]) == [killed]


def test_a_figure_told_anew_says_what_it_was() -> None:
    before = count("post", "12 people", 12, "the coast guard")
    change = replace(STORY, conflicts=(), figures=(MORE,), changes=(Change(before, MORE),))
    card = brief_card(change, told(), Marks())
    assert card.figures == ()
    assert card.changes == (CardChange("15", "people", "the hospital", 6, "12", 7),)
    # The earlier article was corrected since: its old text is not among the sources.
    gone = replace(
        before, evidence=Evidence(RevisionId("old"), Span(0, 2)), sentence=Evidence(RevisionId("old"), Span(0, 9))
    )
    card = brief_card(replace(change, changes=(Change(gone, MORE),)), told(), Marks())
    assert card.changes == (CardChange("15", "people", "the hospital", 6, "12"),)


def test_each_mark_of_a_source_has_the_link_to_its_sentence() -> None:
    sources = told()
    card = brief_card(STORY, sources, Marks())
    post = card.sources[0]
    assert (post.url, post.marks) == (URL, (1, 5, 7))
    assert post.links[0] == f"{URL}#:~:text=A%20ferry%20sank%20off%20Port%20Selby"
    assert post.links[2] == f"{URL}#:~:text=The%20coast%20guard%20said%2012%20people%20were%20hurt"
    assert [s.links for s in card.sources if s.outlet == "Example Wire"] == [()]
    assert evidence_card(7, at("post", "12 people"), sources).source.links == (f"{URL}#:~:text=12%20people",)


@pytest.mark.parametrize(
    ("voices", "words"),
    [
        ((), ""),
        ((("A",),), ""),
        ((("",),), ""),
        ((("Post", "POST"),), ""),
        ((("A",), ("B",)), "2 independent outlets: A, B"),
        ((("A",), ("",)), "2 independent outlets: A, an unnamed outlet"),
        ((("A", "B"),), "Single source: A + B (one owner)"),
        ((("A", "B"), ("C",)), "2 independent sources: A + B (one owner), C"),
        (tuple((c,) for c in "ABCDE"), "5 independent outlets: A, B, C, D, E"),
        (tuple((c,) for c in "ABCDEFG"), "7 independent outlets: A, B, C, D and 3 more"),
    ],
)
def test_who_backs_a_story_in_words(voices: tuple[tuple[str, ...], ...], words: str) -> None:
    assert backing(voices) == words


def test_a_brief_of_one_outlet_says_so_as_before() -> None:
    source = a_source(TEXT, outlet="The Selby Post")
    sources = {source.article.revision.id: source}
    brief = check_brief(draft_brief([source]), sources)
    plain = brief_card(brief, sources, Marks())
    assert plain.footer.startswith("Single source · 1 article")
    assert brief_card(replace(brief, voices=(("The Selby Post",),)), sources, Marks()) == plain


def test_nothing_that_is_shown_is_endless() -> None:
    words = "word " * 5_000
    line = Line(words, "lead", (at("post", "It was dark."),), translation=words)
    quote = replace(STORY.quotes[0], text=words, translation=words)
    brief = replace(STORY, headline=words, lines=(line,), quotes=(quote,), voices=((words,), (words * 2,)))
    sources = {r: replace(s, article=replace(s.article, title=words, outlet=words)) for r, s in told().items()}
    card = brief_card(brief, sources, Marks())
    assert len(repr(card)) < 12_000
    assert card.headline.endswith("word…")


def test_a_name_cannot_pass_for_several_outlets_or_turn_the_writing_round() -> None:
    shown = backing([["A, B, C: D"], ["Po\x9bst\u202etsop \x1b[31m"], ["x" * 5000]])
    assert shown.startswith("3 independent outlets: A B C D, Po st tsop [31m, xxx")
    assert shown.isprintable()
    assert len(shown) < 200


def test_one_name_in_two_spellings_is_shown_once() -> None:
    assert backing([["Post", "Post\u200b ", "POST"], ["Echo"]]) == "2 independent outlets: Post, Echo"


@pytest.mark.parametrize("user", ["reader:secret@", "bbc.example@", "a:b%40c@"])
def test_a_user_and_a_password_in_an_address_are_not_shown(user: str) -> None:
    plain = a_source(TEXT)
    source = replace(plain, article=replace(plain.article, url=f"https://{user}selby.example/ferry?at=x@y"))
    sources = {source.article.revision.id: source}
    card = brief_card(check_brief(draft_brief([source]), sources), sources, Marks())
    assert card.sources[0].url == "https://selby.example/ferry?at=x@y"
    assert all(link.startswith("https://selby.example/ferry?at=x@y#:~:text=") for link in card.sources[0].links)
