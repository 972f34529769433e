"""`python -m tests.many.load [--editions 300] [--copies 3]`: how many editions a minute one copy posts, and how many more.

All editions are due at once, on a Discord without rate limits; what it takes until the first tenth is posted is left
out, and so is the last tenth.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from pathlib import Path

from tests.many.grounds import until
from tests.many.scene import Scene, scene

_PATIENCE = 300.0


async def load(editions: int, copies: int) -> None:
    print("| copies | editions a minute | processor seconds for each |\n|---|---|---|")
    rates = []
    for count in (1, copies):
        async with scene(rates="none") as found:
            for _ in range(count):
                await found.join()
            assert await until(lambda: all(m.events("running") for m in found.copies.running()), _PATIENCE)
            rates.append(await _rate(found, editions))
    print(f"\n{os.cpu_count()} processors: {copies} copies post {rates[1] / rates[0]:.1f} times what one does.")


async def _rate(found: Scene, editions: int) -> float:
    for _ in range(editions):
        await found.subscribe(found.grounds[0])
    assert await until(lambda: len(found.missing()) <= 0.9 * editions, _PATIENCE), "too slow"
    began, before = time.monotonic(), _spent(found)
    assert await until(lambda: len(found.missing()) <= 0.1 * editions, _PATIENCE), "too slow"
    ended, after = time.monotonic(), _spent(found)
    rate = editions * 0.8 / (ended - began) * 60
    print(f"| {len(found.copies.members)} | {rate:.0f} | {(after - before) / (editions * 0.8):.2f} |", flush=True)
    return rate


def _spent(found: Scene) -> float:
    """Processor seconds of all copies so far, without Postgres."""
    tick = os.sysconf("SC_CLK_TCK")
    spent = 0
    for member in found.copies.running():
        fields = Path(f"/proc/{member.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        spent += int(fields[11]) + int(fields[12])
    return spent / tick


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.many.load", description=__doc__)
    parser.add_argument("--editions", type=int, default=300)
    parser.add_argument("--copies", type=int, default=3)
    arguments = parser.parse_args()
    asyncio.run(load(arguments.editions, arguments.copies))
