"""What an answer is told in: sentences, dated lists, sides that disagree, refusals and what stands nearest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.news.showing.days import NO_DAY, day_words
from bot.news.showing.shown import AnswerCard, CardLine, CardSource
from bot.platforms.card_rows import Row, listed, of_line, source_runs, told_apart
from bot.platforms.chat_words import Run, cut, line
from bot.platforms.conflict_sections import disputed
from bot.platforms.proof_marks import Proofs
from bot.platforms.sections import Item, Quiet, Section

_NOTICE_CHARS = 1000
_SET_APART = 6


def answer_sections(card: AnswerCard, proofs: Proofs) -> list[Section]:
    """All of an answer or a refusal."""
    return [*_lines(card, proofs), *rest_sections(card, proofs)]


def answer_text(card: AnswerCard) -> str:
    """What is said, for notifications."""
    said = " ".join(filter(None, (*(line(told.text) for told in card.lines), line(card.refusal))))
    return cut(said or "An answer", _NOTICE_CHARS)


def rest_sections(card: AnswerCard, proofs: Proofs) -> list[Section]:
    """All but the sentences."""
    refusal = line(card.refusal)
    nearest = Section("Closest in the sources", tuple(_nearest(card, proofs)))
    further = Section("", (Quiet(tuple(map(tuple, listed(_further(card), dated=True)))),))
    return [
        *([Section("", (Row((Run(refusal),)),))] if refusal else []),
        *disputed(card.conflicts, proofs),
        *([nearest] if nearest.items else []),
        *([further] if _further(card) else []),
    ]


def day_before(told: Sequence[CardLine], at: int) -> list[Run]:
    """The date before a line, with its year where that changes; it depends only on the lines before it."""
    day = told[at].day
    dated = [one.day for one in told[:at] if one.day]
    if day:
        return [Run(day_words(day, not dated or dated[-1][:4] != day[:4]), bold=True), Run("  ")]
    return [Run(NO_DAY, bold=True), Run("  ")] if dated else []


def _lines(card: AnswerCard, proofs: Proofs) -> list[Section]:
    """Sentences stand apart while they are few; dated ones are a list."""
    if any(told.day for told in card.lines):
        dated = (of_line(told, proofs, "bullet", day_before(card.lines, at)) for at, told in enumerate(card.lines))
        return [Section("", tuple(dated))]
    rows = [of_line(told, proofs) for told in card.lines]
    if len(rows) <= _SET_APART:
        return [Section("", (row,)) for row in rows]
    return [Section("", tuple(rows))]


def _nearest(card: AnswerCard, proofs: Proofs) -> Iterator[Item]:
    """The nearest sentences, those of one article together, and below them where they stand."""
    left = list(card.nearest)
    for source in told_apart(card.sources):
        here = [told for told in left if set(told.marks) & set(source.marks)]
        yield from (of_line(told, proofs, "quote") for told in here)
        if here:
            yield Quiet((tuple(source_runs(source, dated=True)),))
        left = [told for told in left if told not in here]
    yield from (of_line(told, proofs, "quote") for told in left)


def _further(card: AnswerCard) -> list[CardSource]:
    """The sources that are not told beside the nearest sentences."""
    near = {mark for told in card.nearest for mark in told.marks}
    return [source for source in card.sources if near.isdisjoint(source.marks)]
