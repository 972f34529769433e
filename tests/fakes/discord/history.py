"""Reading and deleting messages (resources/message#get-channel-messages)."""

from __future__ import annotations

from tests.fakes.discord.calls import Call, route
from tests.fakes.discord.delivery import blanked
from tests.fakes.discord.refusals import Refused, form_error
from tests.fakes.discord.state import State
from tests.fakes.discord.world import Json


@route("GET", "/channels/{channel}/messages")
def history(state: State, call: Call) -> list[Json]:
    """Get Channel Messages: newest first, none at all without Read Message History."""
    channel = state.writable(call.ids["channel"])
    limit = int(call.query.get("limit", "50"))
    if not 1 <= limit <= 100:
        raise form_error("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
    ends = [name for name in ("before", "after", "around") if name in call.query]
    if len(ends) > 1:
        raise form_error(ends[1], "MUTUALLY_EXCLUSIVE", "before, after and around are mutually exclusive.")
    if channel.guild and not state.may("read_message_history", channel):
        return []
    found = sorted(channel.messages.values(), key=lambda one: int(one["id"]))
    if "before" in call.query:
        found = [one for one in found if int(one["id"]) < int(call.query["before"])][-limit:]
    elif "after" in call.query:
        found = [one for one in found if int(one["id"]) > int(call.query["after"])][:limit]
    elif "around" in call.query:
        middle = int(call.query["around"])
        older = [one for one in found if int(one["id"]) <= middle][-(limit // 2 + 1) :]
        found = older + [one for one in found if int(one["id"]) > middle][: limit - len(older)]
    else:
        found = found[-limit:]
    return [readable(state, one) for one in reversed(found)]


@route("GET", "/channels/{channel}/messages/{message}")
def one(state: State, call: Call) -> Json:
    """Get Channel Message."""
    channel = state.writable(call.ids["channel"])
    if channel.guild and not state.may("read_message_history", channel):
        raise Refused(50001)
    return readable(state, state.message(channel, call.ids["message"]))


def readable(state: State, message: Json) -> Json:
    """As the bot may read it: what is private without the privileged intent is blank by REST too."""
    return blanked(state, message) if not state.content_intent else message


@route("DELETE", "/channels/{channel}/messages/{message}")
def delete(state: State, call: Call) -> None:
    """Delete Message: one's own, or with Manage Messages."""
    channel = state.writable(call.ids["channel"])
    message = state.message(channel, call.ids["message"])
    if message["author"]["id"] != state.world.bot.id:
        state.require("manage_messages", channel)
    del channel.messages[message["id"]]
    state.gateway.tell_in(channel, "MESSAGE_DELETE", {"id": message["id"], "channel_id": channel.id})
