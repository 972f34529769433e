"""The crash matrix: what stands in a channel after a process was killed, or the network failed, at each step.

`python -m tests.platforms.slack.crash_table` prints it. Each row has a channel, a database and processes of its own.
"""

from __future__ import annotations

import asyncio
import shutil
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from multiprocessing import connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.news.channels import Edition, Place
from bot.store.engine import open_store
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.clock import START
from tests.forked import processes
from tests.platforms.slack.crash_child import STEPS, Time, Work, owe, work

PIECES = ("the head", "its first detail", "its second detail")
_POST = "chat.postMessage"
_HISTORY = "conversations.history"
_AT_ONCE = 6
_MORE_LIVES = 3  # one will do where calls are answered in time
_UNTIL_NEXT = 180.0  # seconds: the lease is over then
_REST = 60  # seconds that a 429 wants: longer than a process goes on
_PATIENCE = 30.0  # seconds of the real clock
_WORDS = {
    "drop-before": "connection dropped, not done",
    "drop-after": "connection dropped, done",
    "429": "429, retry in 60 s",
    "http-500": "500, not done",
    "500-after": "500, done",
    "hang-before": "no answer, not done",
    "hang-after": "no answer, done",
    "bad-json": "no JSON comes back, done",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the server does to a call: of the post of a piece, or, without one, of the look into the channel."""

    kind: str
    piece: int | None = None

    def __str__(self) -> str:
        where = "looking into the channel" if self.piece is None else f"posting {PIECES[self.piece]}"
        return f"{where}: {_WORDS[self.kind]}"


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


@dataclass(slots=True)
class Row:
    """What happens, process after process, and what came of it."""

    lives: tuple[Life, ...]
    after: list[str] = field(default_factory=list)
    at_the_end: list[tuple[Any, ...]] = field(default_factory=list)
    sent: bool = False

    @property
    def is_well(self) -> bool:
        """Each piece stands there once, in order and in its place, and the delivery knows it."""
        return self.sent and self.at_the_end == [(0, False), *((piece, True) for piece in range(1, len(PIECES)))]

    def __str__(self) -> str:
        head = [piece for piece, _ in self.at_the_end].count(0)
        ending = f"{head} + {len(self.at_the_end) - head}, {'sent' if self.sent else 'NOT SENT'}"
        return f"| {'; then '.join(map(str, self.lives))} | {', '.join(self.after)} | {ending} |"


def all_rows() -> Iterator[Row]:
    """Kills at each step, each trouble at each piece, and both together."""
    for step in STEPS:
        yield Row((Life(stop=step),))
    for piece, kind in product(range(len(PIECES)), ("hang-before", "hang-after")):
        yield Row((Life((Trouble(kind, piece),), killed=True),))
    for piece, kind in product(range(len(PIECES)), _WORDS):
        yield Row((Life((Trouble(kind, piece),)),))
    first = [Trouble(kind, 0) for kind in ("drop-after", "500-after", "http-500")]
    looks = [Trouble(kind) for kind in ("429", "http-500", "drop-before", "hang-before")]
    for lost, look in product(first[:2], looks):
        yield Row((Life((lost, look)),))
    for lost, last in product(first, (Trouble("hang-before"), Trouble("hang-after", 1))):
        yield Row((Life((lost, last), killed=True),))
    for lost in first:
        yield Row((Life((lost,), stop="all answered, not noted"),))
    limited, cut_off = Life((Trouble("429", 1),)), Life((Trouble("hang-after", 0),), killed=True)
    yield Row((limited, Life((Trouble("drop-after", 1),))))
    yield Row((limited, Life((Trouble("hang-after", 1),), killed=True)))
    yield Row((cut_off, Life((Trouble("drop-after", 1),))))
    yield Row((cut_off, Life((Trouble("hang-after", 1),), killed=True), Life((Trouble("hang-after", 2),), killed=True)))
    yield Row((cut_off, Life((Trouble("hang-before"),), killed=True), Life(stop="all answered, not noted")))


async def run(rows: Sequence[Row], folder: Path, *, blind: bool = False) -> None:
    """Let it happen, some rows at a time. `blind`: by processes that do not look what stands there."""
    room = asyncio.Semaphore(_AT_ONCE)
    empty = folder / "empty.db"
    await (await open_store(f"sqlite:///{empty}")).close()
    # Not a clock of the fake's own: whoever waits for something looks now and then, also where nothing changes.
    async with FakeSlack(lambda: START, rates=False) as slack, asyncio.TaskGroup() as at_work:
        for number, row in enumerate(rows):
            lane = _Lane(
                slack, processes(), f"C{number}", Path(shutil.copy(empty, folder / f"{number}.db")), row, blind
            )
            at_work.create_task(_within(room, lane))


async def _within(room: asyncio.Semaphore, lane: _Lane) -> None:
    async with room:
        await lane.run()


@dataclass(slots=True)
class _Lane:
    slack: FakeSlack
    processes: ForkServerContext
    channel: str
    file: Path
    row: Row
    blind: bool

    @property
    def address(self) -> str:
        return f"sqlite:///{self.file}"

    async def run(self) -> None:
        self.slack.channel(self.channel)
        store = await open_store(self.address)
        edition = await owe(store, self.channel, Time(START).utc())
        await store.close()
        now = START
        for life in self.row.lives:
            await self._live(life, now)
            self.row.after.append(str(len(self._pieces())))
            now += _UNTIL_NEXT
        for _ in range(_MORE_LIVES):
            await self._live(Life(), now)
            now += _UNTIL_NEXT
            if await self._is_sent(edition):
                self.row.sent = True
                break
        self.row.at_the_end = self._pieces()

    async def _is_sent(self, edition: Edition) -> bool:
        heads = [message["ts"] for message in self.slack.messages(self.channel)]
        store = await open_store(self.address)
        posted = [await store.posted_at(Place("slack", self.channel, ts)) for ts in heads]
        await store.close()
        return any(one is not None and one.edition == edition for one in posted)

    async def _live(self, life: Life, now: float) -> None:
        for trouble in life.troubles:
            self._add(trouble)
        before = len(self.slack.calls)
        ours, theirs = self.processes.Pipe()
        given = Work(self.address, self.slack.api_url, self.slack.bot_token, now, life.stop, self.blind)
        process = self.processes.Process(target=work, args=(given, theirs))
        process.start()
        theirs.close()
        try:
            if life.killed:
                await self._met(life.troubles[-1], before)
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

    def _add(self, trouble: Trouble) -> None:
        if trouble.piece is None:
            # Patient with what harms nobody, it asks three times.
            times = 1 if trouble.kind.startswith("hang") else 3
            self.slack.troubles.add(_HISTORY, trouble.kind, times, channel=self.channel)
            return
        mark = {
            "event_type": "factbox_post",
            "event_payload": {"key": f"{self.channel} 08:00 0", "piece": trouble.piece},
        }
        self.slack.troubles.add(_POST, trouble.kind, retry_after=_REST, channel=self.channel, metadata=mark)

    async def _met(self, trouble: Trouble, before: int) -> None:
        """Until the last of the calls made here is one that this trouble holds; the first `before` calls are others'."""
        method = _HISTORY if trouble.piece is None else _POST

        def held() -> bool:
            ours = [call for call in self.slack.calls[before:] if call.arguments.get("channel") == self.channel]
            return bool(ours) and ours[-1].method == method and ours[-1].outcome == trouble.kind

        await self.slack.until(held, _PATIENCE)

    def _pieces(self) -> list[tuple[Any, ...]]:
        """The pieces that stand there, the head's threads after the heads: number, and whether it is in a thread."""
        heads = self.slack.messages(self.channel)
        details = [reply for head in heads for reply in self.slack.messages(self.channel, head["ts"])]
        return [(m["metadata"]["event_payload"]["piece"], "thread_ts" in m) for m in (*heads, *details)]


def table(rows: Sequence[Row]) -> str:
    """The rows, for a person: what happened, how many messages stood there after each process, and at the end."""
    head = "| what happened | messages after it | head + details at the end |\n|---|---|---|"
    return "\n".join([head, *map(str, rows)])


async def _main() -> None:
    rows = list(all_rows())
    with TemporaryDirectory() as folder:
        await run(rows, Path(folder))
    print(table(rows))
    print(f"\n{sum(row.is_well for row in rows)} of {len(rows)} end with each message exactly once, and know it.")


if __name__ == "__main__":
    asyncio.run(_main())
