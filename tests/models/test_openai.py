"""The real openai client over real sockets, against servers that behave as OpenAI-compatible ones do."""

from __future__ import annotations

import json
import logging
import socket
import traceback
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.models.openai import OpenAIModel
from bot.news.prompting.requests import estimate
from bot.ports import Rejected, Reply, Request, Spending, Unavailable
from tests.models.fake_openai import Answer, FakeOpenAI, completion, error, raw

KEY = "sk-very-secret-0123456789"
GOOD = '{"said": true, "lines": []}'
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "said": {"type": "boolean"},
        "lines": {"type": "array", "maxItems": 2, "items": {"type": "string", "maxLength": 80}},
    },
    "required": ["said", "lines"],
    "additionalProperties": False,
}
ASKED = Request("You answer in JSON.", "Was the bridge closed?", SCHEMA, 300)


@pytest.fixture
async def server() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as fake:
        yield fake


def model(url: str, **options: Any) -> OpenAIModel:
    return OpenAIModel(**{"name": "small", "base_url": url, "api_key": SecretStr(KEY), "timeout": 5.0, **options})


async def replied(url: str, **options: Any) -> Reply:
    asked = model(url, **options)
    try:
        return await asked.complete(ASKED)
    finally:
        await asked.close()


async def ask(url: str, **options: Any) -> str:
    return (await replied(url, **options)).text


async def test_the_reply_is_the_models_text_and_the_request_carries_all_that_was_asked(server: FakeOpenAI) -> None:
    server.then(lambda _: completion(GOOD))
    assert await ask(server.url) == GOOD
    (sent,) = server.requests
    assert sent["model"] == "small"
    assert [m["content"] for m in sent["messages"]] == [ASKED.system, ASKED.user]
    assert sent["response_format"]["json_schema"]["schema"] == SCHEMA
    assert sent["max_tokens"] == 300
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("dirty", [f"```json\n{GOOD}\n```", f"<think>well…</think>{GOOD}", f"Here you are: {GOOD}"])
async def test_a_reply_that_is_not_clean_json_is_not_lost(server: FakeOpenAI, dirty: str) -> None:
    server.then(lambda _: completion(dirty))
    assert await ask(server.url) == dirty


async def test_a_reply_cut_off_by_length_is_handed_on(server: FakeOpenAI) -> None:
    server.then(lambda _: completion('{"said": true, "lin', finish="length"))
    assert await ask(server.url) == '{"said": true, "lin'


async def test_too_many_requests_and_a_failed_server_are_tried_once_more(server: FakeOpenAI) -> None:
    server.then(error(429, "slow down"), lambda _: completion(GOOD))
    assert await ask(server.url) == GOOD
    assert len(server.requests) == 2


def _json(body: object) -> Answer:
    return lambda _: web.json_response(body)


FAILURES = [
    pytest.param(error(429, "slow down"), Unavailable, ["429", "slow down"], id="429"),
    pytest.param(error(429, "slow down", headers={"Retry-After": "3600"}), Unavailable, ["429"], id="429 for an hour"),
    pytest.param(error(429, "no money", code="insufficient_quota"), Rejected, ["quota", "no money"], id="quota"),
    pytest.param(error(500, "GPU on fire"), Unavailable, ["500", "GPU on fire"], id="500"),
    pytest.param(error(503, "loading model"), Unavailable, ["503", "loading model"], id="503"),
    pytest.param("hang", Unavailable, ["within 0.3 seconds"], id="hang"),
    pytest.param("stall", Unavailable, ["within 0.3 seconds"], id="stalls in the middle"),
    pytest.param("slam", Unavailable, ["could not be reached"], id="slam"),
    pytest.param("drop", Unavailable, ["could not be reached"], id="drop"),
    pytest.param(error(401, f"Incorrect API key {KEY}"), Rejected, ["API key", "401", "[key]"], id="401"),
    pytest.param(error(403, "not from here"), Rejected, ["API key", "403", "not from here"], id="403"),
    pytest.param(error(404, "try pulling it first"), Rejected, ['"small"', "404", "pulling"], id="404"),
    pytest.param(
        error(400, "the request exceeds the available context size"), Rejected, ["too long", "small"], id="context"
    ),
    pytest.param(error(400, f"bad penny {KEY}"), Rejected, ["400", "bad penny"], id="400"),
    pytest.param(lambda _: completion(None), Unavailable, ["empty reply"], id="null"),
    pytest.param(lambda _: completion("  "), Unavailable, ["empty reply"], id="blank"),
    pytest.param(lambda _: completion(None, finish="length"), Rejected, ["300 tokens"], id="all thought"),
    pytest.param(lambda _: completion(None, refusal="I would rather not"), Rejected, ["I would rather"], id="refusal"),
    pytest.param(raw("<html>hello", "text/html"), Rejected, ["base_url", "/v1"], id="a page"),
    pytest.param(raw("{nonsense", "application/json"), Unavailable, ["not JSON"], id="broken JSON"),
    pytest.param(_json({"error": {"message": f"upstream {KEY}"}}), Unavailable, ["upstream"], id="200 with error"),
    pytest.param(_json({"choices": []}), Unavailable, ["without a reply"], id="no choices"),
    pytest.param(_json([1]), Unavailable, ["without a reply"], id="a list"),
]


@pytest.mark.parametrize(("answer", "kind", "words"), FAILURES)
async def test_a_failure_says_where_and_why_and_never_the_key(
    server: FakeOpenAI, caplog: pytest.LogCaptureFixture, answer: Answer, kind: type[Exception], words: list[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    server.then(answer)
    with pytest.raises((Unavailable, Rejected)) as caught:
        await ask(server.url, timeout=0.3 if answer in ("hang", "stall") else 5.0)
    said = str(caught.value)
    assert type(caught.value) is kind
    assert all(word in said for word in [*words, "127.0.0.1"]), said
    shown = "".join(traceback.format_exception(caught.value))
    assert KEY not in shown + caplog.text
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


async def test_a_server_that_is_not_there() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        with pytest.raises(Unavailable, match=f"127.0.0.1:{port} could not be reached"):
            await ask(f"http://127.0.0.1:{port}/v1")


async def test_the_words_leave_out_what_the_address_holds_besides_the_host(server: FakeOpenAI) -> None:
    server.then(error(404, "no"))
    with pytest.raises(Rejected, match=r"127\.0\.0\.1") as caught:
        await ask(server.url.replace("http://", "http://joe:pass-word@"))
    assert "pass-word" not in str(caught.value)


def test_the_key_is_not_in_the_repr() -> None:
    asked = model("http://127.0.0.1:9/v1")
    assert KEY not in repr(asked) + repr(vars(asked))


# --- servers that do not know an option -----------------------------------------------------------


def picky(*known: str, word: str = "response_format") -> Answer:
    """Answers only to the forms it knows; "lengths" is a schema with them."""

    def answer(row: dict[str, Any]) -> web.Response:
        asked = row.get("response_format", {"type": "text"})
        form = "lengths" if "maxLength" in str(asked) else asked["type"]
        refused = error(400, f"this {word} is not supported: {form}")
        return completion(f"{GOOD} {form}") if form in known else refused(row)

    return answer


@pytest.mark.parametrize(
    ("known", "form", "tries"),
    [
        (("lengths",), "lengths", 1),
        (("json_schema", "json_object", "text"), "json_schema", 2),
        (("json_object", "text"), "json_object", 3),
        (("text",), "text", 4),
    ],
)
async def test_a_form_that_the_server_refuses_is_asked_for_once_only(
    server: FakeOpenAI, known: tuple[str, ...], form: str, tries: int
) -> None:
    server.then(picky(*known))
    asked = model(server.url)
    assert (await asked.complete(ASKED)).text.endswith(form)
    assert (await asked.complete(ASKED)).text.endswith(form)
    await asked.close()
    assert len(server.requests) == tries + 1
    told = server.requests[-1]["messages"][0]["content"]
    assert ('"maxLength":80' in told) == (form in ("json_object", "text"))


async def test_a_server_that_refuses_every_form_is_not_remembered_as_plain(server: FakeOpenAI) -> None:
    server.then(picky(), picky(), picky(), picky(), lambda _: completion(GOOD))
    asked = model(server.url)
    with pytest.raises(Rejected, match="response_format"):
        await asked.complete(ASKED)
    await asked.complete(ASKED)
    await asked.close()
    assert server.requests[-1]["response_format"]["type"] == "json_schema"


async def test_a_server_that_calls_the_token_limit_by_its_other_name(server: FakeOpenAI) -> None:
    server.then(
        error(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
        lambda _: completion(GOOD),
    )
    asked = model(server.url)
    await asked.complete(ASKED)
    await asked.complete(ASKED)
    await asked.close()
    assert ["max_completion_tokens" in row for row in server.requests] == [False, True, True]
    assert server.requests[-1]["response_format"]["type"] == "json_schema"


async def test_a_token_limit_refused_under_both_names_ends(server: FakeOpenAI) -> None:
    server.then(error(400, "max_tokens is too large"))
    with pytest.raises(Rejected, match="too large"):
        await ask(server.url)
    assert len(server.requests) == 2


async def test_a_server_of_ones_own_needs_no_key(server: FakeOpenAI) -> None:
    server.then(lambda _: completion(GOOD))
    assert await ask(server.url, api_key=None) == GOOD


# --- what is spent --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("usage", "tokens"), [(40, (30, 10)), (None, (estimate(ASKED.system) + estimate(ASKED.user), 100))]
)
async def test_tokens_are_those_of_the_server_or_an_estimate(
    server: FakeOpenAI, usage: int | None, tokens: tuple[int, int]
) -> None:
    server.then(lambda _: completion("x" * 360, usage=usage))
    assert (await replied(server.url)).spent == (Spending("small", *tokens),)


async def test_the_cost_follows_the_prices_and_cached_tokens_are_told(server: FakeOpenAI) -> None:
    counted = {"prompt_tokens": 900, "completion_tokens": 300, "prompt_tokens_details": {"cached_tokens": 256}}
    server.then(lambda _: completion(GOOD, counts=counted))
    (spent,) = (await replied(server.url, price_in=0.5, price_out=2.0)).spent
    assert spent.cost == pytest.approx((900 * 0.5 + 300 * 2.0) / 1_000_000)
    assert spent.cached == 256
    server.then(lambda _: completion(GOOD))
    assert (await replied(server.url, price_in=0.5)).spent[0].cost is None


SENT = Spending("small", estimate(ASKED.system) + estimate(ASKED.user), 0)


@pytest.mark.parametrize(
    ("answer", "spent"),
    [
        pytest.param("hang", [SENT], id="hang"),
        pytest.param("stall", [SENT], id="stalls in the middle"),
        pytest.param("drop", [SENT, SENT], id="breaks off, twice"),
        pytest.param(error(429, "slow down"), [], id="429"),
        pytest.param(error(500, "GPU on fire"), [], id="500"),
        pytest.param(error(401, "who are you"), [], id="401"),
        pytest.param(_json({"error": {"message": "upstream"}}), [], id="200 with error"),
        pytest.param(lambda _: completion(None, refusal="no"), [Spending("small", 30, 10)], id="refusal"),
        pytest.param(lambda _: completion(None, finish="length"), [Spending("small", 30, 10)], id="all thought"),
    ],
)
async def test_what_a_failure_may_bill_is_told(server: FakeOpenAI, answer: Answer, spent: list[Spending]) -> None:
    server.then(answer)
    with pytest.raises((Unavailable, Rejected)) as caught:
        await ask(server.url, timeout=0.3 if answer in ("hang", "stall") else 5.0)
    assert isinstance(caught.value, Unavailable | Rejected)
    assert list(caught.value.spent) == spent


async def test_a_server_that_was_not_reached_bills_nothing() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(Unavailable) as caught:
            await ask(f"http://127.0.0.1:{bound.getsockname()[1]}/v1")
    assert caught.value.spent == ()


async def test_what_broke_off_and_went_well_the_second_time_is_counted_twice(server: FakeOpenAI) -> None:
    server.then("drop", lambda _: completion(GOOD))
    assert (await replied(server.url)).spent == (SENT, Spending("small", 30, 10))


async def test_a_server_that_asks_for_an_hour_is_not_waited_for(server: FakeOpenAI) -> None:
    server.then(error(429, "slow down", headers={"Retry-After": "3600"}))
    with pytest.raises(Unavailable) as caught:
        await ask(server.url)
    assert caught.value.wait == 3600
    assert len(server.requests) == 1


@pytest.mark.parametrize("count", [-100_000, 10**19, 1e18, "many", [1], None, True])
async def test_what_no_server_can_have_counted_is_estimated(server: FakeOpenAI, count: Any) -> None:
    usage = {"prompt_tokens": count, "completion_tokens": count, "prompt_tokens_details": {"cached_tokens": count}}
    body = {"choices": [{"index": 0, "message": {"role": "assistant", "content": "Yes."}}], "usage": usage}
    server.then(raw(json.dumps(body), "application/json"))
    (spent,) = (await replied(server.url, price_in=1.0, price_out=2.0)).spent
    assert 0 < spent.tokens_in <= 1000
    assert 0 < spent.tokens_out <= 1000
    assert spent.cost is not None
    assert 0 < spent.cost < 1
    assert spent.cached in (None, 1)


async def test_what_a_server_says_of_its_trouble_holds_nothing_that_a_terminal_obeys(server: FakeOpenAI) -> None:
    server.then(error(400, "no \x1b]0;owned\x07\x1b[2J\x9b31m\u202ewonk"))
    with pytest.raises(Rejected) as caught:
        await ask(server.url)
    assert str(caught.value).isprintable()


async def test_a_server_that_sends_us_elsewhere_is_not_followed(server: FakeOpenAI) -> None:
    server.then(lambda _: web.Response(status=307, headers={"Location": f"{server.url}/other"}))
    with pytest.raises(Rejected, match="307"):
        await ask(server.url)
    assert len(server.requests) == 1
