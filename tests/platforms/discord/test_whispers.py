"""Answers that one person sees: in time, late, lost on the way, and never twice; over sockets, where time matters."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.news.channels import Place
from bot.news.showing.forms import Field, FormCard
from bot.news.showing.shown import NoticeCard
from tests.platforms.discord.hooked import Local, hooked, local
from tests.platforms.receptions import NotedReception

CALLBACK = "POST /interactions/{}/{}/callback"
WHY = "fb:why:0123456789abcdef"
LONG = NoticeCard("\n".join(f"Line {n} {'word ' * 30}" for n in range(60)))
FORM = FormCard("times", "Times", "Save", (Field("times", "Times", "text", ("08:00",)),), Place("discord", "1"))


@pytest.fixture
async def where() -> AsyncIterator[Local]:
    async with local() as where:
        yield where


async def test_what_takes_long_is_acknowledged_in_time_and_told_later(where: Local) -> None:
    reception = NotedReception(gate=asyncio.Event(), card=LONG)
    async with hooked(where.fake, reception, patience=0.02) as bot:
        made = await where.fake.presses(where.ana, where.news, await where.posted(bot, WHY), WHY)
        assert (made.answer, made.shown) == (5, None)
        assert reception.gate is not None
        reception.gate.set()
        await where.fake.until(lambda: "Line 59" in "".join(where.told()))
        assert len(where.told()) == len(set(where.told())) > 1
        assert not where.fake.messages(where.fake.dm(where.ana))


async def test_a_form_that_comes_late_is_opened_by_a_button(where: Local) -> None:
    reception = NotedReception(gate=asyncio.Event(), form=FORM)
    async with hooked(where.fake, reception, patience=0.02):
        made = await where.fake.orders(where.ana, where.news, "brief times")
        assert reception.gate is not None
        reception.gate.set()
        await where.fake.until(lambda: made.shown is not None)
        assert made.shown is not None
        (button,) = where.fake.components(where.news, str(made.shown["id"]))
        await where.fake.presses(where.ana, where.news, str(made.shown["id"]), button["custom_id"])
        assert where.fake.modals[-1].payload["title"] == "Times"


async def test_what_comes_after_fifteen_minutes_comes_by_direct_message(where: Local) -> None:
    reception = NotedReception(gate=asyncio.Event())
    async with hooked(where.fake, reception, patience=0.02):
        await where.fake.orders(where.ana, where.news, "brief now")
        where.fake.clock.forward(901)
        assert reception.gate is not None
        reception.gate.set()
        await where.fake.until(lambda: where.fake.messages(where.fake.dm(where.ana)))
        assert where.told()[-1] == "Here it is."


async def test_who_can_not_be_told_leaves_a_line_in_the_log(where: Local) -> None:
    reception = NotedReception(gate=asyncio.Event())
    closed = where.fake.person("Cleo", where.guild, closed=True)
    async with hooked(where.fake, reception, patience=0.02):
        made = await where.fake.orders(closed, where.news, "brief now")
        where.fake.expire(made)
        assert reception.gate is not None
        with capture_logs() as logs:
            reception.gate.set()
            await where.fake.until(lambda: any(each["event"] == "discord_not_told" for each in logs))
        assert made.token not in str(logs)


async def test_a_press_that_comes_too_late_to_be_answered_is_answered_by_direct_message(where: Local) -> None:
    async with hooked(where.fake) as bot:
        message = await where.posted(bot, WHY)
        where.fake.troubles.add(CALLBACK, "code:10062", times=1)
        await where.fake.presses(where.ana, where.news, message, WHY, wait=False)
        await where.fake.until(lambda: "Here it is." in where.told())


@pytest.mark.parametrize("kind", ["drop-before", "drop-after", "503-before", "503-after", "html", "429"])
async def test_an_answer_whose_way_is_disturbed_is_shown_once(where: Local, kind: str) -> None:
    async with hooked(where.fake) as bot:
        message = await where.posted(bot, WHY)
        where.fake.troubles.add(CALLBACK, kind, times=1)
        await where.fake.presses(where.ana, where.news, message, WHY)
        await bot.doings.close()
        assert where.told() == ["Here it is."]


async def test_a_form_whose_opening_is_disturbed_opens_once(where: Local) -> None:
    async with hooked(where.fake, NotedReception(form=FORM)):
        where.fake.troubles.add(CALLBACK, "drop-after", times=1)
        await where.fake.orders(where.ana, where.news, "brief times")
        assert len(where.fake.modals) == 1


async def test_what_another_of_us_answered_is_answered_in_its_place(where: Local) -> None:
    async with hooked(where.fake) as one, hooked(where.fake):
        message = await where.posted(one, WHY)
        await where.fake.presses(where.ana, where.news, message, WHY)
        await where.fake.until(lambda: any(each.verb == "PATCH" for each in where.fake.calls))
        assert where.told() == ["Here it is."]


async def test_an_interaction_that_comes_twice_is_done_once(where: Local) -> None:
    reception = NotedReception()
    async with hooked(where.fake, reception) as bot:
        made = await where.fake.orders(where.ana, where.news, "brief now")
        where.fake.state.gateway.tell("INTERACTION_CREATE", made.payload)
        await where.fake.presses(where.ana, where.news, await where.posted(bot, WHY), WHY)
        assert len(reception.orders) == 1


async def test_where_we_are_no_member_follow_ups_beyond_discords_five_come_by_direct_message(where: Local) -> None:
    away = where.fake.guild("Away", installed=False)
    there = where.fake.channel(away, "there")
    where.fake.state.world.guilds[away].members.append(where.ana)
    lines = "\n".join(f"Line {n} {'word ' * 100}" for n in range(60))
    async with hooked(where.fake, NotedReception(card=NoticeCard(lines))):
        await where.fake.orders(where.ana, there, "brief help")
        await where.fake.until(lambda: "Line 59" in where.told()[-1])
        assert len(where.fake.ephemerals) == 6
        assert sum("Line 30 " in words for words in where.told()) == 1


async def test_what_was_begun_is_brought_to_its_end_on_closing(where: Local) -> None:
    reception = NotedReception(gate=asyncio.Event())
    async with hooked(where.fake, reception, patience=0.02) as bot:
        await where.fake.orders(where.ana, where.news, "brief now")
        closing = asyncio.create_task(bot.doings.close())
        done, _ = await asyncio.wait([closing], timeout=0.05)
        assert not done
        assert reception.gate is not None
        reception.gate.set()
        await closing
        assert where.told() == ["Here it is."]


async def test_no_choices_are_offered_that_come_too_late(where: Local) -> None:
    async with hooked(where.fake, NotedReception(gate=asyncio.Event(), form=FORM), patience=0.02):
        assert await where.fake.completes(where.ana, where.news, "brief topics", {"topics": "w"}, "topics") == []
