"""What we show: cards, before any platform dresses them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Also:
    """Who else says the same: how many other independent sources, and the numbers of their sentences."""

    sources: int = 0
    marks: tuple[int, ...] = ()


NOBODY_ELSE = Also()


@dataclass(frozen=True, slots=True)
class CardLine:
    """A sentence with the numbers of its evidence, as in "evidence 3". A `translation` is ours: it must be shown so.

    `day` is the date (ISO) that a dated list puts before it.
    """

    text: str
    marks: tuple[int, ...] = ()
    also: Also = NOBODY_ELSE
    translation: str | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True)
class CardFigure:
    """`amount` is short and meant to be seen first ("214", "20+", "£45bn"); `label` says what it counts."""

    amount: str
    label: str
    by: str | None
    mark: int
    also: Also = NOBODY_ELSE


@dataclass(frozen=True, slots=True)
class CardChange:
    """A figure told anew: "15 dead, was 12". `was_mark` is there where the earlier sentence can still be shown."""

    amount: str
    label: str
    by: str | None
    mark: int
    was: str
    was_mark: int | None = None
    also: Also = NOBODY_ELSE


@dataclass(frozen=True, slots=True)
class CardSide:
    """What one source says of a figure that sources disagree on; `by` is whom it cites for it."""

    amount: str
    outlet: str
    by: str | None
    mark: int
    also: Also = NOBODY_ELSE


@dataclass(frozen=True, slots=True)
class CardConflict:
    """One thing, counted otherwise by each side."""

    label: str
    sides: tuple[CardSide, ...]


@dataclass(frozen=True, slots=True)
class CardQuote:
    """`text` comes without quotation marks: each platform sets quotes off in its own way. A `translation` is ours."""

    text: str
    by: str
    mark: int
    also: Also = NOBODY_ELSE
    translation: str | None = None


@dataclass(frozen=True, slots=True)
class CardSource:
    """An article that proves something on the card, and the numbers of the evidence that stands in it.

    `links` are addresses that jump to the sentence of each mark, in the order of `marks`; none without a web address.
    `pointers` are what a button carries that shows the sentence of each mark. `fetched` is when we stored its text, in
    UTC ("14 Mar 2031, 08:02").
    `day` is the date (ISO) on which it was published.
    """

    number: int
    title: str
    outlet: str | None
    url: str | None
    marks: tuple[int, ...]
    links: tuple[str, ...] = ()
    day: str | None = None
    pointers: tuple[str, ...] = ()
    fetched: str | None = None


@dataclass(frozen=True, slots=True)
class BriefCard:
    """`backing` says who tells the story independently, where that is more than one outlet. `corrected` are words on
    what an outlet has changed since this was posted.

    `update`: an earlier brief of this story was posted here; `new` and `changes` are what was told since. `opens` is
    the edition that it is the first of, in words ("29 March, 08:00"), "" for the others. `followed`: its reader gets it
    because they follow the story.
    """

    headline: str
    lead: tuple[CardLine, ...]
    figures: tuple[CardFigure, ...]
    quotes: tuple[CardQuote, ...]
    points: tuple[CardLine, ...]
    claims: tuple[CardLine, ...]
    sources: tuple[CardSource, ...]
    footer: str
    update: bool = False
    backing: str = ""
    new: tuple[CardLine, ...] = ()
    changes: tuple[CardChange, ...] = ()
    conflicts: tuple[CardConflict, ...] = ()
    corrected: tuple[str, ...] = ()
    opens: str = ""
    followed: bool = False


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """With no lines it is a refusal: `refusal` says so, `nearest` are the closest sentences there are.

    With lines, `refusal` says which half of the question they leave open. Lines with days are a dated list.
    """

    lines: tuple[CardLine, ...]
    refusal: str
    nearest: tuple[CardLine, ...]
    sources: tuple[CardSource, ...]
    conflicts: tuple[CardConflict, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """A paragraph of a source in pieces; True marks the words that are the evidence."""

    number: int
    paragraph: tuple[tuple[str, bool], ...]
    source: CardSource


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A plain word from the bot itself: help, an error, a confirmation."""

    text: str


@dataclass(frozen=True, slots=True)
class SourcesCard:
    """The articles that a thread rests on."""

    sources: tuple[CardSource, ...]


Card = BriefCard | AnswerCard | EvidenceCard | SourcesCard | NoticeCard
