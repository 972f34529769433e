"""REST calls: each a function of the state and the call, found by its verb and path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fakes.discord.state import State

Do = Callable[["State", "Call"], Any]


@dataclass(slots=True)
class Call:
    """One REST call. `path` is without the API's root; `at` the fake's clock; `outcome` "ok", Discord's code, or the trouble it met."""

    verb: str
    path: str
    json: Any
    at: float
    query: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    outcome: str = ""
    answer: Any = None
    status: int = 0

    @property
    def body(self) -> dict[str, Any]:
        """The JSON object it came with, {} without one."""
        return self.json if isinstance(self.json, dict) else {}


@dataclass(frozen=True, slots=True)
class Route:
    """One call there is. `open`: its token is in its path, none is asked for. `limit` calls per `per` seconds a bucket."""

    verb: str
    pattern: str
    do: Do
    open: bool = False
    limit: int = 50
    per: float = 1.0


ROUTES: dict[tuple[str, str], Route] = {}


def route(verb: str, pattern: str, *, open: bool = False, limit: int = 50, per: float = 1.0) -> Callable[[Do], Do]:
    """Serve this function at a path; what it gives is the answer's JSON, None for 204 without any."""

    def remember(do: Do) -> Do:
        ROUTES[verb, pattern] = Route(verb, pattern, do, open, limit, per)
        return do

    return remember
