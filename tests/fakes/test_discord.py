"""The local Discord's messages, threads, forums and rights, against the real discord.py."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest

from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.trying import Bot, logged_in

Json = dict[str, Any]


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as fake:
        yield fake


@pytest.fixture
async def bot(fake: FakeDiscord) -> AsyncIterator[Bot]:
    async with logged_in(fake, Bot) as bot:
        yield bot


@pytest.fixture
def guild(fake: FakeDiscord) -> str:
    return fake.guild("Desk")


@pytest.fixture
def news(fake: FakeDiscord, guild: str) -> str:
    return fake.channel(guild, "news")


def said(fake: FakeDiscord, channel: str) -> list[str]:
    return [one["content"] for one in fake.messages(channel)]


async def test_posting_and_editing(fake: FakeDiscord, bot: Bot, news: str) -> None:
    made = await bot.call("POST", f"/channels/{news}/messages", {"content": "one"})
    await bot.call("PATCH", f"/channels/{news}/messages/{made['id']}", {"content": "two"})
    (stands,) = fake.messages(news)
    assert (stands["content"], stands["edits"], stands["author"]["id"]) == ("two", 1, fake.bot_user)
    for verb, path, body, code in (
        ("POST", f"/channels/{news}/messages", {"content": ""}, 50006),
        ("POST", f"/channels/{news}/messages", {"content": "x" * 2001}, 50035),
        ("POST", "/channels/1/messages", {"content": "x"}, 10003),
        ("PATCH", f"/channels/{news}/messages/1", {"content": "x"}, 10008),
        ("GET", "/nowhere", None, 0),
    ):
        assert (await bot.refused(verb, path, body)).code == code
    assert [call.outcome for call in fake.calls][-5:] == ["50006", "50035", "10003", "10008", "404"]


async def test_a_nonce_is_one_message_for_five_minutes(fake: FakeDiscord, bot: Bot, news: str) -> None:
    path = f"/channels/{news}/messages"
    body = {"content": "one", "nonce": "a" * 24, "enforce_nonce": True}
    first, again = await bot.call("POST", path, body), await bot.call("POST", path, body | {"content": "other"})
    assert first["id"] == again["id"]
    assert again["content"] == "one"
    assert said(fake, news) == ["one"]
    await bot.call("POST", path, {"content": "unforced", "nonce": "a" * 24})
    fake.clock.forward(301)
    await bot.call("POST", path, body)
    assert said(fake, news) == ["one", "unforced", "one"]
    assert (await bot.refused("POST", path, body | {"nonce": "a" * 26})).code == 50035


async def test_old_messages_take_few_edits(fake: FakeDiscord, bot: Bot, news: str) -> None:
    made = await bot.call("POST", f"/channels/{news}/messages", {"content": "one"})
    path = f"/channels/{news}/messages/{made['id']}"
    fake.clock.forward(3601)
    for n in range(3):
        await bot.call("PATCH", path, {"content": str(n)})
    assert (await bot.refused("PATCH", path, {"content": "more"})).code == 30046
    fake.clock.forward(3601)
    await bot.call("PATCH", path, {"content": "later"})
    assert said(fake, news) == ["later"]


async def test_threads_of_messages(fake: FakeDiscord, bot: Bot, news: str) -> None:
    made = await bot.call("POST", f"/channels/{news}/messages", {"content": "head"})
    path = f"/channels/{news}/messages/{made['id']}/threads"
    thread = await bot.call("POST", path, {"name": "talk"})
    assert thread["id"] == made["id"]
    assert thread["parent_id"] == news
    assert (await bot.refused("POST", path, {"name": "talk"})).code == 160004
    assert (await bot.refused("POST", path, {"name": "x" * 101})).code in (160004, 50035)
    await bot.call("POST", f"/channels/{thread['id']}/messages", {"content": "in it"})
    assert said(fake, thread["id"]) == ["in it"]
    assert [one["message_count"] for one in fake.threads(news)] == [1]
    assert fake.messages(news)[0]["flags"] & 32
    deeper = f"/channels/{thread['id']}/messages/{fake.messages(thread['id'])[0]['id']}/threads"
    assert (await bot.refused("POST", deeper, {"name": "no"})).code == 50024


async def test_archived_threads_wake_and_locked_ones_do_not(fake: FakeDiscord, bot: Bot, news: str) -> None:
    asleep, locked = fake.thread(news, "asleep", archived=True), fake.thread(news, "locked", locked=True)
    first = (await bot.call("POST", f"/channels/{asleep}/messages", {"content": "awake"}))["id"]
    assert not fake.threads(news)[0]["thread_metadata"]["archived"]
    assert (await bot.refused("POST", f"/channels/{locked}/messages", {"content": "x"})).code == 160005
    fake.archive(asleep)
    edit = ("PATCH", f"/channels/{asleep}/messages/{first}", {"content": "x"})
    assert (await bot.refused(*edit)).code == 50083
    found = await bot.call("GET", f"/channels/{news}/threads/archived/public")
    assert {one["id"] for one in found["threads"]} == {asleep, locked}
    assert not found["has_more"]
    await bot.call("PATCH", f"/channels/{asleep}", {"archived": False})
    await bot.call(*edit)
    fake.clock.forward(3 * 86400 + 1)
    assert fake.threads(news)[0]["thread_metadata"]["archived"]


async def test_forums(fake: FakeDiscord, bot: Bot, guild: str) -> None:
    forum = fake.channel(guild, "desk", kind="forum", tags=("World",), needs_tag=True)
    (tag,) = (await bot.call("GET", f"/channels/{forum}"))["available_tags"]
    body = {"name": "post", "message": {"content": "first"}, "applied_tags": [tag["id"]]}
    made = await bot.call("POST", f"/channels/{forum}/threads", body)
    assert made["message"]["id"] == made["id"]
    assert said(fake, made["id"]) == ["first"]
    active = await bot.call("GET", f"/guilds/{guild}/threads/active")
    assert [(one["id"], one["applied_tags"]) for one in active["threads"]] == [(made["id"], [tag["id"]])]
    for more, code in (({"applied_tags": []}, 40067), ({"applied_tags": ["1"]}, 10087), ({"message": {}}, 50006)):
        assert (await bot.refused("POST", f"/channels/{forum}/threads", body | more)).code == code
    assert (await bot.refused("POST", f"/channels/{forum}/messages", {"content": "x"})).code == 40058


async def test_publishing(fake: FakeDiscord, bot: Bot, guild: str, news: str) -> None:
    wire = fake.channel(guild, "wire", kind="announcement")
    ids = []
    for n in range(11):
        ids.append((await bot.call("POST", f"/channels/{wire}/messages", {"content": str(n)}))["id"])
    for one in ids[:10]:
        await bot.call("POST", f"/channels/{wire}/messages/{one}/crosspost")
    assert fake.crossposted == ids[:10]
    assert (await bot.refused("POST", f"/channels/{wire}/messages/{ids[0]}/crosspost")).code == 40033
    bot.http.max_ratelimit_timeout = 30
    with pytest.raises(discord.RateLimited):
        await bot.call("POST", f"/channels/{wire}/messages/{ids[10]}/crosspost")
    plain = (await bot.call("POST", f"/channels/{news}/messages", {"content": "x"}))["id"]
    assert (await bot.refused("POST", f"/channels/{news}/messages/{plain}/crosspost")).code == 50024


async def test_direct_messages(fake: FakeDiscord, bot: Bot, guild: str) -> None:
    ana, shut = fake.person("Ana", guild), fake.person("Ben", guild, closed=True)
    opened = await bot.call("POST", "/users/@me/channels", {"recipient_id": ana})
    await bot.call("POST", f"/channels/{opened['id']}/messages", {"content": "hello"})
    assert opened["id"] == fake.dm(ana)
    assert said(fake, opened["id"]) == ["hello"]
    closed = await bot.call("POST", "/users/@me/channels", {"recipient_id": shut})
    assert (await bot.refused("POST", f"/channels/{closed['id']}/messages", {"content": "x"})).code == 50007


@pytest.mark.parametrize(
    ("denied", "call", "code"),
    [
        ("view_channel", "POST /channels/{news}/messages", 50001),
        ("send_messages", "POST /channels/{news}/messages", 50013),
        ("create_public_threads", "POST /channels/{news}/messages/{message}/threads", 50013),
        ("send_messages_in_threads", "POST /channels/{thread}/messages", 50013),
        ("embed_links", "POST /channels/{news}/messages", 50013),
        ("read_message_history", "GET /channels/{news}/messages/{message}", 50001),
    ],
)
async def test_what_is_denied(fake: FakeDiscord, bot: Bot, news: str, denied: str, call: str, code: int) -> None:
    message = (await bot.call("POST", f"/channels/{news}/messages", {"content": "x"}))["id"]
    thread = fake.thread(news)
    fake.deny(news, denied)
    verb, path = call.format(news=news, message=message, thread=thread).split()
    body = {"content": "x", "name": "x", "embeds": [{"description": "x"}]} if verb == "POST" else None
    assert (await bot.refused(verb, path, body)).code == code
    fake.deny(news)
    await bot.call(verb, path, body)


async def test_replies_and_history(fake: FakeDiscord, bot: Bot, news: str) -> None:
    path = f"/channels/{news}/messages"
    ids = [(await bot.call("POST", path, {"content": str(n)}))["id"] for n in range(7)]
    reply = await bot.call("POST", path, {"content": "re", "message_reference": {"message_id": ids[0]}})
    assert reply["type"] == 19
    assert reply["referenced_message"]["id"] == ids[0]
    gone = {"content": "re", "message_reference": {"message_id": "1"}}
    assert (await bot.refused("POST", path, gone)).code == 50035
    gone["message_reference"]["fail_if_not_exists"] = False  # type: ignore[index]
    assert "message_reference" not in await bot.call("POST", path, gone)

    async def page(**query: Any) -> list[str]:
        return [one["id"] for one in await bot.call("GET", path, **query)]

    assert await page(limit=2, before=ids[3]) == [ids[2], ids[1]]
    assert await page(limit=2, after=ids[3]) == [ids[5], ids[4]]
    assert set(await page(limit=3, around=ids[3])) == {ids[2], ids[3], ids[4]}
    assert (await bot.refused("GET", path, limit=101)).code == 50035
    fake.deny(news, "read_message_history")
    assert await page() == []
    assert (
        await bot.refused("POST", path, {"content": "re", "message_reference": {"message_id": ids[0]}})
    ).code == 160002


async def test_who_is_pinged(fake: FakeDiscord, bot: Bot, guild: str, news: str) -> None:
    ana, role = fake.person("Ana", guild), fake.role(guild, "News")
    display = {"type": 10, "content": f"@everyone <@{ana}> <@&{role}>"}
    body: Json = {"flags": 1 << 15, "components": [display]}
    for allowed, pinged in (
        ({"parse": []}, []),
        ({"parse": [], "roles": [role]}, [role]),
        ({"parse": ["users", "roles", "everyone"]}, [ana, role]),
        (None, [ana, role]),
    ):
        await bot.call("POST", f"/channels/{news}/messages", body | {"allowed_mentions": allowed})
        assert fake.messages(news)[-1]["pinged"] == pinged
    both = {"parse": ["roles"], "roles": [role]}
    refused = await bot.refused("POST", f"/channels/{news}/messages", body | {"allowed_mentions": both})
    assert refused.code == 50035
    heard = await fake.says(ana, news, "hm")
    reply = {"content": "re", "message_reference": {"message_id": heard}}
    for more, pinged in (({}, [ana]), ({"allowed_mentions": {"parse": []}}, [])):
        await bot.call("POST", f"/channels/{news}/messages", reply | more)
        assert fake.messages(news)[-1]["pinged"] == pinged


async def test_places(fake: FakeDiscord, bot: Bot, guild: str, news: str) -> None:
    role = fake.role(guild, "News")
    assert (await bot.call("GET", "/users/@me"))["id"] == fake.bot_user
    assert (await bot.call("GET", "/oauth2/applications/@me"))["id"] == fake.application
    assert role in [one["id"] for one in await bot.call("GET", f"/guilds/{guild}/roles")]
    assert (await bot.call("GET", f"/guilds/{guild}/members/{fake.bot_user}"))["user"]["bot"]
    elsewhere = fake.guild("Other", installed=False)
    assert (await bot.refused("GET", f"/guilds/{elsewhere}")).code == 50001
    fake.leave(guild)
    assert (await bot.refused("POST", f"/channels/{news}/messages", {"content": "x"})).code == 50001
    await bot.call("POST", f"/channels/{fake.dm(fake.person('Ana'))}/typing")
    assert len(fake.typing) == 1
