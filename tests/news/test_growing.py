"""Lines of a reply that is still being written: given when whole, once, and none that the whole reply does not hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.prompting.answer_replies import GrowingReply, answer_of
from bot.news.prompting.replies import BadReply
from bot.news.types import DraftLine
from tests.news.test_prompts import READ

HURT = {"sentences": [2], "kind": "point", "text": "Two dockers were hurt."}
CARRIES = {"sentences": [7], "kind": "claim", "text": 'It carries "300" } people ] \\ [2].'}
OPENS = {"sentences": [5, 4], "kind": "point", "text": "The port — hopes to open — on Friday."}


def reply(*lines: Any, said: object = True, **fields: Any) -> str:
    return json.dumps({"said": said, "lines": lines, **fields}, ensure_ascii=False)


def grown(text: str, step: int = 1) -> tuple[list[DraftLine], GrowingReply]:
    growing, given_ = GrowingReply(READ), list[DraftLine]()
    for end in (*range(0, len(text), step), len(text)):
        given_ += growing.feed(text[:end])
    return given_, growing


def drafted(text: str) -> tuple[DraftLine, ...]:
    try:
        return answer_of(text, READ).lines
    except BadReply:
        return ()


GOOD = reply(HURT, CARRIES, OPENS, missing="")


@pytest.mark.parametrize("step", [1, 2, 7, 1000])
def test_each_line_is_given_as_soon_as_it_is_whole(step: int) -> None:
    given_, growing = grown(GOOD, step)
    assert tuple(given_) == growing.lines == drafted(GOOD)
    assert len(given_) == 3
    assert growing.whole


def test_a_line_comes_with_its_last_brace_and_not_before() -> None:
    growing = GrowingReply(READ)
    end = GOOD.index("}") + 1
    assert growing.feed(GOOD[: end - 1]) == ()
    (line,) = growing.feed(GOOD[:end])
    assert line.text == "Two dockers were hurt."
    assert not growing.whole


@pytest.mark.parametrize(
    "text",
    [
        f"```json\n{GOOD}\n```",
        f"<think>Maybe {reply(OPENS)}? No: </thinking></think>\n{GOOD}",
        f"<REASONING>{{</reasoning>{GOOD}",
        f"Here is {{the}} answer: {GOOD} I hope {{that}} helps.",
        f'{{"thought": "x", "more": [[1], {{"lines": [{{"text": "Never."}}]}}]}} {GOOD}',
        GOOD.replace("[2]", "[2,\n]").replace('"}, {', '", } ,\n{'),
        GOOD.replace(": [", " :\t\n["),
        reply(HURT, HURT, {"text": "…"}, CARRIES, {"text": ["x"]}),
        reply(HURT, {"sentences": [7], "text": "It carries \\" * 3}),
        json.dumps({"said": True, "lines": [HURT]}),  # its characters escaped
        json.dumps(json.loads(GOOD), indent=2),
    ],
)
def test_whatever_stands_around_or_in_it_the_lines_are_those_of_the_whole_reply(text: str) -> None:
    given_, growing = grown(text)
    assert tuple(given_) == drafted(text) != ()
    assert growing.whole


@pytest.mark.parametrize(
    "text",
    [
        reply(HURT, said=False),
        reply(HURT, said="no"),
        json.dumps({"lines": [HURT], "said": True}),  # not known to be an answer before its end
        '{"said": true, "lines": {"text": "Two dockers were hurt.", "sentences": [2]}}',
        "I cannot do that.",
        '{"said": true, "lines": [{"sentences": [2], "text": "<think>Two"}]}',
        "{" + GOOD,
        reply("Two dockers were hurt. [2]", CARRIES),
        reply([HURT], CARRIES),
        GOOD.replace('"said"', "'said'"),
    ],
)
def test_what_cannot_be_told_yet_is_left_to_whoever_reads_the_whole(text: str) -> None:
    given_, _ = grown(text)
    assert given_ == []


def test_what_was_not_given_while_it_grew_is_given_at_the_end() -> None:
    text = json.dumps({"lines": [HURT, CARRIES], "said": True})
    growing = GrowingReply(READ)
    growing.feed(text)
    assert growing.end(answer_of(text, READ)) == growing.lines == drafted(text)
    assert growing.end(answer_of(text, READ)) == ()
    assert growing.whole


def test_a_second_list_is_left_to_whoever_reads_the_whole() -> None:
    given_, growing = grown(reply(HURT)[:-1] + reply(OPENS).replace('{"said": true', "", 1))
    assert [line.text for line in given_] == [HURT["text"]]
    assert not growing.whole


def test_a_reply_cut_off_is_not_whole_and_its_whole_lines_are_given() -> None:
    given_, growing = grown(GOOD[: GOOD.index("hopes")])
    assert [line.text for line in given_] == [line.text for line in drafted(GOOD)[:2]]
    assert not growing.whole


def test_a_text_that_begins_anew_does_not_say_again_what_was_said_from_the_same_sentences() -> None:
    growing = GrowingReply(READ)
    assert len(growing.feed(GOOD[: GOOD.index("}") + 1])) == 1
    other = reply({**HURT, "text": "Two people of the docks were injured."}, OPENS)
    assert growing.feed(other[:20]) == ()
    assert [line.text for line in growing.feed(other)] == [OPENS["text"]]
    assert [line.text for line in growing.lines] == [HURT["text"], OPENS["text"]]
    assert growing.whole


def test_no_more_lines_than_an_answer_has() -> None:
    text = reply(*({"sentences": [n % 7 + 1], "text": f"Line {n}."} for n in range(30)))
    given_, growing = grown(text, 50)
    assert tuple(given_) == drafted(text)
    assert len(growing.lines) == 8


_fields = st.dictionaries(
    st.sampled_from(["said", "lines", "text", "sentences", "missing"]),
    st.recursive(
        st.sampled_from([True, False, None, 2, "Two dockers.", 'a "b" {c', "[7]", "\\"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "a"]), inner, max_size=2),
        max_leaves=8,
    ),
    max_size=4,
)


@given(_fields, st.sampled_from(["", "So: ", "<think>{</think>", "{x} "]), st.integers(0, 300), st.integers(1, 40))
@settings(max_examples=200, deadline=None)
def test_what_is_given_while_it_grows_is_what_the_whole_reply_begins_with(
    fields: dict[str, Any], before: str, cut: int, step: int
) -> None:
    text = f"{before}{json.dumps({'said': True, **fields})}"
    for said in (text, text[:cut]):
        given_, growing = grown(said, step)
        assert tuple(given_) == drafted(said)[: len(given_)]
        if given_:
            growing.end(answer_of(said, READ))
            assert growing.lines == drafted(said)


@pytest.mark.parametrize(
    "text",
    [
        "{" * 50_000,
        "[" * 50_000,
        "{}" * 25_000,
        '{"a":' * 10_000,
        '{"said": true, "lines": [' + "[" * 49_000,
        '{"said": true, "lines": [' + '{"text":' * 6_000,
        '{"said": true, "lines": ["' + '\\"' * 20_000,
        '{"said": true, "lines": ["' + "x" * 49_000,
        '{"said": true, "lines": [' + '"",' * 12_000 + "]}",
        '{"said": true, "lines"' + " " * 20_000 + "[]" * 10_000,
        '{"said": true, ' + '"lines":' + " " * 40_000,
        "<think>" * 7_000,
        "<think>" + "x" * 49_000,
        "<" * 49_000,
    ],
)
def test_a_hostile_reply_is_read_in_no_time_also_bit_by_bit(text: str) -> None:
    grown(text, 25)
