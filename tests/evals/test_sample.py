"""A small sample of the scorecard in every run of the tests: what falls past its margin fails."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.evals.measures import data, measured

ROWS = "60"
# What the first rows of each set reach, less a margin for rules that move a few of them.
FLOORS = (
    ("speaker", "", "speaker", 0.88),
    ("speaker", "", "verbatim", 0.79),
    ("speaker", "", "slices", 1.0),
    ("figures", "", "killed", 0.9),
    ("figures", "", "injured", 0.7),
    ("stories", "ecb+", "bcubed_f1", 0.91),
    ("stories", "giveme5w1h", "bcubed_f1", 0.96),
    ("verify", "summedits-news", "balanced", 0.69),
    ("verify", "qags", "balanced", 0.7),
    ("editor", "", "answered_right", 0.72),
    ("editor", "", "refused_rightly", 0.82),
)


@cache
def _measured(folder: Path, check: str) -> dict[tuple[str, str], float]:
    return measured(folder, check, "-n", ROWS)


@pytest.mark.parametrize(("check", "part", "field", "floor"), FLOORS)
def test_no_figure_of_the_scorecard_falls(check: str, part: str, field: str, floor: float) -> None:
    folder = data()
    if folder is None:
        pytest.skip("the evaluation data is not here (set FACTBOX_DATA)")
    assert _measured(folder, check)[part, field] >= floor
