"""All that a channel was told of a story, as one brief: a new one is compared with it, an update leaves it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.news.comparing.changes import news_since, quotes_since
from bot.news.text import key
from bot.news.types import Brief, Line, Sources


def as_one(briefs: Sequence[Brief]) -> Brief | None:
    """The posted briefs of one story, the newest first, as one; a figure that has changed since counts no more."""
    if not briefs:
        return None
    gone = {change.before for brief in briefs for change in brief.changes}
    figures = [f for brief in briefs for f in (*(c.now for c in brief.changes), *brief.figures) if f not in gone]
    return replace(
        briefs[0],
        lines=tuple(line for brief in briefs for line in brief.lines),
        quotes=tuple(quote for brief in briefs for quote in brief.quotes),
        figures=tuple(dict.fromkeys(figures)),
        revisions=tuple(dict.fromkeys(r for brief in briefs for r in brief.revisions)),
    )


def only_new(brief: Brief, earlier: Brief, sources: Sources) -> Brief:
    """An update with what was told since: what was told before is left out, also the lead where anything else is new.

    `sources` are those of the brief, and of the earlier one as far as they are at hand.
    """
    shown = {(f.figure.value, f.figure.unit) for f in earlier.figures}
    return replace(
        brief,
        lines=_lines(brief, earlier, sources),
        quotes=quotes_since(brief, earlier),
        figures=tuple(f for f in brief.figures if (f.figure.value, f.figure.unit) not in shown),
    )


def _lines(brief: Brief, earlier: Brief, sources: Sources) -> tuple[Line, ...]:
    """The lead, if it is new, or else the first new line as lead; with neither, a lead in words not posted yet."""
    posted = {key(line.text) for line in earlier.lines}
    news = [line for line in news_since(brief, earlier, sources) if key(line.text) not in posted]
    leads = [line for line in news if line.kind == "lead"]
    new = [line for line in news if line.kind == "new"]
    if leads or not new:
        told = (line for line in brief.lines if line.kind == "lead" and key(line.text) not in posted)
        return (*(leads or told), *new)
    return (replace(new[0], kind="lead"), *new[1:])
