"""Words of strangers through the whole bot: the front desk and the flows on the real store, posted to a local Slack.

Whatever articles, feeds, people and Slack itself say is shown and does nothing: it calls nobody, and leads nowhere but
to the sources.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, time
from typing import Any

import pytest

from bot.flows.correct import correct
from bot.flows.deliver import deliver
from bot.flows.listen import listen
from bot.flows.publish import publish
from bot.news.channels import Channel, Place
from bot.news.followed import Feed, FeedId, FeedState
from bot.news.types import FoundArticle
from bot.platforms.slack.slack import Slack
from bot.store.engine import open_store
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.pings import calls_in
from tests.flows.reception_scene import Scene
from tests.platforms.slack.plugged import listening
from tests.platforms.slack.reading import inside

EVIL = (
    "<!channel> <!here|here> <!subteam^S1|team> <@U1> <@U1|ada> <#C1|news> @channel @here @everyone "
    "<https://evil.test|click> https://evil.test/x [click](https://evil.test) *bold* _it_ `code` :tada: "
    "\u202eltr\u202c z\u200bero &lt;!channel&gt; &amp;lt;!here&amp;gt;"
)
SOURCE = "https://paper.example/ferry"
ARTICLE = (
    "A ferry with 214 passengers ran aground off <!channel> Port Selby on Monday, the :tada: coast guard said.\n\n"
    "“The engine <https://evil.test|failed> twice in an hour,” said captain Ines <@U1> Okafor. “Everyone is safe.”\n\n"
    "The operator, *Selby* <!here> Lines, said it would refund all 300 tickets. Two tugs reached the ship before noon.\n\n"
    f"{EVIL}"
)
NEWS = Place("slack", "C1")
CODE = re.compile(r":[a-z0-9_+'-]{2,}:")


def harm_in(said: Any, allowed: set[str]) -> Iterator[str]:
    """What of a call's arguments would call somebody, draw something, or lead elsewhere than the sources."""
    yield from calls_in(said)
    for one in inside(said):
        kind = one.get("type")
        own = kind == "channel" and one.get("channel_id") == NEWS.channel  # on the page, of the channel itself
        if kind in ("user", "usergroup", "broadcast", "channel", "emoji", "image") and not own:
            yield str(one)
        for name in ("url", "image_url", "thumb_url", "title_link"):
            if one.get(name) and one[name].partition("#")[0] not in allowed:
                yield f"{name} {one[name]}"
        for name in ("text", "markdown_text"):
            text = one.get(name)
            if not isinstance(text, str) or kind in ("text", "plain_text", "link"):
                continue
            for found in re.findall(r"<([^<>|]*)[^<>]*>", text.replace("\\<", "")):
                if found.partition("#")[0] not in allowed:
                    yield f"{name} holds <{found}>"
            yield from CODE.findall(text)
        if one.get("link_names") or one.get("parse") not in (None, "none"):
            yield "names are made mentions"


class Hostile:
    """A workspace with our bot in it, and a scene of hostile articles and feeds."""

    def __init__(self, slack: FakeSlack, plug: Slack, scene: Scene) -> None:
        self.slack, self.plug, self.scene = slack, plug, scene

    async def arrives(self, text: str = ARTICLE, key: str = "ferry") -> None:
        await self.scene.arrives(
            FoundArticle(key, text, f"Ferry {EVIL} runs aground", f"Post {EVIL}"[:90], f"https://paper.example/{key}")
        )

    async def posted(self) -> str:
        """An edition is written and delivered; the first message of it."""
        channel = Channel("slack:C1", NEWS, (time(8),), frozenset(range(7)), "UTC", owner="U1", topics=(EVIL[:35],))
        await self.scene.kept.set_channel(channel, "U1", self.scene.now)
        channel = replace(channel, topics=())
        assert await publish(channel, "2026-03-02T08:00 UTC", self.scene.room, self.scene.now)
        await self.delivers()
        return str(self.slack.messages("C1")[0]["ts"])

    async def delivers(self) -> None:
        async def owner(_: Place) -> str | None:
            return "U1"

        await deliver(self.scene.store, {"slack": self.plug}, lambda: self.scene.now, owner, self.scene.room.reading)

    async def told(self, count: int) -> None:
        await self.slack.until(lambda: len(self.slack.ephemerals) >= count)

    def harm(self) -> list[str]:
        said = [call.arguments for call in self.slack.calls]
        return [*map(str, self.slack.pings), *harm_in(json.loads(json.dumps(said)), {SOURCE})]


@pytest.fixture
async def hostile() -> AsyncIterator[Hostile]:
    async with FakeSlack(rates=False) as slack, opened(slack) as made:
        yield made
        assert made.harm() == []
        assert not slack.complaints


@asynccontextmanager
async def opened(slack: FakeSlack) -> AsyncIterator[Hostile]:
    slack.person("U1", EVIL)
    slack.channel("C1", "news", creator="U1", members=("U1", "U2"))
    store = await open_store("sqlite://")
    scene = Scene(store)
    try:
        async with listening(slack, scene.desk) as plug:  # type: ignore[arg-type]
            yield Hostile(slack, plug, scene)
    finally:
        await store.close()


async def test_a_brief_its_buttons_and_its_correction(hostile: Hostile) -> None:
    await hostile.arrives()
    ts = await hostile.posted()
    slack = hostile.slack
    for number, name in enumerate(("sources", "why", "follow"), 1):
        await slack.presses("U1", "C1", ts, name)
        await hostile.told(number)
    said = [m for m in (*slack.messages("C1"), *slack.messages("C1", ts)) if "evidence" in str(m)]
    pressed = 0
    for message in said:
        for one in inside(message["blocks"]):
            action = str(one.get("action_id", ""))
            values = [o["value"] for o in one.get("options", ())] or [one.get("value")]
            if action.startswith("evidence"):
                await slack.presses("U1", "C1", message["ts"], action, values[0])
                pressed += 1
                await hostile.told(3 + pressed)
    assert pressed
    await hostile.arrives(ARTICLE.replace("214", "215").replace("twice", "once"))
    assert await correct(hostile.scene.store, {"slack": hostile.plug}, hostile.scene.now)


async def test_orders_forms_and_the_page(hostile: Hostile) -> None:
    await hostile.arrives()
    await hostile.posted()
    slack, scene = hostile.slack, hostile.scene
    feed = Feed(FeedId("evil"), f"https://feeds.example/{'x' * 30}?<!channel>", None)
    await scene.feeds.follow([feed], "hand", scene.now)
    trouble = f"what came is no feed: {EVIL}"
    await scene.feeds.save_states(
        [FeedState(feed.id, scene.now, failures=4, failing_since=scene.now, trouble=trouble, title=EVIL)]
    )
    orders = (
        EVIL, f"topics {EVIL}", f"times {EVIL}", f"sources {EVIL}", f"why {SOURCE}", f"why https://x.test/{EVIL}",
        "sources https://user:pass@evil.test/feed", "topics :tada:, <!channel>", f"sources https://evil.test/{EVIL}",
    )  # fmt: skip
    for number, words in enumerate(orders, 1):
        await slack.commands("U1", "C1", words)
        await hostile.told(number)
    for form in ("sources", "topics", "times", "subscribe"):
        await slack.commands("U1", "C1", form)
        await slack.until(lambda form=form: any(v["callback_id"] == form for v in slack.views.values()))  # type: ignore[misc]
    (view,) = (name for name, v in slack.views.items() if v["callback_id"] == "subscribe")
    fields = {"times": EVIL, "zone": EVIL, "topics": "-x, x", "feed": EVIL}
    assert json.dumps(await slack.submits("U1", view, fields))
    await slack.opens_home("U1")
    await slack.until(lambda: "U1" in slack.homes)
    assert "evil.test" in str(slack.homes["U1"])


async def test_questions_and_answers(hostile: Hostile) -> None:
    await hostile.arrives()
    ts = await hostile.posted()
    slack = hostile.slack

    def clock(_: Place) -> datetime:
        return hostile.scene.now

    talk = asyncio.create_task(listen(hostile.plug, hostile.scene.room, hostile.scene.inbox, clock))
    for words in (f"how many passengers {EVIL}?", f"who is <@U1> {EVIL}?"):
        asked = await slack.says("U2", "C1", f"<@{slack.bot_user}> {words}", ts)
        await slack.until(answered(slack, "C1", ts, asked), 10)
    begun = await slack.says("U2", "U2", f"how many passengers {EVIL}?")
    await slack.until(answered(slack, "U2", begun, begun), 10)
    await slack.presses("U2", "C1", ts, "ask")
    await slack.until(lambda: slack.views)
    await slack.submits("U2", next(iter(slack.views)), {"question": f"{EVIL} who said so?"})
    await slack.until(lambda: "asks:" in str(slack.messages("C1", ts)))
    await hostile.plug.close()
    await talk


def answered(slack: FakeSlack, channel: str, thread: str, asked: str) -> Callable[[], bool]:
    return lambda: any(
        m["user"] == slack.bot_user and m["ts"] > asked and not m.get("streaming")
        for m in slack.messages(channel, thread)
    )


async def test_words_of_slack_itself_in_trouble(hostile: Hostile) -> None:
    await hostile.arrives()
    slack = hostile.slack
    slack.troubles.add("chat.postMessage", f"error:{EVIL}", channel="C1")
    channel = Channel("slack:C1", NEWS, (time(8),), frozenset(range(7)), "UTC", owner="U1")
    assert await publish(channel, "2026-03-02T08:00 UTC", hostile.scene.room, hostile.scene.now)
    await hostile.delivers()
    await slack.until(lambda: slack.messages("U1"))  # its owner is told
    slack.troubles.add("chat.postEphemeral", f"error:{EVIL}")
    await slack.commands("U1", "C1", "help")
    await slack.until(lambda: len(slack.messages("U1")) + len(slack.ephemerals) >= 2)
