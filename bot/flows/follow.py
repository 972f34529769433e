"""People who follow a story are told, by direct message, what is new of it as soon as it is proven.

    thread                    the story of the brief they stand under               I/O
    | kept.follow             they follow it                                        I/O
    | store.save_edition      what they have read, owing nothing                    I/O
    --- something new came in ---
    | stories.stories_due     of the stories they follow                            I/O
    | publish.brief_for       what is new, proven; or nothing                       rule
    | store.save_edition      with a delivery to them, in one transaction           I/O

A follower is a channel of their own to the store, so that nothing is told to them twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime

import structlog

from bot.flows.newsroom import Newsroom
from bot.flows.publish import brief_for, log_spent
from bot.flows.threads import Thread
from bot.news.channels import Channel, Delivery, Edition, EditionId, Place
from bot.news.chat import Follow, Person
from bot.news.dossier import dossier_of
from bot.news.lengths import LENGTHS
from bot.news.machine_talk import named_for_readers
from bot.news.types import StoryId
from bot.ports import ChannelStore

_MOST_READ_BEFORE = 12  # briefs of a story that a follower has read in the channel, the newest
_EVER = datetime.min.replace(tzinfo=UTC)

_FOLLOWED = "followed "

HeldUntil = Callable[[Place, datetime], Awaitable[datetime | None]]
"""When the quiet hours end in which a place is at a moment; None where it is in none."""

log = structlog.get_logger()


def followed_by(person: Person, thread: Thread) -> Follow | None:
    """What the person would follow there; None where the thread hangs under no one story."""
    stories = {brief.story for brief in thread.briefs}
    story = stories.pop() if len(stories) == 1 else None
    return Follow(Place(person.platform, person.id), story) if story else None


def is_read_elsewhere(slot: str) -> bool:
    """The slot of an edition that was never posted: it stands for what a follower had read in a channel."""
    return slot.startswith(_FOLLOWED)


async def start_following(follow: Follow, thread: Thread, room: Newsroom, kept: ChannelStore, now: datetime) -> bool:
    """From now on they are told what is new. False where they follow the story already. Raises `Unavailable`."""
    assert thread.posted is not None, "what is followed was posted"
    edition = thread.posted.edition
    told = await room.stories.briefs_of(edition.channel, follow.story, _MOST_READ_BEFORE)
    slot = f"{_FOLLOWED}{edition.id} {follow.story}"
    read = Edition(EditionId(f"{follow.channel} {slot}"), follow.channel, slot, tuple(told) or thread.briefs)
    # First what they have read: if we stop in between, nothing old is told to them as news.
    await room.store.save_edition(read, [], now)
    return await kept.follow(follow, now)


async def tell_followers(
    room: Newsroom, follows: Iterable[Follow], now: datetime, held_until: HeldUntil | None = None
) -> int:
    """Write what is new of each followed story, and owe it to whoever follows it; how many updates there are.

    Whom `held_until` holds is told when that is over, of each story once. Safe to run again. Raises `Unavailable`.
    """
    told = 0
    theirs: dict[str, dict[StoryId, Follow]] = {}
    for follow in follows:
        theirs.setdefault(follow.channel, {})[follow.story] = follow
    for channel, stories in theirs.items():
        place = next(iter(stories.values())).place
        if held_until is not None and await held_until(place, now) is not None:
            continue
        for story in await room.stories.stories_due(channel, _EVER, only=list(stories)):
            try:
                async with room.writing(channel):
                    told += await _tell(stories[story], room, now)
            except Exception:
                # A story that breaks a rule of ours must not cost the other followers theirs. It stays due.
                log.exception("update_failed", story=story)
    return told


async def _tell(follow: Follow, room: Newsroom, now: datetime) -> bool:
    """One update, where anything new is proven."""
    reader = _reader(follow)
    slot = f"{now:%Y-%m-%dT%H:%M} UTC {follow.story}"
    key = EditionId(f"{reader.name} {slot}")
    mark = await room.store.told_mark(reader.name)  # first: what another copy tells them from here on is found by it
    rows = await room.stories.articles_of_story(follow.story)
    articles = [named_for_readers(article) for article, _ in rows]
    copies = {article.id: original for article, original in rows if original is not None}
    dossier = await asyncio.to_thread(dossier_of, follow.story, articles, copies, room.owners, room.reading.read)
    brief, spent = await brief_for(dossier, reader, room, LENGTHS[reader.length])
    for spending in spent:
        await room.stories.spend(now.astimezone(UTC).date(), key, reader.name, spending)
        log_spent("update", spending)
    if brief is None:
        await room.stories.pass_over(reader.name, [a.revision.id for a in articles], now)
        return False
    edition = Edition(key, reader.name, slot, (brief,))
    return await room.store.save_edition(edition, [Delivery(f"{key} 0", key, reader.place)], now, after=mark)


def _reader(follow: Follow) -> Channel:
    """The follower as a channel: theirs is told when it comes, at no set time."""
    return Channel(follow.channel, follow.place, (), frozenset(), "UTC")
