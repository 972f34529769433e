"""Discord's messages drawn in a real browser: nothing sticks out, text from outside stays text, no picture is empty."""

from __future__ import annotations

import json
import random
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from bot.news.channels import Dress
from bot.news.showing.shown import (
    AnswerCard,
    BriefCard,
    Card,
    CardFigure,
    CardLine,
    CardQuote,
    CardSource,
    EvidenceCard,
    NoticeCard,
)
from bot.platforms.discord.messages import messages_of
from tests.pictures.browser import Screen, missing, screen
from tests.pictures.discord_scenes import KEY, frame, post, scene
from tests.pictures.draw import HERE, as_scene
from tests.pictures.scenes import kept_scenes

KEPT = ("discord_brief", "discord_answer", "discord_evidence", "discord_subscribe", "discord_phone")
SNAPSHOTS = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((HERE.parent / "platforms" / "snapshots" / "discord").glob("*.json"))
}
DRESSES = (Dress(accent="#1f6feb"), Dress(plain=True))
OURS = "https://post.example/"
HOSTILE = (
    "@everyone <@123456789012345678> <@&123456789012345678> <#123456789012345678> </brief now:123456789012345678>",
    "<t:1618953630:R> <:tada:123456789012345678> :tada: ||spoiler|| ~~no~~ __u__ `code` ```block```",
    "**bold** *italic* _under_ ***both*** [click](https://evil.example) [click](<https://evil.example>)",
    "https://evil.example <https://evil.example> www.evil.example discord.gg/evil <ada@evil.example> <+4912345678>",
    "# Heading", "## Heading", "-# small", "> quote", ">>> all of it", "- item", "* item", "+ item", "2019. item", "1) item",
    "<script>document.title='gone'</script> <img src=x onerror=alert(1)> &lt;b&gt;",
    "ends in \\", "\\", "*", "_", "`", "](https://evil.example)", "[", "]", "[3](https://evil.example)", "🎉 [a](https://evil.example)",
)  # fmt: skip
FORMS = "h1, h2, h3, small, blockquote, ol, code, pre, i, b, u, s, a, .spoiler, .mention, .timestamp, .emoji_code"
JOINERS = "\u2060\u200b"

pytestmark = [pytest.mark.asyncio(loop_scope="module")]
in_a_browser = pytest.mark.skipif(bool(missing()), reason=missing())


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def page() -> AsyncIterator[Screen]:
    async with screen() as drawn:
        yield drawn


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def scenes() -> dict[str, dict[str, Any]]:
    return await kept_scenes()


async def looks_right(page: Screen) -> None:
    assert await page.overflowing() == []
    assert await page.count(".unknown") == 0, "each component is one that the page can draw"
    assert await page.count(".said:has(.tag) :is(.ping, .emoji_code, .spoiler, .timestamp)") == 0
    assert len((await page.text()).split()) > 5
    assert len(await page.picture()) > 5_000


def read(seen: str) -> str:
    """Words as they are seen: without what only parts signs, in one line."""
    return " ".join(seen.translate(dict.fromkeys(map(ord, JOINERS))).split())


def mixed(count: int) -> list[str]:
    """Hostile texts run into each other, the same ones each time."""
    dice = random.Random(7)
    return [dice.choice(("", " ", "\n", "a")).join(dice.choices(HOSTILE, k=3)) for _ in range(count)]


@in_a_browser
@pytest.mark.parametrize("name", KEPT)
async def test_what_is_kept_as_a_picture_looks_right(name: str, page: Screen, scenes: dict[str, Any]) -> None:
    await page.draw(scenes[name])
    await looks_right(page)


@in_a_browser
@pytest.mark.parametrize("name", SNAPSHOTS)
@pytest.mark.parametrize("width", [700, 360])
async def test_each_snapshot_looks_right_on_a_desk_and_on_a_phone(name: str, width: int, page: Screen) -> None:
    await page.draw({**as_scene(SNAPSHOTS[name]), "width": width, "theme": "light" if width == 360 else "dark"})
    await looks_right(page)


@in_a_browser
@pytest.mark.parametrize("dress", DRESSES, ids=["new", "plain"])
async def test_hostile_words_stand_as_they_are(dress: Dress, page: Screen) -> None:
    """Said of notices, for all their words are text but a dash before a line: nothing links, calls, hides or is lost."""
    held = [*HOSTILE, *mixed(300)]
    await page.draw(scene(*(frame(messages_of(NoticeCard(words), KEY, dress)[0], "8:00 AM") for words in held)))

    assert await page.count(f".content :is({FORMS})") == 0
    told = [re.sub("^- ", "", words, flags=re.MULTILINE) for words in held]
    assert [read(seen) for seen in await page.texts(".content")] == [read(words) for words in told]


@in_a_browser
@pytest.mark.parametrize("words", [*HOSTILE, *mixed(20)])
async def test_in_a_brief_they_stay_in_the_style_that_we_gave_them(words: str, page: Screen) -> None:
    source = CardSource(1, f"The {words}", f"An {words}", f"{OURS}a", (1,), (f"{OURS}a#:~:text=a",), None, ("a:1:2",))
    card = BriefCard(
        headline=f"The {words}",
        lead=(CardLine(words, (1,)),),
        figures=(CardFigure("7", words, words, 1),),
        quotes=(CardQuote(f"What {words}", words, 1),),
        points=(CardLine(words, (1,)),),
        claims=(CardLine(words, (1,)),),
        sources=(source, replace(source, number=2, marks=(), links=(), pointers=())),
        footer=words,
    )
    proof = EvidenceCard(1, ((f"{words} ", False), (words, True), (f" {words}", False)), source)
    for dress in DRESSES:
        drawn: list[Card] = [card, AnswerCard((CardLine(words, (1,)),), words, (), (source,)), proof]
        await page.draw(scene(*(post(messages_of(each, KEY, dress), "8:00 AM") for each in drawn)))

        assert await page.overflowing() == []
        strange = ".mention, .emoji_code, .timestamp, .spoiler, script, img, pre, code, u, s"
        assert await page.count(f".content :is({strange})") == 0
        links = await page.count(".content a")
        assert links == await page.count(f'.content a[href^="{OURS}"]') > 0
        seen = read(await page.text())
        assert f"]({OURS}" not in seen, "each link of ours is one"
        assert seen.count(read(words)) >= 8
        assert read(words) in [read(bold) for bold in await page.texts(".content b")], "the evidence, whole"
        assert read(words) in [read(said) for said in await page.texts("blockquote i")], "who said it, whole"


@in_a_browser
async def test_a_word_of_any_length_stays_inside(page: Screen) -> None:
    long, right = "Rindfleischetikettierung" * 12, "الخبر " * 60
    button = {"type": 2, "style": 2, "label": long[:80], "custom_id": "a"}
    menu = {"type": 3, "custom_id": "b", "placeholder": long[:150], "options": [{"label": long[:100], "value": "a"}]}
    texts = [{"type": 10, "content": f"{sign}{long}"} for sign in ("## ", "-# ", "- ", "> ", "")]
    section = {"type": 9, "components": texts[:3], "accessory": button}
    rows = [{"type": 1, "components": [button] * 3}, {"type": 1, "components": [menu]}]
    embed = {"title": long[:256], "description": long, "fields": [{"name": long, "value": right, "inline": True}] * 3}
    message = {
        "components": [{"type": 17, "accent_color": 1, "components": [*texts, section, *rows]}],
        "embeds": [embed],
    }
    for width in (700, 360):
        frames = [{**message, "open": "b", "to": long, "thread": {"name": long, "messages": [message]}}]
        await page.draw(scene(*frames, width=width))
        assert await page.overflowing() == []


@in_a_browser
async def test_what_would_ping_or_format_is_seen_to(page: Screen) -> None:
    """The page does not hide a mistake: what Discord would draw of it, it draws."""
    words = "@everyone <@&3> **bold** :tada: ||a|| <t:0:R> [words](https://evil.example)"
    await page.draw(scene({"components": [{"type": 10, "content": words}, {"type": 99}]}))

    for selector, count in {
        ".ping": 2,
        ".emoji_code": 1,
        "b": 1,
        ".spoiler": 1,
        ".timestamp": 1,
        ".unknown": 1,
    }.items():
        assert await page.count(f".content {selector}") == count, selector
    assert await page.text("a") == "words"


@in_a_browser
async def test_forms_forums_and_commands_can_be_drawn(page: Screen) -> None:
    choice = {"type": 3, "custom_id": "zone", "options": [{"label": "Europe/Berlin", "value": "b", "default": True}]}
    form = {
        "title": "Briefs in this channel",
        "custom_id": "fb:subscribe",
        "components": [
            {"type": 10, "content": "What is new comes **here**."},
            {
                "type": 18,
                "label": "Topics",
                "component": {"type": 4, "custom_id": "topics", "style": 1, "value": "world"},
            },
            {"type": 18, "label": "Zone", "description": "Where you live", "component": choice},
        ],
        "errors": {"topics": "No such topic."},
    }
    forum = {
        "type": "forum",
        "name": "news",
        "posts": [{"title": "Fire", "tags": ["World"], "by": "Factbox", "words": "A fire", "count": 3, "time": "1h"}],
    }
    options = [{"name": "times", "description": "When", "value": "08:00"}, {"name": "feed", "description": "A feed"}]
    command = {
        "type": "command",
        "name": "brief subscribe",
        "options": options,
        "typing": "feed",
        "choices": ["Coast Radio"],
    }
    await page.draw(scene(form, forum, command))

    await looks_right(page)
    seen = await page.text()
    for words in (
        "Briefs in this channel",
        "No such topic.",
        "Europe/Berlin",
        "World",
        "Fire",
        "/brief subscribe",
        "Coast",
    ):
        assert words in seen


@pytest.mark.parametrize("held", [{"components": []}, {"embeds": []}, [{"components": []}, {"components": []}]])
async def test_messages_of_discord_are_known_as_such(held: Any) -> None:
    found = as_scene(held)
    assert found["page"] == "discord"
    assert len(found["frames"]) == 1


@pytest.mark.parametrize("name", KEPT)
async def test_the_pictures_that_are_kept_are_small(name: str) -> None:
    picture = (HERE / f"{name}.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 150_000
