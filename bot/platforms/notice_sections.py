"""What a notice is told in: plain words from the bot itself, such as help, an error or a confirmation."""

from __future__ import annotations

from bot.news.showing.shown import NoticeCard
from bot.platforms.card_rows import Row
from bot.platforms.chat_words import Run, cut, lines
from bot.platforms.sections import Section

_NOTICE_CHARS = 1000
_NOTHING = "There is nothing to show."


def notice_sections(card: NoticeCard) -> list[Section]:
    """Its lines stay whole."""
    return [Section("", tuple(map(_row, (lines(card.text) or _NOTHING).split("\n"))))]


def _row(words: str) -> Row:
    """A line as it is, one of a list behind a bullet, and an order ("/brief now: …") seen before what it does."""
    if words.startswith("- ") and words[2:].strip():
        return Row((Run(words[2:]),), "bullet")
    order, colon, does = words.partition(": ")
    if words.startswith("/") and colon:
        return Row((Run(order, bold=True), Run(f"  {does}")))
    return Row((Run(words or " "),))


def notice_text(card: NoticeCard) -> str:
    """For notifications."""
    return cut(lines(card.text) or _NOTHING, _NOTICE_CHARS)
