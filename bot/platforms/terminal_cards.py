"""Cards drawn for a terminal: what matters largest, proof marks and addresses quiet.

Everything a card says passes `Pen.text`, which makes it safe; no markup of rich's is ever read from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.constrain import Constrain
from rich.padding import Padding
from rich.panel import Panel
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.news.shown import (
    AnswerCard,
    BriefCard,
    Card,
    CardFigure,
    CardLine,
    CardQuote,
    CardSource,
    EvidenceCard,
    NoticeCard,
)
from bot.platforms.screen_text import clean, spell

WIDEST = 100
"""Columns. Longer lines are hard to read."""

_TWO_COLUMNS = 70
_WIDEST_AMOUNT = 14

_HEADLINE = Style(bold=True)
_AMOUNT = Style(bold=True, color="cyan")
_SPOKEN = Style(italic=True)
_SECTION = Style(bold=True, color="cyan")
_PROOF = Style(bold=True, underline=True)
_QUIET = Style(dim=True)
_PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Look:
    """What the screen can do: the characters it has, and whether bold and colour are seen."""

    encoding: str = "utf-8"
    styled: bool = True


def draw(card: Card, look: Look) -> RenderableType:
    """The card as rich draws it, at most `WIDEST` columns wide."""
    pen = Pen(look)
    match card:
        case BriefCard():
            drawn: RenderableType = _panel(_brief(card, pen))
        case EvidenceCard():
            drawn = _panel(_evidence(card, pen), pen.text(f"Evidence {card.number}", _QUIET))
        case AnswerCard():
            drawn = Padding(_answer(card, pen), (0, 2))
        case NoticeCard():
            drawn = Padding(pen.text(card.text), (0, 2))
    return Constrain(drawn, WIDEST)


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes untrusted words as rich text."""

    look: Look

    def text(self, words: str, style: Style = _PLAIN) -> Text:
        """Lines are kept; a word longer than a line is folded."""
        return Text(spell(clean(words).strip("\n").rstrip(), self.look.encoding), style, overflow="fold")

    def line(self, words: str, style: Style = _PLAIN) -> Text:
        """All on one line, to be wrapped where it is drawn."""
        return self.text(" ".join(clean(words).split()), style)

    def own(self, words: str, style: Style = _PLAIN) -> Text:
        """Words of ours, with their spaces."""
        return Text(spell(words, self.look.encoding), style, overflow="fold")

    def marked(self, line: Text, marks: Iterable[int]) -> Text:
        """The line with its proof marks behind it."""
        for mark in marks:
            line.append(" ").append_text(self.own(f"[{mark}]", _QUIET))
        return line

    def sentence(self, line: CardLine, style: Style = _PLAIN) -> Text:
        return self.marked(self.line(line.text, style), line.marks)


def _panel(body: RenderableType, title: Text | None = None) -> Panel:
    return Panel(body, box=box.ROUNDED, border_style=_QUIET, padding=(1, 2), title=title, title_align="left")


def _brief(card: BriefCard, pen: Pen) -> RenderableType:
    lead = Group(*(pen.sentence(line) for line in card.lead))
    # Where bold is not seen, an empty line tells the headline from the lead.
    head = _spaced([pen.line(card.headline, _HEADLINE), lead], 0 if pen.look.styled else 1)
    sections: list[RenderableType] = [head]
    if card.figures:
        sections.append(_Figures(card.figures, pen))
    if card.quotes:
        sections.append(_spaced([_quote(quote, pen) for quote in card.quotes], 0))
    if card.points:
        sections.append(_bullets(card.points, pen))
    if card.claims:
        sections.append(Group(pen.own("Who says what", _SECTION), _bullets(card.claims, pen)))
    if card.sources:
        sections.append(_sources(card.sources, pen))
    if card.footer.strip():
        sections.append(pen.line(card.footer, _QUIET))
    return _spaced(sections)


def _answer(card: AnswerCard, pen: Pen) -> RenderableType:
    sections: list[RenderableType] = []
    if card.lines:
        sections.append(Group(*(pen.sentence(line) for line in card.lines)))
    elif card.refusal.strip():
        sections.append(pen.line(card.refusal))
    if card.nearest:
        heading = pen.own("Closest in the sources", _QUIET)
        sections.append(Group(heading, _bullets(card.nearest, pen)))
    if card.sources:
        sections.append(_sources(card.sources, pen))
    return _spaced(sections)


def _evidence(card: EvidenceCard, pen: Pen) -> RenderableType:
    paragraph = pen.own("")
    for words, is_proof in card.paragraph:
        # Pieces are joined as they stand: their white space belongs to the article.
        shown = pen.own(clean(words).replace("\n", " "), _PROOF if is_proof else _PLAIN)
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
        return self._pen.line(figure.amount, _AMOUNT)

    def _label(self, figure: CardFigure) -> Text:
        label = self._pen.line(figure.label)
        if figure.by:
            label.append_text(self._pen.own(" · ", _QUIET)).append_text(self._pen.line(figure.by, _QUIET))
        return self._pen.marked(label, (figure.mark,))


def _quote(quote: CardQuote, pen: Pen) -> RenderableType:
    words = pen.own("“", _SPOKEN).append_text(pen.line(quote.text, _SPOKEN)).append_text(pen.own("”", _SPOKEN))
    by = pen.marked(pen.line(quote.by, _QUIET), (quote.mark,))
    return Group(Padding(words, (0, 4, 0, 2)), Padding(by, (0, 4, 0, 5)))


def _bullets(lines: Iterable[CardLine], pen: Pen) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(ratio=1, overflow="fold")
    for line in lines:
        grid.add_row(pen.own("•", _QUIET), pen.sentence(line))
    return grid


def _sources(sources: Sequence[CardSource], pen: Pen) -> Table:
    """Each source under its number, with the marks that it proves."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", width=max(len(f"{s.number}.") for s in sources))
    grid.add_column(ratio=1, overflow="fold")
    for source in sources:
        grid.add_row(pen.own(f"{source.number}.", _QUIET), _source_body(source, pen))
    return grid


def _source_body(source: CardSource, pen: Pen) -> RenderableType:
    named = [pen.line(words, _QUIET) for words in (source.outlet, source.title) if words and words.strip()]
    first = pen.own(" · ", _QUIET).join(named)
    first.overflow = "fold"
    if source.marks:
        first.append_text(pen.own(f"{' ' if named else ''}{_ranges(source.marks)}", _QUIET))
    if not source.url:
        return first
    url = pen.line(source.url, _QUIET)
    if url.plain.startswith(("http://", "https://")) and " " not in url.plain:
        url.stylize(Style(link=url.plain))
    return Group(first, url)


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
