"""What an operator sets of Slack: the tokens of our app in one workspace, and how it behaves there."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from pydantic import SecretStr, field_validator

from bot.chat_settings import ChatSettings
from bot.platforms.slack.access import API_URL, MEMBER_ID, Access, FollowUps
from bot.sources import SettingsError

SECRETS = ("bot_token", "app_token", "signing_secret")
_BEGIN = {"bot_token": "xoxb-", "app_token": "xapp-"}


class SlackSettings(ChatSettings):
    """With an app token events come by Socket Mode; without one by HTTP, signed with the signing secret."""

    PLATFORM: ClassVar[str] = "Slack"
    SECRETS: ClassVar[tuple[str, ...]] = SECRETS

    bot_token: SecretStr | None = None
    bot_token_file: Path | None = None
    app_token: SecretStr | None = None
    app_token_file: Path | None = None
    signing_secret: SecretStr | None = None
    signing_secret_file: Path | None = None
    api_url: str = API_URL
    follow_ups: FollowUps = "mention"

    @field_validator("operator")
    @classmethod
    def _person(cls, value: str | None) -> str | None:
        if value and not MEMBER_ID.fullmatch(value):
            raise ValueError(f"{value!r} is no Slack member ID such as U0123456789 (profile > ⋮ > Copy member ID)")
        return value or None

    def access(self) -> Access:
        """Raises `SettingsError` for a file that cannot be read, and where a token is missing or is another one."""
        bot, app, signing = map(self.secret, SECRETS)
        if bot is None:
            raise SettingsError("Slack's bot token is missing. Set FACTBOX_SLACK__BOT_TOKEN or slack.bot_token_file.")
        if app is None and signing is None:
            raise SettingsError(
                "Slack cannot reach us. Set FACTBOX_SLACK__APP_TOKEN (Socket Mode), or FACTBOX_SLACK__SIGNING_SECRET "
                "and web.listen (HTTP)."
            )
        return Access(bot, app, signing, f"{self.api_url.rstrip('/')}/", self.follow_ups)

    def check(self, name: str, said: str) -> None:
        begins = _BEGIN.get(name, "")
        if said and not said.startswith(begins):
            raise SettingsError(f"{self.spelt(name)} should begin with {begins}: is it another token?")
