"""An answer in the articles' own words: the thread's articles first, the archive where they do not say all of it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import datetime, timedelta

from bot.flows.find import Found, in_archive, in_own
from bot.flows.inquiries import Inquiry, Told
from bot.flows.proven_answers import alone, backed
from bot.news.asking.bearing import bearing, names_nothing
from bot.news.asking.conversation import Asked, in_thread
from bot.news.asking.drafts import draft_reply
from bot.news.asking.stems import stems
from bot.news.types import DraftAnswer, Sources
from bot.ports import Growing


async def in_own_words(inquiry: Inquiry, out: Growing | None = None, found: tuple[Found, Found] | None = None) -> Told:
    """The answer, or a refusal that says what is missing. Its first line is shown early, where there is `out`.

    `found` is what the thread's articles and the archive hold, where that was looked up already.
    """
    first = found[0] if found else await in_own(inquiry)
    draft, passages, sources = await _draft(inquiry, first), first.passages, dict(first.sources)
    if not draft.lines and inquiry.thread.briefs and _may_stand_alone(inquiry.asked):
        # What it seemed to lean on may have been another matter of the same brief.
        draft = await _draft(replace(inquiry, asked=in_thread(inquiry.asked.text)), first)
    if not draft.lines or draft.missing:
        wider = found[1] if found else on_the_brief(inquiry, await in_archive(inquiry), first.sources)
        other = await _draft(inquiry, wider)
        passages, sources = (*passages, *wider.passages), {**sources, **wider.sources}
        if other.lines and (not draft.lines or not other.missing):
            draft = other
        elif not draft.lines:
            nearer = draft if _known(inquiry, first) >= _known(inquiry, wider) else other
            if first.passages and wider.passages and nearer.missing:
                # What neither mentions: a word that one of them has is not to be called missing.
                both = await _draft(inquiry, Found((*first.passages, *wider.passages), sources, first.rarity))
                nearer = nearer if both.lines else both
            draft = await why_not(inquiry, nearer)
    answer = await alone(draft, passages, sources, inquiry)
    return Told(inquiry.asked, *await backed(draft, answer, sources, inquiry, out))


_POINTS_BACK = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|that|this|those|these|there|then)\b", re.I
)


def _may_stand_alone(asked: Asked) -> bool:
    """It was given words of the turns before although it has enough of its own, and points to nobody."""
    if asked.meant == asked.text or _POINTS_BACK.search(asked.text):
        return False
    return sum(w.weight >= 1 for w in in_thread(asked.text).question.wanted) > 1


def on_the_brief(inquiry: Inquiry, found: Found, own: Sources) -> Found:
    """Under a brief a question that names nothing is about its story, and other news do not answer it."""
    briefs = inquiry.thread.briefs
    if not briefs or inquiry.window or inquiry.lookup.outlets:
        return found
    if not names_nothing(inquiry.asked, {s for source in own.values() for s in stems(source.text)}):
        return found
    kept = {a.revision.id for a in bearing([s.article for s in found.sources.values()], briefs)}
    return replace(found, passages=tuple(p for p in found.passages if p.evidence.revision in kept))


async def _draft(inquiry: Inquiry, found: Found) -> DraftAnswer:
    return await asyncio.to_thread(draft_reply, inquiry.asked, found.passages, found.sources, found.rarity)


def _known(inquiry: Inquiry, found: Found) -> int:
    """How many of the words asked for the passages hold: where most are, the reason of a refusal is told best."""
    held = {s for p in found.passages for s in stems(p.evidence.span.of(found.sources[p.evidence.revision].text))}
    return len(held.intersection(w.stem for w in inquiry.asked.question.wanted))


async def why_not(inquiry: Inquiry, refusal: DraftAnswer) -> DraftAnswer:
    """The refusal, or, where the question is of days that the archive does not reach, one that says so."""
    window = inquiry.window
    if window is None or refusal.reason not in ("nothing-found", "not-said", "out-of-time"):
        return refusal
    if refusal.reason == "out-of-time":  # of the days asked for the articles on it tell nothing; the archive may
        refusal = replace(refusal, reason="not-said")
    oldest = await inquiry.room.store.oldest()
    if oldest is not None and window.until < oldest.date():
        return replace(refusal, reason="out-of-time", missing=f"the archive begins on {_day(oldest)}")
    if window.since > inquiry.today + timedelta(days=1):
        return replace(refusal, reason="forecast")
    return refusal


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
