"""Average-link clustering over the pairs that are known: the closest two groups become one, until none are close."""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heapify, heappop, heappush

Pair = tuple[int, int]


def linked(count: int, pairs: Mapping[Pair, float], unknown: float) -> list[list[int]]:
    """Groups of the things 0 to count-1, each in order, the group of the first thing first.

    `pairs` has log-odds of things that were compared; the others count `unknown`. Two groups are as close as the mean
    over all their pairs, and join while that is above 0.
    """
    groups = {thing: [thing] for thing in range(count)}
    above: dict[int, dict[int, float]] = {thing: {} for thing in groups}  # sums over pairs, less `unknown` each
    for (one, other), odds in pairs.items():
        above[one][other] = above[other][one] = odds - unknown
    waiting = [(-odds, one, other) for (one, other), odds in pairs.items() if odds > 0]
    heapify(waiting)
    new = count
    while waiting:
        _, one, other = heappop(waiting)
        if one not in groups or other not in groups:
            continue
        groups[new] = sorted(groups.pop(one) + groups.pop(other))
        row = _joined(above, one, other)
        above[new] = row
        for third, total in row.items():
            above[third][new] = total
            mean = total / (len(groups[new]) * len(groups[third])) + unknown
            if mean > 0:
                heappush(waiting, (-mean, third, new))
        new += 1
    return sorted(groups.values())


def _joined(above: dict[int, dict[int, float]], one: int, other: int) -> dict[int, float]:
    """The row of two groups together; theirs are taken out."""
    row = above.pop(one)
    row.pop(other, None)
    second = above.pop(other)
    second.pop(one, None)
    for third in row:
        del above[third][one]
    for third, total in second.items():
        del above[third][other]
        row[third] = row.get(third, 0.0) + total
    return row
