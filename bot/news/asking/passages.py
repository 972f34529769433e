"""Which passages bear on a question: BM25 over stretches of a few sentences."""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable

from bot.news.asking.stems import kin, stems
from bot.news.sentences import paragraphs
from bot.news.types import Article, Evidence, Passage, RevisionId, Span

_LONGEST_QUESTION = 2000
_TARGET_WORDS = 150
_LONG_PARAGRAPH = 190
_SENTENCE_END = re.compile(r"[.!?。！？][\"'”’)\]]*\s+")
# BM25's own constants: how soon a repeated word stops counting, and how much a long passage pays.
_K1 = 1.2
_B = 0.6
_TITLE_WEIGHT = 0.5
_KIN_WEIGHT = 0.15


class PassageIndex:
    """Passages of articles, ranked for a question. Built once; a change of the articles needs a new one."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._evidence: list[Evidence] = []
        self._range: dict[RevisionId, tuple[int, int]] = {}
        self._lengths = array("f")
        self._postings: dict[str, tuple[array[int], array[float]]] = {}
        for article in articles:
            if article.revision.id not in self._range:
                self._add(article)
        self._mean = sum(self._lengths) / len(self._lengths) if self._lengths else 1.0

    def _add(self, article: Article) -> None:
        first = len(self._evidence)
        title = Counter(stems(article.title or ""))
        for span in split_passages(article.text):
            number = len(self._evidence)
            counts: dict[str, float] = dict(Counter(stems(span.of(article.text))))
            self._evidence.append(Evidence(article.revision.id, span))
            self._lengths.append(sum(counts.values()))
            for word in title:
                counts[word] = counts.get(word, 0) + _TITLE_WEIGHT
            for word, count in counts.items():
                if word not in self._postings:
                    self._postings[word] = (array("I"), array("f"))
                numbers, weights = self._postings[word]
                numbers.append(number)
                weights.append(count)
        self._range[article.revision.id] = (first, len(self._evidence))

    def best(self, question: str, count: int = 10, only: Collection[RevisionId] | None = None) -> list[Passage]:
        """The `count` passages that bear most on the question, best first, of `only` those revisions when given."""
        ranges = None if only is None else [self._range[r] for r in dict.fromkeys(only) if r in self._range]
        scores: dict[int, float] = {}
        for word, weight in self._wanted(question).items():
            self._score(word, weight, ranges, scores)
        best = sorted(scores, key=lambda n: (-scores[n], n))[: max(0, count)]
        return [Passage(self._evidence[n], scores[n]) for n in best]

    def _wanted(self, question: str) -> dict[str, float]:
        wanted = dict.fromkeys(stems(question[:_LONGEST_QUESTION]), 1.0)
        for word in list(wanted):
            for other in kin(word):
                wanted.setdefault(other, _KIN_WEIGHT)
        return wanted

    def _score(self, word: str, weight: float, ranges: list[tuple[int, int]] | None, scores: dict[int, float]) -> None:
        if word not in self._postings:
            return
        numbers, counts = self._postings[word]
        total = len(self._evidence)
        weight *= math.log(1 + (total - len(numbers) + 0.5) / (len(numbers) + 0.5))
        for low, high in ranges if ranges is not None else [(0, total)]:
            at = bisect_left(numbers, low)
            while at < len(numbers) and (number := numbers[at]) < high:
                tf = counts[at]
                norm = _K1 * (1 - _B + _B * self._lengths[number] / self._mean)
                scores[number] = scores.get(number, 0.0) + weight * tf * (_K1 + 1) / (tf + norm)
                at += 1


def split_passages(text: str) -> list[Span]:
    """Paragraphs joined or cut to stretches of some 60 to 190 words, in order; they cover all of the text's words."""
    out: list[Span] = []
    size = 0
    for piece in (p for paragraph in paragraphs(text) for p in _pieces(text, paragraph)):
        words = text.count(" ", piece.start, piece.end) + 1
        if out and size + words <= _TARGET_WORDS + 20:
            out[-1] = Span(out[-1].start, piece.end)
            size += words
        else:
            out.append(piece)
            size = words
    return out


def _pieces(text: str, paragraph: Span) -> list[Span]:
    if text.count(" ", paragraph.start, paragraph.end) < _LONG_PARAGRAPH:
        return [paragraph]
    out: list[Span] = []
    start = paragraph.start
    for m in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
        if text.count(" ", start, m.end()) >= _TARGET_WORDS // 2:
            out.append(Span(start, m.end()))
            start = m.end()
    if start < paragraph.end:
        out.append(Span(start, paragraph.end))
    return out
