"""One question to its proven answer, by the kind of question it is."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.flows.find import in_archive, own_articles
from bot.flows.inquiries import Inquiry, Told
from bot.flows.model_words import in_model_words
from bot.flows.newsroom import Newsroom
from bot.flows.own_words import in_own_words, why_not
from bot.flows.proven_answers import alone
from bot.flows.threads import Thread, dossier_at
from bot.news.asking.bearing import names_nothing
from bot.news.asking.capitals import in_capitals, unknown_to
from bot.news.asking.conversation import Asked, in_thread
from bot.news.asking.digests import Digest, digest_of, draft_digest, passages_for
from bot.news.asking.drafts import draft_reply
from bot.news.asking.lookup_terms import lookup_of, without_outlets
from bot.news.asking.screening import screened
from bot.news.asking.stems import stems
from bot.news.asking.times import window_of
from bot.news.grounding import check_answer, confirmed
from bot.news.types import Article, DraftAnswer, RevisionId, Source
from bot.ports import Growing

_MOST_DATED = 20  # passages
_WHOLE_YEAR = 363  # days; a year is told by its number
_TO_READ = 15  # passages, to see how names are written
_NO_DAYS = "on which days this happened, for its articles carry no date"
_NEWEST = 300  # articles that a list of everything new is made from


async def answer(question: str, thread: Thread, room: Newsroom, today: date, out: Growing | None = None) -> Told:
    """Answer a question in its thread. Proven sentences are shown on `out` as they come."""
    question = await _as_written(question, thread, room)
    asked = in_thread(question, thread.turns)
    refusal = screened(asked)
    if refusal is not None:
        return Told(asked, check_answer(refusal, {}), {})
    if asked.points and asked.on:
        return await _of_the_last_answer(asked, thread, room)
    if asked.points == "who-said":  # of nothing that was said here
        return Told(asked, check_answer(DraftAnswer((), "not-a-question"), {}), {})
    outlets = await room.store.outlets()
    heard = lookup_of(asked, outlets).outlets
    if heard:
        question = without_outlets(question, heard)
        asked = in_thread(question, thread.turns)
    digest = digest_of(question, today) or (None if asked.lent else digest_of(asked.meant, today))
    if digest is not None:
        # What happens on a day is told on the next one too; each line's own day is looked at later.
        days = (digest.window.since, digest.window.until + timedelta(days=1)) if digest.window else None
        lookup = replace(lookup_of(in_thread(digest.topic), (), days), outlets=heard)
        if digest_of(question, today):
            asked = in_thread(question)  # a list of a topic of its own leans on nothing
        return await _dated(digest, Inquiry(asked, lookup, digest.window, thread, room, today))
    window = window_of(question, today)
    if window is not None and _is_relative(window.words.of(question)):
        # Articles tell "yesterday" by its date: the word itself is not to be looked for.
        year = f"in {window.since.year}" if (window.until - window.since).days > _WHOLE_YEAR else ""
        asked = in_thread(f"{question[: window.words.start]}{year} {question[window.words.end :]}", thread.turns)
    days = (window.since, window.until) if window else None
    inquiry = Inquiry(asked, replace(lookup_of(asked, (), days), outlets=heard), window, thread, room, today)
    if room.model is None:
        return await in_own_words(inquiry, out)
    return await in_model_words(inquiry, room.model, out)


async def _as_written(question: str, thread: Thread, room: Newsroom) -> str:
    """The question with its names as the articles write them: those of the thread, else what is found for it."""
    known = [*thread.own.values(), *(source.article for source in thread.sources.values())]
    texts = list(dict.fromkeys(text for article in known for text in (article.title or "", article.text)))
    question = await asyncio.to_thread(in_capitals, question, texts)
    if room.search is None or not unknown_to(question, texts):
        return question
    best = await room.search.best(lookup_of(in_thread(question)), _TO_READ)
    found = await room.store.articles({p.evidence.revision for p in best})
    return await asyncio.to_thread(in_capitals, question, [a.text for a in found])


def _is_relative(words: str) -> bool:
    """Days that only the calendar of whoever asks can tell: "last week", "yesterday", but not "in March 2024"."""
    return not any(c.isdigit() or c.isupper() for c in words)


async def _of_the_last_answer(asked: Asked, thread: Thread, room: Newsroom) -> Told:
    """ "Who said so?", "Is that confirmed?": of the sentences that the last answer rests on."""
    known = [e for e in asked.on if e.revision in thread.sources]
    if asked.points == "who-said":
        draft = await asyncio.to_thread(draft_reply, asked, (), thread.sources)
        return Told(asked, check_answer(draft, thread.sources), {})
    story = await room.stories.story_of(thread.sources[known[0].revision].article.id) if known else None
    if story is None:
        return Told(asked, check_answer(DraftAnswer((), "not-said", "that others say so"), {}), {})
    dossier = await dossier_at(story, room)
    return Told(asked, await asyncio.to_thread(confirmed, known, dossier), dossier.sources)


async def _dated(digest: Digest, inquiry: Inquiry) -> Told:
    """A short dated list of what happened: in the thread's own articles and in the archive."""
    own = passages_for(digest, own_articles(inquiry).values())
    sources = await _read([inquiry.thread.own[p.evidence.revision] for p in own], inquiry.room)
    told = await asyncio.to_thread(draft_digest, digest, own, sources) if own and digest.topic else None
    if (
        told
        and told.lines
        and names_nothing(inquiry.asked, {s for a in own_articles(inquiry).values() for s in stems(a.text)})
    ):
        passages = own  # "the strike" is that of the thread
    elif digest.topic:
        wider = await in_archive(inquiry, _MOST_DATED)
        passages, sources = [*own, *wider.passages], {**sources, **wider.sources}
    else:
        newest = {a.revision.id: a for a in await inquiry.room.store.archive(_NEWEST)}
        of_all = passages_for(digest, [a for r, a in newest.items() if r not in inquiry.thread.own])
        passages = [*own, *of_all]
        sources = {**sources, **await _read([newest[p.evidence.revision] for p in of_all], inquiry.room)}
    draft = await asyncio.to_thread(draft_digest, digest, passages, sources)
    if not draft.lines:
        undated = inquiry.thread.own and all(a.published is None for a in inquiry.thread.own.values())
        draft = replace(draft, reason="not-said", missing=_NO_DAYS) if undated else await why_not(inquiry, draft)
    # A list is of several stories: who else tells each of them would take longer than it is worth.
    return Told(inquiry.asked, await alone(draft, passages, sources, inquiry), sources)


async def _read(articles: Sequence[Article], room: Newsroom) -> dict[RevisionId, Source]:
    return await room.reading.sources({a.revision.id: a for a in articles}.values())
