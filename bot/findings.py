"""What a check found, one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `fix` says what to do where it is not well."""

    what: str
    state: Literal["ok", "note", "error"]
    words: str
    fix: str = ""
