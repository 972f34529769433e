"""Looks, one thing at a time, at what the bot needs of Discord; nothing is posted, and no session is begun.

Each look raises what a call raises: `Refused` with Discord's code, `Rejected`, or `Unavailable`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord

from bot.news.prompting.replies import one_line
from bot.outcomes import Unavailable
from bot.platforms.discord.access import Access, is_person
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.channel_kinds import THREADS
from bot.platforms.discord.command_tree import has_ours
from bot.platforms.discord.commands import Tree
from bot.platforms.discord.failures import FAILURES, Asked, failure
from bot.platforms.discord.permissions import held, needed_in

PATIENCE = 10.0
"""Seconds that Discord gets to say hello on the gateway; it takes well under one."""

_HELLO = 10  # the opcode
_NAME = 100  # characters
_RATE_LIMIT = 30.0  # seconds that a check may wait for its turn, the least that discord.py takes


@dataclass(frozen=True, slots=True)
class Bot:
    """Whose token it is, and how its application is set up."""

    name: str
    user: str
    application: str
    servers: int
    endpoint: str = ""
    code_grant: bool = False
    public: bool = True
    for_servers: bool = True
    for_people: bool = False
    privileged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Starts:
    """How many sessions may still be begun, of how many a day; `hours` until they are all there again."""

    left: int
    total: int
    hours: float
    shards: int


@dataclass(frozen=True, slots=True)
class Room:
    """A channel as Discord describes it, with what we lack there, by discord.py's names.

    `tags` are those of a forum and whether moderators alone may use each, `needs_tag` whether every post wants one.
    `roles`: by id, the name of each role of the server and whether it calls its people when we name it; `everybody` is
    the id of the one that all have.
    """

    name: str
    server: str
    kind: int
    lacks: tuple[str, ...] = ()
    locked: bool = False
    tags: Mapping[str, bool] = field(default_factory=dict)
    needs_tag: bool = False
    roles: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    everybody: str = ""
    manages_threads: bool = False


class Probe:
    """Holds connections: `close` it."""

    def __init__(self, access: Access, patience: float) -> None:
        """`patience` is in seconds."""
        self._client = discord.Client(intents=discord.Intents(guilds=True), max_ratelimit_timeout=_RATE_LIMIT)
        self._calls = Calls(self._client, access)
        self._patience = patience
        self._guilds: dict[str, tuple[dict[str, Any], list[str]]] = {}

    async def bot(self) -> Bot:
        """Who we are. To be asked first."""
        us = await self._calls.login()
        servers = await self._calls("GET", "/users/@me/guilds", shape=list)
        app = self._client.application
        user = self._client.user
        assert app is not None, "logged in without an application"
        flags = app.flags
        privileged = {
            "Presence Intent": flags.gateway_presence or flags.gateway_presence_limited,
            "Server Members Intent": flags.gateway_guild_members or flags.gateway_guild_members_limited,
            "Message Content Intent": flags.gateway_message_content or flags.gateway_message_content_limited,
        }
        return Bot(
            _line(user),
            us.user,
            us.application,
            len(servers),
            app.interactions_endpoint_url or "",
            app.bot_require_code_grant,
            app.bot_public,
            app.guild_integration_config is not None or app.user_integration_config is None,
            app.user_integration_config is not None,
            tuple(name for name, on in privileged.items() if on),
        )

    async def gateway(self) -> Starts:
        """Open the gateway, wait for its hello, and leave: that begins no session."""
        found = await self._calls("GET", "/gateway/bot", shape=dict)
        try:
            async with asyncio.timeout(self._patience):
                await _hello(str(found.get("url", "")))
        except TimeoutError:
            raise Unavailable(f"no hello came from Discord's gateway within {self._patience:g} s") from None
        except (aiohttp.ClientError, OSError, TypeError, ValueError):
            raise Unavailable("Discord's gateway could not be reached, or broke off at once") from None
        limit = found.get("session_start_limit", {})
        left, total = int(limit.get("remaining", 1)), int(limit.get("total", 1))
        return Starts(left, total, limit.get("reset_after", 0) / 3_600_000, int(found.get("shards", 1)))

    async def commands(self) -> bool:
        """Whether Discord has our commands as they are now."""
        asked = Asked("read the bot's commands")
        try:
            async with asyncio.timeout(self._patience):
                return await has_ours(self._client, Tree(self._client))
        except FAILURES as error:
            trouble = failure(error, asked)
        # Raised out here, so that it does not drag along the request, which holds the token.
        raise trouble

    async def person(self, person: str) -> str:
        """The name of a person ("@123")."""
        found = await self._calls("GET", "/users/{user_id}", shape=dict, user_id=person.removeprefix("@"))
        return _line(found.get("global_name") or found.get("username") or person)

    async def room(self, channel: str) -> Room:
        """What a channel is like, and what we lack there."""
        assert not is_person(channel), "a person is no channel"
        found = await self._calls("GET", "/channels/{channel_id}", shape=dict, channel_id=channel)
        kind, guild_id = int(found.get("type", 0)), str(found.get("guild_id") or "")
        if not guild_id:
            return Room(_line(found.get("name") or "direct messages"), "no server", kind)
        parent = found
        if kind in THREADS:
            parent = await self._calls("GET", "/channels/{channel_id}", shape=dict, channel_id=str(found["parent_id"]))
        guild, ours = await self._guild(guild_id)
        may = held(self._calls.us.user, guild, ours, parent)
        return Room(
            _line(f"#{found.get('name')}"),
            _line(guild.get("name")),
            kind,
            tuple(name for name in needed_in(kind) if not getattr(may, name)),
            bool(found.get("thread_metadata", {}).get("locked")),
            {_line(tag["name"]): bool(tag.get("moderated")) for tag in found.get("available_tags", ())},
            bool(found.get("flags", 0) & 1 << 4),
            {
                role["id"]: (_line(role["name"]), bool(role.get("mentionable")) or may.mention_everyone)
                for role in guild.get("roles", ())
            },
            guild_id,
            may.manage_threads,
        )

    async def _guild(self, guild: str) -> tuple[dict[str, Any], list[str]]:
        """A server as Discord describes it, and our roles there."""
        if guild not in self._guilds:
            found = await self._calls("GET", "/guilds/{guild_id}", shape=dict, guild_id=guild)
            path, us = "/guilds/{guild_id}/members/{user_id}", self._calls.us.user
            member = await self._calls("GET", path, shape=dict, guild_id=guild, user_id=us)
            self._guilds[guild] = found, [str(role) for role in member.get("roles", ())]
        return self._guilds[guild]

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def _line(said: object) -> str:
    """What somebody named something, on one line of a terminal."""
    return one_line(str(said))[:_NAME]


async def _hello(address: str) -> None:
    """Raises ValueError where what comes first is no hello."""
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{address}?v=10&encoding=json") as socket:
        frame = await socket.receive_json()
        if not isinstance(frame, dict) or frame.get("op") != _HELLO:
            raise ValueError("no hello")
