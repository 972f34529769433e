"""Where the queue's tables are: the store's address, as psycopg wants it. No password is ever shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from bot.ports import Rejected

_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_UNREADABLE = (
    "the store's address cannot be read: write postgresql://user:password@host:5432/database, "
    "with %40 for an @ in the password, %3A for a colon and %2F for a slash"
)
# A copy must notice within seconds that its server is gone, also where the network swallows all it sends.
_LIVELINESS = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # milliseconds
}


@dataclass(frozen=True, slots=True)
class Address:
    """`shown` names it to people; `given` is what psycopg connects with."""

    shown: str
    given: dict[str, Any] = field(repr=False)

    def without_password(self, words: str) -> str:
        password = self.given.get("password")
        return words.replace(password, "***") if password else words


def address_of(url: str, schema: str, name: str) -> Address:
    """`postgresql://user:password@host:5432/database`, with libpq's parameters after "?".

    What connects finds the tables of `schema` alone, and is `name` to whoever looks at the server.
    Raises `Rejected` where it is no such address.
    """
    scheme, found, rest = url.partition("://")
    if not found or scheme not in _SCHEMES:
        raise Rejected("the queue needs a store on Postgres: postgresql://user:password@host:5432/database")
    try:
        given = conninfo_to_dict(f"postgresql://{rest}")
    except ProgrammingError:
        raise Rejected(_UNREADABLE) from None  # libpq's own words may quote the password
    # What libpq takes for host or port is a part of the password, where that has an @ or a slash in it.
    if "@" in str(given.get("host")) or not str(given.get("port", 5432)).isdigit():
        raise Rejected(_UNREADABLE)
    shown = f"{given.get('host', 'the local socket')}:{given.get('port', 5432)}/{given.get('dbname', '')}"
    options = f"{given.get('options', '')} -c search_path={schema}".strip()
    return Address(shown, _LIVELINESS | given | {"options": options, "application_name": f"factbox {name}"[:63]})
