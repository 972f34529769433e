"""Cards posted and edited, each piece of them once.

A card is a head, which stands in its place, and pieces that follow in its thread. After a try that may have got
through, Slack is asked which pieces stand there, and only what is missing is posted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.keeping import MessageId
from bot.news.channels import Place
from bot.news.showing.shown import AnswerCard, BriefCard, Card
from bot.outcomes import Partly, Rejected, Unavailable, Unclear
from bot.platforms.newest import Newest
from bot.platforms.slack import streams
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.failures import Refused
from bot.platforms.slack.history import HEAD, Pieces, details_of, left_off, mark, pieces_of, unmarked
from bot.platforms.slack.messages import messages_of
from bot.platforms.slack.pacing import Pace
from bot.platforms.slack.pieces import Message
from bot.platforms.slack.writing import write

SETTLES = 3.0
"""Seconds within which Slack has done what it was doing when a connection broke: until then a look tells nothing."""

_REMEMBERED = 5000  # of each thing
_LONGEST_WAIT = 120  # seconds that an answer waits for its end


@dataclass(frozen=True, slots=True)
class Begun:
    """A message that was begun and holds but a part of what it is to say.

    `ts` is None where nobody knows whether it stands there. `markdown` is what its stream said at first, None for one
    that was posted.
    """

    ts: MessageId | None
    markdown: str | None = None


class Posting:
    """Sends and edits cards, at a pace that Slack allows."""

    def __init__(self, calls: Calls, pace: Pace) -> None:
        self._calls = calls
        self._pace = pace
        self._direct: Newest[str, str] = Newest(_REMEMBERED)
        self._begun: Newest[str, Begun] = Newest(_REMEMBERED)
        self._no_streams: Newest[str, None] = Newest(_REMEMBERED)

    async def send(self, card: Card, place: Place, key: str, tried: datetime | None = None) -> MessageId:
        """As `Platform.send`; an answer that was tried is made whole, as it may have been cut off while it grew."""
        messages = messages_of(card)
        place = await self.at(place)
        found: Pieces = {}
        if tried:
            await self._pace.pause(SETTLES)
            found = await pieces_of(self._calls, key, place, tried)
        head = found.get(HEAD)
        if key in self._begun:
            head = await self._taken_up(messages[HEAD], place, key, head)
        elif tried and isinstance(card, AnswerCard):
            head = await self._finished(messages[HEAD], place, key, head, tried)
        if head is None:
            head = await self.post(messages[HEAD], place, key, HEAD)
        try:
            await self.follow(messages, place, key, head, found)
        except Rejected as error:
            raise Partly(str(error), head) from error
        return head

    async def edit(self, card: Card, place: Place, message: str, key: str) -> None:
        """As `Platform.edit`: the head, then the pieces in its thread, of which some may be new and some gone."""
        messages = messages_of(card)
        place = await self.at(place)
        head = MessageId(message)
        await self._change(messages[HEAD], place.channel, head, key, HEAD)
        if len(messages) == 1 and not isinstance(card, BriefCard):
            return
        found = await details_of(self._calls, key, place.channel, place.thread or head)
        for piece, ts in found.items():
            if piece in range(1, len(messages)):
                await self._change(messages[piece], place.channel, ts, key, piece)
            elif piece != HEAD:
                await self.remove(place.channel, ts)
        try:
            await self.follow(messages, place, key, head, found)
        except Unclear as error:
            raise Unavailable(str(error)) from error  # the next edit looks first, too

    async def at(self, place: Place) -> Place:
        """The place as Slack knows it: a person is the direct conversation with them. Raises as a call."""
        user = place.channel
        if not is_person(user):
            return place
        if user not in self._direct:
            answer = await self._calls("conversations.open", users=user)
            opened = answer.get("channel")
            direct = opened.get("id") if isinstance(opened, dict) else None
            if not isinstance(direct, str) or not direct:
                raise Unavailable(f"Slack did not tell where its direct messages with {user} are.")
            self._direct[user] = direct
        return Place(place.platform, self._direct[user], place.thread)

    async def post(self, message: Message, place: Place, key: str, piece: int) -> MessageId:
        """One message, at a place as Slack knows it. Raises as `Platform.send`."""
        await self._pace.turn(place.channel)
        try:
            answer = await write(
                self._calls.once,
                "chat.postMessage",
                message,
                channel=place.channel,
                thread_ts=place.thread,
                metadata=mark(key, piece),
                unfurl_links=False,
                unfurl_media=False,
            )
        except Unavailable as error:
            if error.wait:
                self._pace.rest(place.channel, error.wait)
            raise
        if not answer.get("ts"):
            raise Unclear(f"Slack told no id of the message that it posted in {place.channel}.")
        ts = MessageId(str(answer["ts"]))
        if place.thread and isinstance(said := answer.get("message"), dict) and not said.get("thread_ts"):
            # A reply to what was deleted is posted to the whole channel, which nobody asked for.
            await self.remove(place.channel, ts)
            raise Rejected(f"The message under which this belongs in {place.channel} was deleted.")
        return ts

    async def follow(
        self, messages: list[Message], place: Place, key: str, head: MessageId, found: Pieces | None = None
    ) -> None:
        """Post the pieces that follow the head, but for those found. Raises as `Platform.send`."""
        thread = Place(place.platform, place.channel, place.thread or head)
        for piece, message in enumerate(messages[1:], 1):
            if piece not in (found or {}):
                await self.post(message, thread, key, piece)

    def note_begun(self, key: str, begun: Begun | None) -> None:
        """What was begun with this key holds but a part, or (None) is whole now: `send` makes it whole."""
        if begun is None:
            self._begun.pop(key, None)
        else:
            self._begun[key] = begun

    def streams_in(self, channel: str) -> bool:
        """Whether messages can be streamed there, as far as is known."""
        return channel not in self._no_streams

    def note_no_streams(self, channel: str) -> None:
        """Slack streams nothing there."""
        self._no_streams[channel] = None

    async def remove(self, channel: str, ts: MessageId) -> None:
        """Take a message of ours away, if it is there. Raises `Unavailable` or `Rejected`."""
        try:
            await self._calls("chat.delete", channel=channel, ts=ts)
        except Refused as error:
            if error.code != "message_not_found":
                raise

    async def complete(
        self, message: Message, channel: str, key: str, begun: Begun, ending: streams.Ending | None = None
    ) -> bool:
        """Make whole what was begun. False where it cannot be: then it is taken away, and may be posted.

        Raises `Unavailable`, or `Rejected` where it stands there, cannot be made whole, and cannot be taken away.
        """
        assert begun.ts is not None
        for last in (False, True):
            try:
                if begun.markdown is None:
                    await self._change(message, channel, begun.ts, key, HEAD)
                else:
                    await streams.finish(self._calls, channel, begun.ts, message, mark(key, HEAD), ending)
            except Refused as error:
                try:
                    await self.remove(channel, begun.ts)
                except Rejected:
                    raise error from None
                self.note_begun(key, None)
                return False
            except Unavailable as error:
                # Nobody comes back for the end of an answer: a rest that Slack wants is waited out.
                if last or not 0 < (error.wait or 0) <= _LONGEST_WAIT:
                    raise
                await self._pace.pause(error.wait or 0)
            else:
                break
        self.note_begun(key, None)
        return True

    async def _taken_up(self, message: Message, place: Place, key: str, head: MessageId | None) -> MessageId | None:
        """The message that was begun with this key, made whole; None where none stands there."""
        begun = self._begun[key]
        ts = head or begun.ts
        if ts is None and begun.markdown is not None and place.thread is not None:
            try:
                ts = await unmarked(self._calls, place.channel, place.thread, begun.markdown)
            except (Unavailable, Rejected) as error:
                raise Unclear(f"it cannot be seen whether it was begun in {place.channel}: {error}") from error
        if ts is None:
            self.note_begun(key, None)
            return None
        return ts if await self.complete(message, place.channel, key, Begun(ts, begun.markdown)) else None

    async def _finished(
        self, message: Message, place: Place, key: str, head: MessageId | None, tried: datetime
    ) -> MessageId | None:
        """What another process began of an answer since then, made whole; None where nothing of it stands there."""
        begun = Begun(head)
        if head is None and place.thread is not None:
            try:
                begun = Begun(await left_off(self._calls, place.channel, place.thread, tried), "")
            except (Unavailable, Rejected) as error:
                raise Unclear(f"it cannot be seen whether it was begun in {place.channel}: {error}") from error
        if begun.ts is None:
            return None
        return begun.ts if await self.complete(message, place.channel, key, begun) else None

    async def _change(self, message: Message, channel: str, ts: MessageId, key: str, piece: int) -> None:
        await write(self._calls, "chat.update", message, channel=channel, ts=ts, metadata=mark(key, piece))


def is_person(channel: str) -> bool:
    """Whether a place's channel is a person: then it is a direct message to them."""
    return channel.startswith(("U", "W"))
