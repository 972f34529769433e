"""Whether an edition is late, why, and in what words its owner is told. Late is what came neither in time nor for want
of news.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.news.channels import Channel, Delivery, SlotState
from bot.news.coming import slot_words
from bot.news.showing.cards import safe
from bot.news.tries import reason_in

LATE = timedelta(minutes=10)
"""So long after it was due an edition is late."""

NO_NEWS = "there was no news before"
"""Why an edition was written late that is not late."""

_REASON_CHARS = 300
_IN_MINUTES = timedelta(hours=2)

State = Literal["came", "nothing", "ended", "open"]
"""All of it stands there; there is nothing to tell; some of it never will stand there; or it is still to come."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a slot: what was `noted` of it last, `why` and when (`at`), and what its edition owes.

    `worked` is when anything was last noted of any channel.
    """

    noted: SlotState | None = None
    why: str = ""
    at: datetime | None = None
    owed: tuple[Delivery, ...] = ()
    worked: datetime | None = None

    @property
    def state(self) -> State:
        states = {delivery.state for delivery in self.owed}
        if not states:
            return "nothing" if self.noted == "nothing" else "open"
        if states & {"due", "sending"}:
            return "open"
        return "came" if states == {"sent"} else "ended"

    def expected(self, due: datetime) -> datetime:
        """When it should have come: at its time, or once there was news."""
        return max(due, self.at) if self.at and self.noted == "written" and self.why == NO_NEWS else due

    def came_at(self) -> datetime | None:
        """When the last of it was tried first; None where that is not known."""
        return max((delivery.tried for delivery in self.owed if delivery.tried), default=None)


def late_words(channel: Channel, slot: str, standing: Standing, due: datetime, now: datetime, reader: str) -> str:
    """ "The 08:00 edition of slack C0123 is 10 minutes late: writing it failed: …", for the person `reader`."""
    late = _span(now - standing.expected(due))
    return f"{_edition(channel, slot, now, reader)} is {late} late: {why_late(channel, standing, now)}"


def came_words(
    channel: Channel,
    slot: str,
    standing: Standing,
    due: datetime,
    came: datetime | None,
    now: datetime,
    reader: str,
    *,
    alarmed: bool,
) -> str:
    """That it `came` after all, where it is known when; the reason only where nobody was `alarmed` about it before."""
    edition = _edition(channel, slot, now, reader)
    if came is None:
        return f"{edition} has come after all."
    late = f"{edition} came at {_clock(came, channel)}, {_span(came - standing.expected(due))} late"
    if alarmed:
        return f"{late}."
    if standing.why and standing.why != NO_NEWS:
        return f"{late}: {safe(standing.why, _REASON_CHARS)}"
    if standing.at is not None and standing.at - due >= LATE:
        return f"{late}: nothing worked on it before {_clock(standing.at, channel)}. Was Factbox running?"
    return f"{late}: it could not be posted before."


def why_late(channel: Channel, standing: Standing, now: datetime) -> str:
    """What is in its way, as far as it is known."""
    if standing.owed:
        return _why_not_posted(standing.owed)
    if standing.noted == "failed":
        return f"writing it failed, and is tried again: {safe(standing.why, _REASON_CHARS)}"
    last = ""
    if standing.worked is not None:
        last = f" The last look at an edition was {_when(standing.worked, channel, now)}."
    return f"nothing has worked on it.{last} Please look at the log and the status page of Factbox."


def _why_not_posted(owed: tuple[Delivery, ...]) -> str:
    sent = sum(delivery.state == "sent" for delivery in owed)
    waits = next((d for d in owed if d.state in ("due", "sending")), None)
    waits = waits or next(d for d in owed if d.state != "sent")
    head = f"{sent} of its {len(owed)} briefs are posted, the next is not" if sent else "it is written, but not posted"
    reason = safe(reason_in(waits.why), _REASON_CHARS) or "it waits for its turn"
    tries = f" ({waits.attempts} tries so far)" if waits.attempts > 1 and waits.state in ("due", "sending") else ""
    return f"{head}{tries}: {reason}"


def _edition(channel: Channel, slot: str, now: datetime, reader: str) -> str:
    clock = slot_words(slot, _day(now, channel))
    if channel.place.channel == channel.owner:
        return f"Your own edition of {clock}" if reader == channel.owner else f"An edition of {clock} for one person"
    where = "the terminal" if channel.place.platform == "terminal" else safe(f"{channel.place.platform} {_id(channel)}")
    return f"The {clock} edition of {where}"


def _id(channel: Channel) -> str:
    return channel.place.thread or channel.place.channel


def _span(past: timedelta) -> str:
    if past < _IN_MINUTES:
        minutes = max(1, int(past.total_seconds() // 60))
        return "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"{int(past.total_seconds() // 3600)} hours"


def _when(at: datetime, channel: Channel, now: datetime) -> str:
    day = _day(at, channel)
    return f"at {_clock(at, channel)}" + ("" if day == _day(now, channel) else f" on {day.day} {day:%B}")


def _clock(at: datetime, channel: Channel) -> str:
    return f"{at.astimezone(ZoneInfo(channel.zone)):%H:%M}"


def _day(at: datetime, channel: Channel) -> date:
    return at.astimezone(ZoneInfo(channel.zone)).date()
