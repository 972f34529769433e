"""From mention to first words, with 10,000 and with 100,000 articles in the archive, and the index that serves it.

    python -m tests.bench.asking                      both sizes, some minutes
    python -m tests.bench.asking --articles 10000     another size, or several: they grow in one archive

The articles are invented (`made_archive.py`) and lie in a store on disk (SQLite), put there in bulk; the index is built
from the store as the bot builds it. A brief is posted, then people ask. First words are the first card that the platform
is given. The rival is SQLite's own full-text search over the same passages: its time is that of finding ten, no more.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from uuid import uuid4

import structlog

from bot.flows.answer import reply
from bot.flows.find import CANDIDATES
from bot.flows.keep_index import keep_index
from bot.flows.newsroom import Newsroom
from bot.flows.publish import publish, pull
from bot.flows.tell import Window
from bot.news.asking.conversation import in_thread
from bot.news.asking.lookup_terms import lookup_of
from bot.news.asking.passages import split_passages
from bot.news.channels import Channel, Delivery, EditionId, Mention, Place
from bot.news.showing.shown import AnswerCard, Card
from bot.news.types import FoundArticle
from bot.ports import Growing, MessageId
from bot.search.searching import PassageSearch, open_search
from bot.store.engine import open_store
from bot.store.rows import article_id, article_values, revision_id
from bot.store.sql import SqlStore
from bot.store.stories import stories_of
from bot.store.tables import article_keys, articles, revisions
from bot.store.written import next_numbers
from tests.bench.costs import peak_bytes
from tests.bench.made_archive import END, MadeArchive
from tests.bench.made_questions import Conversation, questions
from tests.fakes import FakeFetcher

PROMISE_MS = 300.0
EACH = 36
_BATCH = 1_000
_NOW = END + timedelta(hours=12)
_BRIEF_STORY = 10_000_000  # of no article of the archive
_DESK = Channel("desk", Place("bench", "desk"), (), frozenset(), "UTC")
_FEW = 5


class Stopwatch:
    """A platform that notes when it was first given something to show, and how long this process had worked then."""

    name = "bench"

    def __init__(self) -> None:
        self.first: tuple[float, float] | None = None
        self.last: Card | None = None

    def seen(self, card: Card) -> None:
        self.first = self.first or (perf_counter(), process_time())
        self.last = card

    async def send(self, card: Card, place: Place, *, key: str, tried: datetime | None = None) -> MessageId:
        self.seen(card)
        return MessageId(key)

    async def edit(self, card: Card, place: Place, message: MessageId, *, key: str) -> None:
        self.seen(card)

    async def reading(self, mention: Mention) -> None:
        """Not what is measured: the words are."""

    def grow(self, mention: Mention, *, key: str) -> Growing:
        return Grown(self, key)


@dataclass(frozen=True, slots=True)
class Grown:
    watch: Stopwatch
    key: str

    async def show(self, card: AnswerCard) -> None:
        self.watch.seen(card)

    async def end(self, card: AnswerCard) -> MessageId:
        self.watch.seen(card)
        return MessageId(self.key)


@dataclass(frozen=True, slots=True)
class Bench:
    folder: Path
    archive: MadeArchive
    store: SqlStore
    search: PassageSearch
    rival: sqlite3.Connection
    room: Newsroom


async def fill(bench: Bench, first: int, last: int) -> None:
    """Articles by their number, stored in bulk, in stories as if placed long ago; and the rival's rows."""
    for at in range(first, last, _BATCH):
        found = [bench.archive.found(number) for number in range(at, min(last, at + _BATCH))]
        async with bench.store.writing.begin() as on:
            numbers = await next_numbers(on, len(found))
            rows, texts = [], []
            for number, (one, written) in enumerate(zip(found, numbers, strict=True), at):
                id_ = article_id(one.key)
                revision = revision_id(id_, one.text)
                told = article_values(one) | {"id": id_, "key": one.key, "latest": revision, "dated": one.published}
                story = article_id(bench.archive.found(number - number % bench.archive.each).key)
                rows.append(told | {"written": written, "story": story, "placed": number, "fresh": False})
                texts.append({"id": revision, "article": id_, "text": one.text, "seen_at": one.published})
            await on.execute(articles.insert(), rows)
            await on.execute(article_keys.insert(), [{"key": row["key"], "article": row["id"]} for row in rows])
            await on.execute(revisions.insert(), texts)
        _tell_rival(bench.rival, found)


def _tell_rival(rival: sqlite3.Connection, found: Sequence[FoundArticle]) -> None:
    rows = [(span.of(one.text), one.title) for one in found for span in split_passages(one.text)]
    with rival:
        rival.executemany("INSERT INTO passages (body, title) VALUES (?, ?)", rows)


async def post_brief(bench: Bench, threads: int) -> None:
    """An edition as the bot writes it, and its brief posted so many times over: a thread each, m0 and so on."""
    story = bench.archive.story(_BRIEF_STORY)
    found = [bench.archive.told(story, part, END) for part in range(bench.archive.each)]
    await pull(FakeFetcher(*found), bench.store, _NOW)
    await Window(bench.room.stories).place(_NOW)
    written = await publish(_DESK, "noon", bench.room, _NOW)
    if written is None:
        raise SystemExit("no edition was written: nothing can be asked about")
    copied = replace(written, id=EditionId("copied"), slot="copied", briefs=written.briefs[:1])
    owed = [Delivery(f"copied {n}", copied.id, _DESK.place) for n in range(threads)]
    await bench.store.save_edition(copied, owed, _NOW)
    for n, delivery in enumerate(owed):
        await bench.store.mark_sent(delivery.key, MessageId(f"m{n}"), _NOW)


@dataclass(frozen=True, slots=True)
class Told:
    """Milliseconds from the last mention to the first card: by the clock and of work; and whether it had lines."""

    took: float
    worked: float
    has_lines: bool


async def first_words(room: Newsroom, conversation: Conversation, thread: str, now: datetime) -> Told:
    took = worked = 0.0
    watch = Stopwatch()
    for text in conversation:
        watch = Stopwatch()
        mention = Mention(uuid4().hex, Place("bench", "desk", thread), "ann", text)
        start, cpu = perf_counter(), process_time()
        await reply(mention, room, watch, now)  # type: ignore[arg-type]
        if watch.first is None:
            raise SystemExit(f"nothing was shown for {text!r}")
        took, worked = 1000 * (watch.first[0] - start), 1000 * (watch.first[1] - cpu)
    return Told(took, worked, isinstance(watch.last, AnswerCard) and bool(watch.last.lines))


async def ask(bench: Bench, kind: str, asked: Sequence[Conversation]) -> list[Told]:
    """Ask them all, one after the other, each in a thread of its own; print how long the first words took."""
    told = []
    for number, conversation in enumerate(asked):
        thread = f"m{number}" if kind == "the brief" else f"{kind} {number}"
        told.append(await first_words(bench.room, conversation, thread, _NOW))
    print(f"    {kind:30}{_both(told)}   {sum(t.has_lines for t in told):3} of {len(asked)}", flush=True)
    await bench.store.forget_author("ann")
    return told


async def ask_while_news_comes_in(bench: Bench, asked: Sequence[Conversation], first: int) -> list[Told]:
    """As `ask`, while 50 articles at a time are stored and taken into the index."""
    stop = asyncio.Event()

    async def news() -> None:
        at = first
        while not stop.is_set():
            for number in range(at, at + 50):
                await bench.store.save_article(bench.archive.found(number), _NOW)
            await keep_index(bench.store, bench.search)
            at += 50

    task = asyncio.create_task(news())
    told = await ask(bench, "the archive, as news comes in", asked)
    stop.set()
    await task
    return told


async def find(bench: Bench, asked: Sequence[Conversation]) -> tuple[list[float], list[float]]:
    """Milliseconds to find passages for each question: ours and the rival's, in turn."""
    ours, theirs = [], []
    for text in (conversation[-1] for conversation in asked):
        start = perf_counter()
        await bench.search.best(lookup_of(in_thread(text)), CANDIDATES)
        ours.append(1000 * (perf_counter() - start))
        words = " OR ".join(f'"{word}"' for word in text.replace("?", "").replace('"', "").split())
        start = perf_counter()
        bench.rival.execute(
            "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY bm25(passages) LIMIT 10", (words,)
        ).fetchall()
        theirs.append(1000 * (perf_counter() - start))
    return ours, theirs


def cold(bench: Bench, asked: Sequence[Conversation]) -> list[Told]:
    """The first mention of a process just started, for each question a new one."""
    first = []
    for number, conversation in enumerate(asked):
        command = [
            sys.executable,
            "-m",
            "tests.bench.asking",
            "--cold",
            str(bench.folder),
            f"c{number}",
            conversation[-1],
        ]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
        first.append(Told(*json.loads(told.stdout.splitlines()[-1])))
    print(f"    {'the first one, just started':30}{_both(first)}", flush=True)
    return first


async def cold_child(folder: Path, thread: str, text: str) -> None:
    store, search = await open_store(f"sqlite:///{folder}/store.db"), await open_search(folder / "index")
    told = await first_words(Newsroom(store, stories_of(store), search=search), (text,), thread, _NOW)
    await search.close()
    await store.close()
    print(json.dumps([told.took, told.worked, told.has_lines]))


async def measure(bench: Bench, before: int, size: int) -> dict[str, float]:
    """Grow the archive to this size and ask; 95th percentiles in milliseconds by kind."""
    start = perf_counter()
    await fill(bench, before, size)
    filled = perf_counter()
    taken = await keep_index(bench.store, bench.search)
    built = perf_counter()
    await keep_index(bench.store, bench.search)
    nothing_new = perf_counter()
    if before == 0:
        await post_brief(bench, 2 * EACH)
        await keep_index(bench.store, bench.search)
    rival = (bench.folder / "rival.db").stat().st_size / 1e6
    megabytes = sum(f.stat().st_size for f in (bench.folder / "index").rglob("*") if f.is_file()) / 1e6
    print(f"\n{size:,} articles (stored in {filled - start:.0f} s)", flush=True)
    print(
        f"  index: {taken:,} taken in in {built - filled:.1f} s ({taken / (built - filled):,.0f} a second), "
        f"{megabytes:.0f} MB (FTS5: {rival:.0f} MB); nothing new: {1000 * (nothing_new - built):.1f} ms"
    )
    print(f"  ms from mention to first words{'':11}p50      p95      max  CPU p50  CPU p95   answered")
    story = bench.archive.story(_BRIEF_STORY)
    kinds = questions(bench.archive, size // bench.archive.each, story, EACH)
    all_asked = [conversation for asked in kinds.values() for conversation in asked]
    colds = cold(bench, [asked[0] for asked in kinds.values()][:_FEW])
    await ask(bench, "(warming up)", kinds["the archive"][:_FEW])
    times = {
        kind: await ask(bench, kind, asked[_FEW:] if kind == "the archive" else asked) for kind, asked in kinds.items()
    }
    every = [one for told in times.values() for one in told]
    print(f"    {'all of these':30}{_both(every)}", flush=True)
    more = questions(bench.archive, size // bench.archive.each, story, 2 * EACH)["the archive"][EACH:]
    times["as news comes in"] = await ask_while_news_comes_in(bench, more, 1_000_000 + size)
    ours, theirs = await find(bench, all_asked)
    print(f"  ms to find passages{'':24}p50      p95      max")
    print(f"    {f'our index, {CANDIDATES} of them':30}{_row(ours)}")
    print(f"    {'SQLite FTS5, 10 of them':30}{_row(theirs)}   ours x {median(theirs) / median(ours):.1f} as fast")
    by_kind = {**times, "all of these": every, "just started": colds}
    return {
        **{kind: _p95([t.took for t in told]) for kind, told in by_kind.items()},
        **{f"{kind}, CPU": _p95([t.worked for t in told]) for kind, told in by_kind.items()},
        "finding": _p95(ours),
        "finding, FTS5": _p95(theirs),
    }


async def main(sizes: Sequence[int]) -> None:
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(prefix="asking") as name:
        folder = Path(name)
        rival = sqlite3.connect(folder / "rival.db")
        rival.execute("CREATE VIRTUAL TABLE passages USING fts5 (body, title, content='', tokenize='porter unicode61')")
        rival.execute("PRAGMA synchronous=OFF")
        store, search = await open_store(f"sqlite:///{folder}/store.db"), await open_search(folder / "index")
        room = Newsroom(store, stories_of(store), search=search)
        bench = Bench(folder, MadeArchive(), store, search, rival, room)
        found: dict[int, dict[str, float]] = {}
        before = 0
        for size in sorted(sizes):
            found[size] = await measure(bench, before, size)
            before = size
        await search.close()
        await store.close()
        rival.close()
    small, large = min(found), max(found)
    print(f"\np95 in ms{'':26}{small:>10,}{large:>10,}    growth")
    for kind in found[large]:
        a, b = found[small][kind], found[large][kind]
        print(f"    {kind:30}{a:10.1f}{b:10.1f}    x {b / a:.2f}")
    kept = found[large]["all of these"] <= PROMISE_MS
    print(f"asked: under {PROMISE_MS:.0f} ms p95 at {large:,} articles: {'kept' if kept else 'NOT KEPT'}")
    print(
        "CPU: what this process worked up to the first words; where others keep the machine busy, the time on the clock "
        "is longer than on one that is idle"
    )
    print(f"peak memory {peak_bytes() / 1e6:.0f} MB; load after: {os.getloadavg()[0]:.1f}")


def _p95(took: Sequence[float]) -> float:
    return quantiles(took, n=20, method="inclusive")[18]


def _both(told: Sequence[Told]) -> str:
    worked = [t.worked for t in told]
    return f"{_row([t.took for t in told])}{median(worked):9.1f}{_p95(worked):9.1f}"


def _row(took: Sequence[float]) -> str:
    return f"{median(took):9.1f}{_p95(took):9.1f}{max(took):9.1f}"


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", default="10000,100000", help="sizes of the archive, by comma")
    options.add_argument("--cold", nargs=3, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.cold:
        asyncio.run(cold_child(Path(given.cold[0]), *given.cold[1:]))
    else:
        asyncio.run(main([int(size) for size in given.articles.split(",")]))
