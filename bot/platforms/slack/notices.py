"""Plain words from the bot itself on Slack: help, an error, a confirmation."""

from __future__ import annotations

from bot.news.showing.shown import NoticeCard
from bot.platforms.card_rows import Row
from bot.platforms.chat_words import Run, cut, lines
from bot.platforms.proof_marks import Proofs
from bot.platforms.slack.pieces import Message, Section, packed
from bot.platforms.slack.words import notified

_NOTICE_CHARS = 1000
_NOTHING = "There is nothing to show."


def notice_messages(card: NoticeCard) -> list[Message]:
    """As one message, unless it is very long; its lines stay whole."""
    rows = tuple(map(_row, (lines(card.text) or _NOTHING).split("\n")))
    return packed([Section("", rows)], Proofs(), notice_text(card))


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
    return notified(cut(lines(card.text) or _NOTHING, _NOTICE_CHARS))
