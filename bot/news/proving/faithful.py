"""Whether a line keeps to what its evidence says: in the source's own words, or checked in words of its own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.news.proving import attribution, copying, polarity, proofs, rewording
from bot.news.text import fold
from bot.news.types import Source, Span


def own_words(text: str, shown: Sequence[str]) -> bool:
    """True where the line is the source's own words, and nothing that it leaves out turns them."""
    plain = fold(text).rstrip(".")
    return any(plain in fold(p) and not proofs.may_turn(fold(p).replace(plain, " ", 1)) for p in shown)


def unfaithful(text: str, shown: Sequence[str], placed: Sequence[tuple[Source, Span]]) -> str | None:
    """What is wrong with a line in words of its own; None where nothing is."""
    return (
        polarity.unrelated(text, shown)
        or proofs.turned(text, shown)
        or polarity.denied_clause(text, shown)
        or polarity.crossed(text, shown, proofs.SIDES)
        or polarity.negating_prefix(text, shown)
        or polarity.other_share(text, shown)
        or polarity.other_office(text, shown)
        or polarity.reversed_roles(text, shown)
        or polarity.overstated(text, shown)
        or attribution.misspoken(text, placed)
        or copying.turned_joint(text, shown)
        or copying.swapped_names(text, shown)
        or copying.altered(text, shown)
        or rewording.reworded(text, shown)
    )
