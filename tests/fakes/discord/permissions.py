"""Permissions by name and bit, and who has them where (topics/permissions)."""

from __future__ import annotations

from collections.abc import Iterable

BITS = {
    "administrator": 1 << 3,
    "manage_channels": 1 << 4,
    "manage_guild": 1 << 5,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "use_external_emojis": 1 << 18,
    "connect": 1 << 20,
    "manage_roles": 1 << 28,
    "use_application_commands": 1 << 31,
    "manage_threads": 1 << 34,
    "create_public_threads": 1 << 35,
    "create_private_threads": 1 << 36,
    "send_messages_in_threads": 1 << 38,
    "bypass_slowmode": 1 << 52,
}
EVERYTHING = sum(BITS.values())


def bits_of(names: Iterable[str]) -> int:
    """The bits of permissions given by name; raises KeyError for a name that is none."""
    found = 0
    for name in names:
        found |= BITS[name]
    return found


def names_of(number: int) -> list[str]:
    """The permissions in a number, by name."""
    return [name for name, bit in BITS.items() if number & bit]


MEMBERS = bits_of(
    "view_channel send_messages embed_links attach_files read_message_history use_external_emojis connect "
    "use_application_commands create_public_threads send_messages_in_threads".split()
)
"""What everybody may do in a new server."""

BOTS = MEMBERS
"""What our bot asks for is within what everybody may do."""
