"""The schema's history: one step a file in `versions/`, run by Alembic with no configuration file."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def upgrade(on: Connection, version: str) -> None:
    """Take the steps up to `version` on this connection; its transaction is the caller's to commit."""
    command.upgrade(configuration(on), version)


def configuration(on: Connection | None = None) -> Config:
    config = Config(attributes={"connection": on})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
