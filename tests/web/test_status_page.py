"""The status page as HTML: what a person reads there, and that no name can become markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.report import AnswersFare, ChannelFares, CopySeen, Counted, FeedsFare, FeedTrouble, Report, Spent
from bot.web.status_page import STYLE, page
from tests.pictures.status_scenes import NOW, PARTS, lively

HOSTILE = "</td><script>alert(1)</script><img src=x onerror=alert(1)>\u202egnp.exe\x00\x1b[31m\ud800 & \"'"
TAGS = frozenset(
    "html head meta title style body header h1 h2 p main dl div dt dd section table thead tbody tr th td br small ul li b span footer".split()
)


class Read(HTMLParser):
    """The tags and attributes of a page, and what is read on it."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(html.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        if data.strip() and data != STYLE:
            self.words.append(data.strip())

    @property
    def text(self) -> str:
        return " | ".join(self.words)


def shown(report: Report | None = None, parts: dict[str, str] | None = None, why: str = "") -> Read:
    return Read(page(report, PARTS if parts is None else parts, "1.2.3", why))


def hostile(words: str) -> Iterator[Report]:
    """Reports that hold these words wherever somebody else may have written them."""
    feeds = FeedsFare(1, 1, 0, (FeedTrouble(words, words, words, NOW, 1),))
    counted = Counted(feeds=feeds, spent=(Spent(words, 1, 1),), refused={words: 1})
    fare = ChannelFares(words, words, "trouble", words, words, NOW, timedelta(1), NOW, {words: 1})
    base = replace(
        lively(), copy=words, version=words, parts={words: words}, copies=(CopySeen(words, (words,), here=True),)
    )
    yield replace(base, counted=counted, channels=(fare,), queue={words: 2})
    yield replace(base, counted=counted, channels=(replace(fare, level="well", next=None),), parts={})


@pytest.mark.parametrize("report", list(hostile(HOSTILE)))
def test_no_name_becomes_markup(report: Report) -> None:
    read = shown(report, dict(report.parts), HOSTILE)
    assert set(read.tags) <= TAGS
    assert {name for name, _ in read.attributes} <= {
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "scope",
        "data-label",
    }
    assert "<script>alert(1)</script>" in read.text
    assert not set(read.text) & set("\u202e\x00\x1b\ud800")


@settings(max_examples=30)
@given(st.text(max_size=60))
def test_no_words_at_all_become_markup(words: str) -> None:
    for report in hostile(words):
        read = shown(report, {words: words}, words)
        assert set(read.tags) <= TAGS


def test_it_says_first_whether_all_is_well() -> None:
    assert shown(lively()).words[:4] == [
        "Trouble · Factbox",
        "Factbox",
        "slack:C08NEWSROOM: The edition of 09:00 is 14 min late.",
        "Told by factbox-1, which has been running for 4 days.",
    ]
    well = replace(lively(), channels=(), counted=Counted())
    assert shown(well).words[2] == "All is well."
    starting = shown(None, {"store": "is starting"}, "The store is being opened.")
    assert starting.words[:3] == ["Trouble · Factbox", "Factbox", "The store is being opened."]
    assert "is starting" in starting.text


def test_a_channel_is_told_by_its_own_clock() -> None:
    read = shown(lively()).text
    assert "Trouble | slack:C08NEWSROOM | 09:00 | – | 14 min | 17:30 | The edition of 09:00 is 14 min late." in read
    assert "Look | slack:C03ENERGY | 08:00 | 08:00 | on time | tomorrow 08:00 | Of 4 briefs 1 uncertain" in read
    assert "yesterday 07:00 | yesterday 07:00 | on time | 07:00 | Quiet until 07:00." in read
    assert "slack:C05SPORT | 08:00 | 08:01 | 1 min | tomorrow 08:00 | 3 briefs on the way." in read
    assert "08:00 | – | – | 18:00 | Nothing new at 08:00." in read


def test_it_tells_of_feeds_copies_parts_refusals_and_steps() -> None:
    read = shown(lively(), {"store": "", "slack": "Slack cannot be reached.", "queue": ""}).text
    assert "3 feeds of 1,284 in trouble" in read
    assert (
        "Harbour Gazette | gazette.example.org/rss/latest.xml?… | 3 days, 11 polls | it answered 404 Not Found" in read
    )
    assert "key=abc" not in read
    assert "factbox-1 (this one) | hear slack, tell | factbox-2 | hear discord | factbox-3 | nothing" in read
    assert "slack | Slack cannot be reached. | Well: queue, store." in read
    assert "Refused by the gate: 35 in the last day | 14 | figure moved to another fact" in read
    assert "Steps waiting or at work: 7 | 3 | poll" in read
    assert "95% within 4.6 s, 1 failed" in read
    assert "212,260 | cost 0.42" in read


def test_what_is_not_there_is_said_in_words() -> None:
    read = shown(replace(lively(), channels=(), counted=Counted(), queue={}, answers=AnswersFare(), role="worker")).text
    assert "No channel gets editions yet." in read
    assert "Nothing waits." in read
    assert "no model was asked" in read
    assert "none by this copy yet" in read
    assert "factbox-1 (worker)" in read
    assert "in trouble" not in read
    assert "Refused" not in read


def test_very_many_channels_and_feeds_stay_readable() -> None:
    state = lively()
    many = tuple(replace(state.channels[-1], name=f"c{number}") for number in range(1000))
    feeds = replace(state.counted.feeds, troubled=700)
    html = page(replace(state, channels=many, counted=replace(state.counted, feeds=feeds)), PARTS, "1")
    assert len(html) < 100_000
    read = Read(html).text
    assert "And 900 more channels" in read
    assert "And 697 more: `factbox feeds` lists all." in read


def colours(style: str) -> dict[str, tuple[int, int, int]]:
    named = re.findall(r"--([a-z-]+): #([0-9a-f]{6})", style)
    return {name: (int(hexed[:2], 16), int(hexed[2:4], 16), int(hexed[4:], 16)) for name, hexed in named}


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """As WCAG 2.2 defines it: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""

    def luminance(colour: tuple[int, int, int]) -> float:
        parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_can_be_read_on_what_is_behind_it(scheme: str) -> None:
    light, dark = STYLE.split("prefers-color-scheme: dark")
    of = colours(light if scheme == "light" else dark)
    backs = [name for name in of if name.endswith("-back")]
    pairs = [(front, "card") for front in ("text", "soft", "well", "look", "trouble")] + [("soft", "page")]
    pairs += [(front, back) for front in ("text", "soft") for back in backs]
    assert len(pairs) == 12
    assert {
        pair: contrast(of[pair[0]], of[pair[1]]) for pair in pairs if contrast(of[pair[0]], of[pair[1]]) < 4.5
    } == {}
