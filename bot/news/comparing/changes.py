"""What a brief tells that the last brief of its story did not: new lines, quotations, and figures that have changed.

New is what no reader of the last brief knows: another outlet or other words for it are not news, and neither is what
stood in an article that the last brief was made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.news.comparing.bounds import agree, says_least
from bot.news.comparing.retold import Told
from bot.news.comparing.same_count import Counted, counted, risen_toll, same_count
from bot.news.counting.numbers import find_numbers
from bot.news.text import key, words
from bot.news.types import Brief, Evidence, Figure, Line, ProvenFigure, ProvenQuote, RevisionId, Sources

_FEWEST_SAID = 6  # words of a quotation: fewer are a reaction in passing


def news_since(brief: Brief, earlier: Brief, sources: Sources) -> tuple[Line, ...]:
    """The lines that say what the earlier brief does not show and no article says that it was made from.

    `sources` may hold articles of both briefs; those that are missing are gone without.
    """
    return _news(brief.lines, earlier, Told(earlier, sources), sources)


def _news(lines: Iterable[Line], earlier: Brief, told: Told, sources: Sources) -> tuple[Line, ...]:
    old = frozenset(earlier.revisions)
    since = (line for line in lines if _since(line.evidence, line.also, old))
    return tuple(line for line in since if not told.holds(line.text) and not told.beside(line, sources))


def quotes_since(brief: Brief, earlier: Brief) -> tuple[ProvenQuote, ...]:
    """The quotations whose words the earlier brief does not show and no article prints that it was made from."""
    shown = [_words(text) for text in (*(q.text for q in earlier.quotes), *(line.text for line in earlier.lines))]
    old = frozenset(earlier.revisions)
    return tuple(
        quote
        for quote in brief.quotes
        if _since((quote.evidence,), quote.also, old) and not any(_holds(text, _words(quote.text)) for text in shown)
    )


def tells_more(brief: Brief, earlier: Brief, sources: Sources | None = None) -> bool:
    """Whether the brief is worth posting where the earlier one was: a line, a figure or a key quote of it is news.

    `sources` as for `news_since`.
    """
    if brief.changes:
        return True
    sources = sources or {}
    told = Told(earlier, sources)
    if any(_worth(quote) and not told.holds(quote.text) for quote in quotes_since(brief, earlier)):
        return True
    # Where the gate knew of the earlier brief, it has found all new lines but a lead.
    lines = (line for line in brief.lines if line.kind in ("lead", "new") or not brief.update)
    return bool(_news(lines, earlier, told, sources))


def _worth(quote: ProvenQuote) -> bool:
    """Whether a quotation says enough to be news by itself."""
    return len(words(quote.text)) >= _FEWEST_SAID


def changed_figures(
    earlier: Brief, sources: Sources, counts: Sequence[Counted]
) -> tuple[tuple[ProvenFigure, Counted], ...]:
    """Each figure of the earlier brief that has another value now, with what tells it: the newest article that does.

    `counts` are the figures of `sources`, the articles in the order in which they came out. A value that an article of
    the earlier brief tells too is no change.
    """
    old = frozenset(earlier.revisions)
    known = {value for r in old if r in sources for value in _values(sources[r].text)}
    fresh = [c for c in counts if c.revision not in old and c.settled]
    found: list[tuple[ProvenFigure, Counted]] = []
    for before in earlier.figures:
        was = _counted_before(before, sources)
        same = [c for c in fresh if was is not None and (same_count(was, c) or risen_toll(was, c))]
        newest = [c for c in same if c.revision == same[-1].revision]
        # An article may tell of the count at first too, beside the toll by now.
        newest = [c for c in newest if was is not None and risen_toll(was, c)] or newest
        if was is None or was.figure.part or not newest or not all(_differs(was.figure, c.figure) for c in newest):
            continue
        now = newest[0]
        if (
            now.figure.value not in known
            and not _shrunk(was, now, sources)
            and all(now is not other for _, other in found)
        ):
            found.append((before, now))
    return tuple(found)


def _counted_before(before: ProvenFigure, sources: Sources) -> Counted | None:
    """What a figure of the earlier brief counts; of an article that is not at hand its own words must tell."""
    source = sources.get(before.evidence.revision)
    text = source.text if source else None
    return counted(before.evidence.revision, before.figure, before.sentence.span, text, before.text)


def _differs(was: Figure, now: Figure) -> bool:
    """True where the value is another one, and not the same told more roughly. "At least 12" becomes 15."""
    return was.value != now.value and not agree(_unbounded(was), _unbounded(now))


def _shrunk(was: Counted, now: Counted, sources: Sources) -> bool:
    """True where fewer people are harmed than before, by another outlet: that is rather a disagreement."""
    if not was.harm or now.figure.value > was.figure.value:
        return False
    before = sources.get(was.revision)
    return before is None or before.article.outlet != sources[now.revision].article.outlet


def _unbounded(figure: Figure) -> Figure:
    return replace(figure, qualifier=None) if says_least(figure) else figure


def _values(text: str) -> set[float]:
    return {value for n in find_numbers(text) for value in (n.value, n.high) if value is not None}


def _since(evidence: Iterable[Evidence], also: Iterable[Evidence], old: frozenset[RevisionId]) -> bool:
    """True where something was proven by an article that is new, and no old one says the same."""
    return any(e.revision not in old for e in evidence) and all(e.revision not in old for e in also)


def _words(text: str) -> str:
    """The words alone, each with a space on both sides."""
    return f" {' '.join(key(w.of(text)) for w in words(text))} "


def _holds(text: str, piece: str) -> bool:
    """True where the shorter of two runs of words stands in the longer."""
    short, long = sorted((text, piece), key=len)
    return bool(short.strip()) and short in long
