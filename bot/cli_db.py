"""`factbox db`: what a person can ask for about the store. Imports are lazy."""

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.shell import AsJson, Config, examples, guarded, settings_of, write_utf8

db_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Backup = Annotated[Path, typer.Argument(metavar="FILE", help="The backup: one file, of SQLite.")]
_STORE = "An address, a file of SQLite, or @FILE where FILE holds the address (it may have a password)."


@db_app.callback(epilog=examples("factbox db migrate", "factbox db backup /backups/monday.db"))
def db() -> None:
    """The store: bring it up to date, back it up, put a backup back, copy it to Postgres."""


@db_app.command("migrate", epilog=examples("factbox db migrate", "factbox db migrate --json"))
def db_migrate(config: Config = None, as_json: AsJson = False) -> None:
    """Bring the store of the settings up to date.

    `factbox run` does so by itself; do it before, where many copies start. It may run while they do.
    """
    from bot.database import migrate_store

    settings = settings_of(config)
    _done(lambda: migrate_store(settings.store_address(), as_json=as_json), as_json=as_json)


@db_app.command(
    "backup", epilog=examples("factbox db backup /backups/monday.db", 'factbox db backup "/backups/$(date +%F).db"')
)
def db_backup(file: Backup, config: Config = None, as_json: AsJson = False) -> None:
    """Write the store into a new file and check that file. The bot may run meanwhile.

    The backup is of one moment, also of Postgres, whose rows go into a file of SQLite (pg_dump does better for huge
    ones). It is never written over another file, and has its name only once it is whole.
    """
    from bot.database import back_up_store

    settings = settings_of(config)
    _done(lambda: back_up_store(settings.store_address(), file, as_json=as_json), as_json=as_json)


@db_app.command("restore", epilog=examples("factbox db restore /backups/monday.db"))
def db_restore(file: Backup, config: Config = None, as_json: AsJson = False) -> None:
    """Put a backup in the place of the store, once it is checked. Stop the bot first.

    A file that was there is kept beside it, under a name that is told. A Postgres store has to be empty. Slots that
    fell due since the backup was made are left out, since what they brought may have been posted.
    """
    from bot.database import restore_store

    settings = settings_of(config)
    _done(lambda: restore_store(settings, file, as_json=as_json), as_json=as_json)


@db_app.command(
    "copy",
    epilog=examples(
        "factbox db copy data/factbox.db @/run/secrets/store",
        "factbox db copy sqlite:///data/factbox.db postgresql://factbox@db.example.org/factbox",
    ),
)
def db_copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help=_STORE)],
    target: Annotated[str, typer.Argument(metavar="TO", help="The same; an empty one.")],
    as_json: AsJson = False,
) -> None:
    """Copy a store into an empty one, all of it or nothing. Stop the bot first.

    For the way from one file to Postgres. Afterwards set the new store in the settings.
    """
    from bot.database import copy_store

    _done(lambda: copy_store(source, target, as_json=as_json), as_json=as_json)


def _done(start: Callable[[], Coroutine[Any, Any, int]], *, as_json: bool) -> None:
    if as_json:
        write_utf8()
    sys.exit(guarded(start))
