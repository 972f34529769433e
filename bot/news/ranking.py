"""Which stories a channel gets first: those of its topics, told by many, and fresh; those it does not want, never."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.news.asking.stems import stems
from bot.news.text import key
from bot.news.types import Article, ArticleId, StoryId

MOST_WEIGHED = 300
"""Stories that are weighed for one edition: the newest that the channel is due."""

_OF_A_TOPIC = 2.0
_VOICES = 0.7  # for each doubling of the independent sources
_HALF_A_DAY = 0.5  # what a story loses for each doubling of its age past the first half day
_OPENING = 300  # characters of an article that show its topic
_UNWANTED = "-"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that a channel is due, before its articles are read; `articles` in the order in which they came out."""

    story: StoryId
    articles: tuple[Article, ...]
    voices: int


def ranked(
    candidates: Sequence[Candidate],
    topics: Sequence[str],
    known: Mapping[ArticleId, frozenset[str]],
    now: datetime,
) -> list[Candidate]:
    """The stories for a channel of these topics, the first to be told first.

    `known` has the topics that the feeds of an article are of. A story is of a topic where a feed says so, or where
    its title or opening names it. Where a channel names topics, a story whose feeds are all of others is left out; one
    of which nothing is known comes after those that match.
    """
    wanted = [t for t in topics if not t.startswith(_UNWANTED)]
    unwanted = [t.removeprefix(_UNWANTED).strip() for t in topics if t.startswith(_UNWANTED)]
    scored: list[tuple[float, Candidate]] = []
    for candidate in candidates:
        labels = {key(topic) for a in candidate.articles for topic in known.get(a.id, ())}
        words = _words(candidate)
        if any(_is_of(topic, labels, words) for topic in unwanted):
            continue
        matches = any(_is_of(topic, labels, words) for topic in wanted)
        if wanted and labels and not matches:
            continue
        worth = _OF_A_TOPIC * matches + _VOICES * math.log2(max(1, candidate.voices)) - _age(candidate, now)
        scored.append((worth, candidate))
    return [candidate for _, candidate in sorted(scored, key=lambda found: -found[0])]


def _is_of(topic: str, labels: set[str], words: set[tuple[str, ...]]) -> bool:
    return key(topic) in labels or tuple(stems(topic)) in words


def _words(candidate: Candidate) -> set[tuple[str, ...]]:
    """Stems of one to three words in a row of the titles and openings."""
    out: set[tuple[str, ...]] = set()
    for article in candidate.articles:
        said = stems(f"{article.title or ''}. {article.text[:_OPENING]}")
        for length in (1, 2, 3):
            out.update(tuple(said[at : at + length]) for at in range(len(said) - length + 1))
    return out


def _age(candidate: Candidate, now: datetime) -> float:
    moments = [a.published for a in candidate.articles if a.published is not None]
    if not moments:
        return 0.0
    hours = max(0.0, (now - max(moments)).total_seconds() / 3600)
    return _HALF_A_DAY * math.log2(max(1.0, hours / 12))
