"""What one more article costs when 2,000 and when 20,000 are in the window, and the memory it takes.

    python -m tests.bench.stories

The articles are made: invented words by their rank, as words are in news, an event's own names and words in each of its
one to eight articles, some of them copies. The same numbers give the same articles.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from statistics import median
from time import process_time

from bot.news.stories import Stories
from bot.news.types import Article, ArticleId, Revision, RevisionId
from tests.bench.costs import peak_bytes

_SMALL, _LARGE, _MEASURED = 2_000, 20_000, 500
_START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
_WORDS, _NAMES, _LENGTH = 30_000, 8_000, 320


class _Newsroom:
    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        parts = "ba de fo gu ki la me no pu ra se ti vo wa xe zi bro cli dra fle gri sto".split()
        self._words = sorted(
            {"".join(self._rng.choices(parts, k=self._rng.choice((2, 3, 4)))) for _ in range(3 * _WORDS)}
        )
        self._rng.shuffle(self._words)
        self._names = [word.capitalize() for word in self._words[:_NAMES]]
        self._words = self._words[_NAMES : _NAMES + _WORDS]
        self._ranks = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))

    def articles(self, count: int) -> Iterator[Article]:
        """Articles of many events at once, in the order in which they come out."""
        open_events: list[tuple[list[str], list[str], int]] = []
        texts: list[str] = []
        for number in range(count):
            if len(open_events) < 60:
                own = self._rng.sample(self._words[500:], 25)
                open_events.append((self._rng.sample(self._names, 6), own, self._rng.randint(1, 8)))
            at = self._rng.randrange(len(open_events))
            names, own, left = open_events[at]
            open_events[at] = (names, own, left - 1)
            if left <= 1:
                open_events.pop(at)
            copied = bool(texts) and self._rng.random() < 0.1
            text = texts[self._rng.randrange(max(0, len(texts) - 50), len(texts))] if copied else self._text(names, own)
            texts.append(text)
            title = " ".join([*self._rng.sample(names, 2), *self._rng.sample(own, 4)])
            key = f"a{number}"
            published = _START + timedelta(minutes=2 * number)
            yield Article(ArticleId(key), Revision(RevisionId(key), text), title, published=published)

    def _text(self, names: list[str], own: list[str]) -> str:
        words = self._rng.choices(self._words, cum_weights=self._ranks, k=_LENGTH)
        for at in range(0, _LENGTH, 9):
            words[at] = self._rng.choice(names) if at % 2 else self._rng.choice(own)
        for at in range(0, _LENGTH, 16):
            words[at] = f"{words[at]}."
        return " ".join(words)


def measure() -> dict[str, float]:
    """CPU milliseconds (median) of 500 more articles, each added to both windows in turn, and the memory held.

    In turn, so that whatever else the machine does weighs on both alike.
    """
    articles = list(_Newsroom(7).articles(_LARGE + _MEASURED))
    before, start = peak_bytes(), process_time()
    large = Stories()
    for article in articles[:_LARGE]:
        large.add(article)
    mean = (process_time() - start) / _LARGE
    held = peak_bytes() - before
    small = Stories()
    for article in articles[_LARGE - _SMALL : _LARGE]:
        small.add(article)
    took: dict[int, list[float]] = {_SMALL: [], _LARGE: []}
    for number, article in enumerate(articles[_LARGE:]):
        both = [(_SMALL, small), (_LARGE, large)]
        for size, stories in both if number % 2 else both[::-1]:
            start = process_time()
            stories.add(article)
            took[size].append(1000 * (process_time() - start))
    at_small, at_large = median(took[_SMALL]), median(took[_LARGE])
    return {
        "ms_at_2000": round(at_small, 2),
        "ms_at_20000": round(at_large, 2),
        "ratio": round(at_large / at_small, 2),
        "mean_ms": round(1000 * mean, 2),
        "megabytes": round(held / 1e6),
    }


if __name__ == "__main__":
    print(json.dumps(measure()))
