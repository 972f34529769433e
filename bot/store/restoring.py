"""Puts a backup in the place of a store: the file that was there is kept aside, a database has to be empty.

What was posted, asked and answered since the backup was made is not in it, so what it holds is made careful first: of
every delivery that it owes the platform looks whether it stands there, questions that waited then are not answered
again, and nothing is held by copies that are gone.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, update

from bot.store.backup import Kept, Tell, checked, compact, in_thread
from bot.store.copying import copy_rows, refuse_taken
from bot.store.engine import open_store
from bot.store.errors import Foreign, StoreError
from bot.store.file_lock import file_of, only_copy
from bot.store.sql import SqlStore
from bot.store.sqlite_files import keep_names, remove
from bot.store.tables import deliveries, duties, mentions
from bot.store.versions import Unreadable, version_in
from bot.store.written import number_anew

Settle = Callable[[SqlStore], Awaitable[None]]
"""What else is done to what was in the backup before it counts."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What the backup held, and where the file is that it took the place of, if there was one.

    `altered`: where characters that Postgres does not keep were replaced.
    """

    kept: Kept
    aside: Path | None = None
    altered: tuple[str, ...] = ()


async def restore(url: str, backup: Path, now: datetime, tell: Tell, settle: Settle) -> Restored:
    """Raises `StoreError`; the store is as it was then. Nobody else may use its file, nor a copy its database."""
    file = file_of(url)
    if file is None:
        return await _into_database(url, backup, tell, settle)
    _refuse_itself(file, backup)
    with only_copy(url):
        kept = await in_thread(lambda told: checked(backup, told), tell)
        readable = _is_readable(file)
        with _emptied(file.with_name(f".{file.name}.restoring")) as ready:
            await _made_ready(backup, ready, tell, settle)
            aside = _aside(file, now)
            _swap(file, ready, aside, readable=readable)
    return Restored(kept, aside)


async def _into_database(url: str, backup: Path, tell: Tell, settle: Settle) -> Restored:
    target = await open_store(url)
    try:
        if not target.is_shared:
            raise StoreError("A store in memory ends with the program: nothing can be restored into it.")
        await refuse_taken(target)
        kept = await in_thread(lambda told: checked(backup, told), tell)
        with tempfile.TemporaryDirectory(prefix="factbox-") as folder:
            ready = Path(folder) / "ready.db"
            await _made_ready(backup, ready, tell, settle)
            source = await open_store(f"sqlite:///{ready}")
            try:
                copied = await copy_rows(source, target, tell)
            finally:
                await source.close()
    finally:
        await target.close()
    return Restored(kept, altered=copied.altered)


async def _made_ready(backup: Path, ready: Path, tell: Tell, settle: Settle) -> None:
    """A copy of the backup, up to date and careful."""
    await in_thread(lambda told: compact(backup, ready, told), tell)
    store = await open_store(f"sqlite:///{ready}")
    try:
        async with store.writing.begin() as on:
            await on.execute(delete(duties))
            await on.execute(delete(mentions))
            # As tried before, whatever became of it: what was held in quiet hours, too, may have been posted since.
            tried = {"attempts": deliveries.c.attempts + 1, "reason": None}
            tried["tried_at"] = func.coalesce(deliveries.c.tried_at, deliveries.c.due_at)
            await on.execute(update(deliveries).where(deliveries.c.state == "due").values(tried))
            await number_anew(on)
        await settle(store)
    finally:
        await store.close()


def _refuse_itself(file: Path, backup: Path) -> None:
    if backup.exists() and file.exists() and backup.samefile(file):
        raise StoreError(f"{backup} is the store itself.")


def _is_readable(file: Path) -> bool:
    """A store that is damaged, or of a newer version, is what a backup is wanted for; another program's file is not."""
    try:
        version_in(file)
    except Foreign:
        raise
    except Unreadable:
        return False
    except StoreError:
        return True
    return True


@contextmanager
def _emptied(ready: Path) -> Iterator[Path]:
    """No file has this name, at the beginning and in the end: nobody else uses it."""
    remove(ready)
    try:
        yield ready
    finally:
        remove(ready)


def _aside(file: Path, now: datetime) -> Path | None:
    """A name that no file has; none where there is nothing to keep."""
    if not file.exists():
        return None
    first = file.with_name(f"{file.name}.before-{now:%Y%m%dT%H%M%SZ}")
    names = [first, *(first.with_name(f"{first.name}-{number}") for number in range(2, 100))]
    return next(name for name in names if not name.exists())


def _swap(file: Path, ready: Path, aside: Path | None, *, readable: bool) -> None:
    """At every moment a whole store has the file's name: that which was there, then the new one."""
    try:
        _as_before(ready, file)
        if aside is None:
            remove(file)  # a log without its file would be read into that which comes
        else:
            if readable:
                _take_log_in(file)
            _move_log(file, aside)
            try:
                os.link(file, aside)
            except OSError:  # a file system without links
                file.rename(aside)
        ready.replace(file)
        keep_names(file.parent)
    except OSError as error:
        raise StoreError(f"{file} cannot be replaced ({error.strerror}). Look for it as {aside or file}.") from error


def _as_before(ready: Path, file: Path) -> None:
    """It belongs to whom the store, or its folder, belongs to, and only they may read it: the bot has to."""
    owner = (file if file.exists() else file.parent).stat()
    if os.geteuid() == 0:
        os.chown(ready, owner.st_uid, owner.st_gid)
    ready.chmod(owner.st_mode & 0o660 if file.exists() else 0o600)


def _take_log_in(file: Path) -> None:
    """The file alone is the whole store then. Raises `StoreError` where another process has it open."""
    try:
        with closing(sqlite3.connect(file, timeout=1.0, isolation_level=None)) as on:
            on.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreError(f"{file} is in use by another process. Stop it, and try again.") from None
        raise StoreError(f"{file} cannot be kept aside ({error}). Nothing was changed.") from error
    except sqlite3.Error:
        return  # it is damaged: its log goes along with it


def _move_log(file: Path, aside: Path) -> None:
    """What is left of a log belongs to the file that it was left of: it would be read into the one that comes."""
    for ending in ("-wal", "-journal"):
        log = Path(f"{file}{ending}")
        if log.exists():
            log.rename(f"{aside}{ending}")
    Path(f"{file}-shm").unlink(missing_ok=True)
