"""An answer that grows while it is written: streamed where Slack streams, else posted and edited.

Nothing of it is needed but its end: what cannot be shown now is left out, and the end puts the whole in its place.
"""

from __future__ import annotations

from typing import Literal

import structlog

from bot.keeping import MessageId
from bot.news.channels import Mention, Place
from bot.news.showing.shown import AnswerCard
from bot.outcomes import Rejected, Unavailable, Unclear
from bot.platforms.proof_marks import proofs_of
from bot.platforms.slack import streams
from bot.platforms.slack.answers import answer_markdown, answer_rest
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.failures import Refused
from bot.platforms.slack.history import HEAD, mark, unmarked
from bot.platforms.slack.messages import messages_of
from bot.platforms.slack.pacing import Pace
from bot.platforms.slack.posting import SETTLES, Begun, Posting
from bot.platforms.slack.writing import write

# "still": it stands there and is not touched before the end. "lost": nobody knows whether it stands there.
_State = Literal["not begun", "streaming", "edited", "still", "lost"]

log = structlog.get_logger()


class GrowingMessage:
    """The answer to one mention; fits `ports.Growing`."""

    def __init__(self, calls: Calls, pace: Pace, posting: Posting, mention: Mention, key: str) -> None:
        self._calls, self._pace, self._posting = calls, pace, posting
        self._mention, self._key = mention, key
        self._state: _State = "not begun"
        self._ts = MessageId("")
        self._streamed = ""

    async def show(self, card: AnswerCard) -> None:
        """As `ports.Growing.show`; never raises."""
        try:
            await self._show(card)
        except (Unavailable, Rejected, Unclear) as error:
            log.info("slack_answer_not_shown_yet", mention=self._mention.event, why=str(error))

    async def end(self, card: AnswerCard) -> MessageId:
        """As `ports.Growing.end`."""
        if self._state == "lost":
            # The next `send` with this key looks for it, and makes it whole.
            raise Unclear(f"the answer in {self._mention.place.channel} may have been begun.")
        if self._state == "not begun":
            return await self._posting.send(card, self._mention.place, self._key)
        place = await self._posting.at(self._mention.place)
        messages = messages_of(card)
        begun = Begun(self._ts, None if self._state == "edited" else self._streamed)
        if not await self._posting.complete(messages[HEAD], place.channel, self._key, begun, self._ending(card)):
            return await self._posting.send(card, place, self._key)
        await self._posting.follow(messages, place, self._key, self._ts)
        return self._ts

    def _ending(self, card: AnswerCard) -> streams.Ending | None:
        markdown, below = _markdown(card), answer_rest(card)
        if self._state != "streaming" or not markdown.startswith(self._streamed) or len(below) > 1:
            return None
        return streams.Ending(markdown[len(self._streamed) :], below[0].blocks)

    async def _show(self, card: AnswerCard) -> None:
        if self._state == "not begun":
            await self._begin(card)
        elif self._state == "streaming":
            await self._append(card)
        elif self._state == "edited":
            await self._edit(card)

    async def _begin(self, card: AnswerCard) -> None:
        place = await self._posting.at(self._mention.place)
        markdown = _markdown(card)
        if place.thread is None or not 0 < len(markdown) <= streams.MOST_CHARS:
            await self._post(card, place)
        elif self._posting.streams_in(place.channel):
            await self._stream(card, place, markdown)
        else:
            await self._post(card, place)

    async def _stream(self, card: AnswerCard, place: Place, markdown: str) -> None:
        if not self._pace.may("chat.startStream"):
            return
        await self._pace.turn(place.channel)
        self._posting.note_begun(self._key, Begun(None, markdown))
        try:
            ts = await streams.start(self._calls, place, self._mention, markdown)
        except Refused as error:
            log.info("slack_no_stream", channel=place.channel, why=str(error))
            self._posting.note_begun(self._key, None)
            self._posting.note_no_streams(place.channel)
            await self._post(card, place)
        except Unavailable as error:
            self._posting.note_begun(self._key, None)
            self._leave_out("chat.startStream", error)
            raise
        except Unclear:
            self._state = "lost"
            await self._look(place, markdown)
        else:
            self._began(ts, markdown)

    async def _look(self, place: Place, markdown: str) -> None:
        """A start without an answer: go on with what it began, or begin anew; or remain lost."""
        assert place.thread is not None
        await self._pace.pause(SETTLES)
        ts = await unmarked(self._calls, place.channel, place.thread, markdown)
        if ts is None:
            self._posting.note_begun(self._key, None)
            self._state = "not begun"
        else:
            self._began(ts, markdown)

    def _began(self, ts: MessageId, markdown: str) -> None:
        self._posting.note_begun(self._key, Begun(ts, markdown))
        self._state, self._ts, self._streamed = "streaming", ts, markdown

    async def _post(self, card: AnswerCard, place: Place) -> None:
        self._posting.note_begun(self._key, Begun(None))
        try:
            ts = await self._posting.post(messages_of(card)[HEAD], place, self._key, HEAD)
        except Unclear:
            self._state = "lost"
            raise
        except (Unavailable, Rejected):
            self._posting.note_begun(self._key, None)
            raise
        self._posting.note_begun(self._key, Begun(ts))
        self._state, self._ts = "edited", ts

    async def _append(self, card: AnswerCard) -> None:
        markdown = _markdown(card)
        more = markdown[len(self._streamed) :]
        if not markdown.startswith(self._streamed) or not 0 < len(more) <= streams.MOST_CHARS:
            return
        if not self._pace.may("chat.appendStream"):
            return
        place = await self._posting.at(self._mention.place)
        try:
            await self._calls.once("chat.appendStream", channel=place.channel, ts=self._ts, markdown_text=more)
        except Refused as error:
            if error.code != streams.ENDED:
                self._state = "still"
                raise
            # What it holds stays, and is edited from now on.
            self._state = "edited"
            await self._edit(card)
        except Unavailable as error:
            self._leave_out("chat.appendStream", error)
            raise
        except Unclear:
            # What the stream holds is not known: nothing can be added to it.
            self._state = "still"
            raise
        else:
            self._streamed = markdown

    async def _edit(self, card: AnswerCard) -> None:
        if not self._pace.may("chat.update"):
            return
        place = await self._posting.at(self._mention.place)
        message, metadata = messages_of(card)[HEAD], mark(self._key, HEAD)
        try:
            await write(self._calls.once, "chat.update", message, channel=place.channel, ts=self._ts, metadata=metadata)
        except Refused:
            self._state = "still"
            raise
        except Unavailable as error:
            self._leave_out("chat.update", error)
            raise

    def _leave_out(self, method: str, error: Unavailable) -> None:
        if error.wait:
            self._pace.leave_out(method, error.wait)


def _markdown(card: AnswerCard) -> str:
    return answer_markdown(card.lines, proofs_of(card.sources).links)
