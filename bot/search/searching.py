"""Fits `Search` of `bot/ports.py`: an index of passages by tantivy, in memory or in a folder.

In a folder the first process that adds is the one that writes; others search what it has written, and take over when
it ends. An index that cannot be read, is of another format or is gone is begun anew: its mark is "" then, and whoever
fills it starts from there.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TypeVar

import structlog
from tantivy import Index

from bot.news.asking.lookups import Lookup
from bot.news.asking.passages import indexed
from bot.news.types import Article, Passage, RevisionId
from bot.ports import Unavailable
from bot.search.documents import document_of
from bot.search.folder import Folder
from bot.search.opened import Opened

log = structlog.get_logger()

R = TypeVar("R")

_NOT_TAKEN = (
    *("No space left", "StorageFull", "File too large", "FileTooLarge", "Quota exceeded", "QuotaExceeded"),
    *("Permission denied", "PermissionDenied", "Read-only file system", "ReadOnlyFilesystem", "LockBusy"),
)


async def open_search(folder: Path | None) -> PassageSearch:
    """An index in this folder, which is made where it is missing; without one in memory, empty and gone when closed.

    Raises `Unavailable` where the folder cannot be made.
    """
    return PassageSearch(None if folder is None else await asyncio.to_thread(Folder, folder))


class PassageSearch:
    """All work is done in threads; tantivy lets the event loop run meanwhile."""

    def __init__(self, folder: Folder | None) -> None:
        self._folder = folder
        self._opened = Opened(None) if folder is None else None
        self._changing = threading.RLock()  # guards which index is open, and its taking in
        self._told: str | None = None  # the mark that callers go by
        self._begun_anew = False
        self._told_read_only = False
        self._closed = False

    async def mark(self) -> str:
        return await asyncio.to_thread(self._mark)

    async def add(self, articles: Sequence[Article], mark: str) -> None:
        """Takes nothing in, and leaves the mark where it is, while another process writes this index, and where its
        mark is no longer the one that was told: then it was begun anew, or written by another process.

        Cancelled, it is finished all the same. Raises `Unavailable` where the disk does not take it.
        """
        await asyncio.to_thread(self._add, articles, mark)

    async def best(self, lookup: Lookup, count: int, only: Collection[RevisionId] | None = None) -> list[Passage]:
        return await asyncio.to_thread(self._asked, lambda opened: opened.best(lookup, count, only), [])

    async def rarity(self, words: Collection[str]) -> dict[str, float]:
        return await asyncio.to_thread(self._asked, lambda opened: opened.rarity(words), dict.fromkeys(words, 0.0))

    async def close(self) -> None:
        """A write at work is finished first. Nothing is found afterwards, nothing taken in."""
        await asyncio.to_thread(self._close)

    def _mark(self) -> str:
        with self._changing:
            self._told = self._asked(Opened.mark, "")
            return self._told

    def _asked(self, question: Callable[[Opened], R], nothing: R) -> R:
        opened = self._opened or self._open_to_read()
        if opened is None:
            return nothing
        try:
            return question(opened)
        except BaseException as error:
            if self._folder is None or not _unreadable(error):
                raise
            self._give_up(opened, self._folder, error)
            return nothing

    def _open_to_read(self) -> Opened | None:
        with self._changing:
            if self._opened is None and self._folder is not None and not self._closed:
                self._opened = _read(self._folder)
            return self._opened

    def _open_to_write(self) -> Opened | None:
        """None where another process writes the index, or this one is closed."""
        folder = self._folder
        if folder is None or self._closed:
            return self._opened
        if not folder.lock():
            if not self._told_read_only:
                self._told_read_only = True
                log.info("index_read_only", folder=str(folder.path), why="another process writes it")
            return None
        folder.tidy()
        if self._opened is None:
            self._opened = _written(folder)
        return self._opened

    def _add(self, articles: Sequence[Article], mark: str) -> None:
        with self._changing:
            if self._open_to_write() is None:
                return
        # Stems take longer than all the rest: nobody waits for them.
        taken = [(a.id, [document_of(p, a) for p in indexed(a)]) for a in articles]
        with self._changing:
            opened = self._open_to_write()
            if opened is None or (self._told is not None and self._asked(Opened.mark, "") != self._told):
                return
            try:
                opened.write(taken, mark)
                self._told = mark
            except BaseException as error:
                if self._folder is None or not _unreadable(error):
                    raise
                if _not_taken(error):
                    words = f"the search index in {self._folder.path} cannot be written: {str(error)[:200]}"
                    raise Unavailable(words) from error
                self._give_up(opened, self._folder, error)

    def _give_up(self, opened: Opened, folder: Folder, error: BaseException) -> None:
        """The index is damaged, or gone from under us. Begun anew once: a second time it is no accident."""
        with self._changing:
            if self._opened is not opened:
                return  # another thread has seen to it
            self._opened = None
            if not folder.lock():
                log.warning("index_not_read", folder=str(folder.path), why=str(error)[:200])
                return
            if self._begun_anew:
                raise Unavailable(f"the search index in {folder.path} cannot be read: {str(error)[:200]}") from error
            self._begun_anew = True
            log.warning("index_begun_anew", folder=str(folder.path), why=str(error)[:200])
            opened.close()
            folder.empty()
            self._opened = _written(folder)

    def _close(self) -> None:
        with self._changing:
            self._closed = True
            if self._opened is not None:
                self._opened.close()
                self._opened = None
            if self._folder is not None:
                self._folder.unlock()


def _written(folder: Folder) -> Opened:
    """The index to write to: what there is where it can be read, else an empty one."""
    try:
        folder.make()
        return Opened(folder.path)
    except BaseException as error:
        if not _unreadable(error):
            raise
        log.warning("index_begun_anew", folder=str(folder.path), why=str(error)[:200])
    try:
        folder.empty()
        folder.make()
        return Opened(folder.path)
    except (OSError, ValueError) as error:
        raise Unavailable(f"the search index in {folder.path} cannot be made: {str(error)[:200]}") from error


def _read(folder: Folder) -> Opened | None:
    """What another process has written so far; None where that is nothing that can be read."""
    try:
        return Opened(folder.path) if Index.exists(str(folder.path)) else None
    except BaseException as error:
        if not _unreadable(error):
            raise
        return None


def _unreadable(error: BaseException) -> bool:
    """What tantivy raises over files that are not what it wrote; its panics are no Exception."""
    return isinstance(error, ValueError | OSError) or type(error).__module__ == "pyo3_runtime"


def _not_taken(error: BaseException) -> bool:
    """The disk's doing or another writer's: what the index holds is as good as before."""
    return any(words in str(error) for words in _NOT_TAKEN)
