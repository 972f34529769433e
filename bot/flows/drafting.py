"""Ask the model for a draft, and do without it where it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import structlog

from bot.news.prompting.prompts import BadReply, Request
from bot.ports import Model, Rejected, Spending, Unavailable

Draft = TypeVar("Draft")
INSTEAD = "the articles' own words"
LIMIT = 120.0
"""Seconds for one draft, with what is asked again."""

log = structlog.get_logger()


async def asked(
    model: Model, request: Request, parse: Callable[[str], Draft], until: float
) -> tuple[Draft | BadReply | None, tuple[Spending, ...]]:
    """What the model made of it, and what that cost. A reply that cannot be read comes back as its error, what fails
    or is not there at `until` (a moment of the running loop) as None.
    """
    try:
        async with asyncio.timeout_at(until):
            reply = await model.complete(request)
    except (Unavailable, Rejected) as error:
        log.warning("model_failed", why=str(error), instead=INSTEAD)
        return None, error.spent
    except TimeoutError:
        log.warning("model_too_slow", instead=INSTEAD)
        return None, (Spending("unanswered", request.tokens, 0),)
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
        again = replace(request, user=f"{request.user}\n\nYour reply before could not be used: {found}.")
        found, more = await asked(model, again, parse, until)
        spent += more
    return (None if isinstance(found, BadReply) else found), spent
