"""The gateway: sessions over websockets, with numbered events that are replayed to who resumes (events/gateway)."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.fakes.discord import payloads
from tests.fakes.discord.world import Channel

if TYPE_CHECKING:
    from tests.fakes.discord.state import State

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 3, 6, 7, 9, 10, 11

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15
PRIVILEGED = 1 << 1 | 1 << 8 | MESSAGE_CONTENT
"""Members, presences and message content: closed with 4014 where the application does not have them switched on."""

INTERVAL = 41_250
"""Milliseconds between heartbeats."""


@dataclass(slots=True)
class Session:
    """One identified session; outlives its socket for as long as it can be resumed."""

    id: str
    intents: int
    socket: web.WebSocketResponse | None
    sequence: int = 0
    sent: list[dict[str, Any]] = field(default_factory=list)


class Gateway:
    """Listens for clients; `tell` sends an event to all of them that asked for its kind.

    `identified` and `resumed` count sessions; `sessions_left` may yet be begun until `reset_after` seconds have passed, which
    a test sets and GET /gateway/bot says.
    """

    def __init__(self, state: State) -> None:
        self.state = state
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        self.sessions_left, self.reset_after = 1000, 14_400.0
        self.away = False  # nobody can connect
        self.late: set[str] = set()  # servers of which a new session is not told at once
        self.resumed = 0
        self.presences: list[Any] = []
        self._sockets: set[web.WebSocketResponse] = set()
        self._sending: set[asyncio.Task[None]] = set()
        self._order = asyncio.Lock()
        self.loop: asyncio.AbstractEventLoop | None = None

    @property
    def open(self) -> list[Session]:
        """Sessions with a socket."""
        return [one for one in self.sessions.values() if one.socket is not None and not one.socket.closed]

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from its hello to its end."""
        if self.away:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        self._sockets.add(socket)
        session: Session | None = None
        try:
            await send(socket, HELLO, {"heartbeat_interval": INTERVAL, "_trace": []})
            async for message in socket:
                if message.type != WSMsgType.TEXT:
                    await socket.close(code=4002)
                    break
                session = await self._heard(socket, json.loads(message.data), session)
        finally:
            self._sockets.discard(socket)
            if session is not None and session.socket is socket:
                session.socket = None
                # 1000 and 1001 of the client's end the session (events/gateway#disconnecting).
                if socket.close_code in (1000, 1001):
                    self.sessions.pop(session.id, None)
            self.state.watching.changed()
        return socket

    async def _heard(
        self, socket: web.WebSocketResponse, said: dict[str, Any], session: Session | None
    ) -> Session | None:
        match said.get("op"):
            case 1:
                await send(socket, ACK, None)
            case 2 if session is not None:
                await socket.close(code=4005)
            case 2:
                return await self._identify(socket, said["d"])
            case 6:
                return await self._resume(socket, said["d"])
            case _ if session is None:
                await socket.close(code=4003)
            case 3:
                self.presences.append(said["d"])
            case 4 | 8:
                pass
            case _:
                await socket.close(code=4001)
        return session

    async def _identify(self, socket: web.WebSocketResponse, said: dict[str, Any]) -> Session | None:
        if self.state.revoked or said.get("token", "").removeprefix("Bot ") != self.state.token:
            await socket.close(code=4004)
            return None
        intents = said.get("intents")
        if not isinstance(intents, int) or not said.get("properties"):
            await socket.close(code=4013)
            return None
        allowed = MESSAGE_CONTENT if self.state.content_intent else 0
        if intents & PRIVILEGED & ~allowed:
            await socket.close(code=4014)
            return None
        if self.sessions_left <= 0:
            await send(socket, INVALID, False)
            return None
        self.identified += 1
        self.sessions_left -= 1
        session = Session(f"session{self.identified:032x}", intents, socket)
        self.sessions[session.id] = session
        guilds = [one for one in self.state.world.guilds.values() if one.installed]
        ready = {
            "v": 10,
            "user": payloads.user(self.state, self.state.world.bot.id) | {"verified": True, "mfa_enabled": False},
            "guilds": [{"id": one.id, "unavailable": True} for one in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.url,
            "shard": said.get("shard", [0, 1]),
            "application": {"id": self.state.application, "flags": 0},
            "private_channels": [],
            "user_settings": {},
        }
        await self._event(session, "READY", ready)
        for guild in guilds if intents & GUILDS else []:
            if guild.id not in self.late:
                await self._event(session, "GUILD_CREATE", payloads.guild_create(self.state, guild))
        self.state.watching.changed()
        return session

    async def _resume(self, socket: web.WebSocketResponse, said: dict[str, Any]) -> Session | None:
        if self.state.revoked or said.get("token", "").removeprefix("Bot ") != self.state.token:
            await socket.close(code=4004)
            return None
        session = self.sessions.get(str(said.get("session_id")))
        seen = said.get("seq")
        if session is None or not isinstance(seen, int):
            await send(socket, INVALID, False)
            return None
        if seen > session.sequence:
            await socket.close(code=4007)
            return None
        async with self._order:
            for event in [one for one in session.sent if one["s"] > seen]:
                await socket.send_str(json.dumps(event))
            session.socket = socket
            self.resumed += 1
        await self._event(session, "RESUMED", {"_trace": []})
        self.state.watching.changed()
        return session

    @property
    def url(self) -> str:
        """Where clients connect."""
        return self.state.url.replace("http://", "ws://") + "/gateway"

    def tell(self, kind: str, data: dict[str, Any], intent: int = 0, blank: dict[str, Any] | None = None) -> None:
        """Send an event to every session that has asked for its kind, in order; `blank` instead where content is private.

        Sessions that lost their socket get it when they resume.
        """
        for session in list(self.sessions.values()):
            if intent and not session.intents & intent:
                continue
            told = data if blank is None or session.intents & MESSAGE_CONTENT else blank
            self.again(session, kind, told)

    def again(self, session: Session, kind: str, data: dict[str, Any]) -> None:
        """Send an event to one session."""
        if self.loop is None:
            raise RuntimeError("the local Discord has not been started")
        # Whoever builds the world need not be within the loop: fixtures are not.
        task = self.loop.create_task(self._event(session, kind, json.loads(json.dumps(data))))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    def tell_in(self, channel: Channel, kind: str, data: dict[str, Any], blank: dict[str, Any] | None = None) -> None:
        """Send an event of a channel's messages, if the bot may see the channel."""
        if not channel.guild:
            self.tell(kind, data, DIRECT_MESSAGES, blank)
        elif self.state.world.guilds[channel.guild].installed and self.state.may("view_channel", channel):
            self.tell(kind, {"guild_id": channel.guild} | data, GUILD_MESSAGES, blank)

    async def _event(self, session: Session, kind: str, data: Any) -> None:
        async with self._order:
            session.sequence += 1
            event = {"op": DISPATCH, "t": kind, "s": session.sequence, "d": data}
            session.sent.append(event)
            if session.socket is not None and not session.socket.closed:
                try:
                    await session.socket.send_str(json.dumps(event))
                except ConnectionError:
                    session.socket = None

    async def drop(self, *, resumable: bool = True, how: str = "cut") -> None:
        """End every connection. `resumable` False: nobody can resume, and what is told meanwhile is lost.

        `how`: "cut" without a word, "reconnect" (op 7), "invalid" (op 9), or a close code as "4000".
        """
        lost = self.open
        if not resumable:
            self.sessions.clear()
        for session in lost:
            socket, session.socket = session.socket, None
            if socket is None:
                continue
            if how == "reconnect":
                await send(socket, RECONNECT, None)
            elif how == "invalid":
                await send(socket, INVALID, resumable)
            elif how == "cut":
                await socket.close(code=4000)
            else:
                await socket.close(code=int(how))
        self.state.watching.changed()

    async def close(self) -> None:
        """End everything."""
        for task in list(self._sending):
            task.cancel()
        self.sessions.clear()
        for socket in list(self._sockets):
            await socket.close(code=1001)


async def send(socket: web.WebSocketResponse, op: int, data: Any) -> None:
    """One frame that is no event."""
    await socket.send_str(json.dumps({"op": op, "d": data, "s": None, "t": None}))
