"""Asking a model: once more where its reply cannot be read, never past the time, and what it cost."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.flows.drafting import asked_twice
from bot.flows.translate import translate
from bot.news.prompting.replies import BadReply, json_object
from bot.news.prompting.translations import to_translate
from bot.ports import Reply, Request, Unavailable
from tests.fakes import ScriptedModel
from tests.news.test_translations import BRIEF, SOURCES

ASKED = Request("s" * 36, "What?", {}, 30)


def parse(said: str) -> str:
    return str(json_object(said, ["a"])["a"])


async def test_a_reply_that_cannot_be_read_is_asked_for_once_more_with_the_reason() -> None:
    model = ScriptedModel(["Well…", '{"a": "b"}'])
    found, spent = await asked_twice(model, ASKED, parse)
    assert found == "b"
    assert [s.tokens_out for s in spent] == [5, 10]
    first, second = model.requests
    assert second.user == "What?\n\nYour reply before could not be used: the reply holds no JSON object."
    assert (second.system, second.schema) == (first.system, first.schema)


async def test_after_two_that_cannot_be_read_it_is_done_without() -> None:
    model = ScriptedModel(["Well…", "Well…", '{"a": "b"}'])
    found, spent = await asked_twice(model, ASKED, parse)
    assert found is None
    assert len(spent) == 2


async def test_a_model_that_fails_is_not_asked_again() -> None:
    model = ScriptedModel([Unavailable("down"), '{"a": "b"}'])
    assert await asked_twice(model, ASKED, parse) == (None, ())
    assert len(model.requests) == 1


async def test_one_limit_holds_for_both_tries() -> None:
    class Slow:
        async def complete(self, request: Request) -> Reply:
            await asyncio.Event().wait()
            raise AssertionError

    found, spent = await asked_twice(Slow(), ASKED, parse, limit=0.05)
    assert found is None
    assert [s.tokens_in for s in spent] == [ASKED.tokens]


async def test_an_error_of_our_own_is_not_taken_for_the_models() -> None:
    def broken(said: str) -> str:
        raise KeyError(said)

    with pytest.raises(KeyError):
        await asked_twice(ScriptedModel(["{}"]), ASKED, broken)
    assert issubclass(BadReply, ValueError)


# --- translations ---------------------------------------------------------------------------------


async def test_a_brief_is_translated_where_its_channel_speaks_another_language() -> None:
    numbers = list(to_translate(BRIEF, SOURCES, "de"))
    lines = [
        {
            "number": numbers[0],
            "text": "Am Montag stürzte in Ostwick ein Kran auf eine Fähre; zwei Menschen wurden verletzt.",
        }
    ]
    model = ScriptedModel([json.dumps({"lines": lines})])
    brief, spent = await translate(BRIEF, SOURCES, "de", model)
    assert brief.lines[0].translation == lines[0]["text"]
    assert brief.lines[0].text == BRIEF.lines[0].text
    assert len(spent) == 1


@pytest.mark.parametrize(
    ("language", "replies"), [(None, []), ("en", []), ("de", [Unavailable("down")]), ("de", ["?", "?"])]
)
async def test_else_it_stays_as_it_is(language: str | None, replies: list[str | Exception]) -> None:
    model = ScriptedModel(replies)
    brief, spent = await translate(BRIEF, SOURCES, language, model)
    assert brief == BRIEF
    assert len(spent) == sum(isinstance(r, str) for r in replies)
    assert (await translate(BRIEF, SOURCES, "de", None)) == (BRIEF, ())
