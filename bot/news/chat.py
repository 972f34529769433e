"""What people do in chat besides asking: they press a button, give an order, fill in a form; and who they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.news.channels import Place
from bot.news.types import StoryId

Button = Literal["evidence", "sources", "why", "follow", "unfollow", "good", "bad"]


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever did something in a place. `id` is the platform's, and as a place's channel it is a direct message.

    `manages`: the platform itself lets them manage that place. A `guest` may read there, and little else. `zone` is the
    time zone that they live by.
    """

    platform: str
    id: str
    manages: bool = False
    guest: bool = False
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Press:
    """A button under a message. The thread of `place` is the one that this message began or stands in.

    `value` is what the button carries: for evidence what `showing/pointing.py` makes of it.
    """

    button: Button
    place: Place
    message: str
    person: Person
    value: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """ "/brief topics world": `words` are what stands after the command."""

    words: str
    place: Place
    person: Person


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that a person sent, by its name; `place` is what it is about. A field left empty has no values."""

    form: str
    place: Place
    person: Person
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Follow:
    """A person who is told, by direct message, what is new of a story; `place` is theirs."""

    place: Place
    story: StoryId

    @property
    def channel(self) -> str:
        """What editions call the person who reads them: theirs are told apart from those of channels."""
        return f"{self.place.platform}:{self.place.channel}"
