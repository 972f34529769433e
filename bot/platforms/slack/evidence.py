"""What proves it, on Slack: a sentence in its paragraph, and the articles of a thread."""

from __future__ import annotations

from collections.abc import Iterator

from bot.news.showing.shown import CardSource, EvidenceCard, SourcesCard
from bot.platforms.card_rows import Row, source_runs
from bot.platforms.chat_words import Run, cut, line, web_link
from bot.platforms.proof_marks import Proofs
from bot.platforms.screen_text import clean
from bot.platforms.slack.pieces import Message, Section, Solid, packed
from bot.platforms.slack.rows import quiet_rows, source_rows
from bot.platforms.slack.words import notified

_NOTICE_CHARS = 1000


def evidence_messages(card: EvidenceCard) -> list[Message]:
    """Number, paragraph with the sentence in bold, and where it stands: one message, unless that is very long."""
    runs = tuple(Run(_inside(words), bold=is_proof) for words, is_proof in card.paragraph)
    paragraph = [Row(runs, "quote")] if line("".join(run.text for run in runs)) else []
    title = Row((Run(f"Evidence {card.number}", bold=True),))
    sections = [Section("", (title, *paragraph)), Section("", tuple(_stands(card.source)))]
    return packed(sections, Proofs(), evidence_text(card))


def _inside(words: str) -> str:
    """Pieces are joined as they stand: their white space belongs to the article."""
    return clean(words).replace("\n", " ")


def _stands(source: CardSource) -> Iterator[Row | Solid]:
    """The article, when we read it, and the way to the sentence."""
    rows = [source_runs(source, dated=True)]
    link = next(filter(None, map(web_link, source.links)), None)
    read = f"Read by us {line(source.fetched)} UTC" if source.fetched else ""
    jump = [Run(" · " if read else ""), Run("open at the sentence" if read else "Open at the sentence", url=link)]
    rows.append([Run(read), *(jump if link else [])])
    return quiet_rows([row for row in rows if any(run.text for run in row)])


def evidence_text(card: EvidenceCard) -> str:
    """For notifications."""
    words = "".join(words for words, is_proof in card.paragraph if is_proof)
    return notified(cut(f"Evidence {card.number}: {line(words)}", _NOTICE_CHARS))


def sources_messages(card: SourcesCard) -> list[Message]:
    """The articles of a thread, in a message or more."""
    rows = tuple(source_rows(card.sources, dated=True)) or (Row((Run("There are no sources in this thread yet."),)),)
    return packed([Section("Sources", rows)], Proofs(), sources_text(card))


def sources_text(card: SourcesCard) -> str:
    """For notifications."""
    outlets = dict.fromkeys(line(source.outlet or source.title) for source in card.sources)
    return notified(cut(f"Sources: {', '.join(outlets)}", _NOTICE_CHARS))
