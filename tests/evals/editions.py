"""Editions as a channel would get them: streams of dated articles, read through the real store, story after story.

Run it: python -m tests.evals.editions [--only NAME]. FACTBOX_DATA names the folder of the development articles, which
are read and never stored; without it there is nothing to read. Printed are, by stream, how much was told and how much
of it as an update, and what is exact and needs no reader: anything told twice, a quotation that is no slice of its
article, a witness that is no other voice, a story twice in one edition. The exit status is 1 where one of these is
found.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import logging
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import structlog

from bot.flows.deliver import sources_of
from bot.flows.newsroom import Newsroom
from bot.flows.publish import publish, pull
from bot.flows.tell import Window
from bot.news.channels import Channel, Edition, Place
from bot.news.telling.independence import independent_sources
from bot.news.text import key
from bot.news.types import Brief, Evidence, FoundArticle, RevisionId, Sources, StoryId
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from bot.store.stories import SqlStories
from tests.evals.measures import data
from tests.fakes import FakeFetcher

# An edition may tell so many stories that none waits for the next.
DESK = Channel("desk", Place("fake", "desk"), (), frozenset(), "UTC", stories=200)
SINCE = "2016"  # before this the incidents have few articles of their own days

Batch = tuple[datetime, list[FoundArticle]]
"""The articles that came in until an edition's slot, and the slot."""


@dataclass(slots=True)
class Report:
    """What a stream's editions told, and what was wrong with them."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    told: list[tuple[datetime, Edition, Sources]] = field(default_factory=list)


class WatchedStories(SqlStories):
    """Counts what a channel passed over."""

    def __init__(self, store: SqlStore) -> None:
        super().__init__(store.writing)
        self.passed = 0

    async def pass_over(self, channel: str, revisions: Collection[RevisionId], now: datetime) -> None:
        self.passed += 1
        await super().pass_over(channel, revisions, now)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _moment(said: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat((said or "").replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _by_slot(found: Sequence[FoundArticle], hours: int) -> Iterator[Batch]:
    """What came out within the hours after the first of each batch, in one slot."""
    rest = sorted(found, key=lambda a: (a.published or datetime.min.replace(tzinfo=UTC), a.key))
    while rest:
        assert rest[0].published is not None
        slot = rest[0].published + timedelta(hours=hours)
        batch = [a for a in rest if a.published and a.published <= slot]
        yield slot, batch
        rest = rest[len(batch) :]


def full_articles(data: Path) -> Iterator[Batch]:
    """Whole articles of many outlets about events, two editions a day."""
    found = [
        FoundArticle(r["id"], r["text"], r["title"], r["outlet"], r["url"], moment)
        for r in rows(data / "stories" / "giveme5w1h_dev.jsonl.gz")
        if (moment := _moment(r.get("date")))
    ]
    yield from _by_slot(found, 12)


def incidents(data: Path) -> Iterator[Batch]:
    """Local articles about many incidents that look alike, an edition a day."""
    found: dict[str, FoundArticle] = {}
    for row in rows(data / "figures" / "gva_dev.jsonl.gz"):
        for a in row["articles"]:
            moment = _moment(a["date"])
            if moment and a["date"] >= SINCE and a["text"]:
                url = a["url"][a["url"].rfind("http") :]  # without the archive before it
                found[a["id"]] = FoundArticle(a["id"], a["text"], a["title"], None, url, moment)
    yield from _by_slot(list(found.values()), 23)


def topics(data: Path) -> Iterator[Batch]:
    """Short articles about two like events a topic, mixed: an article an hour, an edition after every fourth."""
    by_topic: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(data / "stories" / "ecbplus_dev.jsonl.gz"):
        by_topic[str(row["cluster"]).rstrip("abcdefghijklmnopqrstuvwxyz_")].append(row)
    start = datetime(2020, 1, 1, tzinfo=UTC)
    for name, found in sorted(by_topic.items()):
        random.Random(name).shuffle(found)
        for at in range(0, len(found), 4):
            hours = [start + timedelta(hours=n) for n in range(at, at + 4)]
            yield (
                hours[-1],
                [
                    FoundArticle(r["id"], r["text"], r["title"], f"Outlet {n % 9}", f"https://o{n % 9}.test/{n}", hour)
                    for n, (r, hour) in enumerate(zip(found[at : at + 4], hours, strict=False), at)
                ],
            )
        start += timedelta(days=40)


STREAMS = {"full articles": full_articles, "incidents": incidents, "topics": topics}


async def run(batches: Iterator[Batch]) -> Report:
    """Everything of one stream, with an edition after each batch that holds all that is due."""
    report = Report()
    store = await open_store("sqlite://")
    room = Newsroom(store, WatchedStories(store))
    window = Window(room.stories)
    briefs: dict[StoryId, list[Brief]] = defaultdict(list)
    try:
        for slot, found in batches:
            report.counts["articles"] += await pull(FakeFetcher(*found), store, slot)
            await window.place(slot)
            began = time.process_time()
            edition = await publish(DESK, slot.isoformat(), room, slot)
            report.counts["cpu"] += round(1000 * (time.process_time() - began))
            if edition is None:
                continue
            report.told.append((slot, edition, await sources_of(edition, store)))
            for brief in edition.briefs:
                assert brief.story is not None
                earlier = await room.stories.briefs_of(DESK.name, brief.story, 50)
                briefs[brief.story] = earlier
        _count(report, room)
        for slot, edition, sources in report.told:
            _check_edition(report, f"{slot:%Y-%m-%d %H:%M}", edition, sources)
        for told in briefs.values():
            _check_story(report, told)
    finally:
        await store.close()
    return report


def _count(report: Report, room: Newsroom) -> None:
    made = [b for _, e, _ in report.told for b in e.briefs]
    lines = [line for b in made for line in b.lines]
    assert isinstance(room.stories, WatchedStories)
    report.counts.update(
        editions=len(report.told),
        briefs=len(made),
        stories=len({b.story for b in made}),
        updates=sum(b.update for b in made),
        passed=room.stories.passed,
        lines=len(lines),
        new=sum(line.kind == "new" for line in lines),
        also=sum(bool(line.also) for line in lines),
        conflicts=sum(len(b.conflicts) for b in made),
        changes=sum(len(b.changes) for b in made),
        refused=sum(len(b.refused) for b in made),
    )


def _check_edition(report: Report, slot: str, edition: Edition, sources: Sources) -> None:
    for story, times in Counter(b.story for b in edition.briefs).items():
        if times > 1:
            report.wrong.append(f"{slot}: story {story} in {times} briefs")
    for brief in edition.briefs:
        for quote in brief.quotes:
            if quote.evidence.span.of(sources[quote.evidence.revision].text) != quote.text:
                report.wrong.append(f"{slot}: no slice of its article: {quote.text}")
        for own, also in _witnessed(brief):
            voices = [_voice(e, sources) for e in (*own, *also)]
            if len(set(voices[len(own) :])) < len(also) or set(voices[: len(own)]) & set(voices[len(own) :]):
                report.wrong.append(f"{slot}: a witness is of the same voice: {own[0]}")


def _witnessed(brief: Brief) -> Iterator[tuple[Sequence[Evidence], Sequence[Evidence]]]:
    yield from ((line.evidence, line.also) for line in brief.lines)
    yield from (((quote.evidence,), quote.also) for quote in brief.quotes)
    yield from (((figure.evidence,), figure.also) for figure in brief.figures)


def _voice(evidence: Evidence, sources: Sources) -> str:
    return next(iter(independent_sources([sources[evidence.revision].article], {}, {})))


def _check_story(report: Report, told: Sequence[Brief]) -> None:
    """What one channel was told of a story, brief after brief."""
    shown = [(*(line.text for line in b.lines), *(quote.text for quote in b.quotes)) for b in told]
    for texts, times in Counter(tuple(map(key, texts)) for texts in shown).items():
        if times > 1 and texts:
            report.wrong.append(f"one brief {times} times: {texts[:1]}")
    said = ({key(text) for text in (*(x.text for x in b.lines), *(q.text for q in b.quotes))} for b in told)
    for text, times in Counter(text for texts in said for text in texts).items():
        if times > 1:
            report.wrong.append(f"told {times} times: {text}")


def _print(name: str, counts: Mapping[str, int], wrong: Sequence[str]) -> None:
    told = counts["briefs"] + counts["passed"]
    print(f"{name}: {counts['articles']} articles, {counts['stories']} stories, {counts['editions']} editions")
    print(f"  {counts['briefs']} briefs, {counts['updates']} of them updates; {counts['passed']} passed over")
    print(f"  {counts['lines']} lines: {counts['new']} new, {counts['also']} corroborated; {counts['refused']} refused")
    print(
        f"  {counts['conflicts']} conflicts, {counts['changes']} changes; {counts['cpu'] / max(1, told):.0f} ms CPU a brief"
    )
    print(f"  {len(wrong)} wrong")
    for kind, found in groupby(sorted(wrong)):
        print(f"    {kind} ({len(list(found))})")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=STREAMS, help="one stream alone")
    asked = parser.parse_args(arguments)
    folder = data()
    if folder is None:
        print("skipped: the evaluation data is not here (set FACTBOX_DATA)")
        return 0
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    failed = False
    for name in [asked.only] if asked.only else STREAMS:
        report = asyncio.run(run(STREAMS[name](folder)))
        _print(name, report.counts, report.wrong)
        failed = failed or bool(report.wrong)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
