"""Where the store is: its address, which may hold a password and then comes from the environment or from a file."""

from __future__ import annotations

import re
from pathlib import Path

from bot.sources import SettingsError, unread

DEFAULT = "sqlite:///data/factbox.db"
_FILE = "sqlite:///"
# Also one with characters that should have been written as %40, %2F and the like, and one that libpq takes by its name.
_BEFORE_HOST = re.compile(r"(://[^/?#\s:@]*:)\S*(?=@)")
_NAMED = re.compile(r"([?&]password=)[^&\s]*")


def address_in(file: Path) -> str:
    """The address that a file holds alone. Raises `SettingsError` where it cannot be read, or holds none."""
    try:
        said = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"store_file {file} cannot be read: {unread(error)}") from error
    if not said or re.search(r"\s", said):
        raise SettingsError(f"store_file {file} should hold the store's address alone, such as postgresql://…")
    return said


def holds_password(address: object) -> bool:
    """Whether an address has a password, which belongs into no file that is shown to others."""
    return isinstance(address, str) and any(found.search(address) for found in (_BEFORE_HOST, _NAMED))


def shown(address: str) -> str:
    """The address without its password."""
    return _NAMED.sub(r"\1***", _BEFORE_HOST.sub(r"\1***", address))


def index_beside(address: str, index: Path | None) -> Path | None:
    """The folder of the search index: the one that is set, one beside the store's file, or data/index.

    None where the store is in memory: its index is too, since what it is derived from is gone with it.
    """
    if not address.startswith("sqlite:"):
        return index or Path("data/index")
    file = address.removeprefix(_FILE).partition("?")[0]
    if not address.startswith(_FILE) or file in ("", ":memory:"):
        return None
    return index or Path(f"{file}.index")
