"""Discord's types of channels, as numbers.

https://docs.discord.com/developers/resources/channel#channel-object-channel-types
"""

from __future__ import annotations

TEXT, ANNOUNCEMENT = 0, 5
DIRECT = frozenset((1, 3))
VOICES = frozenset((2, 13))
THREADS = frozenset((10, 11, 12))
FORUMS = frozenset((15, 16))

WRITABLE = frozenset((TEXT, ANNOUNCEMENT)) | VOICES | THREADS | FORUMS
"""Those of servers that posts can stand in."""
