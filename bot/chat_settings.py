"""What an operator sets of any chat platform: where its API is, its secrets, and how the bot behaves there."""

from __future__ import annotations

import re
from abc import abstractmethod
from pathlib import Path
from typing import ClassVar

from pydantic import SecretStr, field_validator, model_validator

from bot.sources import Part, SettingsError, unread


class ChatSettings(Part):
    """Each secret comes from the environment (`FACTBOX_SLACK__BOT_TOKEN`) or from the file named for it.

    `operator` is the person who is told of trouble where a channel has no owner.
    """

    PLATFORM: ClassVar[str]
    SECRETS: ClassVar[tuple[str, ...]]

    api_url: str
    operator: str | None = None

    @field_validator("api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", value):
            raise ValueError(f"{value!r} is no address such as {cls.model_fields['api_url'].default}")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _each_secret_once(self) -> ChatSettings:
        for name in self.SECRETS:
            if getattr(self, name) and getattr(self, f"{name}_file"):
                raise ValueError(f"set either {name} or {name}_file, not both")
        return self

    def secret(self, name: str) -> str | None:
        """What the environment or the file holds. Raises `SettingsError` where it cannot be read, or is no secret."""
        given: SecretStr | None = getattr(self, name)
        file: Path | None = getattr(self, f"{name}_file")
        said = given.get_secret_value() if given else None
        if file is not None:
            try:
                said = file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                where = f"{self.PLATFORM.lower()}.{name}_file {file}"
                raise SettingsError(f"{where} cannot be read: {unread(error)}") from error
        said = (said or "").strip()
        self.check(name, said)
        if re.search(r"\s|[^\x21-\x7e]", said):
            raise SettingsError(f"{self.spelt(name)} holds characters that no token has.")
        return said or None

    @abstractmethod
    def check(self, name: str, said: str) -> None:
        """Raises `SettingsError` for what is plainly another thing than this secret; it may be empty."""

    def spelt(self, name: str) -> str:
        """ "Slack's bot token"."""
        return f"{self.PLATFORM}'s {name.replace('_', ' ')}"
