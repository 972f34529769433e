"""Threads and forum posts (topics/threads, resources/channel)."""

from __future__ import annotations

from datetime import datetime

from tests.fakes.discord import payloads
from tests.fakes.discord.calls import Call, route
from tests.fakes.discord.delivery import tell_created, tell_edited, tell_thread
from tests.fakes.discord.messages import HAS_THREAD, bare, compose, store
from tests.fakes.discord.refusals import Refused, at_most, form_error
from tests.fakes.discord.snowflakes import made_at, written
from tests.fakes.discord.state import State
from tests.fakes.discord.world import ANNOUNCEMENT, ANNOUNCEMENT_THREAD, FORUM, PUBLIC_THREAD, TEXT, Channel, Json

ARCHIVE_AFTER = (60, 1440, 4320, 10080)


@route("POST", "/channels/{channel}/messages/{message}/threads", limit=5, per=5.0)
def from_message(state: State, call: Call) -> Json:
    """Start Thread from Message: the thread has the message's id."""
    parent = state.channel(call.ids["channel"])
    if parent.kind not in (TEXT, ANNOUNCEMENT):
        raise Refused(50024)
    message = state.message(parent, call.ids["message"])
    state.require("create_public_threads", parent)
    if message["id"] in state.world.channels:
        raise Refused(160004)
    kind = ANNOUNCEMENT_THREAD if parent.kind == ANNOUNCEMENT else PUBLIC_THREAD
    thread = begin(state, parent, message["id"], kind, call.body)
    message["flags"] |= HAS_THREAD
    message["thread"] = payloads.channel(state, thread)
    tell_edited(state, parent, message)
    first = bare(state, thread, state.world.bot.id) | {
        "type": 21,
        "message_reference": {
            "type": 0,
            "channel_id": parent.id,
            "message_id": message["id"],
            "guild_id": parent.guild,
        },
        "referenced_message": {name: value for name, value in message.items() if name != "thread"},
    }
    store(state, thread, first)
    tell_thread(state, "THREAD_CREATE", thread)
    return payloads.channel(state, thread)


def begin(state: State, parent: Channel, thread_id: str, kind: int, body: Json, owner: str = "") -> Channel:
    """A new thread, its name and times checked."""
    at_most("name", body.get("name", ""), 100, 1)
    after = body.get("auto_archive_duration") or parent.auto_archive
    if after not in ARCHIVE_AFTER:
        raise form_error("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of {60, 1440, 4320, 10080}.")
    by = owner or state.world.bot.id
    thread = Channel(thread_id, kind, body["name"], parent.guild, parent=parent.id, owner=by, auto_archive=after)
    thread.archive_at = written(state.clock())
    thread.members.append(by)
    state.world.channels[thread.id] = thread
    return thread


@route("POST", "/channels/{channel}/threads", limit=5, per=5.0)
def without_message(state: State, call: Call) -> Json:
    """Start Thread without Message, or in a forum a post with its first message, which takes no nonce."""
    parent = state.channel(call.ids["channel"])
    if parent.kind != FORUM:
        if parent.kind not in (TEXT, ANNOUNCEMENT):
            raise Refused(50024)
        state.require("create_public_threads", parent)
        thread = begin(state, parent, state.snowflakes.next(), call.body.get("type", PUBLIC_THREAD), call.body)
        tell_thread(state, "THREAD_CREATE", thread)
        return payloads.channel(state, thread)
    state.require("send_messages", parent)
    body = call.body
    given = body.get("message")
    if not isinstance(given, dict):
        raise form_error("message", "BASE_TYPE_REQUIRED", "This field is required")
    applied = [str(one) for one in body.get("applied_tags") or []]
    known = {tag["id"] for tag in parent.tags}
    moderated = {tag["id"] for tag in parent.tags if tag["moderated"]}
    if len(applied) > 5:
        raise form_error("applied_tags", "BASE_TYPE_MAX_LENGTH", "Must be 5 or fewer in length.")
    if set(applied) - known:
        raise Refused(10087)
    if parent.needs_tag and not applied:
        raise Refused(40067)
    if moderated & set(applied):
        # "can only be added to or removed from threads by a member with the MANAGE_THREADS permission" (forum-tag-object)
        state.require("manage_threads", parent)
    at_most("name", body.get("name", ""), 100, 1)
    first = compose(state, parent, given)
    thread = begin(state, parent, first["id"], PUBLIC_THREAD, body)
    thread.applied = applied
    first["channel_id"] = thread.id
    store(state, thread, first)
    tell_thread(state, "THREAD_CREATE", thread)
    tell_created(state, thread, first)
    return payloads.channel(state, thread) | {"message": first}


@route("PATCH", "/channels/{channel}")
def change(state: State, call: Call) -> Json:
    """Modify Channel: a thread's name, archive, lock and tags."""
    channel = state.channel(call.ids["channel"])
    if not channel.is_thread:
        state.require("manage_channels", channel)
    body = call.body
    manages = state.may("manage_threads", channel) or state.may("manage_channels", channel)
    own = channel.owner == state.world.bot.id
    if "locked" in body and not manages:
        raise Refused(50013)
    if channel.locked and not manages:
        raise Refused(160005)
    wakes = set(body) <= {"archived"} and not body.get("archived", True)
    if not (manages or own or (wakes and state.may("send_messages_in_threads", channel))):
        raise Refused(50013)
    if channel.archived and body.get("archived", True):
        raise Refused(50083)
    if "name" in body:
        at_most("name", body["name"], 100, 1)
        channel.name = body["name"]
    if "archived" in body and bool(body["archived"]) != channel.archived:
        channel.archived = bool(body["archived"])
        channel.archive_at = written(state.clock())
    channel.locked = bool(body.get("locked", channel.locked))
    if "applied_tags" in body:
        channel.applied = [str(one) for one in body["applied_tags"]]
    if channel.is_thread:
        tell_thread(state, "THREAD_UPDATE", channel)
    return payloads.channel(state, channel)


def fall_asleep(state: State) -> None:
    """Archive the threads that nothing was written in for as long as theirs says (topics/threads#active-archived-threads)."""
    now = state.clock()
    for thread in state.world.channels.values():
        if not thread.is_thread or thread.archived or thread.deleted:
            continue
        last = max((made_at(one) for one in thread.messages), default=made_at(thread.id))
        woken = datetime.fromisoformat(thread.archive_at).timestamp()
        if now - max(last, woken) > thread.auto_archive * 60:
            thread.archived, thread.archive_at = True, written(now)
            tell_thread(state, "THREAD_UPDATE", thread)


@route("PUT", "/channels/{channel}/thread-members/@me")
def join(state: State, call: Call) -> None:
    """Join Thread."""
    thread = state.channel(call.ids["channel"])
    if thread.archived:
        raise Refused(50083)
    if state.world.bot.id not in thread.members:
        thread.members.append(state.world.bot.id)


@route("GET", "/guilds/{guild}/threads/active")
def active(state: State, call: Call) -> Json:
    """List Active Guild Threads: those the bot sees, newest first."""
    guild = state.guild(call.ids["guild"])
    found = [one for parent in state.world.in_guild(guild.id) for one in state.world.threads_of(parent.id)]
    seen = [one for one in found if not one.archived and state.may("view_channel", one)]
    seen.sort(key=lambda one: int(one.id), reverse=True)
    return {"threads": [payloads.channel(state, one) for one in seen], "members": members(state, seen)}


@route("GET", "/channels/{channel}/threads/archived/public")
def archived(state: State, call: Call) -> Json:
    """List Public Archived Threads: by when they were archived, newest first."""
    parent = state.channel(call.ids["channel"])
    state.require("read_message_history", parent)
    limit = int(call.query.get("limit", "50"))
    if not 2 <= limit <= 100:
        raise form_error("limit", "NUMBER_TYPE_MAX", "int value should be between 2 and 100.")
    found = [one for one in state.world.threads_of(parent.id) if one.archived]
    before = call.query.get("before")
    if before is not None:
        end = datetime.fromisoformat(before)
        found = [one for one in found if datetime.fromisoformat(one.archive_at) < end]
    found.sort(key=lambda one: one.archive_at, reverse=True)
    page = found[:limit]
    threads = [payloads.channel(state, one) for one in page]
    return {"threads": threads, "members": members(state, page), "has_more": len(found) > limit}


def members(state: State, threads: list[Channel]) -> list[Json]:
    """The bot's membership in those it has joined."""
    bot = state.world.bot.id
    return [
        {"id": one.id, "user_id": bot, "join_timestamp": one.archive_at, "flags": 0}
        for one in threads
        if bot in one.members
    ]
