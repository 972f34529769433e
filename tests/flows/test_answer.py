"""From mention to answer, on the real store: stories of what people type and what platforms do."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.flows.answer import reply
from bot.flows.deliver import deliver
from bot.flows.keep_index import keep_index
from bot.flows.newsroom import Newsroom
from bot.flows.publish import publish, pull
from bot.flows.tell import Window
from bot.news.channels import Channel, Mention, Place
from bot.news.showing.shown import AnswerCard, BriefCard, Card, EvidenceCard, NoticeCard, SourcesCard
from bot.news.types import FoundArticle
from bot.ports import Unavailable
from bot.search.searching import open_search
from bot.store.engine import open_store
from bot.store.stories import stories_of
from tests.fakes import FakeFetcher, FakePlatform, ScriptedModel

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DESK = Channel("desk", Place("fake", "desk"), (), frozenset(), "UTC")
FERRY = """A ferry with 214 passengers ran aground off Port Selby on Monday, the coast guard said.

“The engine failed twice in an hour,” said captain Ines Okafor. “Everyone is safe.”

The operator, Selby Lines, said it would refund all tickets. Two tugs reached the ship before noon."""
BRIDGE = "The Tave bridge in Ostermill was closed on Sunday. Engineer Mara Lindqvist said 12 bolts were missing."


@pytest.fixture
async def room() -> AsyncIterator[Newsroom]:
    store = await open_store("sqlite://")
    search = await open_search(None)
    newsroom = Newsroom(store, stories_of(store), search=search)
    await pull(FakeFetcher(FoundArticle("ferry", FERRY, "Ferry runs aground")), store, NOON)
    await Window(newsroom.stories).place(NOON)
    await publish(DESK, "noon", newsroom, NOON)
    await pull(FakeFetcher(FoundArticle("bridge", BRIDGE, "Bridge closed")), store, NOON)
    await keep_index(store, search)
    yield newsroom
    await search.close()
    await store.close()


@pytest.fixture
async def platform(room: Newsroom) -> FakePlatform:
    fake = FakePlatform()
    await deliver(room.store, {"fake": fake}, lambda: NOON)
    return fake


async def ask(text: str, room: Newsroom, platform: FakePlatform, *, model: ScriptedModel | None = None) -> Card | None:
    asked = Mention(f"e{len(platform.posted)}", Place("fake", "desk"), "ann", text)
    before = len(platform.posted)
    await reply(asked, replace(room, model=model), platform, NOON)
    return platform.posted[-1][1] if len(platform.posted) > before else None


async def test_a_question_is_answered_with_numbered_evidence_that_can_be_shown(
    room: Newsroom, platform: FakePlatform
) -> None:
    card = await ask("How many passengers were on the ferry?", room, platform)
    assert isinstance(card, AnswerCard)
    assert "214" in card.lines[0].text
    shown = await ask(f"evidence {card.lines[0].marks[0]}", room, platform)
    assert isinstance(shown, EvidenceCard)
    assert [text for text, marked in shown.paragraph if marked] == [FERRY.split("\n", 1)[0]]


async def test_who_said_so_is_answered_from_the_answer_before_and_not_from_what_a_refusal_showed(
    room: Newsroom, platform: FakePlatform
) -> None:
    await ask("How many passengers were on the ferry?", room, platform)
    card = await ask("Who said so?", room, platform)
    assert isinstance(card, AnswerCard)
    assert "the coast guard said" in card.lines[0].text
    await ask("How many passengers did the captain drown?", room, platform)
    card = await ask("Who said so?", room, platform)
    assert isinstance(card, AnswerCard)
    assert card.lines == ()


async def test_what_the_thread_does_not_hold_is_looked_for_in_the_archive(
    room: Newsroom, platform: FakePlatform
) -> None:
    brief = platform.posted[0][1]
    assert isinstance(brief, BriefCard)
    card = await ask("How many bolts were missing from the bridge?", room, platform)
    assert isinstance(card, AnswerCard)
    assert "12 bolts" in card.lines[0].text
    assert card.sources[0].title == "Bridge closed"
    number = card.lines[0].marks[0]
    assert number > max(brief.sources[0].marks)
    # The number still means this sentence after another question, and after everything is read from the store anew.
    await ask("Who is the captain?", room, platform)
    shown = await ask(f"evidence {number}", room, platform)
    assert isinstance(shown, EvidenceCard)
    assert any(marked and "12 bolts" in text for text, marked in shown.paragraph)


async def test_what_nothing_holds_is_refused_with_the_nearest_words(room: Newsroom, platform: FakePlatform) -> None:
    card = await ask("How many passengers were sick?", room, platform)
    assert isinstance(card, AnswerCard)
    assert card.lines == ()
    assert "how many passengers" in card.refusal
    assert "214 passengers" in card.nearest[0].text


@pytest.mark.parametrize("text", ["", "   ", "🎉🎉", "help", "?!"])
async def test_no_question_gets_a_word_of_help(room: Newsroom, platform: FakePlatform, text: str) -> None:
    card = await ask(text, room, platform)
    assert isinstance(card, NoticeCard)
    assert "Ask me" in card.text


@pytest.mark.parametrize("text", ["evidence 99", "evidence 0"])
async def test_evidence_that_is_not_there_is_named_with_the_numbers_there_are(
    room: Newsroom, platform: FakePlatform, text: str
) -> None:
    card = await ask(text, room, platform)
    assert isinstance(card, NoticeCard)
    assert "run from 1 to" in card.text


@pytest.mark.parametrize(
    "text", ["x" * 10_000, 'NEAR("a" OR b*) AND c:d', "'; DROP TABLE articles; --", "@everyone <!channel> who?"]
)
async def test_odd_questions_are_answered_or_refused_without_harm(
    room: Newsroom, platform: FakePlatform, text: str
) -> None:
    card = await ask(text, room, platform)
    assert isinstance(card, AnswerCard | NoticeCard)
    assert "@everyone" not in repr(card)


async def test_sources_are_listed(room: Newsroom, platform: FakePlatform) -> None:
    card = await ask("sources", room, platform)
    assert isinstance(card, SourcesCard)
    assert [(source.number, source.title) for source in card.sources] == [(1, "Ferry runs aground")]


async def test_a_models_answer_passes_the_gate_or_gives_way_to_the_article(
    room: Newsroom, platform: FakePlatform
) -> None:
    true = {"sentences": [1], "kind": "point", "text": "The ferry had 214 passengers, the coast guard said."}
    false = {"sentences": [1], "kind": "point", "text": "The ferry had 900 passengers, the coast guard said."}
    question = "How many passengers were on the ferry?"
    model = ScriptedModel([json.dumps({"said": True, "lines": [true, false]})])
    card = await ask(question, room, platform, model=model)
    assert isinstance(card, AnswerCard)
    assert [line.text for line in card.lines] == [true["text"]]
    model = ScriptedModel([json.dumps({"said": True, "lines": [false]})])
    card = await ask(question, room, platform, model=model)
    assert isinstance(card, AnswerCard)
    assert "214" in card.lines[0].text
    card = await ask(question, room, platform, model=ScriptedModel([Unavailable("down")]))
    assert isinstance(card, AnswerCard)
    assert "214" in card.lines[0].text


async def test_a_model_does_not_put_a_person_into_another_sentence(room: Newsroom, platform: FakePlatform) -> None:
    joined = {"sentences": [2, 5], "kind": "point", "text": "Captain Ines Okafor reached the ship before noon."}
    model = ScriptedModel([json.dumps({"said": True, "lines": [joined]})])
    card = await ask("When did the tugs reach the ship?", room, platform, model=model)
    assert isinstance(card, AnswerCard)
    assert joined["text"] not in [line.text for line in card.lines]
