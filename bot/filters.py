"""Every capability as a filter on JSON lines: rows in, rows out, for scripts, notebooks and measuring.

The fields are stable: README lists them. A row here is a plain dict, because it comes from outside and goes there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot.flows.find import CANDIDATES
from bot.news.asking.conversation import Asked, in_thread
from bot.news.asking.drafts import draft_reply
from bot.news.asking.lookup_terms import lookup_of
from bot.news.asking.reranking import reranked
from bot.news.asking.screening import question_in, screened
from bot.news.asking.times import window_of
from bot.news.gathering import gather
from bot.news.grounding import check_answer, check_brief
from bot.news.proving.verdicts import verdict
from bot.news.reading import read, source_of
from bot.news.types import (
    Answer,
    Article,
    ArticleId,
    Brief,
    Evidence,
    Figure,
    Passage,
    ProvenFigure,
    Quote,
    Revision,
    RevisionId,
    Source,
    Sources,
)
from bot.news.writing.select import draft_brief
from bot.ports import Search

Row = dict[str, Any]
_KEPT_SOURCES = 1024


class BadRow(ValueError):
    """A row that is not of the filter's form; the words name what is missing."""


def article_of(row: Row, *, title_will_do: bool = False) -> Article:
    """`{"id", "text", "title"?, "outlet"?, "published"? or "date"?, "url"?}`; raises `BadRow`. Its revision has its id.

    `title_will_do`: an article may come without a text where it has a title.
    """
    key = _required(row, "id")
    published = row.get("published") or row.get("date")
    try:
        day = datetime.fromisoformat(published) if isinstance(published, str) and published else None
    except ValueError:
        raise BadRow(f"article {key}: 'published' is no ISO date: {published!r}") from None
    text = row.get("text")
    if title_will_do and isinstance(row.get("title"), str):
        text = text or ""
    if not isinstance(text, str):
        raise BadRow(f"article {key}: no 'text'")
    title, outlet, url = (row.get(k) if isinstance(row.get(k), str) else None for k in ("title", "outlet", "url"))
    return Article(ArticleId(key), Revision(RevisionId(key), text), title, outlet, url, day)


def _required(row: object, name: str) -> str:
    if not isinstance(row, dict):
        raise BadRow("a row is a JSON object")
    value = row.get(name)
    if not isinstance(value, str | int) or isinstance(value, bool) or value == "":
        raise BadRow(f"no {name!r}")
    return str(value)


def facts_row(row: Row) -> Row:
    """`facts`: the quotes and figures of one text."""
    article = article_of(row)
    facts = read(article.text)
    return {
        "id": row["id"],
        "quotes": [quote_fields(q, article.text) for q in facts.quotes],
        "figures": [figure_fields(f, article.text) for f in facts.figures],
    }


def quote_fields(quote: Quote, text: str) -> Row:
    return {
        "text": quote.span.of(text),
        "start": quote.span.start,
        "end": quote.span.end,
        "speaker": quote.speaker.name if quote.speaker else None,
        "mention": {"start": quote.mention.start, "end": quote.mention.end} if quote.mention else None,
        "role": quote.speaker.role if quote.speaker else None,
        "venue": quote.venue.of(text) if quote.venue else None,
    }


def figure_fields(figure: Figure, text: str) -> Row:
    return {
        "text": figure.span.of(text),
        "start": figure.span.start,
        "end": figure.span.end,
        "value": figure.value,
        "unit": figure.unit,
        "of_what": figure.of_what,
        "qualifier": figure.qualifier,
        "claimed_by": figure.claimed_by,
        "as_of": figure.as_of.of(text) if figure.as_of else None,
        "part": figure.part,
        "outdated": figure.outdated,
    }


def brief_row(row: Row) -> Row:
    """`brief --each`: the proven brief of one article."""
    source = source_of(article_of(row))
    brief = check_brief(draft_brief([source]), {source.article.revision.id: source})
    return brief_fields(brief, row["id"], {source.article.revision.id: source})


def brief_fields(brief: Brief, key: object, sources: Sources) -> Row:
    return {
        "id": key,
        "headline": brief.headline,
        "lines": [
            {"text": line.text, "kind": line.kind, "evidence": evidence_fields(line.evidence, sources)}
            for line in brief.lines
        ],
        "quotes": [_proven_quote(q.evidence, sources) for q in brief.quotes],
        "figures": [figure_fields(f.figure, sources[f.evidence.revision].text) for f in brief.figures],
        "withheld": [{"text": r.words, "reason": r.reason} for r in brief.refused],
    }


def story_fields(brief: Brief, sources: Sources) -> Row:
    """What a brief of several articles has besides `brief_fields`: who tells it, what disagrees, what has changed."""
    return {
        "story": brief.story,
        "update": brief.update,
        "voices": [list(outlets) for outlets in brief.voices],
        "articles": len(brief.revisions),
        "said_by_others": [
            {"text": line.text, "evidence": evidence_fields(line.also, sources)} for line in brief.lines if line.also
        ],
        "conflicts": [[_side(side, sources) for side in conflict.sides] for conflict in brief.conflicts],
        "changes": [{"before": c.before.text, "now": _side(c.now, sources)} for c in brief.changes],
    }


def _side(figure: ProvenFigure, sources: Sources) -> Row:
    article = sources[figure.evidence.revision].article
    return {**figure_fields(figure.figure, article.text), "article_id": article.id, "outlet": article.outlet}


def _proven_quote(evidence: Evidence, sources: Sources) -> Row:
    source = sources[evidence.revision]
    whole = next(q for q in source.facts.quotes if q.span.holds(evidence.span))
    return quote_fields(Quote(evidence.span, whole.speaker, whole.mention), source.text)


def evidence_fields(evidence: Iterable[Evidence], sources: Sources) -> list[Row]:
    return [{"article_id": sources[e.revision].article.id, "start": e.span.start, "end": e.span.end} for e in evidence]


def verify_row(row: Row) -> Row:
    """`verify`: `{"id", "source", "claim"}` to the verdict on the claim, by its gravest lack."""
    key, source, claim = _required(row, "id"), row.get("source"), row.get("claim")
    if not isinstance(source, str) or not isinstance(claim, str):
        raise BadRow(f"claim {key}: no 'source' or no 'claim'")
    found = verdict(source, claim)
    return {"id": row["id"], "supported": found.supported, "reason": found.reason, "score": round(found.score, 4)}


def story_rows(articles: Sequence[Article]) -> list[Row]:
    """`stories`: the story of each article, and of which one it is a copy; a story goes by its first article."""
    placed = gather(articles)
    return [{"id": a.id, "story": placed[a.id].story, "copy_of": placed[a.id].copy_of} for a in articles]


class Asker:
    """`ask`: an index over the articles, and their facts as they are needed."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = {a.revision.id: a for a in articles}
        self._outlets = frozenset(a.outlet for a in articles if a.outlet)
        self._search = asyncio.run(_searched(articles))
        self._sources: dict[RevisionId, Source] = {}

    def answer_row(self, row: Row) -> Row:
        """`{"id", "question", "article_ids"?, "asked"?}` to the answer with its citations and the best ten passages.

        `asked` is the day of the question (ISO): "yesterday" is told from there.
        """
        key, question = _required(row, "id"), row.get("question")
        if not isinstance(question, str):
            raise BadRow(f"question {key}: no 'question'")
        only = row.get("article_ids")
        if only is not None and not isinstance(only, list):
            raise BadRow(f"question {key}: 'article_ids' is no list")
        wanted = None if only is None else {RevisionId(str(i)) for i in only}
        asked = in_thread(question_in(question))
        passages, rarity = asyncio.run(self._passages(asked, wanted, _day(row.get("asked"), key)))
        sources = {p.evidence.revision: self._source(p.evidence.revision) for p in passages}
        answer = check_answer(screened(asked) or draft_reply(asked, passages, sources, rarity), sources)
        return {"id": row["id"], **answer_fields(answer, passages, sources)}

    async def _passages(
        self, asked: Asked, only: Collection[RevisionId] | None, today: date | None
    ) -> tuple[list[Passage], dict[str, float]]:
        window = window_of(asked.text, today) if today else None
        lookup = lookup_of(asked, self._outlets, (window.since, window.until) if window else None)
        candidates = await self._search.best(lookup, CANDIDATES, only)
        rarity = await self._search.rarity([w.stem for w in asked.question.wanted])
        return reranked(asked, candidates, self._articles, rarity, 10, today), rarity

    def _source(self, revision: RevisionId) -> Source:
        if revision not in self._sources:
            if len(self._sources) >= _KEPT_SOURCES:
                self._sources.clear()
            self._sources[revision] = source_of(self._articles[revision])
        return self._sources[revision]


async def _searched(articles: Sequence[Article]) -> Search:
    from bot.search.searching import open_search

    search = await open_search(None)
    await search.add(articles, "")
    return search


def _day(value: object, key: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise BadRow(f"question {key}: 'asked' is no ISO day: {value!r:.40}") from None


def answer_fields(answer: Answer, passages: Sequence[Passage], sources: Mapping[RevisionId, Source]) -> Row:
    return {
        "answer": " ".join(line.text for line in answer.lines) or None,
        "refused": not answer.lines or answer.reason == "false-premise",
        "reason": answer.reason,
        "citations": evidence_fields((e for line in answer.lines for e in line.evidence), sources),
        "passages": [{**evidence_fields([p.evidence], sources)[0], "score": round(p.score, 4)} for p in passages],
    }
