"""What a person is told when the store cannot do its work."""

from __future__ import annotations

from bot.ports import Unavailable


class StoreError(Unavailable):
    """The store cannot be opened, read or written. The words name it, the cause, and what may help."""


class StoreLocked(StoreError):
    """Another process is writing; another try may go through."""


class StoreUnreachable(StoreError):
    """The database's server cannot be reached, or takes nobody now; it may be there in a moment."""


class Foreign(StoreError):
    """It is a database, but another program's."""


class Collided(StoreError):
    """Two transactions stood in each other's way and this one was undone: the same one may go through now."""
