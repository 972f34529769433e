"""Any card as messages for Slack."""

from __future__ import annotations

from bot.news.showing.shown import AnswerCard, BriefCard, Card, EvidenceCard, NoticeCard, SourcesCard
from bot.platforms.slack.answers import answer_messages
from bot.platforms.slack.briefs import brief_messages
from bot.platforms.slack.evidence import evidence_messages, sources_messages
from bot.platforms.slack.notices import notice_messages
from bot.platforms.slack.pieces import Message


def messages_of(card: Card, followed: bool = False) -> list[Message]:
    """Never empty: the first is what stands in the place, the others follow in its thread.

    `followed` is for the brief of a story that its reader follows.
    """
    match card:
        case BriefCard():
            return brief_messages(card, followed)
        case AnswerCard():
            return answer_messages(card)
        case EvidenceCard():
            return evidence_messages(card)
        case SourcesCard():
            return sources_messages(card)
        case NoticeCard():
            return notice_messages(card)
