"""Words of strangers on Slack: they are shown as they are, and do nothing."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.news.showing.shown import (
    AnswerCard,
    Card,
    CardLine,
    CardQuote,
    CardSource,
)
from bot.platforms.chat_words import LINK_BYTES, Run, line, web_link
from bot.platforms.proof_marks import proofs_of
from bot.platforms.slack.answers import answer_markdown
from bot.platforms.slack.messages import messages_of
from bot.platforms.slack.pieces import Message
from bot.platforms.slack.simple import simpler
from bot.platforms.slack.words import escaped, mrkdwn
from tests.fakes.slack.pings import calls_in, names_in
from tests.platforms.full_cards import FULL
from tests.platforms.hostile_cards import GOOD, HOSTILE, TURNED, all_of
from tests.platforms.slack.reading import inside, links, read, takes


def forms(message: Message) -> Iterator[Message]:
    """The message, and what stands in for it where Slack does not take it."""
    form: Message | None = message
    while form:
        yield form
        form = simpler(form)


@pytest.mark.parametrize("words", HOSTILE)
def test_nobody_is_called_and_nothing_leads_away(words: str) -> None:
    for card in all_of(words):
        for message in (form for made in messages_of(card) for form in forms(made)):
            takes(message)
            assert list(calls_in({"text": message.text, "blocks": list(message.blocks)})) == []
            assert links(message) <= {GOOD}
            assert names_in(message.text) == []
            assert "<!" not in message.text
            assert "<@" not in message.text


@pytest.mark.parametrize("words", HOSTILE)
def test_it_is_shown_as_it_is(words: str) -> None:
    shown = read(*messages_of(CARD_OF_QUOTE(words)))
    assert " ".join(line(words).replace("\u2060", "").split()) in shown


def CARD_OF_QUOTE(words: str) -> Card:
    return replace(FULL, quotes=(CardQuote(words, words, 1),))


@pytest.mark.parametrize("words", HOSTILE)
def test_mrkdwn_takes_none_of_it_for_its_own(words: str) -> None:
    shown = escaped(line(words))
    assert not set(shown) & set("*_~`<>")
    assert ":tada:" not in shown
    assert not shown.startswith("&gt;")
    texts = [one for m in messages_of(all_of(words)[0]) for one in inside(m.blocks) if one.get("type") == "mrkdwn"]
    assert texts
    assert all(text["verbatim"] for text in texts)


MARKDOWN = MarkdownIt("commonmark").enable(["strikethrough", "table"])


def drawn(text: str) -> tuple[str, set[str], set[str]]:
    """What Markdown shows of it, the addresses it leads to, and what else it is but paragraphs of text."""
    said, addresses, others = "", set(), set()
    for token in (inner for block in MARKDOWN.parse(text) for inner in (block, *(block.children or ()))):
        said += token.content if token.type in ("text", "text_special") else "\n" if token.type == "softbreak" else ""
        if token.type == "link_open":
            addresses.add(str(token.attrs["href"]))
        elif token.type not in {"paragraph_open", "paragraph_close", "inline", "text", "text_special", "link_close"}:
            others.add(token.type)
    return said, addresses, others


@settings(deadline=None, max_examples=150)
@given(st.text(st.sampled_from("ab1. *_~`<>&|:@#!()[]{}\\\n-+='\"/é"), max_size=60))
@example(HOSTILE[0])
@example(HOSTILE[3])
@example(HOSTILE[4])
@example(HOSTILE[5])
@example(HOSTILE[8])
def test_a_stream_shows_it_as_it_is(words: str) -> None:
    card = AnswerCard((CardLine(words, (1,)), CardLine(words)), "", (), (CardSource(1, "", None, GOOD, (1,), (GOOD,)),))
    text = answer_markdown(card.lines, proofs_of(card.sources).links)
    said, addresses, others = drawn(text)
    seen = line(words).replace("\u2060", "")
    assert said.replace("\u2060", "").replace("\u00a0", " ").strip() == f"{seen} [1]{seen}".strip()
    assert addresses == {GOOD}
    assert others == set()
    assert list(calls_in({"markdown_text": text})) == []
    assert not any(begun in text for begun in ("<!", "<@", "<#", "<h", "www.e", "@channel", ":tada:", "://evil"))


def test_a_long_headline_stands_there_whole() -> None:
    headline = " ".join(f"word{n:02}" for n in range(43))[:300]
    head = messages_of(replace(FULL, headline=headline))[0]
    takes(head)
    assert head.blocks[0]["type"] == "rich_text"
    assert head.blocks[0]["elements"][0]["elements"] == [{"type": "text", "text": headline, "style": {"bold": True}}]
    for chars, kind in ((150, "header"), (151, "rich_text")):
        assert messages_of(replace(FULL, headline="h" * chars))[0].blocks[0]["type"] == kind


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://paper.example",
        "data:text/html,x",
        "slack://open",
        "ftp://paper.example/a",
        "//paper.example/a",
        "https://",
        "https:///a",
        "https://user@paper.example/a",
        "https://paper.example\\@evil.test/a",
        "https://paper.example\\.evil.test/a",
        "https://paper.example/a b",
        "https://paper.example/\u202ea",
        "https://[paper.example/a",
        "https://paper.example|evil.test/a",
        f"https://paper.example/{'a' * LINK_BYTES}",
        "",
    ],
)
def test_what_is_no_plain_address_of_the_web_is_no_link(url: str) -> None:
    assert web_link(url) is None
    for card in all_of("Words", url):
        for message in (form for made in messages_of(card) for form in forms(made)):
            takes(message)
            assert links(message) == set()


def test_an_address_keeps_its_odd_characters() -> None:
    url = "https://paper.example/a|b>c?x=1&y=(2)*_#:~:text=A%20b,-c"
    link = "https://paper.example/a%7Cb%3Ec?x=1&y=%282%29*_#:~:text=A%20b,-c"
    assert web_link(url) == link
    assert mrkdwn([Run("a|b", url=link)]) == f"<{link.replace('&', '&amp;')}|a∣b>"
    for message in (form for made in messages_of(all_of("Words", url)[0]) for form in forms(made)):
        takes(message)
        assert links(message) <= {link}
    streamed = answer_markdown((CardLine("Said.", (1,)),), {1: link})
    assert drawn(streamed)[1] == {link.replace("_", "%5F").replace("*", "%2A")}


def test_text_that_turns_its_direction_does_not_turn_ours() -> None:
    shown = json.dumps([m.blocks for card in all_of(TURNED) for m in messages_of(card)], ensure_ascii=False)
    assert "שלום עולם" in shown
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


@pytest.mark.parametrize("unseen", ["", " \n\t", "\u200b\u200b", "\u200d\u2060\ufeff", "\u00ad", "\ufe0f"])
def test_what_nobody_sees_is_left_out(unseen: str) -> None:
    assert line(unseen) == ""
    for card in all_of(unseen):
        for message in (form for made in messages_of(card) for form in forms(made)):
            takes(message)


def test_escaping_takes_no_longer_for_odd_text() -> None:
    # A pattern that backtracks would take minutes here.
    for words in ("@" * 50_000, ":a" * 50_000, "a." * 50_000, "<!" * 50_000, "1" * 100_000, "\\" * 100_000):
        answer_markdown((CardLine(words),), {})
        escaped(words)
