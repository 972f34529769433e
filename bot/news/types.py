"""Every noun of Factbox, as frozen dataclasses: this page is also the glossary.

Two families keep the promise. What a model or the extractive summarizer wrote is a *draft* (`DraftBrief`,
`DraftAnswer`) and cannot be posted. What the gate (`grounding.py`) has proven is a `Brief` or an `Answer`,
and nothing else builds one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NewType

ArticleId = NewType("ArticleId", str)
RevisionId = NewType("RevisionId", str)
StoryId = NewType("StoryId", str)


# --- what we read ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character offsets into one revision's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of an article's text. Its text never changes once stored; spans point into it."""

    id: RevisionId
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article as an outlet published it, with the revision we are reading.

    `summary_only`: the text is what a feed tells of it, not the article itself. `fetched` is when we stored this text.
    """

    id: ArticleId
    revision: Revision
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: datetime | None = None
    byline: str | None = None
    updated: datetime | None = None
    language: str | None = None
    summary_only: bool = False
    fetched: datetime | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        return self.revision.text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's span and the number of its paragraph, counted from 0."""

    span: Span
    paragraph: int


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article as it was found, before it is stored. `key` names it within its source for good.

    `text` is the plain text with its paragraphs on lines of their own; it is stored as it is.
    """

    key: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: datetime | None = None
    byline: str | None = None
    updated: datetime | None = None
    language: str | None = None
    section: str | None = None
    summary_only: bool = False


# --- what we find ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: the fullest name the text gives, and the role it gives them ("harbour master")."""

    name: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A person or body that the article names, with every place where it is meant.

    `mentions` are the spans that name it ("Ms Okafor"); `stand_ins` the pronouns and descriptions that
    turn out to mean it ("he", "the minister").
    """

    name: str
    role: str | None
    kind: Literal["person", "body"]
    mentions: tuple[Span, ...]
    stand_ins: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quotation marks that somebody said or wrote.

    `span` leaves the outer quotation marks out. `mention` is where the words beside the quote name its
    speaker ("he", "Ms Okafor"); `speaker` is who that turns out to be, None when the text does not show it.
    `venue` are the words that tell where it was said ("told Radio Vale", "in a statement").
    """

    span: Span
    speaker: Speaker | None = None
    mention: Span | None = None
    venue: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of reported speech without quotation marks: "the ministry claimed it had called off the search".

    `span` is what is claimed, `mention` names the claimant in the text, `claimant` is who that turns out to be.
    """

    span: Span
    claimant: Speaker
    mention: Span
    cue: Span


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that counts or measures something, with the words that make it up.

    `span` covers number, qualifier and thing counted where they stand together. For a range, `value` is its
    lower end and `high` its upper one. `of_what` is in the article's own words. `as_of` are the words that tell which
    time it holds for ("last year", "by Tuesday"). `part`: it is a share of a total told beside it ("12 dead, including
    three children"). `outdated`: the article itself gives it as an earlier count of what it counts anew.
    """

    span: Span
    value: float
    high: float | None = None
    unit: str | None = None
    of_what: str | None = None
    qualifier: str | None = None
    claimed_by: str | None = None
    as_of: Span | None = None
    part: bool = False
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the rules find in one text, in the order of the text."""

    sentences: tuple[Sentence, ...]
    parties: tuple[Party, ...]
    quotes: tuple[Quote, ...]
    claims: tuple[Claim, ...]
    figures: tuple[Figure, ...]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds a character offset."""
        low = bisect_right(self.sentences, offset, key=lambda sentence: sentence.span.end)
        if low < len(self.sentences) and self.sentences[low].span.start <= offset:
            return self.sentences[low]
        return None


@dataclass(frozen=True, slots=True)
class Source:
    """An article together with what was found in it: what the rules read when they write or check."""

    article: Article
    facts: Facts

    @property
    def text(self) -> str:
        return self.article.text


Sources = Mapping[RevisionId, Source]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of one stored revision: the proof of a line."""

    revision: RevisionId
    span: Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article that bears on a question; a higher score bears on it more."""

    evidence: Evidence
    score: float


# --- what a model or the summarizer wrote: untrusted ----------------------------------------------

LineKind = Literal["lead", "new", "point", "claim"]
"""`new`: told since the last brief of this story."""


@dataclass(frozen=True, slots=True)
class DraftEvidence:
    """Words a draft points to. `start` tells which occurrence is meant, where the drafter knows."""

    revision: RevisionId
    words: str
    start: int | None = None


@dataclass(frozen=True, slots=True)
class DraftLine:
    """`day`: the date (ISO) that a dated list puts before the line."""

    text: str
    kind: LineKind
    evidence: tuple[DraftEvidence, ...]
    day: str | None = None


@dataclass(frozen=True, slots=True)
class DraftQuote:
    words: DraftEvidence
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class DraftFigure:
    """`words` stand in the article and hold the number; what it counts and who claims it is read from there."""

    words: DraftEvidence


@dataclass(frozen=True, slots=True)
class DraftBrief:
    headline: str
    lines: tuple[DraftLine, ...]
    quotes: tuple[DraftQuote, ...] = ()
    figures: tuple[DraftFigure, ...] = ()


RefusalReason = Literal[
    "nothing-found", "not-said", "part-missing", "not-a-question", "opinion", "advice", "forecast", "act", "prompt",
    "out-of-time", "false-premise", "unproven",
]  # fmt: skip
"""`part-missing` comes with lines: they answer half of what was asked. `act`: to do something for them; `prompt`: to
reveal or change our own rules. `false-premise`: it takes for granted what the sources do not show."""


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """Lines that answer, or, where the sources do not say, no lines, the reason and what is missing in words.

    With lines and `missing`, they answer only half of what was asked.
    """

    lines: tuple[DraftLine, ...]
    reason: RefusalReason | None = None
    missing: str = ""


# --- what we can prove: built by the gate alone ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """`also` are sentences of other, independent sources that say the same. A `translation` is ours, shown as such.

    `day` is the date (ISO) that its article was published on or gives for it, in a dated list.
    """

    text: str
    kind: LineKind
    evidence: tuple[Evidence, ...]
    also: tuple[Evidence, ...] = ()
    translation: str | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True)
class ProvenQuote:
    """`text` is the article's own slice. Without a speaker it is shown as the outlet's report.

    `venue` are the article's words for where it was said. A `translation` is ours: it is shown beside the words, as
    such, and without quotation marks.
    """

    text: str
    evidence: Evidence
    speaker: Speaker | None = None
    also: tuple[Evidence, ...] = ()
    translation: str | None = None
    venue: str | None = None


@dataclass(frozen=True, slots=True)
class ProvenFigure:
    """A figure with the sentence it stands in; `also` are those of other, independent sources with the same figure."""

    text: str
    figure: Figure
    evidence: Evidence
    sentence: Evidence
    also: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Figures of independent sources that count one thing at one time and disagree: one for each value."""

    sides: tuple[ProvenFigure, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a figure of the last brief of this story has become."""

    before: ProvenFigure
    now: ProvenFigure


@dataclass(frozen=True, slots=True)
class Refused:
    """A drafted line, quote or figure that the gate did not let through, with the named reason."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Brief:
    """`revisions` are those it was made from. `voices` are the independent sources, each with its outlets.

    `update`: an earlier brief of this `story` was posted where this one goes.
    """

    headline: str
    lines: tuple[Line, ...]
    quotes: tuple[ProvenQuote, ...]
    figures: tuple[ProvenFigure, ...]
    refused: tuple[Refused, ...]
    revisions: tuple[RevisionId, ...]
    story: StoryId | None = None
    voices: tuple[tuple[str, ...], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    changes: tuple[Change, ...] = ()
    update: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said under a question. With no lines it is a refusal: `reason` names it, `words` say it.

    With lines and the reason `part-missing`, `words` say which half of the question they leave open; with the reason
    `false-premise`, the lines deny what the question takes for granted.
    """

    lines: tuple[Line, ...]
    reason: RefusalReason | None = None
    words: str = ""
    nearest: tuple[Evidence, ...] = ()
    refused: tuple[Refused, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
