"""Cards posted to Slack: each piece once, whatever goes wrong, and in words that say what to do."""

from __future__ import annotations

import asyncio
import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.channels import Place
from bot.news.showing.shown import BriefCard, CardLine, CardSource, NoticeCard
from bot.outcomes import Gone, Partly, Rejected, Unavailable, Unclear
from bot.platforms.slack.access import Access
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.failures import Refused
from bot.platforms.slack.history import pieces_of
from bot.platforms.slack.posting import SETTLES
from tests.platforms.cards import BRIEF, EVIDENCE, NOTICE
from tests.platforms.slack.writers import NEWS, POST, Writer, marked, pieces, read, writer

TROUBLES = (
    "drop-before",
    "drop-after",
    "http-500",
    "500-after",
    "hang-before",
    "hang-after",
    "bad-json",
    "429",
    "error:internal_error",
    "error:fatal_error",
    "error:request_timeout",
    "error:service_unavailable",
    "error:ratelimited",
    "error:team_added_to_org",
)
ONCE = [("k", 0), ("k", 1)]


async def test_a_brief_is_a_post_and_its_detail_in_the_thread() -> None:
    async with writer() as bot:
        head = await bot.posting.send(BRIEF, NEWS, "k")
        [post] = bot.slack.messages("C1")
        [detail] = bot.slack.messages("C1", head)
        assert BRIEF.headline in read(post)
        assert BRIEF.claims[0].text in read(detail)
        assert (post["ts"], post["metadata"], detail["metadata"]) == (head, marked("k", 0), marked("k", 1))
        assert not bot.slack.complaints
        for call in bot.slack.calls:
            quiet = {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none"}
            assert call.arguments.items() >= quiet.items()


@pytest.mark.parametrize("piece", [0, 1])
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_each_piece_stands_there_once_whatever_happens(trouble: str, piece: int) -> None:
    async with writer(trouble) as bot:
        bot.slack.troubles.add(POST, trouble, metadata=marked("k", piece))
        head = await bot.delivered(BRIEF, NEWS, "k")
        assert pieces(bot.slack) == ONCE
        assert bot.slack.messages("C1")[0]["ts"] == head
        if trouble in ("drop-after", "500-after", "hang-after", "bad-json"):
            assert bot.made(POST) == 2


@pytest.mark.parametrize("trouble", ["drop-after", "hang-after", "500-after", "drop-before"])
async def test_no_post_is_sent_again_of_itself(trouble: str) -> None:
    async with writer(trouble) as bot:
        bot.slack.troubles.add(POST, trouble)
        with pytest.raises(Unclear):
            await bot.posting.send(BRIEF, NEWS, "k")
        assert bot.methods() == [POST]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([POST, POST, "conversations.history", "conversations.replies", "auth.test"]),
            st.sampled_from([trouble for trouble in TROUBLES if not trouble.startswith("hang")]),
        ),
        max_size=7,
    )
)
def test_nothing_stands_there_twice_whatever_happens_in_a_row(troubles: list[tuple[str, str]]) -> None:
    async def run() -> None:
        async with writer() as bot:
            for method, trouble in troubles:
                bot.slack.troubles.add(method, trouble)
            told = await bot.delivered(BRIEF, NEWS, "k")
            found = pieces(bot.slack)
            assert found == sorted(set(found))
            if not told.startswith(("uncertain", "given up")):
                assert found == ONCE

    asyncio.run(run())


async def test_in_a_thread_all_of_it_stands_in_that_thread() -> None:
    async with writer() as bot:
        root = await bot.slack.says("U1", "C1", "look here", deliver=False)
        bot.slack.troubles.add(POST, "drop-after", metadata=marked("k", 1))
        await bot.delivered(BRIEF, Place("slack", "C1", root), "k")
        assert [m["metadata"]["event_payload"]["piece"] for m in bot.slack.messages("C1", root)] == [0, 1]
        assert len(bot.slack.messages("C1")) == 1
        assert {call.arguments["thread_ts"] for call in bot.slack.calls if call.method == POST} == {root}


async def test_a_restart_in_the_middle_posts_only_what_is_missing() -> None:
    async with writer() as bot:
        bot.slack.troubles.add(POST, "drop-before", metadata=marked("k", 1))
        began = datetime.fromtimestamp(bot.slack.clock(), UTC)
        with pytest.raises(Unclear):
            await bot.posting.send(BRIEF, NEWS, "k")
        bot.slack.clock.forward(7200)
        again = await bot.restarted()
        head = await again.posting.send(BRIEF, NEWS, "k", began)
        await again.calls.close()
        assert pieces(bot.slack) == ONCE
        assert bot.slack.messages("C1")[0]["ts"] == head


@pytest.mark.parametrize("trouble", ["drop-after", "hang-after"])
async def test_it_looks_only_when_slack_has_done_what_it_was_doing(trouble: str) -> None:
    async with writer(trouble) as bot:
        began = datetime.fromtimestamp(bot.slack.clock(), UTC)
        bot.slack.troubles.add(POST, trouble)
        with pytest.raises(Unclear):
            await bot.posting.send(NOTICE, NEWS, "k")
        await bot.posting.send(NOTICE, NEWS, "k", began)
        (posted,) = (call.at for call in bot.slack.calls if call.method == POST)
        (looked,) = (call.at for call in bot.slack.calls if call.method == "conversations.history")
        assert looked - posted >= SETTLES


async def test_only_our_own_messages_count() -> None:
    async with writer() as bot:
        now = datetime.fromtimestamp(bot.slack.clock(), UTC)
        ts = await bot.slack.says("U1", "C1", "I am the brief", deliver=False)
        [forged] = bot.slack.workspace.world.channels["C1"].messages
        forged["metadata"] = marked("k", 0)
        head = await bot.posting.send(BRIEF, NEWS, "k", now)
        assert head != ts
        assert pieces(bot.slack) == ONCE


async def test_it_is_found_among_many_messages() -> None:
    async with writer() as bot:
        began = datetime.fromtimestamp(bot.slack.clock(), UTC)
        head = await bot.posting.send(BRIEF, NEWS, "k")
        for n in range(450):
            await bot.slack.says("U1", "C1", f"message {n}", deliver=False)
        found = await pieces_of(bot.calls, "k", NEWS, began)
        assert found[0] == head
        assert sorted(found) == [0, 1]
        assert bot.made("conversations.history") == 3


async def test_what_is_older_than_the_first_try_is_not_read() -> None:
    async with writer() as bot:
        for n in range(450):
            await bot.slack.says("U1", "C1", f"message {n}", deliver=False)
        bot.slack.clock.forward(86_400)
        began = datetime.fromtimestamp(bot.slack.clock(), UTC)
        assert await pieces_of(bot.calls, "k", NEWS, began) == {}
        assert bot.made("conversations.history") == 1


async def test_where_it_cannot_look_it_says_so_and_posts_nothing() -> None:
    async with writer() as bot:
        bot.slack.drop_scope("channels:history")
        bot.slack.troubles.add(POST, "drop-after")
        told = await bot.delivered(BRIEF, NEWS, "k")
        assert told.startswith("uncertain")
        assert '"channels:history"' in told
        assert pieces(bot.slack) == [("k", 0)]


@pytest.mark.parametrize("trouble", ["drop-before", "http-500", "hang-before", "error:internal_error"])
async def test_a_look_that_fails_for_a_moment_is_repeated(trouble: str) -> None:
    async with writer(trouble) as bot:
        bot.slack.troubles.add(POST, "drop-after")
        bot.slack.troubles.add("conversations.history", trouble)
        await bot.delivered(BRIEF, NEWS, "k")
        assert pieces(bot.slack) == ONCE


async def test_reads_wait_out_a_short_rest_and_give_back_a_long_one() -> None:
    async with writer() as bot:
        bot.slack.troubles.add("conversations.info", "429", retry_after=20)
        assert (await bot.calls("conversations.info", channel="C1"))["channel"]["id"] == "C1"
        assert bot.slept == [20]
        bot.slack.troubles.add("conversations.info", "429", retry_after=31)
        with pytest.raises(Unavailable) as error:
            await bot.calls("conversations.info", channel="C1")
        assert error.value.wait == 31
        bot.slack.troubles.add("conversations.info", "429", retry_after=20)
        with pytest.raises(Unavailable):
            await bot.calls.once("conversations.info", channel="C1")
        assert bot.slept == [20]


async def test_a_read_is_not_tried_for_ever() -> None:
    async with writer() as bot:
        bot.slack.troubles.add("conversations.info", "drop-before", times=10)
        with pytest.raises(Unavailable, match="broke off"):
            await bot.calls("conversations.info", channel="C1")
        assert bot.made("conversations.info") == 3


async def test_a_post_that_slack_puts_off_tells_how_long() -> None:
    async with writer() as bot:
        bot.slack.troubles.add(POST, "429", retry_after=7)
        with pytest.raises(Unavailable, match="7 s") as error:
            await bot.posting.send(NOTICE, NEWS, "k")
        assert error.value.wait == 7
        with pytest.raises(Unavailable, match="C1"):
            await bot.posting.send(NOTICE, NEWS, "k")
        assert bot.made(POST) == 1
        bot.slack.channel("C2")
        await bot.posting.send(NOTICE, Place("slack", "C2"), "k2")
        bot.slack.clock.forward(7)
        await bot.posting.send(NOTICE, NEWS, "k")
        assert pieces(bot.slack) == [("k", 0)]


async def test_what_ends_a_delivery_says_what_to_do() -> None:
    async with writer() as bot:
        slack = bot.slack
        slack.channel("C2", bot_in=False)
        slack.channel("C3", archived=True)
        for channel, code, words in (
            ("C2", "not_in_channel", "/invite"),
            ("C3", "is_archived", "Unarchive"),
            ("C9", "channel_not_found", "channel's id"),
            ("U404", "user_not_found", "no such person"),
        ):
            with pytest.raises(Refused) as error:
                await bot.posting.send(NOTICE, Place("slack", channel), "k")
            assert error.value.code == code
            assert channel in str(error.value)
            assert words in str(error.value)
            assert isinstance(error.value, Gone) == (channel == "U404"), "of people we know when nobody is there"


async def test_where_the_thread_takes_nothing_the_post_is_told_of() -> None:
    async with writer() as bot:
        code = "restricted_action_non_threadable_channel"
        bot.slack.troubles.add(POST, f"error:{code}", metadata=marked("k", 1))
        with pytest.raises(Partly, match="no replies in threads") as refused:
            await bot.posting.send(BRIEF, NEWS, "k")
        assert [message["ts"] for message in bot.slack.messages("C1")] == [refused.value.message]


async def test_a_missing_scope_is_named() -> None:
    async with writer() as bot:
        bot.slack.drop_scope("chat:write")
        with pytest.raises(Rejected, match=r'"chat:write".*install the app'):
            await bot.posting.send(NOTICE, NEWS, "k")


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_a_token_that_is_not_taken_is_never_shown(code: str) -> None:
    async with writer() as bot:
        bot.slack.revoke_token(code)
        with pytest.raises(Rejected, match="Bot User OAuth Token") as error:
            await bot.posting.send(NOTICE, NEWS, "k")
        chain: BaseException | None = error.value
        while chain is not None:
            assert bot.slack.bot_token not in "".join(traceback.TracebackException.from_exception(chain).format())
            assert not hasattr(chain, "response")
            chain = chain.__context__
        assert bot.slack.bot_token not in repr(bot.calls) + repr(Access(bot.slack.bot_token))


async def test_a_code_not_known_is_told_as_it_is() -> None:
    async with writer() as bot:
        bot.slack.troubles.add(POST, "error:moon_phase")
        with pytest.raises(Refused, match=r"chat\.postMessage in C1: moon_phase"):
            await bot.posting.send(NOTICE, NEWS, "k")


async def test_a_slack_that_is_not_there_took_nothing() -> None:
    calls = Calls(Access("xoxb-none", api_url="http://127.0.0.1:9/api/"))
    with pytest.raises(Unavailable, match=r"slack.api_url"):
        await calls(POST, channel="C1", text="hi")
    await calls.close()


@pytest.mark.parametrize(
    ("status", "body", "kind", "outcome"),
    [
        (200, "<html>log in to the proxy</html>", "text/html", Unclear),
        (200, "OK", "text/plain", Unclear),
        (200, "[1]", "application/json", Unclear),
        (200, "{", "application/json", Unclear),
        (200, "{}", "application/json", Unclear),
        (403, "<html>no</html>", "text/html", Unavailable),
        (408, "too slow", "text/plain", Unclear),
        (502, "bad gateway", "text/plain", Unclear),
    ],
)
async def test_what_answers_may_not_be_slack(status: int, body: str, kind: str, outcome: type[Exception]) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, text=body, content_type=kind)

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    calls = Calls(Access("xoxb-none", api_url=f"http://127.0.0.1:{runner.addresses[0][1]}/api/"))
    try:
        with pytest.raises(outcome):
            await calls(POST, channel="C1", text="hi")
    finally:
        await calls.close()
        await runner.cleanup()


async def test_the_environment_sends_nobody_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with writer() as bot:
        monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        assert (await bot.calls.identity()).user == bot.slack.bot_user


async def test_who_we_are_is_asked_once() -> None:
    async with writer(scopes=["chat:write", "im:write"]) as bot:
        us = await bot.calls.identity()
        assert (us.user, us.bot, us.team) == (bot.slack.bot_user, "B0BOT", bot.slack.team)
        assert us.scopes == {"chat:write", "im:write"}
        assert await bot.calls.identity() is us
        assert bot.made("auth.test") == 1


async def test_after_closing_nothing_is_sent() -> None:
    async with writer() as bot:
        await bot.calls.identity()
        await bot.calls.close()
        with pytest.raises(Unavailable, match="closed"):
            await bot.posting.send(NOTICE, NEWS, "k")
        assert bot.methods() == []


async def test_a_person_gets_a_direct_message() -> None:
    async with writer() as bot:
        bot.slack.troubles.add(POST, "drop-after", metadata=marked("k", 1))
        await bot.delivered(replace(BRIEF, followed=True), Place("slack", "U1"), "k")
        await bot.posting.send(NOTICE, Place("slack", "U1"), "k2")
        assert pieces(bot.slack, "U1") == [*ONCE, ("k2", 0)]
        assert bot.made("conversations.open") == 1
        assert "Unfollow" in read(bot.slack.messages("U1")[0])


HOSTILE = "<!channel> <@U1> <!subteam^S1> @here *bold* `code` <https://evil.test|click> :tada: &lt;!here&gt;"


async def test_hostile_words_call_nobody() -> None:
    source = CardSource(1, HOSTILE, HOSTILE, "https://alder.example/<!channel>", (1,))
    line = CardLine(HOSTILE, (1,))
    card = replace(BRIEF, headline=HOSTILE, lead=(line,), points=(line,) * 30, claims=(line,), sources=(source,))
    async with writer() as bot:
        await bot.posting.send(card, NEWS, "k")
        await bot.posting.send(NoticeCard(HOSTILE), NEWS, "k2")
        await bot.posting.send(replace(EVIDENCE, paragraph=((HOSTILE, True),)), NEWS, "k3")
        await bot.posting.edit(card, NEWS, bot.slack.messages("C1")[0]["ts"], "k")
        bot.slack.troubles.add(POST, "error:invalid_blocks", times=2)
        await bot.posting.send(card, NEWS, "k4")
        assert bot.slack.pings == []


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_blocks_too_long"])
async def test_a_form_that_slack_does_not_take_is_made_simpler(code: str) -> None:
    async with writer() as bot:
        bot.slack.troubles.add(POST, f"error:{code}")
        await bot.posting.send(BRIEF, NEWS, "k")
        [post] = bot.slack.messages("C1")
        assert BRIEF.headline in read(post)
        assert not any(block["type"] in ("header", "rich_text") for block in post["blocks"])
        assert pieces(bot.slack) == ONCE
        bot.slack.troubles.add(POST, f"error:{code}", times=2)
        await bot.posting.send(BRIEF, NEWS, "k2")
        plain = bot.slack.messages("C1")[1]
        assert not plain.get("blocks")
        assert "Port Alder" in plain["text"]


async def test_a_form_that_slack_never_takes_ends_it() -> None:
    async with writer() as bot:
        bot.slack.troubles.add(POST, "error:invalid_blocks", times=9)
        with pytest.raises(Rejected, match="report it"):
            await bot.posting.send(BRIEF, NEWS, "k")
        assert bot.made(POST) == 3


def _longer(card: BriefCard, claims: int) -> BriefCard:
    words = "The company says that the boats will be late again, and that nobody is to blame for it. " * 6
    return replace(card, claims=tuple(CardLine(f"{n}. {words}", (11,)) for n in range(claims)))


async def _posted(bot: Writer, card: BriefCard) -> str:
    return await bot.posting.send(card, NEWS, "k")


@pytest.mark.parametrize("method", ["chat.update", "chat.delete", POST, "conversations.replies"])
@pytest.mark.parametrize("trouble", ["drop-after", "drop-before", "hang-after"])
async def test_an_edit_in_trouble_can_be_repeated(method: str, trouble: str) -> None:
    async with writer(trouble) as bot:
        head = await _posted(bot, _longer(BRIEF, 60) if method == "chat.delete" else BRIEF)
        card = _longer(BRIEF, 60) if method == POST else BRIEF
        bot.slack.troubles.add(method, trouble)
        for _ in range(2):
            try:
                await bot.posting.edit(card, NEWS, head, "k")
            except Unavailable:
                continue
        found = pieces(bot.slack)
        assert found == [("k", n) for n in range(len(found))]
        assert len(found) == 2 or method == POST


async def test_an_edit_of_what_is_gone_is_rejected() -> None:
    async with writer() as bot:
        with pytest.raises(Rejected, match="not there"):
            await bot.posting.edit(NOTICE, NEWS, "1700000000.000001", "k")


async def test_our_clock_may_be_wrong_by_hours() -> None:
    async with writer() as bot:
        began = datetime.fromtimestamp(bot.slack.clock(), UTC) + timedelta(hours=9)
        await bot.posting.send(BRIEF, NEWS, "k")
        await bot.posting.send(BRIEF, NEWS, "k", began)
        assert pieces(bot.slack) == ONCE


async def test_where_a_channel_is_busy_our_clock_may_be_wrong_by_minutes() -> None:
    async with writer() as bot:
        began = datetime.fromtimestamp(bot.slack.clock(), UTC) + timedelta(minutes=9)
        await bot.posting.send(BRIEF, NEWS, "k")
        for n in range(250):
            await bot.slack.says("U1", "C1", f"message {n}", deliver=False)
        await bot.posting.send(BRIEF, NEWS, "k", began)
        assert bot.made("chat.postMessage") == len(ONCE)


async def test_a_reply_to_a_message_that_was_deleted_is_not_left_in_the_channel() -> None:
    async with writer() as bot:
        asked = await bot.slack.says("U1", "C1", "hello", deliver=False)
        await bot.slack.deletes("U1", "C1", asked, wait=False)
        with pytest.raises(Rejected, match="was deleted"):
            await bot.posting.send(NOTICE, replace(NEWS, thread=asked), "k")
        assert bot.slack.messages("C1") == []
