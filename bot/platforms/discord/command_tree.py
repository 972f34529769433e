"""The commands as Discord has them, set anew only where they are others than ours.

Discord counts how often commands are set, and shows people old ones for a while after it: a restart sets nothing.
https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-global-application-commands
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands
from discord.http import Route

from bot.platforms.discord.command_words import Words

_COMMANDS = "/applications/{application_id}/commands"
_OURS = frozenset((
    "name", "name_localizations", "description", "description_localizations", "type", "options", "required", "choices",
    "value", "autocomplete", "min_length", "max_length", "min_value", "max_value", "channel_types", "nsfw",
    "default_member_permissions", "contexts", "integration_types",
))  # fmt: skip
_ENTRY_POINT = 4  # type of a command that Discord sets itself, and that must stay


async def set_commands(client: discord.Client, tree: app_commands.CommandTree[Any]) -> bool:
    """Give Discord our commands if it has others; whether it had. Raises what discord.py raises."""
    wanted = await _to_set(client, tree)
    if wanted is None:
        return False
    await client.http.request(Route("PUT", _COMMANDS, application_id=client.application_id), json=wanted)
    return True


async def has_ours(client: discord.Client, tree: app_commands.CommandTree[Any]) -> bool:
    """Whether Discord has our commands as they are. Raises what discord.py raises."""
    return await _to_set(client, tree) is None


async def _to_set(client: discord.Client, tree: app_commands.CommandTree[Any]) -> list[Any] | None:
    """What Discord is to be given; None where it has it."""
    words = Words()
    await tree.set_translator(words)
    wanted: list[Any] = [await command.get_translated_payload(tree, words) for command in tree.get_commands()]
    route = Route("GET", _COMMANDS, application_id=client.application_id)
    there = await client.http.request(route, params={"with_localizations": "true"})
    wanted += [command for command in there if command.get("type") == _ENTRY_POINT]
    return None if _plain(there) == _plain(wanted) else wanted


def _plain(commands: Any) -> Any:
    """What they come down to: Discord leaves out what is as usual, or says so, and adds what is its own."""
    return sorted((_held(command) for command in commands), key=lambda held: (held.get("type", 1), held["name"]))


def _held(node: Mapping[str, Any]) -> dict[str, Any]:
    held: dict[str, Any] = {}
    for name, value in node.items():
        if name not in _OURS or value in (None, False, [], {}):
            continue
        if name in ("contexts", "integration_types"):
            held[name] = sorted(value)
        elif name in ("options", "choices"):
            held[name] = [_held(each) for each in value]
        else:
            held[name] = value
    return held
