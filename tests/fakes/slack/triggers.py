"""What an app gets with each gesture: a trigger_id to open a modal with, and a response_url to answer at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.fakes.slack.refusals import Refused

if TYPE_CHECKING:
    from tests.fakes.slack.workspace import Workspace

TRIGGER_SECONDS = 3.0
"""Seconds of the clock: "Modals", "Preparing your app": a trigger_id expires three seconds after it was made."""

ANSWERS = 5
ANSWER_SECONDS = 1800.0
""""Handling user interaction": a response_url serves up to five times within 30 minutes."""


@dataclass(slots=True)
class Trigger:
    """Good for one modal."""

    user: str
    at: float
    used: bool = False


@dataclass(slots=True)
class Answering:
    """A response_url: to whom and where it speaks, and what it was made for ("ts" of a message, or "")."""

    user: str
    channel: str
    thread: str | None
    ts: str
    ephemeral: bool
    at: float
    left: int = ANSWERS


class Triggers:
    """All that were given out."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.given: dict[str, Trigger] = {}
        self.answering: dict[str, Answering] = {}

    def trigger(self, user: str) -> str:
        """A new trigger_id for what that person just did."""
        name = f"132456.{len(self.given) + 7890123}.{len(self.given):06x}"
        self.given[name] = Trigger(user, self.workspace.clock())
        return name

    def exchange(self, name: str | None) -> Trigger:
        """Use it up; refused when it is unknown, used or three seconds old."""
        trigger = self.given.get(name or "")
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self.workspace.clock() > trigger.at + TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger

    def response_url(
        self, user: str, channel: str, *, thread: str | None = None, ts: str = "", ephemeral: bool = False
    ) -> str:
        """Where the app can answer that gesture."""
        name = f"{self.workspace.world.team}-{len(self.answering) + 1}"
        self.answering[name] = Answering(user, channel, thread, ts, ephemeral, self.workspace.clock())
        return f"{self.workspace.url}/response/{name}"

    def answer(self, name: str) -> Answering:
        """What that response_url stands for; refused when it was used five times or is 30 minutes old."""
        found = self.answering.get(name)
        if found is None:
            raise Refused("no_such_url", status=404)
        if self.workspace.clock() > found.at + ANSWER_SECONDS:
            raise Refused("expired_url", status=404)
        if found.left == 0:
            raise Refused("used_url", status=404)
        found.left -= 1
        return found
