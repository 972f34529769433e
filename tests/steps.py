"""How much work something does, counted in lines run: the same on every machine, however busy."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(work: Callable[[], object]) -> int:
    """Lines of Python that `work` runs."""
    count = 0

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def grows_linearly(work: Callable[[str], object], piece: str, size: int) -> bool:
    """Eight times the text takes at most about eight times the lines."""
    short, long = (piece * max(1, n // len(piece)) for n in (size, 8 * size))
    work(short)  # caches filled, patterns compiled
    return steps(lambda: work(long)) < 11 * steps(lambda: work(short)) + 500
