"""Tokens sent to a model for one story, on the stories of ECB+, in our way and in others.

    FACTBOX_DATA=/path/to/data python -m tests.bench.tokens

Counted as characters / 4, as words * 1.33, by our own estimate (rather too many), and, where a llama.cpp server can be
started (tests/models/local_server.py), exactly with the tokenizer of SmolLM2. The other ways are those of the tools we
compare with: each article alone and then the summaries merged; all articles whole in one call; the first 300
characters of each; their headlines alone. Each is counted with a system prompt of a few words, ours with all we send.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from math import ceil
from pathlib import Path
from statistics import mean

from bot.news.dossier import dossier_of
from bot.news.lengths import LENGTHS
from bot.news.prompting.requests import estimate
from bot.news.prompting.selection import Selected, selected
from bot.news.prompting.story_prompts import EVIDENCE_TOKENS, repair_request, story_request
from bot.news.reading import source_of
from bot.news.types import Article, ArticleId, DraftEvidence, DraftLine, Revision, RevisionId, StoryId
from tests.models.local_server import MISSING, local_server, tokens_of

HERE = Path(__file__).resolve().parents[2]
_SYSTEM = "You are a news editor. Summarize the news below in a short brief with its sources.\n\n"
_SUMMARY_WORDS = 90  # what a summary of one article comes to, before they are merged
_LENGTHS = (8, 14)  # articles of a story: "about eleven"


def stories(data: Path) -> Iterator[list[Article]]:
    """The clusters of ECB+ of about eleven articles."""
    by: dict[str, list[Article]] = defaultdict(list)
    with gzip.open(data / "stories" / "ecbplus_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            revision = Revision(RevisionId(row["id"]), row["text"])
            by[row["cluster"]].append(Article(ArticleId(row["id"]), revision, row["title"]))
    yield from (found for found in by.values() if _LENGTHS[0] <= len(found) <= _LENGTHS[1])


def ways(articles: Sequence[Article]) -> dict[str, list[str]]:
    """The texts of all the requests of one story, for each way."""
    whole = [f"{a.title}\n{a.text}\n\n" for a in articles]
    summaries = "".join(" ".join(a.text.split()[:_SUMMARY_WORDS]) + "\n\n" for a in articles)
    dossier = dossier_of(StoryId("s"), articles, {}, {}, source_of)
    measure = LENGTHS["normal"]
    chosen = selected(dossier, EVIDENCE_TOKENS)
    ours = story_request(chosen, measure)
    # The worst that may come: all lines of a draft of three refused.
    evidence = [_cited(one) for one in chosen]
    lines = [DraftLine(e.words, "point", (e,)) for e in evidence[:3]]
    repair = repair_request(chosen, [(line, "figure not in its evidence: 77") for line in lines], measure)
    return {
        "article by article, then merged": [*(_SYSTEM + text for text in whole), _SYSTEM + summaries],
        "whole in one call": [_SYSTEM + "".join(whole)],
        "300-character excerpts": [_SYSTEM + "".join(f"{a.title}\n{a.text[:300]}\n\n" for a in articles)],
        "headlines alone": [_SYSTEM + "".join(f"{a.title}\n" for a in articles)],
        "ours": [f"{ours.system}\n{ours.user}"],
        "ours, where it must be repaired": [f"{asked.system}\n{asked.user}" for asked in (ours, repair) if asked],
    }


def _cited(one: Selected) -> DraftEvidence:
    span = one.sentence.span
    return DraftEvidence(one.source.article.revision.id, span.of(one.source.text), span.start)


def main() -> int:
    data = Path(os.environ.get("FACTBOX_DATA", HERE.parent / "shared" / "data"))
    if not (data / "stories" / "ecbplus_dev.jsonl.gz").is_file():
        print(f"tokens: skipped: no stories at {data} (set FACTBOX_DATA)")
        return 0
    counts: dict[str, Callable[[str], int]] = {
        "chars/4": lambda text: ceil(len(text) / 4),
        "words*1.33": lambda text: ceil(len(text.split()) * 1.33),
        "estimate": estimate,
    }
    with ExitStack() as opened:
        if MISSING:
            print(f"no exact count: {', '.join(MISSING)} not installed")
        else:
            address = opened.enter_context(local_server())
            counts["exact"] = lambda text: tokens_of(address, text)
        found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        read = list(stories(data))
        for story in read:
            for way, texts in ways(story).items():
                for name, count in counts.items():
                    found[way][name].append(sum(map(count, texts)))
    print(f"{len(read)} stories of {mean(map(len, read)):.1f} articles: tokens sent for one, mean (most)")
    print(f"{'':34}" + "".join(f"{name:>18}" for name in counts))
    for way, by in found.items():
        print(f"{way:34}" + "".join(f"{f'{mean(by[name]):,.0f} ({max(by[name]):,})':>18}" for name in counts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
