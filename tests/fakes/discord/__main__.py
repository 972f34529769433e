"""`python -m tests.fakes.discord --port 8766`: a local Discord to try the bot against by hand, on the real clock.

It prints its address, token and ids: a server with a channel #news and two people, Ana who manages it and Ben, and is
played through /control (`control.py`).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time

from tests.fakes.discord.fake import FakeDiscord


async def serve(port: int, rates: str) -> None:
    """Run until interrupted."""
    async with FakeDiscord(time.time, port=port, rates=rates) as discord:
        guild = discord.guild("Desk")
        words = {
            "api_url": discord.api_url,
            "token": discord.token,
            "bot_user": discord.bot_user,
            "guild": guild,
            "channel": discord.channel(guild, "news"),
            "manager": discord.person("Ana", guild, ("manage_channels",)),
            "guest": discord.person("Ben", guild),
        }
        print(json.dumps(words), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.discord", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 for any that is free")
    parser.add_argument("--rates", choices=("fast", "real", "none"), default="real", help="how rate limits are counted")
    arguments = parser.parse_args()
    try:
        asyncio.run(serve(arguments.port, arguments.rates))
    except KeyboardInterrupt:
        print("Gone.")
