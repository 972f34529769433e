"""What people do on Discord, done once each: a button shows its card, a question waits for its answer, a form is read.

What comes back is shown to that person alone. Nothing here raises: whoever did something is told what went wrong.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

import discord
import structlog

from bot.news.channels import Place
from bot.news.chat import Button, Order, Press
from bot.news.showing.forms import FormCard
from bot.news.showing.shown import Card, NoticeCard
from bot.platforms.discord.asking import Pace, asked
from bot.platforms.discord.buttons import ACTION_ROW, BUTTON
from bot.platforms.discord.form_answers import Filling, Opened, Outcome, Uninvited, Wrong
from bot.platforms.discord.kept_forms import Draft, Drafts
from bot.platforms.discord.messages import Message, messages_of
from bot.platforms.discord.modals import Sent, ask_modal, form_id, modal
from bot.platforms.discord.permissions import invitation
from bot.platforms.discord.posting import Posting
from bot.platforms.discord.standing import met_in
from bot.platforms.discord.whispers import Whisper
from bot.platforms.ears import Ears
from bot.platforms.newest import Newest
from bot.platforms.said_back import safely
from bot.platforms.tasks import Tasks
from bot.ports import Reception

PATIENCE = 1.5
"""Seconds of Discord's three that an answer may take before the person is shown that we are at it."""

_ENDING = 5.0  # seconds
_SEEN = 2000  # interactions
_NO_DRAFT = "0" * 16
_READY = NoticeCard("The form is ready.")
_LATE = NoticeCard("That took too long on my side. Please press it again.")
_UNINVITED = NoticeCard(
    "I am not a member here: you alone can see me, and I cannot post. Use this command in a direct message with me, or "
    "have me added by somebody who manages the server."
)

Interaction = discord.Interaction[Any]

log = structlog.get_logger()


class Doings:
    """Does what people ask of us; `patience` is in seconds."""

    def __init__(self, reception: Reception, ears: Ears, posting: Posting, patience: float = PATIENCE) -> None:
        self._reception, self._ears, self._posting, self._patience = reception, ears, posting, patience
        self._drafts, self._pace = Drafts(), Pace()
        self._filling = Filling(reception, self._drafts)
        self._seen: Newest[int, None] = Newest(_SEEN)
        self._tasks = Tasks("discord_interaction_failed")

    async def close(self) -> None:
        """Bring what is under way to its end, as it was acknowledged already; what takes long is left off."""
        await self._tasks.end(within=_ENDING)

    # --- what comes in -----------------------------------------------------------------------------

    async def pressed(self, interaction: Interaction, button: Button, value: str) -> None:
        """A button or menu that shows a card."""

        async def card() -> Card:
            met, message = met_in(interaction), interaction.message
            about = str(message.id) if message else ""
            return await self._reception.pressed(Press(button, met.place, about, met.person, value))

        await self._once(interaction, card)

    async def asking(self, interaction: Interaction) -> None:
        """The button "Ask": a form for the question opens."""

        async def form() -> Opened:
            return Opened(ask_modal(met_in(interaction).place))

        await self._once(interaction, form)

    async def asked(self, interaction: Interaction, place: Place | None, question: str) -> None:
        """A question, asked by the form (at that place) or by a command (None: where it was given)."""
        to = (self._posting, self._ears, self._pace)
        await self._once(interaction, lambda: asked(interaction, place, question, *to))

    async def ordered(self, interaction: Interaction, words: str, options: Mapping[str, str] | None = None) -> None:
        """A command, as `Filling.ordered`."""
        await self._once(interaction, lambda: self._filling.ordered(interaction, words, options or {}))

    async def sent(self, interaction: Interaction, form: Sent, components: object) -> None:
        """A form that was sent."""
        await self._once(interaction, lambda: self._filling.sent(interaction, form, components))

    async def reopening(self, interaction: Interaction, form: Sent) -> None:
        """The button that opens a form again."""
        await self._once(interaction, lambda: self._filling.reopened(interaction, form))

    async def told(self, interaction: Interaction, card: Card) -> None:
        """A word on what nothing can be made of."""

        async def word() -> Card:
            return card

        await self._once(interaction, word)

    async def form_now(self, interaction: Interaction, name: str) -> FormCard | None:
        """A form as it is now, for what can be completed of its fields; None where there is none, or none in time."""

        async def form() -> Card | FormCard:
            met = met_in(interaction)
            return await self._reception.ordered(Order(name, met.place, met.person))

        try:
            async with asyncio.timeout(self._patience):
                answer = await safely(form())
        except TimeoutError:
            return None
        return answer if isinstance(answer, FormCard) else None

    # --- how it is told ----------------------------------------------------------------------------

    async def _once(self, interaction: Interaction, doing: Callable[[], Coroutine[Any, Any, Outcome]]) -> None:
        """Do it, and show what comes of it. Discord may send what it sent before."""
        if interaction.id in self._seen:
            log.info("discord_interaction_again", interaction=interaction.id)
            return
        self._seen[interaction.id] = None
        task = asyncio.current_task()
        assert task is not None, "outside of a task"
        self._tasks.hold(task)
        try:
            whisper = Whisper(interaction, self._posting, in_place=_is_correction(interaction))
            await self._show(interaction, whisper, await self._in_time(whisper, doing()))
        except Exception:
            log.exception("discord_interaction_failed")

    async def _in_time(self, whisper: Whisper, doing: Coroutine[Any, Any, Outcome]) -> Outcome:
        """What comes of it; where that takes long, the person is shown that we are at it."""
        task = asyncio.ensure_future(safely(doing))
        try:
            done, _ = await asyncio.wait([task], timeout=self._patience)
            if not done:
                await whisper.at_it()
            return await task
        finally:
            task.cancel()

    async def _show(self, interaction: Interaction, whisper: Whisper, outcome: Outcome) -> None:
        key = f"whisper {interaction.id}"
        match outcome:
            case None:
                await whisper.silence()
            case Opened() if whisper.opens_forms:
                await whisper.form(outcome.modal)
            case Draft() if whisper.opens_forms:
                await whisper.form(modal(outcome.filled(), _NO_DRAFT))
            case Opened():
                await whisper.show(messages_of(_LATE, key))
            case Draft():
                await whisper.show(_below(messages_of(_READY, key), self._opens("Open the form", outcome)))
            case Wrong():
                await whisper.show(_below(messages_of(outcome.card, key), self._opens("Correct it", outcome.draft)))
            case Uninvited():
                link = invitation(str(interaction.client.application_id))
                button = {"style": discord.ButtonStyle.link.value, "label": "Add me to a server", "url": link}
                await whisper.show(_below(messages_of(_UNINVITED, key), button))
            case _:
                await whisper.show(messages_of(outcome, key))

    def _opens(self, label: str, draft: Draft) -> dict[str, Any]:
        """A form opens at the first answer alone, and upon no other form: this button opens it."""
        name = form_id(draft.form.name, self._drafts.keep(draft))
        return {"style": discord.ButtonStyle.primary.value, "label": label, "custom_id": name}


def _below(messages: list[Message], button: dict[str, Any]) -> list[Message]:
    *before, last = messages
    row = {"type": ACTION_ROW, "components": [{"type": BUTTON, **button}]}
    return [*before, replace(last, components=(*last.components, row))]


def _is_correction(interaction: Interaction) -> bool:
    """A form that was opened by the button under what was wrong in it."""
    message = interaction.message
    return interaction.type is discord.InteractionType.modal_submit and message is not None and message.flags.ephemeral
