"""Several articles read side by side under one question: numbers for each sentence.

What one article cannot show is used here: which sentences of other articles hold the same possible answer, and how
fresh an article is beside the others. Every number lies between 0 and 1, or near it. An article without a date counts
as neither fresh nor old.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.news.asking.answer_classes import CLOSED, members
from bot.news.asking.answer_types import has_sign, spots
from bot.news.asking.crossweights import ONE_SENTENCE
from bot.news.asking.matching import Read, Scene
from bot.news.asking.questions import Kind, Question, Wanted
from bot.news.asking.stems import kin
from bot.news.asking.weights import weigh

_KIN_SHARE = 0.7
_NAME_BOOST = 1.3
_MOST_WORDS = 60
# "Which country" is answered by a country; the article need not call it one. Nor need it say what land it writes from.
_ASKED_KIND_WEIGHT = 0.4
_HOME_WEIGHT = 0.6
_HOME = frozenset(("usa", "uk"))
_RARE = 9.0
_WINDOW = 12
WEEK = 7
OLDEST = 7.6  # the logarithm of some 2,000 days
_RECENT = re.compile(
    r"\b(?:this (?:week|weekend|month|morning|year)|recent(?:ly)?|latest|new|now|current(?:ly)?|yesterday|today|"
    r"on (?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day|last (?:week|weekend|night|month))\b",
    re.IGNORECASE,
)
_PRONOUN_FIRST = re.compile(r"[\"“'‘]?(?:He|She|It|They|His|Her|Their|Its|This|That|These|Those)\b")
_SPOTTED: frozenset[Kind] = frozenset(("count", "measure", "money", "percent", "time", "duration", "place", "person"))
_NAMED: frozenset[Kind] = frozenset(("person", "place"))
# How much of a neighbouring sentence counts, by how far off it stands.
_NEAR = ((-1, 0.9), (1, 0.8))
_WIDE = ((-2, 0.85), (2, 0.7), (-3, 0.7))
_TITLE_SHARE = 0.85

Shares = list[float]


@dataclass(frozen=True, slots=True)
class Dated:
    """Where a sentence stands in its article, and the day of that article (a day's ordinal; None: not known)."""

    number: int
    day: int | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A stem that may be the answer, and the places of its words among the sentence's terms."""

    stem: str
    first: int
    last: int
    listed: bool = False


@dataclass(frozen=True, slots=True)
class _Hit:
    """A word of the sentence that stands for a word of the question."""

    place: int
    wanted: int
    share: float


class CrossReader:
    """Reads the sentences of a scene of several articles. `dated` goes with the scene's sentences, one for one."""

    def __init__(
        self, question: Question, scene: Scene, dated: Sequence[Dated], rarity: Mapping[str, float] | None = None
    ) -> None:
        self._question = question
        self._scene = scene
        self._dated = dated
        self._wanted = question.wanted[:_MOST_WORDS]
        self._index = {w.stem: i for i, w in enumerate(self._wanted)}
        self._stands = self._standing()
        self._focus = [self._index[f] for f in question.focus if f in self._index]
        self._names = [i for i, w in enumerate(self._wanted) if w.name or w.stem[0].isdigit()]
        self._rest = [i for i in range(len(self._wanted)) if i not in self._names and i not in self._focus]
        self._members = members(question.focus)
        self._closed = any(f in CLOSED for f in question.focus)
        self._recent = _RECENT.search(question.text) is not None
        self._weights = self._weighed(rarity)
        self._total = sum(self._weights) or 1.0
        self._shares = [self._shares_of(s.stems) for s in scene.sentences]
        self._titles = [self._shares_of(t) for t in scene.titles]
        self._wholes = self._of_articles()
        self.days = self._days_of_articles()
        known = [d for d in self.days if d is not None]
        self._newest = max(known) if known else None
        self._candidates = [self._possible(s) for s in scene.sentences]
        self.strengths: list[dict[str, float]] = []
        """What may be the answer in each sentence, by its stem, and how close the question's words stand to it."""
        self.coverage = [self._coverage(w) for w in self._wholes]
        """How much of the question each article holds."""
        self.numbers = [self._numbers(at) for at in range(len(scene.sentences))]
        """The numbers of each sentence."""
        self._vote()
        self.ranks = [weigh(ONE_SENTENCE, question.kind, n) for n in self.numbers]
        """How well each sentence answers: a logit, where 0 is as likely as that no sentence does."""

    @property
    def traits(self) -> dict[str, float]:
        """Numbers of the question: what of it no article holds, and what it is like."""
        size = max(1, len(self._wanted))
        nowhere = sum(1 for i in range(len(self._wanted)) if not any(w[i] for w in self._wholes))
        return {
            "absent": nowhere / size,
            "size": min(1.0, len(self._wanted) / 10),
            "named": min(1.0, len(self._names) / 4),
        }

    def _standing(self) -> dict[str, list[tuple[int, float]]]:
        """For a stem of a text the words of the question that it stands for, the nearest first."""
        out: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for i, w in enumerate(self._wanted):
            out[w.stem].append((i, 1.0))
        for i, w in enumerate(self._wanted):
            for other in kin(w.stem):
                out[other].append((i, _KIN_SHARE))
        return dict(out)

    def _weighed(self, rarity: Mapping[str, float] | None) -> list[float]:
        """Rare words say more: rare in the scene and, where that is known, in the archive."""
        size = len(self._scene.sentences)
        holds: Counter[int] = Counter()
        for s in self._scene.sentences:
            holds.update({i for stem in s.stems if stem in self._stands for i, _ in self._stands[stem]})
        out = []
        for i, w in enumerate(self._wanted):
            rare = math.log(1 + (size + 4) / (holds[i] + 1)) / math.log(size + 5)
            if rarity is not None and w.stem in rarity:
                rare = (rare + min(1.0, rarity[w.stem] / _RARE)) / 2
            out.append(self._importance(w) * (0.15 + rare))
        return out

    def _importance(self, w: Wanted) -> float:
        if w.name:
            return w.weight * _NAME_BOOST * (_HOME_WEIGHT if w.stem in _HOME else 1.0)
        told_by_kind = self._question.kind in _NAMED or members((w.stem,)) is not None
        return w.weight * (_ASKED_KIND_WEIGHT if w.stem in self._question.focus and told_by_kind else 1.0)

    def _shares_of(self, stems: frozenset[str]) -> Shares:
        """How far each wanted word is there: itself, or a word that stands for it."""
        out = [0.0] * len(self._wanted)
        for stem in stems:
            for i, share in self._stands.get(stem, ()):
                out[i] = max(out[i], share)
        return out

    def _of_articles(self) -> list[Shares]:
        out = [list(t) for t in self._titles]
        for s, shares in zip(self._scene.sentences, self._shares, strict=True):
            out[s.group] = [max(a, b) for a, b in zip(out[s.group], shares, strict=True)]
        return out

    def _days_of_articles(self) -> list[int | None]:
        out: list[int | None] = [None] * len(self._scene.titles)
        for s, d in zip(self._scene.sentences, self._dated, strict=True):
            out[s.group] = d.day
        return out

    def _coverage(self, shares: Shares) -> float:
        return sum(w * s for w, s in zip(self._weights, shares, strict=True)) / self._total

    def _part(self, which: Sequence[int], shares: Shares, none: float) -> float:
        total = sum(self._weights[i] for i in which)
        return sum(self._weights[i] * shares[i] for i in which) / total if total else none

    def _missing(self, shares: Shares) -> float:
        """The weight of the heaviest word that is not there."""
        return max((w * (1 - s) for w, s in zip(self._weights, shares, strict=True)), default=0.0) / self._total

    def _with(self, at: int, shares: Shares, around: Sequence[tuple[int, float]]) -> Shares:
        """`shares` with those of the sentences around."""
        here = self._scene.sentences[at]
        out = shares
        for step, share in around:
            other = at + step
            if not 0 <= other < len(self._shares) or self._scene.sentences[other].group != here.group:
                continue
            if self._dated[other].number == self._dated[at].number + step:
                out = [max(a, share * b) for a, b in zip(out, self._shares[other], strict=True)]
        return out

    def _numbers(self, at: int) -> dict[str, float]:
        s = self._scene.sentences[at]
        text = self._scene.texts[s.group]
        here, title, whole = self._shares[at], self._titles[s.group], self._wholes[s.group]
        near = self._with(at, here, _NEAR)
        wide = self._with(at, near, _WIDE)
        told = [max(a, _TITLE_SHARE * b) for a, b in zip(wide, title, strict=True)]
        hits = self._hits(s)
        return {
            "here": self._coverage(here),
            "near": self._coverage(near),
            "wide": self._coverage(wide),
            "told": self._coverage(told),
            "whole": self._coverage(whole),
            "title": self._coverage(title),
            "names": self._part(self._names, here, 0.5),
            "names_told": self._part(self._names, told, 1.0),
            "names_whole": self._part(self._names, whole, 1.0),
            "rest": self._part(self._rest, here, 0.5),
            "rest_near": self._part(self._rest, near, 0.5),
            "missing_near": self._missing(near),
            "missing_told": self._missing(told),
            "missing_whole": self._missing(whole),
            "focus": max((here[i] for i in self._focus), default=0.5),
            "focus_told": max((told[i] for i in self._focus), default=0.5),
            "order": self._order(hits),
            "run": self._run(hits),
            "pairs": self._pairs(hits),
            "window": self._window(hits),
            "length": min(1.0, len(s.terms) / 30),
            "short": float(len(s.terms) < 5),
            "asks": float(text[s.end - 1 : s.end] == "?"),
            "early": 1 / (1 + self._dated[at].number / 3),
            "pronoun": float(_PRONOUN_FIRST.match(text, s.start) is not None),
            **self._age(self._dated[at].day),
            **self._answers(at, hits),
        }

    def _age(self, day: int | None) -> dict[str, float]:
        """How old the article is beside the newest, on a logarithmic scale, and how many are of its week."""
        if day is None or self._newest is None:
            return {"age": 0.5, "fresh": 0.5, "company": 0.3, "age_now": 0.5 * self._recent}
        age = min(1.0, math.log1p(self._newest - day) / OLDEST)
        company = sum(1 for d in self.days if d is not None and abs(d - day) <= WEEK)
        return {
            "age": age,
            "fresh": float(self._newest - day <= WEEK),
            "company": min(1.0, company / 4),
            "age_now": age * self._recent,
        }

    def _hits(self, s: Read) -> list[_Hit]:
        out = []
        for place, term in enumerate(s.terms):
            if term.stem in self._stands:
                wanted, share = self._stands[term.stem][0]
                out.append(_Hit(place, wanted, share))
        return out

    def _order(self, hits: Sequence[_Hit]) -> float:
        """The share of the question's words that stand in its order."""
        ends: list[int] = []
        for hit in hits:
            at = bisect_left(ends, hit.wanted)
            ends[at : at + 1] = [hit.wanted]
        return len(ends) / max(1, len(self._wanted))

    def _run(self, hits: Sequence[_Hit]) -> float:
        """The heaviest run of the question's words that follow one another here too."""
        best = run = 0.0
        for a, b in pairwise(hits):
            follows = b.place - a.place <= 2 and b.wanted - a.wanted == 1
            run = (run or self._weights[a.wanted] * a.share) + self._weights[b.wanted] * b.share if follows else 0.0
            best = max(best, run)
        return best / self._total

    def _pairs(self, hits: Sequence[_Hit]) -> float:
        """The share of the question's neighbouring words that stand near each other here, by weight."""
        if len(self._wanted) < 2:
            return 0.5
        places: dict[int, list[int]] = defaultdict(list)
        for hit in hits:
            places[hit.wanted].append(hit.place)
        got = total = 0.0
        for i, weight in enumerate(min(pair) for pair in pairwise(self._weights)):
            total += weight
            if any(abs(a - b) <= 3 for a in places.get(i, ()) for b in places.get(i + 1, ())):
                got += weight
        return got / total if total else 0.0

    def _window(self, hits: Sequence[_Hit]) -> float:
        """The most of the question that a dozen words hold."""
        best = 0.0
        for first, start in enumerate(hits):
            held: dict[int, float] = {}
            for hit in hits[first : first + _WINDOW + 1]:
                if hit.place - start.place <= _WINDOW:
                    held[hit.wanted] = max(held.get(hit.wanted, 0.0), hit.share)
            best = max(best, sum(self._weights[i] * share for i, share in held.items()))
        return best / self._total

    def _possible(self, s: Read) -> list[_Candidate]:
        """What of the sentence may be the answer: of the asked kind, and no word of the question."""
        if self._members is not None:
            listed = [
                _Candidate(t.stem, i, i, listed=True)
                for i, t in enumerate(s.terms)
                if t.stem in self._members and t.stem not in self._stands
            ]
            if self._closed:
                return listed
        else:
            listed = []
        if self._question.kind in _SPOTTED:
            return listed + self._spotted(s)
        return listed + [
            _Candidate(t.stem, i, i)
            for i, t in enumerate(s.terms)
            if (t.name or t.stem[0].isdigit()) and t.stem not in self._stands and t.start != s.start
        ]

    def _spotted(self, s: Read) -> list[_Candidate]:
        text = self._scene.texts[s.group]
        starts = [t.start for t in s.terms]
        out: list[_Candidate] = []
        for start, end in spots(self._question.kind, text, s.start, s.end, self._question.focus):
            first, after = bisect_left(starts, start), bisect_left(starts, end)
            inside = s.terms[first:after]
            if not inside and self._question.kind not in _NAMED:
                out.append(_Candidate(text[start:end].lower(), first, first))  # "one", "most": no terms
            out += [_Candidate(t.stem, first, after - 1) for t in inside if t.stem not in self._stands]
        return out

    def _answers(self, at: int, hits: Sequence[_Hit]) -> dict[str, float]:
        """Whether a possible answer stands here, and how many of the question's words beside it."""
        other = [h.place for h in hits if h.wanted not in self._focus]
        thing = [h.place for h in hits if h.wanted in self._focus]
        best = best_thing = best_both = 0.0
        strengths: dict[str, float] = {}
        for c in self._candidates[at]:
            near, near_thing = _company(other, c), _company(thing, c)
            both = near * (0.5 + 0.5 * near_thing) if self._focus else near
            best, best_thing, best_both = max(best, near), max(best_thing, near_thing), max(best_both, both)
            strengths[c.stem] = max(strengths.get(c.stem, 0.0), 0.3 + 0.7 * both)
        self.strengths.append(strengths)
        return {
            "type": float(bool(strengths)) if has_sign(self._question.kind) or self._closed else 0.5,
            "beside": best,
            "beside_thing": best_thing if self._focus else best,
            "beside_both": best_both,
            "listed": float(any(c.listed for c in self._candidates[at])) if self._members is not None else 0.5,
            "many": min(1.0, len(strengths) / 6),
        }

    def _vote(self) -> None:
        """Add how far the good sentences of other articles hold what may be the answer here ("vote")."""
        first = [weigh(ONE_SENTENCE, self._question.kind, n) for n in self.numbers]
        top = max(first, default=0.0)
        worth = [math.exp(max(-20.0, f - top)) for f in first]
        best: dict[tuple[str, int], float] = {}
        by_article: dict[int, float] = {}
        common: Counter[str] = Counter()
        for s, strengths, w in zip(self._scene.sentences, self.strengths, worth, strict=True):
            common.update(strengths)
            by_article[s.group] = max(by_article.get(s.group, 0.0), w)
            for stem, strength in strengths.items():
                best[stem, s.group] = max(best.get((stem, s.group), 0.0), w * strength)
        votes: dict[str, float] = defaultdict(float)
        for (stem, _), w in best.items():
            votes[stem] += w
        total = sum(by_article.values()) or 1.0
        size = len(self.numbers)
        for s, strengths, n in zip(self._scene.sentences, self.strengths, self.numbers, strict=True):
            n["vote"] = max(
                (
                    (votes[x] - best[x, s.group]) / total * (1 - common[x] / size) * strength
                    for x, strength in strengths.items()
                ),
                default=0.0,
            )


def _company(places: Sequence[int], c: _Candidate) -> float:
    """How many words stand beside a candidate, the near ones counting more."""
    return min(1.0, sum(1 / (1.5 + min(abs(p - c.first), abs(p - c.last))) for p in places) / 1.2)
