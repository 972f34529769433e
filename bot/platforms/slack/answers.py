"""Answers on Slack, whole or growing: sentences, dated lists, sides that disagree, refusals and what stands nearest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.news.showing.days import NO_DAY, day_words
from bot.news.showing.shown import AnswerCard, CardLine, CardSource
from bot.platforms.card_rows import TRANSLATED, Row, of_line, source_runs, told_apart
from bot.platforms.chat_words import Run, cut, line
from bot.platforms.proof_marks import Cited, Proofs, cited, marked, proofs_of
from bot.platforms.slack.buttons import feedback
from bot.platforms.slack.pieces import Message, Section, Solid, packed
from bot.platforms.slack.rows import disputed, quiet_rows, source_rows
from bot.platforms.slack.words import markdown, notified

_NOTICE_CHARS = 1000
_SET_APART = 6


def answer_messages(card: AnswerCard) -> list[Message]:
    """All of an answer or a refusal; hardly ever more than one message."""
    proofs = proofs_of(card.sources)
    return _packed([*_lines(card, proofs), *_rest(card, proofs)], proofs, answer_text(card))


def answer_rest(card: AnswerCard) -> list[Message]:
    """All but the sentences, to end a stream of them with their evidence."""
    proofs = proofs_of(card.sources)
    # The menu shows the evidence of the sentences too, which stand above.
    above = tuple(c for told in card.lines for c in cited(line(told.text), told.marks, proofs, told.also))
    return _packed(_rest(card, proofs), proofs, answer_text(card), above)


def answer_text(card: AnswerCard) -> str:
    """What is said, for notifications."""
    said = " ".join(filter(None, (*(line(told.text) for told in card.lines), line(card.refusal))))
    return notified(cut(said or "An answer", _NOTICE_CHARS))


def answer_markdown(lines: Sequence[CardLine], links: Mapping[int, str]) -> str:
    """The sentences as Markdown for a stream. That of the first few is how that of more begins.

    `links` are `proofs_of(card.sources).links`.
    """
    proofs = Proofs(dict(links))
    return "".join(
        ("\n\n" if at else "") + markdown([*_day(lines, at), *_streamed(told, proofs)]) for at, told in enumerate(lines)
    )


def _packed(sections: Iterable[Section], proofs: Proofs, text: str, above: Cited = ()) -> list[Message]:
    last = [feedback()]
    made = packed([section for section in sections if section.items], proofs, text, last, above)
    return made or [Message(tuple(last), text)]


def _lines(card: AnswerCard, proofs: Proofs) -> list[Section]:
    """Sentences stand apart while they are few; dated ones are a list."""
    if any(told.day for told in card.lines):
        dated = (of_line(told, proofs, "bullet", _day(card.lines, at)) for at, told in enumerate(card.lines))
        return [Section("", tuple(dated))]
    rows = [of_line(told, proofs) for told in card.lines]
    return [Section("", (row,)) for row in rows] if len(rows) <= _SET_APART else [Section("", tuple(rows))]


def _day(told: Sequence[CardLine], at: int) -> list[Run]:
    """The date before a line, with its year where that changes; it depends only on the lines before it."""
    day = told[at].day
    dated = [one.day for one in told[:at] if one.day]
    if day:
        return [Run(day_words(day, not dated or dated[-1][:4] != day[:4]), bold=True), Run("  ")]
    return [Run(NO_DAY, bold=True), Run("  ")] if dated else []


def _streamed(told: CardLine, proofs: Proofs) -> list[Run]:
    runs = [Run(line(told.text)), *marked(told.marks, proofs, told.also)]
    return [*runs, Run("\n\n"), Run(TRANSLATED, italic=True), Run(line(told.translation))] if told.translation else runs


def _rest(card: AnswerCard, proofs: Proofs) -> Iterator[Section]:
    if refusal := line(card.refusal):
        yield Section("", (Row((Run(refusal),)),))
    yield from disputed(card.conflicts, proofs)
    yield Section("Closest in the sources" if card.nearest else "", tuple(_nearest(card, proofs)))
    yield Section("", tuple(source_rows(_further(card), dated=True)))


def _nearest(card: AnswerCard, proofs: Proofs) -> Iterator[Row | Solid]:
    """The nearest sentences, those of one article together, and below them where they stand."""
    left = list(card.nearest)
    for source in told_apart(card.sources):
        here = [told for told in left if set(told.marks) & set(source.marks)]
        yield from (of_line(told, proofs, "quote") for told in here)
        yield from quiet_rows([source_runs(source, dated=True)] if here else [])
        left = [told for told in left if told not in here]
    yield from (of_line(told, proofs, "quote") for told in left)


def _further(card: AnswerCard) -> list[CardSource]:
    """The sources that are not told beside the nearest sentences."""
    near = {mark for told in card.nearest for mark in told.marks}
    return [source for source in card.sources if near.isdisjoint(source.marks)]
