"""Inserts that leave alone what is there already, or take its place, as each database says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import ColumnElement, Executable, Table, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

_COUNTED: dict[str, Any] = {"preserve_rowcount": True}


async def insert_new(on: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows of which no unique column has the value already; how many they were. All have the same columns.

    Where others write too they go in the order of their keys: two that insert the same must not wait for each other.
    """
    if not rows:
        return 0
    if on.dialect.name == "sqlite" or len(rows) == 1:
        return (await on.execute(_inserting(on.dialect.name, table), rows if rows[1:] else rows[0])).rowcount
    key = [column.name for column in table.primary_key]
    in_order = sorted(rows, key=lambda row: [row[name] for name in key])
    columns = tuple(rows[0])
    values = {name: [row[name] for row in in_order] for name in columns}
    return (await on.execute(_inserting_many(table, columns), values)).rowcount


async def put(
    on: AsyncConnection, table: Table, values: Mapping[str, Any], unless: ColumnElement[bool] | None = None
) -> None:
    """Insert the row, or put it in the place of the one with its key; that one stays where it is `unless` what."""
    new = dialect_insert(on.dialect.name, table).values(values)
    key = [column.name for column in table.primary_key]
    rest = {name: new.excluded[name] for name in values if name not in key}
    where = None if unless is None else ~unless
    await on.execute(new.on_conflict_do_update(index_elements=key, set_=rest, where=where))


@cache
def _inserting(dialect: str, table: Table) -> Executable:
    statement: Executable = dialect_insert(dialect, table).on_conflict_do_nothing().execution_options(**_COUNTED)
    return statement


@cache
def _inserting_many(table: Table, columns: tuple[str, ...]) -> Executable:
    """A column is one value, an array: a statement that names each value of each row takes three times as long."""
    from sqlalchemy.dialects.postgresql import ARRAY

    arrays = (bindparam(name, type_=ARRAY(table.c[name].type)) for name in columns)
    rows = func.unnest(*arrays).table_valued(*columns).render_derived("rows")
    statement = dialect_insert("postgresql", table).from_select(columns, select(*(rows.c[name] for name in columns)))
    many: Executable = statement.on_conflict_do_nothing().execution_options(**_COUNTED)
    return many


def dialect_insert(dialect: str, table: Table) -> Any:
    """An insert that knows ON CONFLICT; of the dialect in use only, since each takes a while to load."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
