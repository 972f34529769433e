"""The whole trace of an article in every channel, and of an edition, as `factbox why` prints it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta

import pytest
from structlog.testing import capture_logs

from bot.flows.correct import correct
from bot.flows.deliver import deliver
from bot.flows.poll import poll_due
from bot.flows.publish import publish
from bot.flows.tell import Window
from bot.flows.trace_words import trace_words
from bot.flows.whole_trace import ArticleTrace, EditionTrace, Tracing, trace_of
from bot.news.channels import Channel, Edition, Place, Quiet
from bot.news.followed import Feed, FeedAnswer, FeedDocument, FeedId
from bot.news.sightings import sightings
from bot.news.slots import due_at
from bot.news.stories import Placed
from bot.ports import Rejected, Spending
from bot.store.engine import open_store
from bot.store.story_paths import paths_of
from tests.fakes import FakeWeb
from tests.flows.reception_scene import AGAIN, BO, FERRY, STRIKE, Scene
from tests.flows.test_reception_why import item, shows

FEED = Feed(FeedId("post"), "https://selby.test/feed", "The Selby Post", topics=("world",), full_text=False)
OTHER = Feed(FeedId("radio"), "https://radio.test/feed", "Coast Radio", topics=("sport",), full_text=False)
FERRY_AT, COPY_AT, STRIKE_AT = "https://selby.test/ferry", "https://radio.test/ferry", "https://radio.test/strike"
SLOT = "2026-03-02T06:00 UTC"


def channel(name: str, **more: object) -> Channel:
    place = Place("fake", name.partition(":")[2])
    return Channel(name, place, (time(6), time(18)), frozenset(range(7)), "UTC", **more)  # type: ignore[arg-type]


DESK = channel("fake:desk")


@pytest.fixture
async def scenes() -> AsyncIterator[list[Scene]]:
    opened: list[Scene] = []
    yield opened
    for scene in opened:
        await scene.store.close()


async def scene_of(scenes: list[Scene], *channels: Channel) -> Scene:
    scene = Scene(await open_store("sqlite://"), channels)
    scenes.append(scene)
    return scene


async def trace(scene: Scene, what: str, only: str | None = None) -> ArticleTrace | EditionTrace:
    return await trace_of(what, Tracing(scene.room, scene.channels, paths_of(scene.store), scene.now, only))


async def said(scene: Scene, what: str, only: str | None = None) -> str:
    return "\n".join(line.words for line in trace_words(await trace(scene, what, only)))


async def fates(scene: Scene, what: str) -> dict[str, str]:
    found = await trace(scene, what)
    assert isinstance(found, ArticleTrace)
    return {each.channel: each.fate.kind for each in found.channels}


async def publishes(scene: Scene, *channels: Channel) -> None:
    for each in channels:
        await publish(each, SLOT, scene.room, scene.now)


async def test_every_fate_that_an_article_has_in_a_channel(scenes: list[Scene]) -> None:
    quiet = channel("fake:quiet", quiet=Quiet(time(5), time(9)))
    other = channel("fake:other", sources=("example.org",))
    scene = await scene_of(
        scenes,
        DESK,
        channel("fake:paused", paused=True),
        quiet,
        other,
        channel("fake:sport", topics=("world", "-sport")),
        channel("fake:sea", topics=("sea",)),
        channel("fake:late"),
    )
    await shows(scene, FEED, item(FERRY_AT), item("https://selby.test/old", STRIKE, "An old strike", hours=200))
    await publishes(scene, DESK)
    waits = {"fake:paused": "paused", "fake:quiet": "quiet", "fake:other": "sources", "fake:late": "waits"}
    topics = {"fake:sea": "topics", "fake:sport": "waits"}
    assert await fates(scene, FERRY_AT) == {"fake:desk": "told", **waits, **topics}
    assert set((await fates(scene, "https://selby.test/old")).values()) == {"old"}
    await shows(scene, OTHER, item(COPY_AT))
    assert await fates(scene, COPY_AT) == {"fake:desk": "told", **dict.fromkeys([*waits, *topics], "copy")}
    await shows(scene, OTHER, item("https://radio.test/again", AGAIN, "Selby Lines ferry runs aground off Port Selby"))
    await publish(DESK, "2026-03-02T07:00 UTC", scene.room, scene.now)
    assert (await fates(scene, "https://radio.test/again"))["fake:desk"] == "passed"
    await shows(scene, OTHER, item(STRIKE_AT, STRIKE, "Tram drivers in Lowmoor begin a strike"))
    assert (await fates(scene, STRIKE_AT))["fake:sport"] == "topics"
    words = await said(scene, FERRY_AT, "fake:quiet")
    assert words.endswith("fake:quiet (set in the file): It waits: these are quiet hours here, and they end at 09:00.")
    assert "fake:desk" not in words


async def test_what_so_much_is_due_before_that_no_edition_weighs_it(scenes: list[Scene]) -> None:
    scene = await scene_of(scenes, DESK)
    many = [item(f"https://selby.test/{n}", STRIKE, f"Word{n}", hours=0) for n in range(300)]
    seen = sightings(FEED, FeedDocument("rss 2.0", (item(FERRY_AT), *many)), False, scene.now)
    await scene.feeds.save_sightings(FEED.id, seen, scene.now)
    articles = await scene.store.archive(999)
    assert len(articles) == 301
    await scene.room.stories.save_placed([(each.id, Placed(each.id, None, ())) for each in articles])
    assert await fates(scene, FERRY_AT) == {"fake:desk": "beyond"}
    assert await fates(scene, "https://selby.test/299") == {"fake:desk": "waits"}


async def test_an_article_that_is_told_with_what_rests_on_it_and_how_it_was_posted(scenes: list[Scene]) -> None:
    scene = await scene_of(scenes, DESK)
    await shows(scene, FEED, item(FERRY_AT))
    await publishes(scene, DESK)
    assert "to be posted in fake:desk, due 2026-03-02 06:00:00, not tried yet" in await said(scene, FERRY_AT)
    scene.now += timedelta(minutes=5)
    await scene.delivered()
    await scene.press("follow", person=BO, channel="desk")
    words = await said(scene, f"<{FERRY_AT}?utm_source=mail>")
    for line in (
        "“Ferry runs aground off Port Selby”, The Selby Post",
        "First seen 2026-03-02 06:00:00 in the feed https://selby.test/feed.",
        "Its own page was not asked for: the feed's text was taken as it is.",
        "No other article tells it.",
        "fake:desk (set in the file): Told here in the edition of 2 March, 06:00.",
        f"Edition fake:desk {SLOT}: due 2026-03-02 06:00:00, written 2026-03-02 06:00:00 (in time)",
        "kept figure: 214 passengers",
        "posted 2026-03-02 06:05:00 (5 min late) in fake:desk, message m1, 1 try",
        "fake:U2 (no channel of the settings): They follow its story, and had read this when they began to.",
        "no delivery was owed: it was read in another channel",
    ):
        assert line in words, line
    scene.now += timedelta(hours=2)
    text = FERRY.replace("214", "241")
    seen = sightings(FEED, FeedDocument("rss 2.0", (item(FERRY_AT, text),)), False, scene.now)
    await scene.feeds.save_sightings(FEED.id, seen, scene.now)
    await correct(scene.store, {"fake": scene.platform}, scene.now)
    words = await said(scene, FERRY_AT)
    assert "2026-03-02 08:05:00  then the whole text from the feed" in words
    assert "its outlet has changed its words since" in words
    assert "1 try; the message says what was changed since" in words


async def test_an_edition_however_it_is_named(scenes: list[Scene]) -> None:
    scene = await scene_of(scenes, DESK, channel("fake:none"))
    await shows(scene, FEED, item(FERRY_AT))
    await shows(scene, OTHER, item(COPY_AT), item(STRIKE_AT, STRIKE, "Tram drivers in Lowmoor begin a strike"))
    await publishes(scene, DESK)
    await scene.room.stories.spend(scene.now.date(), f"fake:desk {SLOT}", "fake:desk", Spending("qwen", 900, 80, 0.25))
    scene.platform.failures = [Rejected("nobody may write there")]
    scene.now += timedelta(minutes=1)
    await scene.delivered()
    await publish(DESK, "2026-03-02T18:00 UTC", scene.room, scene.now)
    words = await said(scene, f"fake:desk {SLOT}")
    for line in (
        f"Edition fake:desk {SLOT}\nall times but the slot's are UTC\nDue 2026-03-02 06:00:00.\nWritten 2026-03-02 06:00:00 (in time).\n",
        "Model qwen: 900 tokens in, 80 out, 0.2500 in money.",
        "not posted in fake:desk, given up 2026-03-02 06:01:00 after 1 try: nobody may write there",
        "posted 2026-03-02 06:01:00 (1 min late) in fake:desk, message m1, 1 try",
        "from “Tram drivers in Lowmoor begin a strike”, Coast Radio (",
    ):
        assert line in words, line
    assert (words.count("given up"), words.count("message m1")) == (1, 1), "each under its own brief"
    for named in ("fake:desk", "fake:desk 06:00", "fake:desk 2026-03-02", f"fake:desk {SLOT} 1"):
        assert await said(scene, named) == words, named
    with pytest.raises(
        Rejected, match=r"fake:desk has no edition of '09:30'.* Its newest: \"fake:desk 2026-03-02T06:00"
    ):
        await trace(scene, "fake:desk 09:30")
    with pytest.raises(Rejected, match=r"fake:none has had no edition yet. The next one comes today at 18:00"):
        await trace(scene, "fake:none 08:00")


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("https://selby.test/fery", "No source has shown .* Did you mean https://selby.test/ferry?"),
        ("https://never.test/a", "No source has shown .* factbox feeds add never.test"),
        ("https://selby.test/", "is a site's front page"),
        (
            "fake:dsk 08:00",
            r"is no article's address or id, and no edition of a channel \(there is one named fake:desk\)",
        ),
        ("0" * 20, "is no article's address or id"),
        ("", "is no article's address or id"),
        ("x" * 100_000, "is no article's address or id"),
        ("javascript://\x1b]0;x", "No source has shown"),
    ],
)
async def test_what_is_not_known(scenes: list[Scene], what: str, words: str) -> None:
    scene = await scene_of(scenes, DESK)
    await shows(scene, FEED, item(FERRY_AT))
    with pytest.raises(Rejected, match=words):
        await trace(scene, what)


async def test_a_channel_that_is_not_there_is_refused(scenes: list[Scene]) -> None:
    scene = await scene_of(scenes, DESK)
    with pytest.raises(Rejected, match=r"No channel is named 'fake:dek': did you mean 'fake:desk'?"):
        await trace(scene, FERRY_AT, "fake:dek")


async def test_one_id_leads_through_the_log_from_the_feed_to_the_post(scenes: list[Scene]) -> None:
    scene = await scene_of(scenes, DESK)
    await scene.feeds.follow([FEED], "hand", scene.now)
    web = FakeWeb()
    web.feeds[FEED.url] = FeedAnswer(FeedDocument("rss 2.0", (item(FERRY_AT),)))

    async def due_of(edition: Edition) -> datetime | None:
        return due_at(DESK, edition.slot)

    with capture_logs() as lines:
        await poll_due(scene.feeds, web, lambda: scene.now)
        await Window(scene.room.stories).place(scene.now)
        await publishes(scene, DESK)
        scene.now += timedelta(minutes=2)
        await deliver(scene.store, {"fake": scene.platform}, lambda: scene.now, due_of=due_of)
    (article,) = await scene.store.archive(9)
    path = [line["event"] for line in lines if article.id in str(line)]
    assert [event for event in path if event in ("placed", "brief_written", "delivery_sent")] == [
        "placed",
        "brief_written",
        "delivery_sent",
    ]
    (sent,) = [line for line in lines if line["event"] == "delivery_sent"]
    assert (sent["story"], sent["articles"], sent["message"], sent["tries"]) == (article.id, [article.id], "m1", 1)
    assert (sent["edition"], sent["platform"], sent["seconds_late"]) == (f"fake:desk {SLOT}", "fake", 120.0)


async def test_a_flood_is_told_in_the_log_in_few_lines(scenes: list[Scene]) -> None:
    scene = await scene_of(scenes, DESK)
    with capture_logs() as lines:
        await shows(scene, FEED, *(item(f"https://selby.test/{n}", f"Word{n} {n}", f"Ship{n}") for n in range(205)))
    placed = [line["event"] for line in lines]
    assert (placed.count("flood_placed"), placed.count("placed")) == (1, 5)
