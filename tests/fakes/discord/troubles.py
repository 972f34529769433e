"""What goes wrong on purpose: cut connections, server errors, rate limits, silence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord.calls import Call

SERVER = ("500", "502", "503", "504")
KINDS = {f"{what}-{when}" for what in ("drop", "hang", *SERVER) for when in ("before", "after")} | {
    "429",
    "html",
    "banned",
}


@dataclass(slots=True)
class Trouble:
    """One kind of it, for calls like `pattern` whose JSON is as in `where`, `left` times, after `skip` of them went well."""

    pattern: re.Pattern[str]
    kind: str
    left: int
    skip: int
    retry_after: float
    everywhere: bool
    where: dict[str, Any] = field(default_factory=dict)

    @property
    def after(self) -> bool:
        """Whether the call is done all the same."""
        return self.kind.endswith("-after") or self.kind == "html"

    def meets(self, call: Call) -> bool:
        """Whether it befalls this call; a skipped one is counted."""
        if self.left <= 0 or not self.pattern.fullmatch(f"{call.verb} {call.path}"):
            return False
        if any(call.body.get(name) != value for name, value in self.where.items()):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.left -= 1
        return True


class Troubles:
    """All that is to go wrong; each is met in the order they were added."""

    def __init__(self) -> None:
        self.waiting: list[Trouble] = []

    def add(
        self,
        what: str,
        kind: str,
        times: int = 1,
        *,
        skip: int = 0,
        retry_after: float = 0.05,
        everywhere: bool = False,
        **where: Any,
    ) -> None:
        """Let the next `times` calls like `what` meet it, after `skip` that go well.

        `what`: "POST /channels/{}/messages" ({} is any one id), "PATCH *", or "*". `where`: values of the call's JSON.
        Kinds: drop-, hang-, 500-, 502-, 503- and 504-, each "before" (not done) or "after" (done, the answer lost); 429
        (`retry_after` seconds, `everywhere`: the global limit); html (done, the answer is a page, status 200); banned (a
        429 of Cloudflare's, no JSON, no Via); code:CODE (refused so, not done).
        """
        if kind not in KINDS and not kind.startswith("code:"):
            raise ValueError(f"no trouble is called {kind!r}: {sorted(KINDS)}")
        parts = [re.escape(part).replace(r"\*", ".*") for part in what.split("{}")]
        pattern = re.compile("[^/]+".join(parts))
        self.waiting.append(Trouble(pattern, kind, times, skip, retry_after, everywhere, where))

    def take(self, call: Call) -> Trouble | None:
        """The trouble this call meets, used up by it."""
        return next((trouble for trouble in self.waiting if trouble.meets(call)), None)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self.waiting.clear()
