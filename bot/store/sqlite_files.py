"""A file of SQLite as a file: what may stand beside it, and how a name that it is given survives a power cut."""

from __future__ import annotations

import os
from pathlib import Path

_ENDINGS = ("", "-wal", "-shm", "-journal")


def remove(file: Path) -> None:
    """It, and what SQLite put beside it; nothing happens to what is not there. Raises OSError."""
    for ending in _ENDINGS:
        Path(f"{file}{ending}").unlink(missing_ok=True)


def keep_names(folder: Path) -> None:
    """What files in the folder are called now they are called after a power cut too. Raises OSError."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
