"""What those who run this copy see of it: the status page, health and metrics, also while the rest is being opened."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from bot import __version__
from bot.app import now
from bot.app.parts import Parts
from bot.flows.report import About, Reporter, Sources
from bot.metrics import Metrics
from bot.news.report import AnswersFare
from bot.web.status import StatusServer


class Looks:
    """Of the copy of this name and role. `parts` tell what is wrong with each of it."""

    def __init__(self, copy: str, role: str, parts: Parts) -> None:
        self._parts = parts
        self._reporter = Reporter(About(copy, role, __version__, now()), parts, now, self._answers)
        self._metrics = Metrics(__version__, self._reporter.report, parts)

    @property
    def count(self) -> Callable[[str, Mapping[str, Any]], None]:
        """Takes note of what is logged."""
        return self._metrics.count

    @asynccontextmanager
    async def served(self, host: str, port: int) -> AsyncIterator[None]:
        """To whoever asks there. Raises `Rejected` where we cannot listen."""
        server = StatusServer(self._parts, self._reporter.report, self._metrics.exposition, __version__)
        await server.start(host, port)
        try:
            yield
        finally:
            await server.close()

    def show(self, sources: Sources | None) -> None:
        """What is open by now; None once it is closed."""
        self._reporter.sources = sources

    def _answers(self) -> AnswersFare:
        return self._metrics.answers()
