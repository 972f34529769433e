"""The page that a person opens of us, Slack's App Home: channels, the last editions, and how the feeds fare.

What comes from outside stands in rich text or plain text, which Slack shows as it is. The view stays under the 100
blocks (https://docs.slack.dev/reference/views/home-tab-views) because each part shows so many of its things and counts
the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from bot.news.channels import Place
from bot.news.showing.forms import HomeCard, HomeChannel, HomeEdition, HomeFeed
from bot.platforms.chat_words import cut, line, lines

View = dict[str, Any]
_Thing = TypeVar("_Thing")

# How many of each are shown: at most 1 + 20 * 2 + 1 blocks of channels, 1 + 8 * 2 + 1 of editions and 3 of feeds.
_CHANNELS = 20
_EDITIONS = 8
_HEADLINES = 6
_FAILING = 12

_BEGIN = "No channel that you can see gets briefs yet: “/brief subscribe” in one sets them up."
_WORDS_CHARS = 1000
_LINE_CHARS = 300
_NAME_CHARS = 80
_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{1,20}")
_PERSON_ID = re.compile(r"[DUW][A-Z0-9]{1,20}")


def home_view(card: HomeCard) -> View:
    """The card as a view for `views.publish`, in at most 70 blocks."""
    words = lines(card.words) or ("" if card.channels else _BEGIN)
    blocks = [_rich(_section(_ours(cut(words, _WORDS_CHARS))))] if words else []
    for part in (_channels(card.channels), _editions(card.editions), _feeds(card.feeds)):
        drawn = list(part)
        blocks += [*([{"type": "divider"}] if blocks and drawn else []), *drawn]
    return {"type": "home", "blocks": blocks}


def _channels(channels: Sequence[HomeChannel]) -> Iterator[View]:
    if channels:
        yield _header("Channels")
        yield from _first(channels, _CHANNELS, _channel, "channel")


def _channel(channel: HomeChannel) -> Iterator[View]:
    if channel.paused:
        due = [_ours("  "), _ours("paused", "italic")]
    else:
        due = [_ours("  next edition "), _text(channel.next)] if channel.next else []
    yield _rich(_section(_where(channel.place), *due))
    yield _context(" · ".join(filter(None, (channel.when, channel.holds))))


def _editions(editions: Sequence[HomeEdition]) -> Iterator[View]:
    if editions:
        yield _header("Latest editions")
        yield from _first(editions, _EDITIONS, _edition, "edition")


def _edition(edition: HomeEdition) -> Iterator[View]:
    shown = edition.headlines[:_HEADLINES]
    more = len(edition.headlines) - len(shown)
    lines = [_section(_text(headline)) for headline in shown]
    if more:
        lines.append(_section(_ours(f"and {more} more", "italic")))
    top = _section(_where(edition.place), _ours("  "), _text(edition.slot))
    trouble = [_section(_text(edition.trouble, style="bold"))] if edition.trouble else []
    yield _rich(top, *([_list(lines)] if lines else []), *trouble)
    yield _context(" · ".join(filter(None, (_posted(edition), _thought(edition)))))


def _posted(edition: HomeEdition) -> str:
    if edition.owed == 0:
        return "Nothing to post"
    if edition.posted == edition.owed:
        return "Posted" if edition.owed == 1 else f"All {edition.owed} posted"
    so_far = "" if edition.trouble else " so far"
    return f"{edition.posted} of {edition.owed} posted{so_far}"


def _thought(edition: HomeEdition) -> str:
    """What people said of it by the buttons under the briefs."""
    if not edition.good:
        return f"{edition.bad} did not like it" if edition.bad else ""
    return f"{edition.good} liked it" + (f", {edition.bad} did not" if edition.bad else "")


def _feeds(feeds: Sequence[HomeFeed]) -> Iterator[View]:
    if not feeds:
        return
    failing = [feed for feed in feeds if not feed.well]
    yield _header("Feeds")
    if failing:
        lines = [_section(_text(f.name, _NAME_CHARS, "bold"), _ours("  "), _text(f.words)) for f in failing[:_FAILING]]
        if len(failing) > _FAILING:
            lines.append(_section(_ours(f"and {len(failing) - _FAILING} more", "italic")))
        yield _rich(_section(_ours(f"{_counted(len(failing), 'feed')} in trouble")), _list(lines))
    well = len(feeds) - len(failing)
    if well:
        yield _context(f"{_counted(well, 'feed')} {'fares' if well == 1 else 'fare'} well")


def _first(
    things: Sequence[_Thing], count: int, drawn: Callable[[_Thing], Iterable[View]], name: str
) -> Iterator[View]:
    """The blocks of the first ones, and how many more there are."""
    for thing in things[:count]:
        yield from drawn(thing)
    if len(things) > count:
        yield _context(f"and {_counted(len(things) - count, f'more {name}')}")


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"


def _where(place: Place) -> View:
    """A link to one of our own channels; in words where the place is none."""
    if place.platform == "slack" and _CHANNEL_ID.fullmatch(place.channel):
        return {"type": "channel", "channel_id": place.channel, "style": {"bold": True}}
    if place.platform == "slack" and _PERSON_ID.fullmatch(place.channel):
        return _ours("Your direct messages", "bold")
    return _text(f"{place.channel} ({place.platform})", _NAME_CHARS, "bold")


def _rich(*elements: View) -> View:
    return {"type": "rich_text", "elements": list(elements)}


def _section(*elements: View) -> View:
    return {"type": "rich_text_section", "elements": list(elements)}


def _list(sections: list[View]) -> View:
    return {"type": "rich_text_list", "style": "bullet", "elements": sections}


def _text(text: str, chars: int = _LINE_CHARS, style: str = "") -> View:
    """Words from outside, on one line, that are shown as they are."""
    return _ours(_line(text, chars), style)


def _ours(text: str, style: str = "") -> View:
    element: View = {"type": "text", "text": text}
    return element | ({"style": {style: True}} if style else {})


def _header(text: str) -> View:
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def _context(text: str) -> View:
    return {"type": "context", "elements": [{"type": "plain_text", "text": _line(text, _WORDS_CHARS), "emoji": False}]}


def _line(text: str, chars: int) -> str:
    """Never empty: Slack takes no empty text."""
    return cut(line(text), chars) or "–"
