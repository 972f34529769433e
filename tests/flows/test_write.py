"""A model that lies, babbles, stalls, refuses or is down costs a brief nothing but its own lines."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import pytest

from bot.flows.write import write_story
from bot.news.lengths import LENGTHS
from bot.news.types import Brief, DraftBrief
from bot.news.writing.select import draft_brief
from bot.ports import Heard, OverBudget, Rejected, Reply, Request, Spending, Unavailable
from tests.fakes import ScriptedModel
from tests.news.test_selection import ECHO, NEWS, POST, dossier

STORY = dossier(POST, ECHO, NEWS)
NORMAL = LENGTHS["normal"]
OWN = draft_brief(list(STORY.sources.values()), NORMAL)
TRUE = "Two dockers were hurt and taken to hospital."
LIE = "Forty dockers were killed in the port."
LEAD = "A crane fell onto an empty ferry in the port of Ostwick on Monday, the port authority said."


class Scribe:
    """Answers with lines that it finds the sentence numbers for; each call takes the next list, then the last again."""

    def __init__(self, *rounds: list[tuple[str, str, str]], **fields: Any) -> None:
        self.rounds = list(rounds)
        self.fields = fields
        self.requests: list[Request] = []

    async def complete(self, request: Request, heard: Heard | None = None) -> Reply:
        self.requests.append(request)
        lines = self.rounds.pop(0) if len(self.rounds) > 1 else self.rounds[0]
        said = [
            {"sentences": [_number(request, evidence)], "kind": kind, "text": text} for kind, text, evidence in lines
        ]
        return Reply(json.dumps({"lines": said, **self.fields}), (Spending("scribe", request.tokens, 50),))


def _number(request: Request, evidence: str) -> int:
    found = re.search(rf"^\[(\d+)\] .*{re.escape(evidence)}", request.user, re.MULTILINE)
    return int(found.group(1)) if found else 1


async def written(model: Any, own: DraftBrief = OWN, limit: float = 5.0) -> tuple[Brief, tuple[Spending, ...]]:
    return await write_story(STORY, NORMAL, model, own, limit=limit)


def texts(brief: Brief) -> list[str]:
    return [line.text for line in brief.lines]


async def own_brief() -> Brief:
    return (await written(None))[0]


async def test_without_a_model_it_is_the_extractive_brief_and_costs_nothing() -> None:
    brief, spent = await written(None)
    assert texts(brief) == [line.text for line in OWN.lines]
    assert spent == ()


async def test_a_models_proven_lines_are_the_brief() -> None:
    model = Scribe(
        [("lead", LEAD, "fell onto an empty"), ("point", TRUE, "Two dockers")],
        headline="Two dockers hurt in Ostwick",
    )
    brief, spent = await written(model)
    assert texts(brief) == [LEAD, TRUE]
    assert brief.headline == "Two dockers hurt in Ostwick"
    assert len(model.requests) == 1
    assert [s.model for s in spent] == ["scribe"]
    assert {q.text for q in brief.quotes} == {q.text for q in (await own_brief()).quotes}
    assert brief.figures


@pytest.mark.parametrize("headline", ["Ostwick sinks", "Ferry burns", "BUY OSTCOIN", "x" * 400, "https://evil.example"])
async def test_a_headline_in_words_of_its_own_is_not_posted(headline: str) -> None:
    model = Scribe([("lead", LEAD, "fell onto an empty"), ("point", TRUE, "Two dockers")], headline=headline)
    brief, _ = await written(model)
    assert brief.headline == (await own_brief()).headline


async def test_one_lie_among_many_lines_is_left_out_and_filled_without_asking_again() -> None:
    lines = [("lead", LEAD, "fell onto an empty"), ("point", TRUE, "Two dockers"), ("point", LIE, "Two dockers")]
    more = [("point", "The union said that it had warned of the crane in March.", "warned of the crane")]
    model = Scribe([*lines, *more])
    brief, _ = await written(model)
    assert len(model.requests) == 1
    assert LIE not in texts(brief)
    assert texts(brief)[:2] == [LEAD, TRUE]
    assert any("1,200 passengers" in t for t in texts(brief))
    assert [r.words for r in brief.refused] == [LIE]


async def test_where_much_is_refused_the_model_is_told_what_and_why_and_mends_it() -> None:
    first = [("lead", LEAD, "fell onto an empty"), ("point", LIE, "Two dockers")]
    model = Scribe(first, [("point", TRUE, "Two dockers")])
    brief, spent = await written(model)
    told = model.requests[1]
    assert f"{LIE} — refused: " in told.user
    assert "[" in told.user
    assert told.tokens < model.requests[0].tokens
    assert texts(brief)[:2] == [LEAD, TRUE]
    assert len(spent) == 2


async def test_a_model_that_lies_again_is_not_asked_a_third_time() -> None:
    model = Scribe([("lead", LIE, "Two dockers"), ("point", LIE + " So it was.", "Two dockers")])
    brief, spent = await written(model)
    assert len(model.requests) == len(spent) == 2
    assert texts(brief) == texts(await own_brief())
    assert len(brief.refused) >= 3


async def test_nonsense_is_not_worth_a_second_request() -> None:
    model = Scribe(
        [("lead", "Lorem ipsum dolor sit amet 12.", "Two dockers"), ("point", "Вода мокрая.", "Two dockers")]
    )
    brief, _ = await written(model)
    assert len(model.requests) == 1
    assert texts(brief) == texts(await own_brief())


async def test_a_lead_that_did_not_survive_is_mended_or_taken_from_the_article() -> None:
    points = [("point", TRUE, "Two dockers")]
    points += [("point", "The union said that it had warned of the crane in March.", "warned of the crane")]
    points += [("point", "The quay was built in 1962 and rebuilt twice.", "The quay was built")]
    model = Scribe([("lead", LIE, "Two dockers"), *points], [("lead", LEAD, "fell onto an empty")])
    brief, _ = await written(model)
    assert [line.text for line in brief.lines if line.kind == "lead"] == [LEAD]
    brief, _ = await written(Scribe([("lead", LIE, "Two dockers"), *points]))
    assert [line.text for line in brief.lines if line.kind == "lead"] == [
        line.text for line in OWN.lines if line.kind == "lead"
    ]
    assert TRUE in texts(brief)


@pytest.mark.parametrize(
    "said",
    [
        Unavailable("down"),
        Unavailable("429", 60),
        Rejected("I cannot help with that"),
        OverBudget("spent"),
        "I am sorry, but I cannot write about accidents.",
        "<html>Bad gateway</html>",
        '{"error": {"message": "overloaded"}}',
        "[]",
        "null",
        '{"headline": "Cra',
        '{"headline": null, "lines": [null, 3, {}], "quotes": {"a": 1}, "figures": "x"}',
        "",
        "x" * 60_000,
    ],
)
async def test_what_cannot_be_used_costs_the_brief_nothing(said: str | Exception) -> None:
    brief, _ = await written(ScriptedModel([said, said, said]))
    own = await own_brief()
    assert texts(brief) == texts(own)
    assert brief.quotes == own.quotes
    assert brief.figures == own.figures
    assert brief.headline == own.headline


async def test_a_reply_that_cannot_be_read_is_asked_for_once_more_with_the_reason() -> None:
    good = json.dumps(
        {"lines": [{"sentences": [1], "kind": "lead", "text": LEAD}, {"sentences": [2], "kind": "point", "text": TRUE}]}
    )
    model = ScriptedModel(["Here is your brief!", good])
    brief, spent = await written(model)
    assert "no JSON object" in model.requests[1].user
    assert model.requests[1].tokens < model.requests[0].tokens
    assert LEAD in texts(brief)
    assert len(spent) == 2


async def test_after_a_reply_that_could_not_be_read_nothing_is_mended() -> None:
    lies = json.dumps({"lines": [{"sentences": [1], "kind": "lead", "text": LIE}]})
    model = ScriptedModel(["Here is your brief!", lies])
    brief, _ = await written(model)
    assert len(model.requests) == 2
    assert texts(brief) == texts(await own_brief())


async def test_half_a_reply_is_used_as_far_as_it_goes() -> None:
    whole = json.dumps(
        {
            "headline": "Crane falls",
            "lines": [
                {"sentences": [1], "kind": "lead", "text": LEAD},
                {"sentences": [1], "kind": "point", "text": "A cr"},
            ],
        }
    )
    brief, _ = await written(ScriptedModel([whole[: whole.rindex("A cr")]]))
    assert texts(brief)[0] == LEAD
    assert len(brief.lines) > 1


async def test_an_update_tells_what_is_new_though_the_model_tells_the_old_again() -> None:
    first = dossier(POST)
    earlier = (await write_story(first, NORMAL, None, draft_brief(list(first.sources.values()), NORMAL)))[0]
    plain, _ = await write_story(STORY, NORMAL, None, OWN, earlier)
    new = {line.text for line in plain.lines if line.kind == "new"}
    assert new
    again = LEAD.replace("the port authority", "officials")
    model = Scribe([("lead", again, "fell onto an empty"), ("point", TRUE, "Two dockers")])
    brief, _ = await write_story(STORY, NORMAL, model, OWN, earlier)
    assert brief.update
    assert not brief.refused
    assert new <= {line.text for line in brief.lines if line.kind == "new"}


class Silent:
    """Never answers; or not the second time."""

    def __init__(self, *first: str) -> None:
        self.first = list(first)

    async def complete(self, request: Request, heard: Heard | None = None) -> Reply:
        if self.first:
            return Reply(self.first.pop(), (Spending("silent", 9, 9),))
        await asyncio.Event().wait()
        raise AssertionError


async def test_a_model_that_never_answers_is_left_behind_and_counted_as_asked() -> None:
    brief, spent = await written(Silent(), limit=0.05)
    assert texts(brief) == texts(await own_brief())
    assert spent[0].tokens_in > 500


async def test_what_was_proven_before_a_stall_stays() -> None:
    first = {
        "lines": [{"sentences": [1], "kind": "lead", "text": LEAD}, {"sentences": [1], "kind": "point", "text": LIE}]
    }
    brief, spent = await written(Silent(json.dumps(first)), limit=0.2)
    assert texts(brief)[0] == LEAD
    assert len(spent) == 2


async def test_a_stop_from_outside_is_not_swallowed() -> None:
    running = asyncio.create_task(written(Silent(), limit=60))
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


@pytest.mark.parametrize("headline", ["Mara Lindqvist hurt in Ostwick", "Five dockers hurt on Monday, union warned"])
async def test_a_headline_put_together_of_two_sentences_is_not_posted(headline: str) -> None:
    model = Scribe([("lead", LEAD, "fell onto an empty"), ("point", TRUE, "Two dockers")], headline=headline)
    brief, _ = await written(model)
    assert brief.headline == (await own_brief()).headline


async def test_a_person_of_one_sentence_is_not_put_into_another() -> None:
    joined = "Mara Lindqvist was hurt and taken to hospital."
    found = {"lines": [{"sentences": [2, 3], "kind": "point", "text": joined}]}
    lead = {"sentences": [1], "kind": "lead", "text": LEAD}
    said = json.dumps({"lines": [lead, *found["lines"]]})
    model = ScriptedModel([said, json.dumps({"lines": []})])
    brief, _ = await written(model)
    assert "[2] Two dockers" in model.requests[0].user
    assert "[3] “We heard it" in model.requests[0].user
    assert joined not in texts(brief)


@pytest.mark.parametrize(
    "drawn",
    [
        "Two dockers were ~~hurt~~ and **taken** to `hospital`.",
        "Two dockers were <s>hurt</s> and taken to ||hospital|| 🤡.",
    ],
)
async def test_nothing_is_drawn_over_a_line(drawn: str) -> None:
    model = Scribe([("lead", LEAD, "fell onto an empty"), ("point", drawn, "Two dockers")])
    brief, _ = await written(model)
    assert any(t.removesuffix(" .").removesuffix(".") == TRUE[:-1] for t in texts(brief))
    assert not any(mark in t for t in texts(brief) for mark in ("~", "*", "`", "|", "<", "🤡"))
