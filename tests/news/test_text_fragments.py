"""Links that jump to the words, read back as a browser reads them."""

import re
from urllib.parse import unquote, urldefrag

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.showing.text_fragments import fragment_link
from bot.news.types import Span

URL = "https://harbour.example/news/ferry"
TEXT = """A ferry ran aground off Port Selby, the coast guard said. Nobody was hurt.

“The engine failed – twice, & badly,” said its captain. Nobody was hurt. The owner said well-kept boats do not fail.

The coast guard said on Tuesday that all of the passengers, among them forty pupils of one school, had been brought \
ashore before the tide turned."""


def found(link: str, text: str) -> Span | None:
    """Where a browser goes: the draft's algorithm for one directive, over a text with one block a line."""
    _, _, said = urldefrag(link).fragment.partition(":~:text=")
    terms = said.split(",")
    before = unquote(terms.pop(0)[:-1]) if terms[0].endswith("-") else ""
    after = unquote(terms.pop()[1:]) if terms[-1].startswith("-") else ""
    first, *last = [unquote(term) for term in terms]
    shown = [r"\s+".join(map(re.escape, part.split())) for part in (before, first, *last, after)]
    same_line = [part.replace(r"\s+", r"[^\S\n]+") for part in shown[1:-1]]
    border = r"(?:(?<!\w)|(?!\w))"
    pattern = (
        (rf"{border}{shown[0]}\s*" if before else border)
        + "("
        + rf"{border}[\s\S]*?{border}".join(same_line)
        + ")"
        + (rf"\s*{shown[-1]}{border}" if after else border)
    )
    match = re.search(pattern, text, re.IGNORECASE)
    return Span(*match.span(1)) if match else None


def at(words: str, nth: int = 0) -> Span:
    start = [m.start() for m in re.finditer(re.escape(words), TEXT)][nth]
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("span", "directive"),
    [
        (at("A ferry ran aground off Port Selby"), "A%20ferry%20ran%20aground%20off%20Port%20Selby"),
        (at("The engine failed – twice, & badly"), "The%20engine%20failed%20%E2%80%93%20twice%2C%20%26%20badly"),
        (
            at("The owner said well-kept boats do not fail."),
            "The%20owner%20said%20well%2Dkept%20boats%20do%20not%20fail",
        ),
        (at("Nobody was hurt."), "said.-,Nobody%20was%20hurt"),
        (at("Nobody was hurt.", 1), "captain.-,Nobody%20was%20hurt"),
        (at("coast guard said"), "Selby%2C%20the-,coast%20guard%20said"),
        (Span(TEXT.index("The coast guard said on"), len(TEXT)), "The%20coast%20guard%20said%20on,the%20tide%20turned"),
        (Span(0, TEXT.index(" said its")), "A%20ferry%20ran%20aground,twice%2C%20%26%20badly"),
    ],
)
def test_a_link_has_the_words_and_what_tells_them_apart(span: Span, directive: str) -> None:
    link = fragment_link(URL, TEXT, span)
    assert link == f"{URL}#:~:text={directive}"
    place = found(link, TEXT)
    assert place is not None
    assert place.of(TEXT) == span.of(TEXT).strip("“”,.")
    assert span.holds(place)


def test_words_of_two_paragraphs_are_given_by_start_and_end() -> None:
    text = "Fire at Port Alder.\n\nNobody is hurt at all."
    assert fragment_link(URL, text, Span(0, len(text))) == f"{URL}#:~:text=Fire%20at%20Port,is%20hurt%20at%20all"


def test_a_word_within_another_is_no_second_place() -> None:
    assert fragment_link(URL, "All were unhurt. One is hurt.", Span(24, 28)) == f"{URL}#:~:text=hurt"


@pytest.mark.parametrize(
    ("url", "start"),
    [
        (f"{URL}?page=2#comments", f"{URL}?page=2#comments:~:text="),
        (f"{URL}#:~:text=old,words", f"{URL}#:~:text="),
        ("HTTP://harbour.example", "HTTP://harbour.example#:~:text="),
    ],
)
def test_a_fragment_stays_and_a_directive_goes(url: str, start: str) -> None:
    assert fragment_link(url, TEXT, at("A ferry")) == f"{start}A%20ferry"


@pytest.mark.parametrize(
    "url",
    ["ftp://harbour.example/a", "javascript:alert(1)", "harbour.example", "https://a.example/x y", f"{URL}#!/story/1"],
)
def test_other_addresses_stay_as_they_are(url: str) -> None:
    assert fragment_link(url, TEXT, at("A ferry")) == url


@pytest.mark.parametrize(("text", "span"), [("“…” – !", Span(0, 7)), ("", Span(0, 0)), ("x" * 400, Span(0, 400))])
def test_without_words_to_look_for_there_is_no_directive(text: str, span: Span) -> None:
    assert fragment_link(URL, text, span) == URL


def test_words_of_a_script_without_spaces() -> None:
    text = (
        "港で船が座礁した。"
        + "海上保安庁は火曜日に、乗客全員が無事であると発表した、" * 2
        + "原因は調査中である。" * 4
        + "終わり。"
    )
    span = Span(9, len(text) - 4)
    place = found(fragment_link(URL, text, span), text)
    assert place is not None
    assert place.of(text) == span.of(text).rstrip("。")


def test_a_text_full_of_one_word_takes_no_time() -> None:
    text = "more and more " * 20_000
    assert fragment_link(URL, text, Span(140_000, 140_090)).startswith(f"{URL}#:~:text=")


_WORD = st.sampled_from(["Tide", "tide", "the", "well-kept", "a,b", "x&y", "“said”", "–", "50%", "é", "港"])
_SENTENCE = st.lists(_WORD, min_size=1, max_size=24).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(st.lists(_SENTENCE, min_size=1, max_size=6), st.data())
def test_every_link_leads_to_its_words(sentences: list[str], data: st.DataObject) -> None:
    marked = [f"{sentence} n{n}." for n, sentence in enumerate(sentences)]
    text = data.draw(st.sampled_from(["\n\n", " ", "  "])).join(marked)
    n = data.draw(st.integers(0, len(marked) - 1))
    start = text.index(f"n{n}.") - len(sentences[n]) - 1
    span = Span(start, start + len(sentences[n]))
    link = fragment_link(URL, text, span)
    if link == URL:
        assert not re.search(r"[^\W_]", sentences[n])
        return
    place = found(link, text)
    assert place is not None
    assert span.holds(place)
    assert re.findall(r"\w+", place.of(text)) == re.findall(r"\w+", span.of(text))


@pytest.mark.parametrize(
    "url",
    [
        "https://user:word@harbour.example/a",
        "https://known.example@harbour.example/",
        "https:///a",
        "https://harbour.example/\u202ea",
        "https://har\u200bbour.example/",
        'https://harbour.example/"><b>',
        "https://harbour.example/\x9b31m",
        "https://harbour.example/" + "a" * 3000,
        "data:text/html,https://harbour.example/",
    ],
)
def test_an_address_that_hides_something_gets_no_directive(url: str) -> None:
    assert fragment_link(url, TEXT, Span(0, 40)) == url
