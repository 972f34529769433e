"""What an operator sets of a channel: where its editions go, when, and what they hold."""

from __future__ import annotations

import re
from datetime import time
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from bot.news.channels import Channel, Length, Place
from bot.news.lengths import LENGTHS
from bot.sources import Part, nearest

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# BCP 47 (RFC 5646): a language, and where it matters its script and region.
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)


class ChannelSettings(Part):
    """Where editions go, and when. `stories`: at most so many in an edition, left out as many as the length has."""

    terminal: bool
    times: tuple[str, ...] = Field(default=("08:00",), min_length=1)
    days: str = "mon-sun"
    timezone: str = "UTC"
    topics: tuple[str, ...] = ()
    length: Length = "normal"
    stories: int | None = Field(default=None, ge=1, le=100)
    language: str | None = None

    @field_validator("terminal")
    @classmethod
    def _only_true(cls, value: bool) -> bool:
        if not value:
            raise ValueError("leave the channel out instead of setting terminal: false")
        return value

    @field_validator("times", mode="before")
    @classmethod
    def _quoted(cls, value: object) -> object:
        if isinstance(value, list) and any(isinstance(v, int) for v in value):
            raise ValueError('put the times into quotation marks, such as ["18:00"]: YAML reads 18:00 as a number')
        return value

    @field_validator("times")
    @classmethod
    def _clock(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for text in value:
            _time(text)
        return value

    @field_validator("days")
    @classmethod
    def _week(cls, value: str) -> str:
        _days(value)
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (OSError, ValueError, KeyError) as error:
            from zoneinfo import available_timezones

            raise ValueError(f"{value!r} is no time zone{nearest(value, available_timezones())}") from error
        return value

    @field_validator("topics", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        if isinstance(value, str):
            raise ValueError(f"topics is a list: [{value}]")
        return value

    @field_validator("topics")
    @classmethod
    def _wanted_or_not(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        topics = tuple(dict.fromkeys(topic.strip() for topic in value))
        for topic in topics:
            if not topic.removeprefix("-").strip():
                raise ValueError(f'{topic!r} is no topic such as world, or "-sport" for none of it')
            if f"-{topic}" in topics:
                raise ValueError(f"{topic!r} is both wanted and not wanted: leave one out")
        return topics

    @field_validator("language", mode="before")
    @classmethod
    def _not_a_truth(cls, value: object) -> object:
        if value is False:
            raise ValueError('put the language into quotation marks: language: "no" (YAML reads no as false)')
        return value

    @field_validator("language")
    @classmethod
    def _tag(cls, value: str | None) -> str | None:
        found = _LANGUAGE.fullmatch(value or "")
        if value and found is None:
            raise ValueError(f"{value!r} is no language tag such as en, de or pt-BR")
        if found is None:
            return None
        language, script, region = (part or "" for part in found.groups())
        return "-".join(filter(None, (language.lower(), script.title(), region.upper())))

    def channel(self) -> Channel:
        place = Place("terminal", "terminal")
        times = tuple(map(_time, self.times))
        return Channel(
            place.channel, place, times, _days(self.days), self.timezone, self.topics, self.length, self.language
        )

    def most_stories(self) -> int:
        """The most stories of one edition."""
        return self.stories or LENGTHS[self.length].stories


def _time(text: str) -> time:
    try:
        hour, minute = text.split(":")
        return time(int(hour), int(minute))
    except ValueError:
        raise ValueError(f"{text!r} is no time of day such as 08:00") from None


def _days(text: str) -> frozenset[int]:
    """ "mon-fri", "sat,sun", "daily": Monday is 0."""
    days: set[int] = set()
    for part in text.lower().replace("daily", "mon-sun").split(","):
        first, _, last = (p.strip()[:3] for p in part.partition("-"))
        if first not in _DAYS or (last and last not in _DAYS):
            raise ValueError(f"{text!r} is no list of days such as mon-fri or sat,sun")
        start, end = _DAYS.index(first), _DAYS.index(last or first)
        days.update(d % 7 for d in range(start, end + 1 if end >= start else end + 8))
    return frozenset(days)
