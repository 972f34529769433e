"""What comes of what people do: a question waits for its answer, a button shows its card, a form opens or is read.

What comes back is shown to that person alone. Nothing here raises: whoever did something is told what went wrong.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

import structlog

from bot.news.channels import Mention, Place
from bot.news.chat import Order
from bot.news.chat import Press as Pressed
from bot.news.showing.forms import FormCard
from bot.news.showing.shown import Card, NoticeCard
from bot.platforms.chat_words import cut, line
from bot.platforms.ears import Ears, Heard, question_key
from bot.platforms.said_back import BUSY, in_words, safely
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.gestures import PLATFORM, Asking, Opened, person_in, seen_at, text_in
from bot.platforms.slack.history import HEAD
from bot.platforms.slack.home import home_view
from bot.platforms.slack.pieces import Message
from bot.platforms.slack.posting import Posting
from bot.platforms.slack.standing import Standing
from bot.platforms.slack.submissions import ASK, QUESTION, asked_in, errors_response, filled_from
from bot.platforms.slack.views import ask_modal, modal
from bot.platforms.slack.whispers import Whispers
from bot.platforms.slack.words import escaped
from bot.ports import Reception, Rejected, Unavailable, Unclear

PATIENCE = 2.0
"""Seconds of Slack's three that a form's answer may take before the form is closed and the answer comes by itself.

A message that is not known for ours or others' by then is sent again.
"""

_LONGEST = 3000  # characters of a question that are shown

_PROMPTS = (
    ("What happened today?", "What are the main stories today?"),
    ("What is new?", "What is new since yesterday?"),
    ("Show me what you can do", "help"),
)

_NOT_KEPT = "I could not take your question just now. Please send it again in a moment."

Spawn = Callable[[Coroutine[Any, Any, Any]], asyncio.Task[Any]]

log = structlog.get_logger()


class Doings:
    """Does what people ask of us. `reading` shows that we are at a mention; `patience` is in seconds."""

    def __init__(
        self,
        calls: Calls,
        reception: Reception,
        ears: Ears,
        standing: Standing,
        posting: Posting,
        reading: Callable[[Mention], Awaitable[None]],
        patience: float,
    ) -> None:
        self._calls, self._reception, self._ears = calls, reception, ears
        self._standing, self._posting, self._patience = standing, posting, patience
        self._reading, self._whispers = reading, Whispers(calls, posting)

    async def heard(self, heard: Heard, spawn: Spawn) -> bool:
        """A message: where it is for us it waits for its answer, or we say that we are busy.

        False where it may be for us and could not be kept: then Slack must send it again.
        """
        try:
            taken = await self._ears.hear(heard)
        except Unavailable as error:
            log.warning("slack_mention_not_kept", mention=heard.mention.event, why=str(error))
            return False
        spawn(self._reading_on(heard) if taken else self._busy(heard))
        return True

    async def opened(self, opened: Opened) -> None:
        """Our home page, made anew each time it is opened; in direct messages some questions to begin with."""
        place = Place(PLATFORM, opened.channel or opened.user)
        try:
            if opened.tab == "home":
                _, person = await self._standing.meet(Place(PLATFORM, opened.user), opened.user)
                card = await self._reception.home(person)
                await self._calls("views.publish", user_id=opened.user, view=home_view(card))
            elif opened.channel:
                prompts = [{"title": title, "message": message} for title, message in _PROMPTS]
                await self._calls("assistant.threads.setSuggestedPrompts", channel_id=opened.channel, prompts=prompts)
        except (Unavailable, Rejected, Unclear) as error:
            log.warning("slack_tab_not_shown", tab=opened.tab, channel=place.channel, why=str(error))
        except Exception:
            log.exception("slack_tab_not_shown", tab=opened.tab)

    async def pressed(self, pressed: Pressed | Asking, payload: Mapping[str, Any]) -> None:
        """A button: "Ask" opens a form, the others show their card to whoever pressed them."""
        person = person_in(payload)
        if person is None:
            return
        trigger, url = text_in(payload, "trigger_id"), text_in(payload, "response_url")

        async def card() -> Card | None:
            if isinstance(pressed, Asking):
                await self._calls.once("views.open", trigger_id=trigger, view=ask_modal(pressed.place, pressed.message))
                return None
            place, known = await self._standing.meet(pressed.place, person.id)
            return await self._reception.pressed(replace(pressed, place=place, person=known))

        await self._told(card(), seen_at(payload, pressed.place), person.id, url)

    async def ordered(self, order: Order, payload: Mapping[str, Any]) -> None:
        """A slash command: its form, while Slack still lets us open one, or its card."""
        trigger, url = text_in(payload, "trigger_id"), text_in(payload, "response_url")

        async def card() -> Card | None:
            place, person = await self._standing.meet(order.place, order.person.id)
            answer = await self._reception.ordered(replace(order, place=place, person=person))
            if not isinstance(answer, FormCard):
                return answer
            await self._calls.once("views.open", trigger_id=trigger, view=modal(answer))
            return None

        await self._told(card(), order.place, order.person.id, url)

    async def sent(self, payload: Mapping[str, Any], spawn: Spawn) -> Mapping[str, Any]:
        """A form that was sent: what Slack is answered, which is nothing where it can be closed.

        What takes longer than our patience goes on in a task that `spawn` holds, and is told when it is done.
        """
        person = person_in(payload)
        view = payload.get("view")
        if person is None or not isinstance(view, Mapping):
            return {}
        try:
            if view.get("callback_id") == ASK:
                place, question = asked_in(view)
                if not question:
                    return errors_response({QUESTION: "Write a question."}, view)
                form = text_in(view, "id")
                wrong = await self._asked(Mention(f"ask {form}", place, person.id, question), form, spawn)
                return errors_response({QUESTION: wrong}, view) if wrong else {}
            filled = filled_from(view, person)
        except ValueError as error:
            log.warning("slack_form_not_read", why=str(error))
            return {}
        place = filled.place

        async def outcome() -> Card | Mapping[str, str]:
            _, known = await self._standing.meet(place, person.id)
            return await self._reception.filled(replace(filled, person=known))

        reading = spawn(safely(outcome()))
        done, _ = await asyncio.wait([reading], timeout=self._patience)
        if not done:
            spawn(self._later(reading, place, person.id))
            return {}
        answer = reading.result()
        if isinstance(answer, Mapping):
            try:
                return errors_response(answer, view)
            except ValueError:  # the form has no field to show them at
                answer = in_words(answer)
        spawn(self._whispers.show(answer, place, person.id))
        return {}

    async def _later(self, reading: asyncio.Task[Card | Mapping[str, str]], place: Place, user: str) -> None:
        answer = await reading
        # The form is closed: what was wrong in it is told in words.
        await self._whispers.show(in_words(answer) if isinstance(answer, Mapping) else answer, place, user)

    async def _reading_on(self, heard: Heard) -> None:
        if await self._ears.still_waits(heard.mention):
            await self._reading(heard.mention)

    async def _busy(self, heard: Heard) -> None:
        log.warning("slack_too_many_mentions", mention=heard.mention.event)
        place = heard.mention.place
        # Nobody is shown anything in a thread that is not there yet.
        there = replace(place, thread=None) if heard.begins else place
        await self._whispers.show(BUSY, there, heard.mention.author)

    async def _asked(self, mention: Mention, form: str, spawn: Spawn) -> str:
        """Keep a question that was asked by a form; why it cannot be, in words, or "". All else goes on in tasks."""
        # Not cut off where it takes long: kept it must wait for its answer here.
        keeping = spawn(self._kept(mention, form, spawn))
        done, _ = await asyncio.wait([keeping], timeout=self._patience)
        if done:
            return str(keeping.result())
        spawn(self._kept_late(keeping, mention))
        return ""

    async def _kept(self, mention: Mention, form: str, spawn: Spawn) -> str:
        try:
            kept = await self._ears.keep(mention)
        except Unavailable as error:
            log.warning("slack_mention_not_kept", mention=mention.event, why=str(error))
            return _NOT_KEPT
        if kept == "kept":
            spawn(self._told(self._posed(mention, form), replace(mention.place, thread=None), mention.author, ""))
        return BUSY.text if kept == "no room" else ""

    async def _kept_late(self, keeping: asyncio.Task[str], mention: Mention) -> None:
        if words := await keeping:
            await self._whispers.show(NoticeCard(words), replace(mention.place, thread=None), mention.author)

    async def _posed(self, mention: Mention, form: str) -> None:
        """It is posted in its thread, so that others understand the answer; then it waits."""
        try:
            message = _quoted(mention.text, await self._name(mention.author))
            place = await self._posting.at(mention.place)
            await self._posting.post(message, place, question_key(mention.author, form), HEAD)
        except Unclear as error:
            log.warning("slack_question_unclear", why=str(error))  # it may stand there: answered it must be
        finally:
            # Kept it is also where it could not be posted: whoever answers it ends it.
            self._ears.enter(mention)

    async def _name(self, user: str) -> str:
        try:
            return await self._standing.name_of(user)
        except Unavailable:
            return ""

    async def _told(self, doing: Coroutine[Any, Any, Card | None], place: Place, user: str, url: str) -> None:
        card = await safely(doing)
        if card is not None:
            await self._whispers.show(card, place, user, url)


def _quoted(question: str, name: str) -> Message:
    """The question as a quotation: rich text, in which nothing is a mention."""
    name = line(name) or "Somebody"
    words = cut(line(question), _LONGEST) or "…"
    says = {"type": "rich_text_section", "elements": [{"type": "text", "text": f"{name} asks:"}]}
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": words}]}
    return Message(({"type": "rich_text", "elements": [says, quote]},), f"{escaped(name)} asks: {escaped(words)}")
