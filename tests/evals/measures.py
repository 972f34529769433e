"""What is measured on the evaluation data, what it should reach, and what simple or known ways reach beside it.

The measures stand beside the data (measure.py), which is no part of this repository: FACTBOX_DATA names its folder.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Aim:
    """A figure of one check. `part` names the set, where a check prints several. It should be `least` or more, or, of
    what should not be, `most` or less.
    """

    words: str
    check: str
    field: str
    part: str = ""
    least: float | None = None
    most: float | None = None
    beside: str = ""

    def reached(self, value: float) -> bool:
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


_PLAIN = "best sentence by shared words {}"
AIMS = (
    Aim("speaker of a quotation", "speaker", "speaker", least=0.92, beside="plain rules .82"),
    Aim("quotation word for word", "speaker", "verbatim", least=0.97, beside="regular expression .907"),
    Aim("quotations that are slices of the text", "speaker", "slices", least=1.0),
    Aim("quotations found", "speaker", "found", beside="regular expression .969"),
    Aim("killed, two or more", "figures", "killed", least=0.78, beside="regular expression .53"),
    Aim("injured, two or more", "figures", "injured", least=0.78, beside="regular expression .54"),
    Aim("stories, GVA, pairs F1", "stories", "pair_f1", "gva 2016-17", 0.88, beside="TF-IDF .830"),
    Aim("stories, GVA, B-cubed F1", "stories", "bcubed_f1", "gva 2016-17", 0.955, beside="TF-IDF .933"),
    Aim("stories, ECB+, pairs F1", "stories", "pair_f1", "ecb+", 0.93, beside="TF-IDF .875"),
    Aim("stories, ECB+, B-cubed F1", "stories", "bcubed_f1", "ecb+", 0.95, beside="TF-IDF .916"),
    Aim("stories, Giveme5W1H, pairs F1", "stories", "pair_f1", "giveme5w1h", 0.96, beside="TF-IDF .965"),
    Aim("stories, Giveme5W1H, B-cubed F1", "stories", "bcubed_f1", "giveme5w1h", 0.97, beside="TF-IDF .970"),
    Aim(
        "claims judged, SummEdits news", "verify", "balanced", "summedits-news", 0.75, beside="lexical .576, GPT-4 .833"
    ),
    Aim("claims judged, QAGS", "verify", "balanced", "qags", beside="bigrams .73 (CNN/DM), .65 (XSum)"),
    Aim("editor's quotes, recall", "editor", "quotes_recall", least=0.80, beside="two editors .89 (F1)"),
    Aim("editor's quotes, precision", "editor", "quotes_precision", least=0.65),
    Aim("their speakers", "editor", "speakers", least=0.95),
    Aim("editor's figures, recall", "editor", "figures_recall", least=0.80, beside="two editors .92 (F1)"),
    Aim("editor's figures, precision", "editor", "figures_precision", least=0.70),
    Aim("editor's questions answered", "editor", "answered_right", least=0.75, beside="plain rule .36"),
    Aim("refused though answerable", "editor", "false_refusals", most=0.15, beside="plain rule .33"),
    Aim("unanswerable, refused", "editor", "refused_rightly", least=0.85, beside="plain rule .54"),
    Aim("passages 2022, hits at 10", "retrieval", "hits10", "2022", 0.92, beside="BM25 .880"),
    Aim("passages 2022, MRR", "retrieval", "mrr", "2022", beside="BM25 .69"),
    Aim("passages 2023, hits at 10", "retrieval", "hits10", "2023", 0.82, beside="BM25 .753"),
    Aim("passages 2023, MRR", "retrieval", "mrr", "2023", beside="BM25 .56"),
    Aim("withheld 2022, refused", "refusal", "recall", "2022", 0.80, beside=_PLAIN.format(".74")),
    Aim(
        "withheld 2022, refused though there",
        "refusal",
        "false_refusals",
        "2022",
        most=0.25,
        beside=_PLAIN.format(".44"),
    ),
    Aim("withheld 2022, gold in the answer", "refusal", "gold_in_answer", "2022", 0.45, beside=_PLAIN.format(".35")),
    Aim("withheld 2023, refused", "refusal", "recall", "2023", 0.80, beside=_PLAIN.format(".74")),
    Aim(
        "withheld 2023, refused though there",
        "refusal",
        "false_refusals",
        "2023",
        most=0.25,
        beside=_PLAIN.format(".44"),
    ),
    Aim("withheld 2023, gold in the answer", "refusal", "gold_in_answer", "2023", 0.45, beside=_PLAIN.format(".35")),
    *(
        Aim(f"{name}, {words}", "reading", field, part)
        for name, part in (("SQuAD 2", "squad2_dev500"), ("ClapNQ", "clapnq_dev"))
        for words, field in (
            ("unanswerable, refused", "recall"),
            ("refused though answerable", "false_refusals"),
            ("gold in the answer", "gold_in_answer"),
        )
    ),
)
CHECKS = tuple(dict.fromkeys(aim.check for aim in AIMS))


def data() -> Path | None:
    """The folder of the evaluation data, None where it is not here."""
    folder = Path(os.environ.get("FACTBOX_DATA", HERE.parent / "shared" / "data"))
    return folder if folder.is_dir() and (folder.parent / "measure.py").is_file() else None


def measured(folder: Path, check: str, *options: str) -> dict[tuple[str, str], float]:
    """The figures of one check by set and field, as the measure prints them. Raises RuntimeError where it fails."""
    environment = {**os.environ, "FACTBOX": f"{sys.executable} -m bot", "FACTBOX_DATA": str(folder)}
    command = [sys.executable, str(folder.parent / "measure.py"), check, *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=HERE)
    if done.returncode:
        raise RuntimeError(f"measure.py {check} failed: {done.stderr.strip()[-400:]}")
    out: dict[tuple[str, str], float] = {}
    for line in done.stdout.splitlines():
        part, brace, rest = line.partition("{")
        if brace:
            out.update({(part.strip(), name): value for name, value in json.loads(brace + rest).items()})
    return out
