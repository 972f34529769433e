"""Find figures: value, unit or thing counted, qualifier, who claims it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.news.counting.counted import Thing, led_to, named, thing_after, without_toll
from bot.news.counting.number_kinds import QUALIFIER
from bot.news.counting.numbers import Number, find_numbers
from bot.news.counting.tolls import HINT, toll_word
from bot.news.text import lowered
from bot.news.types import Claim, Figure, Quote, Sentence, Span

_FIGURE_KINDS = frozenset({"count", "measure", "money", "percent", "ordinal", "fraction", "multiple"})
_QUALIFIER_AFTER = re.compile(r"\+|-plus\b| or (?:more|so|fewer|less|higher|lower)(?![^\W_])")
_AGO = re.compile(r"[ -](?:ago|earlier|later|prior|old|olds|hence|from now|before|after(?! the| a))(?![^\W_])")
_SINCE_THEN = re.compile(r"[ -](?:ago|old|olds)(?![^\W_])")
_ACCORDING = re.compile(
    r"[Aa]ccording to (?P<who>[^,.;:()\n]{2,60}?)(?=[,.;:()\n]|$| (?:was|is|were|are|had|has|who|which|that|and|but|as"
    r"|on|in|published|released)\b)"
)
# What the same thing was before or elsewhere: "to 6% by spring, from 2.25%", "residents, down from nearly 200,000".
_COMPARED = re.compile(r"[^.;:()]{0,40}(?<![^\W_])(?:from|to|than|with|versus|against)(?: [a-z]+)? ?")
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
    out: list[Figure] = []
    scene: _Scene | None = None
    numbers = [n for n in find_numbers(text) if n.kind in _FIGURE_KINDS]
    for number, sentence, limit in _placed(numbers, sentences):
        if scene is None or scene.span is not sentence.span:
            scene = _Scene.of(text, low, sentence.span)
        figure = scene.figure(number, limit, out[-1] if out else None, voices.at(number.span))
        if figure is not None:
            out.append(figure)
    return tuple(out)


def _placed(numbers: list[Number], sentences: Sequence[Sentence]) -> Iterator[tuple[Number, Sentence, int]]:
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
    def of(cls, text: str, low: str, span: Span) -> _Scene:
        harm = HINT.search(low, span.start, span.end) is not None
        named_source = low.find("according to ", span.start, span.end)
        source = _ACCORDING.match(text, named_source, span.end) if named_source >= 0 else None
        return cls(text, low, span, harm, source)

    def figure(self, number: Number, limit: int, last: Figure | None, voice: str | None) -> Figure | None:
        """The figure this number makes, None where it counts nothing; its noun ends before `limit`."""
        begin = max(last.span.end if last is not None else 0, self.span.start)
        start, end, qualifier = self._qualified(number, begin, limit)
        if number.kind == "measure" and (_SINCE_THEN if qualifier else _AGO).match(self.low, number.span.end):
            return None
        many = number.kind in ("count", "fraction") and number.value > 1
        adjective = number.kind not in ("percent", "money", "measure")
        thing = thing_after(self.text, self.low, end, limit, many=many, adjective=adjective)
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
        if not self.harm or number.kind not in ("count", "fraction"):
            return None
        after, head = (thing.end, thing.head) if thing is not None else (end, "")
        word = toll_word(self.text, self.low, start, after, self.span.end, head)
        if word is None:
            return None
        if thing is None or thing.head in (word, "lives"):
            return f"people {word}"
        return thing.words if HINT.match(thing.head) else f"{thing.words} {word}"

    def _of_what(
        self, number: Number, span: Span, thing: Thing | None, begin: int, earlier: Figure | None
    ) -> str | None:
        if thing is not None:
            return named(self.text, self.low, thing, self.span.end)
        if earlier is not None and earlier.unit == number.unit and _COMPARED.fullmatch(self.low, begin, span.start):
            return earlier.of_what
        words = led_to(self.text, self.low, span.start, span.end, begin, self.span.end) or led_to(
            self.text, self.low, span.start, span.end, self.span.start, self.span.end
        )
        return without_toll(words) if words and number.kind in ("count", "measure", "multiple") else words

    def _according(self, span: Span) -> str | None:
        if self.source is None or self.source.start() < span.start < self.source.end():
            return None
        return self.text[self.source.start("who") : self.source.end("who")].strip() or None
