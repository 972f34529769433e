"""A session on a real terminal for the tests: says back what it hears."""

import asyncio
import sys

from bot.news.showing.shown import NoticeCard
from bot.platforms.terminal import PLACE, Terminal


async def main() -> None:
    terminal = Terminal(sys.stdin, sys.stdout, interactive=True)
    events = set()
    async for mention in terminal.mentions():
        events.add(mention.event)
        await terminal.send(NoticeCard(f"heard <{mention.text}> {len(events)}"), PLACE, key=mention.event)
    await terminal.close()
    print("ended", flush=True)


asyncio.run(main())
