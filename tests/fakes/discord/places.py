"""Whose bot this is, and what servers, channels and people it sees (resources/user, guild, channel, application)."""

from __future__ import annotations

from tests.fakes.discord import payloads
from tests.fakes.discord.calls import Call, route
from tests.fakes.discord.refusals import Refused, form_error
from tests.fakes.discord.state import State
from tests.fakes.discord.world import DM, Channel, Json


@route("GET", "/users/@me")
def me(state: State, call: Call) -> Json:
    """Get Current User."""
    return payloads.user(state, state.world.bot.id) | {"verified": True, "mfa_enabled": False, "flags": 0}


@route("GET", "/oauth2/applications/@me")
def application(state: State, call: Call) -> Json:
    """Get Current Bot Application Information."""
    return about_application(state)


@route("GET", "/applications/@me")
def same_application(state: State, call: Call) -> Json:
    """Get Current Application."""
    return about_application(state)


def about_application(state: State) -> Json:
    """resources/application#application-object. The flag of the content intent is that of a bot with few users."""
    owner = next((one.id for one in state.world.people.values() if not one.bot), state.world.bot.id)
    return {
        "id": state.application,
        "name": state.world.bot.name,
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": payloads.user(state, owner),
        "team": None,
        "flags": 1 << 19 if state.content_intent else 0,
        "bot": payloads.user(state, state.world.bot.id),
        "integration_types_config": {str(kind): {} for kind in state.integration_types},
    }


@route("GET", "/gateway/bot")
def gateway(state: State, call: Call) -> Json:
    """Get Gateway Bot."""
    gateway = state.gateway
    reset = int(gateway.reset_after * 1000)
    limit = {"total": 1000, "remaining": gateway.sessions_left, "reset_after": reset, "max_concurrency": 1}
    return {"url": state.gateway.url, "shards": 1, "session_start_limit": limit}


@route("GET", "/users/{user}")
def user(state: State, call: Call) -> Json:
    """Get User."""
    if call.ids["user"] not in state.world.people:
        raise Refused(10013)
    return payloads.user(state, call.ids["user"])


@route("GET", "/users/@me/guilds")
def guilds(state: State, call: Call) -> list[Json]:
    """Get Current User Guilds."""
    return [{"id": one.id, "name": one.name, "icon": None} for one in state.world.guilds.values() if one.installed]


@route("POST", "/users/@me/channels")
def open_dm(state: State, call: Call) -> Json:
    """Create DM. Discord opens one even where writing in it will then be refused."""
    person = call.body.get("recipient_id")
    if person is None:
        raise form_error("recipient_id", "BASE_TYPE_REQUIRED", "This field is required")
    who = state.world.people.get(str(person))
    if who is None:
        raise Refused(10013)
    if who.bot:
        raise Refused(50007)
    return payloads.channel(state, dm(state, who.id))


def dm(state: State, person: str) -> Channel:
    """The direct conversation with somebody, made if there is none."""
    found = state.world.dm_with(person)
    if found is None:
        found = Channel(state.snowflakes.next(), DM, "", recipient=person)
        state.world.channels[found.id] = found
    return found


@route("GET", "/channels/{channel}")
def channel(state: State, call: Call) -> Json:
    """Get Channel."""
    return payloads.channel(state, state.channel(call.ids["channel"]))


@route("GET", "/guilds/{guild}")
def guild(state: State, call: Call) -> Json:
    """Get Guild."""
    return payloads.guild(state, state.guild(call.ids["guild"]))


@route("GET", "/guilds/{guild}/channels")
def channels(state: State, call: Call) -> list[Json]:
    """Get Guild Channels: all of them, threads not."""
    found = state.guild(call.ids["guild"])
    return [payloads.channel(state, one) for one in state.world.in_guild(found.id)]


@route("GET", "/guilds/{guild}/roles")
def roles(state: State, call: Call) -> list[Json]:
    """Get Guild Roles."""
    return payloads.roles(state, state.guild(call.ids["guild"]))


@route("GET", "/guilds/{guild}/members/{user}")
def member(state: State, call: Call) -> Json:
    """Get Guild Member."""
    found = state.guild(call.ids["guild"])
    person = call.ids["user"]
    if person != state.world.bot.id and person not in found.members:
        raise Refused(10007 if person in state.world.people else 10013)
    return payloads.member(state, person, found.id)
