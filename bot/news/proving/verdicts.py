"""The verdict on a claim about a source when nobody names the evidence: it is picked here, the gate's own way.

Each sentence of the claim is laid beside the whole source; the claim is as true as all of them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.news.asking.stems import stems
from bot.news.proving.ground import Ground, mended
from bot.news.proving.support import Lack, lacks, patched
from bot.news.sentences import split_sentences
from bot.news.text import fold, squeeze

# What the lacks of a true claim may add up to; one opposite, figure, name or seam is above it.
_MOST = 1.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the source shows a claim.

    `score` is 1 for a claim with nothing amiss and falls towards 0; from .5 a claim is `supported`. `reason` names the
    gravest thing amiss, also of a supported claim; "" where there is none.
    """

    supported: bool
    reason: str
    score: float


def verdict(source_text: str, claim: str) -> Verdict:
    """Judge every sentence of a claim by the source's text. A claim that says nothing is not supported."""
    if not stems(claim):
        return Verdict(False, "says nothing", 0.0)
    own = _sentences(mended(source_text))
    ground, same = Ground(own), {squeeze(fold(sentence)) for sentence in own}
    others = [sentence for sentence in _sentences(claim) if squeeze(fold(sentence)) not in same]
    found = [lack for sentence in others for lack in lacks(sentence, ground)]
    if seam := patched(others, ground):
        found.append(seam)
    weight = sum(_worst_by_kind(found).values())
    gravest = max(found, key=lambda lack: lack.weight, default=None)
    return Verdict(weight <= _MOST, gravest.reason if gravest else "", round(1 / (1 + weight / _MOST), 4))


def _worst_by_kind(found: Sequence[Lack]) -> dict[str, float]:
    """The weight of each kind of lack: an honest claim whose words stand far apart has them so more than once."""
    worst: dict[str, float] = {}
    for lack in found:
        kind = lack.reason.partition(":")[0]
        worst[kind] = max(worst.get(kind, 0), lack.weight)
    return worst


def _sentences(text: str) -> list[str]:
    return [s.span.of(text) for s in split_sentences(text)] or [text]
