"""What an operator sets of language models: the one that drafts, and those that are asked where it fails."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import Field, SecretStr, field_validator, model_validator

from bot.sources import Part, SettingsError, unread


class ModelServer(Part):
    """A model on an OpenAI-compatible server. Prices are per million tokens, in whatever currency one is billed in."""

    name: str = Field(min_length=1)
    base_url: str | None = None
    api_key_file: Path | None = None
    timeout: float = Field(default=120, gt=0, allow_inf_nan=False)
    price_in: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    price_out: float | None = Field(default=None, ge=0, allow_inf_nan=False)

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value and not re.fullmatch(r"https?://[^\s/]+(?:/\S*)?", value):
            raise ValueError(f"{value!r} is no address such as http://localhost:11434/v1")
        return value or None

    @model_validator(mode="after")
    def _both_prices(self) -> ModelServer:
        if (self.price_in is None) != (self.price_out is None):
            raise ValueError("set price_in and price_out together: half a price is no cost")
        return self

    def key(self) -> SecretStr | None:
        """The API key from its file. Raises `SettingsError` where the file cannot be read."""
        if self.api_key_file is None:
            return None
        try:
            return SecretStr(self.api_key_file.read_text(encoding="utf-8").strip())
        except (OSError, UnicodeDecodeError) as error:
            where = f"the model's API key file {self.api_key_file}"
            raise SettingsError(f"{where} cannot be read: {unread(error)}") from error


class ModelSettings(ModelServer):
    """The model that drafts. `fallback` are asked in turn where it fails."""

    api_key: SecretStr | None = None
    daily_tokens: int | None = Field(default=None, gt=0)
    fallback: tuple[ModelServer, ...] = ()

    @model_validator(mode="after")
    def _one_key(self) -> ModelSettings:
        if self.api_key and self.api_key_file:
            raise ValueError("set either the API key or the file that holds it, not both")
        return self

    def key(self) -> SecretStr | None:
        """The API key, from the environment or from its file. Raises `SettingsError` where the file cannot be read."""
        return self.api_key or super().key()
