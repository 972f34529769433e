"""Passages that bear on a question: of the thread's own articles, and of the archive.

lookup_terms.lookup_of    what to look for                                      rule
| search.best             candidates                                            I/O
| store.current           without what was superseded since                     I/O
| reranking.reranked      the best ten, of several articles and outlets         rule
| reading                 their articles, with facts                            rule
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from bot.flows.inquiries import Inquiry
from bot.flows.newsroom import Newsroom
from bot.news.asking.passages import PassageIndex
from bot.news.asking.reranking import reranked
from bot.news.types import Article, Passage, RevisionId, Sources

MOST = 10
CANDIDATES = 100


@dataclass(frozen=True, slots=True)
class Found:
    """Passages, best first, the articles that hold them, and how rare the words asked for are in the whole archive."""

    passages: tuple[Passage, ...]
    sources: Sources
    rarity: Mapping[str, float]


def own_articles(inquiry: Inquiry) -> Mapping[RevisionId, Article]:
    """The articles that the thread is about, those of other outlets than were asked for left out."""
    outlets = inquiry.lookup.outlets
    return {r: a for r, a in inquiry.thread.own.items() if not outlets or a.outlet in outlets}


async def in_own(inquiry: Inquiry) -> Found:
    """The passages of the thread's own articles. They may not be in the index, yet or any more."""
    asked, own = inquiry.asked, own_articles(inquiry)
    rarity = await _rarity(inquiry)

    def best() -> list[Passage]:
        candidates = PassageIndex(own.values()).best(asked.meant, CANDIDATES)
        return reranked(asked, candidates, own, rarity, MOST, inquiry.today)

    passages = await asyncio.to_thread(best) if own else []
    return Found(tuple(passages), await _read(passages, own, inquiry.room), rarity)


async def in_archive(inquiry: Inquiry, count: int = MOST) -> Found:
    """The passages of the archive, but for those of the thread's own articles."""
    room = inquiry.room
    if room.search is None:
        return Found((), {}, {})
    rarity = await _rarity(inquiry)
    best = await room.search.best(inquiry.lookup, CANDIDATES)
    if not best and inquiry.lookup.outlets:  # then the name may be that of whom it is about
        best = await room.search.best(replace(inquiry.lookup, outlets=()), CANDIDATES)
    candidates = [p for p in best if p.evidence.revision not in inquiry.thread.own]
    current = await room.store.current({p.evidence.revision for p in candidates})
    candidates = [p for p in candidates if p.evidence.revision in current]
    articles = {a.revision.id: a for a in await room.store.articles(current)}
    passages = await asyncio.to_thread(reranked, inquiry.asked, candidates, articles, rarity, count, inquiry.today)
    return Found(tuple(passages), await _read(passages, articles, room), rarity)


async def _rarity(inquiry: Inquiry) -> Mapping[str, float]:
    if inquiry.room.search is None:
        return {}
    return await inquiry.room.search.rarity([w.stem for w in inquiry.asked.question.wanted])


async def _read(passages: Collection[Passage], articles: Mapping[RevisionId, Article], room: Newsroom) -> Sources:
    wanted = {p.evidence.revision: None for p in passages}
    return await room.reading.skimmed([articles[r] for r in wanted if r in articles])
