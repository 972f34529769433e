"""A question with all that it takes to answer it, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.flows.newsroom import Newsroom
from bot.flows.threads import Thread
from bot.news.asking.conversation import Asked
from bot.news.asking.lookups import Lookup
from bot.news.asking.times import Window
from bot.news.types import Answer, Sources
from bot.ports import Spending


@dataclass(frozen=True, slots=True)
class Inquiry:
    """`today` is the day of whoever asks, `window` the days that the question speaks of."""

    asked: Asked
    lookup: Lookup
    window: Window | None
    thread: Thread
    room: Newsroom
    today: date


@dataclass(frozen=True, slots=True)
class Told:
    """The answer, the articles it rests on or was looked for in, and what it cost."""

    asked: Asked
    answer: Answer
    sources: Sources
    spent: tuple[Spending, ...] = ()
