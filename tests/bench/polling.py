"""What polling costs, side by side in one run: Factbox, lemon24/reader, newsboat, and bare loops that store nothing.

python -m tests.bench.polling           1,000 feeds: every contender, three rounds, medians
python -m tests.bench.polling --long    also 10,000: Factbox and the bare loop (`--rivals`: newsboat and reader too, hours)

A process of its own serves the feeds, each on a host of its own. Each contender polls all of them twice, in a process of
its own: cold, then with nothing new (every answer is "304 not modified"). Getting ready is not counted, except
newsboat's, which is a new process for every poll. reader is looked for here, or in the Python that `--reader-python` or
FACTBOX_BENCH_READER_PYTHON names.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from json import loads
from pathlib import Path
from statistics import median

from tests.bench.feed_server import Counts, counts, feed_url
from tests.bench.rivals import AT_ONCE, Cost, newsboat

MOST_BYTES = 400_000_000
TIMES_BARE = 1.5
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Run:
    """One contender's two polls, and how many answers of each it got where all should be of one kind."""

    cold: Cost
    unchanged: Cost
    whole: int
    not_modified: int


@dataclass(frozen=True, slots=True)
class Server:
    """A running server of `feeds` feeds, together `size` bytes."""

    port: int
    feeds: int
    size: int

    def write_urls(self, folder: Path) -> None:
        urls = "".join(feed_url(number, self.port) + "\n" for number in range(self.feeds))
        (folder / "urls").write_text(urls, encoding="utf-8")

    def checked(self, who: str) -> Counts:
        """What was asked since the last time. A contender that left feeds out has not run this race."""
        seen = counts(self.port)
        if seen.feeds != self.feeds:
            raise SystemExit(f"{who} got only {seen.feeds:,} of {self.feeds:,} feeds: nothing can be compared")
        return seen


@contextmanager
def served(feeds: int, seconds: float = 0.0) -> Iterator[Server]:
    """A server whose answers take `seconds`, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.feed_server", str(feeds), str(seconds)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        port, size = map(int, running.stdout.readline().split())
        yield Server(port, feeds, size)
        running.stdin.close()


def run_python(python: str, name: str, server: Server, folder: Path) -> Run:
    """A contender of `rivals.py`, in a process of its own."""
    command = [python, "-m", "tests.bench.rivals", name, str(folder)]
    costs, seen = [], []
    with (
        (folder / "log").open("w", encoding="utf-8") as log,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, cwd=_ROOT
        ) as running,
    ):
        assert running.stdin is not None
        assert running.stdout is not None
        for _ in range(2):
            line = running.stdout.readline()
            if not line:
                running.wait()
                raise SystemExit(f"{name} failed:\n" + (folder / "log").read_text(encoding="utf-8")[-3000:])
            costs.append(Cost(**loads(line)))
            seen.append(server.checked(name))
            running.stdin.write("\n")
            running.stdin.flush()
    return Run(costs[0], costs[1], seen[0].whole, seen[1].unchanged)


def run_newsboat(program: str, server: Server, folder: Path) -> Run:
    """Three polls, the middle one for nothing: newsboat 2.21 keeps no validators of a feed that it meets for the first time."""
    costs, seen = [], []
    for _ in range(3):
        costs.append(newsboat(program, folder))
        seen.append(server.checked("newsboat"))
    return Run(costs[0], costs[2], seen[0].whole, seen[2].unchanged)


@dataclass(frozen=True, slots=True)
class Contender:
    name: str
    run: Callable[[Server, Path], Run]


def contenders(reader_python: str | None) -> tuple[dict[str, Contender], list[str]]:
    """Those that are here, and a word on each that is not."""

    def in_python(title: str, name: str, python: str = sys.executable) -> Contender:
        return Contender(title, lambda server, folder: run_python(python, name, server, folder))

    found = {
        "bare": in_python("bare loop: httpx, fastfeedparser", "bare"),
        "quick": in_python("  the same over httpx-aiohttp", "quick"),
    }
    missing = []
    program = shutil.which("newsboat")
    if program:
        found["newsboat"] = Contender("newsboat", lambda server, folder: run_newsboat(program, server, folder))
    else:
        missing.append("newsboat is not installed (Debian: apt install newsboat); left out.")
    if reader_python or importlib.util.find_spec("reader"):
        found["reader"] = in_python("lemon24/reader", "reader", reader_python or sys.executable)
    else:
        missing.append(
            "lemon24/reader is not installed here; name a Python that has it (pip install reader sgmllib3k) "
            "with --reader-python; left out."
        )
    found["factbox"] = in_python("Factbox, everything", "factbox")
    return found, missing


def race(feeds: int, rounds: int, running: dict[str, Contender]) -> dict[str, list[Run]]:
    """Every contender once a round, so that a busy minute of the machine falls on all of them."""
    runs: dict[str, list[Run]] = {name: [] for name in running}
    with served(feeds) as server:
        print(f"\n{feeds:,} feeds of {server.size / feeds / 1000:.0f} KB on average, each on a host of its own")
        print(f"{rounds} round(s) one after the other, medians; at most {AT_ONCE} requests at once\n")
        start = counts(server.port).seconds
        for number in range(rounds):
            for name, contender in running.items():
                _progress(f"  round {number + 1}: {contender.name.strip()}")
                with tempfile.TemporaryDirectory(prefix="factbox-bench-") as folder:
                    server.write_urls(Path(folder))
                    runs[name].append(contender.run(server, Path(folder)))
        _progress("")
        served_for = (counts(server.port).seconds - start) / sum(map(len, runs.values())) / 2
    show(feeds, runs, running)
    print("  (+ children: the sum of their peaks, an upper bound. ", end="")
    print(f"The server itself: {served_for:.2f} s CPU for one poll of all.)")
    return runs


def _progress(words: str) -> None:
    if sys.stderr.isatty():
        print(words.ljust(70), end="\r", file=sys.stderr, flush=True)


def _middle(runs: list[Run], of: Callable[[Run], float]) -> float:
    return median(of(run) for run in runs)


def show(feeds: int, runs: dict[str, list[Run]], running: dict[str, Contender]) -> None:
    print(f"{'':36}{'cold':>16}{'nothing new':>22}{'peak memory':>19}")
    print(f"{'':36}{'wall s':>8}{'CPU s':>8}{'wall s':>14}{'CPU s':>8}{'MB':>12}{'+ children':>13}")
    for name, mine in runs.items():
        peak = _middle(mine, lambda run: run.unchanged.peak) / 1e6
        below = _middle(mine, lambda run: run.unchanged.below) / 1e6
        print(
            f"{running[name].name:36}"
            f"{_middle(mine, lambda run: run.cold.wall):8.2f}{_middle(mine, lambda run: run.cold.cpu):8.2f}"
            f"{_middle(mine, lambda run: run.unchanged.wall):14.2f}{_middle(mine, lambda run: run.unchanged.cpu):8.2f}"
            f"{peak:12.0f}{below:13.0f}"
        )
        if mine[-1].not_modified != feeds:
            print(f"{'':36}(of its {feeds:,} second answers only {mine[-1].not_modified:,} were 304)")


def _verdict(words: str, is_: float, limit: float, unit: str) -> None:
    print(f"  {words:58}{is_:8.2f} of {limit:8.2f} {unit:4} {'met' if is_ <= limit else 'MISSED'}")


def judge(runs: dict[str, list[Run]], longer: dict[str, list[Run]] | None, feeds: int, more: int) -> None:
    """Against the limits that we named for ourselves."""

    def cold(run: Run) -> float:
        return run.cold.cpu

    def unchanged(run: Run) -> float:
        return run.unchanged.cpu

    print("\nlimits")
    ours = runs["factbox"]
    if "newsboat" in runs:
        _verdict("cold: no more CPU than newsboat", _middle(ours, cold), _middle(runs["newsboat"], cold), "s")
    bare, quick = _middle(runs["bare"], unchanged), _middle(runs["quick"], unchanged)
    _verdict("nothing new: 1.5 times the bare loop's CPU", _middle(ours, unchanged), TIMES_BARE * bare, "s")
    print(f"  (no limit: {_middle(ours, unchanged) / quick:.2f} times the loop over httpx-aiohttp)")
    if longer is None:
        return
    many = longer["factbox"]
    peak = _middle(many, lambda run: run.unchanged.peak + run.unchanged.below) / 1e6
    _verdict(f"memory at {more:,} feeds, children and all", peak, MOST_BYTES / 1e6, "MB")
    for words, of in (("cold", cold), ("nothing new", unchanged)):
        limit = _middle(ours, of) * more / feeds
        _verdict(f"growth from {feeds:,} to {more:,}, {words}: linear", _middle(many, of), limit, "s")
    if "bare" in longer:
        limit = TIMES_BARE * _middle(longer["bare"], unchanged)
        _verdict(f"nothing new at {more:,}: 1.5 times the bare loop", _middle(many, unchanged), limit, "s")


def main() -> None:
    asked = argparse.ArgumentParser(description="What polling costs, side by side.")
    asked.add_argument("--feeds", type=int, default=1_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--long", action="store_true", help="ten times as many feeds as well, one round")
    asked.add_argument("--rivals", action="store_true", help="with --long: newsboat and reader there too")
    asked.add_argument("--only", help="names of contenders, with commas: bare, quick, factbox, newsboat, reader")
    asked.add_argument("--reader-python", default=os.environ.get("FACTBOX_BENCH_READER_PYTHON"))
    given = asked.parse_args()
    found, missing = contenders(given.reader_python)
    for words in missing:
        print(words)
    if given.only:
        found = {name: found[name] for name in given.only.split(",") if name in found}
    runs = race(given.feeds, given.rounds, found)
    longer = None
    if given.long:
        few = {name: one for name, one in found.items() if given.rivals or name in ("bare", "factbox")}
        longer = race(given.feeds * 10, 1, few)
    if {"bare", "quick", "factbox"} <= runs.keys():
        judge(runs, longer, given.feeds, given.feeds * 10)


if __name__ == "__main__":
    main()
