"""Find figures: value, unit or thing counted, qualifier, who claims it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from bot.news.counting.counted import Thing, lasting, led_to, named, thing_after, without_toll
from bot.news.counting.earlier_counts import with_earlier_counts
from bot.news.counting.killers import with_killers
from bot.news.counting.number_kinds import DURATIONS, QUALIFIER
from bot.news.counting.numbers import Number, read_numbers
from bot.news.counting.parts import with_parts
from bot.news.counting.survivors import with_survivors
from bot.news.counting.times import with_times
from bot.news.counting.tolls import DEADLY, HINT, tells_of_harm, toll_word
from bot.news.counting.victims import Victims, victims_in
from bot.news.text import lowered
from bot.news.types import Claim, Figure, Quote, Sentence, Span

_FIGURE_KINDS = frozenset({"count", "measure", "money", "percent", "ordinal", "fraction", "multiple"})
_QUALIFIER_AFTER = re.compile(r"\+|-plus\b| or (?:more|so|fewer|less|higher|lower)(?![^\W_])")
_AGO = re.compile(r"[ -](?:ago|earlier|later|prior|old|olds|hence|from now|before|after(?! the| a))(?![^\W_])")
_SINCE_THEN = re.compile(r"[ -](?:ago|old|olds)(?![^\W_])")
_ACCORDING = re.compile(
    r"[Aa]ccording to (?P<who>[^,.;:()\n]{2,60}?)(?=[,.;:()\n]|$| (?:was|is|were|are|had|has|who|which|that|and"
    r"|but|as"
    r"|on|in|published|released)\b)"
)
# What the same thing was before or elsewhere: "to 6% by spring, from 2.25%", "residents, down from nearly 200,000".
_COMPARED = re.compile(r"[^.;:()]{0,40}(?<![^\W_])(?:from|to|than|with|versus|against)(?: [a-z]+)? ?")
# How many shots somebody heard is an impression and counts nothing.
_SOUNDS = frozenset("shots gunshots shot gunshot bangs pops blasts booms explosions rounds".split())
_HEARD = re.compile(r"(?<![^\W_])(?:hear[ds]?|hearing|sounded like|was like|were like)(?: [^\W_]+){0,4} $")
# Beside a page's own controls a number counts nothing of the story.
_FURNITURE = re.compile(r" (?:show|see|view|load|read) (?:all|more)(?![^\W_])")
_ARTICLE = re.compile(r"(?<![^\W_])an? $")
# Above this a number in words needs no noun to be a figure ("twelve of them" does).
_FEW = 12
# Voices within voices that are looked at: real articles have two or three.
_DEPTH = 16


def find_figures(
    text: str, sentences: Sequence[Sentence], quotes: Sequence[Quote], claims: Sequence[Claim]
) -> tuple[Figure, ...]:
    """Every number that counts or measures something, in the order of the text.

    Dates, ages, clock times, scores and numbers in names are left out. A figure is claimed by the speaker of the
    quote or the claimant of the claim that holds it, or by whom the sentence names with "according to".
    """
    low = lowered(text)
    voices = _Voices(quotes, claims)
    harmful = sorted(tells_of_harm(low, sentences))
    victims = [v for n in harmful for v in victims_in(text, low, sentences[n].span)]
    harmed = {sentences[n].span.start for n in harmful}
    counted = _counted([n for n in read_numbers(text, low) if n.kind in _FIGURE_KINDS], victims)
    out: list[Figure] = []
    starts: list[int] = []
    for sentence, group in groupby(_placed(counted, sentences), key=lambda placed: placed[1]):
        scene, found = _Scene.of(text, low, sentence.span, sentence.span.start in harmed), list[Figure]()
        for number, _, limit in group:
            figure = scene.read(number, limit, found[-1] if found else None, voices.at(number.span))
            if figure is not None:
                found.append(figure)
        found = scene.related(found)
        out += found
        starts += [sentence.span.start] * len(found)
    out = with_killers(low, with_earlier_counts(low, out, starts), sentences)
    return tuple(with_survivors(low, out, sentences))


def _counted(numbers: list[Number], victims: list[Victims]) -> list[Number | Victims]:
    """Both in the order of the text, without the numbers that a listing adds up."""
    if not victims:
        return [*numbers]
    starts = [v.span.start for v in victims]
    out: list[Number | Victims] = [*victims]
    for number in numbers:
        at = bisect_right(starts, number.span.end - 1) - 1
        if at < 0 or victims[at].span.end <= number.span.start:
            out.append(number)
    return sorted(out, key=lambda found: found.span)


def _placed(
    numbers: list[Number | Victims], sentences: Sequence[Sentence]
) -> Iterator[tuple[Number | Victims, Sentence, int]]:
    """Each number with its sentence and where its words must end; numbers outside of all sentences are dropped."""
    at = 0
    for number, following in pairwise([*numbers, None]):
        if number is None:
            return
        while at < len(sentences) and sentences[at].span.end <= number.span.start:
            at += 1
        if at == len(sentences):
            return
        end = sentences[at].span.end
        if sentences[at].span.holds(number.span):
            yield number, sentences[at], end if following is None else min(end, following.span.start)


class _Voices:
    """Who stands behind an offset: the innermost quote or claim that holds it. Offsets are asked in rising order."""

    def __init__(self, quotes: Sequence[Quote], claims: Sequence[Claim]) -> None:
        voices = [(q.span, q.speaker.name) for q in quotes if q.speaker is not None]
        voices += [(c.span, c.claimant.name) for c in claims]
        self._waiting = sorted(voices, reverse=True)
        self._open: list[tuple[Span, str]] = []

    def at(self, span: Span) -> str | None:
        while self._waiting and self._waiting[-1][0].start <= span.start:
            self._open.append(self._waiting.pop())
        self._open = [v for v in self._open if v[0].end > span.start][-_DEPTH:]
        holding = [v for v in self._open if v[0].holds(span)]
        return min(holding, key=lambda v: v[0].end - v[0].start)[1] if holding else None


@dataclass(frozen=True, slots=True)
class _Scene:
    """One sentence: whether it tells of harm, and whom it names with "according to"."""

    text: str
    low: str
    span: Span
    harm: bool
    source: re.Match[str] | None

    @classmethod
    def of(cls, text: str, low: str, span: Span, harm: bool) -> _Scene:
        named_source = low.find("according to ", span.start, span.end)
        source = _ACCORDING.match(text, named_source, span.end) if named_source >= 0 else None
        return cls(text, low, span, harm, source)

    def read(self, number: Number | Victims, limit: int, last: Figure | None, voice: str | None) -> Figure | None:
        if isinstance(number, Victims):
            return self.listed(number, voice)
        return self.figure(number, limit, last, voice)

    def related(self, figures: list[Figure]) -> list[Figure]:
        """The figures of the sentence with what they are to each other and the times they hold for."""
        if len(figures) > 1:
            figures = with_parts(self.low, figures, self.span.end)
        return with_times(self.low, figures, self.span.start, self.span.end) if figures else figures

    def listed(self, victims: Victims, voice: str | None) -> Figure:
        """The figure that a listing of victims makes."""
        who = voice or self._according(victims.span)
        return Figure(victims.span, victims.count, of_what=victims.of_what, claimed_by=who)

    def figure(self, number: Number, limit: int, last: Figure | None, voice: str | None) -> Figure | None:
        """The figure this number makes, None where it counts nothing; its noun ends before `limit`."""
        begin = max(last.span.end if last is not None else 0, self.span.start)
        start, end, qualifier = self._qualified(number, begin, limit)
        if _FURNITURE.match(self.low, end):
            return None
        if number.kind == "measure" and (_SINCE_THEN if qualifier else _AGO).match(self.low, number.span.end):
            return None
        many = number.kind in ("count", "fraction") and number.value > 1
        adjective = number.kind not in ("percent", "money", "measure")
        thing = thing_after(self.text, self.low, end, limit, many=many, adjective=adjective)
        if thing is not None and thing.head in _SOUNDS and _HEARD.search(self.low, max(begin, start - 40), start):
            return None
        harm = self._harm(number, start, end, thing)
        if harm is None and thing is None and not self._stands_alone(number):
            return None
        if number.kind == "ordinal" and number.value < 2:
            return None
        span = Span(start, thing.end if thing is not None else end)
        earlier = last if last is not None and begin == last.span.end else None
        of_what = harm or self._of_what(number, span, thing, begin, earlier)
        return Figure(
            span, number.value, number.high, number.unit, of_what, qualifier, voice or self._according(number.span)
        )

    def _qualified(self, number: Number, begin: int, limit: int) -> tuple[int, int, str | None]:
        """Where number and qualifier start and end, and the qualifier."""
        start, end, qualifier = number.span.start, number.span.end, None
        if number.high is not None and self.low.endswith("between ", begin, start):
            start -= len("between ")
        m = QUALIFIER.search(self.low, max(begin, start - 32), start)
        if m is not None:
            start, qualifier = m.start("words"), m["words"]
        after = _QUALIFIER_AFTER.match(self.low, end, limit)
        if after is not None:
            end = after.end()
            qualifier = qualifier or after.group().strip(" -")
        return start, end, qualifier

    def _stands_alone(self, number: Number) -> bool:
        """Whether a number without a noun is a figure: "leads with 25", but not "the two at the palace"."""
        if number.kind == "ordinal":
            return False
        return number.kind != "count" or number.value > _FEW or not self.text[number.span.start].isalpha()

    def _harm(self, number: Number, start: int, end: int, thing: Thing | None) -> str | None:
        """ "people killed", where those counted were killed or hurt."""
        one_more = number.kind == "ordinal" and _ARTICLE.search(self.low, max(self.span.start, start - 4), start)
        if not self.harm or not (one_more or number.kind in ("count", "fraction")):
            return None
        after, head = (thing.end, thing.head) if thing is not None else (end, "")
        word = toll_word(self.text, self.low, start, after, self.span.end, head)
        # "A third victim died" counts the dead; a third who was hurt may be the first of the hurt.
        if word is None or (one_more and word not in DEADLY):
            return None
        if thing is None or thing.head in (word, "lives"):
            return f"people {word}"
        return thing.words if HINT.search(thing.words.casefold()) else f"{thing.words} {word}"

    def _of_what(
        self, number: Number, span: Span, thing: Thing | None, begin: int, earlier: Figure | None
    ) -> str | None:
        if thing is not None:
            return named(self.text, self.low, thing, self.span.end)
        if earlier is not None and self._of_the_same(earlier, number, begin, span.start):
            return earlier.of_what
        if number.kind == "measure" and "-" in self.low[number.span.start : number.span.end]:
            return None
        words = led_to(self.text, self.low, span.start, span.end, begin, self.span.end) or led_to(
            self.text, self.low, span.start, span.end, self.span.start, self.span.end
        )
        if words and number.unit in DURATIONS:
            words = lasting(words)
        return without_toll(words) if words and number.kind in ("count", "measure", "multiple") else words

    def _of_the_same(self, earlier: Figure, number: Number, begin: int, start: int) -> bool:
        """Whether the words between say another value of one thing, or the same in another unit: "43ft (13m)"."""
        if earlier.unit == number.unit:
            return _COMPARED.fullmatch(self.low, begin, start) is not None
        return earlier.unit is not None and number.unit is not None and self.low[begin:start] == " ("

    def _according(self, span: Span) -> str | None:
        if self.source is None or self.source.start() < span.start < self.source.end():
            return None
        return self.text[self.source.start("who") : self.source.end("who")].strip() or None
