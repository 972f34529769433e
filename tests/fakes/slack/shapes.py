"""The bricks of the Block Kit validator: rules for values, with Slack's own words for what is wrong and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Faults = list[str]
Rule = Callable[[Any, str, Faults], None]

SHAPES: dict[str, Shape] = {}
"""Every object with a `type`, by that type."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What an object may hold, what it must hold, and what else is to be looked at."""

    fields: Mapping[str, Rule]
    required: tuple[str, ...] = ()
    also: Rule | None = None

    def check(self, value: Any, pointer: str, faults: Faults) -> None:
        """Say what is wrong with the object."""
        if not isinstance(value, dict):
            say(faults, "must provide an object", pointer)
            return
        for name in self.required:
            if name not in value:
                say(faults, f"missing required field: {name}", pointer)
        for name, inner in value.items():
            if name == "type":
                continue
            rule = self.fields.get(name)
            if rule is None:
                say(faults, f"invalid additional property: {name}", pointer)
            else:
                rule(inner, f"{pointer}/{name}", faults)
        if self.also is not None:
            self.also(value, pointer, faults)


def say(faults: Faults, words: str, pointer: str) -> None:
    """Note a fault, as Slack words it in `response_metadata.messages`."""
    faults.append(f"{words} [json-pointer:{pointer}]")


def define(kind: str, fields: Mapping[str, Rule], required: tuple[str, ...] = (), also: Rule | None = None) -> None:
    """Put down what an object of that type is like."""
    SHAPES[kind] = Shape(fields, required, also)


def string(most: int | None = None, least: int = 1) -> Rule:
    """Text of that many characters."""

    def rule(value: Any, pointer: str, faults: Faults) -> None:
        if not isinstance(value, str):
            say(faults, "must provide a string", pointer)
        elif len(value) < least:
            say(faults, f"must be more than {least - 1} characters", pointer)
        elif most is not None and len(value) > most:
            say(faults, f"must be less than {most + 1} characters", pointer)

    return rule


def matching(pattern: str, words: str) -> Rule:
    """Text that wholly matches."""

    def rule(value: Any, pointer: str, faults: Faults) -> None:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            say(faults, words, pointer)

    return rule


def address(most: int = 3000, schemes: tuple[str, ...] = ("http", "https", "mailto", "tel", "slack")) -> Rule:
    """A URL."""

    def rule(value: Any, pointer: str, faults: Faults) -> None:
        string(most)(value, pointer, faults)
        if not isinstance(value, str):
            return
        try:
            parts = urlsplit(value)
        except ValueError:
            say(faults, "must be a valid URL", pointer)
            return
        if parts.scheme not in schemes or not (parts.netloc or parts.path) or any(one.isspace() for one in value):
            say(faults, "must be a valid URL", pointer)

    return rule


def flag(value: Any, pointer: str, faults: Faults) -> None:
    """True or false."""
    if not isinstance(value, bool):
        say(faults, "must provide a boolean", pointer)


def whole(least: int, most: int) -> Rule:
    """A whole number between the two."""

    def rule(value: Any, pointer: str, faults: Faults) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            say(faults, "must provide an integer", pointer)
        elif not least <= value <= most:
            say(faults, f"must be between {least} and {most}", pointer)

    return rule


def one_of(*values: str) -> Rule:
    """One of these words."""

    def rule(value: Any, pointer: str, faults: Faults) -> None:
        if value not in values:
            say(faults, f"must be a valid enum value: {', '.join(values)}", pointer)

    return rule


def listing(inner: Rule, most: int, least: int = 1) -> Rule:
    """A list of such values."""

    def rule(value: Any, pointer: str, faults: Faults) -> None:
        if not isinstance(value, list):
            say(faults, "must be an array", pointer)
            return
        if len(value) < least:
            say(faults, f"no less than {least} items allowed", pointer)
        if len(value) > most:
            say(faults, f"no more than {most} items allowed", pointer)
        for index, one in enumerate(value):
            inner(one, f"{pointer}/{index}", faults)

    return rule


def having(fields: Mapping[str, Rule], required: tuple[str, ...] = (), also: Rule | None = None) -> Rule:
    """An object without a `type`."""
    shape = Shape(fields, required, also)

    def rule(value: Any, pointer: str, faults: Faults) -> None:
        if isinstance(value, dict) and "type" in value:
            say(faults, "invalid additional property: type", pointer)
        shape.check(value, pointer, faults)

    return rule


def typed(*allowed: str) -> Rule:
    """An object of one of these types, as it was defined."""

    def rule(value: Any, pointer: str, faults: Faults) -> None:
        if not isinstance(value, dict):
            say(faults, "must provide an object", pointer)
        elif "type" not in value:
            say(faults, "missing required field: type", pointer)
        elif value["type"] not in allowed or value["type"] not in SHAPES:
            say(faults, f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            SHAPES[value["type"]].check(value, pointer, faults)

    return rule


def text(most: int = 3000, *, plain: bool = False) -> Rule:
    """A text object ("Text object": 1 to 3,000 characters), plain_text alone or mrkdwn as well."""
    kinds = {"plain_text": {"emoji": flag}, "mrkdwn": {"verbatim": flag}}

    def rule(value: Any, pointer: str, faults: Faults) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if isinstance(value, dict) and "type" not in value:
            say(faults, "missing required field: type", pointer)
        elif isinstance(value, dict) and (kind not in kinds or (plain and kind != "plain_text")):
            say(faults, f"unsupported type: {kind}", f"{pointer}/type")
        else:
            Shape({"text": string(most), **kinds.get(str(kind), {})}, ("text",)).check(value, pointer, faults)

    return rule


def distinct(name: str, where: str = "elements") -> Rule:
    """No two of an object's parts have the same name ("should be unique among all other action_ids in the block")."""

    def rule(value: Any, pointer: str, faults: Faults) -> None:
        seen = set()
        for index, one in enumerate(value.get(where) or []):
            mark = one.get(name) if isinstance(one, dict) else None
            if mark is not None and mark in seen:
                say(faults, f'`{name}` "{mark}" already exists', f"{pointer}/{where}/{index}/{name}")
            seen.add(mark)

    return rule


def any_of(*names: str) -> Rule:
    """At least one of these must be there."""

    def rule(value: Any, pointer: str, faults: Faults) -> None:
        if not any(name in value for name in names):
            say(faults, f"must provide one of: {', '.join(names)}", pointer)

    return rule
