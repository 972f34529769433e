"""An answer drafted by a model: each sentence goes out the moment it is proven, never before.

Where the model fails, stalls or writes what cannot be proven, the answer is finished in the articles' own words.
"""

from __future__ import annotations

from dataclasses import replace

from bot.flows.drafting import streamed
from bot.flows.find import in_archive, in_own
from bot.flows.inquiries import Inquiry, Told
from bot.flows.own_words import in_own_words, on_the_brief, why_not
from bot.flows.proven_answers import alone, backed, show_early
from bot.news.grounding import check_answer
from bot.news.prompting.prompts import answer_request
from bot.news.types import DraftAnswer, DraftLine
from bot.ports import Growing, Model

_OF_EACH = 6
_MOST_LINES = 4


async def in_model_words(inquiry: Inquiry, model: Model, out: Growing | None) -> Told:
    """The answer; what of it is proven early is shown early, where there is `out` to show it."""
    own = await in_own(inquiry)
    wider = on_the_brief(inquiry, await in_archive(inquiry), own.sources)
    passages = (*own.passages[:_OF_EACH], *wider.passages[:_OF_EACH])
    if not passages:
        return await in_own_words(inquiry, out, (own, wider))
    sources = {**own.sources, **wider.sources}
    kept: list[DraftLine] = []

    async def prove(line: DraftLine) -> None:
        so_far = check_answer(DraftAnswer((*kept, line)), sources)
        if len(so_far.lines) <= len(kept):
            return
        kept.append(line)
        if out is not None:
            await show_early(so_far, sources, inquiry, out)

    request = answer_request(inquiry.asked, passages, sources, inquiry.thread.turns)
    draft, spent, whole = await streamed(model, request, sources, prove, inquiry.asked.meant)
    if draft is not None and whole and (kept or not draft.lines):
        # That they do not say is believed of a model that has read them.
        final = replace(draft, lines=tuple(kept)) if kept else await why_not(inquiry, draft)
        answer = await alone(final, passages, sources, inquiry)
        return Told(inquiry.asked, *await backed(final, answer, sources, inquiry), spent)
    plain = await in_own_words(inquiry, None if kept else out, (own, wider))
    if not kept:
        return replace(plain, spent=spent)
    final = DraftAnswer(tuple(kept))
    mine, known = await backed(final, await alone(final, passages, sources, inquiry), sources, inquiry)
    cited = {e for line in mine.lines for e in line.evidence}
    rest = [line for line in plain.answer.lines if cited.isdisjoint(line.evidence)]
    finished = replace(mine, lines=(*mine.lines, *rest)[:_MOST_LINES])
    return Told(inquiry.asked, finished, {**plain.sources, **known}, spent)
