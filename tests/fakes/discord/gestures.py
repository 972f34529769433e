"""One thing a person did, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.fakes.discord.world import Json

COMMAND, COMPONENT, COMPLETION, MODAL = 2, 3, 4, 5

WITHIN = 3.0
"""Seconds to a first answer (interactions/receiving-and-responding#interaction-callback)."""

LASTS = 900.0
"""Seconds an interaction's token lasts."""

LOADING = 1 << 7


@dataclass(slots=True)
class Interaction:
    """One press, command, completion or filled modal (`kind` 3, 2, 4, 5).

    `answer` is the type of the callback that came: 4 a message, 5 one deferred, 6 deferred without a message, 7 the pressed
    message changed, 8 choices, 9 a modal. `message` is the first response as it stands now, `followups` further ones;
    `failed`: no answer came in time, and the person read "This interaction failed".
    """

    id: str
    token: str
    kind: int
    person: str
    channel: str
    at: float
    payload: Json
    pressed: Json | None = None
    answer: int | None = None
    message: Json | None = None
    choices: list[Json] = field(default_factory=list)
    modal: Json | None = None
    followups: list[Json] = field(default_factory=list)
    failed: bool = False
    expired: bool = False
    installed: bool = True

    @property
    def shown(self) -> Json | None:
        """The response that is read now: the last follow-up, or the first message; None while it loads."""
        last = self.followups[-1] if self.followups else self.message
        return None if last is None or last["flags"] & LOADING else last
