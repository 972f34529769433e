"""What an operator sets: one YAML file, overridden by the environment, checked once at start.

Unknown keys are refused with the nearest right name. Secrets come from the environment or from a file named
there (`FACTBOX_MODEL__API_KEY_FILE`), never from the YAML file, and are never shown.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings import SettingsError as BadVariable

from bot.news.channels import Channel, Place
from bot.news.followed import Feed, FeedId
from bot.ports import Rejected
from bot.sources import KINDS, FolderSource, Part, Source, WebSettings, nearest

DEFAULT_FILE = Path("config/factbox.yaml")
_PREFIX = "FACTBOX_"
_NOT_SETTINGS = {"FACTBOX_CONFIG", "FACTBOX_DATA"}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class SettingsError(Rejected):
    """The configuration cannot be used; the words name file, key and cure."""


class ChannelSettings(Part):
    """Where editions go, and when."""

    terminal: bool
    times: tuple[str, ...] = Field(default=("08:00",), min_length=1)
    days: str = "mon-sun"
    timezone: str = "UTC"
    articles: int = Field(default=12, ge=1, le=100)

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

    def channel(self) -> Channel:
        place = Place("terminal", "terminal")
        return Channel(place.channel, place, tuple(map(_time, self.times)), _days(self.days), self.timezone)


class ModelSettings(Part):
    """An OpenAI-compatible server that drafts; leave it out for the extractive summarizer."""

    name: str
    base_url: str | None = None
    api_key: SecretStr | None = None
    api_key_file: Path | None = None
    timeout: float = Field(default=120, gt=0)
    daily_tokens: int | None = Field(default=None, gt=0)

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value and not re.fullmatch(r"https?://[^\s/]+(?:/\S*)?", value):
            raise ValueError(f"{value!r} is no address such as http://localhost:11434/v1")
        return value or None

    @model_validator(mode="after")
    def _one_key(self) -> ModelSettings:
        if self.api_key and self.api_key_file:
            raise ValueError("set either the API key or the file that holds it, not both")
        return self

    def key(self) -> SecretStr | None:
        """The API key, from the environment or from its file. Raises `SettingsError` where the file cannot be read."""
        if self.api_key_file is None:
            return self.api_key
        try:
            return SecretStr(self.api_key_file.read_text(encoding="utf-8").strip())
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"the model's API key file {self.api_key_file} cannot be read: {error}") from error


class Settings(BaseSettings):
    """All of it. The environment wins over the file: FACTBOX_STORE, FACTBOX_MODEL__NAME and so on."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    sources: tuple[Source, ...] = ()
    web: WebSettings = WebSettings()
    channels: tuple[ChannelSettings, ...] = ()
    model: ModelSettings | None = None
    store: str = "sqlite:///data/factbox.db"

    def folders(self) -> tuple[FolderSource, ...]:
        return tuple(s for s in self.sources if isinstance(s, FolderSource))

    def feeds(self) -> tuple[Feed, ...]:
        """The feeds, and pages read as feeds, that are named here."""
        return tuple(s.noun() for s in self.sources if not isinstance(s, FolderSource))

    @field_validator("sources")
    @classmethod
    def _each_once(cls, value: tuple[Source, ...]) -> tuple[Source, ...]:
        seen: dict[str, str] = {}
        for feed in (s.noun() for s in value if not isinstance(s, FolderSource)):
            if feed.id in seen:
                both = seen[feed.id]
                raise ValueError(f"{both} is named twice" + (f", also as {feed.url}" if feed.url != both else ""))
            seen[feed.id] = feed.url
        return value

    @field_validator("channels")
    @classmethod
    def _one_terminal(cls, value: tuple[ChannelSettings, ...]) -> tuple[ChannelSettings, ...]:
        if len(value) > 1:
            raise ValueError("there is one terminal: set one channel")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (env_settings, init_settings)


_PARTS: Mapping[str, type[BaseModel]] = {"model": ModelSettings, "web": WebSettings}


def config_file(given: Path | None) -> Path | None:
    """The file to read: the one given, `FACTBOX_CONFIG`, or config/factbox.yaml where it exists."""
    named = given or (Path(os.environ["FACTBOX_CONFIG"]) if os.environ.get("FACTBOX_CONFIG") else None)
    if named is not None:
        if not _is_there(named):
            raise SettingsError(f"{named}: no such file. `factbox init` writes one to config/factbox.yaml.")
        return named
    return DEFAULT_FILE if _is_there(DEFAULT_FILE) else None


def named_at(given: Path | None, feed: FeedId) -> str:
    """Where the settings name a feed: file and line, or the environment."""
    path = config_file(given)
    sources = load(given).sources
    at = next(n for n, s in enumerate(sources) if not isinstance(s, FolderSource) and s.noun().id == feed)
    if path is None or f"{_PREFIX}SOURCES" in os.environ:
        return f"the environment ({_PREFIX}SOURCES)"
    return f"{path}, line {_line(path.read_text(encoding='utf-8'), ['sources', at])}"


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error


def load(given: Path | None = None) -> Settings:
    """Settings of file and environment. Raises `SettingsError`."""
    _check_environment(os.environ)
    path = config_file(given)
    text = ""
    try:
        text = path.read_text(encoding="utf-8") if path else ""
        said = yaml.safe_load(text) or {}
    except (OSError, ValueError, yaml.YAMLError) as error:  # ValueError: a date that is none
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    if not isinstance(said, dict) or not all(isinstance(k, str) for k in said):
        raise SettingsError(f"{path}: holds no settings: it should be `key: value` lines")
    if isinstance(said.get("model"), dict) and "api_key" in said["model"]:
        raise SettingsError(
            f"{path}: the API key does not belong into this file. Set FACTBOX_MODEL__API_KEY, or name a file that "
            "holds it: api_key_file."
        )
    try:
        return Settings(**said)
    except ValidationError as error:
        raise SettingsError(_words(error, path, text)) from None
    except BadVariable as error:
        raise SettingsError(_no_json(os.environ) or f"the environment: {error}") from error


_AS_JSON = {
    "SOURCES": '[{"feed": "https://example.org/rss.xml"}]',
    "CHANNELS": '[{"terminal": true}]',
    "WEB__ALLOW": '["192.168.1.20"]',
    "WEB": '{"allow": ["192.168.1.20"]}',
}


def _no_json(environment: Mapping[str, str]) -> str:
    """Which list or part in the environment is no JSON, or nothing. What it holds is not shown: it may be a secret."""
    for key, example in _AS_JSON.items():
        try:
            json.loads(environment.get(name := f"{_PREFIX}{key}", "null"))
        except ValueError:
            return f"the environment: {name} is no JSON; it is written as in {name}='{example}'"
    return ""


_PLAIN = {
    "missing": "is missing",
    "tuple_type": "should be a list: [one, two], or one `- …` line each",
    "model_type": "should have keys of its own, as in the commented example",
}


def _words(error: ValidationError, path: Path | None, text: str) -> str:
    """One line for each thing that is wrong: file, line, key, cause, cure."""
    out = []
    for e in error.errors(include_url=False, include_input=False):
        place = [p for p in e["loc"] if isinstance(p, str | int)]
        known = _known(place[:-1])
        if place[0] == "sources":
            del place[2:3]  # the kind of source, which stands in no file
        line = _line(text, place)
        where = f"{path}, line {line}" if path and line else "the environment" if not line else str(path)
        dotted = ".".join(map(str, place)) or "settings"
        if e["type"] == "extra_forbidden":
            out.append(f"{where}: unknown key {dotted!r}{nearest(str(place[-1]), known)}")
        else:
            out.append(f"{where}: {dotted}: {_PLAIN.get(e['type']) or e['msg'].removeprefix('Value error, ')}")
    return "\n".join(out)


def _known(place: list[str | int]) -> list[str]:
    """The keys that a part of the settings knows."""
    part: type[BaseModel] = Settings
    parts: Mapping[str, type[BaseModel]] = {**KINDS, **_PARTS, "channels": ChannelSettings}
    for step in place:
        part = parts.get(str(step), part)
    return [k for k in part.model_fields if k != "api_key"]


def _line(text: str, place: list[str | int]) -> int | None:
    """The line of a key in the YAML text, counted from 1."""
    node = yaml.compose(text) if text.strip() else None
    line = None
    for step in place:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(step)), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def _check_environment(environment: Mapping[str, str]) -> None:
    """A misspelt variable would be ignored without a word."""
    known = [f"{_PREFIX}{k.upper()}" for k in Settings.model_fields]
    known += [f"{_PREFIX}{p.upper()}__{k.upper()}" for p, part in _PARTS.items() for k in part.model_fields]
    for name in environment:
        if name.startswith(_PREFIX) and name not in _NOT_SETTINGS and name not in known:
            raise SettingsError(f"the environment: unknown variable {name}{nearest(name, known)}")


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
