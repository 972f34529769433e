"""What people did, read from Slack's payloads: a payload in, a noun of ours out, or None for what is not for us.

Any JSON may come in: nothing here raises. Standing (who may do what) is not in a payload: `standing.py` adds it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast, get_args

from bot.news.addressed import Said
from bot.news.channels import Mention, Place
from bot.news.chat import Button, Order, Person, Press
from bot.platforms.ears import Heard, asked_by
from bot.platforms.slack.chat_text import names_somebody, readable

PLATFORM = "slack"

Payload = Mapping[str, Any]

# Subtypes of messages that a person wrote; all others are edits, joins, bots and the like.
_WRITTEN = ("", "thread_broadcast", "file_share")
_MOMENT = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")
_PERSON = re.compile(r"[UW][A-Z0-9_]{1,40}")
_CHANNEL = re.compile(r"[A-Z][A-Z0-9_]{1,40}")
_ACTION = re.compile(r"([a-z]{2,20})(?:[^a-z].{0,230})?", re.DOTALL)
_LONGEST_VALUE = 2000  # Slack's own limit of a button's value
_BUTTONS: tuple[str, ...] = get_args(Button)
_THUMBS = ("good", "bad")  # the values of "feedback"
# Slack's own bot repeats what people set it to say, such as reminders, and bears no mark of a bot.
_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Asking:
    """ "Ask" was pressed: the message that is asked about, and the place whose thread it began or stands in."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A person opened our home page (`tab` "home") or our direct messages ("messages", in that channel)."""

    user: str
    tab: str
    channel: str


def inner(payload: object, *names: str) -> Any:
    """What stands there, going from object to object; None where nothing does."""
    for name in names:
        if not isinstance(payload, Mapping):
            return None
        payload = payload.get(name)
    return payload


def text_in(payload: object, *names: str) -> str:
    """The text that stands there, "" where none does. Half a character, which nothing could keep or send, is "?"."""
    found = inner(payload, *names)
    return found.encode("utf-8", "replace").decode() if isinstance(found, str) else ""


def is_place(channel: object) -> bool:
    """Whether it is the id of a channel, or of a person, as a place has them."""
    return isinstance(channel, str) and _CHANNEL.fullmatch(channel) is not None


def is_moment(ts: object) -> bool:
    """Whether it is the id of a message."""
    return isinstance(ts, str) and _MOMENT.fullmatch(ts) is not None


def is_ours(payload: Payload, team: str) -> bool:
    """Whether an event is of the workspace that we are in; one of a channel shared with others is, too.

    An app may be installed elsewhere as well, and its events come by the same way. In a shared channel "team_id" may be
    anyone's; "authorizations" are who it is sent to: https://docs.slack.dev/apis/events-api/#authorizations
    """
    told = inner(payload, "authorizations")
    if not isinstance(told, list) or not told:
        return text_in(payload, "team_id") in ("", team)
    return any(text_in(one, "team_id") == team or inner(one, "is_enterprise_install") is True for one in told)


def heard_in(payload: Payload, us: str) -> Heard | None:
    """A message that a person wrote. `us` is our own user id; our mention is left out of its text.

    Replies in threads, mentions and direct messages are heard; edits, joins, bots and ourselves are not.
    """
    event = inner(payload, "event")
    kind = text_in(event, "type")
    channel, user, ts = text_in(event, "channel"), text_in(event, "user"), text_in(event, "ts")
    if kind not in ("app_mention", "message") or not _by_a_person(event, user, us):
        return None
    root = text_in(event, "thread_ts") or ts
    if not _CHANNEL.fullmatch(channel) or not _MOMENT.fullmatch(ts) or not _MOMENT.fullmatch(root):
        return None
    raw = text_in(event, "text")
    alone = _is_direct(channel)
    to_us = kind == "app_mention" or _mentions(raw, us)
    words = readable(raw, us)
    # Clients choose the second id themselves: it is good within its channel.
    also = tuple(f"{channel}:{one}" for one in (ts, text_in(event, "client_msg_id")[:100]) if one)
    mention = Mention(text_in(payload, "event_id")[:100] or also[0], _place(channel, user, root), user, words, also)
    said = Said(user, words, to_us=to_us, names=names_somebody(raw, us))
    return Heard(mention, said, ts, direct=to_us or alone, begins=ts == root)


def _mentions(raw: str, us: str) -> bool:
    return f"<@{us}>" in raw or f"<@{us}|" in raw


def _is_direct(channel: str) -> bool:
    return channel.startswith("D")


def _place(channel: str, user: str, thread: str) -> Place:
    """A direct message with us goes by the person's id, as it does when we begin it."""
    return Place(PLATFORM, user if _is_direct(channel) else channel, thread)


def _by_a_person(event: object, user: str, us: str) -> bool:
    if not isinstance(event, Mapping) or not _PERSON.fullmatch(user) or user in (us, _SLACKBOT):
        return False
    if text_in(event, "subtype") not in _WRITTEN or event.get("subtype") not in (None, *_WRITTEN):
        return False
    return not any(event.get(mark) for mark in ("bot_id", "bot_profile", "hidden", "edited"))


def said_in(message: object, us: str) -> Said | None:
    """A message as it stands in a thread; None for what nobody said to anybody (joins, other bots, further pieces).

    A question that we posted for a person who asked it by a form counts as that person's, put to us.
    """
    user = text_in(message, "user")
    if user == us:
        ours = inner(message, "metadata", "event_payload")
        if asked := asked_by(text_in(ours, "key")):
            return Said(asked, to_us=True)
        return None if inner(ours, "piece") else Said(us, ours=True)
    if not _by_a_person({**message, "edited": None} if isinstance(message, Mapping) else None, user, us):
        return None
    raw = text_in(message, "text")
    return Said(user, readable(raw, us), to_us=_mentions(raw, us), names=names_somebody(raw, us))


def opened_in(payload: Payload) -> Opened | None:
    """Our page or our messages, opened by a person."""
    event = inner(payload, "event")
    user, tab, channel = text_in(event, "user"), text_in(event, "tab"), text_in(event, "channel")
    if not _PERSON.fullmatch(user) or tab not in ("home", "messages"):
        return None
    return Opened(user, tab, channel if _CHANNEL.fullmatch(channel) else "")


def pressed_in(payload: Payload) -> Press | Asking | None:
    """The first button of ours in a payload of block_actions, pressed or chosen; None for any other.

    Action ids may go on after the button's name ("evidence:2"): Slack wants each of a block's to be another.
    """
    actions = inner(payload, "actions")
    user = text_in(payload, "user", "id")
    message = text_in(payload, "message", "ts") or text_in(payload, "container", "message_ts")
    channel = text_in(payload, "channel", "id") or text_in(payload, "container", "channel_id")
    thread = text_in(payload, "message", "thread_ts") or text_in(payload, "container", "thread_ts") or message
    known = _PERSON.fullmatch(user) and _CHANNEL.fullmatch(channel)
    if not known or not _MOMENT.fullmatch(message) or not _MOMENT.fullmatch(thread):
        return None
    # Buttons of ours stand in our own direct messages alone.
    place = _place(channel, user, thread)
    for action in actions if isinstance(actions, list) else ():
        named = _ACTION.fullmatch(text_in(action, "action_id"))
        name = named[1] if named else ""
        value = (text_in(action, "value") or text_in(action, "selected_option", "value"))[:_LONGEST_VALUE]
        if name == "ask":
            return Asking(place, message)
        if name == "feedback" and value in _THUMBS:
            name, value = value, ""
        elif name in _THUMBS:
            continue
        if name in _BUTTONS:
            return Press(cast(Button, name), place, message, Person(PLATFORM, user), value)
    return None


def seen_at(payload: Payload, place: Place) -> Place:
    """Where whoever pressed a button sees what is shown to them alone: in a thread only once something was said there.

    "Ephemeral messages in threads are only shown if there is already an active thread":
    https://docs.slack.dev/reference/methods/chat.postEphemeral
    """
    active = text_in(payload, "message", "thread_ts") or text_in(payload, "container", "thread_ts")
    return place if active else replace(place, thread=None)


def ordered_in(payload: Payload) -> Order | None:
    """A slash command. The place is as Slack has it: `Standing.meet` knows whether it is a direct message with us."""
    user, channel = text_in(payload, "user_id"), text_in(payload, "channel_id")
    if not _PERSON.fullmatch(user) or not _CHANNEL.fullmatch(channel):
        return None
    words = readable(text_in(payload, "text"), us="", addresses=True)
    return Order(words, Place(PLATFORM, channel), Person(PLATFORM, user))


def person_in(payload: Payload) -> Person | None:
    """Whoever pressed or sent, by id alone."""
    user = text_in(payload, "user", "id")
    return Person(PLATFORM, user) if _PERSON.fullmatch(user) else None
