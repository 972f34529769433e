"""What was written lately of stories: whoever is to be told the same of one is told it in the same words.

Channels of one length that have read the same of a story differ in nothing that is written: it costs once.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import replace
from typing import Any

from bot.news.channels import Channel
from bot.news.dossier import Dossier
from bot.news.lengths import Measure
from bot.news.types import Brief
from bot.ports import Spending

_MOST = 200  # things that are kept

Told = tuple[Brief | None, tuple[Spending, ...]]
"""A brief, None where nothing is new, and what it cost."""


class Written:
    """Keeps what was written last for as long as this process runs."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, asyncio.Task[Told]] = OrderedDict()

    async def once(self, key: Hashable, write: Callable[[], Coroutine[Any, Any, Told]], *, free: bool) -> Told:
        """What `write` gives, or gave before for this key; whoever comes later has it at no cost.

        Where writing should have cost something (it is not `free`) and did not, it is not kept: a model was away.
        """
        task = self._kept.get(key)
        begun = task is None
        if task is None:
            task = self._kept[key] = asyncio.create_task(write())
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        try:
            brief, spent = await asyncio.shield(task)
        except Exception:
            self._forget(key, task)
            raise
        if not free and not spent:
            self._forget(key, task)
        return brief, spent if begun else ()

    def _forget(self, key: Hashable, task: asyncio.Task[Told]) -> None:
        if self._kept.get(key) is task:
            del self._kept[key]


def key_of(dossier: Dossier, earlier: Brief | None, channel: Channel, measure: Measure) -> Hashable:
    """All that what is written depends on."""
    articles = tuple(source.article for source in dossier.sources.values())
    voices = tuple((voice, tuple(outlets)) for voice, outlets in dossier.voices.items())
    told_by = tuple(dossier.voice_of.items())
    return (
        dossier.story,
        articles,
        voices,
        told_by,
        dossier.revisions,
        earlier,
        replace(measure, stories=0),
        channel.language,
    )
