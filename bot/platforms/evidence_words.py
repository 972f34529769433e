"""What menus of evidence say: each number with the words that it stands for."""

from __future__ import annotations

from collections.abc import Iterable

from bot.platforms.chat_words import cut
from bot.platforms.proof_marks import Proofs

_OUTLET_CHARS = 30


def evidence_words(cited: Iterable[tuple[int, str, str]], proofs: Proofs, value_chars: int) -> dict[int, str]:
    """The words of each number whose pointer is no longer than what a choice can carry, in the numbers' order.

    What a sentence itself says goes before that others say the same ("Harbour News: 12 people injured").
    """
    said: dict[int, str] = {}
    for mark, words, other in sorted(cited, key=lambda c: bool(c[2])):
        if 0 < len(proofs.pointers.get(mark, "")) <= value_chars:
            said.setdefault(mark, f"{cut(other, _OUTLET_CHARS)}: {words}" if other else words)
    return dict(sorted(said.items()))
