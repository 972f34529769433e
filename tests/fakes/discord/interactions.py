"""Answering interactions (interactions/receiving-and-responding)."""

from __future__ import annotations

from tests.fakes.discord.calls import Call, route
from tests.fakes.discord.delivery import tell_created, tell_edited, tell_whispered
from tests.fakes.discord.gestures import COMMAND, COMPLETION, COMPONENT, LASTS, MODAL, WITHIN, Interaction
from tests.fakes.discord.messages import EPHEMERAL, LOADING, SENDABLE, bare, changed, compose, reply_to, store
from tests.fakes.discord.modals import check_modal
from tests.fakes.discord.payloads import user
from tests.fakes.discord.refusals import Refused, at_most, form_error
from tests.fakes.discord.state import Ephemeral, Modal, State
from tests.fakes.discord.world import Channel, Json

MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, OPENS = 4, 5, 6, 7, 8, 9

ANSWERS = {
    COMMAND: (MESSAGE, DEFERRED, OPENS),
    COMPONENT: (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, OPENS),
    COMPLETION: (CHOICES,),
    MODAL: (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE),
}
"""What each kind of interaction may be answered with."""

FOLLOW_UPS = 5
"""Follow-ups where the app is not in the server (interactions/receiving-and-responding#create-followup-message)."""


@route("POST", "/interactions/{webhook}/{token}/callback", open=True)
def callback(state: State, call: Call) -> Json | None:
    """Create Interaction Response: once, within three seconds."""
    found = state.interactions.get(call.ids["webhook"])
    if found is None or found.token != call.ids["token"] or found.expired:
        raise Refused(10062)
    if found.answer is not None:
        raise Refused(40060)
    if found.failed or state.clock() - found.at > WITHIN:
        raise Refused(10062)
    kind = call.body.get("type")
    if kind not in ANSWERS[found.kind] or (kind in (DEFERRED_UPDATE, UPDATE) and found.pressed is None):
        allowed = ", ".join(str(one) for one in ANSWERS[found.kind])
        raise form_error("type", "BASE_TYPE_CHOICES", f"Value must be one of ({allowed}).")
    DO[kind](state, found, call.body.get("data") or {})
    found.answer = kind
    if call.query.get("with_response") not in ("1", "true", "True"):
        return None
    more: Json = {}
    if kind in (MESSAGE, DEFERRED) and found.message is not None:
        flags = found.message["flags"]
        more = {
            "response_message_id": found.message["id"],
            "response_message_loading": bool(flags & LOADING),
            "response_message_ephemeral": bool(flags & EPHEMERAL),
        }
    resource: Json = {"type": kind} | ({"message": found.message} if kind in (MESSAGE, UPDATE) else {})
    return {"interaction": {"id": found.id, "type": found.kind} | more, "resource": resource}


def answers(state: State, found: Interaction, data: Json) -> None:
    """Type 4: a message."""
    found.message = respond(state, found, data)


def defers(state: State, found: Interaction, data: Json) -> None:
    """Type 5: a message that says "thinking"; the only flag it takes is that it is ephemeral."""
    flags = int(data.get("flags") or 0)
    if flags & ~EPHEMERAL:
        raise form_error("data.flags", "MESSAGE_FLAGS_INVALID", "Only EPHEMERAL can be set on a deferred response.")
    channel = state.world.channels[found.channel]
    made = bare(state, channel, state.world.bot.id) | signed(state, found) | {"flags": flags | LOADING}
    keep(state, found, channel, made)
    found.message = made


def waits(state: State, found: Interaction, data: Json) -> None:
    """Type 6: the pressed message stays, to be changed later."""
    found.message = found.pressed


def updates(state: State, found: Interaction, data: Json) -> None:
    """Type 7: the pressed message is changed now."""
    assert found.pressed is not None
    channel = state.world.channels[found.channel]
    changed(state, channel, found.pressed, data)
    found.message = found.pressed
    told(state, channel, found.pressed)


def completes(state: State, found: Interaction, data: Json) -> None:
    """Type 8: choices, each as long as it may be, of the option's own type."""
    choices = data.get("choices")
    if not isinstance(choices, list):
        raise form_error("data.choices", "BASE_TYPE_REQUIRED", "This field is required")
    if len(choices) > 25:
        raise form_error("data.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for n, choice in enumerate(choices):
        at_most(f"data.choices.{n}.name", choice.get("name", ""), 100, 1)
        value = choice.get("value")
        if isinstance(value, str):
            at_most(f"data.choices.{n}.value", value, 100, 1)
        elif not isinstance(value, int | float):
            raise form_error(f"data.choices.{n}.value", "BASE_TYPE_REQUIRED", "This field is required")
    found.choices = choices


def opens(state: State, found: Interaction, data: Json) -> None:
    """Type 9: a modal."""
    found.modal = check_modal(data)
    state.modals.append(Modal(found.person, found.channel, data["custom_id"], found.modal, found.pressed))


DO = {MESSAGE: answers, DEFERRED: defers, DEFERRED_UPDATE: waits, UPDATE: updates, CHOICES: completes, OPENS: opens}


def respond(state: State, found: Interaction, data: Json) -> Json:
    """A message of the bot's that answers somebody; it needs none of the permissions that posting needs."""
    channel = state.world.channels[found.channel]
    made = compose(state, channel, data, flags=SENDABLE | EPHEMERAL, answers=True) | signed(state, found)
    if made["flags"] & EPHEMERAL:
        state.pinged[made["id"]] = []
    keep(state, found, channel, made)
    return made


def signed(state: State, found: Interaction) -> Json:
    """What says that a message answers an interaction."""
    told: Json = {
        "webhook_id": state.application,
        "interaction_metadata": {
            "id": found.id,
            "type": found.kind,
            "user": user(state, found.person),
            "authorizing_integration_owners": found.payload["authorizing_integration_owners"],
        },
    }
    channel = state.world.channels[found.channel]
    return told | (reply_to(found.pressed, channel) if found.pressed is not None else {"type": 20})


def keep(state: State, found: Interaction, channel: Channel, made: Json) -> None:
    """Show it to the person alone, or to all."""
    if made["flags"] & EPHEMERAL:
        state.ephemerals.append(Ephemeral(found.person, channel.id, made))
        tell_whispered(state, channel, made)
        return
    store(state, channel, made)
    tell_created(state, channel, made)


def told(state: State, channel: Channel, message: Json) -> None:
    """A message was changed, which nobody is told of one that is ephemeral."""
    if not message["flags"] & EPHEMERAL:
        tell_edited(state, channel, message)


def answered(state: State, call: Call) -> Interaction:
    """The interaction whose token is in the path: answered before, and no older than its token lasts."""
    found = next((one for one in state.interactions.values() if one.token == call.ids["token"]), None)
    if found is None or call.ids["webhook"] != state.application or found.answer is None:
        raise Refused(10015)
    if found.expired or state.clock() - found.at > LASTS:
        raise Refused(50027)
    return found


@route("POST", "/webhooks/{webhook}/{token}", open=True, limit=5, per=2.0)
def follow_up(state: State, call: Call) -> Json:
    """Create Followup Message; where the response is still deferred, this fills it in."""
    found = answered(state, call)
    if found.answer == DEFERRED and found.message is not None and found.message["flags"] & LOADING:
        return fill(state, found, found.message, call.body)
    if not found.installed and len(found.followups) >= FOLLOW_UPS:
        raise Refused(40094)
    made = respond(state, found, call.body)
    found.followups.append(made)
    return made


def message_of(found: Interaction, name: str) -> Json:
    """The response called "@original", or a follow-up by its id."""
    if name == "@original" and found.message is not None:
        return found.message
    for one in [*found.followups, *([found.message] if found.message else [])]:
        if one["id"] == name:
            return one
    raise Refused(10008)


def fill(state: State, found: Interaction, message: Json, body: Json) -> Json:
    """Change a response, or give a deferred one what it is to say."""
    channel = state.world.channels[found.channel]
    changed(state, channel, message, body)
    if message["flags"] & EPHEMERAL:
        state.pinged[message["id"]] = []
    told(state, channel, message)
    return message


@route("PATCH", "/webhooks/{webhook}/{token}/messages/{message}", open=True, limit=5, per=2.0)
def edit(state: State, call: Call) -> Json:
    """Edit Original Interaction Response, and Edit Followup Message."""
    found = answered(state, call)
    return fill(state, found, message_of(found, call.ids["message"]), call.body)


@route("GET", "/webhooks/{webhook}/{token}/messages/{message}", open=True)
def read(state: State, call: Call) -> Json:
    """Get Original Interaction Response, and Get Followup Message."""
    return message_of(answered(state, call), call.ids["message"])


@route("DELETE", "/webhooks/{webhook}/{token}/messages/{message}", open=True)
def delete(state: State, call: Call) -> None:
    """Delete Original Interaction Response, and Delete Followup Message."""
    found = answered(state, call)
    message = message_of(found, call.ids["message"])
    state.world.channels[found.channel].messages.pop(message["id"], None)
    state.ephemerals[:] = [one for one in state.ephemerals if one.message["id"] != message["id"]]
    found.followups = [one for one in found.followups if one["id"] != message["id"]]
    if found.message is message:
        found.message = None
