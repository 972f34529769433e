"""A reception that shows, for a press on evidence, the sentence that the button carries; it notes every press."""

from __future__ import annotations

from collections.abc import Mapping

from bot.news.channels import Mention
from bot.news.chat import Filled, Order, Person, Press
from bot.news.showing.forms import FormCard, HomeCard
from bot.news.showing.pointing import pointed_at
from bot.news.showing.shown import Card, CardSource, EvidenceCard, NoticeCard
from tests.fakes.inbox import NOON, FakeInbox


class Desk:
    """Fits `ports.Reception`."""

    def __init__(self) -> None:
        self.presses: list[Press] = []
        self.inbox = FakeInbox()

    async def heard(self, mention: Mention) -> bool:
        return await self.inbox.hear(mention, NOON)

    async def pressed(self, press: Press) -> Card:
        self.presses.append(press)
        found = pointed_at(press.value)
        if found is None:
            return NoticeCard("That button carries nothing.")
        number, _ = found
        source = CardSource(1, "Of the harbour", "The Alder Post", "https://alder.example/evidence", (number,))
        return EvidenceCard(number, ((opened(press.value), True),), source)

    async def ordered(self, order: Order) -> Card | FormCard:
        return NoticeCard("Done.")

    async def filled(self, filled: Filled) -> Card | Mapping[str, str]:
        return NoticeCard("Done.")

    async def home(self, person: Person) -> HomeCard:
        return HomeCard((), (), (), "")


def opened(pointer: str) -> str:
    """The sentence that this desk shows for a pointer."""
    _, revision, span = pointer.split(" ")
    return f"What stands in {revision} from {span} and nowhere else."
