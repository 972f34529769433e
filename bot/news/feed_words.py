"""How feeds fare, and what a feed would bring, as lines that a person reads. One line of theirs stays one line."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from bot.news.followed import Feed, FeedDocument, FeedState, Sighting
from bot.news.sightings import OLDEST_AT_FIRST

Health = Literal["trouble", "moved", "new", "ok"]
HEADER = f"{'state':7} {'success':11} {'next poll':10}  address"
WIDE = 1000
"""Characters of a line where nobody's terminal bounds it."""

_UNITS = ((86400 * 2, 86400, "days"), (3600 * 2, 3600, "h"), (60, 60, "min"), (0, 1, "s"))
_LONGEST = 120
_ROOM = 12  # for a title beside an address; what is shorter says nothing
_LATER = re.compile(r" It is (?:tried|asked) again later\.")


def span(seconds: float) -> str:
    """A length of time as people say it: "40 s", "25 min", "3 h", "12 days"."""
    seconds = max(0.0, seconds)
    _, unit, name = next(row for row in _UNITS if seconds >= row[0])
    return f"{int(seconds // unit)} {name}"


def one_line(text: str, most: int = _LONGEST) -> str:
    """Somebody else's words on one line, cut where they go on and on."""
    line, most = " ".join(text.split()), min(most, _LONGEST)
    return line if len(line) <= most else line[: most - 1] + "…"


def tried_once(words: str) -> str:
    """What went wrong without the promise to try again, where nothing does or the time of it is shown."""
    return _LATER.sub("", words)


def health(feed: Feed, state: FeedState) -> Health:
    if state.failures:
        return "trouble"
    if state.moved_to and state.moved_to != feed.url:
        return "moved"
    return "ok" if state.succeeded_at else "new"


def fares(feed: Feed, state: FeedState, named: str, now: datetime, width: int = WIDE) -> list[str]:
    """One feed as a row under `HEADER`, with lines below it where something wants attention.

    `width` is that of the terminal. An address is never cut: it is there to be copied.
    """
    kind = health(feed, state)
    success = f"{span((now - state.succeeded_at).total_seconds())} ago" if state.succeeded_at else "never"
    wait = (state.next_poll - now).total_seconds()
    due = f"in {span(wait)}" if wait >= 1 else "due"
    title = feed.outlet or state.title
    head = f"{kind.upper() if kind == 'trouble' else kind:7} {success:11} {due:10}  {feed.url}"
    room = width - len(head) - 2
    lines = [head + (f"  {one_line(title, room)}" if title and room >= _ROOM else "")]
    if kind == "trouble":
        since = f"for {span((now - state.failing_since).total_seconds())}, " if state.failing_since else ""
        polls = f"{state.failures} poll{'' if state.failures == 1 else 's'}"
        why = tried_once(" ".join((state.trouble or "no reason is known").split()))
        why = why.removeprefix(feed.url).removeprefix(":").strip()
        lines += _folded(f"failing {since}{polls}: {why}", 8, width)
    if state.moved_to and state.moved_to != feed.url:
        cure = "write that into the settings" if named == "file" else "add that and remove this"
        lines += _folded(f"moved for good to {state.moved_to} and is read there; {cure}", 8, width)
    return lines


def summary(kinds: Sequence[Health]) -> str:
    """All feeds in one line."""
    words: tuple[tuple[Health, str], ...] = (
        ("trouble", "in trouble"),
        ("moved", "moved"),
        ("new", "not asked yet"),
        ("ok", "well"),
    )
    counts = [f"{kinds.count(kind)} {what}" for kind, what in words if kind in kinds]
    return f"{len(kinds)} feed{'' if len(kinds) == 1 else 's'}: {', '.join(counts)}"


def about(feed: Feed, document: FeedDocument, state: FeedState, url: str, width: int = WIDE) -> list[str]:
    """What kind of feed answered, and how it would be followed; `state` is that after a first poll."""
    said = [document.kind, f"“{one_line(document.title)}”" if document.title else "without a title"]
    said += [document.language] if document.language else []
    lines = [f"{', '.join(said)}, {_count(len(document.items), 'item')}"]
    if state.moved_to and state.moved_to != feed.url:
        lines.append(f"it moved for good to {state.moved_to}")
    if state.interval:
        lines.append(f"would be asked again after {span(state.interval)}, and then as often as it brings news")
    if document.hub:
        lines.append(f"announces a hub that can tell us at once what is new (WebSub): {one_line(document.hub)}")
    lines += [f"remark: {one_line(remark)}" for remark in document.remarks]
    return [url, *(folded for line in lines for folded in _folded(line, 2, width))]


def preview(feed: Feed, seen: Sequence[Sighting], most: int, width: int = WIDE) -> list[str]:
    """What a first poll would take of each article, and why not more; at most `most` of them."""
    if not seen:
        return ["  nothing to take now: what comes later is taken"]
    lines = [f"  is   {'text from':9}  {'date (UTC)':16}  title"]
    for sighting in seen[:most]:
        found = sighting.found
        date = f"{found.published:%Y-%m-%d %H:%M}" if found.published else "no date"
        first = "new" if sighting.fresh else "old"
        head = f"  {first:3}  {_text_from(sighting):9}  {date:16}  "
        lines.append(head + one_line(found.title or found.text, max(width - len(head), _ROOM)))
        lines.append(f"{'':7}{found.url or 'without a link'}")
    if len(seen) > most:
        lines.append(f"  … and {len(seen) - most} more")
    fresh = sum(s.fresh for s in seen)
    days = OLDEST_AT_FIRST.days
    lines.append(f"  new: {fresh} would count as news (of the newest {feed.new_at_first}, none above {days} days old)")
    lines.append(f"  old: {len(seen) - fresh} would be kept, but not posted")
    return lines


def _folded(text: str, indent: int, width: int) -> list[str]:
    """The text as lines of a terminal; addresses stay whole."""
    margin = " " * indent
    return textwrap.wrap(
        text, width, initial_indent=margin, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False
    )


def _text_from(sighting: Sighting) -> str:
    """Where the text would come from: the article's own page, or the feed, in whole or as a teaser."""
    if sighting.read:
        return "its page"
    return "teaser" if sighting.found.summary_only else "the feed"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
