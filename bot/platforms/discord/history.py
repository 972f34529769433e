"""What of ours stands on Discord already: a message is found by the tag in what its buttons carry, else by its words.

Anybody could write a button that bears a tag, so only messages of our own bot count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.keeping import MessageId
from bot.outcomes import Rejected, Unavailable, Unclear
from bot.platforms.discord.access import is_id
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.failures import Refused
from bot.platforms.discord.marks import HEAD, components_in, tag_of, tags_in
from bot.platforms.discord.messages import Message
from bot.platforms.discord.refusals import UNKNOWN_CHANNEL, UNKNOWN_MESSAGE
from bot.platforms.discord.spots import Spot
from bot.platforms.discord.talk import A_PAGE, MOST_PAGES, messages_in, snowflake

_LOOK_BACK = 600.0  # seconds that our clock may be ahead of Discord's, where a channel is busy
_MOST_PIECES = 100  # of one card; none comes near it
_POSTS_AT_LEAST = 5  # of a forum are looked at, however old our clock says they are


@dataclass(frozen=True, slots=True)
class Found:
    """A message of ours that stands in a channel (or thread), with its flags and all letters and digits in it."""

    id: MessageId
    channel: str
    flags: int = 0
    words: str = ""


Pieces = dict[int, Found]


class Sought:
    """The pieces that were posted with one key. Those that carry no tag are known by their words, from `oldest` on."""

    def __init__(self, calls: Calls, key: str, messages: Sequence[Message] = (), oldest: int = 0) -> None:
        self._us = calls.us.user
        self._oldest = oldest
        self._tags = {tag_of(key, piece): piece for piece in range(_MOST_PIECES)}
        bare = {words_in(one): piece for piece, one in enumerate(m.payload() for m in messages) if not tags_in(one)}
        self._words = {words: piece for words, piece in bare.items() if words}

    def piece(self, message: Mapping[str, Any]) -> int | None:
        """Which piece a message is, as Discord gives it."""
        author = message.get("author")
        if not isinstance(author, dict) or author.get("id") != self._us:
            return None
        tags = tags_in(message)
        for tag in tags:
            if tag in self._tags:
                return self._tags[tag]
        if tags or not self._words or int(message["id"]) < self._oldest:
            return None
        return self._words.get(words_in(message))


async def pieces_of(calls: Calls, key: str, messages: Sequence[Message], spot: Spot, since: datetime) -> Pieces:
    """The pieces with this key that were posted at a spot `since` then, or a little before.

    `since` is of our own clock: the newest messages are looked at whatever it says. Raises `Unclear` where it cannot
    look: then they may stand there or not.
    """
    oldest = snowflake(since.timestamp() - _LOOK_BACK)
    sought = Sought(calls, key, messages, oldest)
    try:
        if spot.kind == "forum":
            found = await _posted(calls, sought, spot, oldest)
        else:
            found = await _pieces_in(calls, sought, spot.channel, oldest)
        if HEAD in found and len(messages) > 1 and _has_thread(spot):
            found = {**await _in_thread(calls, sought, found[HEAD].id), **found}
    except (Unavailable, Rejected) as error:
        raise Unclear(f"it cannot be seen whether it was posted in {spot.channel} before: {error}") from error
    return found


async def details_of(calls: Calls, key: str, spot: Spot, head: MessageId, threaded: bool) -> Pieces:
    """The pieces with this key that follow a head at a spot. Raises `Unavailable` or `Rejected`.

    `threaded`: a thread was begun from the head.
    """
    sought = Sought(calls, key)
    if spot.kind == "forum" or threaded:
        found = await _in_thread(calls, sought, head)
        if found or spot.kind == "forum":
            return found
    return await _pieces_in(calls, sought, spot.channel, int(head) - 1)


def _has_thread(spot: Spot) -> bool:
    """Whether pieces that follow a head there stand in a thread of its own."""
    return spot.kind == "forum" or (spot.begins and spot.replies_to is None)


async def _in_thread(calls: Calls, sought: Sought, head: MessageId) -> Pieces:
    try:
        return await _pieces_in(calls, sought, head, int(head) - 1)
    except Refused as error:
        if error.code != UNKNOWN_CHANNEL:
            raise
        return {}


async def _pieces_in(calls: Calls, sought: Sought, channel: str, oldest: int) -> Pieces:
    found: Pieces = {}
    async for message in messages_in(calls, channel, oldest):
        piece = sought.piece(message)
        if piece is not None:
            # Those that come later are older: should there be two, the first one posted counts.
            found[piece] = _found(message, channel)
    return found


async def _posted(calls: Calls, sought: Sought, forum: Spot, oldest: int) -> Pieces:
    """A forum's post of ours, with what we wrote in it."""
    for post in await _posts(calls, forum, oldest):
        path = "/channels/{channel_id}/messages/{message_id}"
        try:
            first = await calls("GET", path, shape=dict, channel_id=post, message_id=post)
        except Refused as error:
            if error.code not in (UNKNOWN_CHANNEL, UNKNOWN_MESSAGE):
                raise
            continue
        if is_id(first.get("id")) and sought.piece(first) == HEAD:
            return {HEAD: _found(first, post)}
    return {}


async def _posts(calls: Calls, forum: Spot, oldest: int) -> list[str]:
    """The ids of our posts in a forum since then, and of the newest in any case, the newest first."""
    active = await calls("GET", "/guilds/{guild_id}/threads/active", shape=dict, guild_id=forum.guild)
    threads, before = _threads(active), ""
    for _ in range(MOST_PAGES):
        where = {"limit": A_PAGE, **({"before": before} if before else {})}
        path = "/channels/{channel_id}/threads/archived/public"
        page = await calls("GET", path, params=where, shape=dict, channel_id=forum.channel)
        archived = _threads(page)
        threads += archived
        before = str(archived[-1].get("thread_metadata", {}).get("archive_timestamp")) if archived else ""
        # They come by when they were archived, which is later than when they were posted.
        if not page.get("has_more") or not before or snowflake(_seconds(before)) < oldest:
            break
    ours = {t["id"] for t in threads if t.get("parent_id") == forum.channel and t.get("owner_id") == calls.us.user}
    newest = sorted(ours, key=int, reverse=True)
    return [post for at, post in enumerate(newest) if int(post) >= oldest or at < _POSTS_AT_LEAST]


def _threads(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    threads = answer.get("threads")
    if not isinstance(threads, list) or not all(isinstance(one, dict) and is_id(one.get("id")) for one in threads):
        raise Unavailable("what Discord answered were no posts of a forum")
    return threads


def _seconds(timestamp: str) -> float:
    try:
        at = datetime.fromisoformat(timestamp)
    except ValueError:
        raise Unavailable("Discord did not tell when a post of a forum was archived") from None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def _found(message: Mapping[str, Any], channel: str) -> Found:
    flags = message.get("flags")
    return Found(MessageId(message["id"]), channel, flags if isinstance(flags, int) else 0, words_in(message))


def words_in(message: Mapping[str, Any]) -> str:
    """All letters and digits that are read in a message: Discord may take away space around them."""
    return "".join(c for words in _said(message) for c in words if c.isalnum())


def _said(message: Mapping[str, Any]) -> Iterator[str]:
    embeds = message.get("embeds")
    embedded = [one for one in embeds if isinstance(one, Mapping)] if isinstance(embeds, list | tuple) else []
    for part in [message, *components_in(message.get("components")), *embedded]:
        for name in ("content", "title", "description"):
            if isinstance(words := part.get(name), str):
                yield words
