"""Posting and editing messages (resources/message)."""

from __future__ import annotations

from typing import Any

from tests.fakes.discord import mentions
from tests.fakes.discord.calls import Call, route
from tests.fakes.discord.contents import CLASSIC, V2, checked
from tests.fakes.discord.delivery import tell_created, tell_edited, tell_thread
from tests.fakes.discord.payloads import user
from tests.fakes.discord.refusals import Refused, at_most, form_error
from tests.fakes.discord.snowflakes import made_at, written
from tests.fakes.discord.state import State
from tests.fakes.discord.world import DM, Channel, Json

NONCE_LASTS = 300.0
"""Seconds in which a nonce is unique: "the past few minutes" (resources/message#create-message)."""

OLD = 3600.0
EDITS_OF_OLD = 3
"""Edits of a message older than an hour, in any hour: "a few". Discord gives 30046 without naming how many, and says to
come again so soon that discord.py tries five times and then raises it (discord/discord-api-docs issue 4413)."""

EPHEMERAL, HAS_THREAD, LOADING = 1 << 6, 1 << 5, 1 << 7
SENDABLE = 1 << 2 | 1 << 12 | V2
"""Flags a message may be sent with: suppress embeds, suppress notifications, components V2."""


@route("POST", "/channels/{channel}/messages", limit=5, per=5.0)
def post(state: State, call: Call) -> Json:
    """Create Message."""
    channel = state.writable(call.ids["channel"])
    body = call.body
    writes(state, channel)
    nonce = body.get("nonce")
    if nonce is not None:
        at_most("nonce", str(nonce), 25)
    again = earlier(state, channel, nonce) if body.get("enforce_nonce") and nonce is not None else None
    if again is not None:
        return again
    reference = referenced(state, channel, body.get("message_reference"))
    made = compose(state, channel, body, reference)
    store(state, channel, made)
    if nonce is not None:
        state.nonces[state.world.bot.id, str(nonce)] = (state.clock(), channel.id, made["id"])
        made = made | {"nonce": nonce}
    tell_created(state, channel, made)
    return made


def earlier(state: State, channel: Channel, nonce: Any) -> Json | None:
    """The message that this nonce already stands for; 10008 where it was deleted since."""
    known = state.nonces.get((state.world.bot.id, str(nonce)))
    if known is None or state.clock() - known[0] > NONCE_LASTS:
        return None
    found = state.world.channels[known[1]].messages.get(known[2])
    if found is None:
        raise Refused(10008)
    return found | {"nonce": nonce}


def writes(state: State, channel: Channel) -> None:
    """Whether the bot may write there; an archived thread that is not locked wakes up."""
    if channel.kind == DM:
        who = state.world.people[channel.recipient]
        if who.closed:
            raise Refused(50007)
        return
    if not channel.is_thread:
        state.require("send_messages", channel)
        return
    state.require("send_messages_in_threads", channel)
    if channel.locked and not state.may("manage_threads", channel):
        raise Refused(160005)
    if channel.archived:
        channel.archived = False
        channel.archive_at = written(state.clock())
        tell_thread(state, "THREAD_UPDATE", channel)


def referenced(state: State, channel: Channel, given: Any) -> Json | None:
    """The message a `message_reference` names, None where it is gone and that is said to be fine."""
    if given is None:
        return None
    if channel.guild and not state.may("read_message_history", channel):
        raise Refused(160002)
    if given.get("channel_id") not in (None, channel.id):
        raise form_error(
            "message_reference",
            "REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL",
            "Cannot reply to a message in a different channel",
        )
    found = channel.messages.get(str(given.get("message_id")))
    if found is None and given.get("fail_if_not_exists", True):
        raise form_error("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    if found is not None and found["type"] not in (0, 19, 20, 23):
        raise form_error(
            "message_reference", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "Cannot reply to a system message"
        )
    return found


def compose(
    state: State,
    channel: Channel,
    body: Json,
    reference: Json | None = None,
    *,
    flags: int = SENDABLE,
    answers: bool = False,
) -> Json:
    """A message of the bot's own from what a body says, checked.

    `flags`: those that it may be sent with. `answers`: it answers an interaction, for which the bot needs no permission.
    """
    given = int(body.get("flags") or 0)
    if given & ~flags:
        raise form_error("flags", "MESSAGE_FLAGS_INVALID", f"Flags {given & ~flags} cannot be set.")
    parts = checked(body, given)
    if parts["embeds"] and channel.guild and not answers:
        state.require("embed_links", channel)
    made: Json = bare(state, channel, state.world.bot.id) | parts
    made["flags"] = given
    if reference is not None:
        made |= reply_to(reference, channel)
    allow = mentions.checked(body.get("allowed_mentions"))
    replied = reference["author"]["id"] if reference is not None else None
    pinged = mentions.called(state, channel, made, allow, replied)
    state.pinged[made["id"]] = pinged
    mark(state, channel, made, pinged)
    return made


def bare(state: State, channel: Channel, author: str) -> Json:
    """A message with nothing in it yet."""
    found: Json = {
        "id": state.snowflakes.next(),
        "channel_id": channel.id,
        "type": 0,
        "author": user(state, author),
        "content": "",
        "timestamp": written(state.clock()),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "flags": 0,
    }
    return found | ({"application_id": state.application} if author == state.world.bot.id else {})


def reply_to(reference: Json, channel: Channel) -> Json:
    """What a reply has beyond other messages. The message it replies to is shown without its own reference's message."""
    more = {"guild_id": channel.guild} if channel.guild else {}
    shown = {name: value for name, value in reference.items() if name != "referenced_message"}
    return {
        "type": 19,
        "message_reference": {"type": 0, "channel_id": channel.id, "message_id": reference["id"]} | more,
        "referenced_message": shown,
    }


def store(state: State, channel: Channel, message: Json) -> None:
    """Keep it; whoever writes in a thread joins it."""
    channel.messages[message["id"]] = message
    author = message["author"]["id"]
    if channel.is_thread and author not in channel.members:
        channel.members.append(author)


@route("PATCH", "/channels/{channel}/messages/{message}", limit=5, per=5.0)
def edit(state: State, call: Call) -> Json:
    """Edit Message."""
    channel = state.writable(call.ids["channel"])
    message = state.message(channel, call.ids["message"])
    if message["author"]["id"] != state.world.bot.id:
        raise Refused(50005)
    if message["type"] not in CLASSIC:
        raise Refused(50068)
    if channel.is_thread and channel.locked and not state.may("manage_threads", channel):
        raise Refused(160005)
    if channel.is_thread and channel.archived:
        raise Refused(50083)
    now = state.clock()
    if now - made_at(message["id"]) > OLD:
        count, since = state.old_edits.get(message["id"], (0, now))
        count, since = (0, now) if now - since >= OLD else (count, since)
        if count >= EDITS_OF_OLD:
            raise Refused(30046, retry_after=0.01)
        state.old_edits[message["id"]] = (count + 1, since)
    changed(state, channel, message, call.body)
    tell_edited(state, channel, message)
    return message


def changed(state: State, channel: Channel, message: Json, body: Json) -> None:
    """Put what a body says into a message that stands, checked as a whole: what it leaves out stays."""
    flags = message["flags"]
    if "flags" in body and body["flags"] is not None:
        given = int(body["flags"])
        if flags & V2 and not given & V2:
            raise form_error(
                "flags", "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "The IS_COMPONENTS_V2 flag cannot be removed."
            )
        settable = 1 << 2 | V2
        flags = flags & ~settable | given & settable
    whole = {name: message[name] for name in ("content", "embeds", "components")} | {
        name: body[name] for name in ("content", "embeds", "components") if name in body
    }
    parts = checked(whole, flags)
    message.update(parts)
    message["flags"] = flags & ~LOADING
    message["edited_timestamp"] = written(state.clock())
    state.edited[message["id"]] = state.edited.get(message["id"], 0) + 1
    if "content" in body or "components" in body:
        # An edit without allowed_mentions is parsed with the default ones (resources/message#edit-message).
        allowed = mentions.checked(body.get("allowed_mentions"))
        now = mentions.called(state, channel, message, allowed, None)
        mark(state, channel, message, now)
        state.pinged[message["id"]] = list(dict.fromkeys([*state.pinged.get(message["id"], []), *now]))


def mark(state: State, channel: Channel, message: Json, pinged: list[str]) -> None:
    """Say in a message whom it calls."""
    message["mentions"] = [user(state, one) for one in pinged if one in state.world.people]
    message["mention_roles"] = [
        one for one in pinged if channel.guild and one in state.world.guilds[channel.guild].roles
    ]
    message["mention_everyone"] = "everyone" in pinged
