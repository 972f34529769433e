"""Brief, answer or evidence to a platform-neutral card. Length is cut here, once, and pings are defused.

Every line carries numbers of evidence ("evidence 3"). Numbers run through a whole thread: those of the edition's
briefs first, then those of the answers under it, so that a number means one sentence for good.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from datetime import UTC

from bot.news.addresses import canonical, host_of
from bot.news.sentences import paragraphs
from bot.news.showing.backing import backing
from bot.news.showing.card_figures import amount, each_once, label_of
from bot.news.showing.days import day_words
from bot.news.showing.pointing import pointer_to
from bot.news.showing.shown import (
    Also,
    AnswerCard,
    BriefCard,
    CardChange,
    CardConflict,
    CardFigure,
    CardLine,
    CardQuote,
    CardSide,
    CardSource,
    EvidenceCard,
    SourcesCard,
)
from bot.news.showing.text_fragments import fragment_link
from bot.news.text import fold, squeeze
from bot.news.types import (
    Answer,
    Article,
    Brief,
    Change,
    Conflict,
    Evidence,
    Line,
    ProvenFigure,
    ProvenQuote,
    Source,
    Sources,
    Span,
)

# "@everyone", and what Slack and Discord read as a mention or a role: "<!channel>", "<@&1>", "<#1>".
_PING = re.compile(r"[@＠](?=(?:everyone|here|channel)\b)|<(?=[!@#&])", re.IGNORECASE)
_WORD_JOINER = "\u2060"
# The most characters of each thing that is shown.
_HEADLINE_CHARS = 300
_LINE_CHARS = 700
_QUOTE_CHARS = 1000
_NAME_CHARS = 120
_LABEL_CHARS = 90
_TITLE_CHARS = 200
_FIRST_WORDS_CHARS = 80
_NEAREST_CHARS = 300
_PARAGRAPH_CHARS = 1500


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

    def known(self) -> tuple[Evidence, ...]:
        return tuple(self._all)

    def __len__(self) -> int:
        return len(self._all)


def safe(text: str, chars: int = _LINE_CHARS) -> str:
    """One line of at most so many characters that pings nobody."""
    return _defused(_cut(text, chars))


def _defused(text: str) -> str:
    return _PING.sub(lambda m: m.group() + _WORD_JOINER, text)


def _cut(text: str, chars: int) -> str:
    # Some outlets escape their text twice.
    text = squeeze(html.unescape(html.unescape(text)) if "&" in text else text)
    if len(text) <= chars:
        return text
    return text[: text.rfind(" ", 0, chars)].rstrip(",;:–- ") + "…" if " " in text[:chars] else text[: chars - 1] + "…"


class _Proof:
    """Numbers the evidence of one card, and remembers it for the card's sources."""

    def __init__(self, sources: Sources, marks: Marks, voices: Sequence[Sequence[str]] = ()) -> None:
        self.sources = sources
        self._marks = marks
        self._voice = {outlet: n for n, outlets in enumerate(voices) for outlet in outlets}
        self._used: dict[Evidence, int] = {}

    def mark(self, evidence: Evidence) -> int:
        """The number of the sentences that hold the evidence."""
        sentence = _sentence_of(evidence, self.sources)
        self._used[sentence] = self._marks.number(sentence)
        return self._used[sentence]

    def marks(self, evidence: Iterable[Evidence]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(map(self.mark, evidence)))

    def also(self, first: Iterable[Evidence], others: Sequence[Evidence]) -> Also:
        """Who says the same as the first: others that are independent of it and of each other."""
        known = [e for e in others if e.revision in self.sources]
        said = {self._voice_of(e) for e in first}
        return Also(len({self._voice_of(e) for e in known} - said), self.marks(known))

    def _voice_of(self, evidence: Evidence) -> int | str:
        return self._voice.get(outlet_of(self.sources[evidence.revision].article), evidence.revision)

    def shown(self) -> tuple[CardSource, ...]:
        """The articles of all that was numbered, in the order in which they came up."""
        return tuple(
            _card_source(n, self.sources[revision], {m: e for e, m in self._used.items() if e.revision == revision})
            for n, revision in enumerate(dict.fromkeys(e.revision for e in self._used), 1)
        )


def brief_card(brief: Brief, sources: Sources, marks: Marks) -> BriefCard:
    """The brief as it is shown; its evidence is numbered on from what `marks` holds already.

    A figure that has changed or that sources disagree on is told there, and not among the figures again.
    """
    proof = _Proof(sources, marks, brief.voices)

    def lines(kind: str) -> tuple[CardLine, ...]:
        return tuple(_card_line(line, proof) for line in brief.lines if line.kind == kind)

    told = {c.now.evidence for c in brief.changes} | {s.evidence for c in brief.conflicts for s in c.sides}
    lead, new = lines("lead"), lines("new")
    changes = tuple(_card_change(c, proof) for c in brief.changes)
    figures = tuple(each_once(_card_figure(f, proof) for f in brief.figures if f.evidence not in told))
    conflicts = tuple(_card_conflict(c, proof) for c in brief.conflicts)
    quotes = tuple(_card_quote(q, proof) for q in brief.quotes)
    points, claims = lines("point"), lines("claim")
    shown = proof.shown() or _bare_sources(brief, sources)
    backed = safe(backing(brief.voices))
    return BriefCard(
        safe(brief.headline, _HEADLINE_CHARS),
        lead,
        figures,
        quotes,
        points,
        claims,
        shown,
        _footer(brief, sources, shown, backed),
        brief.update,
        backed,
        new,
        changes,
        conflicts,
    )


def answer_card(answer: Answer, sources: Sources, marks: Marks) -> AnswerCard:
    """The answer as it is shown, or the refusal with the nearest sentences.

    `sources` hold the articles of its lines, of those who say the same, of its conflicts and of the nearest sentences.
    """
    proof = _Proof(sources, marks)
    lines = tuple(_card_line(line, proof) for line in answer.lines)
    conflicts = tuple(_card_conflict(c, proof) for c in answer.conflicts)
    nearest = tuple(
        CardLine(safe(e.span.of(sources[e.revision].text), _NEAREST_CHARS), (proof.mark(e),)) for e in answer.nearest
    )
    return AnswerCard(lines, safe(answer.words), nearest, proof.shown(), conflicts)


def sources_card(sources: Sequence[Source]) -> SourcesCard:
    """The articles, numbered from 1."""
    return SourcesCard(tuple(_card_source(number, source, {}) for number, source in enumerate(sources, 1)))


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
    return EvidenceCard(number, shown, _card_source(1, source, {number: evidence}))


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


def _card_line(line: Line, proof: _Proof) -> CardLine:
    translation = safe(line.translation) if line.translation else None
    marks, also = proof.marks(line.evidence), proof.also(line.evidence, line.also)
    return CardLine(safe(line.text), marks, also, translation, line.day)


def _card_quote(quote: ProvenQuote, proof: _Proof) -> CardQuote:
    if quote.speaker:
        role = quote.speaker.role
        by = (
            f"{quote.speaker.name}, {role}"
            if role and fold(role).lower() not in fold(quote.speaker.name).lower()
            else quote.speaker.name
        )
        by += f" · {quote.venue}" if quote.venue else ""
    else:
        by = f"in {proof.sources[quote.evidence.revision].article.outlet or 'the article'}’s report"
    return CardQuote(
        safe(quote.text, _QUOTE_CHARS),
        safe(by, _NAME_CHARS),
        proof.mark(quote.evidence),
        proof.also([quote.evidence], quote.also),
        safe(quote.translation, _QUOTE_CHARS) if quote.translation else None,
    )


def _card_figure(figure: ProvenFigure, proof: _Proof) -> CardFigure:
    return CardFigure(
        amount(figure.figure),
        safe(label_of(figure, proof.sources[figure.evidence.revision].text), _LABEL_CHARS),
        _claimant(figure),
        proof.mark(figure.sentence),
        proof.also([figure.sentence], figure.also),
    )


def _card_change(change: Change, proof: _Proof) -> CardChange:
    now, before = _card_figure(change.now, proof), change.before
    # The earlier article may have been corrected since: then its sentence is no longer among the sources.
    was_mark = proof.mark(before.sentence) if before.sentence.revision in proof.sources else None
    label = _counted(change.now, proof.sources)
    return CardChange(now.amount, label, now.by, now.mark, amount(before.figure), was_mark, now.also)


def _card_conflict(conflict: Conflict, proof: _Proof) -> CardConflict:
    sides = tuple(
        CardSide(
            amount(side.figure),
            safe(outlet_of(proof.sources[side.evidence.revision].article) or "an unnamed outlet", _NAME_CHARS),
            _claimant(side),
            proof.mark(side.sentence),
            proof.also([side.sentence], side.also),
        )
        for side in conflict.sides
    )
    return CardConflict(_counted(conflict.sides[0], proof.sources), sides)


def _counted(figure: ProvenFigure, sources: Sources) -> str:
    """What is counted, in words that stand well without the number."""
    label = figure.figure.of_what or label_of(figure, sources[figure.evidence.revision].text)
    return safe(label, _LABEL_CHARS)


def _claimant(figure: ProvenFigure) -> str | None:
    return safe(figure.figure.claimed_by, _NAME_CHARS) if figure.figure.claimed_by else None


def outlet_of(article: Article) -> str:
    """Who published an article: its outlet, or the host of its address; nothing where neither is known."""
    return article.outlet or (host_of(canonical(article.url)) if article.url else "")


def _bare_sources(brief: Brief, sources: Sources) -> tuple[CardSource, ...]:
    return tuple(_card_source(n, sources[r], {}) for n, r in enumerate(brief.revisions, 1) if r in sources)


def title_of(article: Article) -> str:
    """What an article is called: its title, or how it begins."""
    if article.title:
        return safe(article.title, _TITLE_CHARS)
    return safe(article.text.lstrip().split("\n", 1)[0], _FIRST_WORDS_CHARS)


def address_of(article: Article) -> str | None:
    """Where an article can be read, without a user's name or password, which are a secret or hide the host."""
    return _USER.sub(r"\1", article.url) if article.url else None


_USER = re.compile(r"^(\s*[a-z][a-z+.-]{1,9}:/*)[^/?#\s]*@", re.IGNORECASE)


def _card_source(number: int, source: Source, proofs: dict[int, Evidence]) -> CardSource:
    """The article, and for each mark the link to its sentence."""
    article, marks = source.article, tuple(sorted(proofs))
    url = address_of(article)
    outlet = safe(article.outlet, _NAME_CHARS) if article.outlet else None
    links = tuple(fragment_link(url, source.text, proofs[m].span) for m in marks) if url else ()
    day = article.published.date().isoformat() if article.published else None
    pointers = tuple(pointer_to(m, proofs[m]) for m in marks)
    at = article.fetched.astimezone(UTC) if article.fetched else None
    fetched = f"{day_words(at.date().isoformat())}, {at:%H:%M}" if at else None
    return CardSource(number, title_of(article), outlet, url, marks, links, day, pointers, fetched)


def _footer(brief: Brief, sources: Sources, shown: Sequence[CardSource], backed: str) -> str:
    outlets = {s.outlet for s in shown if s.outlet}
    count = len(brief.revisions)
    parts = [] if backed else [f"{len(outlets)} outlets" if len(outlets) > 1 and not brief.voices else "Single source"]
    parts.append(f"{count} article{'s' if count > 1 else ''}")
    summaries = sum(sources[r].article.summary_only for r in brief.revisions if r in sources)
    if summaries:
        parts.append("summary only" if summaries == count else f"{summaries} of them only summaries")
    if brief.refused:
        parts.append(f"{len(brief.refused)} withheld")
    return " · ".join([*parts, "ask me anything about this"])
