"""What Discord has to allow us, and what for; what it does allow in a channel; and the links that install us."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import discord

from bot.platforms.discord.channel_kinds import FORUMS, THREADS, VOICES

NEEDED: Mapping[str, str] = {
    "view_channel": "the bot does not see the channel",
    "send_messages": "nothing can be posted",
    "send_messages_in_threads": "details and answers cannot be posted in threads",
    "create_public_threads": "no thread can begin under a brief",
    "embed_links": "posts in the plain form stay empty",
    "read_message_history": "a post whose answer got lost cannot be looked for, and no message replied to",
}
"""The permissions that Factbox asks for, by discord.py's names: what fails without each."""

WITHOUT = {**NEEDED, "connect": "the chat of a voice channel can be neither read nor written in"}
"""What fails without each permission that matters anywhere; members of a server have the others of themselves."""

_NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
    "read_message_history": "Read Message History",
    "embed_links": "Embed Links",
    "connect": "Connect",
}
_IN_THREAD = ("view_channel", "send_messages_in_threads", "embed_links", "read_message_history")
_IN_FORUM = ("view_channel", "send_messages", "send_messages_in_threads", "embed_links", "read_message_history")
_IN_VOICE = ("view_channel", "connect", "send_messages", "embed_links", "read_message_history")


def needed_in(kind: int) -> Sequence[str]:
    """Those that matter in a channel of this type.

    A post in a forum takes "Send Messages" alone, what follows in it "Send Messages in Threads"; in a thread the latter
    stands for the former (https://docs.discord.com/developers/topics/permissions#inherited-permissions-threads). In the
    chat of a voice channel no threads begin, and it takes "Connect"
    (https://docs.discord.com/developers/resources/message#get-channel-messages).
    """
    if kind in VOICES:
        return _IN_VOICE
    return _IN_THREAD if kind in THREADS else _IN_FORUM if kind in FORUMS else tuple(NEEDED)


def quoted(permissions: tuple[str, ...]) -> str:
    """Permissions by the names that Discord's settings show."""
    return " and ".join(f"“{_NAMES[name]}”" for name in permissions)


def held(us: str, guild: Mapping[str, Any], roles: Iterable[str], channel: Mapping[str, Any]) -> discord.Permissions:
    """What the user `us` with these roles may do in a channel of the guild, given as Discord's JSON; no thread.

    The order in which overwrites count: https://docs.discord.com/developers/topics/permissions#permission-overwrites
    """
    mine = {str(guild["id"]), *roles}
    may = discord.Permissions(0)
    for role in guild.get("roles", ()):
        if role["id"] in mine:
            may |= discord.Permissions(int(role["permissions"]))
    if may.administrator or guild.get("owner_id") == us:
        return discord.Permissions.all()
    overwrites = channel.get("permission_overwrites", ())
    for ids in ({str(guild["id"])}, mine - {str(guild["id"])}, {us}):
        ours = [each for each in overwrites if each["id"] in ids]
        may &= ~discord.Permissions(_joined(each["deny"] for each in ours))
        may |= discord.Permissions(_joined(each["allow"] for each in ours))
    return may if may.view_channel else discord.Permissions(0)


def invitation(application: str) -> str:
    """The link by which whoever manages a server adds the bot to it, with the permissions of `NEEDED` and no more."""
    least = discord.Permissions(**dict.fromkeys(NEEDED, True))
    link = discord.utils.oauth_url(application, permissions=least, scopes=("bot", "applications.commands"))
    return f"{link}&integration_type=0"


def own_installation(application: str) -> str:
    """The link by which a person installs the app for themselves."""
    return f"{discord.utils.oauth_url(application, scopes=('applications.commands',))}&integration_type=1"


def _joined(bits: Iterable[str]) -> int:
    found = 0
    for each in bits:
        found |= int(each)
    return found
