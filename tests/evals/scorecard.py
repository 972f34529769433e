"""The scorecard: every figure of quality, by halves of the development data, beside what others reach.

Run it: python -m tests.evals.scorecard [CHECK…] prints it; without a CHECK it writes SCORECARD.md too. The data is no
part of this repository (FACTBOX_DATA); without it this says so and ends well, because nothing here depends on it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.evals.measures import AIMS, CHECKS, Aim, data, measured

CARD = Path(__file__).with_name("SCORECARD.md")
HEAD = """# Scorecard

Written by `make evals`. Rules were tuned on half a of each set (halves by a digest of the id); half b is the honest
figure. "Asked" is what a figure should reach, "beside" what simpler or known ways reach on the same rows.

| what | half a | half b | all | asked | beside |
|---|---|---|---|---|---|
"""
OWN = (
    ("Hostile drafts, by class", "tests.evals.hostile_drafts"),
    ("Injections, by class", "tests.evals.injections"),
    ("Tokens a story", "tests.bench.tokens"),
    ("Asked of the article in seeds/", "tests.evals.asked"),
    ("A channel's editions of three streams of articles", "tests.evals.editions"),
    ("What one more article costs its story", "tests.bench.stories"),
)


def main() -> int:
    folder = data()
    if folder is None:
        print("scorecard: skipped: the evaluation data is not here (set FACTBOX_DATA)")
        return 0
    wanted = sys.argv[1:]
    print(HEAD, end="")
    rows = []
    for check in wanted or CHECKS:
        halves = [measured(folder, check, *options) for options in (("--half", "a"), ("--half", "b"), ())]
        for aim in (a for a in AIMS if a.check == check):
            rows.append(_row(aim, [half[aim.part, aim.field] for half in halves]))
            print(rows[-1], flush=True)
    if wanted:
        return 0
    card = HEAD + "\n".join(rows) + "\n"
    for title, module in OWN:
        done = subprocess.run([sys.executable, "-m", module], capture_output=True, text=True, check=False)
        said = f"\n## {title}\n\n`python -m {module}`\n\n```\n{(done.stdout + done.stderr).strip()}\n```\n"
        print(said, flush=True)
        card += said
    CARD.write_text(card, encoding="utf-8")
    print(f"written: {CARD.name}")
    return 0


def _row(aim: Aim, values: list[float]) -> str:
    *_, half_b, whole = values
    asked = "" if aim.least is None else f"{aim.least:.3g}"
    asked += "" if aim.most is None else f"at most {aim.most:.3g}"
    if not aim.reached(whole):
        asked += ", not reached"
    elif not aim.reached(half_b):
        asked += ", half b not"
    return f"| {aim.words} | {' | '.join(f'{v:.3f}' for v in values)} | {asked} | {aim.beside} |"


if __name__ == "__main__":
    sys.exit(main())
