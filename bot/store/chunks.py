"""Many values as few statements: databases bound the number of parameters of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

_MOST = 500

V = TypeVar("V")


def chunks(values: Iterable[V]) -> Iterator[list[V]]:
    """All values in their order, some hundreds at a time: as many as one IN (…) takes. None for no values."""
    rest = iter(values)
    while chunk := list(islice(rest, _MOST)):
        yield chunk
