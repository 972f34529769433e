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
    CardConflict,
    CardFigure,
    CardLine,
    CardQuote,
    CardSide,
    CardSource,
    EvidenceCard,
    NoticeCard,
)
from bot.platforms.screen_text import clean
from bot.platforms.terminal_pen import AMOUNT, DISPUTE, HEADLINE, NEWS, PLAIN, PROOF, QUIET, SECTION, SPOKEN, Look, Pen

WIDEST = 100
"""Columns. Longer lines are hard to read."""

_TWO_COLUMNS = 70
_WIDEST_AMOUNT = 14
_WIDEST_COUNTED = 20
_MOST_TITLES = 5


def draw(card: Card, look: Look) -> RenderableType:
    """The card as rich draws it, at most `WIDEST` columns wide."""
    pen = Pen(look, {} if isinstance(card, NoticeCard) else _links(card))
    match card:
        case BriefCard():
            drawn: RenderableType = _panel(_brief(card, pen))
        case EvidenceCard():
            drawn = _panel(_evidence(card, pen), pen.text(f"Evidence {card.number}", QUIET))
        case AnswerCard():
            drawn = Padding(_answer(card, pen), (0, 2))
        case NoticeCard():
            drawn = Padding(pen.text(card.text), (0, 2))
    return Constrain(drawn, WIDEST)


def _links(card: BriefCard | AnswerCard | EvidenceCard) -> dict[int, str]:
    """Where each mark's sentence can be read."""
    sources = (card.source,) if isinstance(card, EvidenceCard) else card.sources
    return {mark: link for source in sources for mark, link in zip(source.marks, source.links, strict=False)}


def _panel(body: RenderableType, title: Text | None = None) -> Panel:
    return Panel(body, box=box.ROUNDED, border_style=QUIET, padding=(1, 2), title=title, title_align="left")


def _brief(card: BriefCard, pen: Pen) -> RenderableType:
    sections: list[RenderableType] = [_head(card, pen)]
    if card.new or card.changes:
        sections.append(Group(pen.own("New", NEWS), *_changes(card.changes, pen), _bullets(card.new, pen)))
    if card.figures:
        sections.append(_Figures(card.figures, pen))
    if card.conflicts:
        sections.append(Group(pen.own("Sources disagree", DISPUTE), _conflicts(card.conflicts, pen)))
    if card.quotes:
        sections.append(_spaced([_quote(quote, pen) for quote in card.quotes], 0))
    if card.points:
        sections.append(_bullets(card.points, pen))
    if card.claims:
        sections.append(Group(pen.own("Who says what", SECTION), _bullets(card.claims, pen)))
    if card.sources:
        sections.append(_sources(card.sources, pen))
    if card.footer.strip():
        sections.append(pen.line(card.footer, QUIET))
    return _spaced(sections)


def _head(card: BriefCard, pen: Pen) -> RenderableType:
    """Headline, who backs it, lead."""
    headline = pen.line(card.headline, HEADLINE)
    if card.update:
        headline = pen.joined(pen.own("Update", NEWS), pen.own(" · ", QUIET), headline)
    parts: list[RenderableType] = [headline, Group(*(pen.sentence(line) for line in card.lead))]
    # Where bold is not seen, an empty line tells the headline from the lead.
    gap = 0 if pen.look.styled else 1
    if not card.backing:
        return _spaced(parts, gap)
    return _spaced([_spaced([headline, pen.line(card.backing, QUIET)], gap), parts[1]])


def _changes(changes: Iterable[CardChange], pen: Pen) -> list[RenderableType]:
    """ "15 dead, was 12": what is true now stands out."""
    rows = []
    for change in changes:
        amount, label, was = pen.line(change.amount, AMOUNT), pen.line(change.label), pen.line(change.was)
        words = pen.joined(amount, pen.own(" "), label, pen.own(", was "), was)
        marks = (change.mark,) if change.was_mark is None else (change.mark, change.was_mark)
        rows.append(pen.marked(_claimed(words, change.by, pen), marks, change.also))
    return [_listed(rows, pen)] if rows else []


def _conflicts(conflicts: Sequence[CardConflict], pen: Pen) -> Table:
    """The thing counted, and beside it each side's amount with who says so."""
    labels = [pen.line(conflict.label) for conflict in conflicts]
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=min(_WIDEST_COUNTED, max(label.cell_len for label in labels)), overflow="fold")
    grid.add_column(justify="right", overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    for label, conflict in zip(labels, conflicts, strict=True):
        for n, side in enumerate(conflict.sides):
            grid.add_row("" if n else label, pen.line(side.amount, AMOUNT), _side(side, pen))
    return grid


def _side(side: CardSide, pen: Pen) -> Text:
    return pen.marked(_claimed(pen.line(side.outlet), side.by, pen), (side.mark,), side.also)


def _claimed(words: Text, by: str | None, pen: Pen) -> Text:
    return words.append_text(pen.own(" · ", QUIET)).append_text(pen.line(by, QUIET)) if by else words


def _answer(card: AnswerCard, pen: Pen) -> RenderableType:
    sections: list[RenderableType] = []
    if card.lines:
        sections.append(Group(*(pen.sentence(line) for line in card.lines)))
    elif card.refusal.strip():
        sections.append(pen.line(card.refusal))
    if card.nearest:
        heading = pen.own("Closest in the sources", QUIET)
        sections.append(Group(heading, _bullets(card.nearest, pen)))
    if card.sources:
        sections.append(_sources(card.sources, pen))
    return _spaced(sections)


def _evidence(card: EvidenceCard, pen: Pen) -> RenderableType:
    paragraph = pen.own("")
    for words, is_proof in card.paragraph:
        # Pieces are joined as they stand: their white space belongs to the article.
        shown = pen.own(clean(words).replace("\n", " "), PROOF if is_proof else PLAIN)
        if is_proof and not pen.look.styled and shown.plain.strip():
            shown = pen.own("»").append_text(shown).append_text(pen.own("«"))
        paragraph.append_text(shown)
    return _spaced([_source_body(replace(card.source, marks=()), pen), paragraph])


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
        label = _claimed(self._pen.line(figure.label), figure.by, self._pen)
        return self._pen.marked(label, (figure.mark,), figure.also)


def _quote(quote: CardQuote, pen: Pen) -> RenderableType:
    words = pen.own("“", SPOKEN).append_text(pen.line(quote.text, SPOKEN)).append_text(pen.own("”", SPOKEN))
    by = pen.marked(pen.joined(pen.line(quote.by, QUIET)), (quote.mark,), quote.also)
    rows = [Padding(words, (0, 4, 0, 2)), Padding(by, (0, 4, 0, 5))]
    if quote.translation:
        rows.insert(1, Padding(pen.translated(quote.translation), (0, 4, 0, 5)))
    return Group(*rows)


def _bullets(lines: Iterable[CardLine], pen: Pen) -> Table:
    return _listed([pen.sentence(line) for line in lines], pen)


def _listed(rows: Iterable[Text], pen: Pen) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(ratio=1, overflow="fold")
    for row in rows:
        grid.add_row(pen.own("•", QUIET), row)
    return grid


def _sources(sources: Sequence[CardSource], pen: Pen) -> Table:
    """Each source under its number, with the marks that it proves."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", width=max(len(f"{s.number}.") for s in sources))
    grid.add_column(ratio=1, overflow="fold")
    write = _source_body if len(sources) <= _MOST_TITLES else _source_in_short
    for source in sources:
        grid.add_row(pen.own(f"{source.number}.", QUIET), write(source, pen))
    return grid


def _source_body(source: CardSource, pen: Pen) -> RenderableType:
    first = _named(source, [source.outlet, source.title], pen)
    return Group(first, _address(source, pen)) if source.url else first


def _source_in_short(source: CardSource, pen: Pen) -> Text:
    """The outlet and the address; the title only where one of them is missing."""
    short = _named(source, [source.outlet, None if source.outlet and source.url else source.title], pen)
    return short.append("  ").append_text(_address(source, pen)) if source.url else short


def _named(source: CardSource, names: Sequence[str | None], pen: Pen) -> Text:
    named = [pen.line(words, QUIET) for words in names if words and words.strip()]
    line = pen.own(" · ", QUIET).join(named)
    line.overflow = "fold"
    return line.append_text(pen.own(f"{' ' if named else ''}{_ranges(source.marks)}", QUIET)) if source.marks else line


def _address(source: CardSource, pen: Pen) -> Text:
    """What is read is the address; what is opened is its first sentence that proves something here."""
    return pen.linked(pen.line(source.url or "", QUIET), next(iter(source.links), source.url))


def _ranges(marks: Sequence[int]) -> str:
    """Marks 1, 2, 3 and 7 as "[1]–[3] [7]"."""
    runs: list[list[int]] = []
    for mark in sorted(set(marks)):
        if runs and mark == runs[-1][-1] + 1:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    return " ".join(
        f"[{run[0]}]–[{run[-1]}]" if len(run) > 2 else " ".join(f"[{mark}]" for mark in run) for run in runs
    )


def _spaced(sections: Sequence[RenderableType], gap: int = 1) -> Group:
    """The sections one under the other, `gap` empty lines between them."""
    last = len(sections) - 1
    return Group(*(Padding(s, (0, 0, 0 if n == last else gap, 0)) for n, s in enumerate(sections)))
