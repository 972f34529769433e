"""Where independent sources of one story count one thing at one time and disagree: "one says 12, the other 15".

Better to miss a conflict than to show a false one. A toll that all later articles tell higher has grown: that is no
conflict; an article that tells the other value too knows what it counts, so its own is of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.news.comparing.bounds import agree
from bot.news.comparing.same_count import Counted, counted, same_count
from bot.news.counting.numbers import find_numbers
from bot.news.dossier import Dossier
from bot.news.text import key, words
from bot.news.types import Article, Facts, Figure, RevisionId, Sources, Span

MOST = 3
"""Conflicts that are told of one story."""

_READ = 60  # figures of one article: what a long list tells after them is seldom what others tell too
# Outlets take an agency's count over within hours; a later one is another count.
_APART = timedelta(hours=12)
# What two outlets wrote within an hour stood side by side, also where the later one is the higher.
_AT_ONCE = timedelta(hours=1)
_FIRST = ("killed", "hurt", "shot", "casualties", "missing", "")


@dataclass(frozen=True, slots=True)
class Side:
    """One value of a conflict: the figure that tells it first, and those of other voices with the same."""

    told: Counted
    also: tuple[Counted, ...]


def counts_of(sources: Sources) -> tuple[Counted, ...]:
    """The figures that can be compared across articles, in the order of the articles and their texts."""
    found = []
    for revision, source in sources.items():
        for figure in source.facts.figures[:_READ]:
            one = counted(revision, figure, sentence_of(source.facts, figure), source.text, figure.span.of(source.text))
            found += [one] if one else []
    return tuple(found)


def sentence_of(facts: Facts, figure: Figure) -> Span:
    """The sentence a figure stands in, itself where it stands in none."""
    sentence = facts.sentence_at(figure.span.start)
    if sentence is None:
        return figure.span
    return Span(min(sentence.span.start, figure.span.start), max(sentence.span.end, figure.span.end))


def conflicts_of(dossier: Dossier, counts: Sequence[Counted], most: int | None = MOST) -> tuple[tuple[Side, ...], ...]:
    """At most so many conflicts, human toll first; `counts` are those of `counts_of`. Each has two sides or more."""
    story = _Story(dossier)
    found = []
    for group in _groups(c for c in counts if c.settled):
        sides = _sides(story, story.newest(_one_of_each_article(group)))
        if len(sides) > 1:
            found.append(sides)
    found.sort(key=lambda sides: (_FIRST.index(sides[0].told.harm), -sum(1 + len(s.also) for s in sides)))
    return tuple(found[:most])


class _Story:
    """The articles of a dossier, and what of each is looked up when two figures are compared."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._values: dict[RevisionId, set[float]] = {}
        self._words: dict[RevisionId, set[str]] = {}

    def newest(self, told: Sequence[Counted]) -> list[Counted]:
        """What each voice tells last."""
        last: dict[str, Counted] = {}
        voice_of, sources = self._dossier.voice_of, self._dossier.sources
        for one in sorted(told, key=lambda c: in_order(sources[c.revision].article)):
            last[voice_of[one.revision]] = one
        return [c for c in told if last[voice_of[c.revision]] is c]

    def against(self, one: Counted, other: Counted) -> bool:
        """True where two figures of one thing cannot both be right, and nothing explains it."""
        if agree(one.figure, other.figure) or self._attacker(one, other):
            return False
        return self._apart(one, other) and self._apart(other, one) and self._at_once(one, other)

    def _apart(self, one: Counted, other: Counted) -> bool:
        """The article of `one` does not know the value of `other`, but all the places it is told of."""
        source = self._dossier.sources[one.revision]
        if one.revision not in self._values:
            text = f"{source.article.title or ''}\n{source.text}"
            # "Dozens" is no word of a twelve.
            exact = [n for n in find_numbers(text) if n.kind != "vague"]
            self._values[one.revision] = {v for n in exact for v in (n.value, n.high) if v is not None}
            self._words[one.revision] = {key(w.of(text)).removesuffix("'s") for w in words(text)}
        known = other.places & self._words[one.revision]
        return other.figure.value not in self._values[one.revision] and (not other.places or bool(known))

    def _attacker(self, one: Counted, other: Counted) -> bool:
        """One dead more or less may be the one who killed them."""
        if one.harm != "killed" or abs(one.figure.value - other.figure.value) > 1:
            return False
        return any(_ATTACKER.search(self._dossier.sources[c.revision].text.lower()) for c in (one, other))

    def _at_once(self, one: Counted, other: Counted) -> bool:
        """True where both counts stood at one time: what came out hours later and is higher is a later count."""
        mine, theirs = (_moment(self._dossier.sources[c.revision].article) for c in (one, other))
        if mine is None or theirs is None:
            return True
        if time(0) in (mine.time(), theirs.time()):
            return mine.date() == theirs.date()
        low, high = (mine, theirs) if one.figure.value < other.figure.value else (theirs, mine)
        return abs(mine - theirs) <= _APART and high - low <= _AT_ONCE


_ATTACKER = re.compile(
    r"\b(?:gunm[ae]n|shooters?|attackers?|bombers?|suspects?|assailants?|killer|took (?:his|her) own life|drivers?)\b"
)


def _groups(counts: Iterable[Counted]) -> list[list[Counted]]:
    """Figures that all count one thing with each other."""
    by: dict[tuple[str | None, str, frozenset[str]], list[list[Counted]]] = {}
    for one in counts:
        groups = by.setdefault((one.figure.unit, one.harm, one.thing), [])
        home = next((g for g in groups if all(same_count(one, other) for other in g)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return [group for groups in by.values() for group in groups]


def _one_of_each_article(group: Sequence[Counted]) -> list[Counted]:
    """The figure of each article, but of none with several values: what looks the same there is several things."""
    by: dict[RevisionId, list[Counted]] = {}
    for one in group:
        by.setdefault(one.revision, []).append(one)
    return [f[0] for f in by.values() if all(agree(f[0].figure, other.figure) for other in f)]


def _sides(story: _Story, told: Sequence[Counted]) -> tuple[Side, ...]:
    sides: list[Counted] = []
    for one in told:
        opposed = any(story.against(one, other) for other in told)
        if opposed and all(story.against(one, side) for side in sides):
            sides.append(one)
    return tuple(
        Side(side, tuple(c for c in told if c is not side and _alike(c.figure, side.figure))) for side in sides
    )


def _alike(one: Figure, other: Figure) -> bool:
    return (one.value, one.high) == (other.value, other.high)


def _moment(article: Article) -> datetime | None:
    """When an article came out. One at midnight sharp has a date only."""
    moment = article.updated or article.published
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def in_order(article: Article) -> tuple[bool, float]:
    """Articles by when they came out, those of no known moment last."""
    moment = _moment(article)
    return (True, 0.0) if moment is None else (False, moment.timestamp())
