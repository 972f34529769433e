"""What is drawn in a real browser: nothing sticks out, text from outside stays text, and no picture is empty.

Skipped where there is no browser or no playwright; how to get them is said in draw.py.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from bot.news.showing.shown import CardFigure, CardLine, CardQuote, CardSource
from bot.platforms.slack.briefs import brief_messages
from tests.pictures.browser import Screen, missing, screen
from tests.pictures.draw import HERE, as_scene
from tests.pictures.scenes import kept_scenes
from tests.pictures.slack_scenes import post, scene
from tests.platforms.cards import BRIEF

SNAPSHOTS = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((HERE.parent / "platforms" / "snapshots" / "slack").glob("*.json"))
}
KEPT = ("slack_brief", "slack_answer", "slack_evidence", "slack_subscribe", "slack_home")
HOSTILE = (
    "<!channel> <@U0ADA> @everyone *bold* _it_ ~no~ `code` :tada: &lt;!here&gt; <https://evil.example|click> "
    "<script>document.title='gone'</script> <img src=x onerror=alert(1)> https://evil.example www.evil.example"
)

in_a_browser = [pytest.mark.skipif(bool(missing()), reason=missing()), pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def page() -> AsyncIterator[Screen]:
    async with screen() as drawn:
        yield drawn


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def scenes() -> dict[str, dict[str, Any]]:
    return await kept_scenes()


async def looks_right(page: Screen) -> None:
    assert await page.overflowing() == []
    assert await page.count(".unknown") == 0, "each block is one that the page can draw"
    assert await page.count(".ping") == 0
    assert await page.count(".emoji_code") == 0
    assert len((await page.text()).split()) > 5
    assert len(await page.picture()) > 5_000


class TestInABrowser:
    pytestmark = in_a_browser

    @pytest.mark.parametrize("name", KEPT)
    async def test_what_is_kept_as_a_picture_looks_right(
        self, name: str, page: Screen, scenes: dict[str, dict[str, Any]]
    ) -> None:
        await page.draw(scenes[name])
        await looks_right(page)

    @pytest.mark.parametrize("name", SNAPSHOTS)
    async def test_each_snapshot_looks_right(self, name: str, page: Screen) -> None:
        await page.draw(as_scene(SNAPSHOTS[name]))
        assert await page.overflowing() == []
        assert await page.count(".unknown") == 0
        assert await page.count(".ping") == 0
        assert await page.count(".emoji_code") == 0

    async def test_hostile_text_in_a_brief_is_read_as_it_stands(self, page: Screen) -> None:
        source = CardSource(1, HOSTILE, HOSTILE, "https://post.example/a", (1,), ("https://post.example/a#:~:text=a",))
        card = replace(
            BRIEF,
            headline=HOSTILE,
            lead=(CardLine(HOSTILE, (1,)),),
            figures=(CardFigure("7", HOSTILE[:90], HOSTILE[:100], 1),),
            quotes=(CardQuote(HOSTILE, HOSTILE[:100], 1),),
            points=(CardLine(HOSTILE, (1,)),),
            claims=(),
            sources=(source,),
            footer=HOSTILE,
        )
        await page.draw(scene(post(brief_messages(card), "8:00 AM")))

        assert await page.overflowing() == []
        assert await page.count("#screen :is(.ping, .emoji_code, script, img)") == 0
        assert await page.count("#screen a") == await page.count('#screen a[href^="https://post.example/"]') > 0
        seen = (await page.text()).replace("\u2060", "")
        for words in (
            "<!channel>",
            "<@U0ADA>",
            ":tada:",
            "<script>",
            "onerror=alert(1)",
            "<https://evil.example|click>",
        ):
            assert seen.count(words) >= 3, words

    async def test_a_word_of_any_length_stays_inside(self, page: Screen) -> None:
        long = "Rindfleischetikettierung" * 12
        fields = [{"type": "mrkdwn", "text": f"*{long}*"}, {"type": "plain_text", "text": "الخبر " * 60}]
        accessory = {"type": "button", "text": {"type": "plain_text", "text": long[:75]}, "action_id": "a"}
        blocks: list[dict[str, Any]] = [
            {"type": "header", "text": {"type": "plain_text", "text": long[:150]}},
            {"type": "section", "fields": fields, "accessory": accessory},
            {"type": "context", "elements": [{"type": "plain_text", "text": long}]},
        ]
        await page.draw(as_scene(blocks))
        assert await page.overflowing() == []

    async def test_what_would_ping_or_format_is_seen_to(self, page: Screen) -> None:
        mrkdwn = "<!channel> <@U1> *bold* :tada: <https://a.example|words> &lt;!here&gt;"
        block = {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn}}
        await page.draw(as_scene({"blocks": [block, {"type": "made_up"}]}))

        assert await page.count(".ping") == 2
        assert await page.count(".emoji_code") == 1
        assert await page.count("b") == 1
        assert await page.count(".unknown") == 1
        assert "words" in await page.text("a")
        assert "<!here>" in await page.text()


@pytest.mark.parametrize(
    ("held", "frames"),
    [
        ({"blocks": [], "text": "a"}, 1),
        ([{"blocks": [], "text": "a"}, {"blocks": [], "text": "b"}], 1),
        ([{"type": "divider"}], 1),
        ({"type": "home", "blocks": []}, 1),
    ],
)
def test_messages_threads_blocks_and_views_can_be_drawn(held: Any, frames: int) -> None:
    assert len(as_scene(held)["frames"]) == frames


@pytest.mark.parametrize("held", [None, 7, [], {}, {"a": 1}, ["a"]])
def test_what_is_neither_is_said_to_be_so(held: Any) -> None:
    with pytest.raises(ValueError, match="neither"):
        as_scene(held)


@pytest.mark.parametrize("name", KEPT)
def test_the_pictures_that_are_kept_are_small(name: str) -> None:
    picture = (HERE / f"{name}.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 150_000
