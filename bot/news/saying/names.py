"""The people and bodies an article names, and which words mean which of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.news.saying.name_runs import Run, bare, find_runs, sex, surname
from bot.news.saying.phrases import NOUN_LIKE
from bot.news.saying.reference import find_stand_ins
from bot.news.saying.roles import role_after, role_before
from bot.news.saying.speech import AUXILIARIES, FAMILY, REPORTING, SAYING
from bot.news.saying.spoken import Spoken
from bot.news.types import Party, Sentence, Span

_NEXT_WORD = re.compile(r"(?:['’]s)?\s(?:also |has |have |had )?([a-z]+)")
_LAST_WORD = re.compile(r"(\w+)[,]?\s+$")
_AGE = re.compile(r",? \(?(?:aged )?\d{1,3}\b(?:[,)]|-year)")
_ACRONYM = re.compile(r"\s\(([A-Z][A-Za-z&.]{1,8})\)")
_DEMONYM = re.compile(r"[a-z](?:man|woman|ian|ese|ish)$")
_INTRODUCED = 4  # mentions after which a surname alone no longer stands beside a new role
_VERBS = REPORTING - NOUN_LIKE
_RELATIVE = re.compile(rf"\b(?:{'|'.join(sorted(FAMILY))}),?\s$")
_NAMESAKES = 12  # people of one surname that are told apart
_WHO = re.compile(r",? who(?:se)? ")


@dataclass(slots=True)
class Draft:
    """A party in the making."""

    words: tuple[str, ...]
    kind: Literal["person", "body"]
    role: str | None = None
    sex: str | None = None
    spans: list[Span] = field(default_factory=list)
    articles: int = 0  # how often "the" stands before it
    opened: int = 0  # how many of `spans` are full names
    relative: bool = False  # of somebody who goes by the surname alone

    def take(self, run: Run) -> None:
        self.spans.append(Span(run.start, run.end))
        self.sex = self.sex or sex(run)
        if len(run.words) > len(self.words) and not (
            len(self.words) > 1 and self.kind == "person" and bare(run.words[-1]) != bare(self.words[-1])
        ):
            self.words = run.words

    def name(self) -> str:
        name = " ".join(self.words)
        return f"the {name}" if self.kind == "body" and 2 * self.articles > len(self.spans) else name


def find_parties(text: str, sentences: Sequence[Sentence], spoken: Spoken) -> tuple[Party, ...]:
    """Who the text names, in the order of their first mention. Spans point into `text`."""
    runs = list(find_runs(text))
    people = _People(text)
    rest = [run for run in runs if not people.opens(run, runs)]
    rest = people.gather(rest)
    openings = {s.span.start for s in sentences}
    opening = {bare(r.name) for r in rest if r.start in openings and r.kind == ""}
    if opening:  # a word that stands elsewhere without its capital names nobody
        plain = {t.low for paragraph in spoken.paragraphs for t in paragraph.t if t.low in opening and not t.cap}
        rest = [r for r in rest if not (r.start in openings and r.kind == "" and bare(r.name) in plain)]
    drafts = people.drafts + _bodies(text, rest)
    for d in drafts:
        d.spans.sort(key=lambda s: s.start)
    drafts.sort(key=lambda d: d.spans[0].start)
    stand_ins = find_stand_ins(text, spoken, drafts)
    return tuple(
        Party(d.name(), d.role, d.kind, tuple(d.spans), tuple(s)) for d, s in zip(drafts, stand_ins, strict=True)
    )


class _People:
    """Full names first, then the surnames that stand for them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.drafts: list[Draft] = []
        self.by_surname: dict[str, list[Draft]] = {}
        self.by_first: dict[str, list[Draft]] = {}
        self.alone: dict[str, int] | None = None  # words that stand alone as a name, and where they do first

    def opens(self, run: Run, runs: Sequence[Run]) -> bool:
        """Take a run that shows by itself or by its neighbourhood that it is a full name."""
        if self.alone is None:
            self.alone = {}
            for r in runs:
                if len(r.words) == 1 and r.kind in ("", "person") and not self._has_article(r):
                    self.alone.setdefault(bare(r.words[0]), r.start)
        if len(run.words) == 1 or run.kind in ("place", "body", "title"):
            return False
        if run.kind != "person" and not self._looks_like_person(run):
            return False
        for d in self.by_surname.get(surname(run.words), [])[:_NAMESAKES]:
            if _same_person(d.words, run.words) or (len(run.words) == 2 and _DEMONYM.search(run.words[0])):
                self._take(d, run)
                break
        else:
            d = self._new(run)
            # "Gray … her son, Tom Gray": the Gray who was spoken of before is somebody else.
            d.relative = (
                self.alone.get(surname(run.words), run.start) < run.start
                and _RELATIVE.search(self.text, max(0, run.start - 14), run.start) is not None
            )
        d.opened += 1
        return True

    def _has_article(self, run: Run) -> bool:
        return self.text[max(0, run.start - 4) : run.start].lower() == "the "

    def _looks_like_person(self, run: Run) -> bool:
        before = self.text[max(0, run.start - 14) : run.start]
        if len(run.words) > 4 or before.lower().endswith(("the ", "a ", "an ", "in ", "at ")):
            return False
        assert self.alone is not None
        if surname(run.words) in self.alone or _AGE.match(self.text, run.end) or _WHO.match(self.text, run.end):
            return True
        last = _LAST_WORD.search(before)
        if last and (last[1].lower() in SAYING or last[1].lower() in FAMILY):
            return True
        if role_before(self.text, run.start) or role_after(self.text, run.end):
            return True
        following = _NEXT_WORD.match(self.text, run.end)
        return following is not None and following[1] in SAYING and len(run.words) < 4

    def _new(self, run: Run) -> Draft:
        d = Draft(run.words, "person")
        self.drafts.append(d)
        self.by_surname.setdefault(surname(run.words), []).append(d)
        if len(run.words) > 1:
            self.by_first.setdefault(bare(run.words[0]), []).append(d)
        self._take(d, run)
        return d

    def _take(self, d: Draft, run: Run) -> None:
        d.take(run)
        if (d.role is None or " " not in d.role) and (len(run.words) > 1 or len(d.spans) <= _INTRODUCED):
            found = run.title or role_before(self.text, run.start) or role_after(self.text, run.end)
            d.role = found or d.role

    def gather(self, runs: Sequence[Run]) -> list[Run]:
        """Give the runs that are a surname to who bears it; returns the runs that are nobody's."""
        rest: list[Run] = []
        for run in runs:
            if run.kind == "body" and len(run.words) > 1:
                rest.append(run)
                continue
            d = self._bearer(run)
            if d is not None:
                self._take(d, run)
            elif run.kind == "person" or (len(run.words) == 1 and run.kind == "" and role_before(self.text, run.start)):
                self._new(run)
            else:
                rest.append(run)
        return rest

    def _bearer(self, run: Run) -> Draft | None:
        if len(run.words) > 1 and run.kind != "person":
            return None
        known = self.by_surname.get(surname(run.words), [])[:_NAMESAKES]
        fits = [
            d
            for d in known
            if not d.relative and _same_person(d.words, run.words) and not (d.sex and sex(run) not in (None, d.sex))
        ]
        if not fits and len(run.words) == 1 and run.kind == "":
            first = self.by_first.get(bare(run.words[0]), [])
            fits = first if len(first) == 1 else []
        if not fits:
            return None
        return max(fits, key=lambda d: _last_before(d, run.start)) if len(fits) > 1 else fits[0]


def _last_before(d: Draft, at: int) -> int:
    """Where a party was named last before `at`, -1 for nowhere. `spans` holds the full names, then the others."""
    k = bisect_left(d.spans, Span(at, at), 0, d.opened)
    full = d.spans[k - 1].start if k else -1
    return max(full, d.spans[-1].start) if len(d.spans) > d.opened else full


def _same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Two spellings of one name: same surname, and given names that do not contradict each other."""
    if len(a) == 1 or len(b) == 1:
        return True
    x, y = bare(a[0]), bare(b[0])
    return x == y or (x[0] == y[0] and (len(x) == 1 or len(y) == 1)) or x in map(bare, b) or y in map(bare, a)


def _bodies(text: str, runs: Sequence[Run]) -> list[Draft]:
    groups: dict[str, list[Run]] = {}
    for run in runs:
        if run.kind != "title":
            groups.setdefault(" ".join(map(bare, run.words)), []).append(run)
    drafts: list[Draft] = []
    short: dict[str, Draft] = {}
    for name in sorted(groups, key=lambda n: (-len(n), n)):  # full names before their short forms
        members = groups[name]
        d = short.get(name.replace(".", ""))
        if d is None:
            if not any(_acts(text, run) for run in members):
                continue
            d = Draft(members[0].words, "body")
            drafts.append(d)
        for run in members:
            d.take(run)
            d.articles += text[max(0, run.start - 4) : run.start].lower() == "the "
            acronym = _ACRONYM.match(text, run.end)
            if acronym:
                short[acronym[1].lower().replace(".", "")] = d
        initials = "".join(w[0] for w in d.words if w[0].isupper()).lower()
        if len(initials) > 2:
            short.setdefault(initials, d)
        if len(d.words) > 2:
            short.setdefault(" ".join(bare(w) for w in d.words[:2]), d)
    return drafts


def _acts(text: str, run: Run) -> bool:
    """A body's name shows it; of a place or an unknown name only what it does shows that somebody is meant."""
    if run.kind == "body":
        return True
    following = _NEXT_WORD.match(text, run.end)
    if (
        following
        and not run.owner
        and (following[1] in _VERBS or (run.kind == "place" and following[1] in AUXILIARIES))
    ):
        return True
    before = text[max(0, run.start - 16) : run.start].lower()
    if before.endswith(("according to ", "according to the ", " by ", " by the ")):
        return run.kind != "place" or "accord" in before
    return run.kind != "place" and before.rstrip().rstrip(",").endswith((" said", " says"))
