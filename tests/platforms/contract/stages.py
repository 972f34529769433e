"""The platforms that are held to the contract, and what each of them is able to do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from tests.platforms.contract.discord_stage import discord
from tests.platforms.contract.slack_stage import slack
from tests.platforms.contract.stage import Can, Stage
from tests.platforms.contract.terminal_stage import terminal

Opens = Callable[[], AbstractAsyncContextManager[Stage]]

_ALL: frozenset[Can] = frozenset(("threads", "edits", "buttons", "people", "fails", "looks"))
STAGES: dict[str, tuple[Opens, frozenset[Can]]] = {
    "terminal": (terminal, frozenset()),
    "slack": (slack, _ALL),
    "discord": (discord, _ALL),
}


def where(*can: Can) -> pytest.MarkDecorator:
    """On each platform that can do this."""
    names = [name for name, (_, able) in STAGES.items() if able.issuperset(can)]
    return pytest.mark.parametrize("stage", names, indirect=True)
