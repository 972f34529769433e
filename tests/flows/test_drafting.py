"""Asking a model: once more where its reply cannot be read, never past the time, and what it cost."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.flows.drafting import asked_twice, streamed
from bot.flows.translate import translate, translate_answer
from bot.news.prompting.replies import BadReply, json_object
from bot.news.prompting.translations import to_translate
from bot.news.types import Answer, DraftAnswer, DraftLine
from bot.ports import Heard, OverBudget, Reply, Request, Spending, Unavailable
from tests.fakes import Breaks, ScriptedModel
from tests.news.test_prompts import READ
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
        async def complete(self, request: Request, heard: Heard | None = None) -> Reply:
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


# --- answers, line by line ------------------------------------------------------------------------

HURT = {"sentences": [2], "kind": "point", "text": "Two dockers were hurt."}
FELL = {"sentences": [1], "kind": "point", "text": "A crane fell."}
SAID = json.dumps({"said": True, "lines": [HURT, FELL], "missing": ""})
HALF = SAID[: SAID.index("A crane")]


class Reader:
    """What was handed over, and how much of the reply was there by then."""

    def __init__(self) -> None:
        self.lines: list[DraftLine] = []

    async def __call__(self, line: DraftLine) -> None:
        self.lines.append(line)

    @property
    def texts(self) -> list[str]:
        return [line.text for line in self.lines]


async def test_each_line_is_handed_over_before_the_next_is_written() -> None:
    class Writes:
        async def complete(self, request: Request, heard: Heard | None = None) -> Reply:
            assert heard is not None
            await heard(HALF)
            assert reader.texts == ["Two dockers were hurt."]
            await heard(SAID)
            return Reply(SAID, (Spending("m", 1, 2),))

    reader = Reader()
    draft, spent, whole = await streamed(Writes(), ASKED, READ, reader)
    assert draft == DraftAnswer(tuple(reader.lines))
    assert reader.texts == ["Two dockers were hurt.", "A crane fell."]
    assert spent == (Spending("m", 1, 2),)
    assert whole


@pytest.mark.parametrize("failure", [None, Unavailable("fell silent", spent=(Spending("m", 9, 9),))])
async def test_a_model_that_breaks_off_leaves_its_whole_lines_and_says_so(failure: Exception | None) -> None:
    model, reader = ScriptedModel([Breaks(HALF, failure), SAID]), Reader()
    draft, (spent,), whole = await streamed(model, ASKED, READ, reader, limit=0.1)
    assert draft == DraftAnswer(tuple(reader.lines))
    assert reader.texts == ["Two dockers were hurt."]
    assert not whole
    assert len(model.requests) == 1
    assert spent.tokens_out >= 9


async def test_a_reply_cut_off_is_not_whole() -> None:
    reader = Reader()
    draft, _, whole = await streamed(ScriptedModel([HALF]), ASKED, READ, reader)
    assert draft is not None
    assert reader.texts == [line.text for line in draft.lines] == ["Two dockers were hurt."]
    assert not whole


@pytest.mark.parametrize("reply", [Unavailable("down"), OverBudget("spent"), Breaks('{"said": true, "li')])
async def test_a_model_that_says_nothing_leaves_nothing(reply: Exception) -> None:
    reader = Reader()
    draft, _, whole = await streamed(ScriptedModel([reply]), ASKED, READ, reader, limit=0.1)
    assert (draft, whole, reader.lines) == (None, False, [])


async def test_an_answer_that_cannot_be_read_is_asked_for_once_more_with_the_reason() -> None:
    model, reader = ScriptedModel(["Well, two were hurt.", SAID]), Reader()
    draft, spent, whole = await streamed(model, ASKED, READ, reader)
    assert len(reader.lines) == 2
    assert draft is not None
    assert whole
    assert len(spent) == 2
    assert model.requests[1].user.endswith("could not be used: the reply holds no JSON object.")


async def test_an_answer_that_becomes_unreadable_after_its_first_line_is_not_asked_for_again() -> None:
    model, reader = ScriptedModel([HALF + "\\u00e9" * 8_500, SAID]), Reader()
    draft, _, whole = await streamed(model, ASKED, READ, reader)
    assert draft == DraftAnswer(tuple(reader.lines))
    assert reader.texts == ["Two dockers were hurt."]
    assert not whole
    assert len(model.requests) == 1


async def test_after_two_answers_that_cannot_be_read_it_is_done_without() -> None:
    model, reader = ScriptedModel(["Well…", "Well…", SAID]), Reader()
    draft, spent, whole = await streamed(model, ASKED, READ, reader)
    assert (draft, whole, reader.lines) == (None, False, [])
    assert len(spent) == 2


async def test_what_is_read_only_at_its_end_is_handed_over_then() -> None:
    reader = Reader()
    said = json.dumps({"lines": [HURT, FELL], "said": True})
    draft, _, whole = await streamed(ScriptedModel([said]), ASKED, READ, reader)
    assert draft == DraftAnswer(tuple(reader.lines))
    assert len(reader.lines) == 2
    assert whole


async def test_a_model_that_says_no_is_heard_with_what_it_calls_missing() -> None:
    reply = json.dumps({"said": False, "lines": [HURT], "missing": "how many dockers drowned"})
    question = "How many dockers drowned?"
    reader = Reader()
    draft, _, whole = await streamed(ScriptedModel([reply]), ASKED, READ, reader, question)
    assert (draft, whole) == (DraftAnswer((), "not-said", "how many dockers drowned"), True)
    assert reader.lines == []


async def test_half_an_answer_says_which_half_is_missing_in_the_questions_words_alone() -> None:
    question = "How many dockers were hurt and who drove the crane?"
    for missing, kept in (("who drove the crane", True), ("that the mayor stole it", False), (7, False)):
        reply = json.dumps({"said": True, "lines": [HURT], "missing": missing})
        draft, _, _ = await streamed(ScriptedModel([reply]), ASKED, READ, Reader(), question)
        assert draft is not None
        assert (draft.reason, draft.missing) == (("part-missing", missing) if kept else (None, ""))


async def test_what_the_reader_raises_comes_out_as_it_is() -> None:
    async def broken(line: DraftLine) -> None:
        raise TimeoutError(line.text)

    with pytest.raises(TimeoutError, match="Two dockers"):
        await streamed(ScriptedModel([SAID]), ASKED, READ, broken)


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


async def test_an_answer_is_translated_where_somebody_asks_for_it() -> None:
    answer = Answer(BRIEF.lines, conflicts=BRIEF.conflicts)
    said = "Am Montag stürzte in Ostwick ein Kran auf eine Fähre; zwei Menschen wurden verletzt."
    wrong = "Am Montag stürzte in Ostwick ein Kran auf eine Fähre; neun Menschen wurden verletzt, 900 tot."
    first = next(iter(to_translate(answer, SOURCES, "de")))
    for text, kept in ((said, said), (wrong, None)):
        model = ScriptedModel([json.dumps({"lines": [{"number": first, "text": text}]})])
        found, spent = await translate_answer(answer, SOURCES, "de", model)
        assert found.lines[first - 1].translation == kept
        assert len(found.refused) == (kept is None)
        assert [line.text for line in found.lines] == [line.text for line in answer.lines]
        assert len(spent) == 1


async def test_an_answer_in_that_language_already_is_not_sent() -> None:
    answer = Answer(BRIEF.lines)
    assert await translate_answer(answer, SOURCES, "en", ScriptedModel([])) == (answer, ())
