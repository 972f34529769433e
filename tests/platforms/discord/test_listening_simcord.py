"""The same ears on another Discord: simcord, which others made, with its own forwards, edits and webhooks."""

from __future__ import annotations

import asyncio

import discord
import simcord

from bot.news.channels import Mention, Place
from bot.news.showing.shown import AnswerCard, CardLine
from bot.platforms.discord.access import Access
from bot.platforms.discord.discord import Discord
from tests.platforms.discord.plugged import undressed
from tests.platforms.receptions import NotedReception


def a_plug() -> Discord:
    return Discord(Access("simcord"), NotedReception(), undressed)


async def all_heard(plug: Discord) -> list[Mention]:
    """All that was heard; nothing is heard any more."""
    await plug.hush()
    async with asyncio.timeout(5):
        return [mention async for mention in plug.mentions()]


async def test_what_people_write_is_heard_and_answered_where_it_was_asked() -> None:
    plug = a_plug()
    async with simcord.run(plug.client) as env:
        guild = env.create_guild()
        news = guild.create_text_channel("news")
        ana, ben = (guild.add_member(env.create_user(name)) for name in ("ana", "ben"))
        us = plug.client.user
        assert us is not None
        await ben.send(news, "a line without us")
        asked = await ana.send(news, f"<@{us.id}> who won in {news.mention}, {ben.mention}?")
        await ana.edit(asked, f"<@{us.id}> who won it?")
        await ana.forward(asked, news)
        await guild.create_webhook(news).send(f"<@{us.id}> hello?")
        post = await ben.send(news, "why?")
        await ana.send(news, f"<@{us.id}> is that so?", reply_to=post)
        direct = await ana.send_dm("who lost?")
        mentions = await all_heard(plug)
    place = Place("discord", str(news.id), str(asked.id))
    assert [(m.text, m.place) for m in mentions if m.place == place] == [("who won in #news, @ben?", place)]
    assert {m.text for m in mentions} == {"who won in #news, @ben?", "is that so?", "who lost?"}
    (told,) = [m for m in mentions if m.event == str(direct.id)]
    assert told.place == Place("discord", f"@{ana.id}")


async def test_the_name_of_a_channel_is_told_to_nobody_who_does_not_see_it() -> None:
    plug = a_plug()
    async with simcord.run(plug.client) as env:
        guild = env.create_guild()
        unseen = discord.PermissionOverwrite(view_channel=False)
        secret = guild.create_text_channel("merger", overwrites={guild.default_role: unseen})
        news, ana = guild.create_text_channel("news"), guild.add_member(env.create_user("ana"))
        assert plug.client.user is not None
        await ana.send(news, f"<@{plug.client.user.id}> what is new in {secret.mention}, not in {news.mention}?")
        assert [m.text for m in await all_heard(plug)] == ["what is new in #channel, not in #news?"]


async def test_an_answer_stands_in_the_thread_of_its_question() -> None:
    plug = a_plug()
    async with simcord.run(plug.client) as env:
        guild = env.create_guild()
        news = guild.create_text_channel("news")
        ana = guild.add_member(env.create_user("ana"))
        assert plug.client.user is not None
        asked = await ana.send(news, f"<@{plug.client.user.id}> who won?")
        mention = await anext(plug.mentions())
        await plug.send(AnswerCard((CardLine("The reds did.", ()),), "", (), ()), mention.place, key="k")
        (thread,) = news.threads
        assert thread.last_message is not None
        assert thread.id == asked.id
        assert "The reds did" in str([one.to_dict() for one in thread.last_message.components])
