"""The whole trace of an article or of an edition: `factbox why`. Nothing is written.

what                      an address, an id as the log shows it, or an edition, also loosely
| paths.article           from its source to its story                          I/O
| trace.fate_of           for each channel the one reason that decided          rule
| paths.told_with         all editions that it was used in, with what they owe  I/O
or
| paths.edition           what it was made from, kept, refused and owes         I/O
| paths.passed_over       what was looked at beside it                          I/O
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.flows.channels import Channels
from bot.flows.follow import is_read_elsewhere
from bot.flows.newsroom import Newsroom
from bot.flows.trace import fate_of, story_with
from bot.keeping import Trace
from bot.news.addresses import canonical, host_of
from bot.news.channels import Channel
from bot.news.coming import coming
from bot.news.identity import keys_of
from bot.news.slots import planned_at
from bot.news.suggestions import nearest, said_back
from bot.news.traced import ArticlePath, ChannelPath, EditionPath, Fate, Named, SlotPath, Told, briefs_of
from bot.news.types import ArticleId
from bot.ports import Rejected, Spending

_ID = re.compile(r"[0-9a-f]{20}|[0-9a-f]{26}")
_SHOWN = 3  # editions that may have been meant


class Paths(Protocol):
    """What is remembered of paths; each method reads once. Raises `Unavailable`."""

    async def article(self, keys: Collection[str]) -> ArticlePath | None:
        """The article that the first of these keys (digests, or an address) stands for."""
        ...

    async def article_named(self, id_: str) -> ArticlePath | None: ...

    async def fate(self, article: ArticleId, channel: str) -> Trace:
        """What became of an article, one that is no other's, in a channel."""
        ...

    async def told_with(self, of: Collection[ArticleId]) -> list[EditionPath]:
        """Editions of whatever channel that were made from any text of these, the newest first."""
        ...

    async def edition(self, edition: str) -> EditionPath | None: ...

    async def slots_of(self, channel: str) -> list[SlotPath]:
        """Slots of a channel that have an edition, or of which was noted why they have none, the newest first."""
        ...

    async def passed_over(self, of: SlotPath) -> list[Named]:
        """What was looked at for the slot and is in no edition of it."""
        ...

    async def addresses_beside(self, key: str) -> list[str]:
        """Addresses of articles of the site that a key of an address belongs to."""
        ...


@dataclass(frozen=True, slots=True)
class ArticleTrace:
    """An article from fetched to posted or dropped, in every channel that there is."""

    path: ArticlePath
    channels: tuple[ChannelPath, ...]


@dataclass(frozen=True, slots=True)
class EditionTrace:
    """An edition, or a slot that has none and why. `passed` was looked at for it and not told. `spent` is by model."""

    slot: SlotPath
    due_at: datetime | None
    told: Told | None
    passed: tuple[Named, ...]
    spent: tuple[Spending, ...]


@dataclass(frozen=True, slots=True)
class Tracing:
    """What is asked for a trace, at `now`; of an article in the channel `only`, where one is named."""

    room: Newsroom
    channels: Channels
    paths: Paths
    now: datetime
    only: str | None = None


async def trace_of(what: str, by: Tracing) -> ArticleTrace | EditionTrace:
    """The trace of an article (its address, or its id) or of an edition (its id, or its channel and some of its slot).

    Raises `Rejected` with what may have been meant where there is none, `Unavailable` where the store fails.
    """
    said = what.strip().strip("<>").partition("|")[0].strip()
    channels = {channel.name: channel for channel in await by.channels.all()}
    if by.only is not None and by.only not in channels:
        raise Rejected(f"No channel is named {said_back(by.only)}{nearest(by.only, channels)}")
    if "://" not in said:
        found = await _edition_meant(said, channels, by)
        if found is not None:
            return await _edition_trace(found, channels, by)
    path = await by.paths.article_named(said) if _ID.fullmatch(said) else None
    if path is None:
        path = await _article_at(said, channels, by)
    return await _article_trace(path, channels, by)


# --- an article -----------------------------------------------------------------------------------


async def _article_at(said: str, channels: Mapping[str, Channel], by: Tracing) -> ArticlePath:
    keys = keys_of("", guid=None, address=said, title=None, text="").sure
    if not said or " " in said or not ("://" in said or "." in said):
        raise Rejected(
            f"{said_back(said)} is no article's address or id, and no edition of a channel"
            f"{_channel_meant(said, channels)}. Name an article: factbox why https://example.org/news/ferry; or a "
            'channel with a time of its editions: factbox why "slack:C0123 08:00"'
        )
    if not keys:
        raise Rejected(f"{said} is a site's front page, not an article's address")
    path = await by.paths.article([*keys, said])
    if path is None:
        site = host_of(canonical(said))
        near = difflib.get_close_matches(said, await by.paths.addresses_beside(keys[0]), n=1, cutoff=0.6)
        meant = f" Did you mean {near[0]}?" if near else ""
        raise Rejected(
            f"No source has shown {said}.{meant} `factbox feeds` says how the feeds fare; where {site} has one that is "
            f"not among them: factbox feeds add {site}"
        )
    return path


def _channel_meant(said: str, channels: Collection[str]) -> str:
    near = difflib.get_close_matches(said.partition(" ")[0], channels, n=1, cutoff=0.5)
    return f" (there is one named {near[0]})" if near else ""


async def _article_trace(path: ArticlePath, channels: Mapping[str, Channel], by: Tracing) -> ArticleTrace:
    of = [path.article.id, *([path.original.id] if path.original else [])]
    told: dict[str, list[Told]] = {}
    for edition in await by.paths.told_with(of):
        name = edition.edition.channel
        briefs = _told(edition, channels.get(name))
        about = [each for each in briefs.briefs if {a.id for a in each.articles}.intersection(path.ids)]
        told.setdefault(name, []).append(Told(briefs.edition, briefs.slot, briefs.due_at, briefs.written_at, (*about,)))
    found: list[ChannelPath] = []
    story = None
    for name, channel in channels.items():
        if by.only in (None, name):
            trace = await by.paths.fate(path.article.id, name)
            story = story or await story_with(trace, by.room)
            fate = await fate_of(trace, story, channel, by.room, by.now)
            found.append(ChannelPath(name, by.channels.set_in(channel), fate, tuple(told.get(name, ()))))
    if by.only is None:
        found += [_elsewhere(name, each) for name, each in told.items() if name not in channels]
    return ArticleTrace(path, tuple(found))


def _elsewhere(name: str, told: Sequence[Told]) -> ChannelPath:
    """Editions of a channel that is none, or none any more: a follower's."""
    if all(is_read_elsewhere(each.slot) for each in told):
        fate = Fate("read", "They follow its story, and had read this when they began to.")
    else:
        fate = Fate("told", "Told there: to somebody who follows its story, or while editions went there.")
    return ChannelPath(name, "elsewhere", fate, tuple(told))


def _told(path: EditionPath, channel: Channel | None) -> Told:
    edition = path.edition
    due = planned_at(channel, edition.slot) if channel else None
    return Told(edition.id, edition.slot, due, path.written_at, briefs_of(path))


# --- an edition -----------------------------------------------------------------------------------


async def _edition_meant(said: str, channels: Mapping[str, Channel], by: Tracing) -> SlotPath | None:
    """The slot that is named: by its edition's id, a delivery's key, or its channel with some of its slot."""
    words = said.split()
    for id_ in (said, " ".join(words[:-1])):
        if id_ and (path := await by.paths.edition(id_)):
            return await _noted(SlotPath(path.edition.channel, path.edition.slot, path.edition.id), by)
    for many in range(len(words), 0, -1):
        name, rest = " ".join(words[:many]), words[many:]
        slots = await by.paths.slots_of(name)
        if not slots and name not in channels:
            continue
        for slot in slots:
            if all(word in slot.slot for word in rest):
                return slot
        raise Rejected(_no_edition(name, rest, slots, channels, by.now))
    return None


async def _noted(slot: SlotPath, by: Tracing) -> SlotPath:
    """The slot with what was noted of it."""
    return next((each for each in await by.paths.slots_of(slot.channel) if each.slot == slot.slot), slot)


def _no_edition(
    name: str, rest: Sequence[str], slots: Sequence[SlotPath], channels: Mapping[str, Channel], now: datetime
) -> str:
    channel = channels.get(name)
    next_one = f" The next one comes {coming(channel, now)}." if channel and not channel.paused else ""
    paused = " It is paused." if channel and channel.paused else ""
    if not slots:
        return f"{name} has had no edition yet.{paused}{next_one}"
    newest = ", ".join(f'"{name} {slot.slot}"' for slot in slots[:_SHOWN])
    return f"{name} has no edition of {said_back(' '.join(rest))}.{paused}{next_one} Its newest: {newest}"


async def _edition_trace(slot: SlotPath, channels: Mapping[str, Channel], by: Tracing) -> EditionTrace:
    path = await by.paths.edition(slot.edition) if slot.edition else None
    channel = channels.get(slot.channel)
    return EditionTrace(
        slot,
        planned_at(channel, slot.slot) if channel else None,
        _told(path, channel) if path else None,
        tuple(await by.paths.passed_over(slot)),
        tuple(await by.room.stories.spending_of(slot.edition or f"{slot.channel} {slot.slot}")),
    )
