"""Where a message or a press on Discord belongs: to a brief, a thread, a direct message, or a thread not begun yet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest

from bot.news.channels import Place
from bot.news.showing.shown import NoticeCard
from bot.platforms.discord.whereabouts import place_of_press
from tests.platforms.cards import BRIEF
from tests.platforms.discord.plugged import Desk, a_desk, heard, listening

NOTICE = NoticeCard("The port is shut.")


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with a_desk() as made:
        yield made


def first_id(desk: Desk, channel: str, message: str) -> str:
    """Of the first thing to press under a message."""
    return str(desk.fake.components(channel, message)[0]["custom_id"])


async def pressed(desk: Desk, plug: Any, channel: str, message: str) -> Place:
    """Where Ana's press under a message belongs."""
    places: list[Place] = []

    async def on_interaction(interaction: discord.Interaction[Any]) -> None:
        places.append(place_of_press(interaction))
        await interaction.response.defer()

    plug.client.event(on_interaction)
    await desk.fake.presses(desk.ana, channel, message, first_id(desk, channel, message), wait=False)
    await desk.fake.until(lambda: places)
    return places[0]


async def replied(desk: Desk, plug: Any, channel: str, message: str) -> Place:
    """Where Ana's reply to a message belongs."""
    await desk.fake.says(desk.ana, channel, f"{desk.us} why?", reply_to=message)
    (mention,) = await heard(plug)
    return mention.place


async def test_a_brief_in_a_channel_has_its_thread_before_that_exists(desk: Desk) -> None:
    async with listening(desk) as plug:
        head = await plug.send(BRIEF, desk.place(), key="k")
        for message in desk.fake.messages(desk.news):
            assert await pressed(desk, plug, desk.news, message["id"]) == desk.place(head)
        assert await replied(desk, plug, desk.news, head) == desk.place(head)
        for piece in desk.fake.messages(head):
            assert await pressed(desk, plug, head, piece["id"]) == desk.place(head)
            assert await replied(desk, plug, head, piece["id"]) == desk.place(head)


async def test_a_brief_posted_into_a_thread_is_a_place_of_its_own(desk: Desk) -> None:
    thread = desk.fake.thread(desk.news, "talk", desk.ben)
    async with listening(desk) as plug:
        head = await plug.send(BRIEF, Place("discord", thread), key="k")
        for piece in desk.fake.messages(thread):
            assert await pressed(desk, plug, thread, piece["id"]) == Place("discord", thread, head)
            assert await replied(desk, plug, thread, piece["id"]) == Place("discord", thread, head)
        about = await plug.send(NOTICE, Place("discord", thread, head), key="k2")
        assert await replied(desk, plug, thread, about) == Place("discord", thread, head)
        beside = await plug.send(NOTICE, desk.place(thread), key="k3")
        assert await replied(desk, plug, thread, beside) == desk.place(thread)


async def test_a_post_in_a_forum_is_a_thread_of_that_forum(desk: Desk) -> None:
    forum = desk.fake.channel(desk.guild, "stories", kind="forum")
    async with listening(desk) as plug:
        head = await plug.send(BRIEF, Place("discord", forum), key="k")
        for piece in desk.fake.messages(head):
            assert await pressed(desk, plug, head, piece["id"]) == Place("discord", forum, head)
        post = desk.fake.thread(forum, "why is the port shut", desk.ben)
        assert await replied(desk, plug, post, post) == Place("discord", forum, post)


async def test_a_brief_in_direct_messages(desk: Desk) -> None:
    person = f"@{desk.ana}"
    async with listening(desk) as plug:
        head = await plug.send(BRIEF, Place("discord", person), key="k")
        direct = desk.fake.dm(desk.ana)
        for message in desk.fake.messages(direct):
            assert await pressed(desk, plug, direct, message["id"]) == Place("discord", person, head)
            assert await replied(desk, plug, direct, message["id"]) == Place("discord", person, head)
        await desk.fake.says(desk.ana, desk.ana, "and what else?")
        assert [m.place for m in await heard(plug)] == [Place("discord", person)]


async def test_where_no_thread_can_be_begun_what_replies_to_one_message_is_its_thread(desk: Desk) -> None:
    desk.fake.deny(desk.news, "create_public_threads")
    async with listening(desk) as plug:
        asked = await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
        (mention,) = await heard(plug)
        answer = await plug.send(NOTICE, mention.place, key="k")
        assert not desk.fake.threads(desk.news)
        assert await replied(desk, plug, desk.news, answer) == desk.place(asked)
        head = await plug.send(BRIEF, desk.place(), key="k2")
        for message in desk.fake.messages(desk.news)[-2:]:
            if message["author"]["id"] == desk.fake.bot_user:
                assert await pressed(desk, plug, desk.news, message["id"]) == desk.place(head)


async def test_an_order_is_given_in_a_channel_a_thread_or_directly(desk: Desk) -> None:
    thread = desk.fake.thread(desk.news, "talk", desk.ben)
    places: list[Place] = []

    async def on_interaction(interaction: discord.Interaction[Any]) -> None:
        places.append(place_of_press(interaction))

    async with listening(desk) as plug:
        await desk.fake.until(lambda: desk.fake.commands)
        plug.client.event(on_interaction)
        for channel in (desk.news, thread, desk.ana):
            await desk.fake.orders(desk.ana, channel, "brief help", wait=False)
        await desk.fake.until(lambda: len(places) == 3)
    assert places == [desk.place(), desk.place(thread), Place("discord", f"@{desk.ana}")]
