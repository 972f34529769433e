"""Whether the best sentence of several articles answers at all: what all of them show together."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from bot.news.asking.crossreading import OLDEST, CrossReader
from bot.news.asking.crossweights import ALL_TOGETHER
from bot.news.asking.questions import Kind
from bot.news.asking.weights import weigh

_SECOND = ("near", "title", "names_told", "rest")
# Ranks are logits of one sentence among many: so much is added for "this one may well answer".
_LIKELY = 1.5
_MOST_SURE = 3.0


def sureness(reader: CrossReader, groups: Sequence[int], kind: Kind, best: int, alone: float) -> float:
    """Above 0 where sentence number `best` more likely answers than not. `groups`: the article of each sentence.

    `alone` is how sure the reading of single sentences is, whatever articles they are of.
    """
    return weigh(ALL_TOGETHER, kind, together(reader, groups, best) | {"alone": _within(alone, _MOST_SURE)})


def together(reader: CrossReader, groups: Sequence[int], best: int) -> dict[str, float]:
    """The numbers of all articles together, `best` being the sentence that answers best."""
    numbers, ranks = reader.numbers, reader.ranks
    chances = [1 / (1 + math.exp(-_within(r + _LIKELY, 20.0))) for r in ranks]
    by_article = _tops(groups, chances)
    agreed, next_agreed = _agreed(reader.strengths, groups, chances)
    others = max((r for i, r in enumerate(ranks) if i != best), default=ranks[best] - 2)
    coverage = sorted(reader.coverage, reverse=True)
    return {
        **{f"best_{n}": value for n, value in numbers[best].items()},
        **{f"second_{n}": (*_tops(groups, [x[n] for x in numbers])[1:2], 0.0)[0] for n in _SECOND},
        "most_names_told": max(x["names_told"] for x in numbers),
        "rank": ranks[best],
        "any": math.log(sum(math.exp(_within(r, 30.0)) for r in ranks)),
        "lead": min(2.0, ranks[best] - others),
        "articles": sum(by_article) / 2,
        "second_article": (*by_article, 0.0)[1],
        "agreed": agreed,
        "agreed_lead": agreed - next_agreed,
        "mean_whole": sum(coverage) / len(coverage),
        "three_whole": sum(coverage[:3]) / len(coverage[:3]),
        **reader.traits,
        **_dates(reader, reader.days[groups[best]], best),
    }


def _agreed(
    strengths: Sequence[dict[str, float]], groups: Sequence[int], chances: Sequence[float]
) -> tuple[float, float]:
    """The two likeliest answers, each by the articles that hold it."""
    held: dict[str, dict[int, float]] = defaultdict(dict)
    common: Counter[str] = Counter()
    for group, chance, possible in zip(groups, chances, strengths, strict=True):
        common.update(possible.keys())
        for stem, strength in possible.items():
            held[stem][group] = max(held[stem].get(group, 0.0), chance * strength)
    totals = [sum(by.values()) * (1 - common[stem] / len(groups)) for stem, by in held.items()]
    first, second = (*sorted(totals, reverse=True)[:2], 0.0, 0.0)[:2]
    return first, second


def _dates(reader: CrossReader, mine: int | None, best: int) -> dict[str, float]:
    """How far the newest article stands from the next, and what those of its week hold."""
    days = sorted((d for d in reader.days if d is not None), reverse=True)
    if mine is None:
        return {
            "gap": 0.3,
            "fresh_rank": reader.ranks[best],
            "fresh_near": max(n["near"] for n in reader.numbers),
            "fresh_whole": max(n["whole"] for n in reader.numbers),
        }
    fresh = [i for i, n in enumerate(reader.numbers) if n["fresh"] == 1.0]
    return {
        "gap": math.log1p(days[0] - days[1]) / OLDEST if len(days) > 1 else 0.5,
        "fresh_rank": max(reader.ranks[i] for i in fresh),
        "fresh_near": max(reader.numbers[i]["near"] for i in fresh),
        "fresh_whole": max(reader.numbers[i]["whole"] for i in fresh),
    }


def _tops(groups: Sequence[int], values: Sequence[float]) -> list[float]:
    """The highest value of each article, highest first."""
    best: dict[int, float] = {}
    for group, value in zip(groups, values, strict=True):
        best[group] = max(best.get(group, value), value)
    return sorted(best.values(), reverse=True)


def _within(value: float, limit: float) -> float:
    return max(-limit, min(limit, value))
