"""Whoever answers for a channel is told, by direct message, of an edition that is ten minutes late, and why.

    slots.latest_slot       what should have come                                 rule
    | kept.slot_notes       what came of it                                       I/O
    | kept.issued           how far it is posted                                  I/O
    | lateness.late_words   why, or that it came after all                        rule
    | store.first_time      once for each channel and slot, whichever copy        I/O
    | platform.send         to the channel's owner and the operator               I/O

At most two messages for an edition: that it is late, and that it came. One that came late before anybody was told, such
as after a restart, is told of in one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

import structlog

from bot.keeping import SlotNote
from bot.news.channels import Channel, Delivery, Place
from bot.news.lateness import LATE, Standing, came_words, late_words, why_late
from bot.news.showing.shown import NoticeCard
from bot.news.slots import AT_MOST_LATE, due_at, latest_slot
from bot.ports import ChannelStore, Platform, Rejected, Store, Unavailable, Unclear

SEEN_FOR = timedelta(minutes=3)
"""So long a slot was seen open before it is told: who has just started, or slept, first does what is due."""

_LOOKED_THROUGH = 20  # of a channel's editions, the newest; those asked for are among them

Slot = tuple[str, str]
"""A channel's name and its slot."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Watched:
    """A slot that may be late; `newest`: no later one is due."""

    channel: Channel
    slot: str
    due: datetime
    newest: bool

    @property
    def key(self) -> Slot:
        return self.channel.name, self.slot


class Alarm:
    """Looks each minute; any number of copies may. `operators` are people by platform, as in the settings.

    What it keeps in memory only saves it from looking again, and from calling too early.
    """

    def __init__(
        self, kept: ChannelStore, store: Store, platforms: Mapping[str, Platform], operators: Mapping[str, str]
    ) -> None:
        self._kept, self._store, self._platforms, self._operators = kept, store, platforms, operators
        self._open: dict[Slot, datetime] = {}  # since when each was seen open
        self._called: set[Slot] = set()
        self._settled: dict[str, str] = {}  # by channel: the slot that nothing more is said of

    async def look(self, channels: Sequence[Channel], now: datetime) -> int:
        """Tell what is to be told at `now`; the number of editions that were told of. Raises `Unavailable`."""
        watched = [each for channel in channels for each in self._watched(channel, now)]
        slots = {each.key for each in watched}
        self._open = {key: since for key, since in self._open.items() if key in slots}
        self._called &= slots
        if not watched:
            return 0
        notes = await self._kept.slot_notes(now - AT_MOST_LATE - LATE)
        by_slot = {(note.channel, note.slot): note for note in notes}
        worked = max((note.at for note in notes), default=None)
        told = 0
        for each in watched:
            standing = await self._standing(each, by_slot.get(each.key), worked)
            told += await self._looked(each, standing, now)
        return told

    def _watched(self, channel: Channel, now: datetime) -> list[_Watched]:
        """The channel's newest slot once it is nearly late, and older ones that were seen open."""
        if channel.paused:
            return []
        newest = latest_slot(channel, now)
        older = [slot for name, slot in self._open if name == channel.name and slot != newest]
        watched = [_Watched(channel, slot, due_at(channel, slot), newest=False) for slot in older]
        if newest is not None and self._settled.get(channel.name) != newest:
            watched.append(_Watched(channel, newest, due_at(channel, newest), newest=True))
        return [each for each in watched if LATE - SEEN_FOR <= now - each.due <= AT_MOST_LATE]

    async def _standing(self, watched: _Watched, note: SlotNote | None, worked: datetime | None) -> Standing:
        if note is not None and note.state == "nothing":
            return Standing("nothing")
        owed = await self._owed(watched, 1)
        if not owed and note is not None and note.state == "written":
            owed = await self._owed(watched, _LOOKED_THROUGH)
        if note is None:
            return Standing(owed=owed, worked=worked)
        return Standing(note.state, note.why, note.at, owed, worked)

    async def _owed(self, watched: _Watched, newest: int) -> tuple[Delivery, ...]:
        """What the slot's edition owes, where it is among so many of the channel's newest."""
        issued = await self._kept.issued([watched.channel.name], newest)
        return next((each.deliveries for each in issued if each.edition.slot == watched.slot), ())

    async def _looked(self, watched: _Watched, standing: Standing, now: datetime) -> bool:
        match standing.state:
            case "nothing":
                self._open.pop(watched.key, None)
                return False
            case "came":
                seen = self._settle(watched)
                return await self._came(watched, standing, now, seen_open=seen)
            case "ended":
                if now - standing.expected(watched.due) < LATE:
                    return False
                self._settle(watched)
                # What ended was told already, to the owner or else the operator: `deliver.py`.
                channel = watched.channel
                return await self._late(
                    watched, standing, now, but=channel.owner or self._operators.get(channel.place.platform)
                )
            case "open":
                return await self._still_open(watched, standing, now)

    def _settle(self, watched: _Watched) -> bool:
        """Nothing more is said of it; whether it was seen open."""
        if watched.newest:
            self._settled[watched.channel.name] = watched.slot
        return self._open.pop(watched.key, None) is not None

    async def _still_open(self, watched: _Watched, standing: Standing, now: datetime) -> bool:
        if not watched.newest and not standing.owed:
            self._open.pop(watched.key, None)  # a newer one tells what this would have told
            return False
        since = self._open.setdefault(watched.key, now)
        if now - standing.expected(watched.due) < LATE or now - since < SEEN_FOR:
            return False
        is_missed = standing.noted is None and not standing.owed
        if is_missed and since - watched.due >= LATE and not await self._has_had_editions(watched.channel):
            return False  # a channel that is new: nobody waited for it then
        return await self._late(watched, standing, now)

    async def _has_had_editions(self, channel: Channel) -> bool:
        return any(each.deliveries for each in await self._kept.issued([channel.name], _LOOKED_THROUGH))

    async def _late(self, watched: _Watched, standing: Standing, now: datetime, but: str | None = None) -> bool:
        """Tell all who answer for it, `but` one who was told already; once."""
        if watched.key in self._called:
            return False
        self._called.add(watched.key)
        if not await self._first("late", watched, now):
            return False
        channel, slot, due = watched.channel, watched.slot, watched.due
        why = why_late(channel, standing, now)
        minutes = int((now - due).total_seconds() // 60)
        log.warning("edition_late", channel=channel.name, slot=slot, minutes=minutes, why=why)
        for platform, person in self._readers(channel):
            if person != but:
                words = late_words(channel, slot, standing, due, now, person)
                await self._tell(platform, person, words, _key("late", watched))
        return True

    async def _came(self, watched: _Watched, standing: Standing, now: datetime, *, seen_open: bool) -> bool:
        """That it came, to those who were told that it is late, or who should have been."""
        channel, slot, due = watched.channel, watched.slot, watched.due
        came = standing.came_at()
        is_late = came is not None and came - standing.expected(due) >= LATE
        if max(delivery.attempts for delivery in standing.owed) > 1:
            came = now if seen_open else None  # when it was tried first is not when it came
        elif not is_late:
            return False
        alarmed = not await self._first("late", watched, now)
        if not (alarmed or is_late) or not await self._first("came", watched, now):
            return False
        for platform, person in self._readers(channel):
            words = came_words(channel, slot, standing, due, came, now, person, alarmed=alarmed)
            await self._tell(platform, person, words, _key("came", watched))
        return True

    def _readers(self, channel: Channel) -> list[tuple[str, str]]:
        """By platform and id: the owner, and the operator there, or one elsewhere where there is none."""
        platform = channel.place.platform
        owner = [(platform, channel.owner)] if channel.owner else []
        own = [(platform, self._operators[platform])] if platform in self._operators else []
        return list(dict.fromkeys([*owner, *(own or list(self._operators.items())[:1])]))

    async def _tell(self, platform: str, person: str, words: str, key: str) -> None:
        """A platform that is down may be why the edition is late: then the operator is told on another one."""
        asked = [(platform, person)]
        if self._operators.get(platform) == person:
            asked += [each for each in self._operators.items() if each[0] != platform]
        for where, whom in asked:
            if await self._sent(where, whom, words, key):
                return

    async def _sent(self, platform: str, person: str, words: str, key: str) -> bool:
        if platform not in self._platforms:
            return False
        try:
            await self._platforms[platform].send(NoticeCard(words), Place(platform, person), key=f"{key} {person}")
        except Unclear as error:
            # It may stand there: better untold than told again and again.
            log.warning("alarm_unclear", platform=platform, why=str(error))
        except (Unavailable, Rejected) as error:
            log.warning("alarm_not_told", platform=platform, why=str(error))
            return False
        return True

    async def _first(self, what: str, watched: _Watched, now: datetime) -> bool:
        return await self._store.first_time([_key(what, watched)], now)


def _key(what: str, watched: _Watched) -> str:
    slot = blake2b("\n".join(watched.key).encode(), digest_size=10).hexdigest()
    return f"{what} {slot}"
