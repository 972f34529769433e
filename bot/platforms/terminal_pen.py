"""Untrusted words as rich text for a terminal, with their proof marks as links; the styles that cards are drawn in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rich.style import Style
from rich.text import Text

from bot.news.showing.shown import NOBODY_ELSE, Also, CardLine
from bot.platforms.chat_words import web_link
from bot.platforms.screen_text import clean, spell

HEADLINE = Style(bold=True)
AMOUNT = Style(bold=True, color="cyan")
SPOKEN = Style(italic=True)
SECTION = Style(bold=True, color="cyan")
NEWS = Style(bold=True, color="green")
DISPUTE = Style(bold=True, color="yellow")
PROOF = Style(bold=True, underline=True)
QUIET = Style(dim=True)
ALSO = Style(color="green")
PLAIN = Style()

_ALSO_MARKS = 3


@dataclass(frozen=True, slots=True)
class Look:
    """What the screen can do: the characters it has, and whether bold and colour are seen."""

    encoding: str = "utf-8"
    styled: bool = True


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes untrusted words as rich text. `links` are where the sentences of marks can be read."""

    look: Look
    links: Mapping[int, str] = field(default_factory=dict)

    def text(self, words: str, style: Style = PLAIN) -> Text:
        """Lines are kept; a word longer than a line is folded."""
        return Text(spell(clean(words).strip("\n").rstrip(), self.look.encoding), style, overflow="fold")

    def line(self, words: str, style: Style = PLAIN) -> Text:
        """All on one line, to be wrapped where it is drawn."""
        return self.text(" ".join(clean(words).split()), style)

    def own(self, words: str, style: Style = PLAIN) -> Text:
        """Words of ours, with their spaces."""
        return Text(spell(words, self.look.encoding), style, overflow="fold")

    def joined(self, *parts: Text) -> Text:
        """The parts in one line, each in its own style: what is added to a styled text would take its style."""
        return self.own("").join(parts)

    def linked(self, text: Text, url: str | None) -> Text:
        """The text as a link, where the address is one of the web and shows all it is."""
        if link := web_link(url):
            text.stylize(Style(link=link))
        return text

    def marked(self, line: Text, marks: Iterable[int], also: Also = NOBODY_ELSE) -> Text:
        """The line with its proof marks behind it, then those of others who say the same."""
        for mark in marks:
            line.append(" ").append_text(self.linked(self.own(f"[{mark}]", QUIET), self.links.get(mark)))
        if also.sources:
            line.append_text(self.own(f" +{also.sources} outlet{'s' if also.sources > 1 else ''}", ALSO))
            self.marked(line, also.marks[:_ALSO_MARKS])
            line.append_text(self.own("…" if len(also.marks) > _ALSO_MARKS else "", QUIET))
        return line

    def sentence(self, line: CardLine, style: Style = PLAIN) -> Text:
        written = self.marked(self.line(line.text, style), line.marks, line.also)
        return written.append("\n").append_text(self.translated(line.translation)) if line.translation else written

    def translated(self, words: str) -> Text:
        """A translation, which is ours and no quote."""
        return self.joined(self.own("translated by us: ", QUIET), self.line(words))
