"""Articles cut into passages for an index, and a small index of our own over them: BM25."""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from bot.news.asking.lookups import Indexed
from bot.news.asking.stems import kin, stems
from bot.news.sentences import paragraphs
from bot.news.types import Article, Evidence, Passage, RevisionId, Span

TITLE_BOOST = 0.4
"""How much a word of the title counts beside one of the passage itself; measured together with `MOST_WORDS`."""

MOST_WORDS = 250
"""Words of a passage at most: of 120, 190 and 250 the longest brought most answers up, and can still be read."""

_LONGEST_QUESTION = 2000
# Not after "Mr.", "Gen." or an initial: a passage that ends there would cut a sentence in two.
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?。！？][\"'”’)\]]*\s*(?<=[\s。！？])(?![a-z])"
)
# Where words are not told apart by spaces, or one never ends, so many characters count as a word.
_WORD_CHARS = 20
_WORD = re.compile(rf"\S{{1,{_WORD_CHARS}}}\s*")
# BM25's own constants: how soon a repeated word stops counting, and how much a long passage pays.
_K1 = 1.2
_B = 0.75
_KIN_WEIGHT = 0.1


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
        for passage in indexed(article):
            number = len(self._evidence)
            counts: dict[str, float] = dict(Counter(passage.body))
            self._evidence.append(passage.evidence)
            self._lengths.append(sum(counts.values()))
            for word in set(passage.title):
                counts[word] = counts.get(word, 0) + TITLE_BOOST
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


def indexed(article: Article) -> list[Indexed]:
    """The passages of an article as an index takes them; a title alone is none."""
    title = tuple(stems(article.title or ""))
    return [
        Indexed(Evidence(article.revision.id, span), tuple(stems(span.of(article.text))), title)
        for span in split_passages(article.text)
    ]


def split_passages(text: str) -> list[Span]:
    """Whole sentences joined to stretches of up to `MOST_WORDS` words, in order; they cover all of the text's words.

    A sentence longer than that is cut.
    """
    out: list[Span] = []
    size = 0
    for piece, words in _pieces(text):
        if out and size + words <= MOST_WORDS:
            out[-1] = Span(out[-1].start, piece.end)
            size += words
        else:
            out.append(piece)
            size = words
    return out


def _pieces(text: str) -> Iterator[tuple[Span, int]]:
    """Sentences, roughly, each with how many words it counts for."""
    for paragraph in paragraphs(text):
        start = paragraph.start
        for m in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
            yield from _sized(text, start, m.end())
            start = m.end()
        if start < paragraph.end:
            yield from _sized(text, start, paragraph.end)


def _sized(text: str, start: int, end: int) -> Iterator[tuple[Span, int]]:
    words = max(text.count(" ", start, end) + 1, (end - start) // _WORD_CHARS)
    if words <= MOST_WORDS:
        yield Span(start, end), words
        return
    cuts = [m.start() for m in _WORD.finditer(text, start, end)][::MOST_WORDS]
    for cut, stop in zip(cuts, [*cuts[1:], end], strict=True):
        yield Span(cut, stop), MOST_WORDS
