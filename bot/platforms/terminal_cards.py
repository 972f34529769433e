"""Cards drawn for a terminal: what matters largest, proof marks and addresses quiet.

Everything a card says passes `Pen.text`, which makes it safe; no markup of rich's is ever read from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.constrain import Constrain
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.news.showing.shown import (
    AnswerCard,
    BriefCard,
    Card,
    CardChange,
    CardFigure,
    CardQuote,
    CardSource,
    EvidenceCard,
    NoticeCard,
    SourcesCard,
)
from bot.platforms.screen_text import clean
from bot.platforms.terminal_answers import answer
from bot.platforms.terminal_pen import AMOUNT, DISPUTE, HEADLINE, NEWS, PLAIN, PROOF, QUIET, SECTION, SPOKEN, Look, Pen
from bot.platforms.terminal_sections import (
    WIDEST,
    bulleted,
    claimed,
    disputed,
    links_of,
    listed,
    source_body,
    source_list,
    spaced,
    unframed,
)

_TWO_COLUMNS = 70
_WIDEST_AMOUNT = 14


def draw(card: Card, look: Look) -> RenderableType:
    """The card as rich draws it, at most `WIDEST` columns wide."""
    pen = Pen(look, {} if isinstance(card, NoticeCard | SourcesCard) else links_of(card))
    match card:
        case BriefCard():
            drawn: RenderableType = _panel(_brief(card, pen))
        case EvidenceCard():
            drawn = _panel(_evidence(card, pen), pen.text(f"Evidence {card.number}", QUIET))
        case AnswerCard():
            return unframed(answer(card, pen))
        case SourcesCard():
            return unframed(pen.text("\n".join(map(_article, card.sources))))
        case NoticeCard():
            return unframed(pen.text(card.text))
    return Constrain(drawn, WIDEST)


def _article(source: CardSource) -> str:
    parts = (source.title, source.outlet, source.day, source.url)
    return f"{source.number}. " + " · ".join(part for part in parts if part)


def _panel(body: RenderableType, title: Text | None = None) -> Panel:
    return Panel(body, box=box.ROUNDED, border_style=QUIET, padding=(1, 2), title=title, title_align="left")


def _brief(card: BriefCard, pen: Pen) -> RenderableType:
    sections: list[RenderableType] = [_head(card, pen)]
    if card.corrected:
        sections.append(Group(pen.own("Corrections", DISPUTE), *(pen.text(words) for words in card.corrected)))
    if card.new or card.changes:
        sections.append(Group(pen.own("New", NEWS), *_changes(card.changes, pen), bulleted(card.new, pen)))
    if card.figures:
        sections.append(_Figures(card.figures, pen))
    if card.conflicts:
        sections.append(Group(pen.own("Sources disagree", DISPUTE), disputed(card.conflicts, pen)))
    if card.quotes:
        sections.append(spaced([_quote(quote, pen) for quote in card.quotes], 0))
    if card.points:
        sections.append(bulleted(card.points, pen))
    if card.claims:
        sections.append(Group(pen.own("Who says what", SECTION), bulleted(card.claims, pen)))
    if card.sources:
        sections.append(source_list(card.sources, pen))
    if card.footer.strip():
        sections.append(pen.line(card.footer, QUIET))
    return spaced(sections)


def _head(card: BriefCard, pen: Pen) -> RenderableType:
    """Headline, who backs it, lead."""
    headline = pen.line(card.headline, HEADLINE)
    if card.update:
        headline = pen.joined(pen.own("Update", NEWS), pen.own(" · ", QUIET), headline)
    parts: list[RenderableType] = [headline, Group(*(pen.sentence(line) for line in card.lead))]
    # Where bold is not seen, an empty line tells the headline from the lead.
    gap = 0 if pen.look.styled else 1
    if not card.backing:
        return spaced(parts, gap)
    return spaced([spaced([headline, pen.line(card.backing, QUIET)], gap), parts[1]])


def _changes(changes: Iterable[CardChange], pen: Pen) -> list[RenderableType]:
    """ "15 dead, was 12": what is true now stands out."""
    rows = []
    for change in changes:
        amount, label, was = pen.line(change.amount, AMOUNT), pen.line(change.label), pen.line(change.was)
        words = pen.joined(amount, pen.own(" "), label, pen.own(", was "), was)
        marks = (change.mark,) if change.was_mark is None else (change.mark, change.was_mark)
        rows.append(pen.marked(claimed(words, change.by, pen), marks, change.also))
    return [listed(rows, pen)] if rows else []


def _evidence(card: EvidenceCard, pen: Pen) -> RenderableType:
    paragraph = pen.own("")
    for words, is_proof in card.paragraph:
        # Pieces are joined as they stand: their white space belongs to the article.
        shown = pen.own(clean(words).replace("\n", " "), PROOF if is_proof else PLAIN)
        if is_proof and not pen.look.styled and shown.plain.strip():
            shown = pen.own("»").append_text(shown).append_text(pen.own("«"))
        paragraph.append_text(shown)
    return spaced([source_body(replace(card.source, marks=()), pen, dated=True), paragraph])


class _Figures:
    """The figures in two columns, or in one where there is little room."""

    def __init__(self, figures: Sequence[CardFigure], pen: Pen) -> None:
        self._pen = pen
        self._cells = [(self._amount(f), self._label(f)) for f in figures]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        columns = 2 if options.max_width >= _TWO_COLUMNS and len(self._cells) > 1 else 1
        grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
        for column in range(columns):
            if column:
                grid.add_column(width=1)
            widest = max(amount.cell_len for amount, _ in self._cells[column::columns])
            grid.add_column(justify="right", width=min(widest, _WIDEST_AMOUNT), overflow="fold")
            grid.add_column(ratio=1, overflow="fold")
        for at in range(0, len(self._cells), columns):
            left, *right = self._cells[at : at + columns]
            grid.add_row(*left, *(cell for amount, label in right for cell in ("", amount, label)))
        yield grid

    def _amount(self, figure: CardFigure) -> Text:
        return self._pen.line(figure.amount, AMOUNT)

    def _label(self, figure: CardFigure) -> Text:
        label = claimed(self._pen.line(figure.label), figure.by, self._pen)
        return self._pen.marked(label, (figure.mark,), figure.also)


def _quote(quote: CardQuote, pen: Pen) -> RenderableType:
    words = pen.own("“", SPOKEN).append_text(pen.line(quote.text, SPOKEN)).append_text(pen.own("”", SPOKEN))
    by = pen.marked(pen.joined(pen.line(quote.by, QUIET)), (quote.mark,), quote.also)
    rows = [Padding(words, (0, 4, 0, 2)), Padding(by, (0, 4, 0, 5))]
    if quote.translation:
        rows.insert(1, Padding(pen.translated(quote.translation), (0, 4, 0, 5)))
    return Group(*rows)
