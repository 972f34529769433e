"""From a mention in Slack to what a person sees first: our status, or first words.

    python -m tests.bench.slack                       100 mentions one after the other, then 8 at once; a minute

The whole chain runs: a local Slack on a real socket (`tests/fakes/slack`), slack_bolt in Socket Mode, the flows and a
store on disk with 2,000 invented articles and their index. Slack's own pace is kept: a message a second in a channel.
The local Slack works in this process too, so its own work is in the times; the way to the real one is not.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

import structlog

from bot.flows.keep_index import keep_index
from bot.flows.listen import listen
from bot.flows.newsroom import Newsroom
from bot.news.channels import Place
from bot.platforms.slack.access import Access
from bot.platforms.slack.slack import Slack
from bot.search.searching import open_search
from bot.store.engine import open_store
from bot.store.stories import stories_of
from tests.bench.asking import EACH, Bench, fill
from tests.bench.made_archive import END, MadeArchive
from tests.bench.made_questions import questions
from tests.fakes.slack import FakeSlack
from tests.platforms.receptions import NotedReception

PROMISE_MS = 500.0
ARTICLES = 2_000
MENTIONS = 100
AT_ONCE = 8
_CHANNELS = 25
_NOW = END + timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Seen:
    """Milliseconds from the mention until the first reaction, and until the first words."""

    reaction: float
    words: float


async def ask(slack: FakeSlack, channel: str, text: str) -> Seen:
    """Mention the bot and watch the thread."""
    start = time.perf_counter()
    ts = await slack.says("U1", channel, f"<@{slack.bot_user}> {text}", wait=False)

    def answered() -> bool:
        return any(message["text"] or message.get("blocks") for message in slack.messages(channel, ts))

    def reacted() -> bool:
        return any(status["thread_ts"] == ts for status in slack.statuses) or answered()

    await slack.until(reacted, 30)
    reaction = time.perf_counter()
    await slack.until(answered, 30)
    words = time.perf_counter()
    await slack.until(lambda: not any(message.get("streaming") for message in slack.messages(channel, ts)), 30)
    return Seen(1000 * (reaction - start), 1000 * (words - start))


async def measure(slack: FakeSlack, asked: Sequence[str]) -> tuple[list[Seen], list[Seen]]:
    """All of them one after the other, then again so many at once."""
    channels = [f"C{number}" for number in range(_CHANNELS)]
    for channel in channels:
        slack.channel(channel, creator="U1", members=("U1",))
    for text in asked[:3]:
        await ask(slack, channels[0], text)  # what is loaded with the first question is not measured
    alone = [await ask(slack, channels[n % _CHANNELS], asked[n % len(asked)]) for n in range(MENTIONS)]
    together: list[Seen] = []
    for first in range(0, MENTIONS, AT_ONCE):
        batch = range(first, min(first + AT_ONCE, MENTIONS))
        together += await asyncio.gather(*(ask(slack, channels[n % _CHANNELS], asked[n % len(asked)]) for n in batch))
    return alone, together


async def main() -> None:
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(prefix="slack") as name:
        folder = Path(name)
        store, search = await open_store(f"sqlite:///{folder}/store.db"), await open_search(folder / "index")
        rival = sqlite3.connect(":memory:")
        rival.execute("CREATE VIRTUAL TABLE passages USING fts5 (body, title)")
        archive = MadeArchive()
        bench = Bench(folder, archive, store, search, rival, Newsroom(store, stories_of(store), search=search))
        await fill(bench, 0, ARTICLES)
        await keep_index(store, search)
        kinds = questions(archive, ARTICLES // archive.each, archive.story(0), EACH)
        asked = [conversation[0] for kind, each in kinds.items() if kind != "the brief" for conversation in each]

        def now(_: Place) -> datetime:
            return _NOW

        async with FakeSlack(time.time) as slack:
            plug = Slack(Access(slack.bot_token, slack.app_token, api_url=slack.api_url), NotedReception())
            await plug.start()
            listening = asyncio.create_task(listen(plug, bench.room, now))
            try:
                alone, together = await measure(slack, asked)
            finally:
                listening.cancel()
                with suppress(asyncio.CancelledError):
                    await listening
                await plug.close()
        await search.close()
        await store.close()
        rival.close()
    print(f"ms from mention to{'':24}p50      p95      max")
    _print("the first reaction, one at a time", [seen.reaction for seen in alone])
    _print("the first words, one at a time", [seen.words for seen in alone])
    _print(f"the first reaction, {AT_ONCE} at once", [seen.reaction for seen in together])
    _print(f"the first words, {AT_ONCE} at once", [seen.words for seen in together])
    worst = _p95([seen.reaction for seen in alone])
    print(f"asked: first reaction under {PROMISE_MS:.0f} ms p95: {'kept' if worst < PROMISE_MS else 'NOT KEPT'}")
    print(f"load after: {os.getloadavg()[0]:.1f}")


def _p95(took: Sequence[float]) -> float:
    return quantiles(took, n=20, method="inclusive")[18]


def _print(what: str, took: Sequence[float]) -> None:
    print(f"    {what:35}{median(took):9.1f}{_p95(took):9.1f}{max(took):9.1f}")


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    asyncio.run(main())
