"""Tell whether a text writes thousands with a point, as German and Spanish do: "1.200 Verletzte"."""

from __future__ import annotations

import re

POINTED = re.compile(r"[1-9]\d{0,2}\.\d{3}(?![.,]?\d)")
# The opening of a text shows its language.
_SAMPLE = 4000
_OUR_WORDS = (" the ", " of ", " and ", " to ", " was ", " is ", " were ", " are ", " for ", " with ")
_THEIR_WORDS = tuple(
    f" {word} "
    for word in "und der das den het een que les una del est dans pour los las y et por och não il di en personas "
    "personnes menschen pessoas".split()
)


def parts_with_points(low: str) -> bool:
    """Whether a lower-cased text is plainly in a language that does so; English never does."""
    padded = f" {low[:_SAMPLE]} "
    return not any(word in padded for word in _OUR_WORDS) and any(word in padded for word in _THEIR_WORDS)
