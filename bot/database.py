"""`factbox db`: brings the store up to date, backs it up, puts a backup back, copies it into another one."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from bot.app import now
from bot.flows.channels import Channels
from bot.news.channels import Channel, Edition, EditionId
from bot.news.report import many
from bot.news.slots import due_at, latest_slot
from bot.platforms.screen_text import clean, spell
from bot.settings import Settings
from bot.store.backup import Tell, back_up
from bot.store.channels import channels_of
from bot.store.copying import Copied, copy_rows, refuse_running
from bot.store.engine import open_store
from bot.store.errors import StoreError
from bot.store.file_lock import file_of, only_copy
from bot.store.restoring import Restored, restore
from bot.store.schema import NEWEST
from bot.store.sql import SqlStore
from bot.store.versions import version_at
from bot.store_settings import address_in, shown

_COUNTED = {
    "articles": "article",
    "editions": "edition",
    "turns": "answer",
    "feeds": "feed",
    "channels": "subscription",
}
_EVERY = 0.2  # seconds


async def migrate_store(address: str, *, as_json: bool) -> int:
    """Bring the store to this program's version, or make it. Raises `Unavailable` where that cannot be done."""
    before = await version_at(address)
    if before != NEWEST:
        with only_copy(address):  # a bot of the older version must not find its tables changed under it
            await (await open_store(address)).close()
    if as_json:
        _row(did="migrated", store=shown(address), **{"from": before, "to": NEWEST})
    elif before is None:
        _say(f"Made the store {shown(address)} (schema {NEWEST}).")
    elif before == NEWEST:
        _say(f"{shown(address)} is up to date (schema {NEWEST}); nothing was to be done.")
    else:
        _say(f"Brought {shown(address)} from schema {before} to {NEWEST}.")
    return 0


async def back_up_store(address: str, file: Path, *, as_json: bool) -> int:
    """Write a backup, also while the bot runs. Raises `Unavailable` where none was made."""
    with _Progress() as progress:
        kept = await back_up(address, file, progress.tell)
    if as_json:
        _row(
            did="backed up", store=shown(address), file=str(file), bytes=kept.size, schema=kept.version, rows=kept.rows
        )
        return 0
    _say(f"Wrote {file}: {_size(kept.size)}, schema {kept.version}, {_counts(kept.rows)}. It was checked and is whole.")
    return 0


async def restore_store(settings: Settings, file: Path, *, as_json: bool) -> int:
    """Put a backup in the place of the store. Raises `Unavailable`, and then the store is as it was."""
    address, moment = settings.store_address(), now()
    closed: list[str] = []

    async def settle(store: SqlStore) -> None:
        closed.extend(await close_slots(store, [s.channel() for s in settings.channels], moment))

    with _Progress() as progress:
        restored = await restore(address, file, moment, progress.tell, settle)
    kept, aside = restored.kept, restored.aside
    if as_json:
        told = {"schema": kept.version, "rows": kept.rows, "aside": aside and str(aside), "altered": restored.altered}
        _row(did="restored", store=shown(address), file=str(file), **told, not_written=closed)
    else:
        _tell_restored(restored, shown(address), file, closed)
    return 0


async def copy_store(source: str, target: str, *, as_json: bool) -> int:
    """Copy a store that no bot runs on into an empty one; each is an address, a file of SQLite, or @ and the file that
    holds an address. Raises `Unavailable`, and then the target is as it was.
    """
    from_, to = address_of(source), address_of(target)
    if from_ == to or (file_of(from_) and file_of(from_) == file_of(to)):
        raise StoreError(f"{shown(from_)} is named twice: a store is copied into another one.")
    version = await version_at(from_)
    if version != NEWEST:
        raise StoreError(
            f"{shown(from_)} has schema {version}, and this program copies {NEWEST}. Bring it up to date first:"
            " factbox db migrate, with that store in the settings or in FACTBOX_STORE."
            if version
            else f"There is no store at {shown(from_)}: nothing was copied."
        )
    with ExitStack() as locks, _Progress() as progress:
        for address in (from_, to):
            locks.enter_context(only_copy(address))  # what is posted while it is copied would be posted again
        copied = await _copied(from_, to, progress.tell)
    if as_json:
        _row(did="copied", store=shown(from_), to=shown(to), rows=copied.rows, altered=copied.altered)
        return 0
    _say(f"Copied {shown(from_)} to {shown(to)}: {_counts(copied.rows)}. All rows were counted there.")
    _tell_altered(copied.altered)
    _say("Set the new store in the settings before you start the bot; the old one must not run any more.")
    return 0


def address_of(named: str) -> str:
    """The address that is meant. Raises `SettingsError` for a file that holds none."""
    if named.startswith("@"):
        return address_in(Path(named[1:]))
    return named if "://" in named else f"sqlite:///{named}"


async def close_slots(store: SqlStore, settled: list[Channel], moment: datetime) -> list[str]:
    """Take every channel's latest slot with an edition of nothing, which posts nothing; those that were free.

    It was due before the backup was put back, and what came of it after the backup was made nobody knows.
    """
    closed: list[str] = []
    for channel in await Channels(settled, channels_of(store)).all():
        slot = latest_slot(replace(channel, quiet=None, paused=False), moment)
        if slot is None or due_at(channel, slot) > moment:
            continue  # held until quiet hours end: nobody has posted it
        edition = Edition(EditionId(f"{channel.name} {slot}"), channel.name, slot, ())
        if await store.save_edition(edition, (), moment):
            closed.append(edition.id)
    return closed


async def _copied(source: str, target: str, tell: Tell) -> Copied:
    of = await open_store(source)
    try:
        await refuse_running(of)
        into = await open_store(target)
        try:
            return await copy_rows(of, into, tell)
        finally:
            await into.close()
    finally:
        await of.close()


def _tell_restored(restored: Restored, store: str, file: Path, closed: list[str]) -> None:
    kept = restored.kept
    up = "" if kept.version == NEWEST else f", brought up to {NEWEST}"
    _say(f"Restored {file} into {store}: schema {kept.version}{up}, {_counts(kept.rows)}.")
    if restored.aside is not None:
        _say(f"What was there is kept as {restored.aside}. Remove it once all is well.")
    _tell_altered(restored.altered)
    _say("What came in after the backup was made comes in again, and what was told of it since may be told again.")
    for edition in closed:
        _say(f"Not written, since it may have been posted: {edition}")
    _say("The search index is made anew when the bot runs.")


def _tell_altered(altered: tuple[str, ...]) -> None:
    if altered:
        _say("Postgres keeps no NUL characters. Each has become the sign � in its place, and nothing else changed:")
    for words in altered:
        _say(f"  {words}")


def _counts(rows: Mapping[str, int]) -> str:
    return ", ".join(many(rows.get(name, 0), noun) for name, noun in _COUNTED.items())


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 1e5 else f"{count / 1e3:,.1f} KB"


def _say(words: str) -> None:
    print(spell(clean(words), sys.stdout.encoding or "ascii"))


def _row(**values: object) -> None:
    print(json.dumps(values, ensure_ascii=False))


@dataclass(slots=True)
class _Progress:
    """One line on a terminal that says how far it is, and goes in the end; nothing elsewhere."""

    shown_at: float = 0.0
    width: int = 0
    on: bool = field(default_factory=lambda: sys.stderr.isatty())

    def tell(self, what: str, done: int, of: int) -> None:
        if not self.on or time.monotonic() - self.shown_at < _EVERY:
            return
        self.shown_at = time.monotonic()
        words = f"{what} {100 * done // of} %" if of > 1 else f"{what} …"
        print(f"\r{words:{self.width}}", end="", file=sys.stderr, flush=True)
        self.width = len(words)

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self.width:
            print(f"\r{'':{self.width}}\r", end="", file=sys.stderr, flush=True)
