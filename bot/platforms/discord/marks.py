"""What the buttons and menus of our messages carry: an action, the tag by which the message is found again, a value.

Discord keeps nothing beside a message of ours but the custom ids in it, at most 100 characters each, no two the same
in one message: https://docs.discord.com/developers/components/reference#anatomy-of-a-component-custom-id
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

CUSTOM_ID_CHARS = 100
HEAD = 0
"""The piece that stands in its place; the others follow."""

TEMPLATE = r"fb:(?P<action>ask|follow|unfollow|sources|why|evidence):(?P<tag>[0-9a-f]{16})(?::(?P<value>[^\n]{1,90}))?"
"""What a custom id of ours looks like; it is matched whole."""

_TEMPLATE = re.compile(TEMPLATE)
_TAG_CHARS, _NONCE_CHARS = 16, 24  # Discord takes 25 characters of a nonce
_HEADS = frozenset(("follow", "unfollow"))


@dataclass(frozen=True, slots=True)
class Carried:
    """What a custom id says. `value` is that of a button; what is chosen of a menu comes beside its custom id."""

    action: str
    tag: str
    value: str = ""


def tag_of(key: str, piece: int) -> str:
    """By which the piece that was posted with this key is known: 16 hexadecimal digits."""
    return _digest(key, piece)[:_TAG_CHARS]


def nonce_of(key: str, piece: int) -> str:
    """By which Discord knows for some minutes that a piece was posted: 24 hexadecimal digits."""
    return _digest(key, piece)[:_NONCE_CHARS]


def _digest(key: str, piece: int) -> str:
    return blake2b(f"{key}:{piece}".encode()).hexdigest()


def custom_id(action: str, tag: str, value: str = "") -> str:
    """Of a button or a menu; whoever makes it sees to it that it is no longer than `CUSTOM_ID_CHARS`."""
    return f"fb:{action}:{tag}:{value}" if value else f"fb:{action}:{tag}"


def parsed(custom_id: str) -> Carried | None:
    """What it carries; None where it is none of ours."""
    found = _TEMPLATE.fullmatch(custom_id)
    return Carried(found["action"], found["tag"], found["value"] or "") if found else None


def tags_in(message: Mapping[str, Any]) -> set[str]:
    """The tags in a message as Discord gives it, by whoever it is."""
    return {carried.tag for carried in _carried(message)}


def is_head(message: Mapping[str, Any]) -> bool:
    """Whether it is the head of a brief, as Discord gives it."""
    return any(carried.action in _HEADS for carried in _carried(message))


def _carried(message: Mapping[str, Any]) -> Iterator[Carried]:
    for component in components_in(message.get("components")):
        name = component.get("custom_id")
        carried = parsed(name) if isinstance(name, str) else None
        if carried is not None:
            yield carried


def components_in(components: Any) -> Iterator[Mapping[str, Any]]:
    """All components of a message in their order, those inside of others too."""
    waiting = _listed(components)[::-1]
    while waiting:
        component = waiting.pop()
        if isinstance(component, Mapping):
            yield component
            waiting += [component.get("accessory"), *_listed(component.get("components"))[::-1]]


def _listed(found: Any) -> list[Any]:
    return list(found) if isinstance(found, list | tuple) else []
