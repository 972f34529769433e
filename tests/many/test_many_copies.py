"""A sample of what `matrix.py` and `failover.py` do at length: a copy dies at its work."""

from __future__ import annotations

from tests.many.doomed import owe
from tests.many.grounds import until
from tests.many.outage import joined
from tests.many.scene import scene

PATIENCE = 90.0  # seconds, of which a third is needed: leases run out
EDITIONS = 6


async def test_a_copy_dies_with_an_edition_half_stored_while_it_hears_and_all_is_done_once() -> None:
    async with scene(rates="none", articles=2) as found:
        (discord,) = found.grounds
        owed = owe(found.copies.fates, "an edition, about to be stored")
        first = await found.join(doomed=True)
        assert await until(lambda: first.hears("discord"), PATIENCE)
        for _ in range(EDITIONS):
            await found.subscribe(discord)
        second = await joined(found)  # beginning, it asks whoever is there for what is due
        assert await until(lambda: not first.runs, PATIENCE), "it took no edition"
        assert not owed.exists()
        await discord.ask(discord.channels[0])  # nobody hears it now
        assert await until(lambda: not found.missing() and found.answered() == 1, PATIENCE), second.log()

        assert not found.doubled()
        assert not found.answered_twice()
        assert await second.member.stopped() == 0
