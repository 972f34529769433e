"""The step that writes a channel's edition once its slot is due, and notes what came of the slot.

    slots.latest_slot       what is due                                           rule
    | publish.publish       the edition, with what it owes                        I/O
    | kept.note_slot        written, nothing to tell, or failed and why           I/O

What dies in the middle leaves no note: `alarm.py` sees that nothing came of the slot.
"""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.flows.newsroom import Newsroom
from bot.flows.publish import publish
from bot.keeping import SlotNote
from bot.news.channels import Channel, Edition, EditionId
from bot.news.feed_words import one_line
from bot.news.lateness import LATE, NO_NEWS
from bot.news.slots import due_at
from bot.ports import ChannelStore, Rejected, Unavailable

log = structlog.get_logger()


class EditionDesk:
    """Writes what is due. One for each process: it keeps a note only where it is another than its last."""

    def __init__(self, room: Newsroom, kept: ChannelStore) -> None:
        self._room, self._kept = room, kept
        self._noted: dict[str, tuple[str, str, str]] = {}  # by channel: its slot, the state and why

    async def write(self, channel: Channel, slot: str, now: datetime) -> Edition | None:
        """The edition of a slot that is due; None where nothing is new, or it is written already.

        Safe to run again. What fails is noted, and raised for whoever runs steps to try again.
        """
        try:
            edition = await publish(channel, slot, self._room, now)
        except Exception as error:
            why = _words(error)
            log.error("edition_failed", channel=channel.name, slot=slot, why=why)
            await self._note(SlotNote(channel.name, slot, "failed", why, now))
            raise
        if edition is not None:
            await self._note(SlotNote(channel.name, slot, "written", await self._why_late(channel, slot, now), now))
        elif self._noted.get(channel.name, ("", ""))[:2] != (slot, "written"):
            stands = await self._room.store.edition(EditionId(f"{channel.name} {slot}")) is not None
            await self._note(SlotNote(channel.name, slot, "written" if stands else "nothing", "", now))
        return edition

    async def _why_late(self, channel: Channel, slot: str, now: datetime) -> str:
        """What was noted before of a slot whose edition comes late; "" for one in time, or where nothing was."""
        due = due_at(channel, slot)
        if now - due < LATE:
            return ""
        try:
            notes = await self._kept.slot_notes(due)
        except Unavailable:
            return ""  # it is a word of explanation, and no more
        before = next((n for n in notes if (n.channel, n.slot) == (channel.name, slot)), None)
        if before is None or before.state == "written":
            return ""
        return NO_NEWS if before.state == "nothing" else f"writing it failed before: {before.why}"

    async def _note(self, note: SlotNote) -> None:
        said = (note.slot, note.state, note.why)
        if self._noted.get(note.channel) == said:
            return
        try:
            await self._kept.note_slot(note)
        except Unavailable as error:
            # The edition matters more than a note of it; the next look notes it.
            log.warning("slot_not_noted", channel=note.channel, slot=note.slot, why=str(error))
            return
        self._noted[note.channel] = said


def _words(error: Exception) -> str:
    """For people where it is meant for them; else its kind alone, since an error of ours may hold anything."""
    if isinstance(error, Unavailable | Rejected) and str(error):
        return one_line(str(error))
    return f"something broke ({type(error).__name__}); the log tells more"
