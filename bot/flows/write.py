"""From a story's dossier to a proven brief, with a model or without.

    selection.selected        the sentences a model sees                              rule
    | model.complete          a draft of a few lines                                  I/O
    | grounding.check_story   what of it the articles prove                           rule
    | model.complete          once more, where much was refused: with the reasons     I/O
    | own draft               line by line, what is still missing                     rule
    | grounding.check_story   the gate, over all of it                                rule

A model that is down, slow, over its budget, lying or babbling costs a brief nothing but its own lines.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog

from bot.flows.drafting import INSTEAD, LIMIT, asked
from bot.news.dossier import Dossier
from bot.news.grounding import check_story
from bot.news.lengths import Measure
from bot.news.prompting.replies import BadReply
from bot.news.prompting.selection import Selected, selected
from bot.news.prompting.story_prompts import (
    EVIDENCE_TOKENS,
    repair_request,
    shorter_request,
    story_draft_of,
    story_request,
)
from bot.news.text import squeeze
from bot.news.types import Brief, DraftBrief, DraftFigure, DraftLine, DraftQuote, Refused
from bot.news.writing.scoring import content
from bot.ports import Model, Request, Spending

_MUCH = 1 / 3  # of the lines: refused more rarely, a second request costs more than it mends
_REPEATED = 0.6

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What is left of a draft after the gate, and what is not."""

    kept: DraftBrief
    lost: tuple[tuple[DraftLine, str], ...]
    refused: tuple[Refused, ...]

    @property
    def leads(self) -> bool:
        return any(line.kind == "lead" for line in self.kept.lines)


async def write_story(
    dossier: Dossier,
    measure: Measure,
    model: Model | None,
    own: DraftBrief,
    earlier: Brief | None = None,
    limit: float = LIMIT,
) -> tuple[Brief, tuple[Spending, ...]]:
    """The proven brief and what the model's part of it cost.

    `own` is the extractive draft, which stands where the model fails and fills what it leaves open; `earlier` the last
    brief of this story where this one goes. All of the model's work together takes `limit` seconds at most.
    """
    if model is None:
        return check_story(own, dossier, earlier), ()
    chosen = selected(dossier, EVIDENCE_TOKENS, earlier.revisions if earlier else ())
    attempt, spent = await _attempted(chosen, dossier, measure, model, asyncio.get_running_loop().time() + limit)
    if attempt is None:
        return check_story(own, dossier, earlier), spent
    draft = _filled(attempt, own)
    if earlier is not None:
        draft = _with_news(draft, own, check_story(own, dossier, earlier))
    brief = check_story(draft, dossier, earlier)
    return replace(brief, refused=(*attempt.refused, *brief.refused)), spent


async def _attempted(
    chosen: Sequence[Selected], dossier: Dossier, measure: Measure, model: Model, until: float
) -> tuple[_Attempt | None, tuple[Spending, ...]]:
    """What of a model's draft is proven; None where there is none."""
    if not chosen:
        return None, ()
    found, spent = await asked(
        model, story_request(chosen, measure), lambda said: story_draft_of(said, chosen, measure), until
    )
    again = isinstance(found, BadReply)
    if isinstance(found, BadReply) and (shorter := shorter_request(chosen, measure, str(found))) is not None:
        found, more = await asked(model, shorter, lambda said: story_draft_of(said, chosen, measure), until)
        spent += more
    if found is None or isinstance(found, BadReply):
        log.warning("model_left_out", instead=INSTEAD)
        return None, spent
    attempt = _judged(_headed(found, chosen), dossier)
    much = not attempt.leads or len(attempt.lost) >= _MUCH * len(found.lines)
    mendable = [(line, reason) for line, reason in attempt.lost if _near(line)]
    if much and mendable and not again and (request := repair_request(chosen, mendable, measure)) is not None:
        attempt, more = await _mended(attempt, request, chosen, dossier, measure, model, until)
        spent += more
    return attempt, spent


def _near(line: DraftLine) -> bool:
    """Says something of what its evidence says: what does not is no slip of the pen, and asking again mends nothing."""
    said = set(content(line.text))
    return any(said.intersection(content(e.words)) for e in line.evidence)


async def _mended(
    attempt: _Attempt,
    request: Request,
    chosen: Sequence[Selected],
    dossier: Dossier,
    measure: Measure,
    model: Model,
    until: float,
) -> tuple[_Attempt, tuple[Spending, ...]]:
    """The attempt with those of its refused lines that the model mended, told why they were refused."""
    found, spent = await asked(model, request, lambda said: story_draft_of(said, chosen, measure), until)
    if found is None or isinstance(found, BadReply):
        return attempt, spent
    mended = _judged(DraftBrief("", found.lines), dossier)
    room = {"lead": 0 if attempt.leads else 1, "point": measure.points, "claim": measure.claims}
    lines = [*attempt.kept.lines]
    for line in mended.kept.lines:
        if sum(one.kind == line.kind for one in lines) < room[line.kind] and not _repeats(line, lines):
            lines.append(line)
    kept = replace(attempt.kept, lines=tuple(lines))
    return _Attempt(kept, mended.lost, (*attempt.refused, *mended.refused)), spent


def _headed(draft: DraftBrief, chosen: Sequence[Selected]) -> DraftBrief:
    """The draft, with a headline only of words that one title or one sentence shown has: it names no evidence, and
    put together of two it says what neither does."""
    texts = [s.text for s in chosen] + [s.source.article.title or "" for s in chosen]
    mine = set(content(draft.headline))
    return draft if any(mine.issubset(content(text)) for text in texts) else replace(draft, headline="")


def _judged(draft: DraftBrief, dossier: Dossier) -> _Attempt:
    """What the gate keeps of the draft, as it was drafted."""
    brief = check_story(draft, dossier)
    why = {r.words: r.reason for r in brief.refused}
    lines = [(line, why.get(squeeze(line.text)[:2000])) for line in draft.lines]
    headline = "" if squeeze(draft.headline) in why else draft.headline
    kept = DraftBrief(
        headline,
        tuple(line for line, reason in lines if reason is None),
        tuple(q for q in draft.quotes if q.words.words not in why),
        tuple(f for f in draft.figures if f.words.words not in why),
    )
    refused = tuple(r for r in brief.refused if r.words)
    return _Attempt(kept, tuple((line, reason) for line, reason in lines if reason is not None), refused)


def _filled(attempt: _Attempt, own: DraftBrief) -> DraftBrief:
    """The model's proven lines, and the extractive ones where some of its own were refused or it wrote too little."""
    kept = attempt.kept
    lines = list(kept.lines)
    if attempt.lost or not attempt.leads or len(lines) < min(2, len(own.lines)):
        # Where the model leads, what the extractive lead tells besides is a point.
        spare = [replace(one, kind="point") if attempt.leads and one.kind == "lead" else one for one in own.lines]
        wanted = Counter(line.kind for line in own.lines)
        for line in spare:
            if sum(one.kind == line.kind for one in lines) < wanted[line.kind] and not _repeats(line, lines):
                lines.append(line)
    order = ("lead", "new", "point", "claim")
    return DraftBrief(
        kept.headline or own.headline,
        tuple(sorted(lines, key=lambda line: order.index(line.kind))),
        _quotes(kept.quotes, own.quotes),
        _figures(kept.figures, own.figures),
    )


def _with_news(draft: DraftBrief, own: DraftBrief, plain: Brief) -> DraftBrief:
    """The draft with the lines of the extractive one that are new since the last brief: an update tells what is new."""
    new = {line.text for line in plain.lines if line.kind == "new"}
    lines = list(draft.lines)
    for line in own.lines:
        if squeeze(line.text) in new and not _repeats(line, lines):
            lines.append(replace(line, kind="point"))
    return replace(draft, lines=tuple(lines))


def _quotes(kept: Sequence[DraftQuote], own: Sequence[DraftQuote]) -> tuple[DraftQuote, ...]:
    """The kept ones, with others as many as an editor would show."""
    taken = list(kept)
    for quote in own:
        said = [t.words.words for t in taken]
        if len(taken) < len(own) and not any(quote.words.words in s or s in quote.words.words for s in said):
            taken.append(quote)
    return tuple(taken)


def _figures(kept: Sequence[DraftFigure], own: Sequence[DraftFigure]) -> tuple[DraftFigure, ...]:
    taken = list(kept)
    for figure in own:
        if len(taken) < len(own) and all(figure.words.words != t.words.words for t in taken):
            taken.append(figure)
    return tuple(taken)


def _repeats(line: DraftLine, lines: Sequence[DraftLine]) -> bool:
    mine = set(content(line.text))
    theirs = [set(content(other.text)) for other in lines]
    return any(len(mine & t) > _REPEATED * min(len(mine), len(t)) for t in theirs if t)
