"""Plain text, Markdown and the decoding of bytes."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.decoding import Unreadable, decode
from bot.feeds.files.plain import read_markdown, read_text
from bot.feeds.markup import html_to_text

BODY = "The council of Port Alder voted on Tuesday. " * 6


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Night ferry returns\n\n{BODY}", "Night ferry returns"),
        (f"\nWill the ferry return?\n{BODY}", "Will the ferry return?"),
        (f"{BODY}\n\n{BODY}", None),
        (f"The ferry returns.\n\n{BODY}", None),
        (f"“The ferry returns.”\n\n{BODY}", None),
        (f"By Mara Quell\n\n{BODY}", None),
        ("A line that is broken\nby hand and goes on\nfor a while.", None),
        ("Only one line", None),
    ],
)
def test_a_first_line_that_looks_like_a_title_is_taken_out(text: str, title: str | None) -> None:
    article = read_text(text, "k")
    assert article.title == title
    assert article.text == (BODY if title else text)


def test_markdown_becomes_plain_paragraphs() -> None:
    source = (
        '---\ntitle: "Ferry: it\'s back"\noutlet: The Alder Post\nurl: https://alder.example/1\ndate: 2026-03-19\n---\n'
        "# Ferry: it's back\n\nThe **council** voted _31 to 12_\non [Tuesday](https://x.example/a_(b)).[^1]\n\n"
        "![a boat](b.png)\n\n> “Glad,” she said.\n\n- 3 * 4 is `a*b*c`\n- snake_case_name \\*kept\\*\n\n"
        "[^1]: note\n<!-- gone -->R&amp;D<br>[sic]\n"
    )
    article = read_markdown(source, "k")
    assert (article.title, article.outlet, article.url) == (
        "Ferry: it's back",
        "The Alder Post",
        "https://alder.example/1",
    )
    assert article.published == datetime(2026, 3, 19, tzinfo=UTC)
    assert article.text.split("\n") == [
        "The council voted 31 to 12 on Tuesday.",
        "“Glad,” she said.",
        "3 * 4 is a*b*c",
        "snake_case_name *kept*",
        "R&D",
        "[sic]",
    ]


def test_markdown_without_front_matter_takes_its_heading() -> None:
    article = read_markdown("---\n\nThe ferry\n=====\n\nIt is back.\n\n## Why\n\nMoney.", "k")
    assert (article.title, article.text) == ("The ferry", "It is back.\nWhy\nMoney.")


@pytest.mark.parametrize("scheme", ["javascript:alert(1)", "file:///etc/passwd", "https://a@b.example", "https://[x"])
def test_only_web_addresses_are_kept(scheme: str) -> None:
    assert read_markdown(f"---\nurl: {scheme}\n---\nWords.", "k").url is None


@pytest.mark.parametrize(
    "hostile", ["*" * 50_000, "[" * 50_000, "`" * 50_000, "<!--" * 20_000, "](" * 50_000, "_a" * 50_000]
)
def test_hostile_markdown_ends(hostile: str) -> None:
    assert read_markdown(f"word {hostile}", "k").text.startswith("word")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("She said “we won’t pay” – the café wants £4m more.", "utf-8-sig"),
        ("She said “we won’t pay” – the café wants £4m more.", "utf-16"),
        ("She said “we won’t pay” – the café wants £4m more.", "cp1252"),
        ("Žáci se příští týden vrátí do tříd, řekl ministr školství.", "cp1250"),
        ("Правительство объявило о новых мерах, сказал министр в среду.", "cp1251"),
        ("政府は火曜日に新しい対策を発表した。市民は歓迎している。", "shift_jis"),
        ("政府は火曜日に新しい対策を発表した。市民は歓迎している。", "euc_jp"),
    ],
)
def test_encodings_are_told_apart(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_line_ends_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"


def test_html_becomes_lines() -> None:
    assert (
        html_to_text("<div>One<br>two</div><ul><li>three &amp; four</ul><script>x</script>") == "One\ntwo\nthree & four"
    )
    assert html_to_text("AT&amp;T\nwrapped\n\nnext") == "AT&T wrapped\nnext"
    assert html_to_text("<div>" * 1000 + "deep" + "</div>" * 1000) == "deep"


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (read_text, read_markdown):
        try:
            article = read(decode(data), "k")
        except Unreadable:
            continue
        assert "\0" not in article.text
        article.text.encode()


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])).filter(lambda t: t.strip("\ufeff").strip()))
def test_utf8_is_kept_to_the_letter(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")


@given(
    st.lists(
        st.sampled_from(
            ["# T", "*a*", "__b__", "- x", "> q", "```", "[a](b)", "---", "| c |", "", "&amp;", "\\", "<b>"]
        )
    )
)
def test_any_markdown_is_read_or_refused(lines: list[str]) -> None:
    with suppress(Unreadable):
        assert read_markdown("\n".join(lines), "k").text.strip()
