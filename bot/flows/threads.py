"""What a thread is about: the brief it hangs under, its story as it stands now, and what was asked there before."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.flows.deliver import cards_of
from bot.flows.newsroom import Newsroom
from bot.news.channels import Place, Posted, Turn
from bot.news.dossier import MOST_READ, Dossier, dossier_of
from bot.news.showing.cards import Marks
from bot.news.showing.cited import to_read
from bot.news.types import Article, Brief, RevisionId, Sources, StoryId

_MOST_OWN = 60
_MOST_TURNS = 20


@dataclass(frozen=True, slots=True)
class Thread:
    """`briefs` are those it hangs under, and `own` the articles that it is about: theirs, and those that their stories
    have now. A thread under no brief is about the stories of the channel's newest edition. `marks` number the evidence
    shown so far; `sources` are read of the briefs and of the last turns.
    """

    place: Place
    posted: Posted | None
    briefs: tuple[Brief, ...]
    own: Mapping[RevisionId, Article]
    sources: Sources
    marks: Marks
    turns: tuple[Turn, ...]


async def thread_at(place: Place, room: Newsroom, now: datetime) -> Thread:
    """The thread at a place, as far back as `room.retention` reaches."""
    turns = await room.store.turns(place, now - room.retention)
    posted = await room.store.posted_at(place)
    about = None if posted or place.thread is None else await room.store.posted_at(replace(place, thread=None))
    return await thread_of(posted, turns, place, room, about)


async def thread_of(
    posted: Posted | None, turns: Sequence[Turn], place: Place, room: Newsroom, about: Posted | None = None
) -> Thread:
    """The thread under what was posted there, or `about` an edition, with what was asked in it, oldest first."""
    last = turns[-_MOST_TURNS:]
    briefs: tuple[Brief, ...] = ()
    wanted: dict[RevisionId, None] = {}
    if posted is not None:
        told = posted.edition.briefs
        briefs = told if posted.part is None else told[posted.part : posted.part + 1]
        wanted = {r: None for brief in told for r in to_read(brief)}
    wanted |= {e.revision: None for turn in last for e in turn.evidence}
    sources = await room.reading.sources(await room.store.articles(wanted))
    # The numbers of a thread run through its whole edition, then through all its answers, so that they never shift.
    marks = cards_of(posted.edition, sources)[1] if posted else Marks()
    for evidence in (e for turn in turns for e in turn.evidence):
        marks.number(evidence)
    shown = {r: sources[r].article for brief in briefs for r in to_read(brief) if r in sources}
    own = await _own(shown, briefs or (about.edition.briefs if about else ()), room)
    return Thread(place, posted, briefs, own, sources, marks, tuple(last))


async def _own(
    shown: Mapping[RevisionId, Article], briefs: Sequence[Brief], room: Newsroom
) -> dict[RevisionId, Article]:
    """The articles of the briefs in the revisions that were shown, and the others of their stories, newest first."""
    known = {article.id for article in shown.values()}
    others: dict[RevisionId, Article] = {}
    for brief in briefs:
        if brief.story is not None and len(shown) + len(others) < _MOST_OWN:
            rows = await room.stories.articles_of_story(brief.story)
            newest = [a for a, copy_of in reversed(rows) if copy_of is None and a.id not in known][:MOST_READ]
            others |= {a.revision.id: a for a in newest}
    return dict([*shown.items(), *others.items()][:_MOST_OWN])


async def dossier_at(story: StoryId, room: Newsroom) -> Dossier:
    """What we hold of a story now."""
    rows = await room.stories.articles_of_story(story)
    copies = {article.id: original for article, original in rows if original is not None}
    articles = [article for article, _ in rows]
    return await asyncio.to_thread(dossier_of, story, articles, copies, room.owners, room.reading.read)
