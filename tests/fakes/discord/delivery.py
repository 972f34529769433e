"""What the bot is told over the gateway of messages and threads, with the content only where Discord shows it."""

from __future__ import annotations

from tests.fakes.discord import payloads
from tests.fakes.discord.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, GUILDS
from tests.fakes.discord.state import State
from tests.fakes.discord.world import DM, Channel, Json

PRIVATE = ("content", "embeds", "attachments", "components")
"""Left empty without the privileged intent (events/gateway#message-content-intent)."""


def blanked(state: State, message: Json) -> Json:
    """A message as the bot reads it without the privileged intent: blank, unless its own, a DM, or one that calls it."""
    bot = state.world.bot.id
    channel = state.world.channels[message["channel_id"]]
    shown = message["author"]["id"] == bot or channel.kind == DM or any(one["id"] == bot for one in message["mentions"])
    found = dict(message)
    if not shown:
        found |= {name: "" if name == "content" else [] for name in PRIVATE}
    if found.get("referenced_message"):
        found["referenced_message"] = blanked(state, found["referenced_message"])
    return found


def _about(state: State, channel: Channel, message: Json) -> Json:
    """A message as an event has it: with the server, and who wrote it as a member there."""
    found = message | {"channel_type": channel.kind}
    if channel.guild:
        found |= {
            "guild_id": channel.guild,
            "member": payloads.member(state, message["author"]["id"], channel.guild, named=False),
        }
    return found


def tell_created(state: State, channel: Channel, message: Json) -> None:
    """MESSAGE_CREATE, to whoever may see the channel."""
    _tell_message(state, "MESSAGE_CREATE", channel, message)


def tell_whispered(state: State, channel: Channel, message: Json) -> None:
    """MESSAGE_CREATE of an ephemeral one, without its server (events/gateway-events#message-create)."""
    state.gateway.tell("MESSAGE_CREATE", message | {"channel_type": channel.kind}, GUILD_MESSAGES | DIRECT_MESSAGES)


def tell_edited(state: State, channel: Channel, message: Json) -> None:
    """MESSAGE_UPDATE."""
    _tell_message(state, "MESSAGE_UPDATE", channel, message)


def _tell_message(state: State, kind: str, channel: Channel, message: Json) -> None:
    whole = _about(state, channel, message)
    state.gateway.tell_in(channel, kind, whole, blanked(state, whole))


def tell_thread(state: State, kind: str, thread: Channel) -> None:
    """THREAD_CREATE or THREAD_UPDATE."""
    if state.world.guilds[thread.guild].installed and state.may("view_channel", thread):
        more = {"newly_created": True} if kind == "THREAD_CREATE" else {}
        state.gateway.tell(kind, payloads.channel(state, thread) | more, GUILDS)
