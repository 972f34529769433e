"""From a mention in Slack to what a person sees first: our status, or first words.

    python -m tests.bench.slack                       100 mentions one after the other, then 8 at once; a minute

The whole chain runs: a local Slack on a real socket (`tests/fakes/slack`), slack_bolt in Socket Mode, the flows and a
store on disk with 2,000 invented articles and their index. Slack's own pace is kept: a message a second in a channel.
The local Slack works in this process too, so its own work is in the times; the way to the real one is not.
"""

from __future__ import annotations

import asyncio
import time

import structlog

from bot.platforms.slack.access import Access
from bot.platforms.slack.slack import Slack
from bot.store.inbox import inbox_of
from tests.bench.mentions import CHANNELS, Seen, an_archive, answering, measured
from tests.fakes.slack import FakeSlack
from tests.platforms.receptions import NotedReception


async def ask(slack: FakeSlack, channel: str, text: str) -> Seen:
    """Mention the bot and watch the thread."""
    start = time.perf_counter()
    ts = await slack.says("U1", channel, f"<@{slack.bot_user}> {text}", wait=False)

    def answered() -> bool:
        return any(message["text"] or message.get("blocks") for message in slack.messages(channel, ts))

    def reacted() -> bool:
        return any(status["thread_ts"] == ts for status in slack.statuses) or answered()

    await slack.until(reacted, 30)
    reaction = time.perf_counter()
    await slack.until(answered, 30)
    words = time.perf_counter()
    await slack.until(lambda: not any(message.get("streaming") for message in slack.messages(channel, ts)), 30)
    return Seen(1000 * (reaction - start), 1000 * (words - start))


async def main() -> None:
    async with an_archive() as (bench, asked), FakeSlack(time.time) as slack:
        for number in range(CHANNELS):
            slack.channel(f"C{number}", creator="U1", members=("U1",))
        inbox = inbox_of(bench.store, "bench")
        plug = Slack(
            Access(slack.bot_token, slack.app_token, api_url=slack.api_url),
            NotedReception(inbox=inbox),
        )
        await plug.start()
        await plug.hear()
        async with answering(plug, bench, inbox):
            await measured(lambda number, text: ask(slack, f"C{number}", text), asked, "the first reaction")


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    asyncio.run(main())
