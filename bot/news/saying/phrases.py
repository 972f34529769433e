"""Find the words that name somebody: the phrase left of a verb, right of it, or at the start of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.news.saying.speech import (
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
    SPEECH_NOUNS,
    TITLES,
)
from bot.news.saying.tokens import MARK, QUOTE, WORD, Token

_TAG = re.compile(r"\d+$|[rdi]-[a-z]")  # an age, or a party and a state ("R-Ohio")
_LONGEST_NAME = 16  # words in the name of a speaker; bounds every walk
_LONGEST_ASIDE = 40  # words in an aside between a speaker and the verb
_CROSSED = frozenset("of for at in from with on to".split())
_NEVER = frozenset("there here yes what everyone everybody nobody something everything nothing anyone".split())
_DATES = DAYS | MONTHS
_PERIODS = frozenset("week month year night day morning evening summer winter autumn spring weekend season".split())
_DATED = _DATES | {"on", "this", "last"}
# Words that name people or bodies by what they are.
PEOPLE = ROLES | COLLECTIVES | FAMILY | TITLES | BODY_WORDS
# Verbs of speech that are as often nouns.
NOUN_LIKE = (SPEECH_NOUNS & REPORTING) | frozenset(
    """
    report reports state states comment call calls claim claims post posts letter order orders release list lists
    press review title titles attack attacks pledge pledges praise offer offers cast paint trade hope hopes feature
    features frame frames label labels term terms view views support supports sound sounds shot address fire fault
    stress tag think thinks protest protests estimate estimates forecast forecasts question questions
    """.split()
)
# Words that can refer back to somebody, and all that a sentence is looked at for.
PERSONAL = {w + e: sex for w, sex in (("he", "m"), ("she", "f")) for e in ("", "'s", "'d", "'ll")}
REFERRING = frozenset((*PERSONAL, "it", "the"))
_NOTABLE = REPORTING | REFERRING | {"according", ""}  # a quotation is a token without a word


def _is_adverb(low: str) -> bool:
    return low in ADVERBS or (low.endswith("ly") and low not in PEOPLE)


class Phrases:
    """One sentence of a token stream, tokens `lo` to `hi`. A phrase is its first and last token.

    `notable` are its quotations, its words that can report speech and those that can refer to somebody.
    """

    __slots__ = ("hi", "lo", "notable", "quotes", "t")

    def __init__(self, tokens: Sequence[Token], lo: int, hi: int) -> None:
        self.t, self.lo, self.hi = tokens, lo, hi
        self.notable = [k for k, t in enumerate(tokens[lo:hi], lo) if t.low in _NOTABLE]
        self.quotes = [k for k in self.notable if tokens[k].kind == QUOTE]

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Offsets in the text of the stretches between the quotations."""
        start = self.t[self.lo].start
        for k in self.quotes:
            if start < self.t[k].start:
                yield start, self.t[k].start
            start = self.t[k].end
        if start < self.t[self.hi - 1].end:
            yield start, self.t[self.hi - 1].end

    def skip_back(self, j: int) -> int:
        while j >= self.lo and self.t[j].kind == WORD:
            t = self.t[j]
            plain = t.low in AUXILIARIES or t.low.endswith("n't") or _is_adverb(t.low)
            if (t.cap and j > self.lo) or not plain:
                break
            j -= 1
        return j

    def before(self, j: int) -> tuple[int, int] | None:
        """The name that ends at or before token `j`, past asides: "Smith, who is 34, (said)"."""
        for _ in range(4):
            if j < self.lo or self.t[j].kind == QUOTE:
                return None
            if self.t[j].low in ("who", "which", "that") and j > self.lo:
                j -= 2 if self.t[j - 1].low == "," else 1
                continue
            if self.t[j].kind != MARK:
                home = self._home(j)
                return self.name_left(j if home is None else home, self.lo)
            opened = self._aside(j)
            if opened is None:
                return None
            inside = self.name_left(j - 1, opened + 1) if self.t[j].low == "," else None
            found = self._left_of_aside(opened)
            if found is not None and self.names_someone(found):
                return self._joined(found, inside, j - opened)
            if inside is not None and self.names_someone(inside):
                return inside
            if found is None:
                return None
            j = found[0] - 1
        return None

    def _home(self, j: int) -> int | None:
        """Token before "from Leeds, England" where that ends at `j` and tells where somebody is from."""
        if j - 4 < self.lo or self.t[j - 1].low != "," or self.t[j - 3].low != "from":
            return None
        t = self.t[j - 4]
        somebody = t.low in PEOPLE or t.low.endswith("-old") or t.cap
        return j - 4 if self.t[j - 2].cap and self.t[j].cap and somebody else None

    def _left_of_aside(self, opened: int) -> tuple[int, int] | None:
        found = self.name_left(opened - 1, self.lo)
        if found is not None and found[0] == found[1] and _TAG.match(self.t[found[0]].low):
            return self.name_left(found[0] - 2, self.lo)
        return found

    def _joined(self, name: tuple[int, int], aside: tuple[int, int] | None, length: int) -> tuple[int, int]:
        """ "The defence minister, Ann Gray," is one name with its aside."""
        if aside is not None and length < 8 and not self.t[name[1]].cap and self.t[aside[1]].cap:
            return name[0], aside[1]
        return name

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

    def names_someone(self, name: tuple[int, int]) -> bool:
        t = self.t[name[1]]
        return t.low in PRONOUNS or t.low in PEOPLE or self._has_cap(name)

    def name_left(self, j: int, lo: int) -> tuple[int, int] | None:
        """The noun phrase that ends at token `j`, read leftwards."""
        while (
            j >= lo
            and self.t[j].kind == WORD
            and (self.t[j].low in _DATED or (self.t[j].low in ADVERBS and not self.t[j].cap))
        ):
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
        """ "Last week Ms Gray" and "(After) the game Ms Gray" are Ms Gray."""
        if start > self.lo and self.t[end].cap and self.t[start - 1].low in PREPOSITIONS:
            k = end
            while k > start and self.t[k - 1].cap:
                k -= 1
            if k > start and self.t[k - 1].low not in PEOPLE and self.t[k - 1].low not in _CROSSED:
                return k, end
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
        if low in CONJUNCTIONS or low in AUXILIARIES or low in PRONOUNS or low in _NEVER:
            return True
        if low in PREPOSITIONS and low not in _CROSSED:
            return True
        return low in REPORTING and low not in NOUN_LIKE and low not in ROLES

    def _heads(self, i: int, lo: int) -> bool:
        """Whether the word at `i` can be the head of a name that goes on with "of", "for", "at" …"""
        if i < lo or self.t[i].kind != WORD:
            return False
        t = self.t[i]
        return (t.cap and i > lo and t.low not in DETERMINERS) or t.low in PEOPLE or t.low in SPEECH_NOUNS

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
        if not (t.cap or t.low in DETERMINERS or t.low in PEOPLE or any(n.cap or n.low in PEOPLE for n in near)):
            return None
        if t.low in _DATES or t.low in CONJUNCTIONS or t.low in PREPOSITIONS or t.low in _NEVER:
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
            return named and low == "for" and not (i + 1 < self.hi and self.t[i + 1].cap)
        if low == "and":
            return not (i + 1 < self.hi and self.t[i + 1].cap and self.t[i - 1].cap)
        if low in PREPOSITIONS or low in CONJUNCTIONS or low in AUXILIARIES or low in PRONOUNS:
            return True
        if low in REPORTING and low not in NOUN_LIKE and low not in ROLES:
            return True
        if _is_adverb(low):
            return True
        if named and low not in PEOPLE:  # "Norland works minister"
            return not any(t.low in ROLES for t in self.t[i + 1 : min(self.hi, i + 3)])
        return low.endswith("ed") and self.t[i - 1].low not in DETERMINERS

    def opening_subject(self) -> tuple[int, int] | None:
        """What the sentence is about: its first noun phrase, past an opening "On Monday, …" or "After …, …"."""
        k = self.lo
        if k >= self.hi or self.t[k].kind != WORD:
            return None
        first = self.t[k].low
        if first in ("and", "but", "so", "yet"):
            k += 1
        elif first in PREPOSITIONS or first in CONJUNCTIONS or _is_adverb(first) or first.endswith(("ing", "ed")):
            for i in range(k, min(self.hi, k + _LONGEST_ASIDE)):
                if self.t[i].low == ",":
                    k = i + 1
                    break
            else:
                return None
        return self.read_right(k) if k < self.hi else None
