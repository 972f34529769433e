"""Quiet hours from the words that people type in Slack and Discord to the row that is kept, on the real front desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import time

import pytest

from bot.news.channels import Channel, Place, Quiet
from bot.platforms.discord.access import Access as DiscordAccess
from bot.platforms.discord.discord import Discord
from bot.platforms.slack.access import Access as SlackAccess
from bot.platforms.slack.slack import Slack
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from tests.fakes.slack import FakeSlack
from tests.flows.reception_scene import Scene
from tests.platforms.discord.plugged import a_desk, undressed

NIGHT = Quiet(time(22), time(7))


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    opened = await open_store("sqlite://")
    yield opened
    await opened.close()


@asynccontextmanager
async def running(plug: Slack | Discord) -> AsyncIterator[None]:
    await plug.start()
    await plug.hear()
    try:
        yield
    finally:
        await plug.close()


def at(platform: str, channel: str) -> Channel:
    return Channel(f"{platform}:{channel}", Place(platform, channel), (time(8),), frozenset(range(7)), "Europe/Berlin")


async def kept(scene: Scene, place: Place) -> tuple[Quiet | None, str]:
    channel = await scene.channels.at(place)
    assert channel is not None
    return channel.quiet, channel.catch_up


async def test_on_slack(store: SqlStore) -> None:
    async with FakeSlack() as slack:
        slack.person("U1", "ana", admin=True)
        slack.channel("C1", "news", members=("U1",))
        desk = at("slack", "C1")
        scene = Scene(store, (desk,))
        access = SlackAccess(slack.bot_token, slack.app_token, api_url=slack.api_url)
        async with running(Slack(access, scene.front, clock=slack.clock)):
            await slack.commands("U1", "C1", "quiet 10pm to 7am")
            await slack.until(lambda: slack.ephemerals)
            assert "quiet from 22:00 to 07:00" in slack.ephemerals[0].text.replace("\u2060", "")
            assert await kept(scene, desk.place) == (NIGHT, "latest")
            await slack.commands("U1", "C1", "quiet")
            await slack.until(lambda: slack.views)
            (view,) = slack.views
            await slack.submits("U1", view, {"quiet": "at night"})
            assert "are no quiet hours" in slack.view_errors[view]["quiet"]
            await slack.submits("U1", view, {"quiet": "", "catch_up": "skip"})
            assert await kept(scene, desk.place) == (None, "skip")
        assert not slack.complaints


async def test_on_discord(store: SqlStore) -> None:
    async with a_desk() as local:
        ana = local.fake.person("Keeper", local.guild, ("manage_channels",))
        desk = at("discord", local.news)
        scene = Scene(store, (desk,))
        access = DiscordAccess(local.fake.token, local.fake.api_url)
        async with running(Discord(access, scene.front, undressed, clock=local.fake.clock)):
            done = await local.fake.orders(ana, local.news, "brief quiet", {"quiet": "22:00-07:00", "catch_up": "skip"})
            assert not done.failed
            assert await kept(scene, desk.place) == (NIGHT, "skip")
            await local.fake.orders(ana, local.news, "brief quiet")
            await local.fake.fills(ana, local.fake.modals[-1], {"quiet": "at night"})
            assert await kept(scene, desk.place) == (NIGHT, "skip")
            await local.fake.orders(ana, local.news, "brief subscribe", {"quiet": "off"})
            assert await kept(scene, desk.place) == (None, "skip")
            offered = await local.fake.completes(ana, local.news, "brief quiet", {"quiet": ""}, "quiet")
            assert "22:00-07:00" in [choice["value"] for choice in offered]
