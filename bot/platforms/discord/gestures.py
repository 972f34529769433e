"""What people said on Discord: a message in, a noun of ours out, or None for what is not for us.

Without the privileged intent, Discord shows us the words of those messages alone that mention us, by reply too, or
come to us directly: https://docs.discord.com/developers/events/gateway#message-content-intent
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.news.addressed import Said
from bot.news.channels import Mention
from bot.platforms.discord.access import SNOWFLAKE, person_id
from bot.platforms.discord.chat_text import mentioned, readable
from bot.platforms.discord.questions import asker_in
from bot.platforms.discord.whereabouts import place_of_message
from bot.platforms.ears import Heard

_SAID = (discord.MessageType.default, discord.MessageType.reply)


def heard_in(message: discord.Message, us: int) -> Heard | None:
    """A message that a person wrote; our mention is left out of its text. `us` is our own user's id.

    Bots, webhooks, what Discord itself tells (joins, pins, begun threads), forwarded messages and ourselves are not
    heard. A reply to a message of ours is for us without a mention, where we can read it.
    """
    if not _by_a_person(message, us):
        return None
    ours = _ours(message, us)
    called = {f"@{person.id}" for person in message.mentions} | {f"@&{role.id}" for role in message.role_mentions}
    called |= mentioned(message.content)
    words = readable(message.content, ours, _names(message))
    to_us = bool(called & ours) or (bool(words) and _answers(message, us))
    place, begins = place_of_message(message, us)
    author = person_id(message.author.id)
    said = Said(author, words, to_us=to_us, names=bool(called - ours) or message.mention_everyone)
    mention = Mention(str(message.id), place, author, words)
    return Heard(mention, said, str(message.id), direct=to_us or message.guild is None, begins=begins)


def is_unread(message: discord.Message, us: int) -> bool:
    """Whether a person mentioned our role alone: then Discord does not show us what they wrote."""
    if message.content or not _by_a_person(message, us) or any(person.id == us for person in message.mentions):
        return False
    return any(f"@&{role.id}" in _ours(message, us) for role in message.role_mentions)


def can_answer(message: discord.Message) -> bool:
    """Whether Discord lets us say anything where it stands, as far as that is known: not everybody wants us everywhere.

    Calls that are refused count against us: https://docs.discord.com/developers/topics/rate-limits
    """
    channel = message.channel
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return True
    try:
        may = channel.permissions_for(channel.guild.me)
    except (discord.ClientException, AttributeError):  # its channel, or we ourselves there, are not known
        return True
    in_threads = may.send_messages_in_threads
    if isinstance(channel, discord.Thread):
        return in_threads
    return may.send_messages or (in_threads and may.create_public_threads)


def said_in(message: Mapping[str, Any], us: str) -> Said | None:
    """A message as it stands in a thread, in Discord's JSON; None for what nobody said to anybody.

    A question that we posted for a person who asked it by a form counts as that person's, put to us.
    """
    author = message.get("author")
    user = author.get("id") if isinstance(author, Mapping) else None
    if not isinstance(author, Mapping) or not isinstance(user, str) or not SNOWFLAKE.fullmatch(user):
        return None
    if user == us:
        asked = asker_in(message)
        return Said(asked, to_us=True) if asked else Said(person_id(us), ours=True)
    if author.get("bot") or message.get("webhook_id") or message.get("type") not in (0, 19):
        return None
    text = message.get("content")
    raw = text if isinstance(text, str) else ""
    called, me = mentioned(raw), person_id(us)
    return Said(person_id(user), readable(raw, {me}), to_us=me in called, names=bool(called - {me}))


def _by_a_person(message: discord.Message, us: int) -> bool:
    author = message.author
    if author.id == us or author.bot or author.system or message.webhook_id is not None:
        return False
    forwarded = message.reference is not None and message.reference.type is discord.MessageReferenceType.forward
    return message.type in _SAID and not forwarded and not message.message_snapshots


def _ours(message: discord.Message, us: int) -> set[str]:
    """How we are mentioned: by our user, or by the role that a server gives us when we join it."""
    role = message.guild.self_role if message.guild is not None else None
    return {f"@{us}"} | ({f"@&{role.id}"} if role is not None else set())


def _answers(message: discord.Message, us: int) -> bool:
    replied = message.reference.resolved if message.reference is not None else None
    return isinstance(replied, discord.Message) and replied.author.id == us


def _names(message: discord.Message) -> dict[str, str]:
    guild = message.guild
    names = {f"@{person.id}": person.display_name for person in message.mentions}
    names |= {f"@&{role.id}": role.name for role in message.role_mentions}
    found = [guild.get_channel_or_thread(id) for id in message.raw_channel_mentions] if guild is not None else []
    return names | {f"#{one.id}": one.name for one in found if one is not None and _sees(message.author, one)}


def _sees(author: discord.User | discord.Member, channel: discord.abc.GuildChannel | discord.Thread) -> bool:
    """Whether its author sees a channel: Discord shows nobody the name of another, and nor do we."""
    if not isinstance(author, discord.Member) or (isinstance(channel, discord.Thread) and channel.is_private()):
        return False
    try:
        return channel.permissions_for(author).view_channel
    except discord.ClientException:  # a thread whose channel is not known
        return False
