"""What a posted brief shows that its outlet has changed since: the words that no longer stand in the article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.news.showing.card_figures import amount, label_of
from bot.news.showing.cards import outlet_of, safe
from bot.news.text import locate
from bot.news.types import Article, Brief, Evidence, ProvenFigure, RevisionId

Articles = Mapping[RevisionId, Article]

_SHOWN_CHARS = 160
_MOST = 12


def changed_since(brief: Brief, then: Articles, now: Articles) -> tuple[str, ...]:
    """For each line, quote or figure whose proof an outlet has changed, what it is and who changed it, in the order of
    the brief. `then` are articles that it rests on, `now` has the latest revision of each, by that of then; typography
    and white space do not count.

    What rests on words that are told already is not told again.
    """
    told: list[Evidence] = []
    found: list[str] = []
    for shown, evidence in _shown(brief, then):
        gone = [e for e in evidence if e.revision in now and e.revision in then and not _stands(e, then, now)]
        fresh = [e for e in gone if not any(e.revision == t.revision and e.span.overlaps(t.span) for t in told)]
        if fresh:
            outlets = dict.fromkeys(outlet_of(now[e.revision]) or "the article" for e in fresh)
            found.append(f"{_quoted(shown)}: changed since by {safe(', '.join(outlets))}")
            told += fresh
    return tuple(found)[:_MOST]


def _quoted(words: str) -> str:
    return f"“{safe(words, _SHOWN_CHARS).replace('“', '‘').replace('”', '’')}”"


def _shown(brief: Brief, then: Articles) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    """What the brief shows, with what proves it."""
    for line in brief.lines:
        yield line.text, (*line.evidence, *line.also)
    for quote in brief.quotes:
        yield quote.text, (quote.evidence, *quote.also)
    figures = (*brief.figures, *(c.now for c in brief.changes), *(s for c in brief.conflicts for s in c.sides))
    for figure in figures:
        yield _figure_words(figure, then), (figure.sentence, *figure.also)


def _figure_words(figure: ProvenFigure, then: Articles) -> str:
    article = then.get(figure.evidence.revision)
    if article is None:
        return figure.text
    label = label_of(figure, article.text)
    return label if figure.evidence.span.of(article.text) in label else f"{amount(figure.figure)} {label}"


def _stands(evidence: Evidence, then: Articles, now: Articles) -> bool:
    words = evidence.span.of(then[evidence.revision].text)
    return locate(words, now[evidence.revision].text) is not None
