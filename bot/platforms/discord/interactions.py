"""What people do on Discord besides writing: buttons, menus, forms and commands, hung on a client.

`doings.py` does it, `whispers.py` tells what came of it. Forms come back under the custom id that they were opened
with: discord.py's own memory of them would end with the process.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import discord
import structlog

from bot.news.showing.shown import NoticeCard
from bot.platforms.discord.command_tree import has_ours, set_commands
from bot.platforms.discord.commands import Tree
from bot.platforms.discord.doings import Doings
from bot.platforms.discord.failures import FAILURES, Asked, failure
from bot.platforms.discord.modals import asked_at, question_in, sent_form
from bot.platforms.discord.pressing import items, unknown

_SETTING = 20.0  # seconds for all that concerns the commands
_OLD_FORM = NoticeCard("I do not know this form any more. Please open it again.")

log = structlog.get_logger()


async def install(client: discord.Client, doings: Doings) -> None:
    """Hear what people do. Called once, after the login and before the gateway is asked. Never raises."""
    client.add_dynamic_items(*items(doings))
    tree = Tree(client)
    tree.bind(doings)

    async def on_interaction(interaction: discord.Interaction[Any]) -> None:
        try:
            await _heard(doings, interaction)
        except Exception:
            log.exception("discord_interaction_failed")

    client.event(on_interaction)
    try:
        async with asyncio.timeout(_SETTING):
            if await set_commands(client, tree):
                log.info("discord_commands_set")
    except FAILURES as error:
        # The commands that Discord has may still do; all else works.
        log.error("discord_commands_not_set", why=str(failure(error, Asked("set the bot's commands"))))


async def commands_stand(client: discord.Client) -> bool:
    """Whether Discord has our commands as they are. For a client that has logged in, and has none as yet.

    Raises what discord.py raises.
    """
    return await has_ours(client, Tree(client))


async def _heard(doings: Doings, interaction: discord.Interaction[Any]) -> None:
    """What discord.py knows no handler of: forms, and buttons that nobody knows."""
    data: Mapping[str, Any] = interaction.data or {}
    custom_id = data.get("custom_id")
    if not isinstance(custom_id, str):
        return
    if interaction.type is discord.InteractionType.component:
        await unknown(doings, interaction, custom_id)
    elif interaction.type is discord.InteractionType.modal_submit:
        form, place = sent_form(custom_id), asked_at(custom_id)
        if form is not None:
            await doings.sent(interaction, form, data.get("components"))
        elif place is not None:
            await doings.asked(interaction, place, question_in(data.get("components")))
        else:
            await doings.told(interaction, _OLD_FORM)
