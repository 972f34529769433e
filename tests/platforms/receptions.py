"""A reception that notes what it is asked, and answers what a test set; what is heard it keeps in an inbox."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.news.channels import Mention
from bot.news.chat import Filled, Order, Person, Press
from bot.news.showing.forms import FormCard, HomeCard
from bot.news.showing.shown import Card, NoticeCard
from bot.ports import Inbox, Unavailable
from tests.fakes.inbox import NOON, FakeInbox


@dataclass
class NotedReception:
    """`gate` holds it back until it is set; `raises` is raised instead of any answer.

    `now` is when all is heard. `away`: nothing can be kept; `refused` is how often that was told, and `refusals` waits for the next time.
    """

    inbox: Inbox = field(default_factory=FakeInbox)
    now: datetime = NOON
    away: bool = False
    refused: int = 0
    refusals: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    card: Card = field(default_factory=lambda: NoticeCard("Here it is."))
    form: FormCard | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    raises: Exception | None = None
    gate: asyncio.Event | None = None
    presses: list[Press] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    forms: list[Filled] = field(default_factory=list)
    homes: list[Person] = field(default_factory=list)

    async def heard(self, mention: Mention) -> bool:
        if self.away:
            self.refused += 1
            self.refusals.release()
            raise Unavailable("The store cannot be reached just now.")
        return await self.inbox.hear(mention, self.now)

    async def pressed(self, press: Press) -> Card:
        self.presses.append(press)
        await self._pause()
        return self.card

    async def ordered(self, order: Order) -> Card | FormCard:
        self.orders.append(order)
        await self._pause()
        return self.form or self.card

    async def filled(self, filled: Filled) -> Card | Mapping[str, str]:
        self.forms.append(filled)
        await self._pause()
        return self.errors or self.card

    async def home(self, person: Person) -> HomeCard:
        self.homes.append(person)
        await self._pause()
        return HomeCard((), (), (), "Nothing is set up yet.")

    async def _pause(self) -> None:
        if self.gate is not None:
            await self.gate.wait()
        if self.raises is not None:
            raise self.raises
