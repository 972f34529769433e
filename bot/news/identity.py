"""Which finds are one article: canonical addresses, digests and a near-duplicate hash."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """What an article can be known by, each a short digest.

    Finds that share any of `sure` are one article, the first the strongest. Finds of one site with one title share
    `maybe`; they are one article where their `signature`s are alike.
    """

    sure: tuple[str, ...]
    maybe: str | None = None
    signature: bytes | None = None
