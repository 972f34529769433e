"""A reception that notes what it is asked, and answers what a test set."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.news.chat import Filled, Order, Person, Press
from bot.news.showing.forms import FormCard, HomeCard
from bot.news.showing.shown import Card, NoticeCard


@dataclass
class NotedReception:
    """`gate` holds it back until it is set; `raises` is raised instead of any answer."""

    card: Card = field(default_factory=lambda: NoticeCard("Here it is."))
    form: FormCard | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    raises: Exception | None = None
    gate: asyncio.Event | None = None
    presses: list[Press] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    forms: list[Filled] = field(default_factory=list)
    homes: list[Person] = field(default_factory=list)

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
