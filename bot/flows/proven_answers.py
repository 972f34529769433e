"""A drafted answer through the gate, beside the story that it belongs to: who else says so, and who says otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.flows.inquiries import Inquiry
from bot.flows.threads import dossier_at
from bot.news.asking.nearest import nearest
from bot.news.dossier import Dossier
from bot.news.grounding import check_answer
from bot.news.showing.cards import Marks, answer_card
from bot.news.types import Answer, DraftAnswer, Passage, Sources
from bot.ports import Growing


async def alone(draft: DraftAnswer, passages: Sequence[Passage], sources: Sources, inquiry: Inquiry) -> Answer:
    """The answer by its own evidence. A refusal comes with the nearest of the passages."""
    near = nearest(inquiry.asked.meant, passages, sources) if not draft.lines else ()
    return await asyncio.to_thread(check_answer, draft, sources, near)


async def backed(
    draft: DraftAnswer, answer: Answer, sources: Sources, inquiry: Inquiry, out: Growing | None = None
) -> tuple[Answer, Sources]:
    """The answer beside its story, and its articles with those of the story.

    Who else says so takes a moment to find: what is proven already is shown on `out` meanwhile.
    """
    if not answer.lines:
        return answer, sources
    if out is not None:
        # What comes later may say the same as the first line, and then stands with it: so it is shown alone.
        await show_early(replace(answer, lines=answer.lines[:1], words=""), sources, inquiry, out)
    dossier = await _dossier(answer, sources, inquiry)
    if dossier is None:
        return answer, sources
    known = {**dossier.sources, **sources}
    return await asyncio.to_thread(check_answer, draft, known, answer.nearest, dossier), known


async def show_early(answer: Answer, sources: Sources, inquiry: Inquiry, out: Growing) -> None:
    """Show what is proven so far. Its evidence gets its numbers for good only with the whole answer."""
    marks = Marks(inquiry.thread.marks.known())
    await out.show(answer_card(answer, {**inquiry.thread.sources, **sources}, marks))


async def _dossier(answer: Answer, sources: Sources, inquiry: Inquiry) -> Dossier | None:
    """What we hold of the story of the article that answers, where others tell it too."""
    revision = answer.lines[0].evidence[0].revision
    story = await inquiry.room.stories.story_of(sources[revision].article.id)
    if story is None:
        return None
    dossier = await dossier_at(story, inquiry.room)
    return dossier if len(dossier.voices) > 1 else None
