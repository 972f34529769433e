"""Answers on Slack, whole, or as a stream that is ended with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.news.showing.shown import AnswerCard, CardLine
from bot.platforms.answer_sections import answer_sections, answer_text, day_before, rest_sections
from bot.platforms.card_rows import TRANSLATED
from bot.platforms.chat_words import Run, line
from bot.platforms.proof_marks import Cited, Proofs, cited, marked, proofs_of
from bot.platforms.sections import Section
from bot.platforms.slack.buttons import feedback
from bot.platforms.slack.pieces import Message, packed
from bot.platforms.slack.words import markdown, notified


def answer_messages(card: AnswerCard) -> list[Message]:
    """All of an answer or a refusal; hardly ever more than one message."""
    proofs = proofs_of(card.sources)
    return _packed(answer_sections(card, proofs), proofs, notified(answer_text(card)))


def answer_rest(card: AnswerCard) -> list[Message]:
    """All but the sentences, to end a stream of them with their evidence."""
    proofs = proofs_of(card.sources)
    # The menu shows the evidence of the sentences too, which stand above.
    above = tuple(c for told in card.lines for c in cited(line(told.text), told.marks, proofs, told.also))
    return _packed(rest_sections(card, proofs), proofs, notified(answer_text(card)), above)


def answer_markdown(lines: Sequence[CardLine], links: Mapping[int, str]) -> str:
    """The sentences as Markdown for a stream. That of the first few is how that of more begins.

    `links` are `proofs_of(card.sources).links`.
    """
    proofs = Proofs(dict(links))
    return "".join(
        ("\n\n" if at else "") + markdown([*day_before(lines, at), *_streamed(told, proofs)])
        for at, told in enumerate(lines)
    )


def _packed(sections: Iterable[Section], proofs: Proofs, text: str, above: Cited = ()) -> list[Message]:
    last = [feedback()]
    return packed(sections, proofs, text, last, above) or [Message(tuple(last), text)]


def _streamed(told: CardLine, proofs: Proofs) -> list[Run]:
    runs = [Run(line(told.text)), *marked(told.marks, proofs, told.also)]
    return [*runs, Run("\n\n"), Run(TRANSLATED, italic=True), Run(line(told.translation))] if told.translation else runs
