"""Questions that are asked by a form or a command: posted where others can read them, then waiting for their answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import structlog

from bot.news.channels import Mention, Place
from bot.news.showing.shown import NoticeCard
from bot.platforms.discord.access import PLATFORM, is_person
from bot.platforms.discord.chat_text import whole
from bot.platforms.discord.marks import HEAD
from bot.platforms.discord.posting import Posting
from bot.platforms.discord.questions import question_message
from bot.platforms.discord.standing import met_in
from bot.platforms.ears import Ears, question_key
from bot.platforms.newest import Newest
from bot.platforms.said_back import BUSY
from bot.ports import Rejected, Unclear

_NOT_HERE = NoticeCard("I cannot post here, so the answer comes to you by direct message.")
_NOT_THEIRS = NoticeCard("You cannot write here just now, so the answer comes to you by direct message.")
_UNDER_IT = NoticeCard("Your question is asked. The answer comes in a thread under it.")
_IN_THREAD = NoticeCard("Your question is asked. The answer comes in the thread.")
_HERE = NoticeCard("Your question is asked. The answer comes here.")

_LONGEST = 4000  # characters; Discord takes no more
_PACED = 2000  # people and channels

log = structlog.get_logger()


class Pace:
    """Heeds the slow mode of channels for what we post in somebody's name: Discord counts that as ours."""

    def __init__(self) -> None:
        self._last: Newest[tuple[int | None, int], float] = Newest(_PACED)

    def allows(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether they may ask there now; then the time until they may again begins."""
        may = interaction.permissions
        seconds = getattr(interaction.channel, "slowmode_delay", 0)
        if not seconds or may.administrator or may.manage_messages or may.manage_channels:
            return True
        now, whose = interaction.created_at.timestamp(), (interaction.channel_id, interaction.user.id)
        if now - self._last.get(whose, 0.0) < seconds:
            return False
        self._last[whose] = now
        return True


async def asked(
    interaction: discord.Interaction[Any], place: Place | None, question: str, posting: Posting, ears: Ears, pace: Pace
) -> NoticeCard | None:
    """Ask it where it was given, by a form about that place or (None) by a command; a word on where the answer comes.

    It is asked in direct messages where we are no member, as nobody else could be shown anything, and where they may
    not write themselves: we are not to say for them what they may not say.
    """
    question = whole(question[:_LONGEST])
    if not question:
        raise Rejected("Write a question.")
    met = met_in(interaction)
    # What a form carries could be made up: it is asked where Discord says that the form was sent.
    if place is not None and place.channel not in (met.place.channel, str(interaction.channel_id)):
        raise Rejected("This form is about another channel. Please press “Ask” again.")
    may_write = (met.writes if met.place.thread is None else met.in_threads) and pace.allows(interaction)
    there = met.place if met.here and may_write else Place(PLATFORM, met.person.id)
    begins = there.thread is None and not is_person(there.channel)
    event = str(interaction.id)
    if not ears.has_room(met.person.id):
        return BUSY
    try:
        message = question_message(met.person.id, question)
        posted = await posting.post(message, there, question_key(met.person.id, event), HEAD)
        there = replace(there, thread=posted) if begins else there
    except Unclear as error:
        log.warning("discord_question_unclear", why=str(error))  # it may stand there: answered it must be
    mention = Mention(f"ask {event}", there, met.person.id, question)
    kept = await ears.keep(mention)
    if kept == "no room":
        return BUSY
    if kept == "kept":
        ears.enter(mention)
    if not met.here or not may_write:
        return _NOT_THEIRS if met.here else _NOT_HERE
    if place is None:
        return _UNDER_IT if begins else _HERE
    return None if met.direct or there.thread == str(interaction.channel_id) else _IN_THREAD
