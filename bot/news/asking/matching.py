"""How well a sentence answers a question: what of the question it and its surroundings account for, as numbers."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.news.asking.answer_types import has_sign, spots
from bot.news.asking.questions import Question, Wanted
from bot.news.asking.stems import Term, kin, terms

_KIN_SHARE = 0.7
_NAME_BOOST = 1.3
_NEAR_WORDS = 6
_AHEAD = re.compile(
    r"\b(?:will|won't|would|due|scheduled|expect(?:ed|s)?|plan(?:s|ned)?|set to|going to|could|until|through|upcoming|"
    r"next|aims?|intends?|hopes?|later this|by the end of|tomorrow|can|may)\b|'ll\b",
    re.IGNORECASE,
)
_PRONOUN_FIRST = re.compile(r"[\"“'‘]?(?:He|She|It|They|His|Her|Their|Its|This|That|These|Those)\b")


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence, read: its terms and their stems. `group` numbers its article."""

    group: int
    start: int
    end: int
    paragraph: int
    terms: tuple[Term, ...]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scene:
    """The sentences among which an answer is looked for, article by article, and what else each article says of itself.

    `texts` and `titles` are by group: an article's text, and the stems of its title and lead.
    """

    sentences: tuple[Read, ...]
    texts: tuple[str, ...]
    titles: tuple[frozenset[str], ...]


def read_sentence(text: str, group: int, start: int, end: int, paragraph: int) -> Read:
    found = tuple(terms(text, start, end))
    return Read(group, start, end, paragraph, found, frozenset(t.stem for t in found))


class Matcher:
    """Numbers for each sentence of a scene under one question. Every number lies between 0 and 1, or near it."""

    def __init__(self, question: Question, scene: Scene) -> None:
        self.question = question
        self.scene = scene
        self._kin = {w.stem: kin(w.stem) for w in question.wanted}
        self._weights = {w.stem: self._weight(w) for w in question.wanted}
        self._total = sum(self._weights.values()) or 1.0
        self._names = [w.stem for w in question.wanted if w.name or w.stem[0].isdigit()]
        self._named = sum(self._weights[n] for n in self._names) or 1.0
        self._asked = frozenset(self._weights)
        by_group: list[set[str]] = [set(t) for t in scene.titles]
        for s in scene.sentences:
            by_group[s.group] |= s.stems
        self._group_share = [self._shares(stems) for stems in by_group]
        self._granted_by = [
            self._taken_for_granted([s for s in scene.sentences if s.group == group])
            for group in range(len(scene.titles))
        ]

    def _weight(self, wanted: Wanted) -> float:
        """Rare words of the scene say more; a word that is nowhere says most."""
        others = self._kin[wanted.stem]
        holds = sum(1 for s in self.scene.sentences if wanted.stem in s.stems or not others.isdisjoint(s.stems))
        rarity = math.log(1 + (len(self.scene.sentences) + 4) / (holds + 1)) / math.log(len(self.scene.sentences) + 5)
        return wanted.weight * (0.15 + rarity) * (_NAME_BOOST if wanted.name else 1.0)

    def _shares(self, stems: frozenset[str] | set[str]) -> dict[str, float]:
        """How far each wanted word is there: itself, or a word that stands for it."""
        return {
            w: 1.0 if w in stems else _KIN_SHARE if not self._kin[w].isdisjoint(stems) else 0.0 for w in self._weights
        }

    def _coverage(self, shares: dict[str, float]) -> float:
        return sum(self._weights[w] * share for w, share in shares.items()) / self._total

    def numbers(self, at: int) -> dict[str, float]:
        """The features of sentence number `at`, by name."""
        s = self.scene.sentences[at]
        here = self._shares(s.stems)
        title = self._shares(self.scene.titles[s.group])
        before, after = self._beside(at, -1), self._beside(at, 1)
        near = {w: max(here[w], 0.9 * before.get(w, 0), 0.8 * after.get(w, 0)) for w in here}
        wide = {w: max(near[w], 0.8 * title[w], 0.9 * self._beside(at, -2).get(w, 0)) for w in here}
        whole = self._group_share[s.group]
        focus = [max(near[f] * 0.6, here[f]) for f in self.question.focus if f in here]
        type_here, type_near, type_focus = self._type(s, here)
        rest = [w for w in here if w not in self._names and w not in self.question.focus]
        rest_weight = sum(self._weights[w] for w in rest)
        return {
            "here": self._coverage(here),
            "near": self._coverage(near),
            "wide": self._coverage(wide),
            "whole": self._coverage(whole),
            "names_wide": sum(self._weights[n] * wide[n] for n in self._names) / self._named if self._names else 1.0,
            "names_whole": sum(self._weights[n] * whole[n] for n in self._names) / self._named if self._names else 1.0,
            "focus": sum(focus) / len(focus) if focus else 0.5,
            "rest": sum(self._weights[w] * here[w] for w in rest) / rest_weight if rest_weight else 0.5,
            "rest_near": sum(self._weights[w] * near[w] for w in rest) / rest_weight if rest_weight else 0.5,
            "missing_near": max((self._weights[w] * (1 - near[w]) for w in here), default=0.0) / self._total,
            "missing_whole": max((self._weights[w] * (1 - whole[w]) for w in here), default=0.0) / self._total,
            "type": type_here,
            "type_near": type_near,
            "type_focus": type_focus,
            "pairs": self._pairs(s),
            "length": min(1.0, len(s.terms) / 30),
            "short": float(len(s.terms) < 5),
            "asks": float(self.scene.texts[s.group][s.end - 1 : s.end] == "?"),
            "early": 1 / (1 + at),
            "tense": self._tense(s),
            "pronoun": float(_PRONOUN_FIRST.match(self.scene.texts[s.group], s.start) is not None),
        }

    def _beside(self, at: int, step: int) -> dict[str, float]:
        other = at + step
        if not 0 <= other < len(self.scene.sentences):
            return {}
        s, o = self.scene.sentences[at], self.scene.sentences[other]
        if s.group != o.group or abs(o.paragraph - s.paragraph) > 1:
            return {}
        return self._shares(o.stems)

    def _tense(self, s: Read) -> float:
        """Above 0 where a question looks ahead and the sentence does, below 0 where it does not."""
        ahead = _AHEAD.search(self.scene.texts[s.group], s.start, s.end) is not None
        return 0.0 if not self.question.forecast else float(ahead) - 0.5

    def _type(self, s: Read, here: dict[str, float]) -> tuple[float, float, float]:
        """Whether the asked kind stands there, how near to a wanted word, and how near to the thing asked for."""
        if not has_sign(self.question.kind):
            return 0.5, 0.5, 0.5
        text = self.scene.texts[s.group]
        starts = [t.start for t in s.terms]
        wanted = [i for i, t in enumerate(s.terms) if self._stands_for(t.stem, here)]
        thing = [i for i, t in enumerate(s.terms) if self._is_focus(t.stem)]
        best, best_near, best_focus = 0.0, 0.0, 0.0
        for start, end in spots(self.question.kind, text, s.start, s.end, self.question.focus):
            place = bisect_left(starts, start)
            inside = [t.stem for t in s.terms[place:] if t.start < end]
            if all(stem in self._asked for stem in inside) and (inside or self.question.kind in ("person", "place")):
                continue
            best = 1.0
            best_near = max(best_near, _nearness(wanted, place, len(inside)))
            best_focus = max(best_focus, _nearness(thing, place, len(inside)))
        return best, best_near, best_focus if self.question.focus else best_near

    def _stands_for(self, stem: str, here: Mapping[str, float]) -> bool:
        return stem in here or any(stem in self._kin[w] for w in here)

    def _is_focus(self, stem: str) -> bool:
        return any(stem == f or stem in self._kin.get(f, ()) for f in self.question.focus)

    def _pairs(self, s: Read) -> float:
        """The share of the question's neighbouring words that are neighbours here too."""
        wanted = [w.stem for w in self.question.wanted]
        if len(wanted) < 2:
            return 0.5
        places: dict[str, list[int]] = {}
        for i, t in enumerate(s.terms):
            places.setdefault(t.stem, []).append(i)
        hits = sum(
            any(abs(i - j) <= 3 for i in places.get(a, ()) for j in places.get(b, ())) for a, b in pairwise(wanted)
        )
        return hits / (len(wanted) - 1)

    def premise(self, at: int) -> bool:
        """The numbers that the question takes for granted stand here with what they count, or one sentence off."""
        return self._taken_for_granted(self._around(at)) and self._countable(at)

    def premise_of_article(self, at: int) -> bool:
        """As `premise`, but a number asked about in passing may stand anywhere in what was found of the article."""
        if self.question.kind == "yes-no":
            return self.premise(at)
        return self._granted_by[self.scene.sentences[at].group] and self._countable(at)

    def _taken_for_granted(self, sentences: Sequence[Read]) -> bool:
        return all(
            any(number in s.stems and self._counted(things, s.stems) for s in sentences)
            for number, things in self.question.counts
        )

    def _countable(self, at: int) -> bool:
        return self.question.kind != "count" or self._thing_there(at)

    def _thing_there(self, at: int) -> bool:
        """What is to be counted is spoken of right there."""
        focus = [f for f in self.question.focus if f in self._weights]
        return not focus or any(self._counted(focus, s.stems) for s in self._around(at))

    def _counted(self, things: Sequence[str], stems: frozenset[str]) -> bool:
        return any(t in stems or not kin(t).isdisjoint(stems) for t in things)

    def _around(self, at: int) -> list[Read]:
        here = self.scene.sentences[at]
        return [s for s in self.scene.sentences[max(0, at - 1) : at + 2] if s.group == here.group]

    def support(self, scores: Sequence[float]) -> list[float]:
        """How far other articles' good sentences hold the same possible answer, from 0 to 1, for each sentence."""
        best: dict[tuple[str, int], float] = {}
        by_group: dict[int, float] = {}
        held = [self._possible(s) for s in self.scene.sentences]
        common = Counter(stem for stems in held for stem in stems)
        for s, stems, score in zip(self.scene.sentences, held, scores, strict=True):
            worth = math.exp(min(score, 20.0))
            by_group[s.group] = max(by_group.get(s.group, 0.0), worth)
            for stem in stems:
                best[stem, s.group] = max(best.get((stem, s.group), 0.0), worth)
        total = sum(by_group.values())
        if len(by_group) < 2:
            return [0.0] * len(scores)
        votes: dict[str, float] = {}
        for (stem, _), worth in best.items():
            votes[stem] = votes.get(stem, 0.0) + worth
        out = []
        for s, stems in zip(self.scene.sentences, held, strict=True):
            out.append(
                max(
                    ((votes[x] - best[x, s.group]) / total * (1 - common[x] / len(held)) for x in stems),
                    default=0.0,
                )
            )
        return out

    def _possible(self, s: Read) -> frozenset[str]:
        """Stems that may be the answer: of the asked kind, else names and numbers; none that the question holds."""
        if has_sign(self.question.kind) and self.question.kind not in ("reason", "said"):
            text = self.scene.texts[s.group]
            places = spots(self.question.kind, text, s.start, s.end, self.question.focus)
            found = {t.stem for t in s.terms if any(a <= t.start < b for a, b in places)}
        else:
            found = {t.stem for t in s.terms if t.name or t.stem[0].isdigit()}
        return frozenset(x for x in found if not self._stands_for(x, self._weights))


def _nearness(places: Sequence[int], place: int, size: int) -> float:
    """1 beside it, 0 beyond a few words."""
    gap = min((min(abs(p - place), abs(p - (place + max(size, 1) - 1))) for p in places), default=99)
    return max(0.0, 1 - max(0, gap - 1) / _NEAR_WORDS)
