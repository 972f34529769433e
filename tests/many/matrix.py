"""`python -m tests.many.matrix [--editions 1000] [--copies 3]`: copies that die at every step, and what was posted.

Real processes of `factbox run` on a real Postgres, over real sockets, against a Discord and a Slack of our own with
their real rate limits. Channels are subscribed bit by bit, each with an edition that is due at once, people ask, news
comes, and meanwhile copies are killed at every point of their work, all at once, frozen for longer than their leases,
stopped as an operator would, and left without the answer to what they posted. Whoever is gone is replaced at once.

It prints a table, and ends 1 where anything was posted twice or not at all, or a question was left or answered twice.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.flows.listen import SORRY
from tests.many.doomed import NEWS, POINTS, owe
from tests.many.fleet import Member
from tests.many.grounds import Ground, until
from tests.many.scene import Scene, scene

FROZEN = 30.0
"""Seconds: longer than the lease of a duty and than the queue waits for a sign of life."""

FROZEN_LONG = 130.0
"""Seconds: longer than the lease of a delivery, too."""

ASK_EVERY = 2.0
BREATH = 25.0  # seconds that copies get to post something before the next thing befalls them
LAST_PATIENCE = 150.0
SETTLED = 20.0  # seconds in which something would be posted a second time

KILLED_TOGETHER = "all copies at once, and an answer not heard"
STOPPED = "stopped by SIGTERM"
THAWED = f"frozen for {FROZEN:.0f} s, then went on"
THAWED_LATE = f"frozen for {FROZEN_LONG:.0f} s, then went on"
NOT_HEARD = "the platform's answer to a post lost"


@dataclass(slots=True)
class Fate:
    """What befell copies in one way: how often, where it was meant to and did not, and what was open then."""

    befell: int = 0
    missed: int = 0
    open: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Run:
    """What goes on. `frozen` are copies that count as gone."""

    scene: Scene
    count: int
    chance: random.Random
    fates: dict[str, Fate] = field(default_factory=dict)
    frozen: list[Member] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    background: list[asyncio.Task[None]] = field(default_factory=list)

    def fate(self, name: str) -> Fate:
        return self.fates.setdefault(name, Fate())

    def befalls(self, name: str) -> None:
        fate = self.fate(name)
        fate.befell += 1
        fate.open.append(len(self.scene.missing()))

    def at_work(self) -> list[Member]:
        return [member for member in self.scene.copies.running() if member not in self.frozen]

    def later(self, work: Coroutine[None, None, None]) -> None:
        self.background.append(asyncio.create_task(work))

    async def keep_up(self) -> None:
        """So many copies are at work, all of them doomed."""
        while True:
            if len(self.at_work()) < self.count:
                await self.scene.join(doomed=True)
            await asyncio.sleep(0.3)

    async def dies(self, point: str) -> None:
        """Somebody dies at the point, the next time that anybody gets there."""
        if point in NEWS:
            self.scene.tell()
        owed = owe(self.scene.copies.fates, point)
        self.later(self._noted(owed, point))

    async def _noted(self, owed: Path, point: str) -> None:
        if await until(lambda: not owed.exists(), 3600):
            self.befalls(point)

    async def all_die(self) -> None:
        await self._loses(("hang",))
        self.befalls(KILLED_TOGETHER)
        for member in self.scene.copies.running():
            member.kill()

    async def freezes(self, seconds: float, name: str) -> None:
        if self.at_work():
            self.later(self._thawed(self.chance.choice(self.at_work()), seconds, name))

    async def _thawed(self, member: Member, seconds: float, name: str) -> None:
        self.frozen.append(member)
        member.tell(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        if member.runs:
            self.befalls(name)
        else:
            self.fate(name).missed += 1
        member.tell(signal.SIGCONT)
        self.frozen.remove(member)

    async def stops(self) -> None:
        if self.at_work():
            self.later(self._stopped(self.chance.choice(self.at_work())))

    async def _stopped(self, member: Member) -> None:
        self.befalls(STOPPED)
        code = await member.stopped(60)
        if code != -signal.SIGKILL:  # it was killed while it stopped
            self.ended.append(code)

    async def loses(self) -> None:
        self.later(self._loses(("drop", "503", "hang")))

    async def _loses(self, kinds: tuple[str, ...]) -> None:
        ground = self.chance.choice(self.scene.grounds)
        ground.lose_answer(self.chance.choice(kinds))
        if await until(lambda: not ground.losing(), 30):
            self.befalls(NOT_HEARD)

    async def progress(self, seconds: float) -> bool:
        """Whether an edition was posted within so many seconds: who dies too fast never comes to its work."""
        before = self.scene.posted()
        return await until(lambda: self.scene.posted() > before, seconds, 0.3)

    async def ask(self) -> None:
        """People ask, wherever editions come."""
        for n in range(100_000):
            ground = self.scene.grounds[n % len(self.scene.grounds)]
            if ground.channels:
                await ground.ask(self.chance.choice(ground.channels))
            await asyncio.sleep(ASK_EVERY)

    async def subscribe(self, plan: list[Ground], seconds: float) -> None:
        """Channels, spread evenly over that time."""
        began = time.monotonic()
        for n, ground in enumerate(plan):
            await asyncio.sleep(max(0.0, began + seconds * n / len(plan) - time.monotonic()))
            await self.scene.subscribe(ground)

    async def tell(self, began: float) -> None:
        while True:
            await asyncio.sleep(15)
            owed, left = len(self.scene.owed), len(self.scene.missing())
            told = f"{owed - left} of {owed} editions, {sum(f.befell for f in self.fates.values())} fates"
            asked = f"{self.scene.answered()} of {len(self.scene.questions())} answered"
            waiting = sum(1 for _ in self.scene.copies.fates.iterdir())
            doubled = f"{len(self.scene.doubled())} + {len(self.scene.answered_twice())} twice"
            print(
                f"{time.monotonic() - began:5.0f} s  {told} ({waiting} waiting), {asked}, {doubled}",
                file=sys.stderr,
                flush=True,
            )


def plan_of(run: Run, deaths: int) -> list[Callable[[], Coroutine[None, None, None]]]:
    """What is to happen, one thing after the other."""

    def dying(point: str) -> Callable[[], Coroutine[None, None, None]]:
        return lambda: run.dies(point)

    found = [dying(point) for point in POINTS for _ in range(deaths)]
    found += [run.stops, run.stops, run.all_die] * deaths
    found += [run.loses] * len(POINTS)
    found += [lambda: run.freezes(FROZEN, THAWED)] * 2 * deaths
    run.chance.shuffle(found)
    return [lambda: run.freezes(FROZEN_LONG, THAWED_LATE), *found]


@asynccontextmanager
async def going_on(*works: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """While these are at work; what fails there fails here, at the end."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for error in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(error, Exception):
                raise error


async def played(run: Run, plan: list[Ground], deaths: int, seconds: float) -> int:
    began = time.monotonic()
    acts = plan_of(run, deaths)
    async with going_on(run.tell(began)):
        async with going_on(run.keep_up(), run.ask(), run.subscribe(plan, seconds)):
            for n, act in enumerate(acts):
                await asyncio.sleep(max(0.0, began + 15 + (seconds - 15) * n / len(acts) - time.monotonic()))
                await run.progress(BREATH)
                await act()
            await until(lambda: len(run.scene.owed) == len(plan) and not any(run.scene.copies.fates.iterdir()), 60)
        for owed in run.scene.copies.fates.iterdir():
            run.fate(list(POINTS)[int(owed.name)]).missed += 1
        for task in run.background:
            task.cancel()
        for member in [*run.frozen]:
            member.tell(signal.SIGCONT)
        run.frozen.clear()
        while len(run.at_work()) < run.count:
            await run.scene.join()
        while run.scene.missing() and await run.progress(LAST_PATIENCE):
            pass
        await until(lambda: run.scene.answered() == len(run.scene.questions()), LAST_PATIENCE, 0.5)
        await asyncio.sleep(SETTLED)
    run.ended += [await member.stopped(60) for member in run.scene.copies.running()]
    return report(run, time.monotonic() - began)


def report(run: Run, seconds: float) -> int:
    print(f"| what befell a copy | times | editions open then |{'' if _all_came(run) else ' not reached |'}")
    print(f"|---|---|---|{'' if _all_came(run) else '---|'}")
    for name in [*POINTS, *(each for each in run.fates if each not in POINTS)]:
        fate = run.fate(name)
        told = f"| {name} | {fate.befell} | {', '.join(map(str, fate.open[:4]))} |"
        print(told if _all_came(run) else f"{told} {fate.missed or ''} |")
    there, missing, doubled = run.scene.pieces(), run.scene.missing(), run.scene.doubled()
    questions, answered, twice = len(run.scene.questions()), run.scene.answered(), run.scene.answered_twice()
    print(f"\n{len(run.scene.copies.members)} processes, {run.count} at a time, {seconds:.0f} s.")
    print(f"Editions due {len(run.scene.owed)}: posted {len(run.scene.owed) - len(missing)}, missing {len(missing)}.")
    print(f"Pieces of posts {len(there)}: twice {len(doubled)}.")
    sorry = run.scene.answered(SORRY.text)
    print(
        f"Questions {questions}: answered {answered - sorry}, given up after three deaths {sorry}, twice {len(twice)}."
    )
    print(f"Those that were stopped by SIGTERM ended with {sorted(run.ended)}.")
    for head in (*missing[:5], *doubled[:5]):
        print("  ", head, file=sys.stderr)
    for words in twice[:5]:
        print("  ", *words, sep="\n   ", file=sys.stderr)
    return 1 if missing or doubled or twice or answered < questions or any(run.ended) else 0


def _all_came(run: Run) -> bool:
    return not any(fate.missed for fate in run.fates.values())


async def matrix(arguments: argparse.Namespace) -> int:
    chance = random.Random(arguments.seed)
    async with scene(slack=arguments.slack > 0) as found:
        plan = [found.grounds[-1]] * arguments.slack + [found.grounds[0]] * (arguments.editions - arguments.slack)
        chance.shuffle(plan)
        run = Run(found, arguments.copies, chance)
        code = await played(run, plan, arguments.deaths, arguments.minutes * 60)
        if arguments.keep:
            found.copies.keep_logs(Path(arguments.keep))
        return code


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.many.matrix", description=__doc__)
    parser.add_argument("--editions", type=int, default=1000)
    parser.add_argument("--slack", type=int, default=100, help="how many of them are on Slack")
    parser.add_argument("--copies", type=int, default=3, help="at a time")
    parser.add_argument("--deaths", type=int, default=1, help="at each point")
    parser.add_argument("--minutes", type=float, default=6.0, help="until all editions are due and all deaths died")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--keep", default="", help="a folder for the copies' logs")
    sys.exit(asyncio.run(matrix(parser.parse_args())))
