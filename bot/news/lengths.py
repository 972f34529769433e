"""How much an edition and its briefs hold, by the length that a channel asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.news.channels import Length


@dataclass(frozen=True, slots=True)
class Measure:
    """At most so many stories in an edition, and so many points, claims, quotes and figures in each brief."""

    stories: int
    points: int
    claims: int
    quotes: int
    figures: int


LENGTHS: Mapping[Length, Measure] = {
    "short": Measure(stories=3, points=2, claims=1, quotes=1, figures=3),
    "normal": Measure(stories=6, points=5, claims=2, quotes=5, figures=6),
    "long": Measure(stories=12, points=8, claims=4, quotes=8, figures=8),
}
