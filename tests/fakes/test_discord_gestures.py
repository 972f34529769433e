"""Pressing, ordering, completing and filling in, answered by the real discord.py over the gateway."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from discord import Interaction, app_commands, ui

from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.trying import Bot, connected, logged_in

V2 = 1 << 15


class Times(ui.Modal, title="Times"):
    when: ui.Label[Any] = ui.Label(text="When", component=ui.TextInput(custom_id="when", default="08:00"))

    async def on_submit(self, interaction: Interaction[Any]) -> None:
        assert isinstance(self.when.component, ui.TextInput)
        await interaction.response.send_message(f"at {self.when.component.value}", ephemeral=True)


class Pressed(Bot):
    """Answers each gesture in a way of its own."""

    async def setup_hook(self) -> None:
        @self.tree.command(description="What there is")
        @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
        @app_commands.allowed_installs(guilds=True, users=True)
        async def sources(interaction: Interaction[Any], name: str) -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await interaction.edit_original_response(content=f"{name} in {interaction.context.guild}")
            await interaction.followup.send("and more", ephemeral=True)

        @sources.autocomplete("name")
        async def known(interaction: Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=current * 2, value=current)]

        @self.tree.command(description="Set times")
        async def times(interaction: Interaction[Any]) -> None:
            await interaction.response.send_modal(Times(custom_id="times"))

        @self.tree.command(description="Says nothing")
        async def silent(interaction: Interaction[Any]) -> None:
            self.kept = interaction

        await self.tree.sync()

    async def on_interaction(self, interaction: Interaction[Any]) -> None:
        """Buttons, without any view remembered."""
        data: Any = interaction.data
        if interaction.type is discord.InteractionType.component and data["custom_id"] == "go":
            await interaction.response.send_message(f"pressed by {interaction.user.name}", ephemeral=True)
        elif interaction.type is discord.InteractionType.component:
            view = ui.LayoutView()
            view.add_item(ui.TextDisplay(f"chose {data['values']}"))
            await interaction.response.edit_message(view=view)


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as fake:
        yield fake


@pytest.fixture
async def bot(fake: FakeDiscord) -> AsyncIterator[Pressed]:
    async with logged_in(fake, Pressed) as bot, connected(bot, fake):
        yield bot


@pytest.fixture
def guild(fake: FakeDiscord) -> str:
    return fake.guild("Desk")


@pytest.fixture
def news(fake: FakeDiscord, guild: str) -> str:
    return fake.channel(guild, "news")


@pytest.fixture
def ana(fake: FakeDiscord, guild: str) -> str:
    return fake.person("Ana", guild)


async def test_pressing(fake: FakeDiscord, guild: str, news: str, ana: str, bot: Pressed) -> None:
    options = [{"label": "One", "value": "1"}, {"label": "Two", "value": "2"}]
    parts = [
        {"type": 1, "components": [{"type": 2, "style": 1, "label": "Go", "custom_id": "go"}]},
        {"type": 1, "components": [{"type": 3, "custom_id": "which", "options": options}]},
    ]
    made = await bot.call("POST", f"/channels/{news}/messages", {"flags": V2, "components": parts})
    assert [part["custom_id"] for part in fake.components(news, made["id"])] == ["go", "which"]
    pressed = await fake.presses(ana, news, made["id"], "go")
    assert pressed.answer == 4
    assert [(one.person, one.message["content"]) for one in fake.ephemerals] == [(ana, "pressed by ana")]
    chosen = await fake.presses(ana, news, made["id"], "which", ["2"])
    assert chosen.answer == 7
    assert fake.messages(news)[0]["components"][0]["content"] == "chose ['2']"
    assert len(fake.messages(news)) == 1
    for custom_id, values in (("which", ["2"]), ("nothing", [])):
        with pytest.raises(LookupError):
            await fake.presses(ana, news, made["id"], custom_id, values)
    with pytest.raises(LookupError):
        await fake.presses(fake.person("Stranger"), news, made["id"], "go")


async def test_ordering_and_completing(fake: FakeDiscord, news: str, ana: str, bot: Pressed) -> None:
    made = await fake.orders(ana, news, "sources", {"name": "Exa"})
    await fake.until(lambda: made.followups)
    assert [one.message["content"] for one in fake.ephemerals] == ["Exa in True", "and more"]
    assert fake.messages(news) == []
    assert await fake.completes(ana, news, "sources", {"name": "Ex"}, "name") == [{"name": "ExEx", "value": "Ex"}]
    private = fake.group(ana)
    alone = await fake.orders(ana, private, "sources", {"name": "Exa"})
    await fake.until(lambda: alone.followups)
    assert alone.payload["authorizing_integration_owners"] == {"1": ana}
    for channel, command, options in (
        (news, "sources", {}),
        (news, "sources", {"name": 1}),
        (news, "sources", {"name": "x", "other": "y"}),
        (news, "unknown", {}),
        (private, "times", {}),
    ):
        with pytest.raises(LookupError):
            await fake.orders(ana, channel, command, options)


async def test_modals(fake: FakeDiscord, news: str, ana: str, bot: Pressed) -> None:
    opened = await fake.orders(ana, news, "times")
    assert opened.answer == 9
    assert [(one.person, one.custom_id, one.open) for one in fake.modals] == [(ana, "times", True)]
    await fake.fills(ana, "times", {"when": "09:00"})
    assert [one.message["content"] for one in fake.ephemerals] == ["at 09:00"]
    with pytest.raises(LookupError):
        await fake.fills(ana, "times")


async def test_answers_come_in_time(fake: FakeDiscord, news: str, ana: str, bot: Pressed) -> None:
    made = await fake.orders(ana, news, "silent", wait=False)
    await fake.until(lambda: hasattr(bot, "kept"))
    fake.clock.forward(4)
    with pytest.raises(discord.NotFound) as late:
        await bot.kept.response.send_message("too late")
    assert late.value.code == 10062
    assert made.answer is None

    made = await fake.orders(ana, news, "silent", wait=False)
    await fake.until(lambda: bot.kept.id == int(made.id))
    await bot.kept.response.send_message("in time")
    path = f"/interactions/{made.id}/{made.token}/callback"
    assert (await bot.refused("POST", path, {"type": 4, "data": {"content": "again"}})).code == 40060
    fake.clock.forward(901)
    with pytest.raises(discord.HTTPException) as expired:
        await bot.kept.followup.send("too late")
    assert expired.value.code == 50027


async def test_what_an_answer_may_be(fake: FakeDiscord, news: str, ana: str, bot: Pressed) -> None:
    made = await fake.orders(ana, news, "silent", wait=False)
    path = f"/interactions/{made.id}/{made.token}/callback"
    assert (await bot.refused("POST", path, {"type": 7, "data": {}})).code == 50035
    assert (await bot.refused("POST", path, {"type": 4, "data": {"content": ""}})).code == 50006
    assert (await bot.refused("POST", path, {"type": 5, "data": {"flags": V2}})).code == 50035
    assert (await bot.refused("POST", f"/webhooks/{fake.application}/{made.token}", {"content": "x"})).code == 10015
    await bot.call("POST", path, {"type": 5, "data": {"flags": 64}})
    assert made.shown is None
    text = {"flags": V2, "components": [{"type": 10, "content": "there"}]}
    await bot.call("PATCH", f"/webhooks/{fake.application}/{made.token}/messages/@original", text)
    assert made.shown is not None
    assert made.shown["components"][0]["content"] == "there"
    plain = {"flags": 0, "content": "no", "components": []}
    refused = await bot.refused("PATCH", f"/webhooks/{fake.application}/{made.token}/messages/@original", plain)
    assert "flag cannot be removed" in str(refused)


async def test_few_follow_ups_where_the_app_is_not(fake: FakeDiscord, ana: str, bot: Pressed) -> None:
    private = fake.group(ana)
    made = await fake.orders(ana, private, "sources", {"name": "Exa"})
    await fake.until(lambda: made.followups)
    path = f"/webhooks/{fake.application}/{made.token}"
    for _ in range(4):
        await bot.call("POST", path, {"content": "more", "flags": 64})
    assert (await bot.refused("POST", path, {"content": "more", "flags": 64})).code == 40094


async def test_nobody_home(fake: FakeDiscord, news: str, ana: str) -> None:
    async with logged_in(fake, Pressed):
        made = await fake.orders(ana, news, "silent")
    assert made.failed
    assert len(fake.complaints) == 1
