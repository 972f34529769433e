"""A local Slack with two people in a channel of ours, in which nobody is called and no gesture goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.slack import FakeSlack


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.person("U1", "ada")
        fake.person("U2", "ben")
        fake.channel("C1", "news", creator="U1", members=("U1", "U2"))
        yield fake
        assert not fake.pings
        assert not fake.complaints
