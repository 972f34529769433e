"""`python -m tests.many.failover [--times 10]`: how long nobody is heard where the copy that hears is killed.

Two copies; the one that hears is killed at any moment of its beats, and somebody asks right then on each platform. It
prints the seconds until the answer stands there, and ends 1 where one took longer than 30.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Callable

from tests.many.grounds import Ground, until
from tests.many.scene import Scene, scene

LONGEST = 30.0
_PATIENCE = 90.0
_BEAT = 5.0


async def failover(times: int) -> int:
    taken: dict[str, list[float]] = {"discord": [], "slack": []}
    chance = random.Random(3)
    async with scene(slack=True) as found:
        for ground in found.grounds:
            await found.subscribe(ground)
        for _ in range(times):
            while len(found.copies.running()) < 2:
                await found.join()
            for ground in found.grounds:
                assert await until(_is_heard(found, ground), _PATIENCE), f"nobody hears {ground.name}"
            assert await until(lambda: all(m.events("running") for m in found.copies.running()), _PATIENCE)
            await asyncio.sleep(chance.uniform(0, _BEAT))
            asked = [await _killed_and_asked(found, ground) for ground in found.grounds]
            for each in await asyncio.gather(*(_seconds(*one) for one in asked)):
                taken[each[0]].append(each[1])
            print(*(f"{name} {said[-1]:.1f} s" for name, said in taken.items()), file=sys.stderr, flush=True)
    print("| | times | fastest | median | slowest |\n|---|---|---|---|---|")
    for name, said in taken.items():
        said.sort()
        print(f"| {name} | {len(said)} | {said[0]:.1f} s | {said[len(said) // 2]:.1f} s | {said[-1]:.1f} s |")
    return 0 if all(said[-1] <= LONGEST for said in taken.values()) else 1


def _is_heard(found: Scene, ground: Ground) -> Callable[[], bool]:
    return lambda: any(member.hears(ground.name) for member in found.copies.running())


async def _killed_and_asked(found: Scene, ground: Ground) -> tuple[Ground, str, float]:
    for member in found.copies.running():
        if member.hears(ground.name):
            member.kill()
            await member.process.wait()
    return ground, await ground.ask(ground.channels[0]), time.monotonic()


async def _seconds(ground: Ground, question: str, since: float) -> tuple[str, float]:
    await until(lambda: ground.answers(question), _PATIENCE)
    return ground.name, time.monotonic() - since


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.many.failover", description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    sys.exit(asyncio.run(failover(parser.parse_args().times)))
