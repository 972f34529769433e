"""What a model sees of a story: some sentences of all its articles, within so many tokens, none told twice.

Sentences are scored as for the extractive brief; those with key quotations, key figures and claims gain. The best is
taken first, one with a quotation, one with a claim and one with a figure, then one of each independent source, and
then what adds most to those taken (maximal marginal relevance, Carbonell and
Goldstein 1998). A sentence that says again what another outlet says is left out, unless it has a number of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.news.counting.key_figures import key_figures
from bot.news.dossier import Dossier
from bot.news.machine_talk import addressed_to_machines
from bot.news.prompting.requests import cleaned, estimate
from bot.news.saying.key_quotes import key_quotes
from bot.news.types import RevisionId, Sentence, Source
from bot.news.writing.genres import reported
from bot.news.writing.scoring import content, opening, scored, told_across

LONGEST_SENTENCE = 420
"""Characters shown of one sentence."""

_MARKS = 4  # tokens of a sentence's number and line
_GROUP = 8  # tokens of the line that names an outlet
_QUOTED, _COUNTED, _CLAIMED = 0.5, 0.4, 0.2
_NEWS = 1.0
_UNSCORED = 1.0  # a sentence that cannot stand alone, shown for the quotation in it
_LIKENESS = 1.4
_REPEATED = 0.6
_MOST_OF_ONE = 40  # sentences of one article that are weighed against others
_LONG = 160  # characters; what is longer must be worth its tokens


@dataclass(frozen=True, slots=True)
class Selected:
    """A sentence that a model may cite, by the number it is shown under. `rank` counts the order of choice, from 0."""

    number: int
    source: Source
    sentence: Sentence
    rank: int

    @property
    def text(self) -> str:
        return shown(self.source, self.sentence)


@dataclass(slots=True, eq=False)
class _Candidate:
    at: int
    source: Source
    sentence: Sentence
    stems: frozenset[str]
    worth: float
    numbers: frozenset[float]
    cost: int
    quoted: bool = False
    claimed: bool = False
    like: float = 0.0


def shown(source: Source, sentence: Sentence) -> str:
    """The sentence as a model sees it: one line, cut where it is very long."""
    span = sentence.span
    return cleaned(source.text[span.start : min(span.end, span.start + 2 * LONGEST_SENTENCE)], LONGEST_SENTENCE)


def selected(dossier: Dossier, tokens: int, told: Collection[RevisionId] = ()) -> tuple[Selected, ...]:
    """Sentences worth showing, in the order of the articles, numbered from 1; together about so many tokens at most.

    Where the revisions in `told` were told of before, sentences of the others come first.
    """
    left = list(_candidates([opening(source) for source in reported(list(dossier.sources.values()))]))
    for candidate in left:
        candidate.worth += _NEWS * (bool(told) and candidate.source.article.revision.id not in told)
    voices = {c.at: dossier.voice_of[c.source.article.revision.id] for c in left}
    chosen: list[_Candidate] = []

    def unheard(candidate: _Candidate) -> bool:
        return all(voices[c.at] != voices[candidate.at] for c in chosen)

    # What happened, who said what, who claims what, how many: one of each, then every voice, then what adds most.
    phases: tuple[tuple[Callable[[_Candidate], bool], int], ...] = (
        (lambda c: True, 1),
        (lambda c: c.quoted, 1),
        (lambda c: c.claimed, 1),
        (lambda c: bool(c.numbers), 1),
        (unheard, len(left)),
        (lambda c: True, len(left)),
    )
    for wanted, most in phases:
        for _ in range(most):
            best = _best([c for c in left if wanted(c)], chosen, tokens)
            if best is None:
                break
            tokens -= _with_group(best, chosen)
            left.remove(best)
            chosen.append(best)
            for other in left:
                other.like = max(other.like, _shared(other, best))
    order = sorted(range(len(chosen)), key=lambda n: (chosen[n].at, chosen[n].sentence.span))
    return tuple(
        Selected(number, chosen[rank].source, chosen[rank].sentence, rank) for number, rank in enumerate(order, 1)
    )


def _best(open_: Sequence[_Candidate], chosen: Sequence[_Candidate], tokens: int) -> _Candidate | None:
    """The one that adds most and fits; the first of all always fits."""
    fitting = [c for c in open_ if not chosen or _with_group(c, chosen) <= tokens]
    for best in sorted(fitting, key=lambda c: _LIKENESS * c.like - c.worth):
        if not _said_already(best, chosen) and not addressed_to_machines(best.sentence.span.of(best.source.text)):
            return best
    return None


def _with_group(one: _Candidate, chosen: Sequence[_Candidate]) -> int:
    return one.cost + (0 if any(c.at == one.at for c in chosen) else _GROUP)


def _said_already(one: _Candidate, chosen: Sequence[_Candidate]) -> bool:
    """What others say too, and no count of its own: "two hurt" and "five hurt" are both news."""
    return one.like > _REPEATED and not one.numbers - {n for c in chosen for n in c.numbers}


def _shared(one: _Candidate, other: _Candidate) -> float:
    return len(one.stems & other.stems) / max(1, min(len(one.stems), len(other.stems)))


def _candidates(sources: Sequence[Source]) -> Iterator[_Candidate]:
    """The best sentences of each article."""
    across = told_across(sources)
    for at, source in enumerate(sources):
        of_article = sorted(_of_article(at, source, across), key=lambda c: -c.worth)
        yield from of_article[:_MOST_OF_ONE]


def _of_article(at: int, source: Source, across: Mapping[str, float]) -> Iterator[_Candidate]:
    text, facts = source.text, source.facts
    quotes = key_quotes(text, facts, 2, source.article.title)
    figures = key_figures(text, facts, 4)
    known = set()
    for s in scored(source, across):
        span = s.sentence.span
        known.add(span)
        worth = s.score - max(0, len(s.line.text) - _LONG) / 200
        quoted = any(q.span.overlaps(span) for q in quotes)
        claimed = any(span.holds(c.cue) for c in facts.claims)
        numbers = frozenset(f.value for f in figures if span.holds(f.span))
        worth += _QUOTED * quoted + _CLAIMED * claimed + _COUNTED * len(numbers)
        yield _Candidate(at, source, s.sentence, s.stems, worth, numbers, _cost(source, s.sentence), quoted, claimed)
    for quote in quotes:
        sentence = facts.sentence_at(quote.span.start)
        if sentence is not None and sentence.span not in known:
            known.add(sentence.span)
            stems = frozenset(content(sentence.span.of(text)))
            yield _Candidate(at, source, sentence, stems, _UNSCORED, frozenset(), _cost(source, sentence), True)


def _cost(source: Source, sentence: Sentence) -> int:
    return estimate(shown(source, sentence)) + _MARKS
