"""The nouns of what is remembered of a path: of an article from its source on, of an edition from its slot on.

They hold what the store knows, without the texts themselves: `flows/whole_trace.py` makes of it who was told what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.news.channels import DeliveryState, Edition, Place
from bot.news.types import ArticleId, Brief, Evidence, Refused, RevisionId, StoryId

TextFrom = Literal["feed", "page", "folder"]
KeyKind = Literal["address", "id", "words", "title"]
FateKind = Literal[
    "told", "read", "old", "copy", "sources", "topics", "passed", "unplaced", "paused", "quiet", "beyond", "waits"
]
"""What became of an article in a channel. `read`: whoever follows its story had read it elsewhere. `beyond`: so much is
due there that no edition weighs its story. `waits`: for the next edition."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an article in a channel, and the one reason that decided, in words."""

    kind: FateKind
    words: str


@dataclass(frozen=True, slots=True)
class Named:
    """An article as it is named beside others; `at` is when it was published, or else first seen."""

    id: ArticleId
    title: str | None
    outlet: str | None
    url: str | None
    at: datetime
    copy_of: ArticleId | None = None


@dataclass(frozen=True, slots=True)
class SeenText:
    """One text of an article: when it came and from where, its length in characters, and whether it is `whole`."""

    revision: RevisionId
    at: datetime
    characters: int
    whole: bool
    by: TextFrom


@dataclass(frozen=True, slots=True)
class PagePath:
    """What came of reading an article's own page; `note` is why the text is not whole."""

    due: datetime | None
    attempts: int
    read_at: datetime | None
    note: str | None


@dataclass(frozen=True, slots=True)
class ArticlePath:
    """An article from its source to its story.

    `turned_out` are others that turned out to be this one, `asked` among them where it was asked for by that one's
    address or id. `feed` is the address of the feed that showed it first, or its id where it is followed no longer;
    without one, `key` is what its folder knows it by. `known_by` counts its keys of each kind. `fresh` is false for
    what was old when its feed was first read.
    """

    article: Named
    asked: ArticleId
    key: str
    feed: str | None
    followed: bool
    fresh: bool
    texts: tuple[SeenText, ...]
    page: PagePath
    known_by: tuple[tuple[KeyKind, int], ...]
    turned_out: tuple[Named, ...]
    original: Named | None
    story: StoryId | None
    told_by: tuple[Named, ...]

    @property
    def first_seen(self) -> datetime:
        return min(text.at for text in self.texts)

    @property
    def ids(self) -> set[ArticleId]:
        """The article's, those of what turned out to be it, and that of what it copies."""
        return {each.id for each in (self.article, *self.turned_out, *([self.original] if self.original else []))}


@dataclass(frozen=True, slots=True)
class DeliveryPath:
    """A delivery with its whole fate; `corrected`: its message says what outlets have changed since."""

    key: str
    part: int
    place: Place
    state: DeliveryState
    tries: int
    due_at: datetime
    tried_at: datetime | None
    ended_at: datetime | None
    message: str | None
    why: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class Used:
    """A text that an edition was made from, and when its outlet changed it, where that was since."""

    revision: RevisionId
    article: Named
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class EditionPath:
    """An edition as it was written, what it was made from, and all that it owes."""

    edition: Edition
    written_at: datetime
    used: tuple[Used, ...]
    deliveries: tuple[DeliveryPath, ...]


@dataclass(frozen=True, slots=True)
class SlotPath:
    """A slot of a channel: what was noted of it and when, and its edition, where there is one."""

    channel: str
    slot: str
    edition: str | None
    state: str | None = None
    why: str = ""
    at: datetime | None = None


# --- what a person is shown of it -----------------------------------------------------------------

KeptKind = Literal["lead", "new", "point", "claim", "quote", "figure"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A line, quote or figure that the gate let through, and the articles that it rests on."""

    kind: KeptKind
    words: str
    rests_on: tuple[ArticleId, ...]


@dataclass(frozen=True, slots=True)
class BriefPath:
    """One brief of an edition: what was kept and refused of it, what it was made from, and how it was delivered.

    `changed` are those of its articles whose outlets have changed their words since.
    """

    part: int
    headline: str
    story: StoryId | None
    update: bool
    articles: tuple[Named, ...]
    kept: tuple[Kept, ...]
    refused: tuple[Refused, ...]
    changed: tuple[ArticleId, ...]
    deliveries: tuple[DeliveryPath, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An edition with those of its briefs that are asked about; `due_at` is None for what is told at no set time."""

    edition: str
    slot: str
    due_at: datetime | None
    written_at: datetime
    briefs: tuple[BriefPath, ...]


@dataclass(frozen=True, slots=True)
class ChannelPath:
    """What became of an article in a channel. `set_in`: it stands in the settings file, was set in chat, or is neither:
    a follower, or a channel that gets no editions any more.
    """

    channel: str
    set_in: Literal["file", "chat", "elsewhere"]
    fate: Fate
    told: tuple[Told, ...]


def briefs_of(path: EditionPath) -> tuple[BriefPath, ...]:
    """The briefs of an edition, each with all that was kept."""
    used = {each.revision: each for each in path.used}
    return tuple(_brief(part, brief, used, path.deliveries) for part, brief in enumerate(path.edition.briefs))


def _brief(part: int, brief: Brief, used: Mapping[RevisionId, Used], deliveries: Sequence[DeliveryPath]) -> BriefPath:
    here = [used[revision] for revision in brief.revisions if revision in used]
    return BriefPath(
        part,
        brief.headline,
        brief.story,
        brief.update,
        tuple(each.article for each in here),
        tuple(_kept(brief, {revision: each.article.id for revision, each in used.items()})),
        brief.refused,
        tuple(each.article.id for each in here if each.changed_at is not None),
        tuple(each for each in deliveries if each.part == part),
    )


def _kept(brief: Brief, ids: Mapping[RevisionId, ArticleId]) -> Iterator[Kept]:
    def rests_on(evidence: Iterable[Evidence]) -> tuple[ArticleId, ...]:
        return tuple(dict.fromkeys(ids[each.revision] for each in evidence if each.revision in ids))

    for line in brief.lines:
        yield Kept(line.kind, line.text, rests_on((*line.evidence, *line.also)))
    for quote in brief.quotes:
        speaker = f", {quote.speaker.name}" if quote.speaker else ""
        yield Kept("quote", f"“{quote.text}”{speaker}", rests_on((quote.evidence, *quote.also)))
    told = (*brief.figures, *(s for c in brief.conflicts for s in c.sides), *(c.now for c in brief.changes))
    for figure in dict.fromkeys(told):
        yield Kept("figure", figure.text, rests_on((figure.evidence, *figure.also)))
