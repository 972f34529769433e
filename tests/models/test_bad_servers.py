"""A whole brief against servers that fail in their own ways: it is written all the same, of the articles' own words."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.flows.write import write_story
from bot.models.bounded import LONGEST
from bot.models.budget import BudgetedModel, DailyTokens
from bot.models.openai import OpenAIModel
from bot.news.lengths import LENGTHS
from bot.news.writing.select import draft_brief
from tests.models.fake_openai import Answer, FakeOpenAI, Row, completion, error, raw
from tests.models.test_budget import Calendar
from tests.news.test_selection import ECHO, NEWS, POST, dossier

STORY = dossier(POST, ECHO, NEWS)
NORMAL = LENGTHS["normal"]
OWN = draft_brief(list(STORY.sources.values()), NORMAL)
LIES = json.dumps(
    {"headline": "Ostwick sinks", "lines": [{"sentences": [1], "kind": "lead", "text": "Ostwick sank; 900 died."}]}
)


def _packed(_: Row) -> web.Response:
    body = gzip.compress(b" " * (LONGEST * 30))
    return web.Response(body=body, headers={"Content-Encoding": "gzip", "Content-Type": "application/json"})


@pytest.fixture
async def server() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as fake:
        yield fake


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(error(429, "slow down"), id="429"),
        pytest.param(error(500, "GPU on fire"), id="500"),
        pytest.param(error(401, "who are you"), id="401"),
        pytest.param(lambda _: web.json_response({"error": {"message": "overloaded"}}), id="200 with an error"),
        pytest.param(raw("<html>hello", "text/html"), id="a page"),
        pytest.param(raw("{nonsense", "application/json"), id="broken JSON"),
        pytest.param("hang", id="hang"),
        pytest.param("stall", id="stall in the middle"),
        pytest.param("drop", id="drop in the middle"),
        pytest.param(lambda _: completion("I cannot write about accidents."), id="prose"),
        pytest.param(lambda _: completion(None, refusal="no"), id="refusal"),
        pytest.param(lambda _: completion('{"headline": "Ostwick si', finish="length"), id="half a JSON"),
        pytest.param(lambda _: completion(LIES), id="lies"),
        pytest.param(lambda _: completion('{"lines": [' * 4000), id="endless brackets"),
        pytest.param(raw("[" * 200_000, "application/json"), id="brackets alone"),
        pytest.param(raw('{"choices": "abc"}', "application/json"), id="choices that are a word"),
        pytest.param(raw('{"choices": {"a": 1}}', "application/json"), id="choices that are no list"),
        pytest.param(raw('{"choices": [null]}', "application/json"), id="no choice"),
        pytest.param(raw('{"choices": [{"message": "hello"}]}', "application/json"), id="a message of words"),
        pytest.param(raw('{"choices": [{"message": {"content": 5}}]}', "application/json"), id="content of digits"),
        pytest.param(raw('{"choices": [{"message": {"content": [{"text": "a"}]}}]}', "application/json"), id="parts"),
        pytest.param(raw(" " * (LONGEST + 1), "application/json"), id="a reply without end"),
        pytest.param(raw(" " * (LONGEST + 1), "text/html"), id="a page without end"),
        pytest.param(_packed, id="a packed reply"),
        pytest.param(lambda _: web.Response(status=307, headers={"Location": "/v1/chat/completions"}), id="elsewhere"),
    ],
)
async def test_the_brief_is_written_all_the_same(server: FakeOpenAI, answer: Answer) -> None:
    server.then(answer)
    tokens = DailyTokens(100_000, Calendar().today)
    slow = answer in ("hang", "stall")
    within = OpenAIModel(name="small", base_url=server.url, timeout=0.3 if slow else 5.0)
    try:
        brief, spent = await write_story(STORY, NORMAL, BudgetedModel(within, tokens), OWN, limit=5.0)
    finally:
        await within.close()
    plain, _ = await write_story(STORY, NORMAL, None, OWN)
    assert [line.text for line in brief.lines] == [line.text for line in plain.lines]
    assert (brief.headline, brief.quotes, brief.figures) == (plain.headline, plain.quotes, plain.figures)
    assert tokens.spent == sum(s.tokens_in + s.tokens_out for s in spent)
    assert len(server.requests) <= 2
