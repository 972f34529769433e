"""What a person is told when the store cannot do its work."""

from __future__ import annotations

from bot.ports import Unavailable


class StoreError(Unavailable):
    """The store cannot be opened, read or written. The words name it, the cause, and what may help."""


class StoreLocked(StoreError):
    """Another process is writing; another try may go through."""
