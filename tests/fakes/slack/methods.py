"""The Web API's methods: each a function of the workspace and the call, with the scopes it needs and its rate."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.slack.refusals import Refused

if TYPE_CHECKING:
    from tests.fakes.slack.workspace import Workspace


@dataclass(slots=True)
class Call:
    """One call of the Web API. `at` is the fake's clock; `outcome` "ok", an error code, or the trouble it met."""

    method: str
    arguments: dict[str, Any]
    at: float
    outcome: str = ""
    answer: dict[str, Any] = field(default_factory=dict)

    def need(self, name: str) -> str:
        """A string argument that must be there."""
        value = self.arguments.get(name)
        if value is None or value == "":
            raise Refused(
                "invalid_arguments", response_metadata={"messages": [f"[ERROR] missing required field: {name}"]}
            )
        return str(value)

    def text(self, name: str) -> str | None:
        """A string argument, or None."""
        value = self.arguments.get(name)
        return None if value is None else str(value)

    def flag(self, name: str, default: bool = False) -> bool:
        """A truth value, however it was written."""
        value = self.arguments.get(name, default)
        return value in (True, 1, "1", "true", "True")

    def number(self, name: str, default: int) -> int:
        """A whole number, however it was written."""
        try:
            return int(self.arguments.get(name, default))
        except (TypeError, ValueError):
            raise Refused(
                "invalid_arguments", response_metadata={"messages": [f"[ERROR] must be a valid integer: {name}"]}
            ) from None

    def data(self, name: str) -> Any:
        """An argument that is JSON, sent as such or as a string of it (form and query)."""
        value = self.arguments.get(name)
        if isinstance(value, str):
            try:
                return json.loads(value)
            except ValueError:
                raise Refused(
                    "invalid_arguments", response_metadata={"messages": [f"[ERROR] invalid JSON: {name}"]}
                ) from None
        return value


Doer = Callable[["Workspace", Call], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Method:
    """What is known of one method. `scopes`: any of them will do; empty: a valid token is enough. `tier`: see rates."""

    name: str
    do: Doer
    scopes: tuple[str, ...] = ()
    tier: str = "3"
    token: str = "bot"


METHODS: dict[str, Method] = {}


def method(name: str, *, scopes: tuple[str, ...] = (), tier: str = "3", token: str = "bot") -> Callable[[Doer], Doer]:
    """Put a function down as that method."""

    def put(do: Doer) -> Doer:
        METHODS[name] = Method(name, do, scopes, tier, token)
        return do

    return put
