"""Slack's Web API, asked over one connection pool; nothing is sent a second time that could be done twice.

slack_sdk of itself repeats a call whose connection dropped, also one that posts (its `async_default_handlers`): here it
has no retry handlers. aiohttp of itself repeats a GET, so everything is a POST.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.outcomes import Rejected, Unavailable, Unclear
from bot.platforms.slack.access import Access
from bot.platforms.slack.failures import FAILURES, Asked, failure

TIMEOUT = 15.0
"""Seconds until a call counts as lost."""

_CONNECT = 10.0  # seconds; what fails so early was never sent
_LONGEST_WAIT = 30  # seconds of a Retry-After that is waited out here
_PAUSE = 0.5  # seconds before a read is tried again
_TRIES = 3

# What we read; Slack takes no JSON for these.
_READS = frozenset("bots.info conversations.history conversations.info conversations.replies users.info".split())
# Done twice, these leave what they leave when done once.
_REPEATABLE = _READS | frozenset(
    "auth.test chat.delete chat.stopStream chat.update conversations.open views.publish assistant.threads.setStatus "
    "assistant.threads.setSuggestedPrompts".split()
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are: the bot's user id (U…), its bot id (B…) and name, the team (T…), and what the app may do."""

    user: str
    bot: str
    name: str
    team: str
    scopes: frozenset[str]


class Calls:
    """`await calls("conversations.info", channel=...)` gives Slack's answer as it is.

    A call raises `Unavailable` (not done), `Rejected` (`failures.Refused`, with Slack's code) or, where it must not be
    done twice, `Unclear` (done or not).
    """

    def __init__(
        self, access: Access, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep, timeout: float = TIMEOUT
    ) -> None:
        """`timeout` is in seconds."""
        self._access = access
        self._sleep = sleep
        self._timeout = timeout
        self._web: AsyncWebClient | None = None
        self._identity: Identity | None = None
        self._asking = asyncio.Lock()
        self._closed = False

    async def __call__(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Slack's answer. What harms nobody when repeated is: after a dropped connection, and after a short 429."""
        return _data_of(await self._patiently(method, arguments))

    async def once(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Slack's answer to one try: for what is not worth waiting for, and for what must not be done twice."""
        return _data_of(await self._ask(method, arguments))

    async def identity(self) -> Identity:
        """Who we are, asked once. Raises as a call."""
        async with self._asking:
            if self._identity is None:
                self._identity = _identity_of(await self._patiently("auth.test", {}))
        return self._identity

    async def close(self) -> None:
        """Close the connections. Whatever is asked afterwards is `Unavailable`."""
        self._closed = True
        if self._web is not None and self._web.session is not None:
            await self._web.session.close()

    async def _patiently(self, method: str, arguments: dict[str, Any]) -> AsyncSlackResponse:
        tries = _TRIES if method in _REPEATABLE else 1
        for left in reversed(range(tries)):
            try:
                return await self._ask(method, arguments)
            except Unavailable as error:
                if not left or self._closed or (error.wait or 0) > _LONGEST_WAIT:
                    raise
                wait = error.wait or _PAUSE
            await self._sleep(wait)
        raise AssertionError("the last try returns or raises")

    async def _ask(self, method: str, arguments: dict[str, Any]) -> AsyncSlackResponse:
        asked = Asked(method, _channel_of(arguments), method in _REPEATABLE)
        if self._closed:
            raise Unavailable(f"the connection to Slack is closed: {asked} was not sent.")
        arguments = {name: value for name, value in arguments.items() if value is not None}
        try:
            if method in _READS:
                return await self._client().api_call(method, params=arguments)
            return await self._client().api_call(method, json=arguments)
        except FAILURES as error:
            trouble: Unavailable | Rejected | Unclear = failure(error, asked)
        # Raised out here, so that it does not drag along the request, which holds the token.
        raise trouble

    def _client(self) -> AsyncWebClient:
        """Made with the first call: a session belongs to the loop that runs."""
        if self._web is None:
            # slack_sdk's own timeout is only for sessions that it makes itself.
            session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._timeout, sock_connect=min(_CONNECT, self._timeout)),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
            self._web = AsyncWebClient(
                self._access.bot_token, base_url=self._access.api_url, session=session, retry_handlers=[]
            )
            # It takes a proxy from the environment; where Slack is, the settings say alone.
            self._web.proxy = None
        return self._web


def _identity_of(answer: AsyncSlackResponse) -> Identity:
    user, bot, name, team = (str(answer.get(each) or "") for each in ("user_id", "bot_id", "user", "team_id"))
    if not user or not team:
        # Without them everybody's mention would be ours.
        raise Unavailable(
            "auth.test did not say who we are: what came back was not Slack's (slack.api_url may be wrong, or a proxy "
            "in between)."
        )
    scopes = str(answer.headers.get("x-oauth-scopes", ""))
    return Identity(user, bot, name, team, frozenset(filter(None, map(str.strip, scopes.split(",")))))


def _channel_of(arguments: dict[str, Any]) -> str | None:
    found = arguments.get("channel") or arguments.get("channel_id") or arguments.get("users")
    return str(found) if found else None


def _data_of(answer: AsyncSlackResponse) -> dict[str, Any]:
    return answer.data if isinstance(answer.data, dict) else {}
