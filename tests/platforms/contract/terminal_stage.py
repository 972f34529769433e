"""The terminal on stage: what was printed is what stands there, and nothing printed can be changed or taken back."""

from __future__ import annotations

import io
import os
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.platforms.terminal import PLACE, Terminal
from bot.ports import Platform
from tests.platforms.contract.desk import Desk
from tests.platforms.contract.stage import Seen, Trouble

_LINK = re.compile(r"\x1b]8;[^;]*;([^\x1b]*)\x1b\\")
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_FRAME = re.compile(r"^[╭╰]─.*$|^│ | │$", re.MULTILINE)


class _Screen(io.StringIO):
    """A terminal that keeps what each message printed: one ends with an empty line."""

    def __init__(self) -> None:
        super().__init__()
        self.printed = [""]
        self.torn = False

    def isatty(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        if self.torn:
            raise OSError("the terminal is gone")
        self.printed[-1] += text
        if self.printed[-1].endswith("\n\n"):
            self.printed.append("")
        return len(text)


class TerminalStage:
    """A screen and a pipe that somebody types into."""

    place = PLACE

    def __init__(self) -> None:
        self.desk = Desk()
        self.screen = _Screen()
        typed, self._keys = os.pipe()
        self._typed = os.fdopen(typed, encoding="utf-8")
        self.platform: Platform = Terminal(self._typed, self.screen, interactive=True)

    async def close(self) -> None:
        os.close(self._keys)
        await self.platform.close()
        self._typed.close()

    def seen(self) -> list[Seen]:
        return [_seen(at, text) for at, text in enumerate(self.screen.printed, 1) if text]

    def pings(self) -> Sequence[object]:
        return [bell for bell in "\a\x05" if any(bell in _LINK.sub("", text) for text in self.screen.printed)]

    def now(self) -> datetime:
        return datetime(2031, 3, 14, 12, tzinfo=UTC)

    def passes(self, seconds: float) -> None:
        """No clock here."""

    async def restart(self) -> None:
        self.platform = Terminal(self._typed, self.screen, interactive=True)

    async def says(self, words: str, by: str = "ana", under: str | None = None) -> None:
        os.write(self._keys, f"{words}\n".encode())

    async def comes_again(self) -> None:
        raise NotImplementedError("what is typed is typed once")

    async def presses(self, seen: Seen, pointer: str, by: str = "ana") -> str:
        raise NotImplementedError("a terminal has no buttons")

    def meets(self, trouble: Trouble, times: int = 1) -> None:
        raise NotImplementedError("printing succeeds, or fails for good")

    def goes_away(self) -> None:
        self.screen.torn = True


@asynccontextmanager
async def terminal() -> AsyncIterator[TerminalStage]:
    """A wide one in colour."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "120")
        patch.setenv("TERM", "xterm-256color")
        patch.delenv("NO_COLOR", raising=False)
        stage = TerminalStage()
        try:
            yield stage
        finally:
            await stage.close()


def _seen(number: int, text: str) -> Seen:
    links = frozenset(filter(None, _LINK.findall(text)))
    words = _FRAME.sub("", _STYLE.sub("", _LINK.sub("", text)))
    return Seen(f"terminal-{number}", " ".join(words.split()), links)
