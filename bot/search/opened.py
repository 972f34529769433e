"""One opened index: searched by any number of threads, written by one at a time."""

from __future__ import annotations

import math
import threading
from collections.abc import Collection, Sequence
from pathlib import Path

from tantivy import Document, Index, IndexWriter, Query, Searcher

from bot.news.asking.lookups import Lookup
from bot.news.types import Passage, RevisionId
from bot.search.documents import MARK, MARK_ARTICLE, mark_document, passage_of, prepare, schema, whole
from bot.search.queries import query_of

_HEAP = 50_000_000
"""Bytes that the writer fills before it writes a piece of the index out."""
_SPARE = 32
"""How many more are fetched than wanted: which of equals come first is ours to say, not the order on the disk's."""

Taken = Sequence[tuple[str, Sequence[Document]]]
"""Ids of articles with the documents of each."""


class Opened:
    """Raises what tantivy raises where the files are damaged: ValueError, OSError or its panics."""

    def __init__(self, folder: Path | None) -> None:
        """In memory without a folder. In a folder that holds no index an empty one is made."""
        self._schema = schema()
        self._index = Index(self._schema) if folder is None else Index(self._schema, path=str(folder))
        prepare(self._index)
        self._index.reload()
        self._meta = None if folder is None else folder / "meta.json"
        self._state = self._written()
        self._writer: IndexWriter | None = None
        self._writing = threading.Lock()

    def mark(self) -> str:
        searcher = self._searcher()
        found = searcher.search(Query.term_query(self._schema, "article", MARK_ARTICLE), 1, count=False).hits
        return str(searcher.doc(found[0][1]).get_first(MARK)) if found else ""

    def best(self, lookup: Lookup, count: int, only: Collection[RevisionId] | None) -> list[Passage]:
        query = query_of(self._schema, lookup, only)
        if query is None or count < 1:
            return []
        searcher = self._searcher()
        hits = searcher.search(query, count + _SPARE, count=False).hits
        found = [passage_of(searcher.doc(address), score) for score, address in hits]
        # Sums of floats differ in their last places with the order in which the index adds them up.
        found.sort(key=lambda p: (-round(p.score, 3), p.evidence.revision, p.evidence.span))
        return found[:count]

    def rarity(self, words: Collection[str]) -> dict[str, float]:
        searcher = self._searcher()
        total = max(0, searcher.num_docs - 1)  # the mark is no passage
        return {word: _idf(total, searcher.doc_freq("body", whole(word))) for word in dict.fromkeys(words)}

    def write(self, taken: Taken, mark: str) -> None:
        """All of it and the mark in one commit; nothing where it fails."""
        with self._writing:
            writer = self._writer = self._writer or self._index.writer(heap_size=_HEAP, num_threads=1)
            try:
                for article, documents in taken:
                    writer.delete_documents_by_term("article", whole(article))
                    for document in documents:
                        writer.add_document(document)
                writer.delete_documents_by_term("article", MARK_ARTICLE)
                writer.add_document(mark_document(mark))
                writer.commit()
            except BaseException:
                self._writer = None  # with all that it has not committed
                raise
            self._index.reload()
            self._state = self._written()

    def close(self) -> None:
        """Waits for a write at work, not for the merging of pieces: that is taken up again later."""
        with self._writing:
            self._writer = None

    def _searcher(self) -> Searcher:
        """As of the last commit, also where another process wrote it."""
        if self._meta is not None:
            now = self._written()
            if now != self._state:
                self._index.reload()
                self._state = now
        return self._index.searcher()

    def _written(self) -> tuple[int, int]:
        """Changes with every commit: it puts a new file in the place of the old one."""
        if self._meta is None:
            return (0, 0)
        stat = self._meta.stat()
        return (stat.st_ino, stat.st_mtime_ns)


def _idf(total: int, holds: int) -> float:
    """BM25's, as Lucene has it: never below 0."""
    return math.log(1 + (total - min(holds, total) + 0.5) / (holds + 0.5))
