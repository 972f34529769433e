"""Buttons and menus: known by what they carry, also those of messages from before a restart.

discord.py matches each custom id with a template, and remembers nothing of a message.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Self, get_args

import discord

from bot.news.chat import Button
from bot.news.showing.shown import NoticeCard
from bot.platforms.discord.doings import Doings
from bot.platforms.discord.marks import TEMPLATE, parsed
from bot.platforms.discord.modals import REOPENS, sent_form

_OLD = NoticeCard("I do not know this button any more: it is of an older version of mine.")

Interaction = discord.Interaction[Any]
Item = discord.ui.Item[Any]
Dynamic = type[discord.ui.DynamicItem[Item]]


def items(doings: Doings) -> tuple[Dynamic, ...]:
    """What a client has to know; it calls these doings."""

    class Pressed(discord.ui.DynamicItem[Item], template=TEMPLATE):
        @classmethod
        async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
            return cls(item)

        async def callback(self, interaction: Interaction) -> None:
            await pressed(doings, interaction, self.custom_id)

    class Reopened(discord.ui.DynamicItem[Item], template=REOPENS):
        @classmethod
        async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
            return cls(item)

        async def callback(self, interaction: Interaction) -> None:
            form = sent_form(self.custom_id)
            if form is not None:
                await doings.reopening(interaction, form)

    return Pressed, Reopened


async def pressed(doings: Doings, interaction: Interaction, custom_id: str) -> None:
    """A button or a menu of ours; of a menu, what was chosen is what it carries."""
    carried = parsed(custom_id)
    data: Mapping[str, Any] = interaction.data or {}
    chosen = data.get("values")
    value = carried.value if carried else ""
    if isinstance(chosen, list) and chosen:
        value = str(chosen[0])
    if carried is None or carried.action not in (*get_args(Button), "ask"):
        await doings.told(interaction, _OLD)
    elif carried.action == "ask":
        await doings.asking(interaction)
    else:
        button: Button = carried.action  # type: ignore[assignment]
        await doings.pressed(interaction, button, value)


async def unknown(doings: Doings, interaction: Interaction, custom_id: str) -> None:
    """What no template matches: a button that a later or an older version of ours made."""
    if parsed(custom_id) is None and sent_form(custom_id) is None:
        await doings.told(interaction, _OLD)
