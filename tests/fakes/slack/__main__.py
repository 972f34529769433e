"""`python -m tests.fakes.slack --port 8765`: a local Slack to try the bot against by hand, on the real clock.

It prints its address and tokens, has a channel #news (C1) with U1 in it, and is played through /control (`control.py`).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time

from tests.fakes.slack.fake import FakeSlack


async def serve(port: int) -> None:
    """Run until interrupted."""
    async with FakeSlack(time.time, port=port) as slack:
        slack.channel("C1", name="news", members=("U1", "U2"))
        words = {"api_url": slack.api_url, "bot_token": slack.bot_token, "app_token": slack.app_token}
        print(
            json.dumps(
                words
                | {"signing_secret": slack.signing_secret, "port": port or int(slack.workspace.url.rpartition(":")[2])}
            ),
            flush=True,
        )
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.slack", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 for any that is free")
    try:
        asyncio.run(serve(parser.parse_args().port))
    except KeyboardInterrupt:
        print("Gone.")
