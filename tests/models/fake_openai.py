"""A chat completions server on 127.0.0.1 that answers what a test laid out, one answer a request."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from aiohttp import web

Row = dict[str, Any]


@dataclass(frozen=True)
class Streamed:
    """Pieces written to the socket one by one, and what comes then: "close", "stall" (silence) or "abort".

    `pause` is in seconds, before each piece.
    """

    pieces: tuple[bytes, ...]
    then: str = "close"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/event-stream; charset=utf-8"})
    pause: float = 0.0


Answer = Callable[[Row], web.StreamResponse] | Streamed | str

_SOON = {"retry-after-ms": "1"}


def completion(
    content: str | None, *, finish: str = "stop", usage: int | None = 40, counts: Row | None = None, **message: Any
) -> web.Response:
    body: Row = {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [
            {
                "index": 0,
                "finish_reason": finish,
                "message": {"role": "assistant", "content": content, **message},
            }
        ],
    }
    if usage is not None:
        body["usage"] = {"prompt_tokens": usage - 10, "completion_tokens": 10, "total_tokens": usage}
    if counts is not None:
        body["usage"] = {"total_tokens": counts["prompt_tokens"] + counts["completion_tokens"], **counts}
    return web.json_response(body)


def event(content: str | None = None, *, finish: str | None = None, usage: Row | None = None, **delta: Any) -> bytes:
    """One event of a stream of completions."""
    if content is not None:
        delta["content"] = content
    choices = [] if usage is not None else [{"index": 0, "delta": delta, "finish_reason": finish}]
    body: Row = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices}
    if usage is not None:
        body["usage"] = usage
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n".encode()


DONE = b"data: [DONE]\n\n"


def streamed(*said: str, usage: Row | None = None, done: bytes = DONE) -> Streamed:
    """A reply in so many pieces, as well-kept servers send it."""
    counted = (event(usage=usage),) if usage is not None else ()
    return Streamed((event("", role="assistant"), *map(event, said), event(finish="stop"), *counted, done))


def error(
    status: int, message: str, *, code: str | None = None, headers: dict[str, str] | None = None
) -> Callable[[Row], web.Response]:
    body = {"error": {"message": message, "type": "some_error", "code": code, "param": None}}
    return lambda _: web.json_response(body, status=status, headers=_SOON if headers is None else headers)


def raw(text: str, content_type: str) -> Callable[[Row], web.Response]:
    return lambda _: web.Response(text=text, content_type=content_type)


@dataclass
class FakeOpenAI:
    """The answers in their order, the last one for good.

    `written` counts the bytes of streams. "hang" never answers, "stall" falls silent in the middle of its answer; "slam" hangs up at once, "drop" in the
    middle of its answer.
    """

    answers: deque[Answer] = field(default_factory=deque)
    requests: list[Row] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    written: int = 0

    def then(self, *answers: Answer) -> None:
        self.answers.extend(answers)

    async def __aenter__(self) -> FakeOpenAI:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._answer)
        self._leaving = asyncio.Event()
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        row = json.loads(await request.text())
        self.requests.append(row)
        self.headers.append(dict(request.headers))
        answer = self.answers.popleft() if len(self.answers) > 1 else self.answers[0]
        if answer == "hang":
            await self._leaving.wait()
            return web.Response()
        assert request.transport is not None
        if answer == "slam":
            request.transport.abort()
            return web.Response()
        if answer in ("drop", "stall"):
            response = web.StreamResponse(headers={"Content-Length": "1000", "Content-Type": "application/json"})
            await response.prepare(request)
            await response.write(b'{"choices": [')
            if answer == "stall":
                await self._leaving.wait()
            request.transport.abort()
            return response
        assert not isinstance(answer, str)
        return await self._streamed(request, answer) if isinstance(answer, Streamed) else answer(row)

    async def _streamed(self, request: web.Request, answer: Streamed) -> web.StreamResponse:
        response = web.StreamResponse(headers=answer.headers)
        await response.prepare(request)
        with suppress(ConnectionError):  # who asked may have heard enough
            for piece in answer.pieces:
                if answer.pause:
                    with suppress(TimeoutError):
                        async with asyncio.timeout(answer.pause):
                            await self._leaving.wait()
                await response.write(piece)
                self.written += len(piece)
            if answer.then == "stall":
                await self._leaving.wait()
            if answer.then == "abort":
                assert request.transport is not None
                request.transport.abort()
            await response.write_eof()
        return response
