"""Find figures: value, unit or thing counted, qualifier, who claims it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.news.number_kinds import QUALIFIER
from bot.news.numbers import Number, find_numbers, lowered
from bot.news.tolls import HINT, toll_word
from bot.news.types import Claim, Figure, Quote, Sentence, Span

_FIGURE_KINDS = frozenset({"count", "measure", "money", "percent", "ordinal", "fraction", "multiple"})
_WORD = re.compile(r"[^\W_][\w'’]*(?:[.\-‑/&][^\W_][\w'’]*)*")
_QUALIFIER_AFTER = re.compile(r"\+|-plus\b| or (?:more|so|fewer|less|higher|lower)(?![^\W_])")
_AGO = re.compile(r"[ -](?:ago|earlier|later|prior|old|olds|hence|from now|before|after(?! the| a))(?![^\W_])")
_SINCE_THEN = re.compile(r"[ -](?:ago|old|olds)(?![^\W_])")
_ACCORDING = re.compile(
    r"according to (?P<who>[^,.;:()\n]{2,60}?)(?=[,.;:()\n]| (?:was|is|were|are|had|has|who|which|that|and|but|as"
    r"|on|in|published|released)\b|$)"
)
# What the same thing was before or elsewhere: "to 6% by spring, from 2.25%", "residents, down from nearly 200,000".
_COMPARED = re.compile(r"[^.;:()]{0,40}(?<![^\W_])(?:from|to|than|with|versus|against)(?: [a-z]+)? ?")
_PER = re.compile(r" (?:an?|per|each|every) (?:[a-z]+)(?![^\W_])")

# Words that end the name of the thing counted.
_STOPS = frozenset(
    """is was are were be been being am has have had having do does did will would can could may might must shall should
    in on at to from by for with without within into onto over under above below between among amid during before
    after since
    until till through throughout across against along around behind beyond near off out up down about as than and or
    but
    nor so if because while when where which who whom whose that what how why though although the a an this these those
    it its he his she her they their we our i you your my not never no also then there here said says say told went came
    took left fell rose made got gave ran held found won lost met began became kept led sent saw set hit per each every
    according despite plus including such like ago later earlier last next today yesterday tonight tomorrow now just
    only
    already still even alone again yet together away back more less
    monday tuesday wednesday thursday friday saturday sunday apiece altogether overall died killed shot""".split()
)
_LINKS = frozenset(
    "in on at for from per a an by with to among across since launched who that which over during against "
    "between".split()
)
_THIN = _LINKS | frozenset(
    "the of and or as its their his her our is was were are be been has have had this these those than not it".split()
)
_THIN_OR_EMPTY = _THIN | {""}
_PLURALS = frozenset(
    "people men women children police troops staff aircraft personnel cattle sheep fish teeth feet media data".split()
)
_NO_PLURALS = frozenset(
    "us is his its this as was has less across news various previous serious famous religious sports".split()
)
_IRREGULAR_PARTS = frozenset(
    "born built cut driven drawn fallen found given gone held hidden hurt kept killed known left lost made paid put "
    "seen sent "
    "set shot shown sold spent stolen sunk taken thrown told torn won worn written forced caught brought fought "
    "flown".split()
)
_NO_ADVERBS = frozenset(
    "family supply ally assembly monthly weekly daily early elderly friendly deadly likely july italy".split()
)


@dataclass(frozen=True, slots=True)
class _Thing:
    """The noun after a number: its words, where it ends, and its last word in lower case."""

    words: str
    end: int
    head: str


def find_figures(
    text: str, sentences: Sequence[Sentence], quotes: Sequence[Quote], claims: Sequence[Claim]
) -> tuple[Figure, ...]:
    """Every number that counts or measures something, in the order of the text.

    Dates, ages, clock times, scores and numbers in names are left out. A figure is claimed by the speaker of the
    quote or the claimant of the claim that holds it, or by whom the sentence names with "according to".
    """
    numbers = [n for n in find_numbers(text) if n.kind in _FIGURE_KINDS]
    low = lowered(text)
    holders = _Holders(quotes, claims)
    out: list[Figure] = []
    for number, sentence in _placed(numbers, sentences):
        figure = _figure(text, low, number, sentence.span, out[-1] if out else None, holders)
        if figure is not None:
            out.append(figure)
    return tuple(out)


def _placed(numbers: Sequence[Number], sentences: Sequence[Sentence]) -> Iterator[tuple[Number, Sentence]]:
    """Each number with its sentence; numbers outside of all sentences are dropped."""
    at = 0
    for number in numbers:
        while at < len(sentences) and sentences[at].span.end <= number.span.start:
            at += 1
        if at == len(sentences):
            return
        if sentences[at].span.holds(number.span):
            yield number, sentences[at]


class _Holders:
    """Who stands behind an offset: the innermost quote or claim that holds it. Offsets are asked in rising order."""

    def __init__(self, quotes: Sequence[Quote], claims: Sequence[Claim]) -> None:
        voices = [(q.span, q.speaker.name) for q in quotes if q.speaker is not None]
        voices += [(c.span, c.claimant.name) for c in claims]
        self._waiting = sorted(voices, reverse=True)
        self._open: list[tuple[Span, str]] = []

    def at(self, span: Span) -> str | None:
        while self._waiting and self._waiting[-1][0].start <= span.start:
            self._open.append(self._waiting.pop())
        self._open = [v for v in self._open if v[0].end > span.start]
        holding = [v for v in self._open if v[0].holds(span)]
        return min(holding, key=lambda v: v[0].end - v[0].start)[1] if holding else None


def _figure(
    text: str, low: str, number: Number, sentence: Span, last: Figure | None, holders: _Holders
) -> Figure | None:
    begin = max(last.span.end if last is not None else 0, sentence.start)
    start, qualifier = _qualifier(low, number.span.start, begin)
    if number.kind == "measure" and (_SINCE_THEN if qualifier else _AGO).match(low, number.span.end):
        return None
    end = number.span.end
    after = _QUALIFIER_AFTER.match(low, end)
    if after is not None:
        end = after.end()
        qualifier = qualifier or after.group().strip(" -")
    thing = _thing(text, low, end, sentence.end, number)
    if number.kind == "ordinal" and (thing is None or number.value < 2):
        return None
    of_what = _toll(text, low, number, start, thing, end, sentence)
    if (
        thing is None
        and of_what is None
        and number.kind == "count"
        and number.value <= 12
        and text[number.span.start].isalpha()
    ):
        return None
    span = Span(start, thing.end if thing is not None else end)
    if of_what is None and thing is None and last is not None and begin == last.span.end and last.unit == number.unit:
        of_what = last.of_what if _COMPARED.fullmatch(low, begin, start) else None
    if of_what is None:
        of_what = _of_what(text, low, span, sentence, begin, thing)
        if of_what is not None and thing is None and number.kind in ("count", "measure", "multiple"):
            of_what = _without_toll(of_what)
    claimed_by = holders.at(number.span) or _according(text, low, sentence, number.span)
    return Figure(span, number.value, number.high, number.unit, of_what, qualifier, claimed_by)


def _qualifier(low: str, at: int, begin: int) -> tuple[int, str | None]:
    m = QUALIFIER.search(low, max(begin, at - 32), at)
    return (m.start("words"), m["words"]) if m is not None else (at, None)


def _thing(text: str, low: str, at: int, stop: int, number: Number) -> _Thing | None:
    """The noun phrase that follows the number, up to its first plural or the first word that cannot belong to it."""
    place, words, first = at, 0, -1
    end, head = at, ""
    many = number.kind in ("count", "fraction") and number.value > 1
    after_of = False
    while words < 6 and place < stop:
        begin = _word_start(text, place)
        m = _WORD.match(text, begin, stop) if begin >= 0 else None
        if m is None:
            break
        word = low[m.start() : m.end()]
        if word == "of" and (words or number.kind in ("fraction", "percent", "count", "money", "measure")):
            after_of = True
        elif not (after_of and word in _DETERMINERS) and _stops(word, words, number):
            break
        else:
            end, head = m.end(), word
            after_of = False
        first = m.start() if first < 0 else first
        place, words = m.end(), words + 1
        if many and _is_plural(word) and not low.startswith(" of ", place):
            break
    return _Thing(text[first:end], end, head) if head else None


_DETERMINERS = frozenset("the its their his her our my your these those a an this that them which all".split())


def _word_start(text: str, place: int) -> int:
    """Where the next word starts when only a space or hyphen lies between; -1 where a mark stands."""
    return place + 1 if text[place : place + 1] in ("-", " ", "\u00a0") else -1


def _stops(word: str, words: int, number: Number) -> bool:
    if word in _STOPS or word[0].isdigit():
        return True
    part = word.endswith("ed") or word in _IRREGULAR_PARTS
    if not words:
        return part and number.kind in ("percent", "money", "measure")
    return part or (word.endswith("ly") and word not in _NO_ADVERBS) or (word.endswith("ing") and words > 1)


def _is_plural(word: str) -> bool:
    return word in _PLURALS or (
        len(word) > 2 and word[-1] == "s" and word[-2] not in "su'’" and word not in _NO_PLURALS
    )


def _toll(
    text: str, low: str, number: Number, start: int, thing: _Thing | None, end: int, sentence: Span
) -> str | None:
    """ "people killed", where those counted were killed or hurt."""
    if number.kind not in ("count", "fraction") or HINT.search(low, sentence.start, sentence.end) is None:
        return None
    head = thing.head if thing is not None else ""
    word = toll_word(text, low, start, thing.end if thing is not None else end, sentence.end, head)
    if word is None:
        return None
    if thing is None or thing.head == word:
        return f"people {word}"
    return thing.words if HINT.search(thing.words.casefold()) and thing.head.endswith("s") else f"{thing.words} {word}"


def _of_what(text: str, low: str, span: Span, sentence: Span, begin: int, thing: _Thing | None) -> str | None:
    """The thing counted with the few words that follow, or the words before the number where nothing follows."""
    more = _extension(text, low, span.end, sentence.end)
    if thing is not None:
        return _clean(thing.words + text[span.end : more])
    before = _clean(_words_before(text, low, span.start, begin)) or _clean(
        _words_before(text, low, span.start, sentence.start)
    )
    after = _clean(text[span.end : more])
    if len(before.split()) < 2 and after:
        return after
    per = _PER.match(low, span.end)
    return (before + per.group() if per is not None else before) or after or None


def _without_toll(words: str) -> str | None:
    """The words without those that say somebody was harmed: "within four hours" counts no dead."""
    kept = ""
    for word in words.split():
        kept = "" if HINT.match(word.casefold()) else f"{kept} {word}"
    return _clean(kept) or None


def _extension(text: str, low: str, at: int, stop: int) -> int:
    """Where the words end that make the thing clear: "launched overnight", "for dementia", "a year"."""
    place, end, words = at, at, 0
    while words < 5:
        begin = _word_start(text, place)
        m = _WORD.match(text, begin, stop) if begin >= 0 else None
        if m is None:
            break
        word = low[m.start() : m.end()]
        if HINT.match(word):
            break
        if words == 0 and not (
            word in _LINKS or word.endswith(("ed", "ing")) or word in _IRREGULAR_PARTS or word == "of"
        ):
            break
        if words > 0 and (word in _BREAKS or (words > 2 and word in _LINKS) or (words > 1 and word.endswith("ed"))):
            break
        place, words = m.end(), words + 1
        if word not in _THIN:
            end = place
    return end


_BREAKS = frozenset(
    "and but also or while as when where according said says was were is are will would because although if to".split()
)


def _words_before(text: str, low: str, at: int, begin: int) -> str:
    """Up to six words of the same clause that lead to the number."""
    window = text[max(begin, at - 70) : at]
    cut = max(window.rfind(mark) for mark in (", ", "; ", ": ", "—", " – ", " - ", "(", "“"))
    clause = window[cut + 1 :] if cut >= 0 and len(window) - cut > 12 else window
    if len(clause) == len(window) and at - 70 > begin:
        clause = clause.partition(" ")[2]
    return " ".join(clause.split()[-6:])


def _clean(words: str) -> str:
    parts = words.strip(" -–—,;:()“”\"'").split()
    while parts and parts[-1].strip(",;:–—-").casefold() in _THIN_OR_EMPTY:
        parts.pop()
    while parts and parts[0].casefold() in ("in", "for", "and", "but", "that", "which", "with", "at", "to", "by"):
        parts.pop(0)
    return " ".join(parts).strip(" ,;:–—-(")


def _according(text: str, low: str, sentence: Span, span: Span) -> str | None:
    if "according to " not in low[sentence.start : sentence.end]:
        return None
    m = _ACCORDING.search(text, sentence.start, sentence.end) or _ACCORDING.search(low, sentence.start, sentence.end)
    if m is None or m.start() < span.start < m.end():
        return None
    return text[m.start("who") : m.end("who")].strip() or None
