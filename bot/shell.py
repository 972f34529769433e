"""How a command begins and ends: its common options, settings, output, and problems that end in one clear line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

Config = Annotated[
    Path | None, typer.Option("--config", help="The settings file; by default config/factbox.yaml where it exists.")
]
Jobs = Annotated[int, typer.Option(min=1, help="How many processes work side by side.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Inputs = Annotated[list[str], typer.Argument(metavar="FILE|URL|-…", help='Files, addresses, "-" for standard input.')]
From = Annotated[str | None, typer.Option(metavar="URL", help="The address that the file came from.")]
CORES = os.cpu_count() or 1


def examples(*lines: str) -> str:
    """Under the help: one a line; the first sign keeps click from folding them."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


@contextmanager
def calm() -> Iterator[None]:
    """Ctrl-C and an output that cannot be written end in one line."""
    try:
        yield
        sys.stdout.flush()
    except KeyboardInterrupt:
        fail("stopped", code=130)
    except BrokenPipeError:
        # The reader of our output has gone, as `head` does; nothing is wrong.
        drop_output()
        sys.exit(0)
    except OSError as error:
        drop_output()
        fail(f"the output cannot be written: {error.strerror}")


def write_utf8() -> None:
    """JSON is UTF-8 whatever the locale; a lone surrogate is written as JSON escapes it."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def drop_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fail(words: str, code: int = 1) -> NoReturn:
    try:
        sys.stdout.flush()
    except OSError:
        drop_output()  # or Python would try again at its end, and exit with a code of its own
    print(f"factbox: {words}", file=sys.stderr)
    sys.exit(code)


def settings_of(config: Path | None) -> Settings:
    from bot.settings import SettingsError, load

    try:
        return load(config)
    except SettingsError as error:
        fail(str(error), 2)


def run_rows(name: str, paths: list[str], jobs: int, asker: object = None) -> NoReturn:
    from bot.filters import Asker
    from bot.rows import LinesError, run_filter

    write_utf8()
    with calm():
        try:
            bad = run_filter(name, paths, jobs, asker if isinstance(asker, Asker) else None)
        except LinesError as error:
            fail(str(error))
    if bad:
        fail(f"{bad} row{'s' if bad > 1 else ''} could not be read; the others are done")
    sys.exit(0)


def guarded(start: Callable[[], Coroutine[Any, Any, int | None]]) -> int:
    """Run it; what the outside does to us ends in one line that says what, where and what to do."""
    import asyncio

    from bot.ports import Rejected, Unavailable

    with calm():
        try:
            return asyncio.run(start()) or 0
        except (Rejected, Unavailable) as error:
            fail(str(error))
    return 0
