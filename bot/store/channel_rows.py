"""Channels as they were set in chat, as rows and back."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from sqlalchemy import Row

from bot.keeping import SetChannel
from bot.news.channels import UNDRESSED, Channel, Dress, Place, Quiet
from bot.news.documents import from_json, to_json
from bot.store.errors import StoreError
from bot.store.rows import whole


def channel_values(channel: Channel, by: str, now: datetime, *, off: bool) -> dict[str, Any]:
    """All columns of a channel. Raises `Rejected` for words with half characters (lone surrogates)."""
    place = channel.place
    return {
        "name": whole(channel.name, "channel's name"),
        "platform": place.platform,
        "channel": whole(place.channel, "channel"),
        "thread": place.thread,
        "times": to_json(tuple(at.isoformat() for at in channel.times)),
        "days": to_json(tuple(sorted(channel.days))),
        "zone": whole(channel.zone, "time zone"),
        "topics": whole(to_json(channel.topics), "topics"),
        "length": channel.length,
        "language": channel.language and whole(channel.language, "language"),
        "sources": whole(to_json(channel.sources), "sources"),
        "stories": channel.stories,
        "owner": channel.owner and whole(channel.owner, "owner"),
        "paused": channel.paused,
        "off": off,
        "dress": None if channel.dress == UNDRESSED else whole(to_json(channel.dress), "look"),
        "quiet": channel.quiet and to_json((channel.quiet.start.isoformat(), channel.quiet.end.isoformat())),
        "catch_up": channel.catch_up,
        "by": whole(by, "author"),
        "at": now,
    }


def channel_from(row: Row[Any]) -> SetChannel:
    """Raises `StoreError` where the stored lists are not what this version of Factbox writes."""
    try:
        times = tuple(map(time.fromisoformat, from_json(tuple[str, ...], row.times)))
        days = frozenset(from_json(tuple[int, ...], row.days))
        topics, sources = from_json(tuple[str, ...], row.topics), from_json(tuple[str, ...], row.sources)
        dress = from_json(Dress, row.dress) if row.dress else UNDRESSED
        quiet = Quiet(*map(time.fromisoformat, from_json(tuple[str, str], row.quiet))) if row.quiet else None
    except ValueError as error:
        raise StoreError(f"channel {row.name} cannot be read: {error}") from error
    channel = Channel(
        name=row.name,
        place=Place(row.platform, row.channel, row.thread),
        times=times,
        days=days,
        zone=row.zone,
        topics=topics,
        length=row.length,
        language=row.language,
        sources=sources,
        stories=row.stories,
        owner=row.owner,
        paused=row.paused,
        dress=dress,
        quiet=quiet,
        catch_up=row.catch_up,
    )
    return SetChannel(channel, row.by, row.at, row.off)
