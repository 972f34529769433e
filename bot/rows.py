"""Read JSON lines, run them through a filter on several cores, write them in their order as they come."""

from __future__ import annotations

import itertools
import json
import multiprocessing
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

from bot.filters import Asker, BadRow, Row, article_of, brief_row, facts_row, story_rows, verify_row
from bot.news.types import Article

_CHUNK = 8
Work = list[tuple[str, str]]
_filter: Callable[[Row], Row] | None = None


class LinesError(Exception):
    """A file of rows that cannot be read; the words name it."""


def read_lines(paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Lines of the files, "-" for standard input, each with where it stands. Raises `LinesError`."""
    for path in paths:
        try:
            if path == "-":
                yield from _numbered(sys.stdin.buffer, "standard input")
            else:
                with Path(path).open("rb") as lines:
                    yield from _numbered(lines, path)
        except OSError as error:
            raise LinesError(f"{path}: cannot be read: {error.strerror}") from error


def _numbered(lines: Any, name: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            # What is no UTF-8 becomes lone surrogates, which `_parsed` refuses: one bad line does not end the file.
            yield f"{name}, line {number}", line.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def _parsed(line: str) -> Any:
    """The line as JSON. Raises `BadRow`, also for what the parser itself cannot take."""
    if any("\udc80" <= c <= "\udcff" for c in line):
        raise BadRow("is not UTF-8")
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise BadRow(f"is not JSON: {error.msg} at character {error.pos + 1}") from None
    except (ValueError, RecursionError) as error:
        raise BadRow(f"is not JSON that can be read: {error}") from None


def load_articles(paths: Sequence[str]) -> list[Article]:
    """The articles of the files. Raises `LinesError` at a bad row, since answers must not miss one."""
    articles: dict[str, tuple[str, Article]] = {}
    for where, line in read_lines(paths):
        try:
            article = article_of(_parsed(line))
        except ValueError as error:
            raise LinesError(f"{where}: {error}") from error
        if article.id in articles:
            raise LinesError(f"{where}: the id {article.id!r} was taken by {articles[article.id][0]}")
        articles[article.id] = where, article
    if not articles:
        raise LinesError(f"{', '.join(paths)}: no articles")
    return [article for _, article in articles.values()]


def write_stories(paths: Sequence[str]) -> None:
    """Write the story of each article to standard output, in the order of the lines. Raises `LinesError`.

    An id that comes again is the same article, as it was first given.
    """
    articles = []
    for where, line in read_lines(paths):
        try:
            articles.append(article_of(_parsed(line), title_will_do=True))
        except ValueError as error:
            raise LinesError(f"{where}: {error}") from error
    for row in story_rows(articles):
        print(json.dumps(row, ensure_ascii=False))


def run_filter(name: str, paths: Sequence[str], jobs: int, asker: Asker | None = None) -> int:
    """Write a row for each line to standard output; bad lines are named on standard error and counted."""
    for path in paths:
        if path != "-" and not Path(path).is_file():
            raise LinesError(f"{path}: no such file")
    works = {"facts": facts_row, "brief": brief_row, "verify": verify_row}
    work = asker.answer_row if asker else works[name]
    done = bad = 0
    started = shown = time.monotonic()
    terminal = sys.stderr.isatty()
    for good, text in _results(work, read_lines(paths), jobs):
        done += good
        bad += not good
        print(text, file=sys.stdout if good else sys.stderr, flush=not good)
        if terminal and time.monotonic() - shown > 0.2:
            shown = time.monotonic()
            print(
                f"\r{name}: {done} rows, {done / (shown - started):.0f} a second ", end="", file=sys.stderr, flush=True
            )
    sys.stdout.flush()
    seconds = time.monotonic() - started
    if terminal or seconds > 5:
        print(
            f"{chr(13) if terminal else ''}{name}: {done} row{'' if done == 1 else 's'} in {seconds:.1f} s",
            file=sys.stderr,
        )
    return bad


def _results(work: Callable[[Row], Row], lines: Iterator[tuple[str, str]], jobs: int) -> Iterator[tuple[bool, str]]:
    first = _take(lines, _CHUNK)
    if jobs <= 1 or len(first) < _CHUNK:
        _set(work)
        while first:
            yield from _run(first)
            first = _take(lines, 1)
        return
    # Forked workers share the index without copying it; elsewhere it is pickled once for each worker.
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() and sys.platform == "linux" else "spawn"
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(work,)) as pool:
        waiting: deque[Future[list[tuple[bool, str]]]] = deque()
        while first or waiting:
            while first and len(waiting) < 4 * jobs:
                waiting.append(pool.submit(_run, first))
                first = _take(lines, _CHUNK)
            yield from waiting.popleft().result()


def _take(lines: Iterator[tuple[str, str]], count: int) -> Work:
    return list(itertools.islice(lines, count))


def _set(work: Callable[[Row], Row]) -> None:
    global _filter
    _filter = work


def _start(work: Callable[[Row], Row]) -> None:
    """A worker: Ctrl-C is its parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _set(work)


def _run(lines: Work) -> list[tuple[bool, str]]:
    assert _filter is not None
    out = []
    for where, line in lines:
        try:
            out.append((True, json.dumps(_filter(_parsed(line)), ensure_ascii=False)))
        except BadRow as error:
            out.append((False, f"{where}: {error}"))
    return out
