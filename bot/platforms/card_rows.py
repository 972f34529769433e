"""What cards hold, as rows of words that any chat platform can dress: sentences, figures, quotes, changes, sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.news.showing.days import day_words
from bot.news.showing.shown import CardChange, CardConflict, CardFigure, CardLine, CardQuote, CardSource
from bot.platforms.chat_words import Run, line, plain, web_link
from bot.platforms.proof_marks import Proofs, cited, marked

Style = Literal["line", "bullet", "quote"]


@dataclass(frozen=True, slots=True)
class Row:
    """Runs that stand on a line of their own, behind a bullet or beside a quote's bar; "\\n" in them breaks it.

    `cited` says for each number of evidence in it which words it stands for, and who else says them.
    """

    runs: tuple[Run, ...]
    style: Style = "line"
    cited: tuple[tuple[int, str, str], ...] = ()

    @property
    def text(self) -> str:
        """What is read of it."""
        return plain(self.runs)


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
    runs = [Run(amount, bold=True), Run(f" {label}"), *said_by(figure.by), *marked((figure.mark,), proofs, figure.also)]
    return Row(tuple(runs), "bullet", cited(f"{amount} {label}", (figure.mark,), proofs, figure.also))


def of_change(change: CardChange, proofs: Proofs) -> Row:
    """ "15 dead, was 12 · police [1]": what is true now stands out."""
    amount, label = line(change.amount), line(change.label)
    marks = (change.mark,) if change.was_mark is None else (change.mark, change.was_mark)
    runs = [Run(amount, bold=True), Run(f" {label}, was {line(change.was)}"), *said_by(change.by)]
    runs += marked(marks, proofs, change.also)
    about = cited(f"{amount} {label}", (change.mark,), proofs, change.also)
    return Row(tuple(runs), "bullet", (*about, *((mark, f"was {line(change.was)} {label}", "") for mark in marks[1:])))


def said_by(claimant: str | None) -> list[Run]:
    words = line(claimant or "")
    return [Run(f" · {words}")] if words else []


def disputed_in_short(conflict: CardConflict, proofs: Proofs) -> Row:
    """ "Sources disagree · people injured: 12 Harbour News [3], 15 Example Wire [4]"."""
    runs = [Run("Sources disagree", bold=True), Run(f" · {line(conflict.label)}: ")]
    about: list[tuple[int, str, str]] = []
    for at, side in enumerate(conflict.sides):
        runs += [Run(", " if at else ""), Run(line(side.amount), bold=True), Run(f" {line(side.outlet)}")]
        runs += marked((side.mark,), proofs)
        about.append((side.mark, f"{line(side.amount)} {line(conflict.label)}", ""))
    return Row(tuple(runs), "line", tuple(about))


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
