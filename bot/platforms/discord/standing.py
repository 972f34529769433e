"""Who did something on Discord, and where: what they may do there, and whether we are there ourselves.

Whoever is allowed to manage the channel, the server or all manages; Discord says with each interaction what its author
may do in that very place. Someone who installed the bot for themselves can use it where it is no member: it is seen by
them alone there, and nothing can be posted.
https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.news.channels import Place
from bot.news.chat import Person
from bot.platforms.discord.access import PLATFORM, SNOWFLAKE, is_person, person_id
from bot.platforms.discord.permissions import needed_in
from bot.platforms.discord.whereabouts import place_of_press
from bot.ports import Rejected

_PLAIN_ALONE = "embed_links"  # of use for the plain form


@dataclass(frozen=True, slots=True)
class Met:
    """A person at a place. `here`: we are there too, and can post; `direct`: it is their direct message with us.

    `writes`: Discord lets them write there themselves, `in_threads`: under a message there, in its thread.
    """

    person: Person
    place: Place
    here: bool
    direct: bool = False
    writes: bool = True
    in_threads: bool = True


def met_in(interaction: discord.Interaction[Any]) -> Met:
    """Who did this, and where. Raises `Rejected` for a place that is of no kind we know."""
    place = place_of_press(interaction)
    if not is_person(place.channel) and SNOWFLAKE.fullmatch(place.channel) is None:
        raise Rejected("I do not know this kind of channel. Use me in a text channel, a thread or a direct message.")
    may = discord.Permissions.all() if interaction.permissions.administrator else interaction.permissions
    manages = interaction.guild_id is not None and (may.manage_guild or may.manage_channels)
    person = Person(PLATFORM, person_id(interaction.user.id), manages=manages, guest=not manages)
    if interaction.guild_id is not None:
        # Servers that we are a member of are known from the start; one that only its members brought us to is not.
        here = interaction.client.get_guild(interaction.guild_id) is not None
        in_thread = isinstance(interaction.channel, discord.Thread)
        writes = may.send_messages_in_threads if in_thread else may.send_messages
        # Where no thread can begin, what belongs under a message stands in the channel as a reply to it.
        under = may.send_messages_in_threads and (writes or _begins_threads(interaction))
        return Met(person, place, here, writes=writes, in_threads=under)
    direct = not interaction.context.private_channel
    return Met(person, place, here=direct, direct=direct)


def _begins_threads(interaction: discord.Interaction[Any]) -> bool:
    may = interaction.app_permissions
    return isinstance(interaction.channel, discord.TextChannel) and (may.create_public_threads or may.administrator)


def lacking(interaction: discord.Interaction[Any]) -> tuple[str, ...]:
    """The permissions that we need to post in this place and do not have, by discord.py's names; none in messages."""
    channel, may = interaction.channel, interaction.app_permissions
    if interaction.guild_id is None or channel is None or may.administrator:
        return ()
    parent = channel.parent if isinstance(channel, discord.Thread) else None
    needed = needed_in((parent or channel).type.value)
    return tuple(name for name in needed if name != _PLAIN_ALONE and not getattr(may, name))


def uncalled_role(interaction: discord.Interaction[Any], values: Sequence[str], may: discord.Permissions) -> str:
    """The name of the role with this id, where who `may` do this cannot call it; "" where they can, or nobody knows."""
    guild = interaction.guild
    known = [guild.get_role(int(value)) for value in values if SNOWFLAKE.fullmatch(value)] if guild else []
    if not known or known[0] is None or known[0].mentionable or may.administrator or may.mention_everyone:
        return ""
    return known[0].name
