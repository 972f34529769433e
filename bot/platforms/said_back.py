"""What a person is told of what they did in chat, where it came to nothing: busy, refused, broken."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

import structlog

from bot.news.showing.shown import NoticeCard
from bot.ports import Rejected, Unavailable, Unclear

BUSY = NoticeCard("I have more questions than I can answer just now. Please ask again in a minute.")
BROKEN = NoticeCard("Something went wrong on my side; it is in my log. Please try again.")

T = TypeVar("T")

log = structlog.get_logger()


async def safely(doing: Coroutine[Any, Any, T]) -> T | NoticeCard:
    """What comes of it, or a word on why nothing does."""
    try:
        return await doing
    except (Unavailable, Rejected, Unclear) as error:
        log.warning("gesture_failed", why=str(error))
        return NoticeCard(str(error))
    except Exception:
        log.exception("gesture_failed")
        return BROKEN


def in_words(errors: Mapping[str, str]) -> NoticeCard:
    """The errors of a form that is closed already."""
    return NoticeCard("Nothing was changed. " + " ".join(dict.fromkeys(errors.values())))
