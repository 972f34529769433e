"""Who says it: the gate reads a line with the article's own reader and compares its speakers with the source's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.news.asking.stems import stems
from bot.news.proving.proofs import quoted_pieces
from bot.news.reading import read
from bot.news.saying.speech import PRONOUNS, REPORTING
from bot.news.text import fold, key, locate, words
from bot.news.types import Claim, Quote, Source, Span, Speaker

Placed = Sequence[tuple[Source, Span]]

_THIN = frozenset("the a an of and in for at on mr mrs ms dr sir mx miss its his her their some".split())
# These report speech in some sentences and tell of plain deeds in most.
_DEEDS = frozenset(
    """saw see sees held hold holds holding took takes made makes make gave gives giving came comes went goes
    begin began begins hit hits shot put puts fire fired fires attack attacked attacks cast call calls show
    showed shows find found finds know knew knows read reads reading sign signed signs trade traded sound
    sounded post posted pan press support supported supports paint painted point pointed cry pray plan
    release released releases list""".split()
)
_SAYS = (
    (REPORTING - _DEEDS)
    | frozenset(
        """according claim claims allegation allegations statement accusation accusations denial view opinion
        words remark remarks called calls""".split()
    )
)  # fmt: skip


def misspoken(line: str, placed: Placed) -> str | None:
    """Words or claims that the line gives to somebody other than the source does."""
    if not _reports(line):
        return None
    facts = read(line)
    seen = [fold(q.span.of(line)) for q in facts.quotes]
    for quote in facts.quotes:
        if reason := _other_speaker(line, quote, quote.span.of(line), placed):
            return reason
    for piece in quoted_pieces(line):
        if not any(piece in s for s in seen) and (reason := _other_speaker(line, None, piece, placed)):
            return reason
    for claim in facts.claims:
        if reason := _other_claimant(line, claim, placed):
            return reason
    return None


def _reports(line: str) -> bool:
    return bool(quoted_pieces(line)) or not REPORTING.isdisjoint(_keys(line)) or "according" in _keys(line)


def _other_speaker(line: str, quote: Quote | None, piece: str, placed: Placed) -> str | None:
    words_said = piece.strip(" .,")
    near = [(q, s.text) for s, span in placed for q in s.facts.quotes if q.span.overlaps(span)]
    holding = [(q, text) for q, text in near if locate(words_said, q.span.of(text))]
    known = [(q.speaker, q.mention, text) for q, text in holding if q.speaker]
    if not known or len(known) < len(holding):
        return None
    by = quote.speaker if quote else None
    named = _tokens(by, quote.mention, line) if quote and by else _keys(line)
    if named <= PRONOUNS:
        named = _keys(line)
    if any(_tokens(*k) & named for k in known):
        return None
    if by is None:
        return f"quoted words without their speaker: {known[0][0].name}"
    return f"said by {known[0][0].name} in the source, not by {by.name}"


def _other_claimant(line: str, claim: Claim, placed: Placed) -> str | None:
    told = set(stems(claim.span.of(line)))
    mine = _tokens(claim.claimant, claim.mention, line)
    if not told or mine <= PRONOUNS:
        return None
    least = 0.6 * len(told) if len(told) > 1 else 1
    numbers = {form for form in told if form[0].isdigit()}
    claims = list(_said(placed))
    counted = [c for c in claims if numbers and numbers <= c[3]]
    theirs = [c[:3] for c in (counted if numbers else claims) if numbers or len(told & c[3]) >= least]
    if not theirs or any(_tokens(*t) & mine for t in theirs):
        return None
    return f"said by {theirs[0][0].name} in the source, not by {claim.claimant.name}"


def _said(placed: Placed) -> Iterator[tuple[Speaker, Span | None, str, set[str]]]:
    """Who says what in the evidence, quoted or not."""
    for source, span in placed:
        text = source.text
        for claim in source.facts.claims:
            if claim.span.overlaps(span):
                yield claim.claimant, claim.mention, text, set(stems(claim.span.of(text)))
        for quote in source.facts.quotes:
            if quote.speaker and quote.span.overlaps(span):
                yield quote.speaker, quote.mention, text, set(stems(quote.span.of(text)))


def _tokens(who: Speaker, mention: Span | None, text: str) -> set[str]:
    """The words that name somebody: name, role, and what stands beside the words said."""
    return _keys(who.name) | _keys(who.role or "") | (_keys(mention.of(text)) if mention else set())


def _keys(text: str) -> set[str]:
    return {key(w.of(text)).removesuffix("'s").replace(".", "") for w in words(text)} - _THIN


def told_as_fact(line: str, placed: Placed) -> str | None:
    """What somebody says in the evidence, told without saying that it is said, or without them."""
    if ":" in line or '"' in fold(line):
        return None
    named = _keys(line)
    attributed = not _SAYS.isdisjoint(named)
    mine = set(stems(line))
    rest = {form for source, span in placed for form in _outside(source, span)}
    for source, span in placed:
        for who, where, text, said in _said([(source, span)]):
            taken = (mine & said) - rest
            if len(taken) < (2 if taken == mine else 3) or len(taken) <= 0.5 * len(mine):
                continue
            if not attributed or not _tokens(who, where, text) & named:
                return f"claim without its claimant: {who.name}"
    return None


def _outside(source: Source, span: Span) -> set[str]:
    """Stems of what the evidence says in its own voice."""
    text = source.text
    said = [c.span for c in source.facts.claims] + [q.span for q in source.facts.quotes if q.speaker]
    out: set[str] = set()
    at = span.start
    for one in sorted(s for s in said if s.overlaps(span)):
        out.update(stems(text[at : max(at, one.start)]))
        at = max(at, one.end)
    out.update(stems(text[at : max(at, span.end)]))
    return out
