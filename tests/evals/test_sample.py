"""A small sample of the scorecard in every run of the tests: what falls past its margin fails."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.evals.measures import data, measured

ROWS = "60"
FLOORS = (("speaker", "", "speaker", 0.90),)


@cache
def _measured(folder: Path, check: str) -> dict[tuple[str, str], float]:
    return measured(folder, check, "-n", ROWS)


@pytest.mark.parametrize(("check", "part", "field", "floor"), FLOORS)
def test_no_figure_of_the_scorecard_falls(check: str, part: str, field: str, floor: float) -> None:
    folder = data()
    if folder is None:
        pytest.skip("the evaluation data is not here (set FACTBOX_DATA)")
    assert _measured(folder, check)[part, field] >= floor
