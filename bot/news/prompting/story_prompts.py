"""What a model is asked about a story, and how its reply becomes a draft: numbered sentences go out, numbers come back.

The system prompt is the same for every story, so that servers can keep what they made of it. The reply is untrusted:
a line can only rest on sentences that were shown, what is quoted or counted is a slice of an article, and the gate has
the last word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from bot.news.counting.key_figures import key_figures
from bot.news.lengths import Measure
from bot.news.prompting.replies import integers_of, json_object, records_of, text_of, unmarked, unquoted
from bot.news.prompting.requests import MATERIAL, Block, Request, cleaned, estimate, fenced, record, several, words
from bot.news.prompting.selection import Selected
from bot.news.text import locate, squeeze
from bot.news.types import DraftBrief, DraftEvidence, DraftFigure, DraftLine, DraftQuote, LineKind, Source, Span

EVIDENCE_TOKENS = 600
"""What the sentences of a story may come to: with all the rest a request is then below 1,000 tokens."""

_BOTH_TOKENS = 1400  # the first request and the second, if there is one
_FRAME = 90  # tokens of marks, names of blocks and the task
_MOST_EVIDENCE = 3  # sentences a line may name: one that named them all would prove too much
_MOST_LINES = 40  # read of a reply, in which there may be more than is asked for
_QUOTE_CHARS = 260
_SHORTEST_QUOTE = 3  # words

_STORY = f"""\
You write short, calm news briefs from numbered sentences of several outlets: "[12] words of the sentence".

{MATERIAL}

Rules
1. Say only what the sentences say: nothing from memory, no opinion, no forecast.
2. Each line names in "sentences" the one to three numbers that prove it; every name and figure of it stands there.
3. A claim stays its claimant's: such a line is of kind "claim" and says who claims it.
4. First a line of kind "lead": what happened. Then points, each of which tells something else. Name no outlets.
5. "quotes" and "figures": numbers of sentences whose quotation or figure a reader should see.
6. Write in the sentences' language.

Reply with one JSON object and nothing else, of this form:
{{"headline": "…", "lines": [{{"sentences": [1], "kind": "lead", "text": "…"}}], "quotes": [2], "figures": [3]}}"""

_REPAIR = f"""\
You mend lines of a news brief. Each was refused for the reason beside it: the numbered sentences do not prove it.

{MATERIAL}

Write each anew, close to the words of the sentences that prove it, or leave it out. Reply with one JSON object:
{{"lines": [{{"sentences": [1], "kind": "point", "text": "…"}}]}}"""

_SHORTER = f"""\
You write lines of a news brief that say only what numbered sentences say, each with the numbers that prove it.

{MATERIAL}

First a line of kind "lead": what happened. Then points. Reply with one JSON object and nothing else, of this form:
{{"lines": [{{"sentences": [1], "kind": "lead", "text": "…"}}]}}"""


def _lines_schema(most: int) -> dict[str, Any]:
    # Evidence comes before the text, so that a model which writes in order looks before it speaks.
    line = record(
        sentences={**several({"type": "integer"}, _MOST_EVIDENCE), "minItems": 1},
        kind={"type": "string", "enum": ["lead", "point", "claim"]},
        text=words(300),
    )
    return several(line, most)


# --- what is sent ---------------------------------------------------------------------------------


def story_request(chosen: Sequence[Selected], measure: Measure) -> Request:
    """Ask for a brief of a story from these sentences."""
    task = (
        f"Write the brief: a headline, a lead, up to {measure.points} points, {measure.claims} claims, "
        f"{measure.quotes} quotes, {measure.figures} figures."
    )
    return Request(_STORY, fenced([_story(chosen)], task), _story_schema(measure), _reply_tokens(measure))


def shorter_request(chosen: Sequence[Selected], measure: Measure, why: str) -> Request | None:
    """Ask once more, for less: `why` tells what was wrong with the reply before, which nobody could read; None where
    there is room for no sentence."""
    task = f"Your reply before could not be used: {cleaned(why, 80)}. Send the JSON object alone."
    few = _best(chosen, _room(chosen, measure, _SHORTER))
    if not few:
        return None
    schema = record(lines=_lines_schema(1 + measure.points))
    return Request(_SHORTER, fenced([_story(few, titled=False)], task), schema, _reply_tokens(measure))


def repair_request(
    chosen: Sequence[Selected], refused: Sequence[tuple[DraftLine, str]], measure: Measure
) -> Request | None:
    """Ask for these lines anew, as many as there is room for, each told with the reason it was refused for; None where
    there is room for none."""
    told: list[str] = []
    numbers: set[int] = set()
    left = _room(chosen, measure, _REPAIR)
    for line, reason in refused:
        cited = [s for s in chosen if any(_is(s, e) for e in line.evidence)]
        words = f"{cleaned(line.text, 240 if line.text.isascii() else 160)} — refused: {cleaned(reason, 120)}"
        cost = estimate(words) + _shown_tokens([s for s in cited if s.number not in numbers])
        if cost <= left:
            left -= cost
            told.append(words)
            numbers.update(s.number for s in cited)
    if not told:
        return None
    shown = [s for s in chosen if s.number in numbers] or _best(chosen, left)
    return Request(
        _REPAIR,
        fenced([_story(shown, titled=False), ("refused lines", told)], "Mend the refused lines."),
        record(lines=_lines_schema(len(told) + 1)),
        90 * (len(told) + 1),
    )


def _room(chosen: Sequence[Selected], measure: Measure, system: str) -> int:
    """Tokens that sentences and lines of a second request may come to."""
    return _BOTH_TOKENS - story_request(chosen, measure).tokens - estimate(system) - _FRAME


def _shown_tokens(sentences: Sequence[Selected]) -> int:
    outlets = {s.source.article.outlet or "" for s in sentences}
    return sum(estimate(s.text) + 4 for s in sentences) + sum(estimate(cleaned(o, 40)) + 4 for o in outlets)


def _best(chosen: Sequence[Selected], tokens: int) -> list[Selected]:
    """Those chosen first that fit into so many tokens, in their order."""
    kept: list[Selected] = []
    for one in sorted(chosen, key=lambda s: s.rank):
        if _shown_tokens([*kept, one]) <= tokens:
            kept.append(one)
    return sorted(kept, key=lambda s: s.number)


def _is(one: Selected, evidence: DraftEvidence) -> bool:
    return one.source.article.revision.id == evidence.revision and one.sentence.span.start == evidence.start


def _story(chosen: Sequence[Selected], *, titled: bool = True) -> Block:
    lines: list[str] = []
    for number, source in enumerate(_sources(chosen), 1):
        article = source.article
        lines.append(f"outlet: {cleaned(article.outlet, 40)}" if article.outlet else f"article {number}")
        # One title is enough to write a headline by.
        if article.title and titled:
            lines.append(f"title: {cleaned(article.title, 140)}")
            titled = False
        lines.extend(f"[{s.number}] {s.text}" for s in chosen if s.source is source)
    return "story", lines or ["no sentence"]


def _sources(chosen: Sequence[Selected]) -> list[Source]:
    found: list[Source] = []
    for one in chosen:
        if all(one.source is not source for source in found):
            found.append(one.source)
    return found


def _story_schema(measure: Measure) -> dict[str, Any]:
    numbers = {"type": "integer"}
    return record(
        headline=words(120),
        lines=_lines_schema(2 + measure.points + measure.claims),
        quotes=several(numbers, measure.quotes),
        figures=several(numbers, measure.figures),
    )


def _reply_tokens(measure: Measure) -> int:
    return 150 + 80 * (1 + measure.points + measure.claims)


# --- what comes back ------------------------------------------------------------------------------


def story_draft_of(reply: str, chosen: Sequence[Selected], measure: Measure) -> DraftBrief:
    """A model's reply as a draft; `chosen` are the sentences of its request. Raises `BadReply`."""
    found = json_object(reply, ("headline", "lines", "quotes", "figures"))
    return DraftBrief(
        unmarked(text_of(found.get("headline")))[0],
        _lines(found.get("lines"), chosen, measure),
        tuple(_quotes(found.get("quotes"), chosen))[: measure.quotes],
        tuple(_figures(found.get("figures"), chosen))[: measure.figures],
    )


def _lines(value: object, chosen: Sequence[Selected], measure: Measure) -> tuple[DraftLine, ...]:
    room = {"lead": 2, "point": measure.points, "claim": measure.claims}
    by_number = {s.number: s for s in chosen}
    out: list[DraftLine] = []
    seen = {""}
    for item in records_of(value, "text", _MOST_LINES):
        text, marks = unmarked(text_of(item.get("text")))
        kind = text_of(item.get("kind")).casefold()
        kind = kind if kind in room else "point"
        if text in seen or not room[kind]:
            continue
        seen.add(text)
        room[kind] -= 1
        cited = integers_of(item.get("sentences", item.get("sentence"))) or marks
        evidence = [_evidence(by_number[n]) for n in dict.fromkeys(cited[:_MOST_EVIDENCE]) if n in by_number]
        out.append(DraftLine(text, cast("LineKind", kind), tuple(evidence)))
    order = list(room)
    return tuple(sorted(out, key=lambda line: order.index(line.kind)))


def _evidence(one: Selected) -> DraftEvidence:
    return _slice(one.source, one.sentence.span)


def _slice(source: Source, span: Span) -> DraftEvidence:
    return DraftEvidence(source.article.revision.id, span.of(source.text), span.start)


def _named(value: object, chosen: Sequence[Selected], most: int = 12) -> Iterator[tuple[Selected | None, str]]:
    """The sentences that a reply names, each with the words that it copies, if any."""
    by_number = {s.number: s for s in chosen}
    items = value if isinstance(value, list) else [value]
    for item in items[:most]:
        if isinstance(item, dict):
            copied = unquoted(text_of(item.get("words", item.get("text"))))
            numbers = integers_of(item.get("sentence", item.get("sentences")))
            yield by_number.get(numbers[0]) if numbers else None, copied
        elif isinstance(item, str) and any(c.isalpha() for c in item):
            yield None, unquoted(text_of(item))
        else:
            yield from ((by_number.get(n), "") for n in integers_of(item))


def _quotes(value: object, chosen: Sequence[Selected]) -> Iterator[DraftQuote]:
    """What stands between quotation marks in the sentences named; words that a reply copies are looked up."""
    seen: set[tuple[str, Span]] = set()
    for one, copied in _named(value, chosen):
        if copied:
            yield DraftQuote(_copied(copied, one, chosen), _said_to_be_by(value, copied))
        elif one is not None:
            text, span = one.source.text, one.sentence.span
            said = [q for q in one.source.facts.quotes if q.span.overlaps(span)]
            longest = max(said, key=lambda q: q.span.end - q.span.start, default=None)
            if longest is None or len(longest.span.of(text).split()) < _SHORTEST_QUOTE:
                continue
            place = (one.source.article.revision.id, longest.span)
            if place in seen:
                continue
            seen.add(place)
            whole = longest.span
            if whole.end - whole.start > _QUOTE_CHARS:
                whole = Span(max(whole.start, span.start), min(whole.end, span.end))
            yield DraftQuote(_slice(one.source, whole), longest.speaker.name if longest.speaker else None)


def _said_to_be_by(value: object, copied: str) -> str | None:
    items = value if isinstance(value, list) else [value]
    for item in items:
        if isinstance(item, Mapping) and unquoted(text_of(item.get("words", item.get("text")))) == copied:
            return text_of(item.get("speaker")) or None
    return None


def _figures(value: object, chosen: Sequence[Selected]) -> Iterator[DraftFigure]:
    seen: set[tuple[str, Span]] = set()
    for one, copied in _named(value, chosen):
        if copied:
            yield DraftFigure(_copied(copied, one, chosen))
        elif one is not None:
            source, span = one.source, one.sentence.span
            inside = [f for f in source.facts.figures if span.holds(f.span)]
            ranked = [f for f in key_figures(source.text, source.facts, 12) if f in inside] or inside[:1]
            for figure in ranked[:2]:
                place = (source.article.revision.id, figure.span)
                if place not in seen:
                    seen.add(place)
                    yield DraftFigure(_slice(source, figure.span))


def _copied(copied: str, one: Selected | None, chosen: Sequence[Selected]) -> DraftEvidence:
    """Where copied words stand, first in the sentence named. Words that stand nowhere come back without a start, for
    the gate to refuse."""
    order = sorted(_sources(chosen), key=lambda source: one is None or source is not one.source)
    for source in order:
        near = one.sentence.span.start if one is not None and source is one.source else None
        span = locate(copied, source.text, near)
        if span is not None:
            return _slice(source, span)
    first = order[0].article.revision.id if order else None
    return DraftEvidence(first or cast("Any", ""), squeeze(copied))
