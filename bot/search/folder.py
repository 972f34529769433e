"""Where an index lies on disk: its folder by format, and who may write there."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import IO

from bot.ports import Unavailable
from bot.search.documents import FORMAT

try:
    import fcntl
except ImportError:  # Windows: its users run one process, and the index has a lock of its own
    fcntl = None  # type: ignore[assignment]

_NAME = "passages-"


class Folder:
    """A folder that may hold other things too: ours are `passages-FORMAT` and the lock beside it."""

    def __init__(self, folder: Path) -> None:
        """Raises `Unavailable` where it cannot be made."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable(f"the folder {folder} for the search index cannot be made: {error.strerror}") from error
        self.path = folder / f"{_NAME}{FORMAT}"
        self._folder = folder
        self._lock: IO[bytes] | None = None

    def lock(self) -> bool:
        """Whether this process is the one that writes: the first that asks, until it unlocks or ends."""
        if self._lock is not None:
            return True
        try:
            file = (self._folder / f"{_NAME}lock").open("ab")
        except OSError:
            return False
        try:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._lock = file
        return True

    def unlock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def tidy(self) -> None:
        """Remove what other formats left behind, as far as it can be removed. For the one who writes."""
        for path in self._folder.glob(f"{_NAME}*"):
            if path != self.path and path.name[len(_NAME) :].isdigit():
                shutil.rmtree(path, ignore_errors=True)

    def empty(self) -> None:
        """An index that cannot be read goes: the store has all it held. For the one who writes."""
        _remove(self.path)

    def make(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
