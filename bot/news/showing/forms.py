"""What a person fills in, and the page they open of us, before any platform dresses them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.news.channels import Place

FieldKind = Literal["text", "lines", "one", "many"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen: at most 75 characters each."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One line of words (`text`), several (`lines`), `one` of the choices or `many` of them. `value` is set already.

    A `minor` one is left out where there is room for few.
    """

    name: str
    label: str
    kind: FieldKind
    value: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    optional: bool = False
    hint: str = ""
    minor: bool = False


@dataclass(frozen=True, slots=True)
class FormCard:
    """`name` is the form's, by which what is filled in is known again; `about` the place it is of."""

    name: str
    title: str
    submit: str
    fields: tuple[Field, ...]
    about: Place
    text: str = ""


@dataclass(frozen=True, slots=True)
class HomeChannel:
    """A channel with when it is due, in words ("08:00 and 17:30, Mon to Fri, Europe/Berlin"), and what it tells."""

    place: Place
    when: str
    next: str
    holds: str
    paused: bool = False


@dataclass(frozen=True, slots=True)
class HomeFeed:
    """A feed and how it fares, in words."""

    name: str
    well: bool
    words: str


@dataclass(frozen=True, slots=True)
class HomeEdition:
    """An edition: when, its headlines, how many of its briefs were posted, and what people thought of them."""

    place: Place
    slot: str
    headlines: tuple[str, ...]
    posted: int
    owed: int
    good: int = 0
    bad: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class HomeCard:
    """What a person sees of us as a whole: only what they may see."""

    channels: tuple[HomeChannel, ...]
    feeds: tuple[HomeFeed, ...]
    editions: tuple[HomeEdition, ...]
    words: str = ""
