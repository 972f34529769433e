"""What a brief is told in: a compact post for the channel, and sections for its thread.

The post is read in fifteen seconds: headline, who backs it, lead, what is new, figures side by side, where sources
disagree, the best quotes, outlets. What does not fit there stands in the thread, with all the sources.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from bot.news.showing.shown import BriefCard, CardFigure, CardLine, CardQuote
from bot.platforms.card_rows import Row, disputed_in_short, listed, of_change, of_figure, of_line, of_lines, of_quote
from bot.platforms.chat_words import Run, cut, line, web_link
from bot.platforms.conflict_sections import disputed
from bot.platforms.proof_marks import Proofs
from bot.platforms.sections import Quiet, Section

_MOST_ALIKE = 2  # figures of one amount in the post: more are seldom as many facts
_MOST_FIGURES, _MOST_NEW, _MOST_CONFLICTS = 6, 5, 2
_MOST_QUOTES, _THREE_QUOTES_CHARS = 3, 330
_MOST_OUTLETS, _MOST_TITLES = 6, 2
_NAME_CHARS = 80
_NOTICE_CHARS = 1000
_ROUND_A_QUOTE = 60  # characters of a sentence beside the quote and who said it


class Post(Protocol):
    """The message for the channel as it is made: what still fits is taken, what does not is told in the thread."""

    proofs: Proofs

    def headline(self, title: str) -> bool:
        """Whether it stands at the top now, set off as a title is; a longer one may stand there as a row."""
        ...

    def left(self, title: str, rows: Sequence[Row], most: int) -> tuple[Row, ...]:
        """Take as many of the rows as fit, at most so many, under a title of ours; those that are left."""
        ...

    def figures(self, figures: Sequence[CardFigure]) -> int:
        """How many of the first of them are in it now, side by side."""
        ...

    def left_of_quiet(self, lines: Sequence[Sequence[Run]]) -> tuple[Row, ...]:
        """Take all of them as small grey lines, or none; those that are left."""
        ...


def brief_sections(card: BriefCard, post: Post) -> list[Section]:
    """Fill the post; what is left of the card, for its thread."""
    proofs = post.proofs
    left = [_headline(card, post), _backing(card, post), _corrected(card, post), _lead(card, post), _new(card, post)]
    points = Section("Also told" if card.lead else "", of_lines(_no_quotes(card), proofs))
    left += [points, _figures(_told_as_figures(card), post), _disputed(card, post), *disputed(card.conflicts, proofs)]
    left += [_quotes(card.quotes, post), Section("Who says what", of_lines(card.claims, proofs))]
    left = [section for section in left if section.items]
    # Where there is nothing else for the thread, it is not begun for a source or two.
    short = not left and len(card.sources) <= _MOST_TITLES
    return left + _ending(card, post, short)


def brief_text(card: BriefCard) -> str:
    """Headline and lead, for notifications."""
    lead = " ".join(line(told.text) for told in card.lead)
    return cut("\n".join(filter(None, (_titled(card), lead))) or "A brief", _NOTICE_CHARS)


def _told_as_figures(card: BriefCard) -> list[CardFigure]:
    """The figures, without those that are hardly less than one of the quotes ("The engine failed twice")."""
    quotes = [quote.text for quote in card.quotes]
    return [f for f in card.figures if not any(f.label in said and 2 * len(f.label) > len(said) for said in quotes)]


def _no_quotes(card: BriefCard) -> list[CardLine]:
    """The points, without those that are hardly more than one of the quotes."""
    return [told for told in card.points if not any(_is_quote(told, quote) for quote in card.quotes)]


def _is_quote(told: CardLine, quote: CardQuote) -> bool:
    rest = len(told.text) - len(quote.text)
    return quote.mark in told.marks and quote.text.rstrip(".,") in told.text and rest < len(quote.by) + _ROUND_A_QUOTE


def _titled(card: BriefCard) -> str:
    return ("Update · " if card.update else "") + line(card.headline)


def _headline(card: BriefCard, post: Post) -> Section:
    """A longer one than a title may be stands in bold, whole."""
    title = _titled(card)
    if title and post.headline(title):
        return Section("", ())
    return Section("", post.left("", [Row((Run(title, bold=True),))] if title else [], 1))


def _backing(card: BriefCard, post: Post) -> Section:
    """Who tells the story independently, each outlet leading to its article."""
    runs = _woven(line(card.backing), _outlets(card))
    return Section("", post.left_of_quiet([runs] if card.backing else []))


def _corrected(card: BriefCard, post: Post) -> Section:
    rows = [Row((Run(line(words)),), "bullet") for words in card.corrected]
    return Section("Corrections", post.left("Corrections", rows, _MOST_NEW))


def _lead(card: BriefCard, post: Post) -> Section:
    return Section("", post.left("", [of_line(told, post.proofs) for told in card.lead], len(card.lead)))


def _new(card: BriefCard, post: Post) -> Section:
    changes = [of_change(change, post.proofs) for change in card.changes]
    return Section("Also new", post.left("New", [*changes, *of_lines(card.new, post.proofs)], _MOST_NEW))


def _figures(figures: Sequence[CardFigure], post: Post) -> Section:
    """The first side by side in the post, the others for the thread; so is the third of one amount."""
    first = [f for at, f in enumerate(figures) if sum(f.amount == other.amount for other in figures[:at]) < _MOST_ALIKE]
    figures = [*first, *(f for f in figures if f not in first)]
    taken = post.figures(first[:_MOST_FIGURES])
    rows = [of_figure(figure, post.proofs) for figure in figures[taken:]]
    return Section("More figures" if taken else "Figures", tuple(rows))


def _disputed(card: BriefCard, post: Post) -> Section:
    """In a line each; the thread has the sides beside each other."""
    for conflict in card.conflicts[:_MOST_CONFLICTS]:
        post.left("", [disputed_in_short(conflict, post.proofs)], 1)
    return Section("", ())


def _quotes(quotes: Sequence[CardQuote], post: Post) -> Section:
    """Two, or three short ones, each set off."""
    most = _MOST_QUOTES if sum(len(q.text) for q in quotes[:_MOST_QUOTES]) <= _THREE_QUOTES_CHARS else _MOST_QUOTES - 1
    rows = [of_quote(quote, post.proofs) for quote in quotes]
    left = [row for at, row in enumerate(rows) if at >= most or post.left("", [row], 1)]
    return Section("More quotes" if len(left) < len(rows) else "", tuple(left))


def _ending(card: BriefCard, post: Post, short: bool) -> list[Section]:
    """The sources that the post does not name yet, and the footer; all of them with their titles for the thread."""
    footer = [Run(line(card.footer))]
    if short and not post.left_of_quiet([*listed(card.sources), footer]):
        return []
    named = post.left_of_quiet([_unnamed(card), footer])
    sections = [Section("Sources", (Quiet(tuple(map(tuple, listed(card.sources)))),)), Section("", named)]
    return [section for section in sections if section.items]


def _outlets(card: BriefCard) -> dict[str, str | None]:
    """Each outlet, with the first of its articles that can be opened; such an article without one by its title."""
    outlets: dict[str, str | None] = {}
    for source in card.sources:
        url = web_link(source.url)
        if name := cut(line(source.outlet or "") or line(source.title if url else ""), _NAME_CHARS):
            outlets[name] = outlets.get(name) or url
    return outlets


def _unnamed(card: BriefCard) -> list[Run]:
    """The outlets that the line on the backing does not name."""
    outlets = _outlets(card)
    told = {run.text for run in _woven(line(card.backing), outlets)}
    names = [name for name in outlets if name not in told]
    runs = [run for name in names[:_MOST_OUTLETS] for run in (Run(" · "), Run(name, url=outlets[name]))][1:]
    runs = [Run("Also from "), *runs] if card.backing and runs else runs
    more = len(names) - _MOST_OUTLETS
    return [*runs, Run(f" · {more} more in the thread")] if more > 0 else runs


def _woven(text: str, links: dict[str, str | None]) -> list[Run]:
    """The text with the first place of each name as a link, where there is one to open."""
    names = sorted(filter(None, links), key=len, reverse=True)
    found = re.finditer(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", text) if names else ()
    runs: list[Run] = []
    at = 0
    for match in found:
        if match[0] not in {run.text for run in runs}:
            runs += [Run(text[at : match.start()]), Run(match[0], url=links[match[0]])]
            at = match.end()
    return [*runs, Run(text[at:])]
