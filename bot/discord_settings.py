"""What an operator sets of Discord: the token of our bot, and how it behaves there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar

from pydantic import SecretStr, field_validator

from bot.chat_settings import ChatSettings
from bot.platforms.discord.access import API_URL, SNOWFLAKE, Access, person_id
from bot.sources import SettingsError

SECRETS = ("token",)
_WHERE = "at discord.com/developers/applications, under “Bot”, “Reset Token”"
# Three parts: the bot's id, when it was made, and a signature (https://docs.discord.com/developers/reference).
_TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_COPY = "User Settings > Advanced > Developer Mode, then a right click on {} > Copy ID"
_OTHERS = (
    (re.compile(r"[0-9]+"), "is the application's ID"),
    (re.compile(r"[0-9a-f]{64}"), "is the application's public key"),
    (re.compile(r"[\w-]{32}", re.ASCII), "looks like the application's client secret"),
    (re.compile(r"mfa\..+"), "is a person's"),
    (re.compile(r"https?:.+"), "is an address"),
)


class DiscordSettings(ChatSettings):
    """The token of the bot is its only secret."""

    PLATFORM: ClassVar[str] = "Discord"
    SECRETS: ClassVar[tuple[str, ...]] = SECRETS

    token: SecretStr | None = None
    token_file: Path | None = None
    api_url: str = API_URL

    @field_validator("operator", mode="before")
    @classmethod
    def _person(cls, value: object) -> object:
        return discord_person(value)

    def access(self) -> Access:
        """Raises `SettingsError` for a file that cannot be read, and where the token is missing or is another thing."""
        token = self.secret("token")
        if token is None:
            raise SettingsError(
                f"Discord's token is missing. Copy it {_WHERE}, into FACTBOX_DISCORD__TOKEN or discord.token_file."
            )
        return Access(token, self.api_url)

    def check(self, name: str, said: str) -> None:
        word = re.match(r"(?i:bot|bearer)\s+", said)
        if word is not None:
            raise SettingsError(f"{self.spelt(name)} has “{word[0].strip()}” before it: leave that out.")
        if re.search(r"[\s\"'“”]", said):
            raise SettingsError(f"{self.spelt(name)} holds a space or quotation marks: set it without them, and once.")
        if not said or _TOKEN.fullmatch(said):
            return
        other = next((words for like, words in _OTHERS if like.fullmatch(said)), "has not the three parts of a token")
        raise SettingsError(f"What is set as {self.spelt(name)} {other}. Copy the bot's token {_WHERE}.")


def discord_channel(value: object) -> object:
    """A channel's id as it was written, also where YAML read it as a number. Raises ValueError."""
    said = _written(value)
    if said and not (isinstance(said, str) and SNOWFLAKE.fullmatch(said)):
        raise ValueError(f"{said!r:.80} is no channel ID such as 1234567890123456789 ({_COPY.format('the channel')})")
    return said or None


def discord_person(value: object) -> object:
    """A person as we spell them, "@…", from the id as Discord copies it. Raises ValueError."""
    said = _written(value)
    if said and not (isinstance(said, str) and SNOWFLAKE.fullmatch(said.removeprefix("@"))):
        raise ValueError(f"{said!r:.80} is no user ID such as 1234567890123456789 ({_COPY.format('the person')})")
    return person_id(said.removeprefix("@")) if isinstance(said, str) and said else None


def _written(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
