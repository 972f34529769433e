"""Reads articles from files and folders: plain text, Markdown, saved pages and saved feeds."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bot.feeds.decoding import Unreadable, decode
from bot.feeds.files.plain import read_markdown, read_text
from bot.feeds.files.saved_feed import FeedReading, read_saved_feed
from bot.feeds.files.walk import Candidate, Skipped, Walk, cause, printable
from bot.feeds.pages.page import read_page
from bot.news.types import FoundArticle
from bot.ports import Rejected

__all__ = ["LARGEST_FILE", "FolderFetcher", "Skipped"]

LARGEST_FILE = 20_000_000
LONGEST_ARTICLE = 2_000_000  # characters: a shelf of books is no article
"""Bytes. What is larger is refused without being read."""

_MOST_REASONS = 20

Progress = Callable[[str, int, int], None]
_Reader = Callable[[bytes, str], FoundArticle | FeedReading]

_READERS: dict[str, _Reader] = {
    ".txt": lambda data, key: read_text(decode(data), key),
    ".md": lambda data, key: read_markdown(decode(data), key),
    ".html": read_page,
    ".htm": read_page,
    ".xml": read_saved_feed,
    ".rss": read_saved_feed,
    ".atom": read_saved_feed,
    ".json": read_saved_feed,
}


class FolderFetcher:
    """A `Fetcher` over files and folders. `skipped` says what gave no article in the last `fetch`, and why.

    `outlet` names the outlet of articles that do not name their own. `progress` is called before each file is
    read, with its path, its number from 1 and the number of files.
    """

    def __init__(
        self,
        paths: Sequence[str | os.PathLike[str]],
        outlet: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._paths = tuple(paths)
        self._outlet = outlet
        self._progress = progress
        self.skipped: list[Skipped] = []

    async def fetch(self) -> AsyncIterator[FoundArticle]:
        """Every article, file by file. Raises `Rejected` with the reasons where there is not one."""
        walk = Walk(_READERS)
        await asyncio.to_thread(walk.take, self._paths)
        self.skipped = walk.skipped
        count = 0
        for number, file in enumerate(walk.found, 1):
            if self._progress is not None:
                self._progress(printable(file.path), number, len(walk.found))
            for article in await asyncio.to_thread(self._read, file):
                count += 1
                yield article
        if not count:
            raise Rejected(_reasons(self.skipped))

    def _read(self, file: Candidate) -> list[FoundArticle]:
        shown = printable(file.path)
        try:
            reading = _READERS[file.path.suffix.lower()](_bytes(file.path), file.key)
        except Unreadable as e:
            self.skipped.append(Skipped(shown, str(e), file.asked))
            return []
        except OSError as e:
            self.skipped.append(Skipped(shown, cause(e), file.asked))
            return []
        if isinstance(reading, FoundArticle):
            reading = FeedReading((reading,), ())
        self.skipped.extend(Skipped(shown, remark) for remark in reading.remarks)
        return [a if a.outlet else replace(a, outlet=self._outlet) for a in reading.articles if self._short(a, shown)]

    def _short(self, article: FoundArticle, shown: str) -> bool:
        if len(article.text) <= LONGEST_ARTICLE:
            return True
        why = f"is no article: {len(article.text):,} characters, where {LONGEST_ARTICLE:,} are the most"
        self.skipped.append(Skipped(shown, why))
        return False


def _bytes(path: Path) -> bytes:
    size = path.stat().st_size
    if size <= LARGEST_FILE:
        # One byte more than allowed, for a file that has grown since, or that hides its size.
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        size = len(data)
    if size > LARGEST_FILE:
        raise Unreadable(f"is too large: {size / 1e6:.1f} MB, where {LARGEST_FILE / 1e6:.0f} MB are the most")
    return data


def _reasons(skipped: Sequence[Skipped]) -> str:
    if not skipped:
        return "No file or folder was given to read."
    lines = [f"  {s}" for s in skipped[:_MOST_REASONS]]
    if len(skipped) > _MOST_REASONS:
        lines.append(f"  and {len(skipped) - _MOST_REASONS} more")
    return "\n".join(["No article could be read:", *lines])
