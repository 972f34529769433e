"""`factbox forget`: removes what a person asked and was answered."""

from __future__ import annotations

import sys

from bot.platforms.discord.access import PLATFORM as DISCORD
from bot.platforms.discord.access import person_id
from bot.platforms.screen_text import clean, spell
from bot.settings import Settings
from bot.store.engine import open_store


async def forget_person(settings: Settings, author: str, platform: str | None = None) -> int:
    """Forget a person, named by the platform's own id, on one platform or on all; 0, also where nothing was stored.

    Raises `Unavailable` where the store cannot be used, or holds the words in use: then ask again.
    """
    store = await open_store(settings.store_address())
    try:
        turns = await store.forget_author(author, platform)
        if author.isdecimal() and platform in (None, DISCORD):
            turns += await store.forget_author(person_id(author), DISCORD)
    finally:
        await store.close()
    where = f" on {platform}" if platform else ""
    told = f"Removed {turns:,} turn{'' if turns == 1 else 's'} of" if turns else "Nothing is stored of"
    print(spell(clean(f"{told} {author}{where}."), sys.stdout.encoding or "ascii"))
    return 0
