"""Words of strangers on Discord: they are shown as they are, and do nothing."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.news.channels import UNDRESSED, Dress
from bot.news.showing.shown import Card, CardQuote, CardSource, SourcesCard
from bot.platforms.card_rows import Row
from bot.platforms.chat_words import Run, line, web_link
from bot.platforms.discord.layout import Look, said, written
from bot.platforms.discord.messages import messages_of
from bot.platforms.discord.words import escaped, markdown, unpiled
from tests.platforms.discord.drawn import drawn
from tests.platforms.discord.reading import OURS, links, looked_at, menu, read, takes, texts
from tests.platforms.full_cards import FULL
from tests.platforms.hostile_cards import GOOD, HOSTILE, TURNED, all_of

PLAIN = Dress(plain=True)
WORDS = [
    *HOSTILE,
    "@everyone @here <@800000000000000001> <@!800000000000000001> <@&800000000000000001> <#800000000000000001>",
    "</brief now:800000000000000001> <id:guide> <id:customize> <t:0:R> <t:1618953630> <:a:1> <a:b:800000000000000001>",
    "||spoiler|| __under__ ~~gone~~ ***both*** ``code`` ```py\nblock```",
    "# one",
    "### three",
    "-# small",
    ">>> all",
    "* star",
    "+ plus",
    "  - nested",
    "2031. a year",
    "**# loud** _- odd_",
    "[click](<https://evil.test>) [a]( https://evil.test ) [https://good.test](https://evil.test)",
    "<https://evil.test> <me@evil.test> <mailto:me@evil.test> <+49 123> discord.gg/evil",
    "ends in a backslash \\",
    "]( https://evil.test)",
    "](https://evil.test) [",
    "🎉 [3](https://evil.test) 🎉",
    "\\[a](https://evil.test) \\<@800000000000000001> \\:tada:",
]
HARM = frozenset(("angled", "everyone", "emoji", "address", "broken link", "code", "underline", "strike", "spoiler"))
SIGNS = "ab1. *_~`<>&|:@#!()[]{}\\\n-+='\"/é🎉"


def nothing_happens(cards: list[Card], allowed: set[str], dress: Dress = UNDRESSED) -> None:
    for card in cards:
        for message in messages_of(card, "k", dress):
            takes(message)
            assert {url.partition("#")[0] for url in links(message)} <= allowed
            for text in looked_at(message):
                assert [done for done in text.does if done[0] in HARM] == []
            for written_ in texts(message):
                assert not any(
                    begun in written_ for begun in ("<@", "<#", "<t:", "</", "<:", "<id:", "@everyone", "@here")
                )


@pytest.mark.parametrize("dress", [UNDRESSED, PLAIN])
@pytest.mark.parametrize("words", WORDS)
def test_nobody_is_called_and_nothing_leads_away(words: str, dress: Dress) -> None:
    nothing_happens(all_of(words), {GOOD}, dress)


@pytest.mark.parametrize("words", WORDS)
def test_it_is_shown_as_it_is(words: str) -> None:
    shown = read(*messages_of(replace(FULL, quotes=(CardQuote(words, words, 1),)), "k"))
    assert " ".join(line(words).replace("\u2060", "").split()) in shown


def literal(words: str, look: Look = "line", bold: bool = False, italic: bool = False) -> None:
    """Asserts that the words are seen as they are in this look, and do nothing that is not ours."""
    words = line(words) or "x"
    text = drawn(written(said((Run(words, bold, italic), Run(" after")), look)))
    starts = {"title": ["heading"], "quiet": ["small"], "bullet": ["list"], "quote": ["quote"]}
    styles = (("bold", bold), ("italic", italic))
    named = [*starts.get(look, []), *(name for name, on in styles if on)]
    assert [name for name, _ in text.does] == named
    assert text.links == []
    assert text.seen.replace("\u2060", "") == f"{words} after".replace("\u2060", "")


@settings(deadline=None, max_examples=150)
@given(st.text(st.sampled_from(SIGNS), max_size=60), st.sampled_from(["line", "title", "quiet", "bullet", "quote"]))
@example(WORDS[0], "line")
@example("1. a", "bullet")
@example("-# a", "quiet")
def test_words_are_literal_in_every_look(words: str, look: Look) -> None:
    literal(words, look)


@settings(deadline=None, max_examples=150)
@given(st.text(st.sampled_from(SIGNS), max_size=40), st.booleans())
@example("a\\", False)
@example("*", True)
@example("_a", False)
@example("- a", True)
def test_words_are_literal_in_bold_and_italics(words: str, bold: bool) -> None:
    literal(words, bold=bold, italic=not bold)


@settings(deadline=None, max_examples=150)
@given(st.text(st.sampled_from(SIGNS), max_size=40))
@example("https://evil.test/a")
@example("[a](https://evil.test)")
@example("🎉🎉")
@example("a 🎉 longer words")
@example("```")
def test_words_of_a_link_are_shown_and_it_leads_where_it_should(words: str) -> None:
    words = line(words)
    text = drawn(markdown([Run("before "), Run(words or "x", url=GOOD), Run(" after")]))
    assert [url for _, url in text.links] == [GOOD]
    assert text.does == []
    seen = text.seen.replace("\u2060", "").replace(" (open)", "").removeprefix("before ").removesuffix(" after")
    swapped = str.maketrans("∗ˍ∼ˋ∣⧵［］‹›", "*_~`|\\[]<>")
    bare = words.replace("\u2060", "") or "x"
    assert seen.translate(swapped) in (bare, bare.removeprefix("https://"))


def test_stars_and_words_side_by_side_stay_apart() -> None:
    runs = [Run("a"), Run("b", bold=True), Run("c", italic=True), Run("d"), Run("*", bold=True), Run("_e")]
    text = drawn(markdown(runs))
    assert text.seen.replace("\u2060", "") == "abcd*_e"
    assert [name for name, _ in text.does] == ["bold", "italic", "bold"]


@pytest.mark.parametrize("end", ".,:;'")
def test_an_address_that_ends_oddly_is_one_all_the_same(end: str) -> None:
    (found,) = drawn(markdown([Run("a", url=f"{GOOD}{end}")])).links
    assert found == ("a", f"{GOOD}%{ord(end):02X}")


def test_an_address_keeps_its_odd_characters() -> None:
    url = web_link("https://paper.example/a|b>c?x=1&y=(2)*_**__#:~:text=A%20b,-c")
    assert url
    text = drawn(markdown([Run("x", bold=True), Run("a", url=url), Run("y", italic=True)]))
    assert text.links == [("a", url)]
    assert [name for name, _ in text.does] == ["bold", "italic"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "discord://x", "https://user@paper.example", "https://a b", ""])
def test_what_is_no_plain_address_of_the_web_is_no_link(url: str) -> None:
    nothing_happens(all_of("Words", url), set())


def test_marks_that_are_piled_on_a_letter_are_cut() -> None:
    zalgo = "z\u0310\u0311\u0312\u0313\u0314\u0315a\u0301lgo"
    assert unpiled(zalgo) == "z\u0310\u0311\u0312a\u0301lgo"
    assert unpiled("Việt Nam, עִבְרִית, हिन्दी, ภาษาไทย") == "Việt Nam, עִבְרִית, हिन्दी, ภาษาไทย"
    for card in all_of(zalgo * 20):
        for message in messages_of(card, "k"):
            takes(message)
            assert "\u0313" not in str(message.payload())
            assert "\u0313" not in message.title


def test_text_that_turns_its_direction_does_not_turn_ours() -> None:
    shown = str([m.payload() for card in all_of(TURNED) for m in messages_of(card, "k")])
    assert "שלום עולם" in shown
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


@pytest.mark.parametrize("unseen", ["", " \n\t", "\u200b\u200b", "\u200d\u2060\ufeff", "\u00ad", "\ufe0f"])
def test_what_nobody_sees_is_left_out(unseen: str) -> None:
    for card in all_of(unseen):
        for dress in (UNDRESSED, PLAIN):
            for message in messages_of(card, "k", dress):
                takes(message)


def test_labels_hold_characters_that_are_counted_twice() -> None:
    source = CardSource(1, "😀" * 200, "😀" * 200, GOOD, (1, 2, 3), (), None, ("1 a 1-2", "2 a 1-2", "3 a 1-2"))
    card = replace(
        FULL, headline="😀" * 200, lead=tuple(replace(FULL.lead[0], text="😀" * 99, marks=(n,)) for n in (1, 2, 3))
    )
    head = messages_of(replace(card, sources=(source,)), "k")[0]
    takes(head)
    assert len(menu(head)) == 3
    takes(messages_of(SourcesCard((source,)), "k")[0])


def test_escaping_takes_no_longer_for_odd_text() -> None:
    # A pattern that backtracks would take minutes here.
    for sign in ("@", ":a", "a.", "<", "1", "\\", " ", "*", "_", "[", "](", "://", "\u0301", "🎉", "-# ", "1. "):
        words = sign * (20_000 // len(sign))
        escaped(words)
        markdown([Run(words, bold=True), Run(words, url=GOOD), Run(words)])


def test_rows_of_ours_are_the_only_layout() -> None:
    rows = [Row((Run(words),), "quote") for words in WORDS]
    done = {name for row in rows for name, _ in drawn(written(said(row.runs, row.style))).does}
    assert done == {"quote"}
    assert {name for m in messages_of(FULL, "k") for text in looked_at(m) for name, _ in text.does} <= OURS
