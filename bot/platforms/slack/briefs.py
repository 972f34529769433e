"""A brief on Slack: the post for the channel with its buttons, and what goes into its thread."""

from __future__ import annotations

from bot.news.showing.shown import BriefCard
from bot.platforms.brief_sections import brief_sections, brief_text
from bot.platforms.proof_marks import proofs_of
from bot.platforms.slack.buttons import story_buttons
from bot.platforms.slack.pieces import Message, packed
from bot.platforms.slack.post import Post
from bot.platforms.slack.words import notified


def brief_messages(card: BriefCard) -> list[Message]:
    """The post for the channel, then those for its thread, all together the whole card."""
    proofs, text = proofs_of(card.sources), notified(brief_text(card))
    post = Post(proofs, story_buttons(card.followed))
    inside = packed(brief_sections(card, post), proofs, text)
    return [Message(tuple(post.blocks()), text), *inside]
