"""Discord's REST API, asked through discord.py's own client, which knows its rate limits; each call ends in good time.

discord.py of itself repeats a call that Discord answers with 500, 502, 504 or 524. A message bears a nonce, by which
Discord knows it again; a forum's post cannot, so that is tried once.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

import discord
from discord.http import Route

from bot.news.prompting.replies import one_line
from bot.outcomes import Unavailable
from bot.platforms.discord.access import Access
from bot.platforms.discord.failures import FAILURES, Asked, failure, not_discord
from bot.platforms.discord.purposes import POST, PURPOSES, Purpose
from bot.platforms.newest import Newest

TIMEOUT = 20.0
"""Seconds until a call counts as lost, with all that discord.py waits and repeats in it."""
POST_TIMEOUT = 45.0
"""The same for one that posts."""

_LOGIN = 60.0  # seconds: with it the commands are set up
_PAUSE = 0.5  # seconds before a call that harms nobody is tried again
_TRIES, _A_TRY = 3, 0.45  # of its time one try may take
A_SECOND = 40.0
"""Calls that are made in one second at most. Discord takes 50, with those that discord.py makes of itself:
https://docs.discord.com/developers/topics/rate-limits#global-rate-limit
"""
_BURST = 6  # calls
INVALID = 5000
"""Calls refused within ten minutes before we let Discord rest. Whoever has 10,000 refused is banned for a while:
https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
"""
_INVALID_WITHIN = 600.0  # seconds
_INVALID = (401, 403, 429)
_REMEMBERED = 5000  # threads
_CHANNEL_NAME = 60  # characters


@dataclass(frozen=True, slots=True)
class Us:
    """Who we are: the ids of the bot's user and of its application, in digits."""

    user: str
    application: str


class Calls:
    """`await calls("GET", "/channels/{channel_id}", channel_id="12")` gives Discord's answer as it is.

    A call raises `Unavailable` (not done), `Rejected` (`failures.Refused`, with Discord's code) or, where it `posts`,
    `Unclear` (done or not).
    """

    def __init__(
        self,
        client: discord.Client,
        access: Access,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        timeout: float = TIMEOUT,
        post_timeout: float = POST_TIMEOUT,
    ) -> None:
        """`timeout` and `post_timeout` are in seconds."""
        self.client = client
        self._access = access
        self._sleep = sleep
        self._timeout, self._post_timeout = timeout, post_timeout
        self._us: Us | None = None
        self._parents: Newest[str, str] = Newest(_REMEMBERED)
        self._free_at = 0.0
        self._refused_at: deque[float] = deque(maxlen=INVALID)

    async def login(self) -> Us:
        """Who we are. Raises `Rejected` or `Unavailable`, after which the client is closed."""
        Route.BASE = self._access.api_url.rstrip("/")
        try:
            async with asyncio.timeout(_LOGIN):
                await self.client.login(self._access.token)
        except FAILURES as error:
            trouble = failure(error, Asked("log in"))
        else:
            user = self.client.user
            assert user is not None, "logged in as nobody"
            self._us = Us(str(user.id), str(self.client.application_id))
            return self._us
        await self.client.close()
        # Raised out here, so that it does not drag along the request, which holds the token.
        raise trouble

    @property
    def us(self) -> Us:
        """Who we are, once logged in."""
        assert self._us is not None, "not logged in"
        return self._us

    async def __call__(
        self,
        verb: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, Any] | None = None,
        posts: bool = False,
        shape: type | None = None,
        **ids: str,
    ) -> Any:
        """Discord's answer, None where it is empty. One of another `shape` counts as a failure.

        What does not post is tried again after a dropped connection.
        """
        call = _Call(verb, path, json, params, posts, shape, ids)
        try:
            async with asyncio.timeout(self._post_timeout if posts else self._timeout):
                return await self._patiently(call)
        except TimeoutError as error:
            trouble = failure(error, self._asked(call))
        raise trouble

    def parent_of(self, channel: str) -> str | None:
        """The channel that a thread is in; None where this is not known to be a thread."""
        known = self.client.get_channel(int(channel)) if channel.isdecimal() else None
        return str(known.parent_id) if isinstance(known, discord.Thread) else self._parents.get(channel)

    def note_thread(self, thread: str, parent: str | None) -> None:
        """This is a thread, or (None) is none any more."""
        if parent is None:
            self._parents.pop(thread, None)
        else:
            self._parents[thread] = parent

    def may(self, channel: str, permission: str) -> bool:
        """Whether the gateway has told us that we have this permission there, by discord.py's name for it."""
        has = self._has(channel)
        return has is not None and bool(getattr(has, permission))

    def lacks(self, channel: str, permission: str) -> bool:
        """Whether the gateway has told us that we do not have this permission there."""
        return bool(self._lacking(channel, (permission,)))

    async def _patiently(self, call: _Call) -> Any:
        for left in reversed(range(1 if call.posts else _TRIES)):
            try:
                return await self._ask(call)
            except Unavailable as error:
                if not left or error.wait or self.client.is_closed():
                    raise
            await self._sleep(_PAUSE)
        raise AssertionError("the last try returns or raises")

    async def _ask(self, call: _Call) -> Any:
        asked = self._asked(call)
        if self.client.is_closed():
            raise Unavailable(f"the connection to Discord is closed: it was not asked to {asked.words}.")
        if rest := self._rest():
            raise Unavailable(f"Discord has refused too many calls: it is not asked to {asked.words} for now.", rest)
        try:
            async with asyncio.timeout(None if call.posts else self._timeout * _A_TRY):
                await self._turn()
                answer = await self.client.http.request(Route(call.verb, call.path, **call.ids), **call.arguments())
        except FAILURES as error:
            if isinstance(error, discord.HTTPException) and error.status in _INVALID:
                self._refused_at.append(asyncio.get_running_loop().time())
            trouble = failure(error, asked)
        else:
            if isinstance(answer, str) and answer:
                trouble = not_discord(asked, "no JSON")
            elif call.shape is not None and not isinstance(answer, call.shape):
                trouble = not_discord(asked, "JSON of another shape")
            else:
                return None if isinstance(answer, str) else answer
        # Raised out here, so that it does not drag along the request, which holds the token.
        raise trouble

    def _rest(self) -> int:
        """Seconds until Discord may be asked again, 0 for now."""
        if len(self._refused_at) < INVALID:
            return 0
        return max(ceil(self._refused_at[0] + _INVALID_WITHIN - asyncio.get_running_loop().time()), 0)

    async def _turn(self) -> None:
        """Wait until a call may be made, each in its turn.

        discord.py itself heeds the limit of all calls only once Discord has refused some, and then lets all that wait
        go at once.
        """
        now = asyncio.get_running_loop().time()
        at = max(self._free_at, now - (_BURST - 1) / A_SECOND)
        self._free_at = at + 1 / A_SECOND
        if at > now:
            await asyncio.sleep(at - now)

    def _asked(self, call: _Call) -> Asked:
        purpose = PURPOSES.get((call.verb, call.path)) or Purpose(f"do {call.verb} {call.path}")
        said = call.json if isinstance(call.json, Mapping) else {}
        channel = call.ids.get("channel_id", "")
        if not channel:
            person = f" with person {said['recipient_id']}" if "recipient_id" in said else ""
            return Asked(purpose.words + person, purpose.needs, posts=call.posts)
        needs = purpose.needs
        if (call.verb, call.path) == POST:
            needs += ("embed_links",) if said.get("embeds") else ()
            needs += ("read_message_history",) if said.get("message_reference") else ()
        if self.parent_of(channel):
            needs = tuple("send_messages_in_threads" if name == "send_messages" else name for name in needs)
        if isinstance(self._known(channel), discord.VoiceChannel | discord.StageChannel):
            needs += ("connect",)
        return Asked(f"{purpose.words} in {self._named(channel)}", needs, self._lacking(channel, needs), call.posts)

    def _named(self, channel: str) -> str:
        known = self._known(channel)
        name = one_line(str(getattr(known, "name", "") or ""))[:_CHANNEL_NAME]
        return f"#{name} ({channel})" if name else f"channel {channel}"

    def _known(self, channel: str) -> Any:
        return self.client.get_channel(int(channel)) if channel.isdecimal() else None

    def _lacking(self, channel: str, needs: tuple[str, ...]) -> tuple[str, ...]:
        """Which of these permissions we do not have there, as far as the gateway has told us."""
        has = self._has(channel)
        if has is None:
            return ()
        if not has.view_channel:
            return ("view_channel",)
        return tuple(name for name in needs if not getattr(has, name))

    def _has(self, channel: str) -> discord.Permissions | None:
        known = self._known(self.parent_of(channel) or channel)
        if not isinstance(known, discord.abc.GuildChannel) or known.guild.me is None:
            return None
        return known.permissions_for(known.guild.me)


@dataclass(frozen=True, slots=True)
class _Call:
    verb: str
    path: str
    json: Any
    params: Mapping[str, Any] | None
    posts: bool
    shape: type | None
    ids: Mapping[str, str]

    def arguments(self) -> dict[str, Any]:
        """As discord.py takes them."""
        once = self.posts and isinstance(self.json, Mapping) and "nonce" not in self.json
        given = {"json": self.json, "params": self.params, "files": [_OneTry()] if once else None}
        return {name: value for name, value in given.items() if value is not None}


class _OneTry:
    """discord.py resets a request's files before each try of it: this lets the first one pass alone."""

    def reset(self, *, seek: int | bool = True) -> None:
        if seek:
            raise ConnectionError("Discord failed, and what posts in a forum is not repeated")
