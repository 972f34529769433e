"""Where on Discord something was said or pressed, as a place of ours.

A thread that was begun from a message bears that message's id, so a place can name a thread before it exists. What is
in none is told apart by the message of ours that it replies to: https://docs.discord.com/developers/topics/threads
"""

from __future__ import annotations

from typing import Any

import discord

from bot.news.channels import Place
from bot.platforms.discord.access import PLATFORM, person_id
from bot.platforms.discord.marks import is_head

_DIRECT = (discord.DMChannel, discord.GroupChannel)
_SAID = (discord.MessageType.default, discord.MessageType.reply)


def place_of_message(message: discord.Message, us: int) -> tuple[Place, bool]:
    """The place that a message belongs to, and whether the thread of that place begins with it.

    `us` is our own user's id. Its channel must be known: a `PartialMessageable` counts as no thread.
    """
    replied = _replied_to(message)
    ours = replied if replied is not None and replied.author.id == us else None
    channel = message.channel
    if isinstance(channel, _DIRECT):
        return Place(PLATFORM, person_id(message.author.id), _brief_of(ours)), False
    if isinstance(channel, discord.Thread):
        return _in_thread(channel, _brief_of(ours)), message.id == channel.id
    if ours is not None:
        return Place(PLATFORM, str(channel.id), _brief_of(ours) or str(ours.id)), False
    return Place(PLATFORM, str(channel.id), str(message.id)), True


def place_of_press(interaction: discord.Interaction[Any]) -> Place:
    """The place whose message a button or menu is under; for an order, which has none, the channel or thread it is in.

    What is not with us directly, such as a conversation of others, is a direct message to whoever pressed.
    """
    channel, message = interaction.channel, interaction.message
    if interaction.guild_id is None or isinstance(channel, _DIRECT):
        return Place(PLATFORM, person_id(interaction.user.id), _brief_of(message))
    if isinstance(channel, discord.Thread):
        return _in_thread(channel, _brief_of(message))
    thread = None if message is None else _brief_of(message) or str(message.id)
    return Place(PLATFORM, str(interaction.channel_id), thread)


def _in_thread(thread: discord.Thread, brief: str | None) -> Place:
    """A brief that was posted into a thread has a place of its own there."""
    if brief not in (None, str(thread.id)):
        return Place(PLATFORM, str(thread.id), brief)
    return Place(PLATFORM, str(thread.parent_id), str(thread.id))


def _brief_of(ours: discord.Message | None) -> str | None:
    """The message that one of ours is about: itself where it is the head of a brief, else what it replies to."""
    if ours is None:
        return None
    if is_head({"components": [component.to_dict() for component in ours.components]}):
        return str(ours.id)
    replied = ours.reference
    # What stands here as a copy from another channel refers to the message there.
    copied = ours.flags.is_crossposted or ours.type not in _SAID
    return str(replied.message_id) if replied is not None and replied.message_id and not copied else None


def _replied_to(message: discord.Message) -> discord.Message | None:
    reference = message.reference
    if reference is None or reference.type is not discord.MessageReferenceType.reply:
        return None
    return reference.resolved if isinstance(reference.resolved, discord.Message) else None
