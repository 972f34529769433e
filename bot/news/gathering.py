"""The stories of many articles that are known at once: nothing depends on the order in which they are given.

Pairs of near articles are linked into groups that are surely one story, then groups are joined as in `stories.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC
from heapq import heappop, heappush

from bot.news.stories import Placed
from bot.news.telling.archive import Archive
from bot.news.telling.groups import Comparison, Group
from bot.news.telling.likeness import MOST
from bot.news.telling.linking import linked
from bot.news.telling.marks import marks_of
from bot.news.types import Article, ArticleId

_JOIN = 0.0  # log-odds above which two groups are one story
_SURER = 2.1  # how much surer than even the pairs must be that groups begin with
_WORTH = -2.0  # log-odds of two articles from which on their groups are compared


def gather(articles: Iterable[Article]) -> dict[ArticleId, Placed]:
    """The story of each article, by its id; of several articles with one id the first counts.

    A story goes by the id of its first article: the oldest, among equals the one with the lowest id.
    """
    known: dict[ArticleId, Article] = {}
    for article in articles:
        known.setdefault(article.id, article)
    return _Gathering(list(known.values())).placed()


def _order(article: Article) -> tuple[bool, float, ArticleId]:
    """By the moment of coming out; articles without one are last: nothing shows that they are the first."""
    moment = article.published
    if moment is None:
        return True, 0.0, article.id
    return False, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp(), article.id


class _Gathering:
    def __init__(self, articles: Sequence[Article]) -> None:
        rows = [(marks_of(article), article.id) for article in sorted(articles, key=_order)]
        self._archive = Archive()
        self._ids: list[ArticleId] = []  # by the archive's numbers
        self._days: list[set[int]] = []
        self._copies: dict[ArticleId, int] = {}
        self._odds: dict[tuple[int, int], float] = {}
        self._compared = Comparison(self._archive)
        for marks, _ in rows:
            self._archive.rarity.count(marks)
        for marks, key in rows:
            told = self._archive.rarity.weigh(marks)
            near = self._archive.near(told)
            day = set() if marks.day is None else {marks.day}
            original = self._archive.original(told, near)
            if original is not None:
                self._copies[key] = original
                self._days[original] |= day
                continue
            number = self._archive.keep(told)
            self._ids.append(key)
            self._days.append(day)
            for other in near:
                self._odds[other, number] = self._compared.articles(other, number)

    def placed(self) -> dict[ArticleId, Placed]:
        out: dict[ArticleId, Placed] = {}
        for group in self._join(self._begin()):
            for number in group.members:
                out[self._ids[number]] = Placed(self._ids[group.members[0]])
        for copy, original in self._copies.items():
            out[copy] = Placed(out[self._ids[original]].story, self._ids[original])
        return out

    def _begin(self) -> list[Group]:
        sure = {pair: odds - _SURER for pair, odds in self._odds.items()}
        return [
            Group(members, set().union(*(self._days[number] for number in members)))
            for members in linked(len(self._ids), sure, -MOST)
        ]

    def _join(self, groups: list[Group]) -> list[Group]:
        """The two groups that are most surely one are joined, until none are."""
        beside = self._neighbours(groups)
        waiting: list[tuple[float, int, int]] = []
        live = dict(enumerate(groups))
        for one, others in beside.items():
            for other in others:
                if one < other and (odds := self._compared.groups(live[one], live[other])) > _JOIN:
                    heappush(waiting, (-odds, one, other))
        new = len(groups)
        while waiting:
            _, one, other = heappop(waiting)
            if one not in live or other not in live:
                continue
            group = live.pop(one)
            group.take(live.pop(other))
            live[new] = group
            beside[new] = {third for third in beside[one] | beside[other] if third in live}
            for third in sorted(beside[new]):
                beside[third].add(new)
                if (odds := self._compared.groups(live[third], group)) > _JOIN:
                    heappush(waiting, (-odds, third, new))
            new += 1
        return list(live.values())

    def _neighbours(self, groups: Sequence[Group]) -> defaultdict[int, set[int]]:
        """Groups that have articles with something in common, by their numbers."""
        at = {member: number for number, group in enumerate(groups) for member in group.members}
        beside: defaultdict[int, set[int]] = defaultdict(set)
        for (one, other), odds in self._odds.items():
            if odds > _WORTH and at[one] != at[other]:
                beside[at[one]].add(at[other])
                beside[at[other]].add(at[one])
        return beside
