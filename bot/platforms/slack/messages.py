"""Any card as messages for Slack, and as the words of a notification."""

from __future__ import annotations

from bot.news.showing.shown import AnswerCard, BriefCard, Card, EvidenceCard, NoticeCard, SourcesCard
from bot.platforms.slack.answers import answer_messages, answer_text
from bot.platforms.slack.briefs import brief_messages, brief_text
from bot.platforms.slack.evidence import evidence_messages, evidence_text, sources_messages, sources_text
from bot.platforms.slack.notices import notice_messages, notice_text
from bot.platforms.slack.pieces import Message


def messages_of(card: Card, question: str = "", followed: bool = False) -> list[Message]:
    """Never empty: the first is what stands in the place, the others follow in its thread.

    `question` stands above an answer, `followed` is for the brief of a story that its reader follows.
    """
    match card:
        case BriefCard():
            return brief_messages(card, followed)
        case AnswerCard():
            return answer_messages(card, question)
        case EvidenceCard():
            return evidence_messages(card)
        case SourcesCard():
            return sources_messages(card)
        case NoticeCard():
            return notice_messages(card)


def plain_text(card: Card) -> str:
    """What a notification says of a card, escaped for mrkdwn."""
    match card:
        case BriefCard():
            return brief_text(card)
        case AnswerCard():
            return answer_text(card)
        case EvidenceCard():
            return evidence_text(card)
        case SourcesCard():
            return sources_text(card)
        case NoticeCard():
            return notice_text(card)
