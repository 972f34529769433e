"""How every run of the tests goes: the same examples, no time limit on one, and no more work beside them than must be.

What fails here fails everywhere, and is not the machine's doing; `pytest --hypothesis-profile=default` looks for new examples.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

# Compiled once for all processes and runs, also where Python was told to write nothing beside the sources.
sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(Path(__file__).parents[1] / ".pytest_cache" / "compiled")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a third of the time goes in waiting for processes and sockets."""
    return (os.cpu_count() or 1) + 1


_LONGEST_FIRST = (
    "/many/",
    "/test_cli.py",
    "/flows/test_day.py",
    "/evals/",
    "/platforms/",
    "/queue/",
    "/test_seed",
    "/store/",
)
"""Files that take long stand first, or one process would be left with one of them at the end, and the others idle."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        return next((n for n, part in enumerate(_LONGEST_FIRST) if part in str(item.path)), len(_LONGEST_FIRST))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to look through it again and again for what may go takes a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(autouse=True, scope="module")
def collected() -> Iterator[None]:
    """What a file's tests left open is reported with them, and not somewhere later; what they keep is not looked at again."""
    yield
    gc.collect()
    gc.freeze()
