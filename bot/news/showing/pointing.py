"""What a button carries that shows evidence: it holds for good, whatever becomes of the thread's numbers."""

from __future__ import annotations

import re

from bot.news.types import Evidence, RevisionId, Span

_POINTER = re.compile(r"([0-9]{1,5}) (\S{1,100}) ([0-9]{1,9})-([0-9]{1,9})")


def pointer_to(number: int, evidence: Evidence) -> str:
    """Its number and where it stands, in at most 130 characters."""
    return f"{number} {evidence.revision} {evidence.span.start}-{evidence.span.end}"


def pointed_at(pointer: str) -> tuple[int, Evidence] | None:
    """The number and the evidence; None for what is no pointer."""
    found = _POINTER.fullmatch(pointer)
    if found is None or int(found[3]) >= int(found[4]):
        return None
    return int(found[1]), Evidence(RevisionId(found[2]), Span(int(found[3]), int(found[4])))
