"""Find the words that report speech ("said", "according to") and which words name who speaks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from bot.news.saying.phrases import NOUN_LIKE, PEOPLE, Phrases
from bot.news.saying.speech import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    HAVING,
    PERFECTS,
    PREPOSITIONS,
    PRONOUNS,
    REPORTING,
    ROLES,
    SAYING,
    SPEECH_NOUNS,
)
from bot.news.saying.tokens import MARK, QUOTE, WORD, Token

_INVERTING = frozenset("said says say wrote writes added adds noted explained reported concluded".split())


class Cue(NamedTuple):  # dozens are made for one article, and a tuple is made in a third of the time
    """A reporting word at token `at`. Tokens `first` to `last` name who speaks; `where` is which side they stand on.

    `shared` is True where the verb has no subject of its own and takes that of the sentence.
    """

    at: int
    first: int
    last: int
    where: str
    shared: bool = False


class SentenceReader(Phrases):
    """Reads one sentence of a token stream: its cues."""

    __slots__ = ("_places", "cues")

    def __init__(self, tokens: Sequence[Token], lo: int, hi: int) -> None:
        super().__init__(tokens, lo, hi)
        self.cues = self._find_cues()
        self._places = [c.at for c in self.cues]

    def cue_from(self, at: int) -> int:
        """The number of the first cue at or after token `at`."""
        return bisect_left(self._places, at)

    def _find_cues(self) -> list[Cue]:
        out: list[Cue] = []
        for i in self.notable:
            t = self.t[i]
            cue = None
            if t.low in REPORTING and (not t.cap or (i == self.lo and t.low in SAYING)):
                cue = self._verb_cue(i, out)
            elif t.low == "according" and i + 2 < self.hi and self.t[i + 1].low == "to":
                cue = self._right(i, i + 2)
            if cue is not None:
                out.append(cue)
        return out

    def _verb_cue(self, i: int, before: list[Cue]) -> Cue | None:
        low = self.t[i].low
        previous = self.t[i - 1] if i > self.lo else None
        if previous is not None and low in PERFECTS and previous.low in HAVING:
            return self._perfect(i)
        if previous is not None and (previous.low in DETERMINERS or previous.low.endswith(("'s", "s'"))):
            return None
        j = self.skip_back(i - 1)
        if low in NOUN_LIKE and not self._is_verb(i, j):
            return None
        if low.endswith("ing"):
            return self._participle(i, j, before)
        if (
            j < self.lo
            or self.t[j].kind == QUOTE
            or (self.t[j].kind == MARK and j - 1 >= self.lo and self.t[j - 1].kind == QUOTE)
        ):
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
        found = self.before(j)
        if found is not None:
            return Cue(i, found[0], found[1], "before")
        return self._right(i, i + 1) if low in SAYING and t.kind == MARK else None

    def _perfect(self, i: int) -> Cue | None:
        """ "« … », a déclaré Anne Quist" and "Anne Quist a déclaré : « … »"."""
        if i - 2 < self.lo or self.t[i - 2].kind != WORD:
            return self._right(i, i + 1)
        found = self.before(i - 2)
        return Cue(i, found[0], found[1], "before") if found is not None else None

    def _closes(self, cue: Cue) -> bool:
        """ "…, said Ms Gray.": the sentence or clause ends with the name, so it is who says it."""
        after = cue.last + 1
        if self.t[cue.first].low in PRONOUNS or not self.names_someone((cue.first, cue.last)):
            return False
        return after >= self.hi or self.t[after].kind == MARK or self.t[after].low in PREPOSITIONS

    def _is_verb(self, i: int, j: int) -> bool:
        """Tell "they claim" and "Gray claims" from "a claim" and "the claims"."""
        if j < self.lo or self.t[j].kind != WORD:
            return False
        t = self.t[j]
        if self.t[i].low.endswith("s"):
            return t.cap or t.low in PRONOUNS or t.low in ROLES or t.low in SPEECH_NOUNS
        plural = t.low.endswith("s") and not t.low.endswith(("'s", "ss"))
        return t.low in PRONOUNS or t.low == "to" or plural or self.t[i - 1].low in AUXILIARIES

    def _participle(self, i: int, j: int, before: list[Cue]) -> Cue | None:
        if j - 1 >= self.lo and self.t[j].low == "as" and self.t[j - 1].low not in ("quoted", "cited"):
            # "The paper quoted an aide, Lena Voss, as saying": it is she who says it.
            named = self.before(j - 2 if self.t[j - 1].low == "," else j - 1)
            if named is not None and any(c.first < named[0] for c in before):
                return Cue(i, named[0], named[1], "before")
        if j >= self.lo and self.t[j].low == "as":  # "was quoted as saying"
            return Cue(i, before[-1].first, before[-1].last, "before") if before else self._shared(i, before)
        if j >= self.lo and self.t[j].kind == WORD and self.t[j].low not in CONJUNCTIONS | PREPOSITIONS:
            found = self.before(j)
            if found is not None and (self.t[found[1]].cap or self.t[found[1]].low in PEOPLE | PRONOUNS):
                return Cue(i, found[0], found[1], "before")
        return self._shared(i, before)

    def _shared(self, i: int, before: list[Cue]) -> Cue | None:
        if before:
            return Cue(i, before[0].first, before[0].last, "before", True)
        subject = self.opening_subject()
        if subject is not None and subject[1] < i:
            return Cue(i, subject[0], subject[1], "before", True)
        return None

    def _by(self, i: int) -> Cue | None:
        """ "called “splendid” by the Harbour Board": who does it stands after "by"."""
        for k in range(i + 1, min(self.hi, i + 12)):
            if self.t[k].kind == MARK and self.t[k].low not in ",":
                return None
            if self.t[k].low == "by" and k + 1 < self.hi:
                return self._right(i, k + 1)
        return None

    def _right(self, i: int, k: int) -> Cue | None:
        found = self.read_right(k)
        return Cue(i, found[0], found[1], "after") if found else None
