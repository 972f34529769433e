"""Whom a message would really call (resources/message#allowed-mentions-object)."""

from __future__ import annotations

import re
from typing import Any

from tests.fakes.discord.refusals import form_error
from tests.fakes.discord.state import State
from tests.fakes.discord.world import Channel, Json

USER = re.compile(r"<@!?([0-9]{15,20})>")
ROLE = re.compile(r"<@&([0-9]{15,20})>")
EVERYONE = re.compile(r"@(everyone|here)")


def words_of(message: Json) -> str:
    """All text of a message in which a mention counts: the content, or the text displays. Embeds call nobody."""
    found = [message.get("content") or ""]

    def walk(parts: Any) -> None:
        for part in parts or ():
            if part.get("type") == 10:
                found.append(part.get("content", ""))
            walk(part.get("components"))
            walk([part["accessory"]] if part.get("accessory") else [])

    walk(message.get("components"))
    return "\n".join(found)


def checked(given: Any) -> Json | None:
    """The `allowed_mentions` of a body, if it is well formed."""
    if given is None:
        return None
    parse = given.get("parse", [])
    for index, kind in enumerate(parse):
        if kind not in ("roles", "users", "everyone"):
            raise form_error(
                f"allowed_mentions.parse.{index}",
                "BASE_TYPE_CHOICES",
                "Value must be one of ('users', 'everyone', 'roles').",
            )
    for kind in ("roles", "users"):
        ids = given.get(kind) or []
        if len(ids) > 100:
            raise form_error(f"allowed_mentions.{kind}", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
        if ids and kind in parse:
            words = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            raise form_error("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words)
    found: Json = given
    return found


def called(state: State, channel: Channel, message: Json, allowed: Json | None, replied: str | None) -> list[str]:
    """The ids of people and roles, and "everyone", that would be notified: written, allowed, and within the bot's rights."""
    words = words_of(message)
    everything: Json = {"parse": ["users", "roles", "everyone"], "replied_user": True}
    rule = everything if allowed is None else allowed
    parse = rule.get("parse", [])
    found: list[str] = []
    for person in USER.findall(words):
        if person in state.world.people and ("users" in parse or person in (rule.get("users") or [])):
            found.append(person)
    if channel.guild:
        guild = state.world.guilds[channel.guild]
        every = state.may("mention_everyone", channel)
        for one in ROLE.findall(words):
            role = guild.roles.get(one)
            fits = "roles" in parse or one in (rule.get("roles") or [])
            if role is not None and fits and (role.mentionable or every):
                found.append(one)
        if EVERYONE.search(words) and "everyone" in parse and every:
            found.append("everyone")
    if replied is not None and replied != state.world.bot.id and rule.get("replied_user", False):
        found.append(replied)
    return list(dict.fromkeys(found))
