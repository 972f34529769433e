"""`python -m tests.many.doomed FOLDER run …`: the bot as a process that kills itself at a point of its work.

A point is a statement to the store and when: right before it (`before`), when its transaction is about to be committed
(`commit`), or once it is and its connection is given back (`after`). A file in FOLDER, named after a point's number,
is a death that is owed there: whoever of all processes gets to the point first takes the file away, and dies by SIGKILL.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from functools import cache
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, event

When = Literal["before", "commit", "after"]

POINTS: dict[str, tuple[str, When]] = {
    "articles of a folder, about to be stored": (r"INSERT INTO revisions", "commit"),
    "articles of a folder, stored": (r"INSERT INTO revisions", "after"),
    "a feed's articles, about to be stored": (r"INSERT INTO article_keys", "commit"),
    "a feed's articles stored, the poll not noted": (r"UPDATE feeds SET .*\betag\b", "before"),
    "the poll noted": (r"UPDATE feeds SET .*\betag\b", "after"),
    "stories, about to be placed": (r"UPDATE articles SET story", "commit"),
    "stories, placed": (r"UPDATE articles SET story", "after"),
    "an edition, about to be stored": (r"INSERT INTO deliveries", "commit"),
    "an edition, stored": (r"INSERT INTO deliveries", "after"),
    "its slot, about to be noted": (r"INSERT INTO slots", "before"),
    "its slot, noted": (r"INSERT INTO slots", "after"),
    "a delivery, about to be claimed": (r"UPDATE deliveries SET .*\bcoalesce\b", "commit"),
    "a delivery, claimed": (r"UPDATE deliveries SET .*\bcoalesce\b", "after"),
    "posted, not marked": (r"UPDATE deliveries SET .*\bmessage=", "before"),
    "posted, about to be marked": (r"UPDATE deliveries SET .*\bmessage=", "commit"),
    "posted, marked": (r"UPDATE deliveries SET .*\bmessage=", "after"),
    "posted or not, about to be put off": (r"UPDATE deliveries SET .*\bdue_at=", "before"),
    "posted or not, put off": (r"UPDATE deliveries SET .*\bdue_at=", "after"),
    "a question, about to be kept": (r"INSERT INTO mentions", "commit"),
    "a question, kept": (r"INSERT INTO mentions", "after"),
    "a question, begun": (r"UPDATE mentions SET", "after"),
    "an answer, posted and not remembered": (r"INSERT INTO turns", "before"),
    "an answer, remembered": (r"INSERT INTO turns", "after"),
    "a question, about to be struck off": (r"DELETE FROM mentions", "before"),
    "duties, about to be renewed": (r"INSERT INTO duties", "commit"),
    "duties, renewed": (r"INSERT INTO duties", "after"),
}
NEWS = tuple(point for point, (pattern, _) in POINTS.items() if re.search("revisions|article|feeds", pattern))
"""Points that nobody gets to without news."""

_NAMES = tuple(POINTS)


def owe(folder: Path, point: str) -> Path:
    """From now on somebody is to die there; the file is gone once they do."""
    owed = folder / str(_NAMES.index(point))
    owed.touch()
    return owed


def doom(folder: Path) -> None:
    """Kill this process with SIGKILL when it gets to a point where a death is owed."""
    reached: dict[Any, set[str]] = {}  # by connection, in its transaction

    def die(point: str) -> None:
        try:
            (folder / str(_NAMES.index(point))).unlink()
        except FileNotFoundError:
            return  # none is owed, or somebody else was faster
        os.kill(os.getpid(), signal.SIGKILL)

    def executes(on: Connection, _: Any, statement: str, *__: Any) -> None:
        for point in points_of(statement):
            if POINTS[point][1] == "before":
                die(point)
            else:
                reached.setdefault(on.connection.dbapi_connection, set()).add(point)

    def commits(on: Connection) -> None:
        for point in reached.get(on.connection.dbapi_connection, ()):
            if POINTS[point][1] == "commit":
                die(point)

    def is_undone(on: Connection) -> None:
        reached.pop(on.connection.dbapi_connection, None)

    def is_given_back(dbapi: Any, _: Any) -> None:
        for point in reached.pop(dbapi, ()):
            if POINTS[point][1] == "after":
                die(point)

    event.listen(Engine, "before_cursor_execute", executes)
    event.listen(Engine, "commit", commits)
    event.listen(Engine, "rollback", is_undone)
    event.listen(Engine, "checkin", is_given_back)


@cache
def points_of(statement: str) -> tuple[str, ...]:
    """The points that a statement is at."""
    return tuple(point for point, (pattern, _) in POINTS.items() if re.search(pattern, statement, re.DOTALL))


if __name__ == "__main__":
    doom(Path(sys.argv[1]))
    sys.argv = ["factbox", *sys.argv[2:]]
    from bot.cli import main

    main()
