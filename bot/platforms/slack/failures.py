"""What went wrong between us and Slack, in words that a person can act on and that never hold a token."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.outcomes import Gone, Rejected, Unavailable, Unclear
from bot.platforms.causes import NO_CONNECTION, causes, quoted_words, root_of
from bot.platforms.slack.refusals import NOBODY, WHAT_TO_DO

FAILURES: tuple[type[Exception], ...] = (
    SlackClientError,
    aiohttp.ClientError,
    asyncio.TimeoutError,
    OSError,
    ValueError,
    # An answer in JSON or plain text that is no object makes slack_sdk stumble so.
    AttributeError,
)
"""All that slack_sdk lets through when a call fails: what `failure` reads."""

_LONGEST_WAIT = 3600  # seconds: more is somebody's mistake, and would silence a channel
_TOO_OFTEN = {"ratelimited", "rate_limited", "message_limit_exceeded", "accesslimited"}
_MOVING = {"team_added_to_org", "org_login_required"}
# https://docs.slack.dev/reference/methods/chat.postMessage#errors: of these none says that nothing was done.
_NO_TELLING = {"internal_error", "fatal_error", "request_timeout", "service_unavailable", "unknown_error"}


class Refused(Rejected):
    """Slack said no; `code` is its own word for it ("not_in_channel")."""

    def __init__(self, words: str, code: str) -> None:
        super().__init__(words)
        self.code = code


class Vanished(Refused, Gone):
    """Slack said that a person is not there, or not for us."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that failed: its method, where it was to be done, and whether it can be done twice without harm."""

    method: str
    channel: str | None
    repeatable: bool

    def __str__(self) -> str:
        return f"{self.method} in {self.channel}" if self.channel else self.method


def failure(error: Exception, asked: Asked) -> Unavailable | Rejected | Unclear:
    """What it means for whoever asked. `Unclear` only where it may have been done and must not be done twice."""
    if isinstance(error, SlackApiError):
        return _answered(error.response, asked)
    if any(isinstance(link, NO_CONNECTION) for link in causes(error)):
        return Unavailable(
            f"Slack could not be reached for {asked}: {quoted_words(root_of(error))}. "
            "Look at this machine's network, and at slack.api_url where it is set."
        )
    if isinstance(error, asyncio.TimeoutError):
        return _lost("Slack gave no answer in time", asked)
    if isinstance(error, SlackClientError):
        return Rejected(f"Slack cannot be asked for {asked}: {quoted_words(error)}")
    if isinstance(error, aiohttp.ClientError | OSError):
        return _lost(f"the connection to Slack broke off ({quoted_words(root_of(error))})", asked)
    return _lost("what came back was not Slack's (slack.api_url may be wrong, or a proxy in between)", asked)


def _answered(response: Any, asked: Asked) -> Unavailable | Rejected | Unclear:
    # What cannot be read as JSON comes as aiohttp's own response, the rest as slack_sdk's.
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    said = data if isinstance(data, Mapping) else {}
    code = str(said.get("error") or "")
    if status == 429 or code in _TOO_OFTEN:
        wait = _seconds(response.headers)
        after = f"; it wants us to wait {wait} s" if wait else ""
        return Unavailable(f"Slack is asked too often for {asked}{after}. It is tried again later.", wait)
    if status >= 500 or status == 408 or code in _NO_TELLING:
        return _lost(f"Slack failed ({code or status})", asked)
    if code in _MOVING:
        return Unavailable(f"Slack is moving this workspace just now ({code}); {asked} is tried again later.")
    if not code and status >= 400:
        return Unavailable(
            f"{asked}: what answered ({status}) was not Slack. Look at slack.api_url, and at a proxy in between."
        )
    if not code:
        return _lost("what came back was not Slack's (slack.api_url may be wrong, or a proxy in between)", asked)
    return (Vanished if code in NOBODY else Refused)(_words(code, said, asked), code)


def _words(code: str, said: Mapping[str, Any], asked: Asked) -> str:
    if code == "missing_scope":
        scopes = " or ".join(f'"{quoted_words(scope)}"' for scope in str(said.get("needed") or "a scope").split(","))
        return (
            f"Slack refuses {asked}: the app lacks the scope {scopes}. Add it at api.slack.com/apps under "
            "“OAuth & Permissions” and install the app to the workspace again."
        )
    if code in WHAT_TO_DO:
        return f"Slack refuses {asked} ({code}): {WHAT_TO_DO[code]}"
    details = said.get("response_metadata")
    messages = details.get("messages") if isinstance(details, Mapping) else None
    more = f" {quoted_words('; '.join(map(str, messages)))}" if isinstance(messages, list) and messages else ""
    return f"Slack refuses {asked}: {quoted_words(code)}.{more}"


def _lost(what: str, asked: Asked) -> Unavailable | Unclear:
    if asked.repeatable:
        return Unavailable(f"{what} for {asked}. It is tried again later.")
    return Unclear(f"{what} for {asked}; it may have been done.")


def _seconds(headers: Mapping[str, str]) -> int | None:
    said = str(headers.get("Retry-After", "")).strip()
    return min(int(said), _LONGEST_WAIT) or None if said.isascii() and said.isdigit() and len(said) < 10 else None
