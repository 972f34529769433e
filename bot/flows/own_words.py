"""An answer in the articles' own words: the thread's articles first, the archive where they do not say all of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from bot.flows.find import Found, in_archive, in_own
from bot.flows.inquiries import Inquiry, Told
from bot.flows.proven_answers import alone, backed
from bot.news.asking.drafts import draft_reply
from bot.news.asking.stems import stems
from bot.news.types import DraftAnswer
from bot.ports import Growing


async def in_own_words(inquiry: Inquiry, out: Growing | None = None) -> Told:
    """The answer, or a refusal that says what is missing. Its first line is shown early, where there is `out`."""
    first = await in_own(inquiry)
    draft, passages, sources = await _draft(inquiry, first), first.passages, dict(first.sources)
    if not draft.lines or draft.missing:
        wider = await in_archive(inquiry)
        other = await _draft(inquiry, wider)
        passages, sources = (*passages, *wider.passages), {**sources, **wider.sources}
        if other.lines and (not draft.lines or not other.missing):
            draft = other
        elif not draft.lines:
            nearer = _known(inquiry, first) >= _known(inquiry, wider)
            draft = await why_not(inquiry, draft if nearer else other)
    answer = await alone(draft, passages, sources, inquiry)
    return Told(inquiry.asked, *await backed(draft, answer, sources, inquiry, out))


async def _draft(inquiry: Inquiry, found: Found) -> DraftAnswer:
    return await asyncio.to_thread(draft_reply, inquiry.asked, found.passages, found.sources, found.rarity)


def _known(inquiry: Inquiry, found: Found) -> int:
    """How many of the words asked for the passages hold: where most are, the reason of a refusal is told best."""
    held = {s for p in found.passages for s in stems(p.evidence.span.of(found.sources[p.evidence.revision].text))}
    return len(held.intersection(w.stem for w in inquiry.asked.question.wanted))


async def why_not(inquiry: Inquiry, refusal: DraftAnswer) -> DraftAnswer:
    """The refusal, or, where the question is of days that the archive does not reach, one that says so."""
    window = inquiry.window
    if window is None or refusal.reason not in ("nothing-found", "not-said"):
        return refusal
    oldest = await inquiry.room.store.oldest()
    if oldest is not None and window.until < oldest.date():
        return replace(refusal, reason="out-of-time", missing=f"the archive begins on {_day(oldest)}")
    if window.since > inquiry.today + timedelta(days=1):
        return replace(refusal, reason="forecast")
    return refusal


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
