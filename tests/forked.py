"""Processes of their own, forked from one that has loaded the program: to load it takes longer than most of them take."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import BinaryIO

_LOADED = [
    "bot.cli",
    "bot.talk",
    "bot.run",
    "bot.filters",
    "tests.platforms.answering_child",
    "tests.platforms.slack.crash_child",
    "tests.platforms.discord.crash_child",
    "tests.store.polling_child",
    __name__,
]
_PATIENCE = 60.0  # seconds


def processes() -> ForkServerContext:
    """One server for all tests of a worker: the first who asks it says what is loaded."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED)
    return context


@dataclass(frozen=True, slots=True)
class Child:
    """A process whose standard input and output are with us: `said` is what it writes, `told` goes to it."""

    process: ForkServerProcess
    said: BinaryIO
    told: BinaryIO

    def kill(self) -> None:
        self.process.kill()


@contextmanager
def child(target: Callable[..., object], *args: object) -> Iterator[Child]:
    """The function at work in a process of its own, which is dead in the end."""
    ours, theirs = processes().Pipe()
    process = processes().Process(target=_at_pipe, args=(theirs, target, args))
    process.start()
    theirs.close()
    with ours, os.fdopen(os.dup(ours.fileno()), "rb") as said, os.fdopen(os.dup(ours.fileno()), "wb", 0) as told:
        try:
            yield Child(process, said, told)
        finally:
            process.kill()
            process.join()
            process.close()


def _at_pipe(line: Connection, target: Callable[..., object], args: Sequence[object]) -> None:
    for number in (0, 1):
        os.dup2(line.fileno(), number)
    line.close()
    target(*args)


def factbox(
    args: Sequence[str], stdin: str, folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """`python -m bot` as `subprocess.run` would run it in this folder; what it writes goes through files in there."""
    given, out, err = streams = [folder / f".{name}" for name in ("stdin", "stdout", "stderr")]
    given.write_text(stdin, encoding="utf-8", newline="")
    process = processes().Process(target=_program, args=(tuple(args), folder, dict(environment), streams))
    process.start()
    process.join(_PATIENCE)
    ended = process.exitcode
    process.kill()
    process.join()
    process.close()
    if ended is None:
        raise subprocess.TimeoutExpired(list(args), _PATIENCE)
    said, told = (path.read_bytes().decode() for path in (out, err))
    for path in streams:
        path.unlink()
    return subprocess.CompletedProcess(list(args), ended, said, told)


def _program(args: Sequence[str], folder: Path, environment: Mapping[str, str], streams: Sequence[Path]) -> None:
    from bot.cli import main

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in enumerate(streams):
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC if number else os.O_RDONLY, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)
    sys.argv = ["factbox", *args]
    main()
