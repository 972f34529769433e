"""How long, how much and how often: the bounds of one client, in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and counts.

    `connect` bounds making a connection, `read` a silence, `total` one answer with all its redirects, `turn` the wait
    for a host's turn. A host is asked at most `burst` times in a row, then `per_second`; by at most
    `at_once_a_host`, all hosts together by `at_once`. `slowest` bounds the seconds that a robots.txt may put between
    two requests, `longest_rest` those that a Retry-After may close a host to everyone.
    """

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    turn: float = 300.0
    hops: int = 10
    header_bytes: int = 16_384
    at_once: int = 100
    at_once_a_host: int = 2
    burst: int = 10
    per_second: float = 2.0
    slowest: float = 30.0
    longest_rest: float = 3_600.0
    keep_open: float = 2.0
