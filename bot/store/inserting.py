"""Inserts that leave alone what is there already, as each database says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Executable, Table
from sqlalchemy.ext.asyncio import AsyncConnection


async def insert_new(on: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows of which no unique column has the value already; how many they were."""
    return (await on.execute(_inserting(on.dialect.name, table), rows)).rowcount if rows else 0


@cache
def _inserting(dialect: str, table: Table) -> Executable:
    statement: Executable = dialect_insert(dialect, table).on_conflict_do_nothing()
    return statement


def dialect_insert(dialect: str, table: Table) -> Any:
    """An insert that knows ON CONFLICT; of the dialect in use only, since each takes a while to load."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
