"""A whole reply without a model: a question may have two halves, and may take for granted what nobody says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.news.asking.answers import draft_answer
from bot.news.asking.conversation import Asked
from bot.news.asking.halves import halves_of, is_who_says
from bot.news.asking.premises import unshown_premise
from bot.news.types import DraftAnswer, DraftLine, Evidence, Passage, Sources, Span

_MOST_LINES = 5


def draft_reply(
    asked: Asked, passages: Sequence[Passage], sources: Sources, rarity: Mapping[str, float] | None = None
) -> DraftAnswer:
    """The lines that answer, with what they leave open, or a refusal with its reason.

    `passages` are the best there are, best first; `sources` holds at least their articles. `rarity` tells how rare a
    stem is in the whole archive, where that is known.
    """
    replies: list[DraftAnswer] = []
    for half in halves_of(asked):
        if is_who_says(half.text):
            if not replies or not replies[-1].lines:
                continue  # nobody says what is not there
            half = replace(half, on=_shown(replies[-1].lines))
        replies.append(_reply(half, passages, sources, rarity))
    return replies[0] if len(replies) == 1 else _joined(replies)


def _reply(
    asked: Asked, passages: Sequence[Passage], sources: Sources, rarity: Mapping[str, float] | None
) -> DraftAnswer:
    premise = unshown_premise(asked, passages, sources)
    if premise is not None:
        return DraftAnswer((premise.contrary,) if premise.contrary else (), "false-premise", premise.clause)
    return draft_answer(asked, passages, sources, rarity)


def _joined(replies: Sequence[DraftAnswer]) -> DraftAnswer:
    """The lines of all, none twice, with what is missing where only some of them answer."""
    lines: list[DraftLine] = []
    for line in (line for reply in replies for line in reply.lines):
        if not any(line.text in other.text for other in lines):
            lines = [other for other in lines if other.text not in line.text] + [line]
    left = [reply for reply in replies if not _answers(reply)]
    shown = tuple(lines[:_MOST_LINES])
    if len(left) < len(replies):
        return DraftAnswer(shown, "part-missing" if left else None, _missing(left))
    # What is taken for granted and not so leaves nothing to ask.
    false = [reply for reply in left if reply.reason == "false-premise"]
    return DraftAnswer(shown, (false or left)[0].reason, _missing(false or left))


def _missing(left: Sequence[DraftAnswer]) -> str:
    """What they leave open; of more than one without the words that are not mentioned."""
    whole = list(dict.fromkeys(reply.missing for reply in left if reply.missing))
    return whole[0] if len(whole) == 1 else " and ".join(dict.fromkeys(m.partition(" (")[0] for m in whole))


def _answers(reply: DraftAnswer) -> bool:
    """It has lines, and they do more than deny what the question takes for granted."""
    return bool(reply.lines) and reply.reason != "false-premise"


def _shown(lines: Sequence[DraftLine]) -> tuple[Evidence, ...]:
    """Where the lines stand in their articles."""
    return tuple(
        Evidence(e.revision, Span(e.start, e.start + len(e.words)))
        for line in lines
        for e in line.evidence
        if e.start is not None
    )
