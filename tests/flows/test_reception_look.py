""" "/brief look": how posts look in a channel, set in a form, where the platform has anything of it to set."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.flows.orders import help_in, order_of
from bot.flows.subscribe import FORMS
from bot.news.channels import UNDRESSED, Channel, Dress, Place
from bot.news.chat import Filled, Person
from bot.news.showing.shown import NoticeCard
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from tests.flows.reception_scene import ANA as ELSEWHERE
from tests.flows.reception_scene import Scene

ANA = Person("discord", "@111111111111111111", manages=True)
BO = Person("discord", "@222222222222222222", guest=True)
HERE = Place("discord", "333333333333333333")
MINE = Place("discord", ANA.id)
ROLE = "444444444444444444"


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    opened = await open_store("sqlite://")
    yield opened
    await opened.close()


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    return Scene(store)


async def dressed(scene: Scene, place: Place = HERE, **changed: str | tuple[str, ...]) -> str:
    return await scene.fill(await scene.form("look", ANA, place), ANA, **changed)


async def channel_at(scene: Scene, place: Place = HERE) -> Channel:
    channel = await scene.channels.at(place)
    assert channel is not None
    return channel


async def test_the_form_has_what_is_set_and_changes_it(scene: Scene) -> None:
    await scene.subscribed(ANA, HERE)
    form = await scene.form("look", ANA, Place("discord", HERE.channel, "555555555555555555"))
    assert (form.name, form.about) == ("look", HERE)
    assert [field.name for field in form.fields] == list(FORMS["look"])
    set_now = {field.name: field.value for field in form.fields}
    assert set_now == {"accent": (), "plain": ("no",), "ping": (), "publish": ("no",), "posts": ("story",), "tags": ()}
    assert [field.name for field in form.fields if field.minor] == ["plain"], "a modal has room for five fields"
    assert all(len(field.hint) <= 100 and len(field.label) <= 45 for field in form.fields)
    said = await scene.fill(
        form, ANA, accent="Blue", plain="yes", ping=f"<@&{ROLE}>", publish="yes", posts="edition", tags="World, world"
    )
    assert said == (
        "Look: accent #1f6feb; in the plain form; calls a role; passed on to channels that follow this one; in a "
        "forum a post for each edition, tagged World. The next edition comes today at 08:00."
    )
    assert (await channel_at(scene)).dress == Dress("#1f6feb", True, ROLE, True, "edition", ("World",))
    again = await scene.form("look", ANA, HERE)
    assert [field.value for field in again.fields] == [
        ("#1f6feb",), ("yes",), (ROLE,), ("yes",), ("edition",), ("World",)
    ]  # fmt: skip
    assert "Nothing has changed." in await scene.fill(again, ANA)


async def test_what_is_emptied_is_taken_off_and_what_is_not_chosen_stays(scene: Scene) -> None:
    await scene.subscribed(ANA, HERE)
    await dressed(scene, accent="#123456", plain="yes", ping=ROLE, publish="yes", posts="edition", tags="World")
    sent = await scene.desk.filled(Filled("look", HERE, ANA, {}))
    assert isinstance(sent, NoticeCard)
    assert sent.text.startswith(
        "Look: in the plain form; passed on to channels that follow this one; in a forum a post for each edition. "
    )
    assert (await channel_at(scene)).dress == Dress(plain=True, publish=True, posts="edition")


async def test_a_look_stays_when_other_things_are_set_and_editions_come_back(scene: Scene) -> None:
    await scene.subscribed(ANA, HERE)
    await dressed(scene, accent="red")
    await scene.says("topics world", ANA, HERE)
    await scene.fill(await scene.form("subscribe", ANA, HERE), ANA, times="09:00")
    await scene.says("unsubscribe", ANA, HERE)
    await scene.subscribed(ANA, HERE)
    assert (await channel_at(scene)).dress.accent == "#d1242f"
    assert "Look: as usual." in await dressed(scene, accent="none")
    assert (await channel_at(scene)).dress == UNDRESSED


async def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(scene: Scene) -> None:
    await scene.subscribed(ANA, HERE)
    form = await scene.form("look", ANA, HERE)
    wrong = await scene.wrong(
        form, ANA, accent="bleu", plain="maybe", ping="@everyone", publish="\ud800", posts="page", tags="a,b,c,d,e,f"
    )
    assert wrong.keys() == set(FORMS["look"])
    assert "did you mean 'blue'?" in wrong["accent"]
    assert "everybody at once is never called" in wrong["ping"]
    assert "@everyone" not in "".join(wrong.values())
    assert (await channel_at(scene)).dress == UNDRESSED


async def test_in_a_direct_message_nobody_is_called(scene: Scene) -> None:
    await scene.subscribed(ANA, MINE)
    form = await scene.form("look", ANA, MINE)
    assert [field.name for field in form.fields] == ["accent", "plain"]
    sent = await scene.desk.filled(Filled("look", MINE, ANA, {"accent": ("teal",), "ping": (ROLE,), "tags": ("x",)}))
    assert isinstance(sent, NoticeCard)
    assert (await channel_at(scene, MINE)).dress == Dress(accent="#1b7c83")


async def test_who_may_not_and_where_no_editions_come(scene: Scene) -> None:
    assert "No editions come here yet." in await scene.says("look", ANA, HERE)
    await scene.subscribed(ANA, HERE)
    form = await scene.form("look", ANA, HERE)
    assert "may change what it gets" in await scene.says("look", BO, HERE)
    assert "may change what it gets" in await scene.fill(form, BO, accent="red")
    assert (await channel_at(scene)).dress == UNDRESSED


async def test_elsewhere_there_is_nothing_to_set(scene: Scene) -> None:
    await scene.subscribed()
    nothing = "On Fake there is nothing to set of how briefs look."
    assert await scene.says("look") == await scene.says("style blue") == nothing
    sent = await scene.desk.filled(Filled("look", Place("fake", "C1"), ELSEWHERE, {"accent": ("red",)}))
    assert isinstance(sent, NoticeCard)
    assert sent.text == nothing


async def test_help_names_it_where_it_can_be_set(scene: Scene) -> None:
    here, there = (await scene.says("help", ANA, HERE)).split("\n"), (await scene.says("help")).split("\n")
    assert "\n".join(there) == help_in(Place("slack", "C1"))
    named = [[line.partition(":")[0] for line in lines if line.startswith("/brief ")] for lines in (here, there)]
    assert [order for order in named[0] if order not in named[1]] == ["/brief look", "/brief ask"]
    assert [order for order in named[1] if order not in named[0]] == []
    assert any("“/brief topics world -sport”" in line for line in there), "words may stand after it"
    assert not any("at once “" in line for line in here), "there it has fields of its own"
    assert ["options" in " ".join(lines) for lines in (here, there)] == [True, False]
    assert order_of("colour")[0] == "look"
