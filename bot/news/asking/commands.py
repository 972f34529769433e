"""What a person typed under a brief: a command of the thread, or a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_EVIDENCE = re.compile(r"/?(?:show\s+)?evidence\s*(?:for\s+)?(?:no\.?\s*)?[#\[]?(\d{1,4})\]?[.!?]?", re.IGNORECASE)
_SOURCES = re.compile(r"/?(?:show\s+)?(?:the\s+)?sources?[.!?]?", re.IGNORECASE)
_HELP = re.compile(r"/?(?:help|commands|\?|(?:show\s+)?evidence)[.!?]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Command:
    """`number` is the evidence asked for."""

    kind: Literal["evidence", "sources", "help", "question"]
    number: int = 0


def command_of(text: str) -> Command:
    """Read a line; what is no command is a question."""
    typed = text.strip()
    if found := _EVIDENCE.fullmatch(typed):
        return Command("evidence", int(found.group(1)))
    if _SOURCES.fullmatch(typed):
        return Command("sources")
    if _HELP.fullmatch(typed):
        return Command("help")
    return Command("question")
