"""What a story's other sources make of an answer: who else says it, and who counts what it tells otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.news.asking.voices import standing
from bot.news.comparing.bounds import agree
from bot.news.comparing.conflicts import Side
from bot.news.comparing.corroboration import Witnesses
from bot.news.comparing.same_count import Counted, same_count
from bot.news.dossier import Dossier
from bot.news.text import squeeze
from bot.news.types import DraftAnswer, DraftEvidence, DraftLine, Evidence, Line, Source

_MOST_ASKED = 3  # sentences of an answer that others are asked about
_MOST_OTHERS = 3  # voices whose words are shown beside one of them; all are counted


def told_once(lines: Sequence[Line], dossier: Dossier, witnesses: Witnesses) -> list[Line]:
    """The lines with who else says them; one that says the same as a line before it stands with that one.

    A line of articles outside the story is left as it is: who is independent of it is not known.
    """
    kept: list[Line] = []
    for line in lines:
        if not all(e.revision in dossier.voice_of for e in line.evidence):
            kept.append(line)
        elif not any(_says_the_same(line, before, witnesses) for before in kept):
            kept.append(replace(line, also=witnesses.of_line(line)))
    return kept


def _says_the_same(one: Line, other: Line, witnesses: Witnesses) -> bool:
    """Each says what the other says, in another article."""
    if {e.revision for e in one.evidence} & {e.revision for e in other.evidence}:
        return False
    return _stands_in(one, other, witnesses) and _stands_in(other, one, witnesses)


def _stands_in(line: Line, other: Line, witnesses: Witnesses) -> bool:
    place = witnesses.place_of(line.text, [e.revision for e in other.evidence])
    return place is not None and any(_meet(place, e) for e in other.evidence)


def others_who_say(told: Sequence[Evidence], dossier: Dossier, witnesses: Witnesses) -> DraftAnswer:
    """The sentences of an answer that other, independent sources of the story say too, each with their words below it.

    Without such a sentence a refusal; where only some are said by others, the answer says so.
    """
    asked = [e for e in dict.fromkeys(told) if e.revision in dossier.voice_of][:_MOST_ASKED]
    lines: dict[Evidence, DraftLine] = {}
    alone = False
    for evidence in asked:
        if any(_meet(evidence, shown) for shown in lines):
            continue
        text = squeeze(evidence.span.of(dossier.sources[evidence.revision].text))
        others = witnesses.others_say(text, [evidence.revision])
        alone = alone or not others
        for place in (evidence, *others[:_MOST_OTHERS]) if others else ():
            lines.setdefault(place, _as_it_stands(place, dossier.sources[place.revision]))
    if not lines:
        return DraftAnswer((), "not-said", "that others say so")
    return DraftAnswer(tuple(lines.values()), missing="that others say the rest" if alone else "")


def counted_once(lines: Sequence[Line], witnesses: Witnesses) -> list[Line]:
    """The lines with who else says them, but for those that are counted with a line before them."""
    told: list[Line] = []
    counted: list[Evidence] = []
    for line in lines:
        alone = not any(_meet(e, other) for e in line.evidence for other in counted)
        told.append(replace(line, also=witnesses.of_line(line)) if alone else line)
        counted += told[-1].also
    return told


def _as_it_stands(place: Evidence, source: Source) -> DraftLine:
    sentence = source.facts.sentence_at(place.span.start)
    if sentence is not None and sentence.span == place.span:
        return standing(source, sentence)
    words = place.span.of(source.text)
    return DraftLine(squeeze(words), "point", (DraftEvidence(place.revision, words, place.span.start),))


def bearing(
    conflicts: Iterable[tuple[Side, ...]], answering: Sequence[Evidence], counts: Iterable[Counted]
) -> list[tuple[Side, ...]]:
    """The conflicts about what answering words count: a side stands in them, or they tell one side's figure again."""
    told = [c for c in counts if any(_holds(e, c) for e in answering)]
    return [sides for sides in conflicts if any(_is_counted(side, told) for side in sides)]


def _is_counted(side: Side, told: Sequence[Counted]) -> bool:
    for one in told:
        if one in (side.told, *side.also):
            return True
        whole = not (one.figure.part or one.figure.outdated)
        if whole and agree(one.figure, side.told.figure) and same_count(one, side.told):
            return True
    return False


def _holds(evidence: Evidence, count: Counted) -> bool:
    return evidence.revision == count.revision and evidence.span.overlaps(count.figure.span)


def _meet(one: Evidence, other: Evidence) -> bool:
    return one.revision == other.revision and one.span.overlaps(other.span)
