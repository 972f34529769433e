"""What somebody said: the sentences that hold a speaker's quotes and claims."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.news.asking.questions import Question
from bot.news.asking.stems import kin, stems
from bot.news.text import fold
from bot.news.types import DraftEvidence, DraftLine, Facts, Sentence, Source, Span, Speaker
from bot.news.writing.phrasing import as_said, may_be_another, stand_alone

_MOST_LINES = 3
_LONGEST_QUOTATION = 700
# Less of what the question is about than this, and the words are about something else.
_MOSTLY = 0.5
_PRONOUN = re.compile(r"(?:he|she|it|they)\b", re.IGNORECASE)
_SPEECH = frozenset(
    stems("said told says claimed argued announced stated wrote added warned insisted called described denied")
)


def what_was_said(asked: Question, sources: Sequence[Source], own: Collection[str] = ()) -> tuple[DraftLine, ...]:
    """At most three lines with quotes or claims, those that bear most on the question, in the order of the text.

    () where the speaker is silent. `own` are the stems that were typed, where the turns before lent others: these
    tell of what, but need not stand in what was said.
    Words in quotation marks that stand without their speaker get the name put before them.
    """
    topic = {w.stem for w in asked.wanted if w.stem not in asked.said_by and w.weight >= 1} - _SPEECH
    topic = topic.intersection(own) if own else topic
    held: list[tuple[float, Sentence, str, Source]] = []
    for source in sources:
        for sentence, name in _sentences(asked, source):
            here = frozenset(stems(_around(source, sentence).of(source.text)))
            hits = sum(1 for w in topic if w in here or not kin(w).isdisjoint(here))
            held.append((hits / len(topic) if topic else 1.0, sentence, name, source))
    best = max((h[0] for h in held), default=0.0)
    if not held or best < _MOSTLY:
        return ()
    chosen = [h for h in held if h[0] == best][:_MOST_LINES]
    return tuple(dict.fromkeys(_voiced(source, sentence, name) for _, sentence, name, source in chosen))


def _around(source: Source, sentence: Sentence) -> Span:
    """The sentence with all of a quotation that begins in it, and with what tells who said that to whom."""
    begun = [q for q in source.facts.quotes if sentence.span.start <= q.span.start < sentence.span.end]
    ends = [source.facts.sentence_at(max(q.span.end, q.mention.end if q.mention else 0) - 1) for q in begun]
    return Span(sentence.span.start, max([sentence.span.end, *(s.span.end for s in ends if s)]))


def _sentences(asked: Question, source: Source) -> list[tuple[Sentence, str]]:
    """Sentences that hold words of this speaker with the speaker's name, in the order of the text."""
    facts = source.facts
    found: dict[Sentence, str] = {}
    spoken = [(q.span, q.speaker) for q in facts.quotes if q.speaker] + [(c.span, c.claimant) for c in facts.claims]
    for span, speaker in spoken:
        if _is(asked, speaker, source) and (sentence := facts.sentence_at(span.start)):
            found.setdefault(sentence, speaker.name)
    if not found:
        found = {s: "" for s in facts.sentences if _speaks(asked, s.span.of(source.text))}
    return sorted(found.items(), key=lambda item: item[0].span)


def _voiced(source: Source, sentence: Sentence, name: str) -> DraftLine:
    line = standing(source, sentence)
    family = name.split()[-1] if name else ""
    shown = _named_in(source, name) if name else None
    if family in line.text or shown is None or not fold(line.text).startswith(('"', "'")):
        return line
    beside = [q.mention for q in source.facts.quotes if q.mention and q.span.overlaps(sentence.span)]
    if any(may_be_another(source, name, mention) for mention in beside):
        return line
    return DraftLine(
        f"{name[:1].upper()}{name[1:]}: {line.text}", line.kind, (*line.evidence, _evidence(source, shown))
    )


def standing(source: Source, sentence: Sentence) -> DraftLine:
    """The sentence so that it can stand alone where the article allows it, else as it is.

    A sentence that a quotation runs out of, or into, comes with the whole quotation: half of one is none.
    """
    cut = _cut_quotation(source, sentence)
    if cut is not None:
        return cut
    line = stand_alone(source, sentence)
    return _as_it_is(source, sentence) if line is None or _PRONOUN.match(line.text) else line


def _cut_quotation(source: Source, sentence: Sentence) -> DraftLine | None:
    facts, span = source.facts, sentence.span
    for quote in facts.quotes:
        whole_inside = span.holds(quote.span) and fold(span.of(source.text)).count('"') % 2 == 0
        if not quote.span.overlaps(span) or whole_inside:
            continue
        first, last = facts.sentence_at(quote.span.start), facts.sentence_at(quote.span.end - 1)
        whole = Span(first.span.start, last.span.end) if first and last else quote.span
        if quote.mention is None or not whole.holds(quote.mention):
            return as_said(source, quote)
        if whole.end - whole.start <= _LONGEST_QUOTATION:
            return DraftLine(whole.of(source.text), "point", (_evidence(source, whole),))
    return None


def _is(asked: Question, speaker: Speaker, source: Source) -> bool:
    """Every word of the question's name for the speaker is in the name or role that the text gives."""
    known = set(stems(f"{speaker.name} {speaker.role or ''}"))
    if known.isdisjoint(asked.said_by):
        return False
    rest = [w for w in asked.said_by if w not in known]
    return not rest or all(w in _described(source.facts, speaker, source.text) for w in rest)


def _described(facts: Facts, speaker: Speaker, text: str) -> set[str]:
    """Stems of the words right beside the speaker's mentions: "Germany's defence minister, ..." """
    out: set[str] = set()
    for party in facts.parties:
        if party.name == speaker.name:
            for m in party.mentions:
                out.update(stems(text[max(0, m.start - 60) : m.end + 60].split("\n")[0]))
    return out


def _speaks(asked: Question, words: str) -> bool:
    here = set(stems(words))
    return all(w in here for w in asked.said_by) and not here.isdisjoint(_SPEECH)


def _as_it_is(source: Source, sentence: Sentence) -> DraftLine:
    """The sentence, letter for letter; only "it said" becomes "the council said", with the sentence that shows it."""
    text, span = source.text, sentence.span
    words = span.of(text)
    evidence = [_evidence(source, span)]
    for claim in source.facts.claims:
        if claim.mention.start == span.start and _PRONOUN.fullmatch(claim.mention.of(text)):
            if may_be_another(source, claim.claimant.name, claim.mention):
                break
            named = _named_in(source, claim.claimant.name)
            if named is not None:
                name = claim.claimant.name
                words = name[:1].upper() + name[1:] + text[claim.mention.end : span.end]
                evidence.append(_evidence(source, named))
                break
    return DraftLine(words, "point", tuple(evidence))


def _named_in(source: Source, name: str) -> Span | None:
    at = source.text.find(name.removeprefix("the "))
    sentence = source.facts.sentence_at(at) if at >= 0 else None
    return sentence.span if sentence else None


def _evidence(source: Source, span: Span) -> DraftEvidence:
    return DraftEvidence(source.article.revision.id, span.of(source.text), span.start)
