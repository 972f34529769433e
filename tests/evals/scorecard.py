"""The quality measures, over data that is not part of this repository.

Run it: FACTBOX_DATA=/path/to/data python -m tests.evals.scorecard [CHECK…]. The measures stand beside the data
(measure.py); without them this says so and ends well, because nothing here depends on them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CHECKS = ("seed", "speaker", "editor", "figures", "reading")
HERE = Path(__file__).resolve().parents[2]


def main() -> int:
    data = Path(os.environ.get("FACTBOX_DATA", HERE.parent / "shared" / "data"))
    measure = data.parent / "measure.py"
    if not data.is_dir() or not measure.is_file():
        print(f"scorecard: skipped: no data at {data} (set FACTBOX_DATA)")
        return 0
    environment = {**os.environ, "FACTBOX": str(Path(sys.executable).parent / "factbox"), "FACTBOX_DATA": str(data)}
    worst = 0
    for check in sys.argv[1:] or CHECKS:
        print(f"{check}:", flush=True)
        done = subprocess.run([sys.executable, str(measure), check], env=environment, check=False, cwd=HERE)
        worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
