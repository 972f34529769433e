"""What becomes of a delivery that was not sent: when it is tried again, or how it ends, and what its owner is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.news.channels import Delivery, Edition
from bot.news.showing.cards import safe
from bot.news.tries import kept, tries_in
from bot.ports import Rejected, Unavailable

RETRY_AFTER = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))
"""Never at once: what was cut off on our side may still be done on theirs, after we looked what stands there."""
GIVE_UP_AFTER = timedelta(days=1)
"""From the first try on, where a platform wants us to wait again and again."""

STOPPED = "the sender stopped in the middle"
_HEADLINE_CHARS = 120


@dataclass(frozen=True, slots=True)
class Again:
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Ended:
    """`uncertain` where it may stand there."""

    state: Literal["failed", "uncertain"]
    why: str


def after(error: Exception, delivery: Delivery, now: datetime) -> Again | Ended:
    """What follows from how a try ended. What is no word of a platform may have struck after it was posted.

    A platform's wish to wait uses up no try. Where there was no answer the platform looks first before it posts
    anything, so that it is safe to try again; it ends `uncertain` where it could not tell several times.
    """
    words = str(error) or type(error).__name__
    failed, unclear = tries_in(delivery.why)
    if isinstance(error, Rejected):
        return Ended("failed", words)
    if not isinstance(error, Unavailable):
        if unclear >= len(RETRY_AFTER):
            return Ended("uncertain", words)
        return Again(now + RETRY_AFTER[unclear], kept(failed, unclear + 1, words))
    unsent: Literal["failed", "uncertain"] = "uncertain" if unclear else "failed"
    if error.wait is not None:
        if now - (delivery.tried or now) >= GIVE_UP_AFTER:
            return Ended(unsent, f"given up after a day: {words}")
        return Again(now + timedelta(seconds=max(1, error.wait)), kept(failed, unclear, words))
    if failed >= len(RETRY_AFTER):
        return Ended(unsent, f"given up after {failed + 1} tries: {words}")
    return Again(now + RETRY_AFTER[failed], kept(failed + 1, unclear, words))


def interrupted(delivery: Delivery, now: datetime) -> Again | Ended:
    """What follows where the sender has died: at once the next one looks what stands there."""
    if now - (delivery.tried or now) >= GIVE_UP_AFTER:
        return Ended("uncertain", STOPPED)
    failed, unclear = tries_in(delivery.why)
    return Again(now, kept(failed, min(unclear + 1, len(RETRY_AFTER)), STOPPED))


def report(edition: Edition, part: int, ended: Ended) -> str:
    """What its owner is told."""
    which = f"“{safe(edition.briefs[part].headline, _HEADLINE_CHARS)}” ({safe(edition.channel)}, {edition.slot})"
    if ended.state == "failed":
        told = f"{which} was not posted, or not all of it: {safe(ended.why)}"
    else:
        told = (
            f"{which} may or may not have been posted: {safe(ended.why)} – It is not posted again, since it could "
            "stand there twice then. Please look into the channel."
        )
    return f"{told} – What else of this edition ends for the same reason is not told again."
