"""A slash command as somebody's Discord would send it: found among those registered, its options checked."""

from __future__ import annotations

from typing import Any

from tests.fakes.discord import payloads
from tests.fakes.discord.commands import (
    BOOLEAN,
    CHANNEL,
    GROUP,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    ROLE,
    STRING,
    SUBCOMMAND,
    USER,
)
from tests.fakes.discord.permissions import EVERYTHING
from tests.fakes.discord.state import State
from tests.fakes.discord.world import Channel, Json


def context_of(state: State, channel: Channel) -> int:
    """0 a server, 1 direct messages with the bot, 2 other private conversations."""
    if channel.guild:
        return 0
    return 1 if channel.recipient else 2


def found(state: State, person: str, channel: Channel, name: str, kind: int = 1) -> Json:
    """The registered command of that name. Raises LookupError where Discord would not show it there."""
    known = {one["name"]: one for one in state.commands if one["type"] == kind}
    if name not in known:
        raise LookupError(f"no command {name!r} is registered, only {sorted(known)}")
    command = known[name]
    context = context_of(state, channel)
    if command["contexts"] is not None and context not in command["contexts"]:
        raise LookupError(f"{name} is not shown in context {context}, only in {command['contexts']}")
    installed = context == 1 or (channel.guild and state.world.guilds[channel.guild].installed)
    if not installed and 1 not in command["integration_types"]:
        raise LookupError(f"{name} cannot be used where the app is not installed: {command['integration_types']}")
    needs = command["default_member_permissions"]
    if needs is not None and channel.guild:
        has = state.world.permissions(person, channel)
        manager = has == EVERYTHING
        if not manager and (not int(needs) or has & int(needs) != int(needs)):
            raise LookupError(f"{name} is only for those with permissions {needs}")
    return command


def data(
    state: State, command: Json, path: list[str], given: dict[str, Any], channel: Channel, focused: str | None = None
) -> Json:
    """The interaction's data: the options under the subcommands of `path`, and what they name."""
    resolved: Json = {}
    part = command
    nest: list[Json] = []
    for word in path:
        inner = {one["name"]: one for one in part.get("options", []) if one["type"] in (SUBCOMMAND, GROUP)}
        if word not in inner:
            raise LookupError(f"{part['name']} has no subcommand {word!r}, only {sorted(inner)}")
        part = inner[word]
        nest.append({"type": part["type"], "name": word})
    if any(one["type"] in (SUBCOMMAND, GROUP) for one in part.get("options", [])):
        raise LookupError(f"{part['name']} is ordered with one of its subcommands")
    options = filled(state, part, given, channel, resolved, focused)
    for one in reversed(nest):
        options = [one | {"options": options}]
    found: Json = {"id": command["id"], "name": command["name"], "type": command["type"], "options": options}
    return found | ({"resolved": resolved} if resolved else {})


def filled(
    state: State, part: Json, given: dict[str, Any], channel: Channel, resolved: Json, focused: str | None
) -> list[Json]:
    """The options somebody gave; while one of them is being completed, the required ones may be missing."""
    known = {one["name"]: one for one in part.get("options", [])}
    strange = set(given) - set(known)
    if strange:
        raise LookupError(f"{part['name']} has no options {sorted(strange)}, only {sorted(known)}")
    missing = [name for name, one in known.items() if one.get("required") and name not in given]
    if missing and focused is None:
        raise LookupError(f"{part['name']} needs {missing}")
    found = []
    for name, value in given.items():
        option = known[name]
        if name == focused:
            if not option.get("autocomplete"):
                raise LookupError(f"{name} of {part['name']} does not complete")
            found.append({"type": option["type"], "name": name, "value": value, "focused": True})
            continue
        found.append({"type": option["type"], "name": name, "value": valued(state, option, value, channel, resolved)})
    return found


def valued(state: State, option: Json, value: Any, channel: Channel, resolved: Json) -> Any:
    """A value of an option's own kind. Raises LookupError for one that Discord would not let somebody send."""
    kind, name = option["type"], option["name"]
    types = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: int | float}
    if kind in types and (not isinstance(value, types[kind]) or (kind != BOOLEAN and isinstance(value, bool))):
        raise LookupError(f"{name} takes no {type(value).__name__}")
    if option.get("choices") and value not in [one["value"] for one in option["choices"]]:
        raise LookupError(f"{name} is one of {[one['value'] for one in option['choices']]}, not {value!r}")
    if kind == STRING and not option.get("min_length", 0) <= len(value) <= option.get("max_length", 6000):
        raise LookupError(f"{name} takes {option.get('min_length', 0)} to {option.get('max_length', 6000)} characters")
    if kind in (INTEGER, NUMBER):
        least, most = option.get("min_value"), option.get("max_value")
        if (least is not None and value < least) or (most is not None and value > most):
            raise LookupError(f"{name} is between {least} and {most}")
    if kind in (USER, CHANNEL, ROLE, MENTIONABLE):
        resolve(state, value, channel, resolved, kind, option.get("channel_types"))
    return value


def resolve(
    state: State, given: str, channel: Channel, resolved: Json, kind: int, channel_types: list[int] | None = None
) -> None:
    """Add what an id names to `resolved`."""
    roles = state.world.guilds[channel.guild].roles if channel.guild else {}
    if kind in (USER, MENTIONABLE) and given in state.world.people:
        resolved.setdefault("users", {})[given] = payloads.user(state, given)
        if channel.guild and given in state.world.guilds[channel.guild].members:
            resolved.setdefault("members", {})[given] = payloads.member(state, given, channel.guild, named=False) | {
                "permissions": payloads.permissions(state, given, channel)
            }
    elif kind in (ROLE, MENTIONABLE) and given in roles:
        resolved.setdefault("roles", {})[given] = payloads.role(state, roles[given], 1)
    elif kind == CHANNEL and given in state.world.channels:
        where = state.world.channels[given]
        if channel_types and where.kind not in channel_types:
            raise LookupError(f"a channel of type {where.kind} is not among {channel_types}")
        resolved.setdefault("channels", {})[given] = payloads.channel(state, where) | {
            "permissions": payloads.permissions(state, state.world.bot.id, where)
        }
    else:
        raise LookupError(f"{given} names nothing of type {kind} there")
