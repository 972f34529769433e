"""Ask the model for a draft, and do without it where it fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import structlog

from bot.news.prompts import BadReply, Request
from bot.ports import Model, Rejected, Unavailable

Draft = TypeVar("Draft")
_INSTEAD = "the articles' own words"

log = structlog.get_logger()


async def drafted(model: Model, request: Request, parse: Callable[[str], Draft]) -> Draft | None:
    """The model's draft; a reply that cannot be read is asked for once more. None where the model fails."""
    for instead in ("asking again", _INSTEAD):
        try:
            return parse(await model.complete(request))
        except (Unavailable, Rejected) as error:
            log.warning("model_failed", why=str(error), instead=_INSTEAD)
            return None
        except BadReply as error:
            log.warning("model_reply_unreadable", why=str(error), instead=instead)
    return None
