"""What we show: cards, before any platform dresses them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CardLine:
    """A sentence with the numbers of its evidence, as in "evidence 3"."""

    text: str
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CardFigure:
    """`amount` is short and meant to be seen first ("214", "20+", "£45bn"); `label` says what it counts."""

    amount: str
    label: str
    by: str | None
    mark: int


@dataclass(frozen=True, slots=True)
class CardQuote:
    """`text` comes without quotation marks: each platform sets quotes off in its own way."""

    text: str
    by: str
    mark: int


@dataclass(frozen=True, slots=True)
class CardSource:
    """An article that proves something on the card, and the numbers of the evidence that stands in it."""

    number: int
    title: str
    outlet: str | None
    url: str | None
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BriefCard:
    headline: str
    lead: tuple[CardLine, ...]
    figures: tuple[CardFigure, ...]
    quotes: tuple[CardQuote, ...]
    points: tuple[CardLine, ...]
    claims: tuple[CardLine, ...]
    sources: tuple[CardSource, ...]
    footer: str


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """With no lines it is a refusal: `refusal` says so, `nearest` are the closest sentences there are."""

    lines: tuple[CardLine, ...]
    refusal: str
    nearest: tuple[CardLine, ...]
    sources: tuple[CardSource, ...]


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


Card = BriefCard | AnswerCard | EvidenceCard | NoticeCard
