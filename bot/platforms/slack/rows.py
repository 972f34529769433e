"""What cards hold, as rows of a Slack message: sentences, figures, quotes, changes, sides that disagree, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.news.showing.days import day_words
from bot.news.showing.shown import CardChange, CardConflict, CardFigure, CardLine, CardQuote, CardSide, CardSource
from bot.platforms.slack.pieces import Section, Solid
from bot.platforms.slack.proofs import Cited, Proofs, cited, marked
from bot.platforms.slack.rich import Block, Row, Style
from bot.platforms.slack.words import Run, line, mrkdwn, plain, web_link

_CELL_BYTES = 1500  # Slack allows 2,000 characters; two of these and their menu fit into one message
_CONTEXT_CHARS = 2000
_LINK_CHARS = 300
_BULLETS = "•‣▪●◦· "  # an article's own, of a list that is not shown

TRANSLATED = "translated by us: "


def of_line(told: CardLine, proofs: Proofs, style: Style = "line", before: Sequence[Run] = ()) -> Row:
    """A sentence with its proof marks, and below it its translation, which is ours."""
    words = line(told.text)
    words = words.lstrip(_BULLETS) or words
    runs = [*before, Run(words), *marked(told.marks, proofs, told.also), *_translated(told.translation)]
    return Row(tuple(runs), style, cited(words, told.marks, proofs, told.also))


def of_lines(told: Iterable[CardLine], proofs: Proofs) -> tuple[Row, ...]:
    """Sentences, each behind a bullet."""
    return tuple(of_line(one, proofs, "bullet") for one in told)


def of_quote(quote: CardQuote, proofs: Proofs) -> Row:
    """The words beside a bar, and below them who said them."""
    words = line(quote.text)
    runs = [Run(f"“{words}”"), *_translated(quote.translation), Run("\n— "), Run(line(quote.by), italic=True)]
    runs += marked((quote.mark,), proofs, quote.also)
    return Row(tuple(runs), "quote", cited(words, (quote.mark,), proofs, quote.also))


def _translated(words: str | None) -> list[Run]:
    return [Run("\n"), Run(TRANSLATED, italic=True), Run(line(words))] if words else []


def of_figure(figure: CardFigure, proofs: Proofs) -> Row:
    """ "40 families driven from their homes · the town hall [7]"."""
    amount, label = line(figure.amount), line(figure.label)
    runs = [Run(amount, bold=True), Run(f" {label}"), *_by(figure.by), *marked((figure.mark,), proofs, figure.also)]
    return Row(tuple(runs), "bullet", cited(f"{amount} {label}", (figure.mark,), proofs, figure.also))


def figure_field(figure: CardFigure, proofs: Proofs) -> str | None:
    """A figure as a cell of a grid, its amount seen first and its claimant below; None where it is too long for one."""
    runs = [Run(line(figure.amount), bold=True), Run("\n"), Run(line(figure.label))]
    runs += marked((figure.mark,), proofs, figure.also)
    by = line(figure.by or "")
    return _field([*runs, Run("\n"), Run(by, italic=True)] if by else runs)


def of_change(change: CardChange, proofs: Proofs) -> Row:
    """ "15 dead, was 12 · police [1]": what is true now stands out."""
    amount, label = line(change.amount), line(change.label)
    marks = (change.mark,) if change.was_mark is None else (change.mark, change.was_mark)
    runs = [Run(amount, bold=True), Run(f" {label}, was {line(change.was)}"), *_by(change.by)]
    runs += marked(marks, proofs, change.also)
    about = cited(f"{amount} {label}", (change.mark,), proofs, change.also)
    return Row(tuple(runs), "bullet", (*about, *((mark, f"was {line(change.was)} {label}", "") for mark in marks[1:])))


def _by(claimant: str | None) -> list[Run]:
    words = line(claimant or "")
    return [Run(f" · {words}")] if words else []


def disputed(conflicts: Iterable[CardConflict], proofs: Proofs) -> Iterator[Section]:
    """Each thing that sources count otherwise, with the sides beside each other."""
    for conflict in conflicts:
        title = Row((Run("Sources disagree", bold=True), Run(f" · {line(conflict.label)}")))
        sides = [(_side(side, proofs, "\n"), _cited(side, conflict, proofs)) for side in conflict.sides]
        cells = [(_field(runs), about) for runs, about in sides]
        grid = [(words, about) for words, about in cells if words]
        if len(grid) == len(cells):
            yield Section("", (title, *_grids(grid)))
        else:
            rows = [Row((*_side(s, proofs, " "),), "bullet", _cited(s, conflict, proofs)) for s in conflict.sides]
            yield Section("", (title, *rows))


def disputed_in_short(conflict: CardConflict, proofs: Proofs) -> Row:
    """ "Sources disagree · people injured: 12 Harbour News [3], 15 Example Wire [4]"."""
    runs = [Run("Sources disagree", bold=True), Run(f" · {line(conflict.label)}: ")]
    about: list[tuple[int, str, str]] = []
    for at, side in enumerate(conflict.sides):
        runs += [Run(", " if at else ""), Run(line(side.amount), bold=True), Run(f" {line(side.outlet)}")]
        runs += marked((side.mark,), proofs)
        about.append((side.mark, f"{line(side.amount)} {line(conflict.label)}", ""))
    return Row(tuple(runs), "line", tuple(about))


def _side(side: CardSide, proofs: Proofs, gap: str) -> list[Run]:
    runs = [Run(line(side.amount), bold=True), Run(f"{gap}{line(side.outlet)}"), *_by(side.by)]
    return [*runs, *marked((side.mark,), proofs, side.also)]


def _cited(side: CardSide, conflict: CardConflict, proofs: Proofs) -> Cited:
    return cited(f"{line(side.amount)} {line(conflict.label)}", (side.mark,), proofs, side.also)


def _field(runs: Sequence[Run]) -> str | None:
    """Where its links make it too long it goes without them: the menu of the evidence leads there too."""
    for way in (runs, [Run(plain(runs))]):
        if 0 < len((words := mrkdwn(way)).encode()) <= _CELL_BYTES:
            return words
    return None


def _grids(cells: Sequence[tuple[str, Cited]]) -> Iterator[Solid]:
    for at in range(0, len(cells), 2):
        part = cells[at : at + 2]
        yield Solid(grid(words for words, _ in part), tuple(c for _, about in part for c in about))


def grid(cells: Iterable[str]) -> Block:
    """A section of cells in two columns. See https://docs.slack.dev/reference/block-kit/blocks/section-block"""
    return {"type": "section", "fields": [text_of(words) for words in cells]}


def quiet(rows: Sequence[str]) -> list[Block]:
    """Small grey lines in one context block; none of it where there are none."""
    return [{"type": "context", "elements": [text_of("\n".join(rows))]}] if rows else []


def text_of(words: str) -> Block:
    """A text object of escaped words: nothing in it is made a link or a mention that is not written as one."""
    return {"type": "mrkdwn", "text": words, "verbatim": True}


def quiet_rows(told: Iterable[Sequence[Run]]) -> Iterator[Row | Solid]:
    """Small grey lines, in as few context blocks as hold them; those that are too long for one as they are."""
    waiting: list[str] = []
    for runs in told:
        words = mrkdwn(runs)
        if sum(map(len, waiting)) + len(waiting) + len(words) > _CONTEXT_CHARS:
            yield from map(Solid, quiet(waiting))
            waiting = []
        if len(words) > _CONTEXT_CHARS:
            yield Row(tuple(runs))
        else:
            waiting.append(words)
    yield from map(Solid, quiet(waiting))


def source_rows(sources: Sequence[CardSource], dated: bool = False) -> Iterator[Row | Solid]:
    """Each source as `listed` has it, quiet."""
    return quiet_rows(listed(sources, dated))


def listed(sources: Sequence[CardSource], dated: bool = False) -> list[list[Run]]:
    """ "1. Harbour News · Fire guts market [1]–[3]": each with the marks that it proves, and numbered if several."""
    number = len(sources) > 1
    return [
        [
            Run(f"{source.number}. " if number else ""),
            *source_runs(source, dated),
            Run(f" {ranges(source.marks)}" if source.marks else ""),
        ]
        for source in told_apart(sources)
    ]


def told_apart(sources: Sequence[CardSource]) -> list[CardSource]:
    """How an article without a title begins says nothing where there is no other one, and nothing to open."""
    if len(sources) != 1 or web_link(sources[0].url) or not sources[0].title.endswith("…"):
        return list(sources)
    return [replace(sources[0], title="")]


def source_runs(source: CardSource, dated: bool) -> list[Run]:
    """ "Harbour News · 6 May 2031 · Fire guts fish market"; the title leads to the article."""
    url = web_link(source.url)
    names = [line(source.outlet or ""), day_words(source.day) if dated and source.day else ""]
    title = line(source.title) or url or ("" if names[0] else "The article")
    runs = [run for name in names if name for run in (Run(name), Run(" · "))]
    return [*runs, *linked(title, url)] if title else runs[:-1]


def linked(words: str, url: str | None) -> list[Run]:
    """The words as a link; long ones stand before it, for a link is never parted."""
    if url and len(words) > _LINK_CHARS:
        return [Run(f"{words} "), Run("(open)", url=url)]
    return [Run(words, url=url)]


def ranges(marks: Iterable[int]) -> str:
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
