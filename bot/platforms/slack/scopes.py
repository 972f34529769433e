"""What Slack has to allow us, and what for: the bot token's scopes, as the manifest asks for them."""

from __future__ import annotations

from collections.abc import Mapping

NEEDED: Mapping[str, str] = {
    "app_mentions:read": "questions that mention the bot do not reach it",
    "chat:write": "nothing can be posted",
    "commands": "there is no /brief",
    "channels:read": "channels cannot be looked up",
    "channels:history": "a post whose answer got lost cannot be looked for, and replies are not heard",
    "im:history": "direct messages do not reach the bot",
    "im:read": "whose a direct message is cannot be told, so that nobody can set anything there",
    "im:write": "nobody can be told of trouble or of a followed story by direct message",
    "users:read": "who may change a channel cannot be told, nor a person's time zone",
}
"""The scopes that Factbox needs anywhere: what fails without each."""

USEFUL: Mapping[str, str] = {
    "groups:read": "private channels cannot be looked up",
    "groups:history": "in private channels a post whose answer got lost cannot be looked for",
    "assistant:write": "the bot has no agent view, and suggests no questions there",
}
"""Those that a workspace may do without: what fails without each."""
