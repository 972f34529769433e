"""What a worker process does: reads one hostile document after the other, until it is killed or its parent is gone.

Run as `python -m bot.feeds.work` by `bot/feeds/workers.py`, never by hand. A job comes on stdin: the lengths of head
and data (4 bytes each, big-endian), the head (JSON: task, args, seconds), the data. An answer goes to stdout: one byte
for what it is, the length (4 bytes), the text. The first answer, READY, says that all is imported.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from typing import BinaryIO

SIZE = 4
READY, DONE, UNREADABLE, FAILED, NO_MEMORY = b"=", b"+", b"-", b"!", b"m"
MEMORY = 1_500_000_000
"""Bytes of address space; Python and the parsers take some 300 MB of it before they read anything."""

Task = Callable[..., object]


def main() -> int:
    # The parent decides when we end: what is sent to the whole group is for it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _limit(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":
        _limit(resource.RLIMIT_AS, MEMORY)
    # What a parser says of a hostile page is the page's words; nothing it prints may get between the answers.
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    tasks = _tasks()
    _answer(answers, READY, "")
    while (job := _job(sys.stdin.buffer)) is not None:
        kind, text = _done(tasks, *job)
        _answer(answers, kind, text)
    return 0


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def _tasks() -> dict[str, Task]:
    """The jobs by name. Importing their parsers takes about a second, which no job should pay."""
    from bot.feeds.pages import page_of, warm
    from bot.feeds.parsing import read_feed, read_links

    warm()
    return {"feed": read_feed, "links": read_links, "page": page_of}


def _job(stdin: BinaryIO) -> tuple[str, list[str | None], float, bytes] | None:
    """The next job; None when the parent has closed the pipe or is gone."""
    sizes = stdin.read(2 * SIZE)
    head_size, data_size = int.from_bytes(sizes[:SIZE], "big"), int.from_bytes(sizes[SIZE:], "big")
    head, data = stdin.read(head_size), stdin.read(data_size)
    if len(sizes) < 2 * SIZE or len(head) < head_size or len(data) < data_size:
        return None
    asked = json.loads(head)
    return asked["task"], asked["args"], asked["seconds"], data


def _done(tasks: dict[str, Task], task: str, args: list[str | None], seconds: float, data: bytes) -> tuple[bytes, str]:
    from bot.feeds.decoding import Unreadable
    from bot.news.documents import to_json

    # The parent kills what takes too long; should it be gone, this ends us even inside of C code.
    signal.setitimer(signal.ITIMER_REAL, seconds + 5)
    try:
        return DONE, to_json(tasks[task](data, *args))
    except Unreadable as error:
        return UNREADABLE, str(error)
    except MemoryError:
        return NO_MEMORY, ""
    except Exception:
        return FAILED, traceback.format_exc(limit=-20)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(out: BinaryIO, kind: bytes, text: str) -> None:
    data = text.encode("utf-8", "replace")
    out.write(kind + len(data).to_bytes(SIZE, "big") + data)
    out.flush()


if __name__ == "__main__":
    sys.exit(main())
