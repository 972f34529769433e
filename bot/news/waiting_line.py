"""A line in which people wait fairly: whoever asks much waits behind whoever asks little, and cannot fill it alone."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Generic, TypeVar

T = TypeVar("T")


class WaitingLine(Generic[T]):
    """Holds at most `most` in all and `each` of one person; gives one of each person in turn, their oldest first."""

    def __init__(self, most: int, each: int) -> None:
        self._most, self._each = most, each
        self._waiting: OrderedDict[str, deque[T]] = OrderedDict()  # by person, whose turn is next first
        self._count = 0

    def add(self, who: str, what: T) -> bool:
        """Let it wait; False where too much waits already, in all or of theirs."""
        if not self.has_room(who):
            return False
        self._waiting.setdefault(who, deque()).append(what)
        self._count += 1
        return True

    def has_room(self, who: str) -> bool:
        """Whether something more of theirs may wait."""
        return self._count < self._most and len(self._waiting.get(who, ())) < self._each

    def next(self) -> T | None:
        """Whatever is next, which waits no more; None where nothing waits."""
        if not self._waiting:
            return None
        who, theirs = self._waiting.popitem(last=False)
        what = theirs.popleft()
        if theirs:
            self._waiting[who] = theirs  # behind all others
        self._count -= 1
        return what
