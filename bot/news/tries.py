"""How often a delivery failed, which stands at the head of the reason that is kept with it: it outlives the process."""

from __future__ import annotations

import re

_HEAD = re.compile(r"\A([0-9]{1,6}) failed, ([0-9]{1,6}) without an answer: ")


def kept(failed: int, unclear: int, words: str) -> str:
    """The reason as it is kept, after so many tries that failed and so many that ended without an answer."""
    return f"{failed} failed, {unclear} without an answer: {words}"


def tries_in(why: str) -> tuple[int, int]:
    """How many tries have failed, and how many ended without an answer, by the reason that is kept."""
    head = _HEAD.match(why)
    return (int(head[1]), int(head[2])) if head else (0, 0)


def reason_in(why: str) -> str:
    """The reason that is kept, without how often."""
    return _HEAD.sub("", why)
