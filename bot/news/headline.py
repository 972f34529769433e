"""The headline of a brief: an article's own title, or the first sentence up to where it can end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.news.scoring import Scored
from bot.news.text import fold, squeeze
from bot.news.types import Sentence, Source

_CUT = re.compile(
    r"\s+[–—-]\s+|;\s|,\s+(?=(?:although|though|while|but|after which|as|with|who|which|according|in what|amid)\b)|:\s"
)
_HEADLINE_CHARS = 140
_LONGEST_HEADLINE = 220
_SITE = re.compile(r"\s+[|»]\s+[^|»]{2,40}$")


def title_of(source: Source) -> str:
    """The article's title without the name of its site; "" where it has none."""
    title = squeeze(source.article.title or "")
    while _SITE.search(title):
        title = _SITE.sub("", title)
    return title


def headline_of(source: Source, scored: Sequence[Scored]) -> tuple[str, Sentence | None]:
    """The title; without one, the first sentence up to where it can end, and that sentence."""
    title = title_of(source)
    if title:
        return title, None
    sentence = scored[0].sentence if scored else next(iter(source.facts.sentences), None)
    if sentence is None:
        return "", None
    first = scored[0].line.text if scored else squeeze(sentence.span.of(source.text))
    cuts = [m.start() for m in _CUT.finditer(first) if 40 <= m.start() <= _HEADLINE_CHARS]
    cuts = [at for at in cuts if fold(first[:at]).count('"') % 2 == 0]
    if len(first) > 80 and cuts:
        return first[: max(cuts)], sentence
    # A short article may be this one sentence: then it is lead and headline both.
    short = first if len(first) <= _LONGEST_HEADLINE else first[: first.rfind(" ", 0, _LONGEST_HEADLINE)] + "…"
    return short.removesuffix("."), sentence if len(scored) > 1 else None
