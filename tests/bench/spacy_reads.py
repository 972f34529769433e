"""A rival for the facts benchmark: spaCy's small English model over texts, one JSON string a line on standard input.

It runs in an environment of its own and prints the CPU seconds of each round, after one text to warm up.
"""

from __future__ import annotations

import json
import sys
import time


def main() -> None:
    import spacy  # type: ignore[import-not-found] # of the other environment

    pipeline = spacy.load(sys.argv[1])
    texts = None
    for line in sys.stdin:
        texts = json.loads(line)
        pipeline(texts[0])
        start = time.process_time()
        for text in texts:
            pipeline(text)
        print(time.process_time() - start, flush=True)


if __name__ == "__main__":
    main()
