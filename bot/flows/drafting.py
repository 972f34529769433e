"""Ask the model for a draft, and do without it where it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import structlog

from bot.news.prompting.answer_replies import GrowingReply, answer_of, answered
from bot.news.prompting.prompts import BadReply, Request
from bot.news.prompting.requests import estimate
from bot.news.types import DraftAnswer, DraftLine, Sources
from bot.ports import Heard, Model, Rejected, Spending, Unavailable

Draft = TypeVar("Draft")
INSTEAD = "the articles' own words"
LIMIT = 120.0
"""Seconds for one draft, with what is asked again."""
LIMIT_IN_CHAT = 60.0
"""Seconds for an answer that somebody waits for."""

log = structlog.get_logger()


async def asked(
    model: Model, request: Request, parse: Callable[[str], Draft], until: float, heard: Heard | None = None
) -> tuple[Draft | BadReply | None, tuple[Spending, ...]]:
    """What the model made of it, and what that cost. A reply that cannot be read comes back as its error, what fails
    or is not there at `until` (a moment of the running loop) as None. `heard` hears it while it is written.
    """
    said = ""

    async def listening(text: str) -> None:
        nonlocal said
        said = text
        if heard:
            await heard(text)

    try:
        async with asyncio.timeout_at(until) as limit:
            reply = await (model.complete(request, listening) if heard else model.complete(request))
    except (Unavailable, Rejected) as error:
        log.warning("model_failed", why=str(error), instead=INSTEAD)
        return None, error.spent
    except TimeoutError:
        if not limit.expired():
            raise
        log.warning("model_too_slow", instead=INSTEAD)
        return None, (Spending("unanswered", request.tokens, estimate(said)),)
    try:
        return parse(reply.text), reply.spent
    except BadReply as error:
        log.warning("model_reply_unreadable", why=str(error))
        return error, reply.spent


async def asked_twice(
    model: Model, request: Request, parse: Callable[[str], Draft], limit: float = LIMIT
) -> tuple[Draft | None, tuple[Spending, ...]]:
    """The model's draft and what it cost; a reply that cannot be read is asked for once more, with the reason.

    None where the model fails or takes more than `limit` seconds for it all.
    """
    until = asyncio.get_running_loop().time() + limit
    found, spent = await asked(model, request, parse, until)
    if isinstance(found, BadReply):
        found, more = await asked(model, _again(request, found), parse, until)
        spent += more
    return (None if isinstance(found, BadReply) else found), spent


async def streamed(
    model: Model,
    request: Request,
    sources: Sources,
    on_line: Callable[[DraftLine], Awaitable[None]],
    question: str = "",
    limit: float = LIMIT_IN_CHAT,
) -> tuple[DraftAnswer | None, tuple[Spending, ...], bool]:
    """The model's draft of an answer, handed over line by line while it is written, and what it cost.

    `on_line` is called with each line as soon as it stands there whole, in order and once; the gate and the showing are
    its affair, and it raises neither `Unavailable` nor `Rejected`. `sources` are those of the request; `question` is
    the one whose words may name what is missing.

    The draft holds exactly those lines. It is None where there are none and the model failed, was too slow, may spend
    no more or wrote what cannot be read. A reply that cannot be read is asked for once more, where no line of it was
    handed over. True: the reply came to its end. False: it broke off, and the rest of the answer is to be taken from
    the sources, past what the draft's lines say already.
    """
    growing = GrowingReply(sources)

    async def hear(text: str) -> None:
        for line in growing.feed(text):
            await on_line(line)

    def read(reply: str) -> DraftAnswer:
        return answer_of(reply, sources, question)

    until = asyncio.get_running_loop().time() + limit
    found, spent = await asked(model, request, read, until, hear)
    if isinstance(found, BadReply) and not growing.lines:
        found, more = await asked(model, _again(request, found), read, until, hear)
        spent += more
    if not isinstance(found, DraftAnswer):
        return (answered(growing.lines) if growing.lines else None), spent, False
    for line in growing.end(found):
        await on_line(line)
    return answered(growing.lines, found.missing), spent, growing.whole


def _again(request: Request, why: BadReply) -> Request:
    return replace(request, user=f"{request.user}\n\nYour reply before could not be used: {why}.")
