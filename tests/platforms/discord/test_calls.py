"""Calls to Discord: what comes of each kind of failure, in words that hold no token and in good time."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import discord
import pytest
from aiohttp import web
from discord.http import Route
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.outcomes import Rejected, Unavailable, Unclear
from bot.platforms.discord.access import Access
from bot.platforms.discord.calls import INVALID, Calls
from bot.platforms.discord.client import Bot
from bot.platforms.discord.failures import FAILURES, Asked, Refused, failure
from tests.platforms.cards import ANSWER
from tests.platforms.discord.writers import POST, Writer, writer

CHANNEL = "/channels/{channel_id}"
MESSAGES = "/channels/{channel_id}/messages"
BODY = {"content": "hi", "nonce": "1", "enforce_nonce": True}


async def _posted(bot: Writer) -> None:
    await bot.calls("POST", MESSAGES, json=BODY, posts=True, shape=dict, channel_id=bot.news)


async def _read(bot: Writer) -> None:
    await bot.calls("GET", CHANNEL, shape=dict, channel_id=bot.news)


async def test_who_we_are() -> None:
    async with writer() as bot:
        assert (bot.calls.us.user, bot.calls.us.application) == (bot.discord.bot_user, bot.discord.application)
        assert bot.discord.api_url == Route.BASE


@pytest.mark.parametrize("trouble", ["drop-before", "503-before", "hang-before", "html", "drop-after"])
async def test_what_harms_nobody_is_tried_again(trouble: str) -> None:
    async with writer(trouble) as bot:
        bot.discord.troubles.add("GET /channels/{}", trouble)
        await _read(bot)
        assert bot.made("GET /channels/{}") == 2


async def test_it_is_not_tried_for_ever() -> None:
    async with writer() as bot:
        bot.discord.troubles.add("GET /channels/{}", "drop-before", times=9)
        with pytest.raises(Unavailable, match="broke off"):
            await _read(bot)
        assert bot.slept == [0.5, 0.5]


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("drop-before", "broke off"),
        ("drop-after", "broke off"),
        ("503-before", "failed"),
        ("503-after", "failed"),
        ("hang-before", "no answer in time"),
        ("hang-after", "no answer in time"),
        ("html", "not Discord's"),
    ],
)
async def test_a_post_without_an_answer_is_unclear_and_the_same_read_is_not(trouble: str, words: str) -> None:
    async with writer(trouble) as bot:
        bot.discord.troubles.add(POST, trouble)
        with pytest.raises(Unclear, match=f"{words}.*post in channel {bot.news}"):
            await _posted(bot)
        assert bot.made(POST) == 1
        bot.discord.troubles.add("GET /channels/{}", trouble, times=9)
        with pytest.raises(Unavailable, match=words):
            await _read(bot)


async def test_a_short_rest_is_waited_out_and_a_long_one_given_back() -> None:
    async with writer() as bot:
        bot.discord.troubles.add(POST, "429", retry_after=0.01)
        await _posted(bot)
        bot.discord.troubles.add(POST, "429", retry_after=31.2)
        with pytest.raises(Unavailable, match="32 s") as error:
            await _posted(bot)
        assert error.value.wait == 32


async def test_many_calls_at_once_keep_the_limit_of_all_of_them() -> None:
    async with writer(rates="real") as bot:
        channels = [bot.discord.channel(bot.guild, f"news-{n}") for n in range(70)]
        await asyncio.gather(*(bot.calls("GET", CHANNEL, shape=dict, channel_id=one) for one in channels))
        assert bot.discord.state.rates.limited == 0
        assert bot.made("GET /channels/{}") == 70


async def test_after_closing_nothing_is_sent() -> None:
    async with writer() as bot:
        await bot.calls.client.close()
        calls = len(bot.discord.calls)
        with pytest.raises(Unavailable, match="closed"):
            await _posted(bot)
        assert len(bot.discord.calls) == calls


def _said(error: BaseException) -> str:
    """All that a log could show of an error."""
    told = ""
    chain: BaseException | None = error
    while chain is not None:
        assert not hasattr(chain, "response")
        told += "".join(traceback.TracebackException.from_exception(chain, capture_locals=False).format()) + repr(chain)
        chain = chain.__context__ or chain.__cause__
    return told


async def test_a_token_that_is_not_taken_says_so_and_is_never_shown(caplog: pytest.LogCaptureFixture) -> None:
    async with writer() as bot:
        caplog.set_level(logging.INFO)
        bot.discord.revoke_token()
        with pytest.raises(Refused, match=r"token is not valid.*Reset Token") as error:
            await bot.posting.send(ANSWER, bot.place(), "k")
        assert error.value.code == 401
        with pytest.raises(Rejected, match="token is not valid") as refused:
            await bot.restart()
        assert bot.calls.client.is_closed()
        shown = _said(error.value) + _said(refused.value) + caplog.text + repr(bot.calls) + repr(bot.posting)
        assert bot.discord.token not in shown
        assert bot.discord.token not in repr(Access(bot.discord.token))


async def test_a_discord_that_is_not_there_took_nothing() -> None:
    base = Route.BASE
    calls = Calls(Bot(), Access("none", api_url="http://127.0.0.1:9/api/v10"))
    try:
        with pytest.raises(Unavailable, match=r"discord.api_url"):
            await calls.login()
    finally:
        Route.BASE = base
    async with writer() as bot:
        Route.BASE = "http://127.0.0.1:9/api/v10"
        with pytest.raises(Unavailable, match=r"could not be reached.*discord.api_url"):
            await _posted(bot)


@pytest.mark.parametrize(
    ("status", "body", "kind", "outcome"),
    [
        (200, "<html>log in to the proxy</html>", "text/html", Unclear),
        (200, "OK", "text/plain", Unclear),
        (200, "[1]", "application/json", Unclear),
        (200, "{", "application/json", Unclear),
        (200, "", "application/json", Unclear),
        (204, "", "application/json", Unclear),
        (302, "", "text/html", Unavailable),
        (403, "<html>no</html>", "text/html", Unavailable),
        (404, "nothing here", "text/plain", Unavailable),
        (403, '{"message": "403: Forbidden", "code": 0}', "application/json", Refused),
        (403, '{"message": "no", "code": 123456}', "application/json", Refused),
        (400, '{"message": "no", "code": 50035, "errors": ["a"]}', "application/json", Unclear),
        (400, '{"message": "no", "code": 50035, "errors": {"a": {"_errors": []}}}', "application/json", Refused),
        (400, '["no"]', "application/json", Refused),
        (408, "too slow", "text/plain", Unclear),
        (503, "away", "text/plain", Unclear),
        (429, "slow down", "text/plain", Unavailable),
        (429, '{"retry_after": "soon"}', "application/json", Unclear),
    ],
)
async def test_what_answers_may_not_be_discord(status: int, body: str, kind: str, outcome: type[Exception]) -> None:
    async def answer(_: web.Request) -> web.Response:
        headers = {"Content-Type": kind, "Via": "1.1 google"}
        return web.Response(status=status, body=body.encode(), headers=headers)

    async with writer() as bot, _served(answer):
        with pytest.raises(outcome) as error:
            await _posted(bot)
        assert bot.discord.token not in _said(error.value)
        assert "code: 0" not in str(error.value)


_NAMES = st.sampled_from(["id", "code", "message", "errors", "retry_after", "_errors"])
_JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=4),
    lambda one: st.lists(one, max_size=2) | st.dictionaries(_NAMES, one, max_size=3),
    max_leaves=6,
)


@dataclass
class _Answer:
    status: int
    reason: str = "so"
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


@settings(max_examples=60, deadline=None)
@given(_JSON, st.sampled_from([400, 403, 404, 429]))
def test_any_shape_of_answer_has_an_outcome(body: Any, status: int) -> None:
    try:
        error: Exception = discord.HTTPException(cast(Any, _Answer(status)), body)
    except FAILURES as stumbled:
        error = stumbled
    assert str(failure(error, Asked("post", posts=True)))


@asynccontextmanager
async def _served(answer: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[None]:
    app = web.Application()
    app.router.add_route("*", "/{any:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    Route.BASE = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield
    finally:
        await runner.cleanup()


async def test_where_discord_refuses_too_much_it_is_left_alone_for_a_while() -> None:
    async with writer() as bot:
        bot.discord.deny(bot.news, "send_messages")
        with pytest.raises(Rejected):
            await _posted(bot)
        bot.calls._refused_at.extend([*bot.calls._refused_at] * (INVALID - 1))
        with pytest.raises(Unavailable, match="refused too many calls") as told:
            await _posted(bot)
        assert told.value.wait
        assert bot.made("POST /channels/{}/messages") == 1
