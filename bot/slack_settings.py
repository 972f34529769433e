"""What an operator sets of Slack: the tokens of our app in one workspace, and how it behaves there."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import SecretStr, field_validator, model_validator

from bot.platforms.slack.access import API_URL, MEMBER_ID, Access, FollowUps
from bot.sources import Part, SettingsError

SECRETS = ("bot_token", "app_token", "signing_secret")


class SlackSettings(Part):
    """Each secret comes from the environment (`FACTBOX_SLACK__BOT_TOKEN`) or from the file named for it.

    With an app token events come by Socket Mode; without one by HTTP, signed with the signing secret. `operator` is the
    person who is told of trouble where a channel has no owner.
    """

    bot_token: SecretStr | None = None
    bot_token_file: Path | None = None
    app_token: SecretStr | None = None
    app_token_file: Path | None = None
    signing_secret: SecretStr | None = None
    signing_secret_file: Path | None = None
    api_url: str = API_URL
    follow_ups: FollowUps = "mention"
    operator: str | None = None

    @field_validator("api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", value):
            raise ValueError(f"{value!r} is no address such as {API_URL}")
        return value.rstrip("/") + "/"

    @field_validator("operator")
    @classmethod
    def _person(cls, value: str | None) -> str | None:
        if value and not MEMBER_ID.fullmatch(value):
            raise ValueError(f"{value!r} is no Slack member ID such as U0123456789 (profile > ⋮ > Copy member ID)")
        return value or None

    @model_validator(mode="after")
    def _each_secret_once(self) -> SlackSettings:
        for name in SECRETS:
            if getattr(self, name) and getattr(self, f"{name}_file"):
                raise ValueError(f"set either {name} or {name}_file, not both")
        return self

    def access(self) -> Access:
        """Raises `SettingsError` for a file that cannot be read, and where a token is missing or is another one."""
        bot, app = self._secret("bot_token", "xoxb-"), self._secret("app_token", "xapp-")
        signing = self._secret("signing_secret", "")
        if bot is None:
            raise SettingsError("Slack's bot token is missing. Set FACTBOX_SLACK__BOT_TOKEN or slack.bot_token_file.")
        if app is None and signing is None:
            raise SettingsError(
                "Slack cannot reach us. Set FACTBOX_SLACK__APP_TOKEN (Socket Mode), or FACTBOX_SLACK__SIGNING_SECRET "
                "and web.listen (HTTP)."
            )
        return Access(bot, app, signing, self.api_url, self.follow_ups)

    def _secret(self, name: str, begins: str) -> str | None:
        given: SecretStr | None = getattr(self, name)
        file: Path | None = getattr(self, f"{name}_file")
        said = given.get_secret_value() if given else None
        if file is not None:
            try:
                said = file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise SettingsError(f"slack.{name}_file {file} cannot be read: {error}") from error
        said = (said or "").strip()
        if said and not said.startswith(begins):
            raise SettingsError(f"Slack's {name.replace('_', ' ')} should begin with {begins}: is it another token?")
        if re.search(r"\s|[^\x21-\x7e]", said):
            raise SettingsError(f"Slack's {name.replace('_', ' ')} holds characters that no token has.")
        return said or None
