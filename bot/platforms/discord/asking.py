"""Questions that are asked by a form or a command: posted where others can read them, then waiting for their answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import structlog

from bot.news.channels import Mention, Place
from bot.news.showing.shown import NoticeCard
from bot.platforms.discord.access import PLATFORM, is_person
from bot.platforms.discord.marks import HEAD
from bot.platforms.discord.posting import Posting
from bot.platforms.discord.questions import question_message
from bot.platforms.discord.standing import met_in
from bot.platforms.ears import Ears, question_key
from bot.platforms.said_back import BUSY
from bot.ports import Rejected, Unclear

_NOT_HERE = NoticeCard("I cannot post here, so the answer comes to you by direct message.")
_NOT_THEIRS = NoticeCard("You cannot write here, so the answer comes to you by direct message.")
_UNDER_IT = NoticeCard("Your question is asked. The answer comes in a thread under it.")
_IN_THREAD = NoticeCard("Your question is asked. The answer comes in the thread.")
_HERE = NoticeCard("Your question is asked. The answer comes here.")

log = structlog.get_logger()


async def asked(
    interaction: discord.Interaction[Any], place: Place | None, question: str, posting: Posting, ears: Ears
) -> NoticeCard | None:
    """Ask it at that place, or (None) where the command was given; a word on where the answer comes.

    It is asked in direct messages where we are no member, as nobody else could be shown anything, and where they may
    not write themselves: we are not to say for them what they may not say.
    """
    if not question:
        raise Rejected("Write a question.")
    met = met_in(interaction)
    if place is not None and place.channel not in (met.place.channel, str(interaction.channel_id)):
        raise Rejected("This form is about another channel. Please press “Ask” again.")
    may_write = met.writes if place is None else met.in_threads
    there = (place or met.place) if met.here and may_write else Place(PLATFORM, met.person.id)
    begins = there.thread is None and not is_person(there.channel)
    event = str(interaction.id)
    try:
        message = question_message(met.person.id, question)
        posted = await posting.post(message, there, question_key(met.person.id, event), HEAD)
        there = replace(there, thread=posted) if begins else there
    except Unclear as error:
        log.warning("discord_question_unclear", why=str(error))  # it may stand there: answered it must be
    if not ears.take(Mention(f"ask {event}", there, met.person.id, question)):
        return BUSY
    if not met.here or not may_write:
        return _NOT_THEIRS if met.here else _NOT_HERE
    if place is None:
        return _UNDER_IT if begins else _HERE
    is_seen = met.direct or place.thread in (None, str(interaction.channel_id))
    return None if is_seen else _IN_THREAD
