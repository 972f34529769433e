"""Which files there are to read: folders walked in order, links that lead in circles left out."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Skipped:
    """What gave no article, and why. `asked`: its path was given by name, not met in a folder."""

    path: str
    why: str
    asked: bool = False

    def __str__(self) -> str:
        return f"{self.path}: {self.why}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to read. `key` names it within its source; `asked` as in `Skipped`."""

    path: Path
    key: str
    asked: bool


@dataclass(slots=True)
class Walk:
    """The files of `paths` whose names end in one of `kinds`, and what was left out. Nothing is opened."""

    kinds: Collection[str]
    found: list[Candidate] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    _seen: dict[str, str] = field(default_factory=dict)
    _keys: set[str] = field(default_factory=set)

    def take(self, paths: Iterable[str | os.PathLike[str]]) -> None:
        """Walk each path, a file or a folder; folders recursively, sorted by name, hidden names left out."""
        for given in paths:
            path = Path(given)
            try:
                mode = path.stat().st_mode
            except (FileNotFoundError, NotADirectoryError):
                self._skip(path, _missing(path), asked=True)
            except (OSError, ValueError) as e:
                self._skip(path, cause(e), asked=True)
            else:
                if stat.S_ISDIR(mode):
                    self._folder(path)
                else:
                    self._file(path, path.name, mode, asked=True)

    def _folder(self, root: Path) -> None:
        before = len(self.found)
        remarks = len(self.skipped)
        waiting = [root]
        while waiting:
            path = waiting.pop()
            try:
                mode = path.stat().st_mode
                if not stat.S_ISDIR(mode):
                    self._file(path, path.relative_to(root).as_posix(), mode, asked=False)
                elif self._first_time(path):
                    entries = sorted((e for e in path.iterdir() if not e.name.startswith(".")), reverse=True)
                    waiting.extend(entries)
            except OSError as e:
                self._skip(path, "is a link that leads nowhere" if path.is_symlink() else cause(e))
        if len(self.found) == before and len(self.skipped) == remarks:
            self._skip(root, f"is a folder without articles; what is read: {' '.join(sorted(self.kinds))}", asked=True)

    def _file(self, path: Path, name: str, mode: int, *, asked: bool) -> None:
        kind = path.suffix.lower()
        if not stat.S_ISREG(mode):
            self._skip(path, "is no regular file", asked)
        elif kind not in self.kinds:
            what = f"{kind} files are" if kind else "a file without an ending in its name is"
            self._skip(path, f"{what} not read; what is read: {' '.join(sorted(self.kinds))}", asked)
        elif self._first_time(path):
            # Two folders may hold files of one name: the later one goes by its path as it was given.
            key = name if name not in self._keys else path.as_posix()
            self._keys.add(key)
            self.found.append(Candidate(path, printable(key), asked))

    def _first_time(self, path: Path) -> bool:
        real = os.path.realpath(path)
        if real in self._seen:
            self._skip(path, f"leads to {self._seen[real]}, which is read already")
            return False
        self._seen[real] = printable(path)
        return True

    def _skip(self, path: Path, why: str, asked: bool = False) -> None:
        self.skipped.append(Skipped(printable(path), why, asked))


def printable(path: str | Path) -> str:
    """A path as text that can be stored and shown, also where its name is not valid in any encoding."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _missing(path: Path) -> str:
    """That a path is not there, with the nearest name that is."""
    lost = path
    while not lost.parent.is_dir() and lost.parent != lost:
        lost = lost.parent
    try:
        names = {entry.name.casefold(): entry.name for entry in lost.parent.iterdir()}
    except OSError:
        return "there is no such file or folder"
    near = get_close_matches(lost.name.casefold(), names, 1)
    hint = f"; did you mean {printable(lost.parent / names[near[0]])}?" if near else ""
    return f"there is no such file or folder{hint}"


def cause(error: Exception) -> str:
    """Why the operating system would not let us read, in words."""
    if isinstance(error, PermissionError):
        return "may not be read: permission denied"
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read: {words.lower()}"
