"""The nouns as JSON and back, strictly: what comes back is what went in, or a ValueError that says where it is not.

Works for frozen dataclasses made of str, int, float, bool, datetime, None, Literal, unions, tuples and each other. A
field that is missing is refused unless it has a default, so that documents outlive the fields added after them.
"""

from __future__ import annotations

import json
import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(value: object) -> str:
    """Compact JSON. Infinite numbers are written as Python's json does, so that no figure can block an edition."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[T], text: str) -> T:
    """The value of type `kind` that `to_json` wrote. Raises ValueError for anything else."""
    return cast(T, _built(kind, json.loads(text), "$"))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name, _, _ in _fields(type(value))}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _built(kind: Any, value: object, where: str) -> object:
    """`value` as `kind`; `where` is its path in the document, for the error."""
    kind = getattr(kind, "__supertype__", kind)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _built_union(get_args(kind), value, where)
    if origin is Literal and value in get_args(kind) and isinstance(value, str):
        return value
    if origin is tuple and isinstance(value, list):
        item = get_args(kind)[0]
        return tuple(_built(item, each, f"{where}[{at}]") for at, each in enumerate(value))
    if is_dataclass(kind) and isinstance(value, dict):
        return _built_dataclass(cast(type, kind), value, where)
    if kind is float and type(value) is int:
        return float(value)
    if kind is datetime and isinstance(value, str):
        return _moment(value, where)
    if isinstance(kind, type) and type(value) is kind:
        return value
    raise ValueError(f"{where}: {value!r:.60} is no {getattr(kind, '__name__', kind)}")


def _moment(value: str, where: str) -> datetime:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{where}: {value!r:.60} is no datetime") from None


def _built_union(kinds: tuple[Any, ...], value: object, where: str) -> object:
    if value is None and types.NoneType in kinds:
        return None
    rest = [kind for kind in kinds if kind is not types.NoneType]
    if len(rest) != 1:
        raise TypeError(f"{where}: only optional values can be read, not {kinds}")
    return _built(rest[0], value, where)


def _built_dataclass(kind: type, value: dict[str, object], where: str) -> object:
    built: dict[str, object] = {}
    for name, hint, has_default in _fields(kind):
        if name in value:
            built[name] = _built(hint, value[name], f"{where}.{name}")
        elif not has_default:
            raise ValueError(f"{where}: {kind.__name__} without {name!r}")
    unknown = value.keys() - built.keys()
    if unknown:
        raise ValueError(f"{where}: {kind.__name__} has no {min(unknown)!r}")
    return kind(**built)


@cache
def _fields(kind: type[Any]) -> tuple[tuple[str, Any, bool], ...]:
    """Name, type and whether there is a default, for each field of a dataclass."""
    hints = get_type_hints(kind)
    return tuple(
        (field.name, hints[field.name], field.default is not MISSING or field.default_factory is not MISSING)
        for field in fields(kind)
    )
