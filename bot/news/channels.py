"""Where people are and what we owe them: places and channels, editions and their deliveries, mentions and turns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal, NewType

from bot.news.types import Brief, Evidence

EditionId = NewType("EditionId", str)
Length = Literal["short", "normal", "long"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a platform, a channel on it, and the thread in that channel, if any."""

    platform: str
    channel: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Dress:
    """How what is posted in a channel looks, and whom it calls, where the platform can; most can none of it.

    `accent` is a colour ("#1f6feb"). `plain`: in the form that older clients show, too. `ping` is the role that each
    edition calls, by the platform's id. `publish`: channels that follow this one get it as well. In a forum `posts`
    says what gets a post of its own, and `tags` are the names of the tags that these bear.
    """

    accent: str = ""
    plain: bool = False
    ping: str = ""
    publish: bool = False
    posts: Literal["story", "edition"] = "story"
    tags: tuple[str, ...] = ()


UNDRESSED = Dress()


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of a channel's own day in which nothing new is posted: from `start` up to, not including, `end`.

    They go over midnight where `end` is not after `start`.
    """

    start: time
    end: time


CatchUp = Literal["latest", "skip"]
"""What becomes of slots that were missed: the newest of a day is told late, or none is."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Where editions go and when: at `times` on `days` (Monday is 0) of the channel's own `zone`.

    `topics` rank its stories: those of a topic come first, those of a topic with a minus before it ("-sport") not at
    all. `sources` are the outlets or hosts whose stories are told, all where there are none. At most `stories` an
    edition, None leaves that to `length`. `language` is what points are translated into by a model ("de"); None leaves
    them as the articles have them. `owner` is the person on the platform who is told of trouble. Nothing is owed for
    slots before `since`. What falls due in the hours of `quiet` is held and told in one edition when they end.
    """

    name: str
    place: Place
    times: tuple[time, ...]
    days: frozenset[int]
    zone: str
    topics: tuple[str, ...] = ()
    length: Length = "normal"
    language: str | None = None
    sources: tuple[str, ...] = ()
    stories: int | None = None
    owner: str | None = None
    paused: bool = False
    since: datetime | None = None
    dress: Dress = UNDRESSED
    quiet: Quiet | None = None
    catch_up: CatchUp = "latest"


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody asked us something. `event` is the platform's own id of the event: platforms redeliver.

    `also` are further ids of the same gesture, by which it may come again under another event.
    """

    event: str
    place: Place
    author: str
    text: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what was answered, in a thread.

    `meant` is the question with what it left to the turns before it put in; "" where it left nothing. `refused`: the
    sources did not say, and `evidence` is what came nearest.
    """

    question: str
    answer: str
    evidence: tuple[Evidence, ...] = ()
    meant: str = ""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """What a channel is owed for one slot of its own calendar ("2026-03-29T08:00 Europe/Berlin")."""

    id: EditionId
    channel: str
    slot: str
    briefs: tuple[Brief, ...]


@dataclass(frozen=True, slots=True)
class Posted:
    """What a thread hangs under: an edition and, where it is one message of it, which of its briefs, from 0."""

    edition: Edition
    part: int | None = None


SlotState = Literal["written", "nothing", "failed"]
"""What came of a slot: an edition, no news to tell, or an error."""

DeliveryState = Literal["due", "sending", "sent", "failed", "uncertain"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One brief of an edition (`part`, from 0) owed to one place.

    `key` is deterministic, so that a second send can be recognised. `tried` is when the first try began, `why` the
    reason for which it is due again or has ended.
    """

    key: str
    edition: EditionId
    place: Place
    part: int = 0
    state: DeliveryState = "due"
    attempts: int = 0
    tried: datetime | None = None
    why: str = ""
