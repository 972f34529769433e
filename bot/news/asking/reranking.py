"""Which of the passages that an index found bear most on a question, by what can be told from reading them.

An index counts words. Here it counts too whether they stand together and in the question's order, whether the article
as a whole is about what was asked, and where in the article a passage stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log1p
from types import MappingProxyType

from bot.news.asking.conversation import Asked
from bot.news.asking.questions import Kind, Question
from bot.news.asking.stems import kin, stems
from bot.news.types import Article, Passage, RevisionId

# Fitted offline: the softmax of the sums over a question's 100 candidates, so that one which holds the answer comes
# first (RealTimeQA 2022 and 2023, one half of the questions; the other half is what we report).
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "article": 3.44,
        "names": 0.78,
        "passage": 2.77,
        "title": 2.97,
        "together": 1.64,
        "pairs": 1.52,
        "near": 1.12,
        "best_of_article": 2.76,
        "later": -0.22,
        "opening": 0.71,
        "thing": 0.30,
        "figures": 0.35,
    }
)
# No set of ours tells the day a question was asked: by this a month's age weighs about as much as a word in ten.
_AGE = 0.15
# Each passage of an article that is shown already makes the next one of it less worth showing.
_SHOWN = 0.5
_OF_ONE_OUTLET = 7
# Read word for word a rare word outweighs all others; BM25's idf is too steep for telling how much of it is there.
_STEEPNESS = 0.7
_KIN = 0.4
_TOGETHER = 25
_NEAR = 4
_LATER_CHARS = 500
_COPY = 0.8
_UNKNOWN_RARITY = 6.0
_COUNTS: frozenset[Kind] = frozenset(("count", "measure", "money", "percent"))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for: each word's rarity by weight, that of the names, and which word a stem stands for."""

    rarity: tuple[float, ...]
    total: float
    names: tuple[float, ...]
    stands_for: Mapping[str, tuple[int, float]]


@dataclass(frozen=True, slots=True)
class _Read:
    """A candidate with its words, and the wanted ones among them: (place among the words, which one, how well)."""

    passage: Passage
    article: Article
    words: tuple[str, ...]
    hits: tuple[tuple[int, int, float], ...]
    covered: tuple[float, ...]
    in_title: tuple[float, ...]


def reranked(
    asked: Asked,
    passages: Sequence[Passage],
    articles: Mapping[RevisionId, Article],
    rarity: Mapping[str, float],
    count: int = 10,
    today: date | None = None,
) -> list[Passage]:
    """The `count` passages that bear most on the question, best first, with scores of their own.

    `passages` are an index's candidates, best first; those whose article is not in `articles` are left out. `rarity` is
    of the question's stems (`Search.rarity`). A text comes once, and no article or outlet fills all places where
    there are others. With `today`, the news come before what is old.
    """
    wanted = _wanted(asked.question, rarity)
    known = [p for p in passages if p.evidence.revision in articles]
    titles = {r: _in_title(articles[r], wanted) for r in {p.evidence.revision for p in known}}
    read = [_read(p, articles[p.evidence.revision], wanted, titles[p.evidence.revision]) for p in known]
    scores = [_sum(numbers) for numbers in _numbers(asked.question, wanted, read)]
    if today is not None:
        scores = [s - _aged(r.article, today) for s, r in zip(scores, read, strict=True)]
    chosen = _diverse(read, scores, max(0, count))
    return [Passage(read[i].passage.evidence, score) for i, score in chosen]


def _wanted(question: Question, rarity: Mapping[str, float]) -> _Wanted:
    rarest = max(rarity.values(), default=_UNKNOWN_RARITY)
    weights = tuple(w.weight * rarity.get(w.stem, rarest) ** _STEEPNESS for w in question.wanted)
    stands_for: dict[str, tuple[int, float]] = {}
    for number, word in enumerate(question.wanted):
        for other in kin(word.stem):
            stands_for.setdefault(other, (number, _KIN))
    stands_for.update((word.stem, (number, 1.0)) for number, word in enumerate(question.wanted))
    names = tuple(weight * word.name for weight, word in zip(weights, question.wanted, strict=True))
    return _Wanted(weights, sum(weights) or 1.0, names, stands_for)


def _in_title(article: Article, wanted: _Wanted) -> tuple[float, ...]:
    words = stems(article.title or "")
    return _best([wanted.stands_for[word] for word in words if word in wanted.stands_for], len(wanted.rarity))


def _read(passage: Passage, article: Article, wanted: _Wanted, in_title: tuple[float, ...]) -> _Read:
    words = tuple(stems(passage.evidence.span.of(article.text)))
    stands_for = wanted.stands_for
    hits = tuple((at, *stands_for[word]) for at, word in enumerate(words) if word in stands_for)
    covered = _best([(number, how) for _, number, how in hits], len(wanted.rarity))
    return _Read(passage, article, words, hits, covered, in_title)


def _best(hits: Sequence[tuple[int, float]], size: int) -> tuple[float, ...]:
    """How well each wanted word is there, by the best that stands for it."""
    found = [0.0] * size
    for number, how in hits:
        if how > found[number]:
            found[number] = how
    return tuple(found)


def _numbers(question: Question, wanted: _Wanted, read: Sequence[_Read]) -> Iterator[dict[str, float]]:
    """What `WEIGHTS` weigh, for each candidate; all but "later" and "figures" lie between 0 and 1."""
    whole: dict[RevisionId, tuple[float, ...]] = {}
    best: dict[RevisionId, float] = {}
    top = max((r.passage.score for r in read), default=0.0) or 1.0
    for r in read:
        key = r.article.revision.id
        so_far = whole.get(key, r.in_title)
        whole[key] = tuple(map(max, so_far, r.covered))
        best[key] = max(best.get(key, 0.0), r.passage.score / top)
    pairs = [min(pair) for pair in zip(wanted.rarity, wanted.rarity[1:], strict=False)]
    all_pairs = sum(pairs) or 1.0
    names = sum(wanted.names) or 1.0
    thing = set(question.focus)
    asks_a_number = question.kind in _COUNTS
    for r in read:
        side_by_side, near = _pairs(r.hits)
        start = r.passage.evidence.span.start
        yield {
            "article": _share(whole[r.article.revision.id], wanted),
            "names": _dot(whole[r.article.revision.id], wanted.names) / names,
            "passage": _share(tuple(map(max, r.covered, r.in_title)), wanted),
            "title": _share(r.in_title, wanted),
            "together": _together(r.hits, wanted.rarity) / wanted.total,
            "pairs": sum(pairs[n] for n in side_by_side) / all_pairs,
            "near": sum(pairs[n] for n in near) / all_pairs,
            "best_of_article": best[r.article.revision.id],
            "later": log1p(start / _LATER_CHARS),
            "opening": float(start == 0),
            "thing": float(bool(thing) and thing.issubset(r.words)),
            "figures": log1p(sum(w[0].isdigit() for w in r.words)) if asks_a_number else 0.0,
        }


def _share(covered: Sequence[float], wanted: _Wanted) -> float:
    return _dot(covered, wanted.rarity) / wanted.total


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(one, other, strict=True))


def _together(hits: Sequence[tuple[int, int, float]], rarity: Sequence[float]) -> float:
    """The most of what is wanted that one stretch of some two sentences holds."""
    there: Counter[int] = Counter()
    best = now = 0.0
    first = 0
    for at, number, _ in hits:
        if not there[number]:
            now += rarity[number]
        there[number] += 1
        while at - hits[first][0] > _TOGETHER:
            gone = hits[first][1]
            there[gone] -= 1
            if not there[gone]:
                now -= rarity[gone]
            first += 1
        best = max(best, now)
    return best


def _pairs(hits: Sequence[tuple[int, int, float]]) -> tuple[set[int], set[int]]:
    """Neighbours of the question that are neighbours here in the same order, and those that stand near each other."""
    side_by_side, near = set(), set()
    for i, (at, number, _) in enumerate(hits):
        for later, other, _ in hits[i + 1 : i + 4]:
            if later - at > _NEAR:
                break
            if abs(other - number) == 1:
                near.add(min(number, other))
                if later - at == 1 and other > number:
                    side_by_side.add(number)
    return side_by_side, near


def _sum(numbers: Mapping[str, float]) -> float:
    return sum(weight * numbers[name] for name, weight in WEIGHTS.items())


def _aged(article: Article, today: date) -> float:
    if article.published is None:
        return 0.0
    return _AGE * log1p(max(0, (today - article.published.date()).days))


def _diverse(read: Sequence[_Read], scores: Sequence[float], count: int) -> list[tuple[int, float]]:
    """Which ones to show, best first, and their scores, each less what was shown before of its article.

    A copy is left out. No outlet takes more than its share while there are others.
    """
    left = dict(enumerate(scores))
    chosen: list[tuple[int, float]] = []
    waiting: list[int] = []
    known: list[frozenset[str]] = []
    outlets: Counter[str] = Counter()
    while left and len(chosen) < count:
        best = max(left, key=lambda i: (left[i], -i))
        score = left.pop(best)
        words = frozenset(read[best].words)
        if any(_alike(words, other) for other in known):
            continue
        known.append(words)
        article = read[best].article
        if article.outlet and outlets[article.outlet] >= _OF_ONE_OUTLET:
            waiting.append(best)
            continue
        outlets[article.outlet or ""] += 1
        chosen.append((best, score))
        for i in left:
            if read[i].article.revision.id == article.revision.id:
                left[i] -= _SHOWN
    for i in waiting[: count - len(chosen)]:
        chosen.append((i, min(scores[i], chosen[-1][1])))
    return chosen


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    if min(len(one), len(other)) < _COPY * max(len(one), len(other)):
        return False  # whatever they share
    both = len(one & other)
    return both >= _COPY * (len(one) + len(other) - both)
