"""Brief, answer or evidence to a platform-neutral card. Length is cut here, once, and pings are defused.

Every line carries numbers of evidence ("evidence 3"). Numbers run through a whole thread: those of the edition's
briefs first, then those of the answers under it, so that a number means one sentence for good.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from bot.news.sentences import paragraphs
from bot.news.shown import (
    AnswerCard,
    BriefCard,
    CardFigure,
    CardLine,
    CardQuote,
    CardSource,
    EvidenceCard,
)
from bot.news.text import fold, squeeze, words
from bot.news.types import (
    Answer,
    Article,
    Brief,
    Evidence,
    Figure,
    Line,
    ProvenFigure,
    ProvenQuote,
    Source,
    Sources,
    Span,
)

_Mark = Callable[[Evidence], int]
# "@everyone", and what Slack and Discord read as a mention or a role: "<!channel>", "<@&1>", "<#1>".
_PING = re.compile(r"[@＠](?=(?:everyone|here|channel)\b)|<(?=[!@#&])", re.IGNORECASE)
_WORD_JOINER = "\u2060"
_LABEL_CHARS = 90
_PARAGRAPH_CHARS = 1500
_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
_SIGNS = {
    **dict.fromkeys(("more than", "over", "at least", "above", "upwards of", "in excess of", "no fewer than"), "{}+"),
    **dict.fromkeys(
        ("about", "around", "roughly", "approximately", "some", "nearly", "almost", "close to", "near", "an estimated"),
        "~{}",
    ),
    **dict.fromkeys(("up to", "as many as", "as much as", "at most", "no more than"), "≤{}"),
    **dict.fromkeys(("less than", "fewer than", "under", "below"), "<{}"),
}


class Marks:
    """The numbered evidence of one thread, counted from 1."""

    def __init__(self, known: Iterable[Evidence] = ()) -> None:
        self._all: list[Evidence] = []
        for evidence in known:
            self.number(evidence)

    def number(self, evidence: Evidence) -> int:
        if evidence not in self._all:
            self._all.append(evidence)
        return self._all.index(evidence) + 1

    def at(self, number: int) -> Evidence | None:
        return self._all[number - 1] if 1 <= number <= len(self._all) else None

    def __len__(self) -> int:
        return len(self._all)


def safe(text: str) -> str:
    """One line that pings nobody."""
    return _defused(squeeze(text))


def _defused(text: str) -> str:
    return _PING.sub(lambda m: m.group() + _WORD_JOINER, text)


def brief_card(brief: Brief, sources: Sources, marks: Marks) -> BriefCard:
    """The brief as it is shown; its evidence is numbered on from what `marks` holds already."""
    used: list[Evidence] = []

    def mark(evidence: Evidence) -> int:
        sentence = _sentence_of(evidence, sources)
        used.append(sentence)
        return marks.number(sentence)

    def lines(kind: str) -> tuple[CardLine, ...]:
        return tuple(_card_line(line, mark) for line in brief.lines if line.kind == kind)

    lead, figures = lines("lead"), tuple(_card_figure(f, sources, mark) for f in brief.figures)
    quotes = tuple(_card_quote(q, sources, mark) for q in brief.quotes)
    points, claims = lines("point"), lines("claim")
    shown = _sources(used, sources, marks) or _bare_sources(brief, sources)
    return BriefCard(safe(brief.headline), lead, figures, quotes, points, claims, shown, _footer(brief, sources, shown))


def answer_card(answer: Answer, sources: Sources, marks: Marks) -> AnswerCard:
    """The answer as it is shown, or the refusal with the nearest sentences."""
    used: list[Evidence] = []

    def mark(evidence: Evidence) -> int:
        sentence = _sentence_of(evidence, sources)
        used.append(sentence)
        return marks.number(sentence)

    lines = tuple(_card_line(line, mark) for line in answer.lines)
    nearest = tuple(CardLine(safe(_cut(e.span.of(sources[e.revision].text), 300)), (mark(e),)) for e in answer.nearest)
    return AnswerCard(lines, safe(answer.words), nearest, _sources(used, sources, marks))


def evidence_card(number: int, evidence: Evidence, sources: Sources) -> EvidenceCard:
    """The paragraph that holds the evidence, with its words marked."""
    source = sources[evidence.revision]
    whole = next((p for p in paragraphs(source.text) if p.start <= evidence.span.start < p.end), evidence.span)
    start = max(whole.start, evidence.span.start - _PARAGRAPH_CHARS // 2)
    end = max(evidence.span.end, min(whole.end, start + _PARAGRAPH_CHARS))
    pieces = (
        (("…" if start > whole.start else "") + source.text[start : evidence.span.start], False),
        (evidence.span.of(source.text), True),
        (source.text[evidence.span.end : end] + ("…" if end < whole.end else ""), False),
    )
    shown = tuple((_defused(text), marked) for text, marked in pieces if text)
    return EvidenceCard(number, shown, _card_source(1, source, (number,)))


def _sentence_of(evidence: Evidence, sources: Sources) -> Evidence:
    """A number stands for whole sentences, so that lines which share one share the number."""
    facts = sources[evidence.revision].facts
    first, last = (
        facts.sentence_at(evidence.span.start),
        facts.sentence_at(max(evidence.span.start, evidence.span.end - 1)),
    )
    if first is None or last is None:
        return evidence
    return Evidence(
        evidence.revision, Span(min(first.span.start, evidence.span.start), max(last.span.end, evidence.span.end))
    )


def _card_line(line: Line, mark: _Mark) -> CardLine:
    return CardLine(safe(line.text), tuple(dict.fromkeys(mark(e) for e in line.evidence)))


def _card_quote(quote: ProvenQuote, sources: Sources, mark: _Mark) -> CardQuote:
    if quote.speaker:
        role = quote.speaker.role
        by = (
            f"{quote.speaker.name}, {role}"
            if role and fold(role).lower() not in fold(quote.speaker.name).lower()
            else quote.speaker.name
        )
    else:
        by = f"in {sources[quote.evidence.revision].article.outlet or 'the article'}’s report"
    return CardQuote(safe(quote.text), safe(by), mark(quote.evidence))


def _card_figure(figure: ProvenFigure, sources: Sources, mark: _Mark) -> CardFigure:
    found = figure.figure
    label = _cut(safe(_label(figure, sources[figure.evidence.revision].text)), _LABEL_CHARS)
    return CardFigure(amount(found), label, safe(found.claimed_by) if found.claimed_by else None, mark(figure.sentence))


def _label(figure: ProvenFigure, text: str) -> str:
    """What the figure counts, or, where the counted thing does not follow the number, the words around it."""
    span, sentence, of_what = figure.evidence.span, figure.sentence.span, figure.figure.of_what
    follows = of_what is not None and text.find(of_what, span.start, min(len(text), span.end + len(of_what) + 40)) >= 0
    if of_what is not None and follows:
        return of_what
    start = max(sentence.start, _last_end(_CLAUSE, text, sentence.start, span.start))
    begins = [w.start for w in words(text, start, span.start)][-_WORDS_BEFORE:]
    stop = _CLAUSE.search(text, span.end, sentence.end)
    ends = [w.end for w in words(text, span.end, stop.start() if stop else sentence.end)][:_WORDS_AFTER]
    opening, closing = min(begins, default=span.start), max(ends, default=span.end)
    return ("…" if opening > sentence.start else "") + text[opening:closing]


_CLAUSE = re.compile(r"[,;:–—(]\s|[–—(]")
_WORDS_BEFORE, _WORDS_AFTER = 7, 4


def _last_end(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    return max((m.end() for m in pattern.finditer(text, start, end)), default=start)


def amount(figure: Figure) -> str:
    """A figure as one reads it first: "20+", "£45bn", "62%", "10–15", "~80", "90 days"."""
    number = _number(figure.value) + (f"–{_number(figure.high)}" if figure.high is not None else "")
    sign = _SIGNS.get(fold(figure.qualifier or "").lower(), "{}")
    unit = figure.unit or ""
    if unit in ("", "%"):
        return sign.format(number + unit)
    if not unit[-1].isalpha():
        return sign.format(unit + number)
    if _CURRENCY.fullmatch(unit):
        return sign.format(f"{unit} {number}")
    one = figure.value == 1 and figure.high is None
    return f"{sign.format(number)} {unit if one else _several(unit)}"


def _several(unit: str) -> str:
    """The plural of a unit; short ones (km, mph, GW) have none."""
    return _PLURALS.get(unit, unit if len(unit) <= 3 or unit.endswith("s") or "/" in unit else f"{unit}s")


_PLURALS = {"day": "days", "ton": "tons", "foot": "feet", "inch": "inches", "century": "centuries"}
_CURRENCY = re.compile("[A-Z]{3}")


def _number(value: float) -> str:
    for scale, letter in _SCALES:
        if abs(value) >= scale:
            return (
                f"{value / scale:.3f}".rstrip("0").rstrip(".") + letter
                if value % (scale / 1000) == 0
                else f"{value:,.0f}"
            )
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"


def _cut(text: str, chars: int) -> str:
    text = squeeze(text)
    if len(text) <= chars:
        return text
    return text[: text.rfind(" ", 0, chars)].rstrip(",;:–- ") + "…" if " " in text[:chars] else text[: chars - 1] + "…"


def _sources(used: Sequence[Evidence], sources: Sources, marks: Marks) -> tuple[CardSource, ...]:
    out: list[CardSource] = []
    for revision in dict.fromkeys(e.revision for e in used):
        numbers = tuple(sorted({marks.number(e) for e in used if e.revision == revision}))
        out.append(_card_source(len(out) + 1, sources[revision], numbers))
    return tuple(out)


def _bare_sources(brief: Brief, sources: Sources) -> tuple[CardSource, ...]:
    return tuple(_card_source(n, sources[r], ()) for n, r in enumerate(brief.revisions, 1) if r in sources)


def title_of(article: Article) -> str:
    """What an article is called: its title, or how it begins."""
    return safe(article.title or _cut(article.text.lstrip().split("\n", 1)[0], 80))


def _card_source(number: int, source: Source, marks: tuple[int, ...]) -> CardSource:
    article = source.article
    return CardSource(number, title_of(article), safe(article.outlet) if article.outlet else None, article.url, marks)


def _footer(brief: Brief, sources: Sources, shown: Sequence[CardSource]) -> str:
    outlets = {s.outlet for s in shown if s.outlet}
    count = len(brief.revisions)
    parts = [
        f"{len(outlets)} outlets" if len(outlets) > 1 else "Single source",
        f"{count} article{'s' if count > 1 else ''}",
    ]
    summaries = sum(sources[r].article.summary_only for r in brief.revisions if r in sources)
    if summaries:
        parts.append("summary only" if summaries == count else f"{summaries} of them only summaries")
    if brief.refused:
        parts.append(f"{len(brief.refused)} withheld")
    return " · ".join([*parts, "ask me anything about this"])
