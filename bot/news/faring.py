"""How a channel and a feed fare, from what the store knows of them: how late, and whether it wants a look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.news.channels import Channel
from bot.news.coming import next_slot, slot_words
from bot.news.feed_words import one_line, span, tried_once
from bot.news.lateness import LATE
from bot.news.report import ChannelFares, FeedTrouble, Level, Told, many
from bot.news.shown_addresses import shown_address, shown_words
from bot.news.slots import due_at, held_until, latest_slot
from bot.news.tries import reason_in

_RULE = re.compile(r"[a-z][a-z ,'-]{0,59}")
_SAID_BY = "said by "
_LONGEST = 400  # characters
_Fate = tuple[Level, str, timedelta | None]


def fares(channel: Channel, told: Told, now: datetime) -> ChannelFares:
    """How a channel fares at `now` (aware): whether its newest slot was kept, and what is in its way."""
    due = None if channel.paused else latest_slot(channel, now)
    waits = due if due is not None and due not in (told.slot, told.noted) else None
    level, words, late = _fate(channel, told, waits, now)
    slot = waits or max(told.slot, told.noted)
    return ChannelFares(
        name=channel.name,
        zone=channel.zone,
        level=level,
        words=_bounded(shown_words(words)),
        slot=slot,
        posted=told.posted if slot == told.slot else None,
        late=late,
        next=None if channel.paused else next_slot(channel, now),
        owed=dict(told.owed),
    )


def _fate(channel: Channel, told: Told, waits: str | None, now: datetime) -> _Fate:
    """`waits`: a slot that is due, of which nothing is known yet."""
    if channel.paused:
        return "well", "Paused.", None
    if waits is not None:
        late = _after(channel, waits, now)
        if late is None or late < LATE:
            return "well", f"{_clock(waits, now)} is being written.", late
        return "trouble", f"The edition of {_clock(waits, now)} is {_span(late)} late.", late
    newest = max(told.slot, told.noted)
    if newest != told.slot and told.came == "failed":
        return "trouble", f"{_clock(newest, now)} failed: {told.noted_why}", _after(channel, newest, now)
    if newest != told.slot:
        return "well", f"Nothing new at {_clock(newest, now)}.", None
    return _posting(channel, told, now) if told.slot else ("well", "No edition yet.", None)


def _bounded(words: str) -> str:
    """On one line; what to do stands at the end of a reason, so more of it is shown than of a feed's words."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _posting(channel: Channel, told: Told, now: datetime) -> _Fate:
    """Of a channel whose newest slot has an edition."""
    late = _after(channel, told.slot, told.posted or now)
    unsure = [f"{n} {state}" for state in ("failed", "uncertain") if (n := told.owed.get(state, 0))]
    waiting = told.owed.get("due", 0) + told.owed.get("sending", 0)
    if told.posted is None and waiting and late is not None and late >= LATE:
        words = f"The edition of {_clock(told.slot, now)} is {_span(late)} late: written, not posted."
        why = reason_in(told.why)
        return "trouble", f"{words} {why[:1].upper()}{why[1:]}", late
    if unsure:
        return "look", f"Of {many(sum(told.owed.values()), 'brief')} {', '.join(unsure)}: {reason_in(told.why)}", late
    if waiting:
        return "well", f"{many(waiting, 'brief')} on the way.", late
    if (held := held_until(channel, now)) is not None:
        return "well", f"Quiet until {held.astimezone(ZoneInfo(channel.zone)):%H:%M}.", late
    return "well", "Posted.", late


def _after(channel: Channel, slot: str, moment: datetime) -> timedelta | None:
    """How long after the slot was due; None for what is no time of the channel's."""
    try:
        return max(moment - due_at(channel, slot), timedelta())
    except (ValueError, KeyError):
        return None


def _clock(slot: str, now: datetime) -> str:
    """The slot as it is told on the channel's own day."""
    zone = slot.partition(" ")[2].partition(" ")[0]
    try:
        return slot_words(slot, now.astimezone(ZoneInfo(zone)).date())
    except (ValueError, KeyError):
        return slot


def _span(late: timedelta) -> str:
    return span(late.total_seconds())


def feed_trouble(name: str | None, url: str, why: str | None, since: datetime | None, failures: int) -> FeedTrouble:
    """A feed that fails, as it may be shown."""
    address = shown_address(url)
    words = shown_words(tried_once(" ".join((why or "no reason is known").split())))
    words = words.removeprefix(address).removeprefix(":").strip()
    return FeedTrouble(one_line(name or address), one_line(address), one_line(words), since, failures)


def rule_of(reason: str) -> str:
    """The rule by which the gate refused, without the words it was about: of these there are few."""
    rule = reason.partition(":")[0].strip().lower()
    if rule.startswith(_SAID_BY):
        return "said by another in the source"
    return rule if _RULE.fullmatch(rule) else "other"


def quantile(values: Sequence[float], part: float) -> float | None:
    """The value that this part of them does not exceed (nearest rank); None where there are none."""
    ranked = sorted(values)
    return ranked[round(part * (len(ranked) - 1))] if ranked else None
