"""Hostile drafts: true lines altered in every named way, and what the gate does with them.

Run it: python -m tests.evals.hostile_drafts [--misses N]. The lines are those of seeds/ and of the invented articles,
and honest paraphrases of them; with FACTBOX_DATA set, those of development articles too, which are read and never
stored. Each draft names the sentence it was made from as its evidence. Printed are, by class, how many were refused of
how many (all should be), and how many of the unaltered lines, of honest rewordings of them and of the paraphrases were
kept.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from bot.news.grounding import check_brief
from bot.news.types import DraftBrief, DraftEvidence, DraftLine, Sentence, Source
from tests.evals.alterations import HONEST, HOSTILE, Alter
from tests.evals.invented_articles import ARTICLES
from tests.evals.paraphrased_lines import PARAPHRASES, SEED_PARAPHRASES, Paraphrase
from tests.make import a_source

SEED = Path(__file__).resolve().parents[2] / "seeds" / "ukraine-ceasefire.txt"
DATA_ARTICLES = 60
# Counts of classes, then each draft with its class, its line and the reason or "kept".
Judged = tuple[dict[str, list[int]], list[tuple[str, str, str, str]]]


def articles() -> Iterator[str]:
    """The texts whose lines are altered."""
    yield SEED.read_text(encoding="utf-8")
    yield from (" ".join(text.split()) for text in ARTICLES)
    data = os.environ.get("FACTBOX_DATA")
    path = Path(data or "") / "answers" / "realtimeqa_articles.jsonl.gz"
    if data and path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for at, row in enumerate(rows):
                if at % 37 == 0 and at < 37 * DATA_ARTICLES:
                    yield str(json.loads(row)["text"])[:6000]


def drafts(source: Source, ways: dict[str, Alter]) -> Iterator[tuple[str, DraftLine, str]]:
    """Each altered line with its class and the sentence that it was made from."""
    for sentence in source.facts.sentences:
        words = sentence.span.of(source.text)
        line = " ".join(words.split())
        if len(line.split()) < 5 or not line.endswith((".", "”")) or not line[0].isupper():
            continue
        for name, alter in ways.items():
            altered = alter(line, source, sentence)
            if altered is None or (altered == line and name != "unaltered"):
                continue
            revision = source.article.revision.id
            proofs = [DraftEvidence(revision, words, sentence.span.start)]
            if name in ("cause of the article's words", "two sentences in one"):
                following = list(source.facts.sentences)[list(source.facts.sentences).index(sentence) + 1].span
                proofs.append(DraftEvidence(revision, following.of(source.text), following.start))
            yield name, DraftLine(altered, "point", tuple(proofs)), line


def paraphrased(
    source: Source, lines: Iterable[Paraphrase], ways: dict[str, Alter]
) -> Iterator[tuple[str, DraftLine, str]]:
    """Each paraphrase of lines of an article, altered in each way, with the sentences that it rests on."""
    for line, beginnings in lines:
        sentences = [s for start in beginnings for s in source.facts.sentences if _begins(s, source, start)]
        proofs = tuple(_proof(source, s) for s in sentences)
        for name, alter in ways.items():
            altered = alter(line, source, sentences[0])
            if altered is not None and (altered != line or name == "unaltered"):
                yield name, DraftLine(altered, "point", proofs), line


def _begins(sentence: Sentence, source: Source, start: str) -> bool:
    return sentence.span.of(source.text).startswith(start)


def _proof(source: Source, sentence: Sentence) -> DraftEvidence:
    return DraftEvidence(source.article.revision.id, sentence.span.of(source.text), sentence.span.start)


def judge(ways: dict[str, Alter], texts: Iterable[str]) -> Judged:
    """By class how many drafts there are and how many were kept; and all drafts with the reason or "kept"."""
    return _judged((source, draft) for source in map(a_source, texts) for draft in drafts(source, ways))


def judge_paraphrases(ways: dict[str, Alter], every: int = 1) -> Judged:
    """The same for the paraphrases of the invented articles and of the seed; of the drafts only every so many-th."""
    texts = [(" ".join(ARTICLES[at].split()), lines) for at, lines in PARAPHRASES.items()]
    texts.append((SEED.read_text(encoding="utf-8"), SEED_PARAPHRASES))
    found = (
        (source, draft)
        for source, lines in ((a_source(text), lines) for text, lines in texts)
        for draft in paraphrased(source, lines, ways)
    )
    return _judged(islice(found, 0, None, every))


def _judged(found: Iterable[tuple[Source, tuple[str, DraftLine, str]]]) -> Judged:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    seen: list[tuple[str, str, str, str]] = []
    for source, (name, draft, line) in found:
        brief = check_brief(DraftBrief("", (draft,)), {source.article.revision.id: source})
        counts[name][0] += 1
        counts[name][1] += bool(brief.lines)
        seen.append((name, draft.text, line, "kept" if brief.lines else brief.refused[0].reason))
    return counts, seen


def _shown(counts: dict[str, list[int]], what: str) -> int:
    """Print how many of each class were refused; give how many were kept."""
    for name, (n, kept) in counts.items():
        print(f"{name:32} refused {n - kept:5} of {n:5}")
    total, kept = (sum(c[i] for c in counts.values()) for i in (0, 1))
    print(f"{what:32} refused {total - kept:5} of {total:5} ({1 - kept / total:.1%})\n")
    return kept


def main() -> int:
    """Print the tables; 1 where a hostile draft was kept or fewer than 95 % of the unaltered lines were."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", type=int, default=0, help="show so many of the wrongly judged drafts")
    options = parser.parse_args()
    hostile, false_lines = judge(HOSTILE, articles())
    honest, true_lines = judge(HONEST, articles())
    altered, false_paraphrases = judge_paraphrases(HOSTILE)
    reworded, true_paraphrases = judge_paraphrases({"unaltered": HONEST["unaltered"]})
    kept = _shown(hostile, "hostile drafts") + _shown(altered, "hostile paraphrases")
    for name, (n, good) in [*honest.items(), ("paraphrases", reworded["unaltered"])]:
        print(f"{name:32} kept    {good:5} of {n:5} ({good / n:.1%})")
    refused = Counter(r.split(":")[0] for *_, r in (*false_lines, *false_paraphrases) if r != "kept")
    print("reasons:", ", ".join(f"{reason} {n}" for reason, n in refused.most_common()))
    wrong = [x for x in (*false_lines, *false_paraphrases) if x[3] == "kept"]
    wrong += [x for x in (*true_lines, *true_paraphrases) if x[3] != "kept"]
    for name, text, line, reason in wrong[: options.misses]:
        print(f"- {name} [{reason}]\n    {text}\n    {line}")
    unaltered = honest["unaltered"]
    return 1 if kept or unaltered[1] < 0.95 * unaltered[0] else 0


if __name__ == "__main__":
    sys.exit(main())
