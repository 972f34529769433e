from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.feeds.decoding import Unreadable
from bot.feeds.workers import MOST_BYTES, Workers
from bot.news.followed import FeedDocument, Page
from bot.ports import Unavailable

URL = "https://alderpost.example.org/ferry"
STORY = b"<html lang='en'><body><article><h1>Ferry returns</h1>" + b"<p>The night ferry runs again.</p>" * 9
FEED = b"""<rss version="2.0"><channel><title>Alder Post</title><item><title>Ferry returns</title>
<link>https://alderpost.example.org/ferry</link><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate></item></channel></rss>"""
# Seconds of work: as many paragraphs as a page may have.
SLOW = b"<html><body><article>" + b"<p>The tide was high in the harbour, said Ann.</p>" * 29_000


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    workers = Workers(1, 20.0)
    yield workers
    await workers.close()
    assert not children()


def children() -> list[int]:
    """The ids of the worker processes that this one has started and that still run."""
    lists = Path("/proc/self/task").glob("*/children")
    started = [int(pid) for each in lists for pid in each.read_text().split()]
    return [pid for pid in started if b"bot.feeds.work" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def environment(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


async def test_reads_feeds_links_and_pages_in_one_process_that_sees_none_of_our_secrets(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-of-ours")
    assert not children()  # nothing runs before it is needed

    page = await workers.run("page", STORY, URL, "text/html")
    [worker] = children()
    feed = await workers.run("feed", FEED, "https://alderpost.example.org/rss", None)
    listed = await workers.run("links", b"<a class=story href=/ferry>Ferry returns at night</a>", URL, "a.story", None)

    assert isinstance(page, Page)
    assert (page.kind, page.url, page.language) == ("full", URL, "en")
    assert isinstance(feed, FeedDocument)
    assert feed.items[0].published is not None
    assert feed.items[0].published.isoformat() == "2026-03-02T08:00:00+00:00"
    assert isinstance(listed, FeedDocument)
    assert [item.link for item in listed.items] == [URL]
    assert children() == [worker]
    assert b"xoxb" not in environment(worker)


async def test_what_is_unreadable_is_told_as_such_and_the_worker_goes_on(workers: Workers) -> None:
    with pytest.raises(Unreadable, match="no web page"):
        await workers.run("page", b"just words", URL, None)
    with pytest.raises(Unreadable, match="a document may have 20 MB"):
        await workers.run("feed", b" " * (MOST_BYTES + 1), URL, None)
    with pytest.raises(RuntimeError, match=rf"reading {URL} failed in a worker process:\n(?s:.)*takes"):
        await workers.run("page", STORY, URL, None, "one too many")

    assert (await workers.run("page", STORY, URL, None)).kind == "full"
    assert len(children()) == 1


async def test_a_job_that_takes_too_long_is_killed_and_the_next_one_works() -> None:
    hurried = Workers(1, 1.0)
    try:
        await hurried.run("page", STORY, URL, None)
        [first] = children()
        with pytest.raises(Unavailable, match=rf"^{URL} took longer than 1 s to read"):
            await hurried.run("page", SLOW, URL, None)
        assert not children()
        await hurried.run("feed", FEED, URL, None)
        assert children() != [first]
    finally:
        await hurried.close()
    assert not children()


async def test_a_worker_that_is_killed_or_left_in_the_middle_of_a_job_is_replaced(workers: Workers) -> None:
    await workers.run("page", STORY, URL, None)
    [first] = children()
    job = asyncio.create_task(workers.run("page", SLOW, URL, None))
    await asyncio.sleep(0)
    os.kill(first, signal.SIGKILL)
    with pytest.raises(Unavailable, match=r"crashed the process that read it \(signal 9\)"):
        await job

    await workers.run("page", STORY, URL, None)
    left = asyncio.create_task(workers.run("page", SLOW, URL, None))
    await asyncio.sleep(0)
    left.cancel()
    with pytest.raises(asyncio.CancelledError):
        await left
    assert not children()

    assert (await workers.run("page", STORY, URL, None)).kind == "full"


async def test_no_more_processes_than_asked_for_and_none_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.feeds.workers.JOBS", 2)
    two = Workers(2, 20.0)
    jobs = [asyncio.create_task(two.run("page", STORY, f"{URL}/{n}", None)) for n in range(3)]
    most = 0
    while not all(job.done() for job in jobs):
        await asyncio.wait(jobs, timeout=0.05)
        most = max(most, len(children()))

    pages = [page for job in jobs if isinstance(page := job.result(), Page)]
    assert [page.url for page in pages] == [f"{URL}/{n}" for n in range(3)]
    assert most == 2
    assert len(children()) == 1  # the one that has read two is gone
    await two.close()
    assert not children()


async def test_closing_ends_what_is_at_work(workers: Workers) -> None:
    await workers.run("page", STORY, URL, None)
    job = asyncio.create_task(workers.run("page", SLOW, URL, None))
    await asyncio.wait([job], timeout=0.2)  # all is sent, the answer is waited for

    await workers.close()

    assert not children()
    with pytest.raises(Unavailable, match="closed"):
        await job
    with pytest.raises(Unavailable, match="closed"):
        await workers.run("page", STORY, URL, None)


def test_a_worker_ends_when_its_parent_is_gone() -> None:
    command = [sys.executable, "-m", "bot.feeds.work"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"=\0\0\0\0", b"")


async def test_a_worker_that_has_nothing_to_do_ends_and_the_next_job_has_a_new_one() -> None:
    workers = Workers(1, 20.0, idle=0.0)
    for _ in range(2):
        page = await workers.run("page", STORY, URL, None)
        assert isinstance(page, Page)
        async with asyncio.timeout(10):
            while children():  # noqa: ASYNC110
                await asyncio.sleep(0.01)  # a process ends without telling
    await workers.close()
