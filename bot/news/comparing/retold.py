"""Tell whether a line only retells what a channel was told, in other words: then it is no news.

What was told is all that the earlier briefs show and all that stands in the articles they were made from. News is what
a reader would call so: a number, a deed, a name or a turn that was not told, or a statement most of whose words were
not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.news.asking.stems import Term, stems, terms
from bot.news.comparing.bounds import agree, says_least
from bot.news.comparing.deeds import DEEDS
from bot.news.counting.number_kinds import DURATIONS
from bot.news.counting.numbers import Number, find_numbers
from bot.news.proving import polarity, proofs
from bot.news.proving.paraphrases import LIGHT, same_as
from bot.news.text import fold
from bot.news.types import Brief, Figure, Line, Sources, Span

_ONE_PLACE = 0.48  # share of a line's words in one place that was told, from which on it is that place retold
_ALL_PLACES = 0.75  # share in all that was told: the rest is another way to put it, or a detail
_NEAR = 0.4  # share in one place that it must have then
_SAME_MATTER = 0.2  # share of a line's words that a place must hold for its numbers and deeds to be those of the line
_BUT_NAMES = 0.9  # share of the words beside the names from which on a new name is what the line is for
_TURNED_FROM = 0.6  # share in one place from which on a turn of it is meant
_ROUGH = 1.25  # how far apart a rough number and the exact one may be
_AS_ROUGH = 1.05  # how far apart two that are both rough may be: "over 50" and "more than 51"
_LIGHT = 0.3  # what a word weighs that hardly adds a fact
_NAME = 1.5  # what a name weighs
_ASKED = 20  # places that are asked whether a line turns them round
_LONG = 8  # sentences of an article that may hold other things than its story
_READ = 400  # sentences of one article
_FRESH = frozenset({"count", "measure", "money", "percent", "multiple", "score"})
# Who says it is no news: "said police captain Ines Okafor", "Okafor told Radio Vale".
_TELLS = r"(?:said|says|saying|told|tells|according to|reported|reports|wrote|added|adds|confirmed|announced|spokes\w+)"
_BY_WHOM = re.compile(
    rf"\b{_TELLS}\b[^.;!?]{{0,90}}|[^,.;!?“”\"]{{0,90}}\b{_TELLS}\b"
    rf"|[^,.;!?“”\"]{{0,60}}, [^,.;!?“”\"]{{0,60}}, {_TELLS}\b"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A text that was told, or two sentences side by side, with its stems."""

    text: str
    stems: frozenset[str]


class Told:
    """All that was told with a brief, laid out for asking whether it holds a line."""

    def __init__(self, earlier: Brief, sources: Sources) -> None:
        """`sources` may lack articles of the brief: of these only what it shows is known."""
        self._places = tuple(_places(earlier, sources))
        self._all = frozenset(form for place in self._places for form in place.stems)
        self._numbers: dict[str, tuple[Number, ...]] = {}
        leads = [line.text for line in earlier.lines if line.kind == "lead"]
        self._matter = frozenset(stems(" ".join([earlier.headline, *leads]))) - LIGHT

    def holds(self, text: str) -> bool:
        """True where all that a line says was told, but for a detail; also where it says nothing."""
        numbers = [n for n in find_numbers(text) if n.kind in _FRESH and n.unit not in DURATIONS]
        said = {t.stem: t for t in terms(text) if not any(n.span.overlaps(Span(t.start, t.end)) for n in numbers)}
        if not said or not self._places:
            return not said and not numbers
        weights = {form: _weight(term) for form, term in said.items()}
        shares = [_share(weights, place.stems) for place in self._places]
        nearest = max(range(len(shares)), key=lambda n: shares[n])
        missing = [term for form, term in said.items() if not _among(form, self._all)]
        near = [p for p, share in zip(self._places, shares, strict=True) if share >= _SAME_MATTER]
        if any(not self._counted(text, number, near) for number in numbers):
            return False
        there = frozenset(form for place in near for form in place.stems)
        if any(form in DEEDS and not _among(form, there) for form in said):
            return False
        if _new_name(text, missing) and _plain_share(said, self._all) >= _BUT_NAMES:
            return False
        alike = [p for p, share in zip(self._places, shares, strict=True) if share >= _TURNED_FROM][:_ASKED]
        if alike and all(_turned(text, place.text) for place in alike):
            return False
        return shares[nearest] >= _ONE_PLACE or (shares[nearest] >= _NEAR and _share(weights, self._all) >= _ALL_PLACES)

    def beside(self, line: Line, sources: Sources) -> bool:
        """True where a line has no word of what the story is about: of a longer article it is rather a notice."""
        said = frozenset(stems(line.text))
        if said & self._matter:
            return False
        whole = [sources[e.revision] for e in line.evidence if e.revision in sources]
        titles = frozenset(stems(" ".join(s.article.title or "" for s in whole))) - LIGHT
        return bool(whole) and not said & titles and all(len(s.facts.sentences) >= _LONG for s in whole)

    def _counted(self, text: str, number: Number, near: Sequence[_Place]) -> bool:
        """Whether a number was told where the same was told of, as it is or so that both can be right."""
        mine = _figure(text, number)
        for place in near:
            if place.text not in self._numbers:
                self._numbers[place.text] = tuple(find_numbers(place.text))
            if any(_same_number(mine, _figure(place.text, n)) for n in self._numbers[place.text]):
                return True
        return False


def _places(earlier: Brief, sources: Sources) -> Iterator[_Place]:
    shown = [earlier.headline, *(line.text for line in earlier.lines), *(q.text for q in earlier.quotes)]
    shown += [f"{f.text} {f.figure.of_what or ''}" for f in earlier.figures]
    for revision in earlier.revisions:
        source = sources.get(revision)
        if source is None:
            continue
        shown.append(source.article.title or "")
        told = [s.span.of(source.text) for s in source.facts.sentences[:_READ]]
        forms = [frozenset(stems(text)) for text in told]
        for at in range(len(told)):
            yield _Place(" ".join(told[at : at + 2]), frozenset().union(*forms[at : at + 2]))
    for text in filter(None, shown):
        yield _Place(text, frozenset(stems(text)))


def _new_name(text: str, missing: Sequence[Term]) -> bool:
    """Whether a name of the line was not told, not even a part of it; who reports is left aside."""
    by_whom = [m.span() for m in _BY_WHOM.finditer(text)]
    unknown = {t.start for t in missing}
    for run in _runs(text):
        if run[0].start <= 1:  # a sentence opens with a capital that names nothing
            run = run[1:]
        if not run:
            continue
        aside = any(start <= run[0].start < end for start, end in by_whom)
        loud = text[run[0].start : run[0].end].isupper() and len(run) > 1
        if not aside and not loud and all(t.start in unknown for t in run):
            return True
    return False


def _runs(text: str) -> Iterator[list[Term]]:
    """The names of a text: capitalised words side by side."""
    run: list[Term] = []
    for term in terms(text):
        if run and not (term.name and text[run[-1].end : term.start] in (" ", " of ", " of the ", "-", ". ")):
            yield run
            run = []
        if term.name:
            run.append(term)
    if run:
        yield run


def _turned(text: str, told: str) -> bool:
    """True where a line turns round what was told,."""
    checks = (proofs.turned, polarity.negating_prefix, polarity.other_share)
    return any(check(text, [told]) for check in checks)


def _figure(text: str, number: Number) -> Figure:
    before = fold(text[max(0, number.span.start - 16) : number.span.start]).lower()
    return Figure(number.span, number.value, number.high, number.unit, None, before)


def _same_number(mine: Figure, told: Figure) -> bool:
    """ "At least 50" and "about 50" are told with 51, but 12 is not with "at least 10"."""
    if mine.unit != told.unit:
        return False
    if (mine.value, mine.high) == (told.value, told.high):
        return True
    if says_least(mine):
        least = mine.value / _AS_ROUGH if says_least(told) else mine.value
        return least <= told.value <= _ROUGH * mine.value
    return not says_least(told) and agree(mine, told) and told.value <= _ROUGH * mine.value <= _ROUGH**2 * told.value


def _weight(term: Term) -> float:
    return _LIGHT if term.stem in LIGHT else _NAME if term.name and term.start > 1 else 1.0


def _share(weights: dict[str, float], forms: frozenset[str]) -> float:
    """The share of a line's words that stand in a text, or have others there that may stand for them."""
    return sum(w for form, w in weights.items() if _among(form, forms)) / sum(weights.values())


def _plain_share(said: dict[str, Term], forms: frozenset[str]) -> float:
    """The share of a line's words that are no names."""
    weights = {form: _weight(term) for form, term in said.items() if not term.name}
    return _share(weights, forms) if weights else 0.0


def _among(form: str, forms: frozenset[str]) -> bool:
    return form in forms or not same_as(form).isdisjoint(forms)
