"""`factbox check --discord`: what is wrong is named, with what to do about it, and nothing is posted or begun."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import discord as discord_py
import pytest
from aiohttp import web

from bot.checkup import check_all
from bot.discord_check import discord_findings
from bot.findings import Finding
from bot.news.channels import Channel, Dress, Place
from bot.platforms.discord.access import Access, person_id
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.command_tree import set_commands
from bot.platforms.discord.commands import Tree
from bot.platforms.discord.permissions import NEEDED, held
from bot.store.channels import channels_of
from bot.store.engine import open_store
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.calls import ROUTES

NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
}


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(rates="none") as discord:
        yield discord


@pytest.fixture
def desk(discord: FakeDiscord) -> str:
    return discord.guild("Desk")


def channel_at(id_: str, **dress: Any) -> Channel:
    place = Place("discord", id_)
    return Channel(f"discord:{id_}", place, (time(8),), frozenset(range(7)), "UTC", dress=Dress(**dress))


async def found(
    discord: FakeDiscord, *channels: Channel, operator: str | None = None, patience: float = 5, token: str = ""
) -> list[Finding]:
    access = Access(token or discord.token, discord.api_url)
    return [finding async for finding in discord_findings(access, channels, operator, patience)]


def of(findings: Sequence[Finding], *what: str) -> list[tuple[str, str, str]]:
    return [(f.what, f.state, f.words) for f in findings if f.what in what]


def wrong(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.state != "ok" and finding.what != "commands"]


def answers(monkeypatch: pytest.MonkeyPatch, path: str, more: dict[str, Any]) -> None:
    """Any Discord that is started from here on answers so."""
    route = ROUTES["GET", path]
    monkeypatch.setitem(ROUTES, ("GET", path), replace(route, do=lambda at, call: route.do(at, call) | more))


async def test_all_is_well_and_nothing_is_posted_or_begun(discord: FakeDiscord, desk: str) -> None:
    news, ana = discord.channel(desk, "news"), discord.person("Ana", guild=desk)
    channels = [channel_at(news), channel_at(person_id(ana))]
    findings = await found(discord, *channels, operator=person_id(ana))
    gets = f"Ana ({person_id(ana)}) gets direct messages, if they share a server with the bot and allow them"
    assert of(findings, "bot", "gateway", "channel", "operator") == [
        ("bot", "ok", f"factbox#0000 ({discord.bot_user}), in 1 server"),
        ("gateway", "ok", "Discord said hello; 1000 of 1000 session starts are left"),
        ("channel", "ok", f"#news ({news}) in Desk: the bot may post there, and read its posts back"),
        ("channel", "ok", gets),
        ("operator", "ok", gets),
    ]
    assert wrong(findings) == []
    assert {call.verb for call in discord.calls} == {"GET"}
    assert not discord.gateway.sessions
    assert discord.token not in str(findings)


async def test_the_link_asks_for_the_six_permissions_and_no_more(discord: FakeDiscord, desk: str) -> None:
    findings = await found(discord)
    (link,) = [finding.words for finding in findings if finding.what == "invite"]
    assert link == (
        f"add it to a server: https://discord.com/oauth2/authorize?client_id={discord.application}"
        "&scope=bot+applications.commands&permissions=309237730304&integration_type=0"
    )
    assert sum(1 << bit for bit in (10, 11, 14, 16, 35, 38)) == 309237730304
    (own,) = [finding.words for finding in findings if finding.what == "own use"]
    assert own.endswith("&scope=applications.commands&integration_type=1")


async def test_a_bot_in_no_server_is_told_how_it_gets_into_one(discord: FakeDiscord) -> None:
    (invite,) = wrong(await found(discord))
    assert (invite.what, invite.state, invite.words) == ("invite", "note", "the bot is in no server yet")
    assert "permissions=309237730304" in invite.fix


async def test_a_token_that_discord_does_not_know(discord: FakeDiscord) -> None:
    (finding,) = await found(discord, token="MTIz.mis.typed")
    assert (finding.what, finding.state) == ("token", "error")
    assert finding.words == "Discord does not know this bot token, or it was reset"
    assert "FACTBOX_DISCORD__TOKEN" in finding.fix
    assert "MTIz" not in str(finding)


async def test_what_answers_is_not_discord(discord: FakeDiscord) -> None:
    discord.troubles.add("GET /users/@me", "html", times=9)
    (finding,) = await found(discord)
    assert (finding.what, finding.state) == ("token", "error")
    assert "discord.api_url" in finding.words


@pytest.mark.parametrize(
    ("more", "what", "state", "words"),
    [
        ({"interactions_endpoint_url": "https://x.test/i"}, "commands", "error", "are sent to https://x.test/i"),
        ({"bot_require_code_grant": True}, "invite", "error", "cannot be added to a server by its link"),
        ({"integration_types_config": {"1": {}}}, "invite", "error", "the app cannot be added to servers"),
        ({"integration_types_config": {"0": {}}}, "own use", "note", "people cannot install it for themselves"),
        (
            {"flags": 1 << 18 | 1 << 15},
            "intents",
            "note",
            "Server Members Intent and Message Content Intent: switched on",
        ),
        ({"bot_public": False}, "invite", "ok", "its owner alone can add it to a server: https://discord.com/"),
    ],
)
async def test_an_application_that_is_set_up_otherwise(
    more: dict[str, Any], what: str, state: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "/oauth2/applications/@me", more)
    async with FakeDiscord(rates="none") as discord:
        discord.guild()
        named = [f for f in await found(discord) if f.what == what and words in f.words]
    assert [finding.state for finding in named] == [state]
    assert state == "ok" or "discord.com/developers/applications" in named[0].fix


@pytest.mark.parametrize(("left", "state"), [(0, "error"), (7, "note"), (500, "ok")])
async def test_few_session_starts(discord: FakeDiscord, desk: str, left: int, state: str) -> None:
    discord.gateway.sessions_left = left
    (gateway,) = [finding for finding in await found(discord) if finding.what == "gateway"]
    assert (gateway.state, gateway.words) == (state, f"Discord said hello; {left} of 1000 session starts are left")
    assert state == "ok" or "All are there again in 4 h" in gateway.fix


async def test_a_gateway_that_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "/gateway/bot", {"url": "ws://127.0.0.1:9"})
    async with FakeDiscord(rates="none") as discord:
        discord.guild()
        (finding,) = wrong(await found(discord))
    assert (finding.what, finding.state) == ("gateway", "error")
    assert "wss:// has to pass" in finding.fix


@pytest.mark.parametrize(
    ("frames", "words"),
    [
        ([], "no hello came from Discord's gateway within 0.05 s"),
        ([{"op": 7}], "broke off at once"),
        ([[]], "broke off"),
    ],
)
async def test_a_gateway_that_says_no_hello(frames: list[Any], words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def serve(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        for frame in frames:
            await socket.send_json(frame)
        await socket.receive()
        return socket

    app = web.Application()
    app.router.add_get("/", serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    answers(monkeypatch, "/gateway/bot", {"url": f"ws://127.0.0.1:{runner.addresses[0][1]}"})
    async with FakeDiscord(rates="none") as discord:
        discord.guild()
        (finding,) = wrong(await found(discord, patience=0.05 if not frames else 5))
    await runner.cleanup()
    assert (finding.what, finding.state) == ("gateway", "error")
    assert words in finding.words


async def test_a_server_so_large_that_one_connection_will_not_do(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "/gateway/bot", {"shards": 3})
    async with FakeDiscord(rates="none") as discord:
        discord.guild()
        (finding,) = wrong(await found(discord))
    assert (finding.what, finding.state) == ("gateway", "note")
    assert finding.words.endswith("Discord wants 3 connections for so many servers")


async def test_the_commands_are_there_once_they_are_set_up(discord: FakeDiscord, desk: str) -> None:
    missing = ("commands", "note", "“/brief” and the others are not there yet, or older than this Factbox")
    assert of(await found(discord), "commands") == [missing]
    assert discord.commands == [], "the check sets nothing"
    client = discord_py.Client(intents=discord_py.Intents(guilds=True))
    await Calls(client, Access(discord.token, discord.api_url)).login()
    await set_commands(client, Tree(client))
    await client.close()
    assert of(await found(discord), "commands") == [("commands", "ok", "“/brief” and the others are set up")]
    discord.commands[0]["description"] = "as it was in an earlier version"
    assert of(await found(discord), "commands") == [missing]


async def test_commands_that_cannot_be_read(discord: FakeDiscord, desk: str) -> None:
    discord.troubles.add("GET /applications/{}/commands", "code:50001")
    ((what, state, words),) = of(await found(discord), "commands")
    assert (what, state) == ("commands", "error")
    assert "read the bot's commands (50001)" in words


@pytest.mark.parametrize("lacking", NEEDED)
async def test_each_permission_that_is_missing_is_named_with_what_it_is_for(
    discord: FakeDiscord, desk: str, lacking: str
) -> None:
    news = discord.channel(desk, "news", deny=[lacking])
    (finding,) = wrong(await found(discord, channel_at(news, plain=True)))
    assert finding.state == "error"
    if lacking == "view_channel":
        assert finding.words == f"{news}: the bot does not see this channel"
        assert "“View Channel”" in finding.fix
    else:
        assert finding.words == f"#news ({news}) in Desk: “{NAMES[lacking]}” is missing: without it {NEEDED[lacking]}"
        assert "Edit Channel > Permissions" in finding.fix


async def test_what_is_denied_to_everybody_counts_and_cards_do_without_embeds(discord: FakeDiscord, desk: str) -> None:
    news = discord.channel(desk, "news", denied=["embed_links"], deny=["send_messages"])
    findings = wrong(await found(discord, channel_at(news)))
    assert [(f.state, f.words.split("”")[0].split("“")[1]) for f in findings] == [
        ("error", "Send Messages"),
        ("note", "Embed Links"),
    ]


@pytest.mark.parametrize(
    ("owner", "overwrites", "may"),
    [
        ("9", [], True),
        ("7", [{"id": "7", "allow": "0", "deny": "2048"}], True),
        ("9", [{"id": "1", "allow": "0", "deny": "2048"}], False),
        ("9", [{"id": "1", "allow": "0", "deny": "2048"}, {"id": "5", "allow": "2048", "deny": "0"}], True),
        ("9", [{"id": "5", "allow": "0", "deny": "2048"}, {"id": "6", "allow": "2048", "deny": "0"}], True),
        ("9", [{"id": "6", "allow": "2048", "deny": "0"}, {"id": "7", "allow": "0", "deny": "2048"}], False),
        ("9", [{"id": "8", "allow": "0", "deny": "2048"}], True),
        ("9", [{"id": "1", "allow": "0", "deny": "1024"}], False),
    ],
)
def test_overwrites_count_in_discord_s_order(owner: str, overwrites: list[dict[str, Any]], may: bool) -> None:
    roles = [{"id": "1", "permissions": "1024"}, {"id": "5", "permissions": "2048"}, {"id": "8", "permissions": "8"}]
    guild = {"id": "1", "owner_id": owner, "roles": roles}
    assert held("7", guild, ["5", "6"], {"permission_overwrites": overwrites}).send_messages is may
    assert held("7", guild, ["8"], {"permission_overwrites": overwrites}).send_messages, "an administrator may all"


async def test_a_channel_that_is_not_there(discord: FakeDiscord, desk: str) -> None:
    gone = discord.channel(desk, "gone")
    discord.delete_channel(gone)
    (finding,) = wrong(await found(discord, channel_at(gone)))
    assert (finding.state, finding.words) == ("error", f"{gone}: there is no such channel")


async def test_a_channel_of_a_server_that_the_bot_was_removed_from(discord: FakeDiscord, desk: str) -> None:
    elsewhere = discord.guild("Elsewhere")
    news = discord.channel(elsewhere, "news")
    discord.leave(elsewhere)
    (finding,) = wrong(await found(discord, channel_at(news)))
    assert "If it is not in that server: https://discord.com/oauth2/authorize?" in finding.fix


async def test_a_thread_counts_what_its_channel_allows(discord: FakeDiscord, desk: str) -> None:
    news = discord.channel(desk, "news", deny=["send_messages"])
    talk = discord.thread(news, "talk")
    assert wrong(await found(discord, channel_at(talk))) == [], "in a thread “Send Messages in Threads” is enough"
    locked = discord.thread(news, "done", locked=True)
    (finding,) = wrong(await found(discord, channel_at(locked)))
    assert (finding.state, finding.words) == ("error", f"#done ({locked}) in Desk: the thread is locked")
    discord.deny(news, "send_messages_in_threads")
    (finding,) = wrong(await found(discord, channel_at(talk)))
    assert "“Send Messages in Threads” is missing" in finding.words


async def test_the_chat_of_a_voice_channel_has_no_threads_and_takes_one_permission_more(
    discord: FakeDiscord, desk: str
) -> None:
    lounge = discord.channel(desk, "lounge", kind="voice", deny=["create_public_threads", "send_messages_in_threads"])
    assert wrong(await found(discord, channel_at(lounge))) == []
    discord.deny(lounge, "connect")
    (finding,) = wrong(await found(discord, channel_at(lounge)))
    assert "“Connect” is missing: without it the chat of a voice channel" in finding.words


async def test_a_forum_with_the_tags_it_has_and_wants(discord: FakeDiscord, desk: str) -> None:
    forum = discord.channel(desk, "desk", kind="forum", tags=("World", "Sport"), needs_tag=True)
    assert wrong(await found(discord, channel_at(forum, tags=("world",)))) == []
    (none,) = wrong(await found(discord, channel_at(forum)))
    assert (none.what, none.state) == ("tag", "error")
    unknown, needed = wrong(await found(discord, channel_at(forum, tags=("Art",))))
    assert unknown.words == f"#desk ({forum}) in Desk: there is no tag Art"
    assert unknown.fix.startswith("It has World, Sport.")
    assert needed.state == "error"
    discord.state.world.channels[forum].tags[0]["moderated"] = True
    moderated, _ = wrong(await found(discord, channel_at(forum, tags=("World",))))
    assert "only moderators may use the tag World" in moderated.words
    discord.deny(forum, "create_public_threads", "send_messages")
    denied = [finding.words for finding in wrong(await found(discord, channel_at(forum, tags=("Sport",))))]
    assert denied == [
        f"#desk ({forum}) in Desk: “Send Messages” is missing (a forum calls it “Create Posts”): without it nothing can "
        "be posted"
    ], "posts in a forum are no threads that we begin"


async def test_a_look_that_a_channel_cannot_have(discord: FakeDiscord, desk: str) -> None:
    news, told = discord.channel(desk, "news"), discord.channel(desk, "told", kind="announcement")
    assert wrong(await found(discord, channel_at(told, publish=True))) == []
    findings = wrong(await found(discord, channel_at(news, publish=True, tags=("World",))))
    assert [(f.what, f.state, f.words.partition(" in Desk ")[2]) for f in findings] == [
        ("look", "note", "is no announcement channel: nothing is published"),
        ("look", "note", "is no forum: posts bear no tags there"),
    ]


async def test_the_role_that_is_called(discord: FakeDiscord, desk: str) -> None:
    news = discord.channel(desk, "news")
    open_, closed = discord.role(desk, "News"), discord.role(desk, "Staff", mentionable=False)
    where = f"#news ({news}) in Desk"
    for role, state, words in (
        (open_, "ok", "each edition calls @News"),
        (closed, "note", "@Staff is named, but calls nobody"),
        (desk, "error", f"{desk} is everybody, who is never called"),
        ("123456789012345678", "error", "there is no role 123456789012345678 in this server"),
    ):
        assert of(await found(discord, channel_at(news, ping=role)), "role") == [("role", state, f"{where}: {words}")]


async def test_what_a_moderator_may_do_all_the_same(discord: FakeDiscord) -> None:
    desk = discord.guild("Desk", permissions=("manage_threads", "mention_everyone"))
    news, forum = discord.channel(desk, "news"), discord.channel(desk, "desk", kind="forum", tags=("World",))
    discord.state.world.channels[forum].tags[0]["moderated"] = True
    staff, locked = discord.role(desk, "Staff", mentionable=False), discord.thread(news, "done", locked=True)
    channels = [channel_at(news, ping=staff), channel_at(locked), channel_at(forum, tags=("World",))]
    assert wrong(await found(discord, *channels)) == []


@pytest.mark.parametrize(("more", "where"), [({"type": 4}, "in Desk"), ({"type": 1, "guild_id": None}, "in no server")])
async def test_a_channel_that_no_messages_stand_in(
    more: dict[str, Any], where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "/channels/{channel}", more)
    async with FakeDiscord(rates="none") as discord:
        news = discord.channel(discord.guild("Desk"), "news")
        (finding,) = wrong(await found(discord, channel_at(news)))
    assert (finding.what, finding.state) == ("channel", "error")
    assert finding.words.endswith(f"{where}: no messages stand in a channel of this kind")


async def test_an_operator_who_is_not_there(discord: FakeDiscord, desk: str) -> None:
    (finding,) = wrong(await found(discord, operator="@123456789012345678"))
    assert (finding.what, finding.words) == ("operator", "@123456789012345678: there is no such person")


async def test_what_is_asked_too_often_is_told_as_not_tried(discord: FakeDiscord, desk: str) -> None:
    news = discord.channel(desk, "news")
    discord.troubles.add("GET /channels/{}", "429", retry_after=60)
    (finding,) = wrong(await found(discord, channel_at(news)))
    assert (finding.what, finding.state) == ("channel", "note")
    assert finding.words.startswith(f"{news} could not be tried")


async def test_the_whole_check_reads_file_and_chat_and_fails_where_something_is_wrong(
    discord: FakeDiscord, desk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    news, wire = discord.channel(desk, "news"), discord.channel(desk, "wire", deny=["send_messages"])
    address = f"sqlite:///{tmp_path}/factbox.db"
    store = await open_store(address)
    await channels_of(store).set_channel(channel_at(wire, accent="#1f6feb"), "@1", datetime(2031, 5, 4, tzinfo=UTC))
    await store.close()
    config = tmp_path / "factbox.yaml"
    config.write_text(f"store: {address}\ndiscord:\n  api_url: {discord.api_url}\nchannels:\n  - discord: {news}\n")
    monkeypatch.setenv("FACTBOX_DISCORD__TOKEN", discord.token)
    assert await asyncio.to_thread(check_all, config, as_json=True, discord=True) == 1
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["words"] for each in told if each["what"] == "channel"] == [
        f"discord {news}: 08:00, every day, UTC: all sources; all topics; up to 6 stories",
        f"discord {wire}, set in chat: 08:00, every day, UTC: all sources; all topics; up to 6 stories; accent #1f6feb",
        f"#news ({news}) in Desk: the bot may post there, and read its posts back",
        f"#wire ({wire}) in Desk: “Send Messages” is missing: without it nothing can be posted",
    ]
    assert [each["state"] for each in told].count("error") == 1
    monkeypatch.delenv("FACTBOX_DISCORD__TOKEN")
    calls = len(discord.calls)
    assert await asyncio.to_thread(check_all, config, as_json=False, discord=True) == 1
    assert "Discord's token is missing" in capsys.readouterr().out
    assert len(discord.calls) == calls


async def test_what_others_named_stays_on_one_line(discord: FakeDiscord, desk: str) -> None:
    news = discord.channel(desk, "news\n\x1b[31mERROR" + "x" * 300)
    (finding,) = [f for f in await found(discord, channel_at(news)) if f.what == "channel"]
    assert "\n" not in finding.words
    assert "\x1b" not in finding.words
    assert len(finding.words) < 300
