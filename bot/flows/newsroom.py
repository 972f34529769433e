"""What editions are written and questions answered with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.flows.reading_room import ReadingRoom
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
