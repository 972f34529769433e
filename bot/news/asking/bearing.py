"""Whether a question under a brief is about its story, and which other articles are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from bot.news.asking.conversation import Asked
from bot.news.asking.somebody import is_somebody
from bot.news.asking.stems import stems, terms
from bot.news.types import Article, Brief

_READ = 6000  # characters of an article
_LONGEST = 300
_DEFINITE = re.compile(r"\bthe (?P<thing>[\w’'-]+)", re.IGNORECASE)
_MOST_LINES = 3


def names_nothing(asked: Asked, told: Collection[str] = ()) -> bool:
    """Nobody and nothing of its own: "was there fog" under a brief asks about what the brief tells.

    "The strike" is something of its own where it is none of the stems that are `told`.
    """
    found = (m["thing"] for m in _DEFINITE.finditer(asked.meant[:_LONGEST]))
    definite = {s for thing in found if not is_somebody(thing) for s in stems(thing)}
    return not any(w.name or (w.stem in definite and w.stem not in told) for w in asked.question.wanted)


def names_of(briefs: Iterable[Brief]) -> frozenset[str]:
    """The stems of the names that the first lines of the briefs tell of."""
    lines = [line.text for brief in briefs for line in brief.lines[:_MOST_LINES]]
    return frozenset(t.stem for line in lines for t in terms(line) if t.name and t.start > 0)


def of_the_story(article: Article, names: frozenset[str]) -> bool:
    """It names at least half of them."""
    held = names.intersection(stems(f"{article.title or ''} {article.text[:_READ]}"))
    return bool(names) and 2 * len(held) >= len(names)


def bearing(articles: Sequence[Article], briefs: Sequence[Brief]) -> list[Article]:
    """Those of the articles that tell of the briefs' story."""
    names = names_of(briefs)
    return [a for a in articles if of_the_story(a, names)]
