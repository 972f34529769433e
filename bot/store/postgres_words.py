"""What a person is told when Postgres fails: what happened, where, and what may help. No password is ever in it."""

from __future__ import annotations

import psycopg
from sqlalchemy.engine import URL

from bot.store.errors import Collided, StoreError, StoreLocked, StoreUnreachable

_LOST = "Nothing of what was at work is kept by halves, and the next try connects anew."

_FULL = "takes no further connection ({}). Stop something else, or raise its max_connections."
_SHUT = "lets us not in ({}). Check user and password of the store's address, and the server's pg_hba.conf."

# What servers say where they refuse a connection: there libpq gives no code, only these words. The first that fits.
_REFUSALS: tuple[tuple[str, type[StoreError], str], ...] = (
    ("password authentication failed", StoreError, _SHUT),
    ("no password supplied", StoreError, _SHUT),
    ("no pg_hba.conf entry", StoreError, _SHUT),
    ("is not permitted to log in", StoreError, _SHUT),
    ("permission denied for database", StoreError, _SHUT),
    ("does not exist", StoreError, "cannot be opened ({}). Make the database or the user first, or name another one."),
    ("too many clients", StoreUnreachable, _FULL),
    ("too many connections", StoreUnreachable, _FULL),
    ("remaining connection slots", StoreUnreachable, _FULL),
    ("invalid ", StoreError, "has an address that cannot be used ({})."),
)


def name_of(address: URL) -> str:
    """The database's address without the password and all that is set with it."""
    shown = URL.create("postgresql", address.username, None, address.host, address.port, address.database)
    return shown.render_as_string()


def cause(error: BaseException, name: str, *, lost: bool) -> StoreError | None:
    """What went wrong, for a person; None for what only a programmer can mend. `lost`: so is the connection."""
    if not isinstance(error, psycopg.Error):
        return None
    code, said = error.sqlstate or "", _said(error)
    told = _by_code(code, said, name)
    if told is not None:
        return told
    if lost or code.startswith(("08", "57P")):
        return StoreUnreachable(f"the connection to {name} was lost ({said}). {_LOST}")
    if not code and isinstance(error, psycopg.OperationalError | psycopg.ProgrammingError):
        return _refusal(said, name, isinstance(error, psycopg.OperationalError))
    return None


def _by_code(code: str, said: str, name: str) -> StoreError | None:
    """Codes as in the appendix "PostgreSQL Error Codes" of its manual."""
    match code:
        case "40001" | "40P01":
            return Collided(f"others were writing the same in {name}, again and again ({said}). Retry.")
        case "55P03" | "57014":
            return StoreLocked(f"{name} is busy: something else has been writing there for too long ({said}). Retry.")
        case "25006":
            words = "takes no writes ({}). It may be a standby: name the server that can write."
        case "42501":
            words = "does not let its user do that ({}). Grant the rights, or name another user."
        case "53100":
            words = "cannot grow ({}). Nothing was saved; make room on its disk."
        case "53200" | "53400":
            words = "has no room left to work ({}). Nothing was saved; give it more memory."
        case "53300":
            return StoreUnreachable(f"{name} {_FULL.format(said)}")
        case "58030" | "58P01" | "58P02" | "XX001" | "XX002":
            words = "is damaged, or its disk is ({}). Look at the server, and put a backup in its place at need."
        case _:
            return None
    return StoreError(f"{name} {words.format(said)}")


def _refusal(said: str, name: str, of_server: bool) -> StoreError | None:
    for sign, kind, words in _REFUSALS:
        if sign in said:
            return kind(f"{name} {words.format(said)}")
    return StoreUnreachable(f"{name} cannot be reached ({said}).") if of_server else None


def _said(error: psycopg.Error) -> str:
    """The first line of the server's own words, without where it is, which is told anyway."""
    words = error.diag.message_primary or str(error)
    lines = [line.strip(" -") for line in words.splitlines() if line.strip()]
    line = next((line for line in lines if "failed:" in line), lines[0] if lines else type(error).__name__)
    return line.rpartition("failed:")[2].rpartition("FATAL:")[2].strip() or line
