"""What proves it, in sections: a sentence in its paragraph, and the articles of a thread."""

from __future__ import annotations

from bot.news.showing.shown import CardSource, EvidenceCard, SourcesCard
from bot.platforms.card_rows import Row, listed, source_runs
from bot.platforms.chat_words import Run, cut, line, web_link
from bot.platforms.screen_text import clean
from bot.platforms.sections import Quiet, Section

_NOTICE_CHARS = 1000


def evidence_sections(card: EvidenceCard) -> list[Section]:
    """Number, paragraph with the sentence in bold, and where it stands."""
    runs = tuple(Run(_inside(words), bold=is_proof) for words, is_proof in card.paragraph)
    paragraph = [Row(runs, "quote")] if line("".join(run.text for run in runs)) else []
    title = Row((Run(f"Evidence {card.number}", bold=True),))
    return [Section("", (title, *paragraph)), Section("", (_stands(card.source),))]


def _inside(words: str) -> str:
    """Pieces are joined as they stand: their white space belongs to the article."""
    return clean(words).replace("\n", " ")


def _stands(source: CardSource) -> Quiet:
    """The article, when we read it, and the way to the sentence."""
    rows = [source_runs(source, dated=True)]
    link = next(filter(None, map(web_link, source.links)), None)
    read = f"Read by us {line(source.fetched)} UTC" if source.fetched else ""
    jump = [Run(" · " if read else ""), Run("open at the sentence" if read else "Open at the sentence", url=link)]
    rows.append([Run(read), *(jump if link else [])])
    return Quiet(tuple(tuple(row) for row in rows if any(run.text for run in row)))


def evidence_text(card: EvidenceCard) -> str:
    """For notifications."""
    words = "".join(words for words, is_proof in card.paragraph if is_proof)
    return cut(f"Evidence {card.number}: {line(words)}", _NOTICE_CHARS)


def sources_sections(card: SourcesCard) -> list[Section]:
    """The articles of a thread, each numbered."""
    if not card.sources:
        return [Section("Sources", (Row((Run("There are no sources in this thread yet."),)),))]
    return [Section("Sources", (Quiet(tuple(map(tuple, listed(card.sources, dated=True)))),))]


def sources_text(card: SourcesCard) -> str:
    """For notifications."""
    outlets = dict.fromkeys(line(source.outlet or source.title) for source in card.sources)
    return cut(f"Sources: {', '.join(outlets)}", _NOTICE_CHARS)
