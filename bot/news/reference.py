"""Whom a pronoun or a description means: "he", "it", "the minister".

Only what the neighbourhood makes reasonably sure is resolved; the rest stays unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Protocol

from bot.news.quote_marks import Marked
from bot.news.roles import is_role
from bot.news.speech import AUXILIARIES, CONJUNCTIONS, REPORTING
from bot.news.types import Sentence, Span

_REFERS = re.compile(
    r"\b(?:(?P<he>[Hh]e|[Ss]he)\b|(?P<it>[Ii]t) (?:has |had |also |later )?(?P<verb>[a-z]+)"
    r"|(?P<the>[Tt]he) (?=(?P<rest>(?:[\w’'-]+ ?){1,5})))"
)
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


def find_stand_ins(
    text: str, sentences: Sequence[Sentence], marked: Sequence[Marked], parties: Sequence[Named]
) -> list[list[Span]]:
    """For each party the pronouns and descriptions that mean it. May fill in a sex or a role that they show."""
    out: list[list[Span]] = [[] for _ in parties]
    quoted = _Cover([m.outer for m in marked])
    named = sorted(
        (span.start, span.end, i) for i, p in enumerate(parties) for span in p.spans if not quoted.covers(span.start)
    )
    starts = [n[0] for n in named]
    reader = _Reader(text, parties, out)
    for s in sentences:
        lo, hi = bisect_left(starts, s.span.start), bisect_left(starts, s.span.end)
        reader.sentence(s.span, named[lo:hi], quoted)
    return out


class _Cover:
    """Answers whether an offset lies inside one of some spans that do not overlap."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = sorted(spans)
        self.starts = [s.start for s in self.spans]

    def covers(self, at: int) -> bool:
        i = bisect_right(self.starts, at) - 1
        return i >= 0 and at < self.spans[i].end


class _Reader:
    def __init__(self, text: str, parties: Sequence[Named], out: list[list[Span]]) -> None:
        self.text, self.parties, self.out = text, parties, out
        self.recent: list[list[int]] = []  # who was meant in the last sentences, in their order
        self.described: dict[str, int] = {}

    def sentence(self, span: Span, named: Sequence[tuple[int, int, int]], quoted: _Cover) -> None:
        meant = [(start, i) for start, _, i in named]
        for m in _REFERS.finditer(self.text, span.start, span.end):
            if len(meant) > _CROWD:
                break
            if quoted.covers(m.start()):
                continue
            before = [i for start, i in meant if start < m.start()]
            if m["he"]:
                found, end = self._person(before, "m" if m["he"].lower() == "he" else "f"), m.end("he")
            elif m["it"]:
                found, end = self._body(before) if m["verb"] in REPORTING else None, m.end("it")
            else:
                found, end = self._description(m, before, span.start)
            if found is not None:
                self.out[found].append(Span(m.start(), end))
                meant.append((m.start(), found))
                meant.sort()
        if meant:
            self.recent = [*self.recent[1 - _LOOKS_BACK :], [i for _, i in meant]]
        elif not quoted.covers(span.start):
            self.recent = self.recent[1 - _LOOKS_BACK :]

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

    def _description(self, m: re.Match[str], before: Sequence[int], start: int) -> tuple[int | None, int]:
        words = m["rest"].split()
        end = m.start("rest")
        for n, word in enumerate(words[:4]):
            end += len(word) + (n > 0)
            if word[:1].islower() and is_role(word) and not word.endswith(("’s", "'s")):
                following = words[n + 1] if n + 1 < len(words) else ""
                if following[:1].isupper() or (following and is_role(following)):
                    return None, end
                return self._role(words[: n + 1], before, following, m.start(), start), end
            if word.lower() in CONJUNCTIONS or word in AUXILIARIES:
                break
        return None, end

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
