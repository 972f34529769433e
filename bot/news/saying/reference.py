"""Whom a pronoun or a description means: "he", "it", "the minister".

Only what the neighbourhood makes reasonably sure is resolved; the rest stays unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Protocol

from bot.news.saying.phrases import PERSONAL, REFERRING, Phrases
from bot.news.saying.roles import is_role
from bot.news.saying.speech import AUXILIARIES, CONJUNCTIONS, REPORTING
from bot.news.saying.spoken import Spoken
from bot.news.saying.tokens import WORD, Token
from bot.news.types import Span

_SKIPPED = frozenset(("has", "had", "also", "later"))
_LOOKS_BACK = 3  # sentences
_CROWD = 30  # a sentence that names more is a list, and its pronouns could mean anybody
_BEFORE = re.compile(r"(\w+|[,;–—])\s*$")


class Named(Protocol):
    """What a party in the making shows of itself."""

    role: str | None
    sex: str | None

    @property
    def kind(self) -> str: ...

    @property
    def spans(self) -> Sequence[Span]: ...


def find_stand_ins(text: str, spoken: Spoken, parties: Sequence[Named]) -> list[list[Span]]:
    """For each party the pronouns and descriptions that mean it. May fill in a sex or a role that they show."""
    out: list[list[Span]] = [[] for _ in parties]
    named = sorted((span.start, i) for i, p in enumerate(parties) for span in p.spans)
    starts = [n[0] for n in named]
    reader = _Reader(text, parties, out)
    for paragraph in spoken.paragraphs:
        for s in paragraph.sentences:
            meant: list[tuple[int, int]] = []
            for lo, hi in s.stretches():
                meant += named[bisect_left(starts, lo) : bisect_left(starts, hi)]
            reader.sentence(s, meant)
    return out


class _Reader:
    def __init__(self, text: str, parties: Sequence[Named], out: list[list[Span]]) -> None:
        self.text, self.parties, self.out = text, parties, out
        self.recent: list[list[int]] = []  # who was meant in the last sentences, in their order
        self.described: dict[str, int] = {}

    def sentence(self, s: Phrases, meant: list[tuple[int, int]]) -> None:
        """Read one sentence; `meant` holds where the article's own words name a party in it, and which."""
        tokens, lo, hi = s.t, s.lo, s.hi
        for k in s.notable:
            t = tokens[k]
            if t.low not in REFERRING or len(meant) > _CROWD:
                continue
            if t.low == "the" and not self._may_describe(tokens, k, hi):
                continue
            before = [i for start, i in meant if start < t.start]
            end = t.start + (3 if t.low.startswith(("she", "the")) else 2)
            if t.low in PERSONAL:
                found = self._person(before, PERSONAL[t.low])
            elif t.low == "it":
                found = self._body(before) if self._reports(tokens, k + 1, hi) else None
            else:
                found, end = self._description(tokens, k, hi, before, tokens[lo].start)
            if found is not None:
                self.out[found].append(Span(t.start, end))
                meant.append((t.start, found))
                meant.sort()
        if meant:
            self.recent = [*self.recent[1 - _LOOKS_BACK :], [i for _, i in meant]]
        elif tokens[lo].kind == WORD:
            self.recent = self.recent[1 - _LOOKS_BACK :]

    def _may_describe(self, tokens: Sequence[Token], k: int, hi: int) -> bool:
        """Most of what begins with "the" has no role near: it is not looked at more closely."""
        return any(not t.cap and is_role(t.low) for t in tokens[k + 1 : min(hi, k + 5)])

    def _reports(self, tokens: Sequence[Token], k: int, hi: int) -> bool:
        if k < hi and tokens[k].low in _SKIPPED:
            k += 1
        return k < hi and tokens[k].low in REPORTING

    def _person(self, before: Sequence[int], sex: str) -> int | None:
        for group in (before, *reversed(self.recent)):
            for i in group:
                p = self.parties[i]
                if p.kind == "person" and p.sex in (None, sex):
                    if p.sex is None:
                        p.sex = sex
                    return i
        return None

    def _body(self, before: Sequence[int]) -> int | None:
        """The body that the sentence, or the one before it, is about: the first that either of them names."""
        for group in (before, *self.recent[-1:]):
            if group:
                return group[0] if self.parties[group[0]].kind == "body" else None
        return None

    def _description(
        self, tokens: Sequence[Token], k: int, hi: int, before: Sequence[int], start: int
    ) -> tuple[int | None, int]:
        """The party that "the …" at token `k` describes, and where the description ends."""
        for n in range(k + 1, min(hi, k + 5)):
            t = tokens[n]
            if t.kind != WORD or t.low in CONJUNCTIONS or t.low in AUXILIARIES:
                break
            if not t.cap and is_role(t.low):
                following = tokens[n + 1] if n + 1 < hi else None
                if following is not None and following.kind == WORD and (following.cap or is_role(following.low)):
                    break
                words = [self.text[x.start : x.end] for x in tokens[k + 1 : n + 1]]
                return self._role(words, before, following.low if following else "", tokens[k].start, start), t.end
        return None, tokens[k].end

    def _role(self, words: list[str], before: Sequence[int], following: str, at: int, start: int) -> int | None:
        key = " ".join(words).lower()
        if key in self.described:
            return self.described[key]
        found = self._by_role(words, before)
        if found is None:
            found = self._by_clause(words, before, following, at, start)
        if found is not None:
            self.described[key] = found
        return found

    def _by_role(self, words: list[str], before: Sequence[int]) -> int | None:
        """The person last spoken of whose role has this head and no other qualifier ("the minister")."""
        head, qualifiers = words[-1].lower(), {w for w in words[:-1] if w[0].isupper()}
        fits = []
        for group in (before, *reversed(self.recent)):
            for i in group:
                role = self.parties[i].role
                if self.parties[i].kind != "person" or role is None or head not in role.lower().split():
                    continue
                own = {
                    w.removesuffix("’s").removesuffix("'s") for w in role.split() if w[0].isupper() and not is_role(w)
                }
                if not qualifiers or qualifiers & own:
                    fits.append(i)
        return fits[0] if len(set(fits)) == 1 else None

    def _by_clause(self, words: list[str], before: Sequence[int], following: str, at: int, start: int) -> int | None:
        """ "X met Y, although the chief engineer has said": a new clause goes on with the person named last."""
        if len(words) < 2 or following not in AUXILIARIES | REPORTING:
            return None
        left = _BEFORE.search(self.text, max(start, at - 14), at)
        if left is None or not (left[1] in CONJUNCTIONS or left[1] in ",;–—"):
            return None
        for i in reversed(before):
            p = self.parties[i]
            if p.kind == "person":
                if p.role is None:
                    p.role = " ".join(words)
                    return i
                return None
        return None
