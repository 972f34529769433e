"""Announcements that other servers follow, and showing that the bot types (resources/message, resources/channel)."""

from __future__ import annotations

from tests.fakes.discord.calls import Call, route
from tests.fakes.discord.delivery import tell_edited
from tests.fakes.discord.refusals import Refused
from tests.fakes.discord.state import State, Typing
from tests.fakes.discord.world import ANNOUNCEMENT, FORUM, Json

HOUR = 3600.0
CROSSPOSTS = 10
"""Announcements published in an hour in one channel."""

CROSSPOSTED = 1 << 0


@route("POST", "/channels/{channel}/messages/{message}/crosspost")
def crosspost(state: State, call: Call) -> Json:
    """Crosspost Message: once a message, of an announcement channel, ten an hour."""
    channel = state.writable(call.ids["channel"])
    message = state.message(channel, call.ids["message"])
    if channel.kind != ANNOUNCEMENT:
        raise Refused(50024)
    state.require("send_messages", channel)
    if message["author"]["id"] != state.world.bot.id:
        state.require("manage_messages", channel)
    if message["flags"] & CROSSPOSTED:
        raise Refused(40033)
    now = state.clock()
    recent = [at for at in state.crossposts.get(channel.id, []) if now - at < HOUR]
    if len(recent) >= CROSSPOSTS:
        raise Refused(20028, "You are being rate limited.", retry_after=recent[0] + HOUR - now)
    state.crossposts[channel.id] = [*recent, now]
    state.crossposted.append(message["id"])
    message["flags"] |= CROSSPOSTED
    tell_edited(state, channel, message)
    return message


@route("POST", "/channels/{channel}/typing", limit=5, per=5.0)
def typing(state: State, call: Call) -> None:
    """Trigger Typing Indicator."""
    channel = state.channel(call.ids["channel"])
    if channel.kind == FORUM:
        raise Refused(40058)
    if channel.guild:
        state.require("send_messages_in_threads" if channel.is_thread else "send_messages", channel)
    state.typing.append(Typing(channel.id, state.clock()))
