"""What editions are written and questions answered with."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from weakref import WeakValueDictionary

from bot.flows.reading_room import ReadingRoom
from bot.flows.written import Written
from bot.ports import Model, Search, Store, StoryStore


@dataclass(frozen=True, slots=True)
class Newsroom:
    """`owners` has the owner of an outlet or host: those of one owner count once. `retention` is how long a thread
    remembers its turns. Without `search` a thread knows its own articles alone, without a model all is told in the
    articles' own words.
    """

    store: Store
    stories: StoryStore
    model: Model | None = None
    owners: Mapping[str, str] = field(default_factory=dict)
    search: Search | None = None
    retention: timedelta = timedelta(days=30)
    reading: ReadingRoom = field(default_factory=ReadingRoom)
    written: Written = field(default_factory=Written)
    _at_work: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def writing(self, channel: str) -> asyncio.Lock:
        """Held while something is written for a channel: two at once would tell one story twice."""
        return self._at_work.setdefault(channel, asyncio.Lock())
