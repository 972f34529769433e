"""What a connection to Discord needs: whose bot we are, and where its API is. And how ids are spelt.

Every id on Discord is a snowflake, of people and channels alike: a person's has an "@" before it here, so that a place
that is a direct message to them is known as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

PLATFORM = "discord"

API_URL = "https://discord.com/api/v10"
SNOWFLAKE = re.compile(r"[1-9][0-9]{14,19}")
PERSON = re.compile(r"@[1-9][0-9]{14,19}")


@dataclass(frozen=True, slots=True)
class Access:
    """The bot's token, never shown, and where the API is."""

    token: str = field(repr=False)
    api_url: str = API_URL


def is_id(value: object) -> bool:
    """Whether it is the id of anything, as Discord gives them."""
    return isinstance(value, str) and value.isascii() and value.isdigit()


def is_person(channel: str) -> bool:
    """Whether a place's channel is a person: then it is a direct message to them."""
    return channel.startswith("@")


def person_id(snowflake: int | str) -> str:
    """A person as places and people of ours spell them."""
    return f"@{snowflake}"
