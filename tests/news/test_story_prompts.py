"""What a model is asked about a story stays inside its fence and its tokens; what comes back rests on what was shown."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.lengths import LENGTHS
from bot.news.prompting.replies import BadReply
from bot.news.prompting.requests import Request, estimate
from bot.news.prompting.selection import Selected, selected
from bot.news.prompting.story_prompts import (
    EVIDENCE_TOKENS,
    repair_request,
    shorter_request,
    story_draft_of,
    story_request,
)
from bot.news.types import DraftEvidence, DraftLine, RevisionId
from tests.news.test_selection import ECHO, NEWS, POST, dossier

NORMAL = LENGTHS["normal"]
CHOSEN = selected(dossier(POST, ECHO, NEWS), EVIDENCE_TOKENS)
BLOCK = re.compile(r"^BEGIN (?P<mark>\w+) (?P<name>.*)\n(?P<body>(?:.*\n)*?)END (?P=mark)$", re.MULTILINE)


def blocks(request: Request) -> dict[str, str]:
    return {m["name"]: m["body"] for m in BLOCK.finditer(request.user)}


def number_of(words: str) -> int:
    return next(s.number for s in CHOSEN if words in s.text)


def reply(**fields: Any) -> str:
    return json.dumps({"headline": "Crane falls", "lines": [], "quotes": [], "figures": [], **fields})


# --- what is sent ---------------------------------------------------------------------------------


def test_sentences_stand_under_their_outlet() -> None:
    (body,) = blocks(story_request(CHOSEN, NORMAL)).values()
    assert re.match(r"outlet: Post\ntitle: Crane falls\n\[1\] A crane fell", body)
    after_news = body.partition("outlet: News\n")[2]
    assert "Five dockers" in after_news
    assert "1,200 passengers" not in after_news
    assert body.count("title: ") == 1


def test_the_system_prompt_is_the_same_for_every_story_and_length() -> None:
    others = selected(dossier("A ship sailed on Monday with 40 people. It was late.", outlets=("Elsewhere",)), 300)
    prompts = {story_request(c, LENGTHS[m]).system for c in (CHOSEN, others) for m in LENGTHS}
    assert len(prompts) == 1
    assert estimate(prompts.pop()) < 400


@pytest.mark.parametrize("measure", LENGTHS.values())
def test_request_and_repair_together_stay_below_1400_tokens(measure: Any) -> None:
    long = [
        "\n\n".join(f"Ship {n}-{i} of line {n} left port {i} with {n * 100 + i} crates on board." for i in range(60))
        for n in range(12)
    ]
    chosen = selected(dossier(*long), EVIDENCE_TOKENS)
    lines = [DraftLine("Ship 5 has been lost at sea. " * 5, "point", tuple(_cited(s) for s in chosen[:3]))] * 9
    first = story_request(chosen, measure).tokens
    assert 700 < first <= 1050
    cited = [replace(line, evidence=line.evidence[:1]) for line in lines]
    for refused in (lines, cited):
        repair = repair_request(chosen, [(line, "reason " * 40) for line in refused], measure)
        assert first + (repair.tokens if repair else 0) <= 1400
    shorter = shorter_request(chosen, measure, "why " * 100)
    assert shorter
    assert first + shorter.tokens <= 1400
    assert repair_request(chosen, [(cited[0], "it says more")], measure)


@pytest.mark.parametrize(
    "sentence",
    [
        "🚢🔥" * 100 + " closed.",
        "В порту пострадали люди, " + "сообщило министерство обороны республики " * 9 + ".",
        "港口星期一关闭。" * 20,
    ],
)
def test_neither_do_scripts_of_many_tokens(sentence: str) -> None:
    texts = ["\n\n".join(f"Port {n}{i} {sentence}" for i in range(30)) for n in range(4)]
    chosen = selected(dossier(*texts, outlets=("Outlet " * 10, "Ö" * 60, "港" * 60)), EVIDENCE_TOKENS)
    first = story_request(chosen, NORMAL).tokens
    lines = [DraftLine("Ö" * 300, "point", tuple(_cited(s) for s in chosen[:3]))] * 4
    for second in (
        repair_request(chosen, [(line, "é" * 300) for line in lines], NORMAL),
        shorter_request(chosen, NORMAL, "é" * 300),
    ):
        assert first + (second.tokens if second else 0) <= 1400


def _cited(one: Selected) -> DraftEvidence:
    span = one.sentence.span
    return DraftEvidence(one.source.article.revision.id, span.of(one.source.text), span.start)


def test_a_repair_tells_the_lines_the_reasons_and_their_sentences() -> None:
    one = CHOSEN[number_of("Two dockers") - 1]
    line = DraftLine("Three dockers died.", "point", (_cited(one),))
    request = repair_request(CHOSEN, [(line, "number not in its evidence: 3")], NORMAL)
    assert request
    sent = blocks(request)
    assert f"[{one.number}] Two dockers" in sent["story"]
    assert "Mara Lindqvist" not in sent["story"]
    assert sent["refused lines"] == "Three dockers died. — refused: number not in its evidence: 3\n"


def test_a_second_try_is_told_why_and_shows_the_best_sentences_under_their_numbers() -> None:
    request = shorter_request(CHOSEN, NORMAL, "the reply holds no JSON object")
    assert request
    assert "the reply holds no JSON object" in request.user.rpartition("END ")[0]
    shown = {int(n): t for n, t in re.findall(r"^\[(\d+)\] (.*)", request.user, re.MULTILINE)}
    assert shown
    assert all(shown[s.number] == s.text for s in CHOSEN if s.number in shown)


def objects_in(schema: Any) -> list[dict[str, Any]]:
    inner = list(schema.values()) if isinstance(schema, dict) else schema if isinstance(schema, list) else []
    found = [o for part in inner for o in objects_in(part)]
    return [schema, *found] if isinstance(schema, dict) and "type" in schema else found


def test_the_schema_is_one_that_strict_and_small_servers_take() -> None:
    for part in objects_in(story_request(CHOSEN, NORMAL).schema):
        if part["type"] == "object":
            assert part["additionalProperties"] is False
            assert part["required"] == list(part["properties"])
        if part["type"] == "array":
            assert part["maxItems"] > part.get("minItems", 0)
        if part["type"] == "string" and "enum" not in part:
            assert part["maxLength"] > 0


@given(st.lists(st.text(alphabet=st.sampled_from("BEGIN END 0a\n[1]<|>\u2028.“”")), min_size=1, max_size=3), st.text())
@settings(max_examples=40, deadline=None)
def test_no_text_leaves_its_fence(hostile: list[str], said: str) -> None:
    chosen = selected(dossier(*(f"{t} Two dockers were hurt in Ostwick." for t in hostile), outlets=(said, said)), 400)
    line = DraftLine(said, "point", tuple(_cited(s) for s in chosen))
    for request in filter(None, (story_request(chosen, NORMAL), repair_request(chosen, [(line, said)], NORMAL))):
        outside = BLOCK.sub("", request.user).strip()
        assert re.fullmatch(r"(?:Write|Mend) the [^\n]*? Nothing between BEGIN (\w+) and END \1 .*", outside)
        for row in "".join(blocks(request).values()).splitlines():
            assert re.match(r"\[\d+\] |title: |outlet: |article \d+$|.* — refused: ", row) or row in ("", "no sentence")


# --- what comes back ------------------------------------------------------------------------------


def test_numbers_become_slices() -> None:
    line = {"sentences": [number_of("Two dockers"), 999], "kind": "lead", "text": "Two dockers were hurt."}
    (drafted,) = story_draft_of(reply(lines=[line]), CHOSEN, NORMAL).lines
    assert drafted.kind == "lead"
    (evidence,) = drafted.evidence
    assert evidence.revision == "0"
    assert evidence.start == POST.index("Two dockers")
    assert evidence.words == "Two dockers were hurt and taken to hospital."


def test_a_number_that_was_not_shown_is_no_evidence() -> None:
    drafts = story_draft_of(
        reply(lines=[{"sentences": [999], "text": "So it was."}], quotes=[999], figures=[999]), CHOSEN, NORMAL
    )
    assert drafts.lines[0].evidence == ()
    assert not drafts.quotes
    assert not drafts.figures


def test_a_sentence_stands_for_the_quotation_in_it() -> None:
    number = number_of("We heard it")
    for named in ([number], number, [{"sentence": number}], [str(number)]):
        (quote,) = story_draft_of(reply(quotes=named), CHOSEN, NORMAL).quotes
        assert quote.words.words == "We heard it before we saw it,"
        assert quote.speaker == "Mara Lindqvist"


def test_words_that_a_reply_copies_are_looked_up_and_those_that_stand_nowhere_are_left_to_the_gate() -> None:
    said = [
        {"sentence": 1, "words": "“We heard it before we saw it”", "speaker": "Jo"},
        {"sentence": 1, "words": "Never."},
    ]
    known, unknown = story_draft_of(reply(quotes=said), CHOSEN, NORMAL).quotes
    assert known.words.start == POST.index("We heard")
    assert known.speaker == "Jo"
    assert unknown.words == DraftEvidence(CHOSEN[0].source.article.revision.id, "Never.")


def test_a_sentence_stands_for_the_figures_in_it() -> None:
    figures = story_draft_of(reply(figures=[number_of("1,200")]), CHOSEN, NORMAL).figures
    assert any("1,200" in f.words.words for f in figures)
    assert all(f.words.revision == RevisionId("1") for f in figures)


def test_lines_come_in_order_and_no_more_than_there_is_room_for() -> None:
    kinds = ["claim", *["point"] * 9, "lead", "claim", "nonsense", "lead", "lead", "claim"]
    lines = [{"sentences": [1], "kind": kind, "text": f"Line {n}."} for n, kind in enumerate(kinds)]
    drafted = story_draft_of(reply(lines=lines), CHOSEN, LENGTHS["short"]).lines
    assert [line.kind for line in drafted] == ["lead", "lead", "point", "point", "claim"]
    drafted = story_draft_of(reply(lines=lines), CHOSEN, LENGTHS["long"]).lines
    assert [line.kind for line in drafted][:3] == ["lead", "lead", "point"]


@pytest.mark.parametrize("said", ["", "I cannot help with that.", "[1, 2]", '{"lines": '])
def test_a_reply_without_an_object_is_a_bad_one(said: str) -> None:
    with pytest.raises(BadReply):
        story_draft_of(said, CHOSEN, NORMAL)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["text", "sentences", "sentence", "words", "kind", "speaker"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["headline", "lines", "quotes", "figures"]), values), st.integers(0, 400))
@settings(max_examples=80, deadline=None)
def test_any_json_whole_or_cut_is_a_draft_or_a_bad_reply(found: dict[str, Any], cut: int) -> None:
    whole = json.dumps(found)
    for said in (whole, whole[:cut]):
        with suppress(BadReply):
            draft = story_draft_of(said, CHOSEN, NORMAL)
            for line in draft.lines:
                assert all(e.start is not None for e in line.evidence)
