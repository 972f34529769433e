"""What goes wrong on purpose: cut connections, server errors, silence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack.methods import Call

KINDS = ("drop-before", "drop-after", "http-500", "500-after", "429", "hang-before", "hang-after", "bad-json")


@dataclass(slots=True)
class Trouble:
    """One kind of it, for calls of `method` ("*": of any) whose arguments are as in `where`, `left` times."""

    method: str
    kind: str
    left: int
    where: dict[str, Any] = field(default_factory=dict)
    retry_after: int = 30

    @property
    def after(self) -> bool:
        """Whether the call is done all the same."""
        return self.kind in ("drop-after", "500-after", "hang-after", "bad-json")

    def meets(self, call: Call) -> bool:
        """Whether it befalls this call."""
        named = self.method in ("*", call.method)
        return self.left > 0 and named and all(call.arguments.get(name) == value for name, value in self.where.items())


class Troubles:
    """All that is to go wrong; each is met in the order they were added."""

    def __init__(self) -> None:
        self.waiting: list[Trouble] = []

    def add(self, method: str, kind: str, times: int = 1, *, retry_after: int = 30, **where: Any) -> None:
        """Let the next `times` calls of the method with these arguments meet it.

        Kinds: drop-before, drop-after, http-500, 500-after, 429 (`retry_after` seconds), hang-before, hang-after
        ("after": the call is done, its answer is lost), error:CODE (not done), bad-json (done, the answer is no JSON).
        """
        if kind not in KINDS and not kind.startswith("error:"):
            raise ValueError(f"no trouble is called {kind!r}")
        self.waiting.append(Trouble(method, kind, times, where, retry_after))

    def take(self, call: Call) -> Trouble | None:
        """The trouble this call meets, used up by it."""
        for trouble in self.waiting:
            if trouble.meets(call):
                trouble.left -= 1
                return trouble
        return None

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self.waiting.clear()
