"""Plain words from the bot itself on Slack: help, an error, a confirmation."""

from __future__ import annotations

from bot.news.showing.shown import NoticeCard
from bot.platforms.slack.pieces import Message, Section, packed
from bot.platforms.slack.proofs import Proofs
from bot.platforms.slack.rich import Row
from bot.platforms.slack.words import Run, cut, lines, notified

_NOTICE_CHARS = 1000
_NOTHING = "There is nothing to show."


def notice_messages(card: NoticeCard) -> list[Message]:
    """As one message, unless it is very long; its lines stay whole."""
    rows = tuple(Row((Run(row or " "),)) for row in (lines(card.text) or _NOTHING).split("\n"))
    return packed([Section("", rows)], Proofs(), notice_text(card))


def notice_text(card: NoticeCard) -> str:
    """For notifications."""
    return notified(cut(lines(card.text) or _NOTHING, _NOTICE_CHARS))
