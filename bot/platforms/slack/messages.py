"""Any card as messages for Slack."""

from __future__ import annotations

from bot.news.showing.shown import AnswerCard, BriefCard, Card, EvidenceCard, NoticeCard, SourcesCard
from bot.platforms.notice_sections import notice_sections, notice_text
from bot.platforms.proof_marks import Proofs
from bot.platforms.proof_sections import evidence_sections, evidence_text, sources_sections, sources_text
from bot.platforms.slack.answers import answer_messages
from bot.platforms.slack.briefs import brief_messages
from bot.platforms.slack.pieces import Message, packed
from bot.platforms.slack.words import notified


def messages_of(card: Card) -> list[Message]:
    """Never empty: the first is what stands in the place, the others follow in its thread."""
    match card:
        case BriefCard():
            return brief_messages(card)
        case AnswerCard():
            return answer_messages(card)
        case EvidenceCard():
            return packed(evidence_sections(card), Proofs(), notified(evidence_text(card)))
        case SourcesCard():
            return packed(sources_sections(card), Proofs(), notified(sources_text(card)))
        case NoticeCard():
            return packed(notice_sections(card), Proofs(), notified(notice_text(card)))
