"""Find reported speech without quotation marks: what is claimed, and by whom."""

from __future__ import annotations

from collections.abc import Iterator

from bot.news.saying.cues import Cue, SentenceReader
from bot.news.saying.resolve import Resolver
from bot.news.saying.speakers import ParagraphReader
from bot.news.saying.speech import AUXILIARIES, PREPOSITIONS, PRONOUNS, forms
from bot.news.saying.spoken import Spoken
from bot.news.saying.tokens import MARK, QUOTE, WORD, Token
from bot.news.types import Claim, Span

# Verbs after which somebody's assertion follows, with or without "that".
_ASSERTING = forms(
    """
    acknowledge add admit affirm allege announce argue assert assure boast claim concede conclude confess confirm
    contend declare deny disclose emphasize emphasise estimate explain forecast hint indicate inform insist maintain
    mention note observe pledge predict promise recall reiterate remark report reveal state stress suggest swear
    testify vow warn believe suspect expect hope caution speculate complain reckon fear accuse blame propose demand
    urge tweet
    """
) | frozenset("said says say saying told tells tell telling wrote writes writing thinks replied".split())
# After these whom it is said to may follow: only a "that" or a verb shows that something is asserted.
_ADDRESSING = forms("inform assure remind warn urge promise") | frozenset(
    "told tells tell telling wrote writes writing".split()
)
_FEWEST_WORDS = 3
_REACH = 60  # words after a tag that are looked at
_NEXT_CUES = 10


def find_claims(spoken: Spoken, resolver: Resolver) -> tuple[Claim, ...]:
    """Indirect speech in the order of the text. `span` is what is claimed; direct quotations are not claims."""
    return tuple(_Reader(spoken, resolver).claims())


class _Reader:
    def __init__(self, spoken: Spoken, resolver: Resolver) -> None:
        self.spoken, self.resolver = spoken, resolver
        self.last: int | None = None
        self.last_end = 0

    def claims(self) -> Iterator[Claim]:
        for paragraph in self.spoken.paragraphs:
            for s in paragraph.sentences:
                yield from self._sentence(paragraph, s)

    def _sentence(self, paragraph: ParagraphReader, s: SentenceReader) -> Iterator[Claim]:
        done = s.lo  # tokens before it are claimed already
        for cue in s.cues:
            if s.t[cue.at].low not in _ASSERTING and s.t[cue.at].low != "according":
                continue
            content, is_tag = self._content(s, cue)
            if content is None or (content[0] < done and not is_tag) or (is_tag and done > s.lo):
                continue
            mention = paragraph.span((cue.first, cue.last))
            speaker, party = self.resolver.speaker(mention, self._known(s, mention, is_tag), is_tag)
            if speaker is None:
                continue
            self.last, self.last_end = party, max(mention.end, s.t[cue.at].end)
            done = content[1] + 1
            yield Claim(paragraph.span(content), speaker, mention, Span(s.t[cue.at].start, s.t[cue.at].end))
        self._note_quotes(s)

    def _known(self, s: SentenceReader, mention: Span, is_tag: bool) -> int | None:
        """Who spoke last, where nobody else was named since. Names in what a tag closes were said, and do not count."""
        until = s.t[s.lo].start if is_tag else mention.start
        return None if self.last is None or self.resolver.names_person(self.last_end, until) else self.last

    def _note_quotes(self, s: SentenceReader) -> None:
        for i in s.quotes:
            got = self.spoken.attributions.get(s.t[i].quote)
            if got is not None and got.how != "subject":
                fresh = not self.resolver.names_person(self.last_end, min(got.mention.start, s.t[i].start))
                party = self.resolver.party(got.mention, self.last if fresh else None)
                if party is not None:
                    self.last, self.last_end = party, max(self.last_end, s.t[i].end, got.mention.end)

    def _content(self, s: SentenceReader, cue: Cue) -> tuple[tuple[int, int] | None, bool]:
        """First and last token of what is claimed, and whether the cue is a tag that follows it."""
        if s.t[cue.at].low == "according":
            if cue.at == s.lo:
                return self._trim(s, self._past_comma(s, cue.last + 1), s.hi - 1), False
            return self._trim(s, s.lo, cue.at - 1), True
        opens = min(cue.first, cue.at)
        if opens > s.lo and s.t[opens - 1].low in (",", "-") and not cue.shared and self._ends_after(s, cue):
            return self._trim(s, s.lo, opens - 1), True
        if cue.where != "before":
            return None, False
        start = self._asserted_from(s, cue)
        return (None if start is None else self._trim(s, start, self._end(s, cue, start))), False

    def _asserted_from(self, s: SentenceReader, cue: Cue) -> int | None:
        """The token at which what the verb asserts begins; None where nothing is asserted."""
        start = cue.at + 1
        that = next((k for k in range(start, min(s.hi, start + 12)) if s.t[k].low == "that"), None)
        if that is not None and all(s.t[k].kind == WORD and not s.t[k].low.endswith("ed") for k in range(start, that)):
            return that + 1
        if start >= s.hi or s.t[start].kind != WORD or (s.t[start].low in PREPOSITIONS and s.t[start].low != "to"):
            return None
        if s.t[cue.at].low in _ADDRESSING and not any(t.low in AUXILIARIES for t in s.t[start : min(s.hi, start + 6)]):
            return None
        return start

    def _ends_after(self, s: SentenceReader, cue: Cue) -> bool:
        """Nothing but where and when follows the tag: ", he added on Friday."."""
        start = max(cue.at, cue.last) + 1
        after = s.t[start : min(s.hi, start + _REACH)]
        return (
            not after
            or (after[0].kind == WORD and after[0].low in PREPOSITIONS)
            or (after[0].low == "," and all(t.kind != QUOTE for t in after))
        )

    def _past_comma(self, s: SentenceReader, k: int) -> int:
        for i in range(k, min(s.hi, k + 40)):
            if s.t[i].low == ",":
                return i + 1
        return k

    def _end(self, s: SentenceReader, cue: Cue, start: int) -> int:
        """A claim ends where the same speaker is said to go on: ", adding …", "but added …"."""
        k = s.cue_from(start + 1)
        for other in s.cues[k : k + _NEXT_CUES]:
            if other.shared and other.first == cue.first and s.t[other.at].low in _ASSERTING:
                before = s.t[other.at - 1]
                if before.low in ("and", "but", ","):
                    return other.at - 2
        return s.hi - 1

    def _trim(self, s: SentenceReader, first: int, last: int) -> tuple[int, int] | None:
        """Without commas, conjunctions and asides at the edges; None where too little or only quotations are left."""
        while first <= last and self._is_edge(s.t[first]):
            first += 1
        while last >= first and (self._is_edge(s.t[last]) and s.t[last].low not in (")", "!", "?")):
            last -= 1
        words = 0
        for k in range(first, last + 1):
            words += s.t[k].kind == WORD and s.t[k].low not in PRONOUNS
            if words >= _FEWEST_WORDS:
                return first, last
        return None

    def _is_edge(self, t: Token) -> bool:
        return t.kind == MARK or t.low in ("that", "and", "but", "as")
