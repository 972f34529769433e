"""Copies of the bot as processes on one store, and a Discord of our own that they all meet."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parents[2]


@dataclass(slots=True)
class Member:
    """One copy: its process, and the lines that it has logged so far."""

    process: asyncio.subprocess.Process
    log: Path

    @property
    def runs(self) -> bool:
        return self.process.returncode is None

    def tell(self, signal_: signal.Signals) -> None:
        """Send it a signal, if it still runs."""
        with suppress(ProcessLookupError):
            self.process.send_signal(signal_)

    def kill(self) -> None:
        self.tell(signal.SIGKILL)

    async def stopped(self, seconds: float = 15.0) -> int:
        """Its exit code after SIGTERM."""
        if self.runs:
            self.tell(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), seconds)

    def events(self, name: str = "") -> list[dict[str, Any]]:
        """What it logged, in order: all, or the events of that name."""
        return [line for line in _lines(self.log) if not name or line.get("event") == name]

    @property
    def name(self) -> str:
        """By which the store knows it; "" before it took a duty or began."""
        return next((str(line["copy"]) for line in self.events("duties")), "")

    def hears(self, platform: str) -> bool:
        """Whether it is the one that hears there, as far as it said."""
        said = [line for line in self.events() if line.get("event") in ("hearing", "resting")]
        of_it = [line["event"] for line in said if line["platform"] == platform]
        return self.runs and of_it[-1:] == ["hearing"]


@dataclass(slots=True)
class Fleet:
    """The copies that run, and those that did. `environment` is that of each."""

    folder: Path
    store: str
    environment: Mapping[str, str]
    members: list[Member] = field(default_factory=list)

    @property
    def fates(self) -> Path:
        """Where deaths are owed, of those that are doomed."""
        return self.folder / "fates"

    async def start(self, *, doomed: bool = False, **environment: str) -> Member:
        """One more copy; `doomed` to die where a death is owed."""
        log = self.folder / f"copy{len(self.members)}.log"
        how = ["-m", "tests.many.doomed", str(self.fates)] if doomed else ["-m", "bot"]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FACTBOX")}
        given = {"FACTBOX_STORE": self.store, "FACTBOX_INDEX": str(self.folder / f"index{len(self.members)}")}
        with log.open("wb") as out:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *how,
                "run",
                cwd=self.folder,
                env={**kept, **given, "PYTHONPATH": str(_HERE), "PYTHONUTF8": "1", **self.environment, **environment},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=out,
            )
        member = Member(process, log)
        self.members.append(member)
        return member

    def running(self) -> list[Member]:
        return [member for member in self.members if member.runs]

    def write(self, settings: Mapping[str, Any]) -> None:
        """The settings file, for those that start from now on or are told to read it."""
        (self.folder / "config" / "factbox.yaml").write_text(json.dumps(dict(settings)), encoding="utf-8")

    def keep_logs(self, folder: Path) -> None:
        """What each copy said, for whoever wonders."""
        folder.mkdir(parents=True, exist_ok=True)
        for member in self.members:
            (folder / member.log.name).write_bytes(member.log.read_bytes())

    async def end(self) -> None:
        for member in self.running():
            member.kill()
        for member in self.members:
            await member.process.wait()


@asynccontextmanager
async def fleet(
    settings: Mapping[str, Any], files: Mapping[str, str], store: str, **environment: str
) -> AsyncIterator[Fleet]:
    """A folder with these settings and files, for copies to run in; they end with it."""
    with tempfile.TemporaryDirectory(prefix="factbox-many-") as name:
        copies = Fleet(Path(name), store, environment)
        copies.fates.mkdir()
        (copies.folder / "config").mkdir()
        copies.write(settings)
        for path, text in files.items():
            (copies.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (copies.folder / path).write_text(text, encoding="utf-8")
        try:
            yield copies
        finally:
            await copies.end()


def free_port() -> int:
    """A port of this machine that nobody has just now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _lines(log: Path) -> Iterator[dict[str, Any]]:
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if isinstance(said, dict):
            yield said


def stories(count: int) -> dict[str, str]:
    """So many articles of events that have nothing to do with one another, by the path of each."""
    return {f"news/{n:03}.txt": _article(n) for n in range(count)}


_PLACES: Sequence[str] = (
    "Selby",
    "Marlow",
    "Tarrin",
    "Oststrand",
    "Vell",
    "Quarry Bay",
    "Lindow",
    "Hask",
    "Pellworm",
    "Ruun",
)
_EVENTS: Sequence[tuple[str, str, str]] = (
    ("ferry ran aground", "passengers were taken ashore", "The engine failed twice"),
    ("factory closed", "workers lost their jobs", "We had no orders left"),
    ("bridge was opened", "guests came to the ceremony", "It took us nine years"),
    ("museum was flooded", "paintings were carried out", "The water came within minutes"),
    ("school burned down", "pupils are taught in tents", "Nobody was inside"),
)


def _article(n: int) -> str:
    place = f"{_PLACES[n % len(_PLACES)]} {chr(65 + n // len(_PLACES) % 26)}"
    event, more, said = _EVENTS[n // 3 % len(_EVENTS)]
    return (
        f"{place}: {event}\n\nA {event} in {place} on Monday, and {117 + 7 * n} {more}, the mayor's office said.\n\n"
        f"“{said},” said Ines Okafor{n}, who heads the office of {place}. “We will know more tomorrow.”\n"
    )
