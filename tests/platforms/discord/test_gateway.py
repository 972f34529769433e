"""The connection to Discord's gateway: begun, lost, resumed and begun anew, without a lost or doubled question."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import structlog
from structlog.testing import capture_logs

from bot.news.channels import Place
from bot.news.showing.shown import NoticeCard
from bot.outcomes import Rejected, Unavailable
from bot.platforms.discord.listening import LONGEST_GAP
from bot.platforms.discord.missed_messages import CHANNELS
from tests.fakes.discord import FakeDiscord, payloads
from tests.platforms.discord.plugged import Desk, a_desk, at_once, heard, listening, nothing_more, plug_of


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with a_desk() as made:
        yield made


class Pauses:
    """A sleep that takes no time, until it is told to hold."""

    def __init__(self) -> None:
        self.taken: list[float] = []
        self.held = asyncio.Event()
        self.held.set()

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        await asyncio.sleep(0)
        await self.held.wait()


async def test_what_was_said_while_we_were_away_comes_once_when_we_resume(desk: Desk) -> None:
    async with listening(desk) as plug:
        first = await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
        assert [m.event for m in await heard(plug)] == [first]
        await desk.fake.drop_gateway(resumable=True)
        missed = await desk.fake.says(desk.ana, desk.news, f"{desk.us} who lost?")
        assert [m.event for m in await heard(plug)] == [missed]
        assert await nothing_more(desk, plug)
        assert desk.fake.gateway.resumed == 1
        assert plug.trouble == ""


async def test_what_was_said_in_a_server_that_is_told_of_late_is_looked_up_then(desk: Desk) -> None:
    far = desk.fake.guild("Far")
    asked = await desk.fake.says(desk.ana, desk.fake.channel(far, "far"), f"{desk.us} who won?")
    desk.fake.gateway.late.add(far)
    async with listening(desk) as plug:
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} first?")
        assert [m.text for m in await heard(plug)] == ["first?"]
        await plug.client.wait_until_ready()
        server = desk.fake.state.world.guilds[far]
        desk.fake.gateway.tell("GUILD_CREATE", payloads.guild_create(desk.fake.state, server))
        assert [m.event for m in await heard(plug)] == [asked]


@pytest.mark.parametrize("how", ["cut", "invalid", "1000", "4000", "4009"])
async def test_what_was_said_before_a_new_session_is_looked_up(desk: Desk, how: str) -> None:
    thread = desk.fake.thread(desk.news, "talk", desk.ana)
    async with listening(desk, sleep=at_once) as plug:
        await desk.fake.says(desk.ana, desk.ana, "a direct one?")
        (direct,) = await heard(plug)
        await plug.send(NoticeCard("Here."), direct.place, key="k")
        await plug.send(NoticeCard("A brief."), Place("discord", f"@{desk.ben}"), key="l")
        await desk.fake.drop_gateway(resumable=False, how=how)
        asked = {
            await desk.fake.says(desk.ana, desk.news, f"{desk.us} one?"),
            await desk.fake.says(desk.ben, thread, f"{desk.us} two?"),
            await desk.fake.says(desk.ana, desk.ana, "three?"),
            await desk.fake.says(desk.ben, desk.ben, "four?"),
        }
        await desk.fake.says(desk.ben, desk.news, "not for us?")
        assert {m.event for m in await heard(plug, 4)} == asked
        assert desk.fake.gateway.identified == 2
        assert await nothing_more(desk, plug)


@pytest.mark.parametrize("seconds", [100, 1800], ids=["cable", "machine asleep"])
async def test_what_was_said_to_a_connection_that_was_dead_already_is_looked_up(desk: Desk, seconds: float) -> None:
    async with listening(desk, sleep=at_once) as plug:
        alive = dict(desk.fake.gateway.sessions)
        desk.fake.gateway.sessions.clear()  # nothing comes through any more
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
        desk.fake.clock.forward(seconds)
        desk.fake.gateway.sessions.update(alive)
        await desk.fake.drop_gateway(resumable=False)
        assert [m.text for m in await heard(plug)] == ["who won?"]


async def test_what_was_asked_directly_before_we_were_started_is_looked_up(desk: Desk) -> None:
    async def met() -> list[str]:
        return [f"@{desk.ana}"]

    asked = await desk.fake.says(desk.ana, desk.ana, "while you were away?")
    async with listening(desk, met=met) as plug:
        assert [m.event for m in await heard(plug)] == [asked]


async def test_what_was_asked_since_another_copy_heard_is_found_among_much_else(desk: Desk) -> None:
    since = datetime.fromtimestamp(desk.fake.clock(), UTC)
    asked = await desk.fake.says(desk.ana, desk.news, f"{desk.us} while nobody heard?")
    for n in range(CHANNELS + 1):
        await desk.fake.says(desk.ben, desk.fake.channel(desk.guild, f"busy-{n}"), "not for us")
    plug = plug_of(desk.fake)
    await plug.start()
    await plug.hear(since)
    assert [m.event for m in await heard(plug)] == [asked]
    await plug.close()


async def test_what_was_asked_too_long_ago_is_left_alone(desk: Desk) -> None:
    async with listening(desk, sleep=at_once) as plug:
        await desk.fake.drop_gateway(resumable=False)
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} one?")
        desk.fake.clock.forward(LONGEST_GAP + 1)
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} two?")
        assert [m.text for m in await heard(plug)] == ["two?"]


async def test_a_channel_that_cannot_be_read_does_not_keep_the_others_from_it(desk: Desk) -> None:
    more = desk.fake.channel(desk.guild, "more")
    async with listening(desk, sleep=at_once) as plug:
        await desk.fake.drop_gateway(resumable=False)
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} one?")
        await desk.fake.says(desk.ana, more, f"{desk.us} two?")
        desk.fake.troubles.add("GET /channels/{}/messages", "code:50001")
        assert len(await heard(plug)) == 1


async def test_a_hiccup_while_it_looks_costs_no_question(desk: Desk) -> None:
    async with listening(desk, sleep=at_once) as plug:
        desk.fake.troubles.add("GET /channels/{}/messages", "html")
        await desk.fake.drop_gateway(resumable=False)
        asked = await desk.fake.says(desk.ana, desk.news, f"{desk.us} one?")
        assert [m.event for m in await heard(plug)] == [asked]
        assert await nothing_more(desk, plug)


async def test_discord_may_ask_us_to_connect_again(desk: Desk) -> None:
    async with listening(desk) as plug:
        await desk.fake.drop_gateway(resumable=True, how="reconnect")
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
        assert [m.text for m in await heard(plug)] == ["who won?"]
        assert (desk.fake.gateway.resumed, desk.fake.gateway.identified) == (1, 1)


async def test_while_the_gateway_is_away_it_says_so(desk: Desk) -> None:
    pauses = Pauses()
    async with listening(desk, sleep=pauses) as plug:
        assert plug.trouble == ""
        pauses.held.clear()
        desk.fake.troubles.add("GET /gateway/bot", "503-before", times=30)
        await desk.fake.drop_gateway(resumable=False)
        await desk.fake.until(lambda: pauses.taken)
        assert "gateway" in plug.trouble
        await plug.send(NoticeCard("Still here."), desk.place(), key="k")
        pauses.held.set()
        await desk.fake.connected()
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
        await heard(plug)
        assert plug.trouble == ""
        assert max(pauses.taken) <= 60


async def test_a_session_outlasts_a_network_that_is_away(desk: Desk) -> None:
    pauses = Pauses()
    async with listening(desk, sleep=pauses) as plug:
        desk.fake.gateway.away = True
        desk.fake.troubles.add("GET /gateway/bot", "503-before", times=1000)
        await desk.fake.drop_gateway(resumable=True)
        await desk.fake.until(lambda: len(pauses.taken) > 20)
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
        desk.fake.gateway.away = False
        assert [m.text for m in await heard(plug)] == ["who won?"]
    assert desk.fake.gateway.identified == 1


async def test_a_gateway_that_closes_at_once_is_not_run_at(desk: Desk) -> None:
    pauses = Pauses()
    async with listening(desk, sleep=pauses):
        for _ in range(6):
            await desk.fake.connected()
            await desk.fake.drop_gateway(resumable=True)
        await desk.fake.connected()
    assert sum(pauses.taken) > 5


@pytest.mark.parametrize(("code", "words"), [("4004", "token"), ("4013", "kinds of events"), ("4014", "privileged")])
async def test_a_refusal_is_told_in_words_and_may_end(desk: Desk, code: str, words: str) -> None:
    pauses = Pauses()
    async with listening(desk, sleep=pauses) as plug:
        pauses.held.clear()
        await desk.fake.drop_gateway(resumable=False, how=code)
        await desk.fake.until(lambda: pauses.taken)
        assert words in plug.trouble
        pauses.held.set()
        await desk.fake.connected()
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
        await heard(plug)


async def test_a_token_that_is_revoked_begins_no_sessions(desk: Desk) -> None:
    pauses = Pauses()
    async with listening(desk, sleep=pauses) as plug:
        pauses.held.clear()
        desk.fake.revoke_token()
        await desk.fake.drop_gateway(resumable=False)
        await desk.fake.until(lambda: pauses.taken)
        pauses.held.set()
        await desk.fake.until(lambda: len(pauses.taken) > 3)
        assert "token is not valid" in plug.trouble
        assert desk.fake.gateway.identified == 1


async def test_a_wrong_token_ends_the_start_in_words_that_do_not_show_it(desk: Desk) -> None:
    desk.fake.token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Wrong1.wrongwrongwrongwrongwrongwrong"
    plug = plug_of(desk.fake)
    with pytest.raises(Rejected, match="token is not valid") as error:
        await plug.start()
    await plug.close()
    assert "wrong" not in str(error.value)
    assert "Wrong1" not in str(error.value)


async def test_sessions_that_are_used_up_are_not_begun(desk: Desk) -> None:
    desk.fake.gateway.sessions_left = 0
    plug = plug_of(desk.fake)
    await plug.start()
    with pytest.raises(Unavailable, match="1000 sessions a day") as error:
        await plug.hear()
    assert error.value.wait == 14_401
    desk.fake.gateway.sessions_left = 1000
    await plug.hear()
    assert plug.trouble == ""
    await plug.close()


@pytest.mark.parametrize("kind", ["503-before", "html", "code:0"])
async def test_a_discord_that_cannot_connect_us_may_be_tried_again(desk: Desk, kind: str) -> None:
    desk.fake.troubles.add("GET /gateway/bot", kind, times=20)
    plug = plug_of(desk.fake, sleep=at_once)
    await plug.start()
    with pytest.raises((Unavailable, Rejected)):
        await plug.hear()
    desk.fake.troubles.clear()
    await plug.hear()
    await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
    await heard(plug)
    await plug.close()


async def test_what_was_never_started_can_be_closed(desk: Desk) -> None:
    plug = plug_of(desk.fake)
    await plug.hush()
    await plug.close()
    assert [mention async for mention in plug.mentions()] == []


async def test_no_discord_at_all_is_said_in_words() -> None:
    async with FakeDiscord() as fake:
        plug = plug_of(fake, sleep=at_once)
    with pytest.raises(Unavailable, match="could not be reached"):
        await plug.start()
    await plug.close()


async def test_the_librarys_logs_are_ours_and_show_no_token(desk: Desk) -> None:
    async with listening(desk):
        with capture_logs() as logs:
            library = logging.getLogger("discord.gateway")
            library.warning("Shard ID %s has stopped with %s", None, desk.fake.token)
            library.error("broken", exc_info=ValueError("odd"))
            library.info("what somebody wrote")
            library.warning("We are being rate limited. %s", "POST /x")
            library.error("Ignoring exception in autocomplete for %r", "x", exc_info=OSError("too late"))
            library.error("Ignoring exception in autocomplete for %r", "x", exc_info=UnboundLocalError("a bug of ours"))
        structlog.get_logger().info("done")
    told = [(entry["event"], entry["log_level"], entry["says"]) for entry in logs]
    assert told[0] == ("discord_library", "warning", "Shard ID None has stopped with ***")
    assert [level for _, level, _ in told] == ["warning", "error", "debug", "debug", "error"]


async def test_nothing_privileged_is_asked_for(desk: Desk) -> None:
    async with listening(desk):
        (session,) = desk.fake.gateway.open
        assert session.intents == 1 << 0 | 1 << 9 | 1 << 12
