"""Answers of a process that is killed in the middle, and then of another: `python -m tests.platforms.answering_table`.

Each row has a local platform, a store and processes of its own. What is asked has one whole answer in the end.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing import connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog

from bot.news.channels import Place
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.messages import NONCE_LASTS
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.streams import STREAM_SECONDS
from tests.forked import processes
from tests.platforms.answering_child import HEARD, NOTING, QUESTION, Answering, is_waiting, prepare, said_by, work
from tests.platforms.contract.discord_stage import read_on
from tests.platforms.slack.writers import read

_PATIENCE = 30.0  # seconds of the real clock

SLACK = ("chat.startStream", "chat.appendStream", "chat.stopStream", "chat.update")
SLACK_POSTED = ("chat.postMessage", "chat.update")
DISCORD = ("POST /channels/{}/messages/{}/threads", "POST /channels/{}/messages", "PATCH /channels/{}/messages/{}")


@dataclass(slots=True)
class Row:
    """`call` is where the first process is killed, "" where its answer stands whole; `later` seconds after that the
    second one comes. `streams`: Slack streams answers."""

    platform: str
    call: str
    kind: str = "hang-after"
    later: float = 0.0
    streams: bool = True
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    waits: bool = True

    @property
    def is_well(self) -> bool:
        """One answer, whole, of one of the two; and nobody waits for it any more."""
        whole = [words for words in self.after if any(all(_in(one, words) for one in said_by(c)) for c in "ab")]
        return not self.waits and len(self.after) == len(whole) == 1

    def __str__(self) -> str:
        what = f"{self.call or NOTING}{', ' + self.kind if self.call else ''}"
        means = "" if self.streams else ", no streams"
        told = f"| {self.platform}{means} | {what} | {self.later:.0f} s | {len(self.before)} | {len(self.after)} |"
        return f"{told} {'whole' if self.is_well else 'NOT WELL'} |"


@dataclass(slots=True)
class Ground:
    """A local platform with a channel where somebody `asks`; `ours` are the words of each message of ours there."""

    fake: FakeSlack | FakeDiscord
    place: Place
    tokens: tuple[str, str]
    asks: Callable[[], Any]
    ours: Callable[[], list[str]]


def rows() -> Iterator[Row]:
    """All that may happen."""
    for platform, calls, ends, streams in (
        ("slack", SLACK, STREAM_SECONDS, True),
        ("slack", SLACK_POSTED, STREAM_SECONDS, False),
        ("discord", DISCORD, NONCE_LASTS, True),
    ):
        for call in calls:
            for kind in ("hang-before", "hang-after"):
                yield from (Row(platform, call, kind, later, streams) for later in (0.0, ends + 1))
        yield Row(platform, "", streams=streams)


async def run(row: Row, folder: Path) -> None:
    """Let it happen."""
    opens = _slack if row.platform == "slack" else _discord
    address = f"sqlite:///{folder}/{row.platform}.db"
    async with opens(row) as ground:
        await prepare(address, ground.place)
        given = Answering(row.platform, address, ground.fake.api_url, ground.tokens, "a", "" if row.call else NOTING)
        async with _process(given) as (process, line):
            await _said(line, HEARD)
            if row.call:
                ground.fake.troubles.add(row.call, row.kind)
            await ground.asks()
            if row.call:
                await ground.fake.until(lambda: any(one.outcome == row.kind for one in ground.fake.calls), _PATIENCE)
            else:
                await _said(line, NOTING)
            process.kill()
            await asyncio.to_thread(connection.wait, [process.sentinel], _PATIENCE)
            assert process.exitcode == -signal.SIGKILL
        row.before = ground.ours()
        ground.fake.troubles.clear()
        ground.fake.clock.forward(row.later)
        second = Answering(row.platform, address, ground.fake.api_url, ground.tokens, "b")
        async with _process(second) as (_, line):
            await _said(line, "done")
        row.after, row.waits = ground.ours(), await is_waiting(address)


@asynccontextmanager
async def _process(given: Answering) -> AsyncIterator[tuple[Any, connection.Connection]]:
    ours, theirs = processes().Pipe()
    process = processes().Process(target=work, args=(given, theirs))
    process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()


async def _said(line: connection.Connection, words: str) -> None:
    assert await asyncio.to_thread(line.poll, _PATIENCE), f"the process does not say {words!r}"
    said = line.recv()
    assert said == words, said


@asynccontextmanager
async def _slack(row: Row) -> AsyncIterator[Ground]:
    async with FakeSlack(rates=False) as fake:
        fake.channel("C1", "news", creator="U1", members=("U1",))
        if not row.streams:
            fake.troubles.add("chat.startStream", "error:unknown_method", times=99)

        def ours() -> list[str]:
            messages = [one for one in fake.every_message() if one.get("user") == fake.bot_user]
            return [f"{read(one)}{' …' if one.get('streaming') else ''}" for one in messages]

        async def asks() -> None:
            await fake.says("U1", "C1", f"<@{fake.bot_user}> {QUESTION}")

        yield Ground(fake, Place("slack", "C1"), (fake.bot_token, fake.app_token), asks, ours)


@asynccontextmanager
async def _discord(row: Row) -> AsyncIterator[Ground]:
    async with FakeDiscord(rates="none") as fake:
        guild = fake.guild("Desk")
        news, ana = fake.channel(guild, "news"), fake.person("Ana", guild)

        def ours() -> list[str]:
            return [read_on(one) for one in fake.every_message() if one["author"]["id"] == fake.bot_user]

        async def asks() -> None:
            await fake.says(ana, news, f"<@{fake.bot_user}> {QUESTION}")

        yield Ground(fake, Place("discord", news), (fake.token, ""), asks, ours)


def _in(sentence: str, words: str) -> bool:
    return "".join(sentence.rstrip(".").split()) in "".join(words.split())


def table(all_rows: Sequence[Row]) -> str:
    """The rows, for a person."""
    head = (
        "| platform | killed at | taken over after | messages then | messages at the end | |\n|---|---|---|---|---|---|"
    )
    return "\n".join([head, *map(str, all_rows)])


async def show(all_rows: Sequence[Row]) -> None:
    """Run them, and print what came of it."""
    for row in all_rows:
        with TemporaryDirectory() as folder:
            await run(row, Path(folder))
    print(table(all_rows))
    print(f"\n{sum(row.is_well for row in all_rows)} of {len(all_rows)} questions have one whole answer in the end.")


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(show(list(rows())))
