"""What an operator sets of a channel: where its editions go, when, and what they hold."""

from __future__ import annotations

from dataclasses import fields
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from bot.discord_settings import discord_channel, discord_person
from bot.news.channel_words import days_in, language_in, time_in, topics_of
from bot.news.channels import CatchUp, Channel, Dress, Length, Place
from bot.news.dress_words import accent_in, role_in, tags_of
from bot.news.quiet_words import catch_up_in, quiet_in
from bot.news.zones import zone_in
from bot.platforms.slack.access import CHANNEL_ID, MEMBER_ID
from bot.sources import Part

DRESS = tuple(field.name for field in fields(Dress))
"""The keys of how posts look."""


class ChannelSettings(Part):
    """Where editions go, and when. `stories`: at most so many in an edition, left out as many as the length has.

    It is either the `terminal` or a channel on `slack` or `discord`, by its ID. `owner` is the person there who is told
    of trouble. `quiet` are hours ("22:00-07:00"), `catch_up` says what becomes of editions that were missed. From
    `accent` on it is how posts look on Discord (`Dress`); those keys are for a channel there alone.
    """

    terminal: bool = False
    slack: str | None = None
    discord: str | None = None
    owner: str | None = None
    times: tuple[str, ...] = Field(default=("08:00",), min_length=1)
    days: str = "mon-sun"
    timezone: str = "UTC"
    quiet: str = ""
    catch_up: CatchUp = "latest"
    topics: tuple[str, ...] = ()
    length: Length = "normal"
    stories: int | None = Field(default=None, ge=1, le=100)
    language: str | None = None
    sources: tuple[str, ...] = ()
    accent: str = ""
    plain: bool = False
    ping: str = ""
    publish: bool = False
    posts: Literal["story", "edition"] = "story"
    tags: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_place(self) -> ChannelSettings:
        if sum(map(bool, (self.terminal, self.slack, self.discord))) != 1:
            raise ValueError(
                "say where it is: either terminal: true or slack: C0123456789 or discord: 1234567890123456789"
            )
        if self.owner and self.terminal:
            raise ValueError("a terminal has no owner: leave it out")
        worn = [name for name in DRESS if name in self.model_fields_set]
        if worn and not self.discord:
            raise ValueError(f"{' and '.join(worn)} can be set of a channel on discord alone: leave that out")
        return self

    @field_validator("slack")
    @classmethod
    def _channel_id(cls, value: str | None) -> str | None:
        if value and not CHANNEL_ID.fullmatch(value):
            raise ValueError(
                f"{value!r} is no channel ID such as C0123456789: it stands at the foot of the channel's details"
            )
        return value or None

    @field_validator("discord", mode="before")
    @classmethod
    def _discord_channel(cls, value: object) -> object:
        return discord_channel(value)

    @field_validator("owner", mode="before")
    @classmethod
    def _person(cls, value: object, info: ValidationInfo) -> object:
        return discord_person(value) if info.data.get("discord") else value

    @field_validator("owner")
    @classmethod
    def _member_id(cls, value: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("discord"):
            return value
        if value and not MEMBER_ID.fullmatch(value):
            raise ValueError(f"{value!r} is no member ID such as U0123456789 (profile > ⋮ > Copy member ID)")
        return value or None

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
            time_in(text)
        return value

    @field_validator("days")
    @classmethod
    def _week(cls, value: str) -> str:
        days_in(value)
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        return zone_in(value)

    @field_validator("quiet", mode="before")
    @classmethod
    def _hours(cls, value: object) -> object:
        if value is False:  # YAML reads off and no so
            return ""
        if not isinstance(value, str):
            raise ValueError('give the quiet hours in quotation marks: quiet: "22:00-07:00"')
        quiet_in(value)
        return value

    @field_validator("catch_up", mode="before")
    @classmethod
    def _missed(cls, value: object) -> object:
        said = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
        return catch_up_in(said) if isinstance(said, str) else said

    @field_validator("accent", mode="before")
    @classmethod
    def _colour(cls, value: object) -> object:
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            raise ValueError('put the colour into quotation marks: accent: "#1f6feb" (YAML reads it as something else)')
        return accent_in(value) if isinstance(value, str) else value

    @field_validator("ping", mode="before")
    @classmethod
    def _role(cls, value: object) -> object:
        said = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        return role_in(said) if isinstance(said, str) else said

    @field_validator("tags")
    @classmethod
    def _tags(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tags_of(value)

    @field_validator("topics", "sources", "tags", mode="before")
    @classmethod
    def _listed(cls, value: object, info: ValidationInfo) -> object:
        if isinstance(value, str):
            raise ValueError(f"{info.field_name} is a list: [{value}]")
        return value

    @field_validator("topics")
    @classmethod
    def _wanted_or_not(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return topics_of(value)

    @field_validator("language", mode="before")
    @classmethod
    def _not_a_truth(cls, value: object) -> object:
        if value is False:
            raise ValueError('put the language into quotation marks: language: "no" (YAML reads no as false)')
        return value

    @field_validator("language")
    @classmethod
    def _tag(cls, value: str | None) -> str | None:
        return language_in(value or "")

    def channel(self) -> Channel:
        place = Place("terminal", "terminal")
        if channel := self.slack or self.discord:
            place = Place("slack" if self.slack else "discord", channel)
        return Channel(
            "terminal" if self.terminal else f"{place.platform}:{place.channel}",
            place,
            tuple(sorted(set(map(time_in, self.times)))),
            days_in(self.days),
            self.timezone,
            self.topics,
            self.length,
            self.language,
            self.sources,
            self.stories,
            self.owner,
            quiet=quiet_in(self.quiet),
            catch_up=self.catch_up,
            dress=Dress(**{name: getattr(self, name) for name in DRESS}),
        )
