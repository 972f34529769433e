"""Cards posted and edited, each piece of them once.

A card is a head, which stands in its place, and pieces that follow it: in its thread, or below it where there is none.
Every message bears a nonce, by which Discord knows for some minutes that it was posted. After a try that may have got
through, Discord is asked first which pieces stand there, and only what is missing is posted.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from bot.keeping import MessageId
from bot.news.channels import Dress, Mention, Place
from bot.news.showing.shown import AnswerCard, BriefCard, Card, NoticeCard, SourcesCard
from bot.outcomes import Partly, Rejected, Unavailable, Unclear
from bot.platforms.discord.access import PLATFORM, is_id, is_person
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.edits import Changes
from bot.platforms.discord.failures import Refused
from bot.platforms.discord.history import Found, Pieces, details_of, pieces_of, words_in
from bot.platforms.discord.marks import HEAD, is_head, nonce_of
from bot.platforms.discord.messages import Message, edition_title, messages_of
from bot.platforms.discord.questions import question_title
from bot.platforms.discord.refusals import INVALID_FORM, PUBLISHED, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE
from bot.platforms.discord.spots import Spot, Spots
from bot.platforms.discord.talk import told_in
from bot.platforms.newest import Newest

SETTLES = 3.0
"""Seconds within which Discord has done what it was doing when a connection broke: until then a look tells nothing."""

_SEND_WITHIN = 60.0  # seconds
_REMEMBERED = 5000  # messages that were begun
_MOST_TAGS = 5  # on a forum's post
_CROSSPOSTED = 1 << 0  # a message's flag: it is published already

DressOf = Callable[[Place], Awaitable[Dress]]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Begun:
    """A message that holds but a part of what it is to say; None where nobody knows whether it stands there."""

    message: Found | None = None


class Posting:
    """Sends and edits cards. `clock` gives Unix seconds, `sleep` waits for so many."""

    def __init__(
        self,
        calls: Calls,
        dress_of: DressOf,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._calls = calls
        self._dress_of = dress_of
        self._sleep = sleep
        self._spots = Spots(calls, clock)
        self._changes = Changes(calls, clock)
        self._begun: Newest[str, Begun] = Newest(_REMEMBERED)

    async def send(self, card: Card, place: Place, key: str, tried: datetime | None = None) -> MessageId:
        """As `Platform.send`. What was begun with this key is made whole, also by another process: a tried answer."""
        try:
            async with asyncio.timeout(_SEND_WITHIN):
                return await self._send(card, place, key, tried)
        except TimeoutError:
            raise Unclear(f"it took longer than {_SEND_WITHIN:.0f} seconds to post in {place.channel}") from None

    async def edit(self, card: Card, place: Place, message: str, key: str) -> None:
        """As `Platform.edit`: the head, then the pieces that follow it, of which some may be new and some gone."""
        dress = await self._dress_of(place)
        try:
            await self._edit(card, place, message, key, dress)
        except Refused as error:
            if error.code != INVALID_FORM or not dress.plain:
                raise
            # What was posted in the newer form cannot be had in the older one.
            await self._edit(card, place, message, key, replace(dress, plain=False))

    async def along(self, place: Place, first: MessageId) -> Place:
        """As `Platform.along`: in a forum that has a post for each edition, in that of its first brief."""
        if is_person(place.channel) or place.thread is not None:
            return place
        if (await self._dress_of(place)).posts != "edition":
            return place
        spot = await self._spots.channel(place.channel)
        return replace(place, thread=first) if spot.kind == "forum" else place

    def note_question(self, mention: Mention) -> None:
        """A thread that has to be begun for its answer bears the question's name."""
        title = question_title(mention.text)
        if title and mention.place.thread is not None:
            self._spots.name(mention.place.thread, title)

    async def post(self, message: Message, place: Place, key: str, piece: int) -> MessageId:
        """One message. Raises as `Platform.send`."""
        spot = await self._spots.at(place, message.title)
        return (await self._post(message, spot, key, piece)).id

    async def begin(self, card: Card, place: Place, key: str) -> Found:
        """Post the head of a card that holds but a part as yet: `send` makes it whole. Raises as `Platform.send`."""
        message = await self._head(card, place, key)
        spot = await self._spots.at(place, message.title)
        self._note_begun(key, Begun())
        try:
            found = await self._post(message, spot, key, HEAD)
        except (Unavailable, Rejected):
            self._note_begun(key, None)
            raise
        self._note_begun(key, Begun(found))
        return found

    async def grow(self, card: Card, place: Place, key: str, found: Found) -> None:
        """Show more of what was begun. Raises `Unavailable` or `Rejected`."""
        await self._changes.change(await self._head(card, place, key), found.channel, found.id)

    async def typing(self, place: Place) -> None:
        """Show for ten seconds that we are writing. Raises `Unavailable` or `Rejected`."""
        channel = self._spots.known(place) or await self._spots.direct(place.channel)
        await self._calls("POST", "/channels/{channel_id}/typing", channel_id=channel)

    async def messages(self, place: Place, before: str) -> list[dict[str, Any]]:
        """What was said in a thread before that message, the oldest first, as Discord gives it; the newest 500 of it.

        Where there is no thread, what replies to the message that it would have been begun from, and that message.
        Raises `Unavailable` or `Rejected`.
        """
        return await told_in(self._calls, await self._spots.standing(place), place, before)

    async def _send(self, card: Card, place: Place, key: str, tried: datetime | None) -> MessageId:
        dress = await self._dress_of(place)
        messages = messages_of(card, key, dress)
        title = messages[HEAD].title
        spot = await (self._spots.standing(place) if _is_a_word(card) else self._spots.at(place, title))
        if spot.kind == "forum" and dress.posts == "edition" and isinstance(card, BriefCard):
            messages[HEAD] = replace(messages[HEAD], title=edition_title(card, title))
        found: Pieces = {}
        if tried:
            await self._sleep(SETTLES)
            found = await pieces_of(self._calls, key, messages, spot, tried)
        begun = self._begun.get(key)
        head = found.get(HEAD) or (begun.message if begun else None)
        if head is None:
            head = await self._post(messages[HEAD], spot, key, HEAD)
        cut_off = tried and isinstance(card, AnswerCard) and head.words != words_in(messages[HEAD].payload())
        if begun is not None or cut_off:
            # Also where it was posted just now: by its nonce Discord may have given back what was begun.
            await self._made_whole(messages[HEAD], head, key)
        if dress.publish and spot.announces and isinstance(card, BriefCard):
            await self._publish(head)
        try:
            await self._follow(messages, spot, key, head.id, found)
        except Rejected as error:
            raise Partly(str(error), head.id) from error
        return head.id

    async def _edit(self, card: Card, place: Place, message: str, key: str, dress: Dress) -> None:
        messages = messages_of(card, key, dress)
        head = MessageId(message)
        spot, threaded = await self._changed_head(messages[HEAD], await self._spots.standing(place), place, head)
        if len(messages) == 1 and not (isinstance(card, BriefCard) and (threaded or spot.kind != "channel")):
            return
        found = await details_of(self._calls, key, spot, head, threaded)
        for piece, one in found.items():
            if piece in range(1, len(messages)):
                await self._changes.change(messages[piece], one.channel, one.id)
            elif piece != HEAD:
                await self._changes.remove(one)
        try:
            await self._follow(messages, spot, key, head, found)
        except Unclear as error:
            raise Unavailable(str(error)) from error  # the next edit looks first, too

    async def _head(self, card: Card, place: Place, key: str) -> Message:
        return messages_of(card, key, await self._dress_of(place))[HEAD]

    async def _post(self, message: Message, spot: Spot, key: str, piece: int) -> Found:
        try:
            answer = await self._asked_to_post(message, spot, key, piece)
        except Refused as error:
            if error.code == UNKNOWN_CHANNEL:
                self._calls.note_thread(spot.channel, None)
            raise
        if not is_id(answer.get("id")):
            raise Unclear(f"Discord told no id of the message that it posted in {spot.channel}.")
        message_id = MessageId(answer["id"])
        if spot.kind != "forum":
            return Found(message_id, spot.channel, words=words_in(answer))
        self._calls.note_thread(message_id, spot.channel)
        return Found(message_id, message_id)

    async def _asked_to_post(self, message: Message, spot: Spot, key: str, piece: int) -> dict[str, Any]:
        payload = message.payload()
        if spot.kind == "forum":
            post = {"name": message.title, "message": payload, "applied_tags": await self._tags(spot)}
            return await self._posted("/channels/{channel_id}/threads", post, spot)
        payload |= {"nonce": nonce_of(key, piece), "enforce_nonce": True}
        if spot.replies_to is not None:
            payload["message_reference"] = {"message_id": spot.replies_to, "fail_if_not_exists": False}
        return await self._posted("/channels/{channel_id}/messages", payload, spot)

    async def _posted(self, path: str, json: dict[str, Any], spot: Spot) -> dict[str, Any]:
        said: dict[str, Any] = await self._calls(
            "POST", path, json=json, posts=True, shape=dict, channel_id=spot.channel
        )
        return said

    async def _tags(self, forum: Spot) -> list[str]:
        wanted = (await self._dress_of(Place(PLATFORM, forum.channel))).tags
        # One that we may not use would have the whole post refused.
        kept = frozenset[str]() if self._calls.may(forum.channel, "manage_threads") else forum.moderated
        left_out = [name for name in wanted if name.casefold() not in forum.tags.keys() - kept]
        if left_out:
            log.warning("discord_tags_left_out", channel=forum.channel, tags=left_out)
        return [forum.tags[name.casefold()] for name in wanted if name not in left_out][:_MOST_TAGS]

    async def _follow(self, messages: Sequence[Message], spot: Spot, key: str, head: MessageId, found: Pieces) -> None:
        """Post the pieces that follow the head, but for those found. Raises as `Platform.send`."""
        missing = [piece for piece in range(1, len(messages)) if piece not in found]
        if missing:
            below = await self._spots.under(spot, head, messages[HEAD].title)
            if below == spot and below.replies_to is None and is_head({"components": messages[HEAD].components}):
                below = replace(below, replies_to=head)  # by that it is told from the talk around it
            for piece in missing:
                await self._post(messages[piece], below, key, piece)

    async def _publish(self, head: Found) -> None:
        """Give it to the channels that follow an announcement channel; it stands where it is in any case."""
        if head.flags & _CROSSPOSTED:
            return
        try:
            await self._calls(
                "POST",
                "/channels/{channel_id}/messages/{message_id}/crosspost",
                channel_id=head.channel,
                message_id=head.id,
            )
        except (Unavailable, Rejected) as error:
            if not isinstance(error, Refused) or error.code != PUBLISHED:
                log.warning("discord_not_published", channel=head.channel, message=head.id, why=str(error))

    async def _changed_head(self, message: Message, spot: Spot, place: Place, head: MessageId) -> tuple[Spot, bool]:
        """Edit a head; where it turned out to stand, and whether a thread was begun from it."""
        try:
            return spot, await self._changes.change(message, head if spot.kind == "forum" else spot.channel, head)
        except Refused as error:
            if error.code != UNKNOWN_MESSAGE or spot.kind != "thread" or spot.channel == place.channel:
                raise
        # When it was posted, the thread was not there yet: it is a reply in the channel.
        spot = replace(await self._spots.channel(place.channel), replies_to=place.thread)
        return spot, await self._changes.change(message, spot.channel, head)

    async def _made_whole(self, message: Message, head: Found, key: str) -> None:
        try:
            await self._changes.change(message, head.channel, head.id)
        except Rejected:
            self._note_begun(key, None)
            raise
        self._note_begun(key, None)

    def _note_begun(self, key: str, begun: Begun | None) -> None:
        if begun is None:
            self._begun.pop(key, None)
        else:
            self._begun[key] = begun


def _is_a_word(card: Card) -> bool:
    """Help, or that we have no opinions: said in the channel, as a reply, since nothing of it could be asked about."""
    match card:
        case NoticeCard():
            return True
        case AnswerCard():
            return not (card.lines or card.sources)
        case _:
            return isinstance(card, SourcesCard) and not card.sources
