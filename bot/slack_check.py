"""`factbox check --slack`: is all there that Slack needs, and what to do about what is not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from bot.findings import Finding
from bot.outcomes import Rejected, Unavailable, Unclear
from bot.platforms.slack.access import Access
from bot.platforms.slack.calls import Identity
from bot.platforms.slack.failures import Refused
from bot.platforms.slack.probe import PATIENCE, NoHello, Probe
from bot.platforms.slack.scopes import NEEDED, USEFUL

_FAILED = (Rejected, Unavailable, Unclear)
_PERMISSIONS = "at api.slack.com/apps, under “OAuth & Permissions”"
_COPY_BOT = f"Copy the Bot User OAuth Token {_PERMISSIONS}, into FACTBOX_SLACK__BOT_TOKEN."
_MAKE_APP = (
    "Make one at api.slack.com/apps, under “Basic Information”, “App-Level Tokens”, with the scope connections:write, "
    "and put it into FACTBOX_SLACK__APP_TOKEN."
)
_NO_HELLO = {
    "link_disabled": "Switch Socket Mode on at api.slack.com/apps, under “Socket Mode”.",
    "too_many_websockets": "Ten connections are the most that Slack allows an app: stop a Factbox that still runs.",
}


async def slack_findings(
    access: Access, channels: Sequence[str], now: datetime, operator: str | None = None, patience: float = PATIENCE
) -> AsyncIterator[Finding]:
    """What was found of the tokens, the scopes, the socket, and posting, in this order; `channels` are Slack's ids.

    Nobody sees any of it but the `operator` (a member id), who gets a direct message that is deleted at once.
    `patience` is how many seconds Slack gets to answer on a socket.
    """
    probe = Probe(access, patience)
    try:
        identity = None
        try:
            identity = await probe.identity()
        except _FAILED as error:
            yield _token(error)
        if identity is not None:
            yield _whose(identity)
            for finding in _scopes(identity):
                yield finding
        yield await _socket(probe, access, identity)
        if identity is not None:
            for channel in channels:
                yield await _channel(probe, channel, identity, now)
            yield await _round_trip(probe, operator)
    finally:
        await probe.close()


def _whose(identity: Identity) -> Finding:
    if not identity.bot:
        return Finding("bot token", "error", "the token is a person's, not a bot's", _COPY_BOT)
    return Finding("bot token", "ok", f"{identity.name} ({identity.user}) in workspace {identity.team}")


def _token(error: Exception) -> Finding:
    if not isinstance(error, Refused):
        return Finding("bot token", "error", str(error))
    words = {
        "invalid_auth": "Slack does not know this bot token",
        "token_revoked": "the bot token was revoked",
        "token_expired": "the bot token has expired",
        "account_inactive": "the app was removed from the workspace, or the workspace is gone",
    }
    if error.code not in words:
        return Finding("bot token", "error", str(error))
    again = "" if error.code == "invalid_auth" else f"Install the app to the workspace again {_PERMISSIONS}. "
    return Finding("bot token", "error", words[error.code], again + _COPY_BOT)


def _scopes(identity: Identity) -> list[Finding]:
    if not identity.scopes:
        return [Finding("scopes", "note", "Slack did not say which scopes the app has", "Is a proxy in between?")]
    add = f"Add it {_PERMISSIONS}, “Bot Token Scopes”, and install the app again."
    needed = [
        Finding("scope", "error", f"{scope} is missing: without it {what}", add)
        for scope, what in NEEDED.items()
        if scope not in identity.scopes
    ]
    useful = [
        Finding("scope", "note", f"{scope} is missing: without it {what}", add)
        for scope, what in USEFUL.items()
        if scope not in identity.scopes
    ]
    return needed + useful or [Finding("scopes", "ok", f"all {len(NEEDED) + len(USEFUL)} that are needed")]


async def _socket(probe: Probe, access: Access, identity: Identity | None) -> Finding:
    if access.app_token is None:
        words = "none: events come by HTTP, signed, and whether Slack reaches us cannot be told from here"
        fix = "Slack says so itself at api.slack.com/apps, under “Event Subscriptions”, when its Request URL is saved."
        return Finding("socket", "note", words, fix)
    try:
        app = await probe.socket()
        own = await probe.app() if identity is not None else app
    except NoHello as error:
        return Finding("socket", "error", str(error), _NO_HELLO.get(error.reason, "Try again in a minute."))
    except Refused as error:
        return _app_token(error)
    except _FAILED as error:
        return Finding("socket", "error", str(error), "Look at this machine's network and proxy: wss:// has to pass.")
    if own != app:
        words = f"the app token is of another app ({app}) than the bot token ({own})"
        return Finding("socket", "error", words, "Take both tokens from the same app.")
    return Finding("socket", "ok", f"Slack said hello to app {app}")


def _app_token(error: Refused) -> Finding:
    if error.code in ("invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"):
        return Finding("app token", "error", f"Slack does not take the app token ({error.code})", _MAKE_APP)
    if error.code == "not_allowed_token_type":
        return Finding("app token", "error", "the token is no app-level token (xapp-…)", _MAKE_APP)
    if error.code == "missing_scope":
        return Finding("app token", "error", "the app token lacks the scope connections:write", _MAKE_APP)
    return Finding("socket", "error", str(error))


async def _channel(probe: Probe, channel: str, identity: Identity, now: datetime) -> Finding:
    invite = f"Write “/invite @{identity.name}” there."
    try:
        room = await probe.room(channel)
        if room.archived:
            fix = "Unarchive it in Slack, or end its subscription."
            return Finding("channel", "error", f"{room.name} ({channel}) is archived", fix)
        if not room.joined:
            return Finding("channel", "error", f"the bot is not in {room.name} ({channel})", invite)
        await probe.schedule(room.id, now)
        await probe.look_back(room.id)
    except Refused as error:
        if error.code == "channel_not_found":
            fix = f"Look at its id (at the bottom of its “About”). In a private one: {invite[0].lower()}{invite[1:]}"
            return Finding("channel", "error", f"{channel}: there is no such channel that the bot can see", fix)
        return Finding("channel", "error", str(error))
    except Unavailable as error:
        return Finding("channel", "note", f"{channel} could not be tried: {error}")
    except (Rejected, Unclear) as error:
        return Finding("channel", "error", str(error))
    return Finding("channel", "ok", f"{room.name} ({channel}): the bot may post there, and read its posts back")


async def _round_trip(probe: Probe, operator: str | None) -> Finding:
    if operator is None:
        words = "nothing was posted: a message that nobody else sees needs somebody to send it to"
        return Finding("posting", "note", words, "Set slack.operator to your member ID (profile > ⋮ > Copy member ID).")
    try:
        found = await probe.round_trip(operator)
    except _FAILED as error:
        return Finding("posting", "error", str(error))
    if not found:
        words = f"a direct message to {operator} was posted, but not found by its key afterwards"
        return Finding("posting", "error", words, "Is a proxy in between that changes messages?")
    return Finding("posting", "ok", f"a direct message to {operator} was posted, found by its key, and deleted")
