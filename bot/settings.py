"""What an operator sets: one YAML file, overridden by the environment, checked once at start.

Unknown keys are refused with the nearest right name. Secrets come from the environment or from a file named
there (`FACTBOX_MODEL__API_KEY_FILE`), never from the YAML file, and are never shown.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings import SettingsError as BadVariable

from bot import store_settings
from bot.channel_settings import ChannelSettings
from bot.chat_settings import ChatSettings
from bot.discord_settings import DiscordSettings
from bot.model_settings import ModelServer, ModelSettings
from bot.news.followed import Feed, FeedId
from bot.owners import owned_outlets
from bot.slack_settings import SlackSettings
from bot.sources import KINDS, FolderSource, SettingsError, Source, WebSettings, nearest

__all__ = ["ChannelSettings", "ModelSettings", "Settings", "SettingsError", "config_file", "load", "named_at"]

DEFAULT_FILE = Path("config/factbox.yaml")
Role = Literal["all", "web", "worker"]
"""What a copy of the bot does: all of it, what meets people, or what fetches and writes."""

_PREFIX = "FACTBOX_"
_NOT_SETTINGS = {"FACTBOX_CONFIG", "FACTBOX_DATA"}
_OWNERS = "owners.yaml"
_LONGEST = 3650  # days
_MOST_NODES = 200_000  # keys and values of a file, each alias counted as all that it stands for
# Keys that have another name by now, and what became of them.
_RENAMED = {
    "articles": "is now `stories`, at most so many stories in an edition; leave it out for as many as `length` has"
}


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
    slack: SlackSettings | None = None
    discord: DiscordSettings | None = None
    model: ModelSettings | None = None
    owners: Path | None = None
    store: str = store_settings.DEFAULT
    store_file: Path | None = None
    index: Path | None = None
    retention: int = 30
    archive: int = 365
    role: Role = "all"

    def folders(self) -> tuple[FolderSource, ...]:
        return tuple(s for s in self.sources if isinstance(s, FolderSource))

    def feeds(self) -> tuple[Feed, ...]:
        """The feeds, and pages read as feeds, that are named here."""
        return tuple(s.noun() for s in self.sources if not isinstance(s, FolderSource))

    def owned(self) -> dict[str, str]:
        """The owner of outlets and hosts, as the file of owners has them. Raises `SettingsError`."""
        return owned_outlets(self.owners) if self.owners else {}

    def store_address(self) -> str:
        """Where the store is: what the file says that is named for it, else `store`. Raises `SettingsError`."""
        return store_settings.address_in(self.store_file) if self.store_file else self.store

    def index_path(self) -> Path | None:
        """The folder of the search index; None where it is in memory. Raises `SettingsError`."""
        return store_settings.index_beside(self.store_address(), self.index)

    def operators(self) -> dict[str, str]:
        """The person on each platform who is told of trouble where a channel has no owner."""
        chats = {"slack": self.slack, "discord": self.discord}
        return {name: chat.operator for name, chat in chats.items() if chat and chat.operator}

    def keeping(self) -> timedelta:
        """How long questions and answers are kept."""
        return timedelta(days=self.retention)

    def archived(self) -> timedelta:
        """How long the texts of articles are kept that no brief uses."""
        return timedelta(days=self.archive)

    @field_validator("index")
    @classmethod
    def _names_a_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.name:
            raise ValueError(f"'{value}' names no folder of its own such as data/index")
        return value

    @field_validator("retention", "archive", mode="before")
    @classmethod
    def _days(cls, value: object) -> int:
        said = str(value).strip()
        if isinstance(value, bool) or not re.fullmatch("[0-9]{1,9}", said) or not 1 <= int(said) <= _LONGEST:
            raise ValueError(f"{value!r} is no number of days from 1 to {_LONGEST}")
        return int(said)

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
    def _each_place_once(cls, value: tuple[ChannelSettings, ...]) -> tuple[ChannelSettings, ...]:
        places = [channel.channel().place for channel in value]
        for at, place in enumerate(places):
            if place in places[:at]:
                name = "the terminal" if place.platform == "terminal" else f"{place.platform}: {place.channel}"
                raise ValueError(f"{name} is set twice: give one channel all its times")
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


_CHATS: Mapping[str, type[ChatSettings]] = {"slack": SlackSettings, "discord": DiscordSettings}
_SECRETS = ("api_key", *(name for chat in _CHATS.values() for name in chat.SECRETS))
_PARTS: Mapping[str, type[BaseModel]] = {"model": ModelSettings, "web": WebSettings, **_CHATS}


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
        _not_endless(text)
        said = yaml.safe_load(text) or {}
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:  # ValueError: a date that is none
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    if not isinstance(said, dict) or not all(isinstance(k, str) for k in said):
        raise SettingsError(f"{path}: holds no settings: it should be `key: value` lines")
    _holds_no_secret(said, path)
    if store_settings.holds_password(said.get("store")):
        raise SettingsError(
            f"{path}: the store's password does not belong into this file. Set FACTBOX_STORE, or name a file that "
            "holds the address: store_file."
        )
    beside = (path or DEFAULT_FILE).with_name(_OWNERS)
    if _is_there(beside):
        said.setdefault("owners", beside)
    try:
        return Settings(**said)
    except ValidationError as error:
        raise SettingsError(_words(error, path, text)) from None
    except BadVariable as error:
        raise SettingsError(_no_json(os.environ) or f"the environment: {error}") from error


def _not_endless(text: str) -> None:
    """Raises `ValueError` for aliases that hold themselves, or one another a thousand times over."""
    open_ = [yaml.compose(text, Loader=yaml.SafeLoader)]
    for _ in range(_MOST_NODES):
        if not open_:
            return
        node = open_.pop()
        if isinstance(node, yaml.MappingNode):
            open_.extend(part for pair in node.value for part in pair)
        elif isinstance(node, yaml.SequenceNode):
            open_.extend(node.value)
    raise ValueError(f"it holds more than {_MOST_NODES:,} values: do its aliases (*name) hold one another?")


def _holds_no_secret(said: Mapping[str, Any], path: Path | None) -> None:
    """Raises `SettingsError`: a file that is shown to others must not hold what nobody may see."""
    if _holds_key(said.get("model")):
        raise SettingsError(
            f"{path}: the API key does not belong into this file. Set FACTBOX_MODEL__API_KEY, or name a file that "
            "holds it: api_key_file."
        )
    for key, chat in _CHATS.items():
        part = said.get(key)
        for name in chat.SECRETS:
            if isinstance(part, dict) and name in part:
                variable = f"{_PREFIX}{key}__{name}".upper()
                raise SettingsError(
                    f"{path}: {chat.PLATFORM}'s {name} does not belong into this file. Set {variable}, or name a file "
                    f"that holds it: {name}_file."
                )


def _holds_key(model: Any) -> bool:
    """Whether a model of the file, or one of its fallbacks, is given its secret there."""
    if isinstance(model, list):
        return any(map(_holds_key, model))
    return isinstance(model, dict) and ("api_key" in model or _holds_key(model.get("fallback")))


_AS_JSON = {
    "SOURCES": '[{"feed": "https://example.org/rss.xml"}]',
    "CHANNELS": '[{"terminal": true}]',
    "WEB__ALLOW": '["192.168.1.20"]',
    "MODEL__FALLBACK": '[{"name": "qwen3:8b", "base_url": "http://localhost:11434/v1"}]',
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
        if e["type"] == "extra_forbidden" and place[0] == "channels" and place[-1] in _RENAMED:
            out.append(f"{where}: {dotted}: {_RENAMED[str(place[-1])]}")
        elif e["type"] == "extra_forbidden":
            out.append(f"{where}: unknown key {dotted!r}{nearest(str(place[-1]), known)}")
        else:
            said = e["msg"].removeprefix("Value error, ").removeprefix("Input ")
            out.append(f"{where}: {dotted}: {_PLAIN.get(e['type']) or said}")
    return "\n".join(out)


def _known(place: list[str | int]) -> list[str]:
    """The keys that a part of the settings knows."""
    part: type[BaseModel] = Settings
    parts: Mapping[str, type[BaseModel]] = {**KINDS, **_PARTS, "channels": ChannelSettings, "fallback": ModelServer}
    for step in place:
        part = parts.get(str(step), part)
    return [k for k in part.model_fields if k not in _SECRETS]


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
