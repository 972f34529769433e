"""The page that a person reads to see whether all is well: plain HTML, without scripts, safe whatever names hold.

It is built as a tree, so that no text can become markup; what a browser may do with it is said by `CONTENT_POLICY`.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from importlib import resources
from xml.etree.ElementTree import Element, SubElement, tostring

from bot.news.coming import day_words
from bot.news.feed_words import span
from bot.news.report import ChannelFares, Level, Report, many

STYLE = resources.files("bot.web").joinpath("status.css").read_text("utf-8")
CONTENT_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
REFRESH = 15
"""Seconds after which the page is asked for again."""

_MOST_CHANNELS = 100
_MOST_RULES = 8
# Control characters, those that turn the direction of text, and half characters, which no encoding takes.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SIGNS: dict[Level, str] = {"well": "Well", "look": "Look", "trouble": "Trouble"}


def page(report: Report | None, parts: Mapping[str, str], version: str, why: str = "") -> bytes:
    """The page as UTF-8. Without a report it says `why` there is none, and how the parts are."""
    level, words = report.verdict if report else ("trouble", why or "Nothing is known yet.")
    html = Element("html", lang="en")
    head = SubElement(html, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", {"http-equiv": "refresh", "content": str(REFRESH)})
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "meta", name="color-scheme", content="light dark")
    _say(head, "title", f"{_SIGNS[level]} · Factbox")
    SubElement(head, "style").text = STYLE
    body = SubElement(html, "body")
    top = SubElement(body, "header", {"class": level})
    _say(top, "h1", "Factbox")
    _say(top, "p", words, "verdict")
    if report:
        _say(top, "p", _about(report), "about")
    main = SubElement(body, "main")
    if report:
        _numbers(main, report)
        _channels(main, report)
        _feeds(main, report)
    pairs = SubElement(main, "div", {"class": "pairs"})
    _parts(pairs, parts)
    if report:
        _copies(pairs, report)
        _refusals(pairs, report)
        _queue(pairs, report)
    foot = SubElement(body, "footer")
    asked = f"As of {report.at.astimezone(UTC):%d %B %Y, %H:%M:%S} UTC. " if report else ""
    _say(foot, "p", f"{asked}Asked again every {REFRESH} seconds. Factbox {version}. The same as JSON: /status.json")
    return b"<!doctype html>\n" + tostring(html, encoding="unicode", method="html").encode()


def _about(report: Report) -> str:
    role = "" if report.role == "all" else f" ({report.role})"
    up = span((report.at - report.started).total_seconds())
    return f"Told by {report.copy}{role}, which has been running for {up}."


def _numbers(main: Element, report: Report) -> None:
    counted, answers = report.counted, report.answers
    box = SubElement(main, "dl", {"class": "numbers"})
    posted = counted.deliveries.get("sent", 0)
    owed = counted.deliveries.get("due", 0) + counted.deliveries.get("sending", 0)
    unsure = [f"{n:,} {state}" for state in ("failed", "uncertain") if (n := counted.deliveries.get(state, 0))]
    of = [*unsure, *([f"{owed:,} on the way"] if owed else [])]
    _number(box, "Briefs posted", f"{posted:,}", ", ".join(of) or "all of the last day", bool(unsure))
    _number(box, "Editions written", f"{counted.editions:,}", "in the last day")
    waits = f"{counted.waiting:,} waiting, " if counted.waiting else ""
    unsaid = f"{counted.refused_answers:,} not in the sources" if counted.refused_answers else "in the last day"
    _number(box, "Questions", f"{counted.asked:,}", waits + unsaid)
    took = f"95% within {answers.most:.1f} s" if answers.most is not None else "none by this copy yet"
    median = f"{answers.median:.1f} s" if answers.median is not None else "–"
    failed = f", {answers.failed:,} failed" if answers.failed else ""
    _number(box, "Half answered within", median, took + failed, bool(answers.failed))
    feeds = counted.feeds
    trouble = f"{feeds.troubled:,} in trouble" if feeds.troubled else "all well"
    _number(box, "Feeds", f"{feeds.followed:,}", trouble, bool(feeds.troubled))
    _number(box, "Tokens today", f"{sum(s.tokens_in + s.tokens_out for s in counted.spent):,}", _cost(report))


def _cost(report: Report) -> str:
    costs = [s.cost for s in report.counted.spent if s.cost is not None]
    if costs:
        return f"cost {sum(costs):,.2f}"
    return many(len(report.counted.spent), "model") if report.counted.spent else "no model was asked"


def _channels(main: Element, report: Report) -> None:
    section = _section(main, "Channels, each by its own clock")
    if not report.channels:
        _say(section, "p", "No channel gets editions yet. “/brief subscribe” in a channel sets one up.")
        return
    table = _table(section, ("", "Channel", "Newest edition", "Posted", "Late", "Next", "How it is"))
    for fares in report.channels[:_MOST_CHANNELS]:
        row = SubElement(table, "tr", {"class": fares.level})
        _cell(row, "", _SIGNS[fares.level], "sign")
        _cell(row, "Channel", fares.name, "name")
        for label, words in (
            ("Newest edition", _slot(fares, report.at)),
            ("Posted", _clock(fares, fares.posted, report.at)),
            ("Late", _late(fares.late)),
            ("Next", _clock(fares, fares.next, report.at)),
        ):
            _cell(row, label, words, "time")
        _cell(row, "How it is", fares.words, "words")
    if len(report.channels) > _MOST_CHANNELS:
        _say(section, "p", f"And {many(len(report.channels) - _MOST_CHANNELS, 'more channel')}, none of them worse.")


def _slot(fares: ChannelFares, now: datetime) -> str:
    """The time of the slot, on the channel's own day."""
    day, _, rest = fares.slot.partition("T")
    try:
        return _day(date.fromisoformat(day), _local(fares, now).date()) + rest[:5]
    except ValueError:
        return fares.slot or "–"


def _clock(fares: ChannelFares, moment: datetime | None, now: datetime) -> str:
    """A moment in the channel's own zone."""
    if moment is None:
        return "–"
    there = _local(fares, moment)
    return f"{_day(there.date(), _local(fares, now).date())}{there:%H:%M}"


def _day(day: date, today: date) -> str:
    """What stands before a time: nothing today."""
    return "" if day == today else f"{day_words(day, today).removeprefix('on ')} "


def _local(fares: ChannelFares, moment: datetime) -> datetime:
    """In the zone of the channel, which its own next edition bears; in UTC where it has none."""
    return moment.astimezone(fares.next.tzinfo if fares.next else UTC)


def _late(late: timedelta | None) -> str:
    if late is None:
        return "–"
    return "on time" if late < timedelta(minutes=1) else span(late.total_seconds())


def _feeds(main: Element, report: Report) -> None:
    feeds = report.counted.feeds
    if not feeds.worst:
        return
    section = _section(main, f"{many(feeds.troubled, 'feed')} of {feeds.followed:,} in trouble")
    table = _table(section, ("Feed", "For", "Why"))
    for feed in feeds.worst:
        row = SubElement(table, "tr", {"class": "look"})
        cell = _cell(row, "Feed", feed.name, "name")
        if feed.address != feed.name:
            SubElement(cell, "br")
            _say(cell, "small", feed.address)
        tries = many(feed.failures, "poll")
        since = f"{span((report.at - feed.since).total_seconds())}, {tries}" if feed.since else tries
        _cell(row, "For", since, "time")
        _cell(row, "Why", feed.why, "words")
    if feeds.troubled > len(feeds.worst):
        more = many(feeds.troubled - len(feeds.worst), "more")
        _say(section, "p", f"And {more.removesuffix('s')}: `factbox feeds` lists all.")


def _copies(main: Element, report: Report) -> None:
    section = _section(main, "Copies")
    table = _table(section, ("Copy", "Does alone"))
    for copy in report.copies:
        row = SubElement(table, "tr")
        _cell(row, "Copy", f"{copy.name} (this one)" if copy.here and len(report.copies) > 1 else copy.name, "name")
        _cell(row, "Does alone", ", ".join(copy.duties) or "nothing: all of it is shared", "words")


def _parts(main: Element, parts: Mapping[str, str]) -> None:
    """Those in trouble one by one, all that are well in a line."""
    section = _section(main, "Parts of this copy")
    if any(parts.values()):
        table = _table(section, ("Part", "What is wrong"))
        for name, words in sorted((name, words) for name, words in parts.items() if words):
            row = SubElement(table, "tr", {"class": "trouble"})
            _cell(row, "Part", name, "name")
            _cell(row, "What is wrong", words, "words")
    if well := sorted(name for name, words in parts.items() if not words):
        _say(section, "p", f"Well: {', '.join(well)}.")


def _refusals(main: Element, report: Report) -> None:
    refused = report.counted.refused
    if not refused:
        return
    section = _section(main, f"Refused by the gate: {sum(refused.values()):,} in the last day")
    _tally(section, dict(list(refused.items())[:_MOST_RULES]))


def _queue(main: Element, report: Report) -> None:
    waiting = {step: depth for step, depth in sorted(report.queue.items(), key=lambda each: -each[1]) if depth}
    section = _section(main, f"Steps waiting or at work: {sum(waiting.values()):,}")
    _tally(section, waiting)
    if not waiting:
        _say(section, "p", "Nothing waits.")


def _tally(section: Element, counts: Mapping[str, int]) -> None:
    items = SubElement(section, "ul", {"class": "tally"})
    for name, number in counts.items():
        item = SubElement(items, "li")
        _say(item, "b", f"{number:,}")
        _say(item, "span", name)


def _number(box: Element, name: str, value: str, more: str, wants_a_look: bool = False) -> None:
    each = SubElement(box, "div", {"class": "look"} if wants_a_look else {})
    _say(each, "dt", name)
    _say(each, "dd", value, "value")
    _say(each, "dd", more)


def _section(main: Element, title: str) -> Element:
    section = SubElement(main, "section")
    _say(section, "h2", title)
    return section


def _table(section: Element, heads: tuple[str, ...]) -> Element:
    table = SubElement(section, "table")
    row = SubElement(SubElement(table, "thead"), "tr")
    for head in heads:
        _say(row, "th", head).set("scope", "col")
    return SubElement(table, "tbody")


def _cell(row: Element, label: str, words: str, kind: str) -> Element:
    """`label` names the column on a phone, where there are no columns."""
    cell = _say(row, "td", words, kind if words != "–" else f"{kind} none")
    cell.set("data-label", label)
    return cell


def _say(parent: Element, tag: str, words: str, kind: str = "") -> Element:
    child = SubElement(parent, tag, {"class": kind} if kind else {})
    child.text = _UNSHOWN.sub("", words)
    return child
