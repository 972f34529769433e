"""Commands: their orders, their options as forms that are filled at once, who may what, and what is offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import discord
import pytest
from structlog.testing import capture_logs

from bot.news.channels import Place
from bot.news.chat import Person
from bot.news.showing.forms import Choice, Field, FormCard
from bot.platforms.discord import completions
from bot.platforms.discord.access import Access
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.client import Bot
from bot.platforms.discord.command_words import languages
from bot.platforms.discord.interactions import commands_stand
from bot.platforms.said_back import BROKEN
from tests.fakes.discord import payloads
from tests.platforms.discord.hooked import Desk, Local, desk, hooked, local, words_of
from tests.platforms.receptions import NotedReception

OUTLETS = tuple(Choice(name, name) for name in ("The Alder Post", "Harbour News", "Coast Radio"))
HERE = Place("discord", "1")
SUBSCRIBE = FormCard(
    "subscribe",
    "Briefs in this channel",
    "Save",
    (
        Field("sources", "Sources", "many", ("Harbour News",), OUTLETS, optional=True),
        Field("feed", "New feed", "text", optional=True, minor=True),
        Field("topics", "Topics", "text", ("world, -sport",), optional=True),
        Field("times", "Times", "text", ("08:00",)),
        Field("days", "Days", "many", ("mon", "tue"), (Choice("mon", "Monday"), Choice("tue", "Tuesday"))),
        Field("zone", "Time zone", "text", ("Europe/Berlin",)),
        Field(
            "length", "Length", "one", ("normal",), (Choice("short", "Short"), Choice("normal", "Normal")), minor=True
        ),
    ),
    HERE,
)
LOOK = FormCard(
    "look",
    "How briefs look here",
    "Save",
    (
        Field("accent", "Accent", "text", ("#1f6feb",), optional=True),
        Field("plain", "Form", "one", ("no",), (Choice("no", "Cards"), Choice("yes", "Plain")), minor=True),
        Field("ping", "Role", "text", optional=True),
        Field("publish", "Published", "one", ("no",), (Choice("no", "Here alone"), Choice("yes", "Also elsewhere"))),
        Field("posts", "Posts", "one", ("story",), (Choice("story", "Each story"), Choice("edition", "Each edition"))),
        Field("tags", "Tags", "text", ("World",), optional=True),
    ),
    HERE,
)


@pytest.mark.parametrize("name", ["now", "unsubscribe", "pause", "resume", "help"])
async def test_a_command_is_an_order_and_its_card_is_shown_to_whoever_gave_it(name: str) -> None:
    async with desk() as at:
        result = await at.ana.slash(at.news, f"brief {name}")
        (order,) = at.reception.orders
        assert (order.words, order.place) == (name, Place("discord", str(at.news.id)))
        assert order.person == Person("discord", f"@{at.ana.id}", manages=True)
        assert (words_of(result.response), result.response.ephemeral) == ("Here it is.", True)


async def test_why_has_its_article() -> None:
    async with desk() as at:
        await at.ben.slash(at.news, "brief why", article="https://example.org/a b")
        assert at.reception.orders[0].words == "why https://example.org/a b"


async def test_in_direct_messages_a_place_is_the_persons_own() -> None:
    async with desk() as at:
        await at.ben.user.slash("brief help")
        (order,) = at.reception.orders
        assert order.place == Place("discord", f"@{at.ben.id}")
        assert order.person == Person("discord", f"@{at.ben.id}", guest=True)


@pytest.mark.parametrize("permission", ["manage_channels", "manage_guild", "administrator", "manage_messages"])
async def test_who_manages_a_place_is_said_by_discord(permission: str) -> None:
    async with desk() as at:
        role = at.guild.create_role("Some", permissions=discord.Permissions(**{permission: True}))
        cleo = at.guild.add_member(at.env.create_user("Cleo"), roles=[role])
        await cleo.slash(at.news, "brief help")
        person = at.reception.orders[0].person
        assert (person.manages, person.guest) == ((True, False) if permission != "manage_messages" else (False, True))


async def filled(at: Desk, command: str, **options: Any) -> Mapping[str, tuple[str, ...]]:
    await at.ana.slash(at.news, command, **options)
    (form,) = at.reception.forms
    assert form.place == HERE
    assert form.person.manages
    return form.values


async def test_options_are_put_into_the_form_which_is_sent_at_once() -> None:
    async with desk(NotedReception(form=SUBSCRIBE)) as at:
        values = await filled(
            at, "brief subscribe", sources="harbour news, the alder post, example.org", times="7am, 18:30",
            topics="world, -sport, climate", length="short", feed="https://example.org/feed.xml",
        )  # fmt: skip
        assert values == {
            "sources": ("Harbour News", "The Alder Post", "example.org"),
            "feed": ("https://example.org/feed.xml",),
            "topics": ("world, -sport, climate",),
            "times": ("7am, 18:30",),
            "days": ("mon", "tue"),
            "zone": ("Europe/Berlin",),
            "length": ("short",),
        }


async def test_all_sources_is_no_choice_among_them() -> None:
    async with desk(NotedReception(form=SUBSCRIBE)) as at:
        assert (await filled(at, "brief sources", sources="All"))["sources"] == ()


async def test_the_look_of_a_channel_is_set_by_options() -> None:
    async with desk(NotedReception(form=LOOK)) as at:
        role = at.guild.create_role("Readers", mentionable=True)
        values = await filled(
            at, "brief look", accent="blue", ping=role, publish=True, plain=False, posts="edition", tags="World, Sea"
        )
        assert values == {
            "accent": ("blue",), "plain": ("no",), "ping": (str(role.id),), "publish": ("yes",),
            "posts": ("edition",), "tags": ("World, Sea",),
        }  # fmt: skip


async def test_an_option_that_the_form_has_not_is_refused_in_words() -> None:
    async with desk(NotedReception(form=SUBSCRIBE)) as at:
        result = await at.ana.slash(at.news, "brief subscribe", language="German", times="8")
        assert "Nothing was changed: language cannot be set here" in words_of(result.response)
        assert not at.reception.forms


async def test_who_may_not_is_told_why_whatever_the_options() -> None:
    async with desk(NotedReception()) as at:
        result = await at.ben.slash(at.news, "brief times", times="8")
        assert words_of(result.response) == "Here it is."
        assert not at.reception.forms


async def test_ask_posts_the_question_and_its_answer_belongs_in_a_thread_under_it() -> None:
    async with desk() as at:
        result = await at.ben.slash(at.news, "brief ask", question="Who *won*\nthe race?")
        (asked,) = at.news.history()
        assert words_of(asked) == f"<@{at.ben.id}> asks:\n> Who *won* the race?"
        assert "in a thread under it" in words_of(result.response)
        (mention,) = await at.bot.heard()
        assert mention.place == Place("discord", str(at.news.id), str(asked.id))
        assert (mention.text, mention.author) == ("Who *won* the race?", f"@{at.ben.id}")


async def test_who_may_not_write_in_a_channel_asks_in_direct_messages() -> None:
    async with desk() as at:
        quiet = discord.PermissionOverwrite(send_messages=False)
        rules = at.guild.create_text_channel("rules", overwrites={at.guild.default_role: quiet})
        result = await at.ben.slash(rules, "brief ask", question="May I?")
        assert "You cannot write here" in words_of(result.response)
        assert not rules.history()
        assert [mention.place for mention in await at.bot.heard()] == [Place("discord", f"@{at.ben.id}")]


async def test_where_a_channel_is_slow_we_are_no_quicker_for_anybody() -> None:
    async with local() as at, hooked(at.fake) as bot:
        raw = payloads.channel(at.fake.state, at.fake.state.world.channels[at.news])
        at.fake.gateway.tell("CHANNEL_UPDATE", raw | {"rate_limit_per_user": 60})
        at.ana = at.fake.person("Ben", at.guild)
        for seconds in (0, 59, 2):
            at.fake.clock.forward(seconds)
            await at.fake.orders(at.ana, at.news, "brief ask", {"question": "Who won?"})
        assert ["by direct message" in words for words in at.whispered()] == [False, True, False]
        assert [mention.place.channel for mention in await bot.heard()] == [at.news, f"@{at.ana}", at.news]


async def test_ask_in_direct_messages_is_answered_there() -> None:
    async with desk() as at:
        await at.ben.user.slash("brief ask", question="Who won?")
        (mention,) = await at.bot.heard()
        assert mention.place == Place("discord", f"@{at.ben.id}")


def away(at: Local, private: bool) -> str:
    """A channel of a server that we are no member of, or a conversation of others, where Ana brought us along."""
    if private:
        return at.fake.group(at.ana, at.fake.person("Ben"))
    guild = at.fake.guild("Away", installed=False)
    at.fake.state.world.guilds[guild].members.append(at.ana)
    return at.fake.channel(guild, "there")


@pytest.mark.parametrize("private", [False, True])
async def test_where_we_are_no_member_nothing_is_set_up_and_how_to_invite_us_is_said(private: bool) -> None:
    reception = NotedReception(form=SUBSCRIBE)
    async with local() as at, hooked(at.fake, reception):
        there = away(at, private)
        made = await at.fake.orders(at.ana, there, "brief subscribe")
        assert made.shown is not None
        assert "I am not a member here" in at.whispered()[0]
        (row,) = (part for part in made.shown["components"] if part["type"] == 1)
        assert f"client_id={at.fake.application}" in row["components"][0]["url"]
        assert not reception.orders
        await at.fake.orders(at.ana, there, "brief help")
        assert reception.orders[0].words == "help"


@pytest.mark.parametrize("private", [False, True])
async def test_where_we_are_no_member_an_answer_comes_by_direct_message(private: bool) -> None:
    async with local() as at, hooked(at.fake) as bot:
        await at.fake.orders(at.ana, away(at, private), "brief ask", {"question": "Who won?"})
        assert "by direct message" in at.whispered()[0]
        (mention,) = await bot.heard()
        assert mention.place == Place("discord", f"@{at.ana}")
        assert "Who won?" in at.told()[-1]


async def test_in_a_thread_a_place_is_that_thread_and_a_question_is_answered_there() -> None:
    async with local() as at, hooked(at.fake) as bot:
        thread = at.fake.thread(at.news, "talk")
        await at.fake.orders(at.ana, thread, "brief ask", {"question": "Who won?"})
        (mention,) = await bot.heard()
        assert mention.place == Place("discord", at.news, thread)
        assert len(at.fake.messages(thread)) == 1


async def test_tags_are_offered_from_the_forum_that_a_post_is_in() -> None:
    async with local() as at, hooked(at.fake):
        post = at.fake.thread(at.fake.channel(at.guild, "stories", kind="forum", tags=("World", "Sea")), "post")
        offered = await at.fake.completes(at.ana, post, "brief look", {"tags": "world, s"}, "tags")
        assert [each["value"] for each in offered] == ["world, Sea"]


async def test_a_command_that_we_have_no_more_is_answered_in_words() -> None:
    async with local() as at, hooked(at.fake) as bot:
        made = await at.fake.orders(at.ana, at.news, "brief help")
        payload = {**made.payload, "id": str(int(made.id) + 1)}
        payload["data"] = {**payload["data"], "options": [{"name": "party", "type": 1, "options": []}]}
        at.fake.state.interactions[payload["id"]] = replace(made, id=payload["id"], answer=None)
        at.fake.state.gateway.tell("INTERACTION_CREATE", payload)
        await at.fake.until(lambda: "commands have changed" in at.whispered()[-1])
        await bot.doings.close()


async def test_a_command_that_breaks_is_a_fault_of_ours_and_told_as_one() -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise LookupError("a bug")

    async with local() as at, hooked(at.fake) as bot:
        bot.doings.ordered = broken  # type: ignore[method-assign]
        with capture_logs() as logs:
            await at.fake.orders(at.ana, at.news, "brief help")
    assert at.whispered() == [BROKEN.text]
    assert [entry["log_level"] for entry in logs if entry["event"] == "discord_command_failed"] == ["error"]


async def test_the_commands_are_set_once_and_not_again_by_a_restart() -> None:
    async with desk() as at:
        assert len(puts(at)) == 1
        await at.restarted()
        await at.restarted()
        assert len(puts(at)) == 1


async def test_commands_that_are_others_are_set_anew() -> None:
    async with desk() as at:
        old = [{"name": "news", "description": "Old", "type": 1}]
        await at.bot.http.bulk_upsert_global_commands(at.env.backend.application_id, payload=old)
        await at.restarted()
        assert len(puts(at)) == 3
        names = [c["name"] for c in await at.bot.http.get_global_commands(at.env.backend.application_id)]
        assert names == ["brief"]


async def test_whether_the_commands_stand_as_they_are_can_be_asked_alone() -> None:
    async with local() as at:

        async def stand() -> bool:
            async with Bot() as client:
                await Calls(client, Access(at.fake.token, at.fake.api_url)).login()
                return await commands_stand(client)

        assert not await stand()
        async with hooked(at.fake):
            assert await stand()


async def test_without_its_commands_the_rest_works() -> None:
    async with local() as at:
        at.fake.troubles.add("PUT /applications/{}/commands", "code:50035")
        async with hooked(at.fake) as bot:
            name = "fb:why:0123456789abcdef"
            await at.fake.presses(at.ana, at.news, await at.posted(bot, name), name)
        assert at.whispered() == ["Here it is."]


@pytest.mark.parametrize(("installs", "contexts"), [((0,), [0, 1]), ((1,), [0, 1, 2]), ((0, 1), [0, 1, 2])])
async def test_the_commands_are_those_that_the_application_is_set_up_for(
    installs: tuple[int, ...], contexts: list[int]
) -> None:
    async with local() as at:
        at.fake.state.integration_types = installs
        async with hooked(at.fake):
            (brief,) = at.fake.commands
            assert (brief["integration_types"], brief["contexts"]) == (list(installs), contexts)


def puts(at: Desk) -> list[Any]:
    return [each for each in at.env.http_requests if each.method == "PUT" and each.path.endswith("/commands")]


async def test_every_description_is_there_in_each_language() -> None:
    async with desk() as at:
        route = discord.http.Route("GET", "/applications/{app}/commands", app=at.bot.application_id)
        (brief,) = await at.bot.http.request(route, params={"with_localizations": "true"})
        described = [brief, *brief["options"], *(o for c in brief["options"] for o in c.get("options", ()))]
        for each in described:
            assert set(each["description_localizations"]) == {"de", "fr", "es-ES", "es-419"}, each["name"]
        assert {each["description"] for each in described} == set(languages())
        assert all(len(set(words)) == 3 for words in languages().values())


# --- what is offered -------------------------------------------------------------------------------


def values(choices: completions.Choices) -> list[str]:
    return [choice.value for choice in choices]


async def test_sources_and_topics_are_offered_from_the_form() -> None:
    async with desk(NotedReception(form=SUBSCRIBE)) as at:
        offered = await at.ana.autocomplete(at.news, "brief subscribe", "sources", "harbour news, al")
        assert [each["value"] for each in offered] == ["harbour news, The Alder Post"]
        offered = await at.ana.autocomplete(at.news, "brief topics", "topics", "sea, wo")
        assert [each["value"] for each in offered] == ["sea, world", "sea, -world", "sea, wo", "sea, -wo"]


@pytest.mark.parametrize("reception", [NotedReception(), NotedReception(raises=RuntimeError("x"))])
async def test_nothing_is_offered_to_whom_the_form_is_not(reception: NotedReception) -> None:
    async with desk(reception) as at:
        assert await at.ben.autocomplete(at.news, "brief sources", "sources", "a") == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("", "UTC"), ("ber", "Europe/Berlin"), ("New Y", "America/New_York"), ("pst", "America/Los_Angeles"),
        ("cest", "Europe/Berlin"), ("são", "America/Sao_Paulo"), ("america/bog", "America/Bogota"),
    ],
)  # fmt: skip
def test_time_zones_are_found_by_city_region_and_clock(typed: str, first: str) -> None:
    assert values(completions.zones(typed))[0] == first


@pytest.mark.parametrize(
    ("typed", "first"), [("ger", "de"), ("Deu", "de"), ("日本", "ja"), ("pt-BR", "pt"), ("esp", "es"), ("zz", None)]
)
def test_languages_are_found_by_their_names(typed: str, first: str | None) -> None:
    assert next(iter(values(completions.languages(typed))), None) == first


def test_of_a_list_the_last_is_completed_and_none_offered_twice() -> None:
    assert values(completions.sources("Coast Radio; Harbour News, ", SUBSCRIBE)) == [
        "Coast Radio, Harbour News, The Alder Post"
    ]
    assert values(completions.topics("-sp", SUBSCRIBE)) == ["-sport", "-sp"]
    assert values(completions.tags("World, se", ("Sea", "World", "Inland sea"))) == ["World, Sea", "World, Inland sea"]


@pytest.mark.parametrize(
    "typed", ["x" * 500, "a," * 5000, ", ,;\n" * 2000, "@everyone", "\u202e\x00", "#\ud800", "🎉" * 90]
)
def test_whatever_is_typed_no_choice_is_too_long(typed: str) -> None:
    offers = [completions.sources(typed, SUBSCRIBE), completions.topics(typed, SUBSCRIBE), completions.zones(typed)]
    offers += [completions.times(typed), completions.days(typed), completions.languages(typed)]
    for choice in [*completions.accents(typed), *completions.tags(typed, ("Sea",)), *(c for o in offers for c in o)]:
        assert 0 < len(choice.name.encode("utf-16-le")) // 2 <= 100
        assert 0 < len(choice.value.encode("utf-16-le")) // 2 <= 100
