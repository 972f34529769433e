"""The events that articles tell on a topic, each with its day: what a dated list is made of."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from bot.news.asking.stems import kin, stems, terms
from bot.news.asking.times import day_of, of_another_day
from bot.news.saying.speech import DAYS, MONTHS
from bot.news.telling.shingles import copied, shingles_of
from bot.news.types import DraftLine, Passage, RevisionId, Sentence, Source, Sources, Span
from bot.news.writing.phrasing import stand_alone
from bot.news.writing.told import told_by

MOST_EVENTS = 8


@dataclass(frozen=True, slots=True)
class Event:
    """A sentence that may be a line: the higher its score, the rather it is one.

    `stems` are what it tells beside the topic, `marks` those of them that are names or numbers. `names_it`: it has a
    word of the topic.
    """

    line: DraftLine
    day: date
    score: float
    stems: frozenset[str]
    marks: frozenset[str]
    revision: RevisionId
    names_it: bool = True


_ON_TOPIC = 0.6  # the least share of the topic's words that an article's title, lead and the sentence must hold
_SAME = 0.5  # the share of the shorter line's words from which on two lines of neighbouring days are one event
_SURELY_SAME = 0.8  # where they are of other days, or each has a name or a number that the other has not
_DATES = frozenset(stems(" ".join(DAYS | MONTHS)))
_NEXT_DAY = 2
_FEWEST_WORDS = 5
_ENOUGH_DAYS = 4
_A_DAY_AND_ARTICLE = 2
_FARTHEST = 30  # days between an article and what it tells, from which on it makes no difference


def events_on(words: str, passages: Sequence[Passage], sources: Sources) -> Iterator[Event]:
    """The sentences on the topic, of articles with a date; copies of an article that came before are left out."""
    spans: dict[RevisionId, list[Span]] = {}
    for p in passages:
        if p.evidence.revision in sources:
            spans.setdefault(p.evidence.revision, []).append(p.evidence.span)
    topic = _Topic(words)
    for rank, revision in enumerate(_originals(spans, sources)):
        source = told_by(sources[revision])
        published = source.article.published
        if published is None or not source.facts.sentences:
            continue
        around = topic.named_in(stems(f"{source.article.title or ''} {_lead(source)}"))
        for at, sentence in enumerate(source.facts.sentences):
            if at and not any(sentence.span.overlaps(s) for s in spans[revision]):
                continue
            if topic.empty and at:
                break
            event = _event(topic, around, source, sentence, published.date())
            if event is not None:
                yield replace(event, score=event.score + 0.5 * (at == 0) - 0.02 * rank)


def _originals(spans: Mapping[RevisionId, Sequence[Span]], sources: Sources) -> list[RevisionId]:
    """Each text once: of copies the one that came out first. In the order of the passages."""
    dated = [r for r in spans if sources[r].article.published is not None]
    dated.sort(key=lambda r: str(sources[r].article.published))
    kept: dict[RevisionId, tuple[str, object]] = {}
    texts: set[str] = set()
    marks: list[array[int]] = []
    for revision in dated:
        text = " ".join(sources[revision].text.split())
        shingles = shingles_of(text)
        if text in texts or any(copied(shingles, other) for other in marks):
            continue
        texts.add(text)
        marks.append(shingles)
        kept[revision] = (text, shingles)
    return [r for r in spans if r in kept]


def _lead(source: Source) -> str:
    return " ".join(s.span.of(source.text) for s in source.facts.sentences[:2])


class _Topic:
    """The words a list is about: names and others, each told apart since a name alone is no topic."""

    def __init__(self, words: str) -> None:
        found = terms(words)
        self._names = frozenset(t.stem for t in found if t.name)
        self._others = frozenset(t.stem for t in found) - self._names
        self._all = self._names | self._others
        self.empty = not self._all

    def among(self, here: Sequence[str]) -> frozenset[str]:
        """Those of its words that stand here, or may be meant by what stands here."""
        known = frozenset(here)
        return frozenset(w for w in self._all if w in known or not kin(w).isdisjoint(known))

    def named_in(self, here: Sequence[str]) -> frozenset[str]:
        """As `among`, but a topic of one word must stand here itself: a storm that "hit" a town is no strike."""
        return self.among(here) if len(self._all) > 1 else self._all.intersection(here)

    def share(self, words: frozenset[str]) -> float:
        """Which part of the topic these of its words are, from 0 to 1: of its names or of its others, the lesser."""
        return min((len(words & part) / len(part) for part in (self._names, self._others) if part), default=1.0)

    def beside(self, here: Sequence[str]) -> frozenset[str]:
        """What is told beside its words, which every line has."""
        return frozenset(w for w in here if w not in self._all)


def _event(topic: _Topic, around: frozenset[str], source: Source, sentence: Sentence, published: date) -> Event | None:
    words = sentence.span.of(source.text)
    told = stems(words)
    here = topic.among(told)
    if len(told) < _FEWEST_WORDS or words.rstrip(" \"'”’").endswith("?"):
        return None
    whole = topic.share(here | around)
    if whole < _ON_TOPIC or not (here or topic.share(around) == 1):
        return None
    if not (topic.empty or around or topic.named_in(told)):
        return None
    line = stand_alone(source, sentence)
    if line is None:
        return None
    given = day_of(words, published)
    if given is None and of_another_day(words, published):
        return None  # nothing tells on which day
    day = given or published
    apart = min(abs((published - day).days), _FARTHEST) / _FARTHEST
    score = whole + topic.share(here) + 0.3 * (given is not None) - 0.4 * apart
    marks = (t.stem for t in terms(line.text) if (t.name and t.start > 0) or t.stem[0].isdigit())
    beside = topic.beside(stems(line.text))
    return Event(line, day, score, beside, beside.intersection(marks) - _DATES, source.article.revision.id, bool(here))


def naming(events: Sequence[Event]) -> Sequence[Event]:
    """Those with a word of the topic, where they make a list: the rest only stands in an article on it."""
    named = [e for e in events if e.names_it]
    return named if len({e.day for e in named}) >= _ENOUGH_DAYS else events


def told_once(events: Sequence[Event]) -> list[Event]:
    """One for each event, the best that tells it; of one article at most two for a day."""
    kept: list[Event] = []
    for event in sorted(events, key=lambda e: (-e.score, e.day, e.line.text)):
        beside = sum(k.day == event.day and k.revision == event.revision for k in kept)
        if beside < _A_DAY_AND_ARTICLE and not any(_one_event(event, k) for k in kept):
            kept.append(event)
    return kept


def _one_event(one: Event, other: Event) -> bool:
    shared = len(one.stems & other.stems) / max(1, min(len(one.stems), len(other.stems)))
    near = abs((one.day - other.day).days) <= _NEXT_DAY
    apart = bool(one.marks - other.marks and other.marks - one.marks)
    return shared >= (_SAME if near and not apart else _SURELY_SAME)


def spread(events: Sequence[Event]) -> list[Event]:
    """At most eight: the best of each day, of days that lie all over the time; then the next best of the days."""
    days: dict[date, list[Event]] = {}
    for event in events:
        days.setdefault(event.day, []).append(event)
    order = sorted(days)
    if len(order) > MOST_EVENTS:  # of every few days in a row the one with most to tell
        cuts = [i * len(order) // MOST_EVENTS for i in range(MOST_EVENTS + 1)]
        groups = [order[start:end] for start, end in pairwise(cuts)]
        return [max((days[d][0] for d in group), key=lambda e: e.score) for group in groups]
    chosen: list[Event] = []
    for turn in range(MOST_EVENTS):
        best = sorted((days[d][turn] for d in order if turn < len(days[d])), key=lambda e: -e.score)
        chosen += best[: MOST_EVENTS - len(chosen)]
    return chosen
