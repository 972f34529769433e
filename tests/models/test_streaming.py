"""Replies heard while they are written, over real sockets: whole, cut, stalled, lying about themselves, without end."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.flows.drafting import streamed as streamed_answer
from bot.models.bounded import LONGEST, LONGEST_TEXT
from bot.models.budget import BudgetedModel, DailyTokens
from bot.models.fallback import FallbackModel
from bot.models.openai import OpenAIModel
from bot.news.prompting.requests import estimate
from bot.news.types import DraftAnswer, DraftLine
from bot.ports import Rejected, Reply, Request, Spending, Unavailable
from tests.models.fake_openai import DONE, Answer, FakeOpenAI, Row, Streamed, completion, error, event, raw, streamed
from tests.models.test_budget import Calendar
from tests.models.test_fallback import Clock
from tests.news.test_prompts import READ

KEY = "sk-very-secret-0123456789"
ASKED = Request("You answer in JSON.", "Was the bridge closed?", {"type": "object", "properties": {}}, 300)
SENT = estimate(ASKED.system) + estimate(ASKED.user)
SAID = ('{"said": true, ', '"lines": ["The bridge', " was closed — für ", 'immer."]}')
WHOLE = "".join(SAID)
COUNTED = {"prompt_tokens": 30, "completion_tokens": 10, "total_tokens": 40}


@pytest.fixture
async def server() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as fake:
        yield fake


class Listener:
    def __init__(self) -> None:
        self.texts: list[str] = []

    async def __call__(self, text: str) -> None:
        self.texts.append(text)


def model(url: str, **options: Any) -> OpenAIModel:
    return OpenAIModel(**{"name": "small", "base_url": url, "api_key": SecretStr(KEY), "timeout": 5.0, **options})


async def heard(url: str, **options: Any) -> tuple[Reply, list[str]]:
    asked, listener = model(url, **options), Listener()
    try:
        return await asked.complete(ASKED, listener), listener.texts
    finally:
        await asked.close()


async def test_every_piece_is_heard_with_all_before_it_and_the_reply_is_the_whole(server: FakeOpenAI) -> None:
    server.then(streamed(*SAID, usage=COUNTED))
    reply, texts = await heard(server.url)
    assert texts == ["".join(SAID[:n]) for n in range(1, 5)]
    assert reply == Reply(WHOLE, (Spending("small", 30, 10),))
    (sent,) = server.requests
    assert sent["stream"] is True
    assert sent["stream_options"] == {"include_usage": True}
    assert sent["response_format"]["type"] == "json_schema"


async def test_whoever_does_not_listen_asks_for_no_stream(server: FakeOpenAI) -> None:
    server.then(lambda _: completion(WHOLE))
    asked = model(server.url)
    assert (await asked.complete(ASKED)).text == WHOLE
    await asked.close()
    assert "stream" not in server.requests[0]


async def test_without_usage_what_was_sent_and_said_is_estimated_thoughts_too(server: FakeOpenAI) -> None:
    thought = event(reasoning_content="Well, the bridge… " * 10)
    server.then(Streamed((thought, *map(event, SAID), event(finish="stop"), DONE)))
    reply, _ = await heard(server.url)
    (spent,) = reply.spent
    assert spent.tokens_in == SENT
    assert spent.tokens_out == estimate(WHOLE) + estimate("Well, the bridge… " * 10)


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param((b": hello\n\n", *map(event, SAID), b": still here\n", event(finish="stop"), DONE), id="comments"),
        pytest.param(tuple(bytes((b,)) for b in b"".join(map(event, SAID)) + DONE), id="byte by byte"),
        pytest.param((b"".join(map(event, SAID)).replace(b"\n", b"\r\n"), DONE), id="carriage returns"),
        pytest.param((*map(event, SAID), event(finish="stop")), id="no word of its end"),
        pytest.param((b"event: message\nid: 7\nretry: 5\n" + event(WHOLE), DONE), id="named events"),
        pytest.param((*map(event, SAID), b'data: {"choices": []}\n\n', b"data: 7\n\n", DONE), id="events of nothing"),
        pytest.param((*map(event, SAID), event(finish="stop"), b'data: {"usage": {"prom'), id="cut after all was said"),
        pytest.param((*map(event, SAID), event(finish="stop"), DONE, b"data: {nonsense\n\n" * 9), id="more after it"),
        pytest.param((*map(event, SAID), event(finish="stop"), b"data: {nonsense\n\n"), id="nonsense after it"),
        pytest.param((event(WHOLE), event(finish="length"), DONE), id="at its longest"),
    ],
)
async def test_a_stream_is_read_in_all_the_ways_that_servers_write_it(
    server: FakeOpenAI, pieces: tuple[bytes, ...]
) -> None:
    server.then(Streamed(pieces))
    reply, texts = await heard(server.url)
    assert reply.text == texts[-1] == WHOLE
    assert len(server.requests) == 1


async def test_a_server_that_says_all_and_never_closes_is_not_waited_for(server: FakeOpenAI) -> None:
    server.then(Streamed((*map(event, SAID), event(finish="stop")), "stall"))
    reply, _ = await heard(server.url, silence=0.1)
    assert reply.text == WHOLE


# --- servers that do not stream -------------------------------------------------------------------


async def test_a_server_that_does_not_know_streams_is_heard_in_one_piece(server: FakeOpenAI) -> None:
    server.then(lambda _: completion(WHOLE))
    reply, texts = await heard(server.url)
    assert texts == [WHOLE]
    assert reply == Reply(WHOLE, (Spending("small", 30, 10),))
    assert len(server.requests) == 1


def picky(*refused: str, status: int = 400, words: str = "Unsupported parameter: {}") -> Answer:
    """Refuses requests with any of these options, each in its words."""

    def answer(row: Row) -> web.StreamResponse:
        named = next((option for option in refused if option in row), None)
        refusal = error(status, words.format(named))
        return completion(WHOLE) if named is None else refusal(row)

    assert not isinstance(answer, str)
    return answer


@pytest.mark.parametrize(
    ("refused", "status", "kept"),
    [(("stream_options",), 400, ["stream"]), (("stream_options", "stream"), 422, []), (("stream",), 501, [])],
)
async def test_an_option_that_is_refused_is_asked_for_once_only(
    server: FakeOpenAI, refused: tuple[str, ...], status: int, kept: list[str]
) -> None:
    server.then(picky(*refused, status=status))
    asked, listener = model(server.url), Listener()
    for _ in range(2):
        assert (await asked.complete(ASKED, listener)).text == WHOLE
    await asked.close()
    assert listener.texts == [WHOLE, WHOLE]
    assert len(server.requests) == len(refused) + 2
    for row in server.requests[-2:]:
        assert [option for option in ("stream", "stream_options") if option in row] == kept
        assert row["response_format"]["type"] == "json_schema"


async def test_a_form_that_is_refused_in_the_stream_is_asked_for_no_more(server: FakeOpenAI) -> None:
    told = b'data: {"error": {"message": "json_schema is not supported", "code": 400}}\n\n'
    server.then(Streamed((told,)), streamed(*SAID))
    assert (await heard(server.url))[0].text == WHOLE
    assert "maxLength" not in str(server.requests[1]["response_format"])


async def test_a_request_that_does_not_stream_does_not_forget_that_the_server_can(server: FakeOpenAI) -> None:
    server.then(lambda _: completion(WHOLE), streamed(*SAID))
    asked = model(server.url)
    await asked.complete(ASKED)
    await asked.complete(ASKED, Listener())
    await asked.close()
    assert server.requests[1]["stream"] is True


# --- servers that fail in the middle --------------------------------------------------------------

BEGUN = (event(SAID[0]), event(SAID[1]))
HALF = SAID[0] + SAID[1]
BROKEN = [
    pytest.param(Streamed((*BEGUN, event(SAID[2])[:40]), "abort"), Unavailable, "could not be reached", id="cut"),
    pytest.param(Streamed(BEGUN, "stall"), Unavailable, "fell silent for 0.1 seconds", id="silence"),
    pytest.param(
        Streamed((*BEGUN, b": still here\n\n", event(""), event(role="assistant")), "stall"),
        Unavailable,
        "fell silent",
        id="signs of life that say nothing",
    ),
    pytest.param(
        Streamed((*BEGUN, f'data: {{"error": {{"message": "GPU on fire {KEY}"}}}}\n\n'.encode())),
        Unavailable,
        "GPU on fire",
        id="an error",
    ),
    pytest.param(
        Streamed((*BEGUN, b'data: {"error": "full"}\n\n')), Unavailable, "broke off.*full", id="an error word"
    ),
    pytest.param(Streamed((*BEGUN, b"data: {nonsense\n\n")), Unavailable, "not JSON", id="broken JSON"),
    pytest.param(Streamed((*BEGUN, b'data: "\xff\xfe"\n\n')), Unavailable, "not JSON", id="no UTF-8"),
    pytest.param(Streamed((*BEGUN, b"data: " + b"[" * 100_000 + b"\n\n")), Unavailable, "not JSON", id="brackets"),
    pytest.param(
        Streamed((*BEGUN, *[b"x" * 65_536] * (LONGEST // 65_536 + 1))), Unavailable, "longer than", id="endless line"
    ),
    pytest.param(
        Streamed((*BEGUN, *[b":" + b"x" * 40_000 + b"\n"] * 120)), Unavailable, "longer than", id="endless comments"
    ),
]


@pytest.mark.parametrize(("answer", "kind", "words"), BROKEN)
async def test_what_was_said_before_it_broke_off_is_counted_and_the_key_is_never_told(
    server: FakeOpenAI, caplog: pytest.LogCaptureFixture, answer: Streamed, kind: type[Exception], words: str
) -> None:
    caplog.set_level(logging.DEBUG)
    server.then(answer)
    listener, asked = Listener(), model(server.url, silence=0.1)
    with pytest.raises(kind, match=words) as caught:
        await asked.complete(ASKED, listener)
    await asked.close()
    assert isinstance(caught.value, Unavailable | Rejected)
    assert listener.texts[:2] == [SAID[0], HALF]
    assert listener.texts[2:] == []
    assert caught.value.spent == (Spending("small", SENT, estimate(HALF)),)
    assert len(server.requests) == 1
    assert KEY not in "".join(traceback.format_exception(caught.value)) + caplog.text
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


async def test_a_text_without_end_is_not_heard_to_its_end(server: FakeOpenAI) -> None:
    server.then(Streamed((*BEGUN, *[event("x" * 5_000)] * (LONGEST_TEXT // 2_500))))
    listener, asked = Listener(), model(server.url)
    with pytest.raises(Unavailable, match="longer than 100,000 characters") as caught:
        await asked.complete(ASKED, listener)
    await asked.close()
    assert len(listener.texts[-1]) <= LONGEST_TEXT
    assert caught.value.spent[0].tokens_out >= estimate("x" * LONGEST_TEXT)


async def test_a_stream_without_end_is_not_read_to_its_end(server: FakeOpenAI) -> None:
    server.then(Streamed((*BEGUN, *[b"x" * 65_536] * 1000)))
    with pytest.raises(Unavailable, match="longer than 4,000,000 bytes"):
        await heard(server.url)
    assert server.written < 4 * LONGEST


@pytest.mark.parametrize("answer", ["hang", Streamed((b": wait\n\n",), "stall"), Streamed((event(""),), "stall")])
async def test_the_first_word_may_take_twice_as_long_as_the_next(server: FakeOpenAI, answer: Answer) -> None:
    server.then(answer)
    with pytest.raises(Unavailable, match=r"said nothing for 0\.2 seconds") as caught:
        await heard(server.url, silence=0.1)
    assert caught.value.spent == (Spending("small", SENT, 0),)
    assert len(server.requests) == 1


async def test_a_thought_is_no_silence_and_no_text(server: FakeOpenAI) -> None:
    server.then(Streamed((event(reasoning_content="Hm"), event(reasoning=" well")), "stall"))
    with pytest.raises(Unavailable, match=r"fell silent for 0\.1 seconds in the middle") as caught:
        await heard(server.url, silence=0.1)
    assert caught.value.spent == (Spending("small", SENT, 2),)


@pytest.mark.parametrize("piece", [event("x"), event(reasoning_content="x")])
async def test_who_writes_or_thinks_slowly_is_waited_for(server: FakeOpenAI, piece: bytes) -> None:
    server.then(Streamed((piece,) * 12 + (event("!"), DONE), pause=0.04))
    reply, _ = await heard(server.url, silence=0.2)
    assert reply.text.endswith("!")


async def test_the_time_that_a_listener_takes_is_no_silence(server: FakeOpenAI) -> None:
    async def slow(_: str) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.15):
                await asyncio.Event().wait()

    server.then(streamed(*SAID))
    asked = model(server.url, silence=0.1)
    assert (await asked.complete(ASKED, slow)).text == WHOLE
    await asked.close()


async def test_the_whole_reply_has_its_limit_too(server: FakeOpenAI) -> None:
    server.then(Streamed(BEGUN, "stall"))
    listener, asked = Listener(), model(server.url, timeout=0.2)
    with pytest.raises(Unavailable, match=r"within 0\.2 seconds") as caught:
        await asked.complete(ASKED, listener)
    await asked.close()
    assert caught.value.spent == (Spending("small", SENT, estimate(HALF)),)


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        pytest.param(Streamed((DONE,)), Unavailable, "empty reply", id="nothing"),
        pytest.param(
            Streamed((event(refusal="I would "), event(refusal="not"))), Rejected, "I would not", id="refusal"
        ),
        pytest.param(Streamed((event(finish="length"), DONE)), Rejected, "300 tokens", id="all thought"),
        pytest.param(Streamed((b'data: {"error": {"message": "busy"}}\n\n',)), Unavailable, "busy", id="an error"),
        pytest.param(
            Streamed((b'data: {"error": {"message": "exceeds the context size"}}\n\n',)),
            Rejected,
            "too long",
            id="too long",
        ),
        pytest.param(raw("<html>hello", "text/html"), Rejected, "base_url", id="a page"),
        pytest.param(raw("{nonsense", "application/json"), Unavailable, "not JSON", id="broken JSON"),
        pytest.param(raw("[1]", "application/json"), Unavailable, "without a reply", id="a list"),
        pytest.param(raw(" " * (LONGEST + 1), "application/json"), Unavailable, "longer than", id="no stream, endless"),
        pytest.param(error(401, "who are you"), Rejected, "API key", id="401"),
    ],
)
async def test_what_never_began_is_told_as_of_any_reply(
    server: FakeOpenAI, answer: Answer, kind: type[Exception], words: str
) -> None:
    server.then(answer)
    with pytest.raises(kind, match=words):
        await heard(server.url)


async def test_what_broke_off_before_its_first_word_is_tried_once_more(server: FakeOpenAI) -> None:
    server.then(Streamed((b": wait\n\n",), "abort"), streamed(*SAID, usage=COUNTED))
    reply, texts = await heard(server.url)
    assert texts[-1] == WHOLE
    assert reply.spent == (Spending("small", SENT, 0), Spending("small", 30, 10))


class Broken(TimeoutError):
    pass


async def test_what_a_listener_raises_is_its_own_and_the_server_is_left(server: FakeOpenAI) -> None:
    async def broken(_: str) -> None:
        raise Broken

    server.then(Streamed(BEGUN, "stall"))
    asked = model(server.url)
    with pytest.raises(Broken):
        await asked.complete(ASKED, broken)
    await asked.close()


# --- behind a budget, and with another to ask -----------------------------------------------------


async def test_a_stream_that_breaks_off_is_counted_on_the_days_tokens(server: FakeOpenAI) -> None:
    server.then(Streamed(BEGUN, "stall"))
    tokens, asked = DailyTokens(1000, Calendar().today), model(server.url, silence=0.1)
    with pytest.raises(Unavailable):
        await BudgetedModel(asked, tokens).complete(ASKED, Listener())
    await asked.close()
    assert tokens.spent == SENT + estimate(HALF)
    assert tokens.hold(1000 - tokens.spent) is not None


async def test_the_next_model_begins_anew_where_one_falls_silent(server: FakeOpenAI) -> None:
    server.then(Streamed(BEGUN, "stall"), streamed(*SAID, usage=COUNTED))
    listener, first = Listener(), model(server.url, silence=0.1, name="first")
    second = model(server.url)
    reply = await FallbackModel([first, second], Clock()).complete(ASKED, listener)
    await first.close()
    await second.close()
    assert listener.texts == [SAID[0], HALF, *("".join(SAID[:n]) for n in range(1, 5))]
    assert reply == Reply(WHOLE, (Spending("first", SENT, estimate(HALF)), Spending("small", 30, 10)))
    assert json.dumps(server.requests[1]["messages"]) == json.dumps(server.requests[0]["messages"])


# --- an answer, line by line ----------------------------------------------------------------------

LINES = [
    {"sentences": [2], "kind": "point", "text": "Two dockers were hurt."},
    {"sentences": [1], "kind": "point", "text": "A crane fell."},
]
ANSWER = json.dumps({"said": True, "lines": LINES, "missing": ""})


@pytest.mark.parametrize("then", ["stall", "abort"])
async def test_an_answer_that_stops_in_the_middle_of_a_sentence_leaves_its_whole_lines(
    server: FakeOpenAI, then: str
) -> None:
    cut = ANSWER.index("crane")
    server.then(Streamed(tuple(event(ANSWER[at : min(at + 9, cut)]) for at in range(0, cut, 9)), then))
    tokens, asked = DailyTokens(2000, Calendar().today), model(server.url, silence=0.1)
    lines: list[DraftLine] = []

    async def on_line(line: DraftLine) -> None:
        lines.append(line)

    stack = FallbackModel([BudgetedModel(asked, tokens)], Clock())
    draft, spent, whole = await streamed_answer(stack, ASKED, READ, on_line)
    await asked.close()
    assert draft == DraftAnswer(tuple(lines))
    assert [line.text for line in lines] == ["Two dockers were hurt."]
    assert not whole
    assert spent == (Spending("small", SENT, estimate(ANSWER[:cut])),)
    assert tokens.spent == SENT + estimate(ANSWER[:cut])


async def test_an_answer_that_is_not_waited_for_any_longer_is_counted(server: FakeOpenAI) -> None:
    server.then(Streamed((event(ANSWER[:110]),), "stall"))
    tokens, asked = DailyTokens(2000, Calendar().today), model(server.url)

    async def on_line(line: DraftLine) -> None:
        pass

    draft, (spent,), whole = await streamed_answer(BudgetedModel(asked, tokens), ASKED, READ, on_line, limit=0.2)
    await asked.close()
    assert draft is not None
    assert not whole
    assert tokens.spent == spent.tokens_in + spent.tokens_out == SENT + estimate(ANSWER[:110])
