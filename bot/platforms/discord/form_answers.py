"""Commands and forms: what the reception makes of them, with the options of a command put into its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import discord

from bot.news.chat import Filled, Order
from bot.news.showing.forms import FormCard
from bot.news.showing.shown import Card, NoticeCard
from bot.platforms.discord.chat_text import whole
from bot.platforms.discord.kept_forms import Draft, Drafts
from bot.platforms.discord.modals import Sent, Typed, filled_in, modal, values_of
from bot.platforms.discord.permissions import quoted
from bot.platforms.discord.standing import Met, lacking, met_in, uncalled_role
from bot.ports import Reception, Rejected

Interaction = discord.Interaction[Any]

_EVERYBODY = "everybody at once is never called: choose a role that people can take or leave"
_NOT_THEIRS = (
    "“{}” is not yours to call: choose a role that anyone may mention, or have it set by somebody who has the "
    "permission “Mention @everyone, @here and All Roles”"
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A form that opens."""

    modal: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in a form, and what was filled in."""

    card: Card
    draft: Draft


@dataclass(frozen=True, slots=True)
class Uninvited:
    """Nothing can be done here, where we are no member."""


Outcome = Card | Opened | Draft | Wrong | Uninvited | None
"""What is shown; a draft is a form that opens with what is in it. None: nothing needs to be said."""


class Filling:
    """Asks the reception, and keeps what could not be taken as it was."""

    def __init__(self, reception: Reception, drafts: Drafts) -> None:
        self._reception, self._drafts = reception, drafts

    async def ordered(self, interaction: Interaction, words: str, options: Mapping[str, str]) -> Outcome:
        """A command: its card or its form. With `options`, fields of that form by name, the form is sent at once."""
        met = met_in(interaction)
        if not met.here and words != "help":
            return Uninvited()
        answer = await self._reception.ordered(Order(whole(words), met.place, met.person))
        if not isinstance(answer, FormCard):
            return answer
        if not options:
            return Draft(met.person.id, answer, {})
        fields = {field.name: field for field in answer.fields}
        if unknown := [name for name in options if name not in fields]:
            raise Rejected(f"Nothing was changed: {' and '.join(unknown)} cannot be set here now.")
        said = {name: values_of(fields[name], (whole(text),)) for name, text in options.items()}
        return await self._filled(interaction, met, answer, said)

    async def sent(self, interaction: Interaction, sent: Sent, components: object) -> Outcome:
        """A form that was sent. What it did not show keeps what it is set to."""
        met = met_in(interaction)
        if not met.here:
            return Uninvited()
        # As it is now: minutes may have passed since it was opened.
        form = await self._reception.ordered(Order(sent.name, met.place, met.person))
        if not isinstance(form, FormCard):
            return form
        draft = self._drafts.of(sent.tag, met.person.id, sent.name)
        before = draft.values if draft else {}
        return await self._filled(interaction, met, form, {**before, **filled_in(form, components)})

    async def reopened(self, interaction: Interaction, form: Sent) -> Outcome:
        """A form again, with what was filled in; as it is set, where that is not known any more."""
        draft = self._drafts.of(form.tag, met_in(interaction).person.id, form.name)
        if draft is None:
            return await self.ordered(interaction, form.name, {})
        return Opened(modal(draft.filled(), form.tag, draft.wrong))

    async def _filled(self, interaction: Interaction, met: Met, form: FormCard, said: Typed) -> Outcome:
        values = {field.name: field.value for field in form.fields} | dict(said)
        answer: Card | Mapping[str, str]
        if wrong_role := _wrong_role(interaction, form, values):
            answer = {"ping": wrong_role}
        else:
            answer = await self._reception.filled(Filled(form.name, form.about, met.person, values))
        if not isinstance(answer, Mapping):
            return _with_notes(answer, _notes(interaction, form.name, values))
        labels = {field.name: field.label for field in form.fields}
        wrong = "\n".join(f"- {labels.get(name, name)}: {words}" for name, words in answer.items())
        return Wrong(NoticeCard(f"Nothing was changed.\n{wrong}"), Draft(met.person.id, form, said, tuple(answer)))


def _wrong_role(interaction: Interaction, form: FormCard, values: Typed) -> str:
    """Why the role that is to be called may not be set by this person; "" where it may, or is set already."""
    role = values.get("ping", ())
    if any(field.name == "ping" and field.value == role for field in form.fields):
        return ""
    if interaction.guild_id is not None and role == (str(interaction.guild_id),):
        return _EVERYBODY  # that role has the server's own id
    # We may be allowed to call roles that they are not: we are not to do it for them.
    name = uncalled_role(interaction, role, interaction.permissions)
    return _NOT_THEIRS.format(name) if name else ""


def _notes(interaction: Interaction, form: str, values: Typed) -> list[str]:
    """What will keep Discord from doing as was said, while it can be helped."""
    notes = []
    if form == "subscribe" and (lacks := lacking(interaction)):
        notes.append(
            f"But here I lack {quoted(lacks)}: give it to my role in the channel's settings, under “Permissions”."
        )
    if form == "look" and (role := uncalled_role(interaction, values.get("ping", ()), interaction.app_permissions)):
        notes.append(
            f"But “{role}” cannot be called yet: in Server Settings > Roles let anyone mention it, or give my role "
            "“Mention @everyone, @here and All Roles”."
        )
    return notes


def _with_notes(card: Card, notes: list[str]) -> Card:
    return replace(card, text="\n".join([card.text, *notes])) if notes and isinstance(card, NoticeCard) else card
