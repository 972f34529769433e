"""Find the words that report speech ("said", "according to") and the words that name who speaks.

A paragraph is read as tokens in which a whole quotation is one token, so that what stands inside the marks is
never taken for the article's own words.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.news.quote_marks import Marked
from bot.news.speech import (
    ADVERBS,
    AUXILIARIES,
    BODY_WORDS,
    COLLECTIVES,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    FAMILY,
    MONTHS,
    PREPOSITIONS,
    PRONOUNS,
    REPORTING,
    ROLES,
    SAYING,
    SPEECH_NOUNS,
    TITLES,
)
from bot.news.types import Sentence, Span

WORD, MARK, QUOTE, BREAK = "w", "m", "q", "b"
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[’'.\-&/][^\W_]+)*(?:[’'](?!\w))?|--+|[,:;()\[\]—–―!?]")
_TAG = re.compile(r"\d+$|[rdi]-[a-z]")  # an age, or a party and a state ("R-Ohio")
_LONGEST_NAME = 16  # words in the name of a speaker; bounds every walk
_LONGEST_ASIDE = 40  # words in an aside between a speaker and the verb
_CROSSED = frozenset("of for at in from with on to".split())
_NEVER = frozenset("there here yes what".split())
_DATES = DAYS | MONTHS
_INVERTING = frozenset("said says say wrote writes added adds noted explained reported concluded".split())
_PERIODS = frozenset("week month year night day morning evening summer winter autumn spring weekend season".split())
_DATED = _DATES | {"on", "this", "last"}
_NOUN_LIKE = (SPEECH_NOUNS & REPORTING) | frozenset(
    "report reports state states comment call calls claim claims post posts letter order orders release list lists press "
    "review title titles attack attacks pledge pledges praise offer offers cast paint trade hope hopes feature features "
    "frame frames label labels term terms view views support supports sound sounds shot address fire fault stress tag "
    "protest protests estimate estimates forecast forecasts question questions".split()
)
_PEOPLE = ROLES | COLLECTIVES | FAMILY | TITLES | BODY_WORDS


class Token(NamedTuple):  # tens of thousands are made for one long text: a tuple is the fastest there is
    """A word, a mark, a whole quotation (`quote` is its number) or a sentence break, with its place in the text."""

    kind: str
    start: int
    end: int
    low: str
    cap: bool = False
    quote: int = -1


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word at token `at`. Tokens `first` to `last` name who speaks; `where` is which side they stand on.

    `shared` is True where the verb has no subject of its own and takes that of the sentence.
    """

    at: int
    first: int
    last: int
    where: str
    shared: bool = False


def tokens_of(text: str, paragraph: Span, marked: Sequence[tuple[int, Marked]], breaks: Sequence[int]) -> list[Token]:
    """The tokens of one paragraph; `marked` are its quotations with their numbers, `breaks` where its sentences end."""
    out: list[Token] = []
    add, new = out.append, Token._make
    stops = iter([*breaks, sys.maxsize])
    stop = next(stops)
    at = paragraph.start
    for number, m in [*marked, (-1, None)]:
        until = m.outer.start if m else paragraph.end
        for word in _TOKEN.finditer(text, at, max(at, until)):
            start, end = word.span()
            if stop <= start:
                stop = _break(out, stop, start, stops)
            piece = word.group()
            first = piece[0]
            if first.isalnum():
                low = piece.lower()
                add(new((WORD, start, end, low.replace("’", "'") if "’" in low else low, first.isupper(), -1)))
            else:
                add(new((MARK, start, end, "-" if first in "—–―-" else piece, False, -1)))
        if m is None:
            break
        if stop <= m.outer.start:
            stop = _break(out, stop, m.outer.start, stops)
        add(Token(QUOTE, m.outer.start, m.outer.end, "", quote=number))
        while stop < m.inner.end:  # a sentence that ends inside the marks ends nothing here
            stop = next(stops)
        at = min(m.outer.end, paragraph.end)
        if stop <= at:
            add(Token(BREAK, at, at, ""))
            stop = next(stops)
    return out


def _break(out: list[Token], stop: int, start: int, stops: Iterator[int]) -> int:
    """Add the sentence break that lies before `start`; returns the next one."""
    if out and out[-1].kind != BREAK:
        out.append(Token(BREAK, stop, stop, ""))
    while stop <= start:
        stop = next(stops)
    return stop


def sentence_ends(sentences: Sequence[Sentence]) -> dict[int, list[int]]:
    """Paragraph number to the ends of its sentences."""
    out: dict[int, list[int]] = {}
    for s in sentences:
        out.setdefault(s.paragraph, []).append(s.span.end)
    return out


def ranges(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Half-open token ranges of the sentences."""
    start = 0
    for i, t in enumerate(tokens):
        if t.kind == BREAK:
            if i > start:
                yield start, i
            start = i + 1
    if start < len(tokens):
        yield start, len(tokens)


class SentenceReader:
    """Reads one sentence of a token stream: its subject and its cues."""

    __slots__ = ("cues", "hi", "lo", "subject", "t")

    def __init__(self, tokens: Sequence[Token], lo: int, hi: int) -> None:
        self.t, self.lo, self.hi = tokens, lo, hi
        self.subject = self._opening_subject()
        self.cues = self._find_cues()

    # --- cues --------------------------------------------------------------------------------------

    def _find_cues(self) -> list[Cue]:
        out: list[Cue] = []
        for i in range(self.lo, self.hi):
            t = self.t[i]
            if t.kind == WORD and t.low in REPORTING and (not t.cap or (i == self.lo and t.low in SAYING)):
                cue = self._verb_cue(i, out)
            elif t.low == "according" and i + 2 < self.hi and self.t[i + 1].low == "to":
                cue = self._right(i, i + 2)
            else:
                cue = None
            if cue is not None:
                out.append(cue)
        return out

    def _verb_cue(self, i: int, before: list[Cue]) -> Cue | None:
        low = self.t[i].low
        previous = self.t[i - 1] if i > self.lo else None
        if previous is not None and (previous.low in DETERMINERS or previous.low.endswith(("'s", "s'"))):
            return None
        j = self._skip_back(i - 1)
        if low in _NOUN_LIKE and not self._is_verb(i, j):
            return None
        if low.endswith("ing"):
            return self._participle(i, j, before)
        if j < self.lo or self.t[j].kind == QUOTE or (self.t[j].kind == MARK and j - 1 >= self.lo and self.t[j - 1].kind == QUOTE):
            return self._right(i, i + 1) if low in SAYING else self._by(i)
        if previous is not None and previous.low in ("be", "was", "were", "been", "is", "are", "being", "get", "got"):
            by = self._by(i)
            if by is not None:
                return by
            if low not in ("quoted", "asked") and low.endswith("ed"):
                return None
        t = self.t[j]
        if t.low in ("and", "but", "or", "then", "to", "before", "while") or t.low in PREPOSITIONS:
            return self._shared(i, before) if t.low not in PREPOSITIONS or t.low == "to" else None
        inverted = self._right(i, i + 1) if t.low in (",", "-") and low in _INVERTING else None
        if inverted is not None and self._closes(inverted):
            return inverted
        found = self._before(j)
        if found is not None:
            return Cue(i, found[0], found[1], "before")
        return self._right(i, i + 1) if low in SAYING and t.kind == MARK else None

    def _closes(self, cue: Cue) -> bool:
        """ "…, said Ms Gray.": the sentence or clause ends with the name, so it is who says it."""
        after = cue.last + 1
        if self.t[cue.first].low in PRONOUNS or not self._names_someone((cue.first, cue.last)):
            return False
        return after >= self.hi or self.t[after].kind == MARK or self.t[after].low in PREPOSITIONS

    def _is_verb(self, i: int, j: int) -> bool:
        """Tell "they claim" and "Gray claims" from "a claim" and "the claims"."""
        if j < self.lo or self.t[j].kind != WORD:
            return False
        t = self.t[j]
        if self.t[i].low.endswith("s"):
            return t.cap or t.low in PRONOUNS or t.low in ROLES
        plural = t.low.endswith("s") and not t.low.endswith(("'s", "ss"))
        return t.low in PRONOUNS or t.low == "to" or plural or self.t[i - 1].low in AUXILIARIES

    def _participle(self, i: int, j: int, before: list[Cue]) -> Cue | None:
        if j >= self.lo and self.t[j].low == "as":  # "was quoted as saying"
            return Cue(i, before[-1].first, before[-1].last, "before") if before else self._shared(i, before)
        if j >= self.lo and self.t[j].kind == WORD and self.t[j].low not in CONJUNCTIONS | PREPOSITIONS:
            found = self._before(j)
            if found is not None and (self.t[found[1]].cap or self.t[found[1]].low in _PEOPLE | PRONOUNS):
                return Cue(i, found[0], found[1], "before")
        return self._shared(i, before)

    def _shared(self, i: int, before: list[Cue]) -> Cue | None:
        if before:
            return Cue(i, before[0].first, before[0].last, "before", True)
        if self.subject is not None and self.subject[1] < i:
            return Cue(i, self.subject[0], self.subject[1], "before", True)
        return None

    def _by(self, i: int) -> Cue | None:
        """ "called “fantastic” by the White House": who does it stands after "by"."""
        for k in range(i + 1, min(self.hi, i + 12)):
            if self.t[k].kind == MARK and self.t[k].low not in ",":
                return None
            if self.t[k].low == "by" and k + 1 < self.hi:
                return self._right(i, k + 1)
        return None

    def _right(self, i: int, k: int) -> Cue | None:
        found = self.read_right(k)
        return Cue(i, found[0], found[1], "after") if found else None

    # --- names of speakers -------------------------------------------------------------------------

    def _skip_back(self, j: int) -> int:
        while j >= self.lo and self.t[j].kind == WORD:
            t = self.t[j]
            plain = t.low in AUXILIARIES or t.low in ADVERBS or t.low.endswith(("n't", "ly"))
            if t.cap and j > self.lo or not plain:
                break
            j -= 1
        return j

    def _before(self, j: int) -> tuple[int, int] | None:
        """The name that ends at or before token `j`, past asides: "Smith, who is 34, (said)"."""
        for _ in range(4):
            if j < self.lo:
                return None
            t = self.t[j]
            if t.kind == QUOTE:
                return None
            if t.low in ("who", "which", "that") and j > self.lo:
                j -= 1
                if self.t[j].low == ",":
                    j -= 1
                continue
            if t.kind == MARK:
                opened = self._aside(j)
                if opened is None:
                    return None
                inside = self._name_left(j - 1, opened + 1) if t.low == "," else None
                before = self._name_left(opened - 1, self.lo)
                if before is not None and before[0] == before[1] and _TAG.match(self.t[before[0]].low):
                    before = self._name_left(before[0] - 2, self.lo)
                if before is None or not self._names_someone(before):
                    if inside is not None and self._names_someone(inside):
                        return inside
                    if before is None:
                        return None
                    j = before[0] - 1
                    continue
                if inside is not None and not self.t[before[1]].cap and self.t[inside[1]].cap and j - opened < 8:
                    return before[0], inside[1]
                return before
            return self._name_left(j, self.lo)
        return None

    def _aside(self, j: int) -> int | None:
        """Where the aside that ends with the mark at `j` opens."""
        want = {")": "(", "]": "[", ",": ",", "-": "-"}.get(self.t[j].low)
        if want is None:
            return None
        for k in range(j - 1, max(self.lo, j - _LONGEST_ASIDE) - 1, -1):
            if self.t[k].kind == QUOTE and want == ",":
                continue
            if self.t[k].low == want:
                return k
        return None

    def _has_cap(self, name: tuple[int, int]) -> bool:
        return any(self.t[k].cap and self.t[k].low not in DETERMINERS for k in range(name[0], name[1] + 1))

    def _names_someone(self, name: tuple[int, int]) -> bool:
        t = self.t[name[1]]
        return t.low in PRONOUNS or t.low in _PEOPLE or self._has_cap(name)

    def _name_left(self, j: int, lo: int) -> tuple[int, int] | None:
        """The noun phrase that ends at token `j`, read leftwards."""
        while j >= lo and self.t[j].kind == WORD and (self.t[j].low in _DATED or (self.t[j].low in ADVERBS and not self.t[j].cap)):
            j -= 1
        if j < lo or self.t[j].kind != WORD or self.t[j].low in DETERMINERS:
            return None
        t = self.t[j]
        if t.low in PRONOUNS or t.low.split("'")[0] in PRONOUNS:
            return j, j
        if t.low in CONJUNCTIONS or t.low in PREPOSITIONS or t.low in _NEVER:
            return None
        start, i = j, j
        while i >= lo and j - i < _LONGEST_NAME:
            t = self.t[i]
            if t.kind != WORD or self._ends_phrase(i, lo):
                break
            if t.low in DETERMINERS and not t.low.endswith("'s"):
                start = i
                if i - 1 >= lo and self.t[i - 1].low in _CROSSED and self._heads(i - 2, lo):
                    i -= 2
                    continue
                break
            if t.low in _CROSSED:
                if not self._heads(i - 1, lo) and not (t.low == "of" and i - 1 >= lo and self._is_noun(i - 1, lo)):
                    break
                i -= 1
                continue
            start = i
            i -= 1
        return self._undated(start, j)

    def _is_noun(self, i: int, lo: int) -> bool:
        t = self.t[i]
        return t.kind == WORD and not self._ends_phrase(i, lo) and t.low not in DETERMINERS and t.low not in ADVERBS

    def _undated(self, start: int, end: int) -> tuple[int, int]:
        """ "Last week Ms Gray" is Ms Gray."""
        if end - start > 1 and self.t[start].low in ("last", "next", "this") and self.t[start + 1].low in _PERIODS:
            return start + 2, end
        return start, end

    def _ends_phrase(self, i: int, lo: int) -> bool:
        t = self.t[i]
        if t.cap and i > lo:
            return t.low in _DATES
        low = t.low
        if low == "and":
            return not (i - 1 >= lo and self.t[i - 1].cap and self.t[i + 1].cap)
        if low in CONJUNCTIONS or low in AUXILIARIES or low in PRONOUNS:
            return True
        if low in PREPOSITIONS and low not in _CROSSED:
            return True
        return low in REPORTING and low not in _NOUN_LIKE and low not in ROLES

    def _heads(self, i: int, lo: int) -> bool:
        """Whether the word at `i` can be the head of a name that goes on with "of", "for", "at" …"""
        if i < lo or self.t[i].kind != WORD:
            return False
        t = self.t[i]
        return (t.cap and i > lo and t.low not in DETERMINERS) or t.low in _PEOPLE or t.low in SPEECH_NOUNS

    def read_right(self, k: int) -> tuple[int, int] | None:
        """The noun phrase that starts at token `k`."""
        while k < self.hi and self.t[k].kind == WORD and not self.t[k].cap and self.t[k].low in ADVERBS:
            k += 1
        if k >= self.hi or self.t[k].kind != WORD:
            return None
        t = self.t[k]
        if t.low in PRONOUNS or t.low.split("'")[0] in PRONOUNS:
            return k, k
        near = self.t[k + 1 : min(self.hi, k + 3)]
        if not (t.cap or t.low in DETERMINERS or t.low in _PEOPLE or any(n.cap or n.low in _PEOPLE for n in near)):
            return None
        if t.low in _DATES or t.low in CONJUNCTIONS or t.low in PREPOSITIONS:
            return None
        end, i, named = k, k, False
        while i < self.hi and i - k < _LONGEST_NAME and self.t[i].kind == WORD:
            t = self.t[i]
            if i > k and self._stops_right(i, named):
                break
            named = named or (t.cap and t.low not in DETERMINERS and not t.low.endswith("'s"))
            if t.low not in _CROSSED:
                end = i
            i += 1
        return self._undated(k, end)

    def _stops_right(self, i: int, named: bool) -> bool:
        t, low = self.t[i], self.t[i].low
        if t.cap:
            return low in _DATES
        if low in ("of", "for", "de", "van", "von", "bin", "al"):
            return named and low == "for"
        if low == "and":
            return not (i + 1 < self.hi and self.t[i + 1].cap and self.t[i - 1].cap)
        if low in PREPOSITIONS or low in CONJUNCTIONS or low in AUXILIARIES or low in PRONOUNS:
            return True
        if low in REPORTING and low not in _NOUN_LIKE and low not in ROLES:
            return True
        if low in ADVERBS or low.endswith("ly"):
            return True
        return (named and low not in _PEOPLE) or (low.endswith("ed") and self.t[i - 1].low not in DETERMINERS)

    def _opening_subject(self) -> tuple[int, int] | None:
        """What the sentence is about: its first noun phrase, past an opening "On Monday, …" or "After …, …"."""
        k = self.lo
        if k >= self.hi or self.t[k].kind != WORD:
            return None
        first = self.t[k].low
        if first in ("and", "but", "so", "yet"):
            k += 1
        elif first in PREPOSITIONS or first in CONJUNCTIONS or first in ADVERBS or first.endswith(("ing", "ed", "ly")):
            for i in range(k, min(self.hi, k + _LONGEST_ASIDE)):
                if self.t[i].low == ",":
                    k = i + 1
                    break
            else:
                return None
        return self.read_right(k) if k < self.hi else None
