"""Make a sentence of an article stand alone: no dangling "he", no "However" without what it answers.

The words stay the article's own. Where a pronoun needs a name, the name is the one that the article gives,
and the sentence that gives it becomes evidence too.
"""

from __future__ import annotations

import re

from bot.news.text import fold, squeeze
from bot.news.types import DraftEvidence, DraftLine, LineKind, Party, Quote, Sentence, Source, Span
from bot.news.writing.languages import language_of, leans

_CONNECTIVE = re.compile(
    r"(?:however|indeed|meanwhile|moreover|furthermore|nevertheless|nonetheless|still|also|besides|instead|but|and|yet|so|"
    r"then|in addition|additionally|of course|in fact|for example|for instance|as a result|therefore|thus|similarly|"
    r"in other words|even so|that said|on the other hand|in turn|plus|well),?[\s\u200b\u2060\ufeff]+(?=[\w“\"‘])",
    re.IGNORECASE,
)
_COMMA_NEEDED = frozenset(["still", "also", "so", "then", "instead", "well", "besides", "yet"])
_LEANS = re.compile(
    r"(?:this|that|these|those|such|it|its|they|their|them|he|she|his|her|him|here|there|both|another|others|not least|"
    r"the (?:same|latter|former|other|move|pair|two|three|news|decision|comments?|remarks?|announcement|findings?)|"
    r"one of (?:them|these|those)|"
    r"some of (?:them|these)|either|neither|nor|which|who|because|or|like that|another|more than that|doing so|"
    r"(?:yes|no|yeah|sure|absolutely|exactly)(?=[.,!]))\b",
    re.IGNORECASE,
)
_LEANS_SAFE = re.compile(
    r"(?:there (?:is|are|was|were|has|have|will|could|may)\b|"
    r"it (?:is|was|will be|would be|has been) \w+ (?:that|to)\b|that'?s? (?:the|a)\b.{0,60}\bis)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(he|she|him|his|her|hers)\b", re.IGNORECASE)
_POSSESSIVE = frozenset({"his", "her", "its", "their"})
_NAME = re.compile(r"\b[A-Z][\w’'-]+")
_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I've|we|we're|we've|my|our|us|me|you|your|you're)\b")
_DATELINE = re.compile(
    r"(?:\([A-Z][A-Za-z ]{1,20}\)\s*(?:[-–—−]+\s*)?"
    r"|[A-Z][A-Z.'’-]+(?:,? [A-Z][A-Za-z.'’]+){0,4}(?:\s*\([A-Z][A-Za-z ]{1,20}\))?\s*[-–—−]+\s+"
    r"|[A-Z][\w.,'’ ]{0,60}/[A-Z][\w .-]{1,30}/\s*[-–—−]+\s+"
    r"|[A-Z][\w.,'’ ]{0,40}(?:\([A-Z][A-Za-z .]{1,20}\)|CNN[A-Za-z ]{0,12}|AP|Reuters)\s*[-–—−]+\s+)"
)
_ENDS = re.compile(r"(?:[.!?…।॥؟۔][\"'”’»)\]]*|[。！？][”’」』）)\"']*)\W{0,4}$")
_BULLET = re.compile(r"(?:^|\n)[ \t]*(?:[-*•·–—►▪‣◦]|\d{1,2}[.)])[ \t\u00a0]+$")
_WORD_CHARS_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LETTERS_A_WORD = 2
_FEWEST_WORDS = 4
_BRACKETS = (("(", ")"), ("「", "」"), ("『", "』"))


def stand_alone(source: Source, sentence: Sentence, kind: LineKind = "point") -> DraftLine | None:
    """A line that can be read without the sentence before it; None where the article gives no way."""
    text, span = source.text, sentence.span
    start = span.start
    dateline = _DATELINE.match(span.of(text))
    if dateline:
        start += dateline.end()
    english = language_of(text) == "en"
    while english and (opener := _CONNECTIVE.match(text, start, span.end)):
        word = opener.group().strip().rstrip(",").lower()
        if word in _COMMA_NEEDED and "," not in opener.group():
            break
        start = opener.end()
    shown = Span(start, span.end)
    if not _whole(source, shown):
        return None
    edits, extra = _named(source, shown)
    if edits is None:
        return None
    out, at = [], shown.start
    for place, name in edits:
        out += [text[at : place.start], name]
        at = place.end
    words = "".join([*out, text[at : shown.end]])
    words = words[0].upper() + words[1:]
    evidence = [DraftEvidence(source.article.revision.id, s.of(text), s.start) for s in (span, *extra)]
    return DraftLine(words, kind, tuple(evidence))


def _whole(source: Source, span: Span) -> bool:
    """A full sentence, with balanced marks, that is not a piece of a longer quotation."""
    words = fold(span.of(source.text))
    if not words or not (_ENDS.search(words) or _is_listed(source.text, span)):
        return False
    if words.count('"') % 2 or any(words.count(opens) != words.count(closes) for opens, closes in _BRACKETS):
        return False
    opens = source.facts.sentence_at(span.start)
    # What stood behind "But" is lower-case and will be given its capital; a sentence that begins so is a fragment.
    if words[0].islower() and opens is not None and opens.span.start == span.start:
        return False
    inside = any(q.span.start < span.start and span.end <= q.span.end + 1 for q in source.facts.quotes)
    many = len(words.split()) + len(_WORD_CHARS_EAST.findall(words)) // _LETTERS_A_WORD
    return not inside and many >= _FEWEST_WORDS


def _is_listed(text: str, span: Span) -> bool:
    """An entry of a list needs no full stop: the rest of its line."""
    before, after = text[max(0, span.start - 12) : span.start], text[span.end : span.end + 1]
    return after in ("", "\n", "\r") and _BULLET.search(before) is not None


def _named(source: Source, span: Span) -> tuple[list[tuple[Span, str]] | None, list[Span]]:
    """The pronouns to replace and the sentences that show their names; None where one stays dangling."""
    text = source.text
    edits: list[tuple[Span, str]] = []
    extra: list[Span] = []
    known: list[Span] = []
    claimed = [(c.claimant.name, c.mention) for c in source.facts.claims if span.holds(c.mention)]
    for party in source.facts.parties:
        inside = [m for m in party.mentions if span.holds(m)]
        first = min(inside, default=None)
        meant = {*party.stand_ins, *(m for name, m in claimed if name == party.name and m not in party.mentions)}
        stand_in = next((s for s in sorted(meant) if span.holds(s) and not _quoted(source, s)), None)
        if stand_in is None:
            continue
        known.append(stand_in)
        if first is not None and first.start < stand_in.start:
            continue
        shown = _shown_at(source, party)
        if shown is None or not _PRONOUNS.fullmatch(stand_in.of(text)):
            continue
        if first is not None:
            return None, []  # "After he spoke, Mr Smith left": a name would stand twice
        if party.kind == "person" and may_be_another(source, party.name, stand_in):
            return None, []
        name = party.name[0].upper() + party.name[1:] if stand_in.start == span.start else party.name
        edits.append((stand_in, name + ("’s" if stand_in.of(text).lower() in _POSSESSIVE else "")))
        extra.append(shown)
    edits.sort()
    if _dangles(source, span, known):
        return None, []
    return edits, extra


_NEAR = 6  # sentences
_SHE = re.compile(r"(?:she|her|hers|ms|mrs|miss|lady|queen|princess)\b", re.IGNORECASE)
_HE = re.compile(r"(?:he|him|his|mr|sir|lord|king|prince)\b", re.IGNORECASE)


def may_be_another(source: Source, name: str, pronoun: Span) -> bool:
    """Somebody else was named lately whom the pronoun fits as well: "Kessler met Lund. He denied it." names neither."""
    if not _PRONOUN.fullmatch(pronoun.of(source.text)):
        return False
    before = [s for s in source.facts.sentences if s.span.start <= pronoun.start]
    here = [s.span.start for s in before if s.paragraph == before[-1].paragraph]
    near = Span(before[-_NEAR - 1 :][0].span.start if before else 0, pronoun.start)
    own = Span(here[0], pronoun.start) if here else near
    if any(own.holds(m) for p in source.facts.parties if p.name == name for m in p.mentions):
        near = own  # a paragraph that names somebody goes on about them
    other_sex = _HE if _SHE.match(pronoun.of(source.text)) else _SHE
    return any(
        other.kind == "person"
        and other.name != name
        and any(near.holds(m) for m in other.mentions)
        and not any(other_sex.match(m.of(source.text)) for m in (*other.mentions, *other.stand_ins))
        for other in source.facts.parties
    )


_PRONOUNS = re.compile(r"he|she|him|his|her|it|its|they|their", re.IGNORECASE)


def _dangles(source: Source, span: Span, known: list[Span]) -> bool:
    text = source.text
    words = span.of(text)
    language = language_of(text)
    if language != "en":
        return leans(words, language)
    opening = _LEANS.match(words)
    if opening and not _LEANS_SAFE.match(fold(words)) and not any(k.start == span.start for k in known):
        return True
    for m in _PRONOUN.finditer(text, span.start, span.end):
        place = Span(m.start(), m.end())
        if place in known or _quoted(source, place):
            continue
        before = text[span.start : m.start()]
        named = _NAME.search(before[1:]) or any(
            p.start < m.start() and span.holds(p) for x in source.facts.parties for p in x.mentions
        )
        if not named and not any(k.start < m.start() for k in known):
            return True
    for quote in source.facts.quotes:
        if quote.span.overlaps(span):
            start, end = max(0, quote.span.start - span.start), max(0, quote.span.end - span.start)
            words = words[:start] + " " * (min(end, len(words)) - start) + words[end:]
    return _FIRST_PERSON.search(words) is not None


def _quoted(source: Source, place: Span) -> bool:
    return any(q.span.holds(place) for q in source.facts.quotes)


def _shown_at(source: Source, party: Party) -> Span | None:
    """The sentence in which the article gives the party's full name."""
    for mention in party.mentions:
        if party.name in squeeze(mention.of(source.text)):
            sentence = source.facts.sentence_at(mention.start)
            return sentence.span if sentence else None
    return None


def as_said(source: Source, quote: Quote, kind: LineKind = "point") -> DraftLine | None:
    """The whole quotation after its speaker's name ("Ines Okafor: “Everyone is safe.”"); None where nobody is shown.

    Its evidence is the sentences that the quotation stands in and the words that name the speaker.
    """
    if quote.speaker is None or quote.mention is None:
        return None
    if may_be_another(source, quote.speaker.name, quote.mention):
        return None
    text, facts = source.text, source.facts
    first, last = facts.sentence_at(quote.span.start), facts.sentence_at(max(quote.span.start, quote.span.end - 1))
    if first is None or last is None:
        return None
    spans = [Span(min(first.span.start, quote.span.start), max(last.span.end, quote.span.end))]
    party = next((p for p in facts.parties if p.name == quote.speaker.name), None)
    named = _shown_at(source, party) if party else None
    beside = facts.sentence_at(quote.mention.start)
    spans += [s for s in (named, beside.span if beside else None) if s is not None and s not in spans]
    words = quote.span.of(text).rstrip(", ")
    evidence = tuple(DraftEvidence(source.article.revision.id, s.of(text), s.start) for s in spans)
    return DraftLine(f"{quote.speaker.name}: “{words}”", kind, evidence)
