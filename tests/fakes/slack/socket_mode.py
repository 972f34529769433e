"""Socket Mode: connections the app opens to us, over which events and gestures go out and acknowledgements come back.

"Using Socket Mode": up to 10 connections, each payload goes to one of them; hello, disconnect, envelopes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.fakes.slack.methods import Call, method

if TYPE_CHECKING:
    from tests.fakes.slack.workspace import Workspace

MOST_CONNECTIONS = 10
ACK_SECONDS = 3.0
"""Slack's own words: acknowledge within 3 seconds."""


@dataclass(slots=True, eq=False)
class Connection:
    """One socket; `acked` has what came back by envelope id, `sent` the envelopes that went out."""

    number: int
    socket: web.WebSocketResponse
    acked: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether anything can be sent over it."""
        return not self.socket.closed


class Sockets:
    """All connections of the app."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.tickets: set[str] = set()
        self.all: list[Connection] = []
        self.mute = False
        self._turn = 0

    @property
    def open(self) -> list[Connection]:
        """Those that are open, oldest first."""
        return [connection for connection in self.all if connection.open]

    def ticket(self) -> str:
        """Where a new connection may be opened, once."""
        ticket = self.workspace.world.next_id("ticket-")
        self.tickets.add(ticket)
        return f"{self.workspace.url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self.workspace.app_id}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from hello until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=404, text="no such ticket: each one opens one connection")
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        if len(self.open) >= MOST_CONNECTIONS:
            await socket.send_json(
                {"type": "disconnect", "reason": "too_many_websockets", "debug_info": {"host": "applink-1"}}
            )
            await socket.close()
            return socket
        connection = Connection(len(self.all) + 1, socket)
        self.all.append(connection)
        await socket.send_json(self._hello())
        self.workspace.changed()
        try:
            await self._listen(connection)
        finally:
            self.workspace.changed()
        return socket

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self.open),
            "connection_info": {"app_id": self.workspace.app_id},
            "debug_info": {"host": "applink-1", "build_number": 1, "approximate_connection_time": 18_060},
        }

    async def _listen(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if frame.type is not WSMsgType.TEXT or self.mute:
                continue
            if not frame.data.startswith("{"):
                continue
            answer = json.loads(frame.data)
            connection.acked[answer.get("envelope_id", "")] = answer.get("payload")
            self.workspace.changed()

    def next(self) -> Connection | None:
        """The connection whose turn it is: Slack may choose any."""
        found = self.open
        if not found:
            return None
        self._turn += 1
        return found[self._turn % len(found)]

    async def disconnect(self, reason: str, *, cut: bool) -> None:
        """Ask every connection to come anew ("refresh_requested", "warning", "link_disabled"), or cut it without a word."""
        for connection in self.open:
            if cut:
                self._abort(connection)
                continue
            await connection.socket.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
            )
            if reason != "warning":
                await connection.socket.close()
        self.workspace.changed()

    def _abort(self, connection: Connection) -> None:
        writer = connection.socket._writer
        if writer is not None and writer.transport is not None:
            writer.transport.abort()

    async def close(self) -> None:
        """End them all."""
        for connection in self.open:
            await connection.socket.close()


@method("apps.connections.open", scopes=("connections:write",), tier="3", token="app")
def connections_open(workspace: Workspace, call: Call) -> dict[str, Any]:
    return {"url": workspace.sockets.ticket()}


def too_late(workspace: Workspace, sent_at: float) -> bool:
    """Whether the time for an acknowledgement is over."""
    return workspace.clock() >= sent_at + ACK_SECONDS
