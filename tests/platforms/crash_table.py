"""A crash matrix: what stands in a channel after a process was killed, or the network failed, at each step.

Each row has a channel, a database and processes of its own. What a platform has to bring is a `Ground`.
"""

from __future__ import annotations

import asyncio
import shutil
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from itertools import product
from multiprocessing import connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, Protocol

from bot.news.channels import Edition, Place
from bot.store.engine import open_store
from tests.fakes.clock import START
from tests.forked import processes
from tests.platforms.crash_child import STEPS, Opens, Time, Work, owe, work

Kind = Literal["drop-before", "drop-after", "429", "broken", "broken-after", "hang-before", "hang-after", "garbled"]
KINDS: tuple[Kind, ...] = (
    "drop-before",
    "drop-after",
    "429",
    "broken",
    "broken-after",
    "hang-before",
    "hang-after",
    "garbled",
)
LOOK = "looking into the channel"

_AT_ONCE = 6
_KILLS = 12  # rows, with which `all_rows` begins
_MORE_LIVES = 3  # one will do where calls are answered in time
_UNTIL_NEXT = 180.0  # seconds: the lease is over then
_PATIENCE = 30.0  # seconds of the real clock

WORDS: Mapping[Kind, str] = {
    "drop-before": "connection dropped, not done",
    "drop-after": "connection dropped, done",
    "429": "429, retry in 60 s",
    "broken": "500, not done",
    "broken-after": "500, done",
    "hang-before": "no answer, not done",
    "hang-after": "no answer, done",
    "garbled": "no JSON comes back, done",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the server does to a call: the one of this step of posting, or LOOK."""

    kind: Kind
    step: str

    def __str__(self) -> str:
        return f"{self.step}: {WORDS[self.kind]}"


@dataclass(frozen=True, slots=True)
class Life:
    """A process, killed when it reaches `stop` or, with `killed`, when it meets the last of its troubles."""

    troubles: tuple[Trouble, ...] = ()
    stop: str = ""
    killed: bool = False

    def __str__(self) -> str:
        told = [str(trouble) for trouble in self.troubles]
        if self.stop or self.killed:
            told.append(f"killed ({self.stop})" if self.stop else "killed then")
        return ", ".join(told)


Standing = list[tuple[int, bool]]
"""The pieces that stand there, heads first: which of them each is, and whether it is in a thread."""


@dataclass(slots=True)
class Row:
    """What happens, process after process, and what came of it. `kind` is the ground's word for what it is posted in."""

    lives: tuple[Life, ...]
    kind: str = ""
    after: list[str] = field(default_factory=list)
    at_the_end: Standing = field(default_factory=list)
    wanted: Standing = field(default_factory=list)
    sent: bool = False

    @property
    def is_well(self) -> bool:
        """Each piece stands there once, in order and in its place, and the delivery knows it."""
        return self.sent and bool(self.wanted) and self.at_the_end == self.wanted

    def __str__(self) -> str:
        head = [piece for piece, _ in self.at_the_end].count(0)
        ending = f"{head} + {len(self.at_the_end) - head}, {'sent' if self.sent else 'NOT SENT'}"
        where = f"{self.kind}: " if self.kind else ""
        return f"| {where}{'; then '.join(map(str, self.lives))} | {', '.join(self.after)} | {ending} |"


class Ground(Protocol):
    """A local server of a platform, with channels where pieces of posts stand."""

    @property
    def platform(self) -> str: ...

    @property
    def opens(self) -> Opens: ...

    @property
    def points(self) -> int:
        """Of a brief that takes a head and two details."""
        ...

    @property
    def api_url(self) -> str: ...

    @property
    def token(self) -> str: ...

    @property
    def calls(self) -> int:
        """How many were made so far."""
        ...

    def prepare(self, number: int, kind: str) -> Place:
        """A channel of its own for that row."""
        ...

    def add(self, trouble: Trouble, place: Place, key: str) -> None:
        """Let the call of that step, for the brief of this key, meet the trouble."""
        ...

    def held(self, trouble: Trouble, place: Place, key: str, before: int) -> bool:
        """Whether a call since the first `before` has met the trouble, and the last one there is held by it."""
        ...

    async def until(self, met: Any, seconds: float) -> None: ...

    def standing(self, place: Place) -> Standing: ...

    def wanted(self, kind: str) -> Standing:
        """What is to stand there in the end."""
        ...

    def heads(self, place: Place) -> list[Place]:
        """Each message of ours, as a place under which people would ask."""
        ...


def all_rows(steps: Sequence[str], looks: Sequence[str] = (LOOK,), kind: str = "") -> Iterator[Row]:
    """Kills at each step, each trouble at each step of posting, and both together; the last step is the last piece."""
    for stop in STEPS:
        yield Row((Life(stop=stop),), kind)
    held: tuple[Kind, ...] = ("hang-before", "hang-after")
    for step, hangs in product(steps, held):
        yield Row((Life((Trouble(hangs, step),), killed=True),), kind)
    for step, trouble in product(steps, KINDS):
        yield Row((Life((Trouble(trouble, step),)),), kind)
    yield from combined(steps, looks, kind)


def combined(steps: Sequence[str], looks: Sequence[str] = (LOOK,), kind: str = "") -> Iterator[Row]:
    """Several troubles in one life, and several lives that end badly."""
    lost: tuple[Kind, ...] = ("drop-after", "broken-after", "broken")
    first = [Trouble(one, steps[0]) for one in lost]
    unlooked: tuple[Kind, ...] = ("429", "broken", "drop-before", "hang-before")
    for one, look, trouble in product(first[:2], looks, unlooked):
        yield Row((Life((one, Trouble(trouble, look))),), kind)
    look, second, last = looks[0], steps[1], steps[-1]
    for one, end in product(first, (Trouble("hang-before", look), Trouble("hang-after", second))):
        yield Row((Life((one, end), killed=True),), kind)
    for one in first:
        yield Row((Life((one,), stop="all answered, not noted"),), kind)
    limited = Life((Trouble("429", second),))
    cut_off = Life((Trouble("hang-after", steps[0]),), killed=True)
    yield Row((limited, Life((Trouble("drop-after", second),))), kind)
    yield Row((limited, Life((Trouble("hang-after", second),), killed=True)), kind)
    yield Row((cut_off, Life((Trouble("drop-after", second),))), kind)
    later = Life((Trouble("hang-after", second),), killed=True), Life((Trouble("hang-after", last),), killed=True)
    yield Row((cut_off, *later), kind)
    unseen = Life((Trouble("hang-before", look),), killed=True)
    yield Row((cut_off, unseen, Life(stop="all answered, not noted")), kind)


def some_of(rows: Iterator[Row], of: int) -> list[Row]:
    """All kills at each step and of so many others one. With an odd number each kind of trouble is met somewhere."""
    every = list(rows)
    return every[:_KILLS] + every[_KILLS::of]


async def run(
    rows: Sequence[Row], folder: Path, ground: AbstractAsyncContextManager[Ground], *, blind: bool = False
) -> None:
    """Let it happen, some rows at a time. `blind`: by processes that do not look what stands there."""
    room = asyncio.Semaphore(_AT_ONCE)
    empty = folder / "empty.db"
    await (await open_store(f"sqlite:///{empty}")).close()
    async with ground as here, asyncio.TaskGroup() as at_work:
        for number, row in enumerate(rows):
            file = Path(shutil.copy(empty, folder / f"{number}.db"))
            lane = Lane(here, processes(), here.prepare(number, row.kind), file, row, blind)
            at_work.create_task(_within(room, lane))


async def _within(room: asyncio.Semaphore, lane: Lane) -> None:
    async with room:
        await lane.run()


@dataclass(slots=True)
class Lane:
    """What happens to one channel. `story` is which brief of its edition the troubles are for."""

    ground: Ground
    processes: ForkServerContext
    place: Place
    file: Path
    row: Row
    blind: bool = False
    story: int = 0

    @property
    def address(self) -> str:
        return f"sqlite:///{self.file}"

    @property
    def key(self) -> str:
        return f"{self.place.channel} 08:00 {self.story}"

    async def run(self) -> None:
        store = await open_store(self.address)
        edition = await owe(store, self.place, Time(START).utc(), points=self.ground.points)
        await store.close()
        self.row.wanted = self.ground.wanted(self.row.kind)
        now = START
        for life in self.row.lives:
            await self.live(life, now)
            self.row.after.append(str(len(self.ground.standing(self.place))))
            now += _UNTIL_NEXT
        # Whoever was not killed has noted what it sent: there is nothing left for another one to do.
        last = self.row.lives[-1]
        self.row.sent = not (last.stop or last.killed) and await self._is_sent(edition)
        for _ in range(0 if self.row.sent else _MORE_LIVES):
            await self.live(Life(), now)
            now += _UNTIL_NEXT
            if await self._is_sent(edition):
                self.row.sent = True
                break
        self.row.at_the_end = self.ground.standing(self.place)

    async def _is_sent(self, edition: Edition) -> bool:
        store = await open_store(self.address)
        posted = [await store.posted_at(head) for head in self.ground.heads(self.place)]
        await store.close()
        return any(one is not None and one.edition == edition for one in posted)

    async def live(self, life: Life, now: float) -> None:
        """A process, to its end."""
        for trouble in life.troubles:
            self.ground.add(trouble, self.place, self.key)
        before = self.ground.calls
        ours, theirs = self.processes.Pipe()
        here = self.ground
        given = Work(here.platform, here.opens, self.address, here.api_url, here.token, now, life.stop, self.blind)
        process = self.processes.Process(target=work, args=(given, theirs))
        process.start()
        theirs.close()
        try:
            if life.killed:
                await here.until(lambda: here.held(life.troubles[-1], self.place, self.key, before), _PATIENCE)
            else:
                assert await asyncio.to_thread(ours.poll, _PATIENCE), "the process says nothing"
                said = ours.recv()
                assert said == life.stop if life.stop else isinstance(said, int), said
            dies = bool(life.stop) or life.killed
            if dies:
                process.kill()
            # Only looked at from another thread: who joins there, while the next one starts here, may read 255 for any end.
            await asyncio.to_thread(connection.wait, [process.sentinel], _PATIENCE)
            assert process.exitcode == (-signal.SIGKILL if dies else 0), process.exitcode
        finally:
            process.kill()
            process.join()
            process.close()
            ours.close()


def table(rows: Sequence[Row]) -> str:
    """The rows, for a person: what happened, how many messages stood there after each process, and at the end."""
    head = "| what happened | messages after it | head + details at the end |\n|---|---|---|"
    return "\n".join([head, *map(str, rows)])


async def show(rows: Sequence[Row], ground: AbstractAsyncContextManager[Ground]) -> None:
    """Run them, and print what came of it."""
    with TemporaryDirectory() as folder:
        await run(rows, Path(folder), ground)
    print(table(rows))
    print(f"\n{sum(row.is_well for row in rows)} of {len(rows)} end with each message exactly once, and know it.")
