"""One copy of the bot on one SQLite file: a second one would claim, post and answer beside it.

The lock is the kernel's (flock), on a file beside the store's. So it goes with the process that holds it, however that
ends, and holds between containers that share the volume. What stands in the file only tells people who holds it.
"""

from __future__ import annotations

import errno
import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.store.errors import StoreError

_ENDING = ".lock"
_LONGEST_NOTE = 300  # bytes
_NOT_KNOWN_THERE = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}

log = structlog.get_logger()


def file_of(url: str) -> Path | None:
    """The file of a store's address; None where it has none, or is no address."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        return None  # who opens the store says what is wrong with it
    if not address.drivername.startswith("sqlite") or address.database in (None, "", ":memory:"):
        return None
    return Path(str(address.database))


@contextmanager
def only_copy(url: str) -> Iterator[None]:
    """This process alone has the store's file, where it has one, until the block ends. Those that only look in may.

    Raises `StoreError` where another one has it, or where there can be no lock beside it. A file system that knows no
    locks gets a warning: there nobody can tell.
    """
    file = file_of(url)
    if file is None:
        yield
        return
    # However the file is called: two names of one file have one lock.
    lock = Path(f"{file.resolve()}{_ENDING}")
    descriptor = _opened(lock)
    try:
        _take(descriptor, file, lock)
        yield
        _note(descriptor, lock, "")
    finally:
        os.close(descriptor)


def _opened(lock: Path) -> int:
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the folder {lock.parent} for the store cannot be made: {error.strerror}") from error
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        if os.geteuid() == 0:  # as SQLite does it with its log: the bot that runs as somebody else must get at it
            owner = lock.parent.stat()
            os.fchown(descriptor, owner.st_uid, owner.st_gid)
        return descriptor
    except OSError as error:
        raise StoreError(
            f"{lock} cannot be written ({error.strerror}): the store's folder has to be writable. Check that its "
            "volume is there and not read-only, and the rights of both."
        ) from error


def _take(descriptor: int, file: Path, lock: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StoreError(
            f"{file} is in use by another copy of Factbox ({_holder(descriptor)}). One file serves one copy: stop that "
            "one first, or set a Postgres store, which serves many."
        ) from None
    except OSError as error:
        if error.errno not in _NOT_KNOWN_THERE:
            raise StoreError(f"{lock} cannot be locked: {error.strerror}") from error
        log.warning(
            "store_not_locked", file=str(lock), why=f"{error.strerror}: see to it yourself that only one copy runs"
        )
    _note(descriptor, lock, f"process {os.getpid()} on {socket.gethostname()}\n")


def _note(descriptor: int, lock: Path, words: str) -> None:
    """Who holds it, for people: where the disk is full it stays untold, and the lock holds all the same."""
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, words.encode(), 0)
    except OSError as error:
        log.warning("store_lock_not_named", file=str(lock), why=error.strerror)


def _holder(descriptor: int) -> str:
    said = os.pread(descriptor, _LONGEST_NOTE, 0).decode("utf-8", "replace").strip()
    return said if said.isprintable() and said else "which did not say where it runs"
