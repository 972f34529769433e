"""How the bot fares, as an operator reads it: the nouns of the status page, and what of it wants a look.

A `Told` is what the store knows of a channel; `faring.fares` makes of it, with the channel's calendar, how late it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

TROUBLED = timedelta(hours=1)
"""A feed that fails for longer wants a look; a server that restarts does not."""

Level = Literal["well", "look", "trouble"]

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class CopySeen:
    """A copy of the bot that is there now, and what it alone does. `here`: it is the one that tells."""

    name: str
    duties: tuple[str, ...] = ()
    here: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What the store knows of a channel: its last edition, what it owes of that, and its last slot that was looked at.

    `posted` is when the first brief stood there; `owed` counts briefs by the state of their delivery, `why` says why
    one of them was not posted. `noted` is the slot that was looked at last, `came` what came of it.
    """

    slot: str = ""
    written: datetime | None = None
    posted: datetime | None = None
    owed: Mapping[str, int] = field(default_factory=dict)
    why: str = ""
    noted: str = ""
    came: str = ""
    noted_why: str = ""


@dataclass(frozen=True, slots=True)
class ChannelFares:
    """How a channel fares. `slot` is its newest, also where its edition is still waited for, and `late` is that one's.

    `posted` is when the first of it stood there; `next` is in the channel's zone. `words` say what wants a look, or how
    it is.
    """

    name: str
    zone: str
    level: Level
    words: str
    slot: str = ""
    posted: datetime | None = None
    late: timedelta | None = None
    next: datetime | None = None
    owed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedTrouble:
    """A feed that fails, by its name and where it is, without what may be secret in its address."""

    name: str
    address: str
    why: str
    since: datetime | None
    failures: int


@dataclass(frozen=True, slots=True)
class FeedsFare:
    """How many feeds are followed, fail, and are due now; `worst` are those that fail longest."""

    followed: int = 0
    troubled: int = 0
    due: int = 0
    worst: tuple[FeedTrouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Spent:
    """What a model cost today, in its provider's currency; None where that is not known."""

    model: str
    tokens_in: int
    tokens_out: int
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class AnswersFare:
    """Answers of this copy since it began: how many, and the seconds that half and nearly all of them took."""

    given: int = 0
    failed: int = 0
    median: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What the store counts for a report: the last day's, save `spent`, which is today's.

    `asked` are questions, `refused_answers` those of them that the sources did not answer, `waiting` those that are
    not answered yet.
    """

    channels: Mapping[str, Told] = field(default_factory=dict)
    feeds: FeedsFare = FeedsFare()
    deliveries: Mapping[str, int] = field(default_factory=dict)
    spent: tuple[Spent, ...] = ()
    asked: int = 0
    refused_answers: int = 0
    waiting: int = 0
    editions: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """How the bot fares at a moment. `parts` has what is wrong with each part of this copy, "" where nothing is."""

    at: datetime
    copy: str
    role: str
    version: str
    started: datetime
    parts: Mapping[str, str]
    copies: tuple[CopySeen, ...] = ()
    channels: tuple[ChannelFares, ...] = ()
    counted: Counted = Counted()
    queue: Mapping[str, int] = field(default_factory=dict)
    answers: AnswersFare = AnswersFare()

    @property
    def verdict(self) -> tuple[Level, str]:
        """Whether all is well, in one line."""
        troubles = [_of_part(name, ended(words)) for name, words in self.parts.items() if words]
        late = [c for c in self.channels if c.level == "trouble"]
        troubles += [f"{c.name}: {ended(c.words)}" for c in late[:_MOST_NAMED]]
        if len(late) > _MOST_NAMED:
            troubles.append(f"{len(late) - _MOST_NAMED} more channels in trouble")
        if troubles:
            return "trouble", "; ".join(troubles) + "."
        looks = self._looks()
        return ("look", f"It works, but have a look: {', '.join(looks)}.") if looks else ("well", "All is well.")

    def _looks(self) -> list[str]:
        failing = [f for f in self.counted.feeds.worst if f.since and self.at - f.since >= TROUBLED]
        wanting = sum(c.level == "look" for c in self.channels)
        unsent = sum(self.counted.deliveries.get(state, 0) for state in ("failed", "uncertain"))
        looks = []
        if wanting:
            looks.append(many(wanting, "channel"))
        elif unsent:
            looks.append(f"{many(unsent, 'brief')} of the last day not surely posted")
        if failing:
            looks.append(f"{many(self.counted.feeds.troubled, 'feed')} in trouble")
        return looks


def _of_part(name: str, words: str) -> str:
    """ "store: is starting"; a name that the words begin with is not said twice."""
    return words if words.casefold().startswith(name) else f"{name}: {words}"


def ended(words: str) -> str:
    """The words without the stop at their end."""
    return words.strip().rstrip(".")


def many(number: int, noun: str) -> str:
    """ "1 feed", "2,000 feeds"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
