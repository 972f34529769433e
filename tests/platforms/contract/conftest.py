"""A stage for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.platforms.contract.stage import Stage
from tests.platforms.contract.stages import STAGES


@pytest.fixture(params=list(STAGES))
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    opens, _ = STAGES[request.param]
    async with opens() as opened:
        yield opened
