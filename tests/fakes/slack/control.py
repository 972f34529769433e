"""Playing the people from another process: POST /control/NAME with {"args": [...], "kwargs": {...}}.

NAME is a method or attribute of `FakeSlack`, or "troubles.add"; what it gives comes back as JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from tests.fakes import control

if TYPE_CHECKING:
    from tests.fakes.slack.fake import FakeSlack

DOES = (
    "person channel direct messages every_message says edits deletes tells opens_home presses presses_in commands submits closes "
    "does redeliver disconnect revoke_token drop_scope listens_at standing"
).split()
HAS = "calls ephemerals views view_errors homes statuses prompts scheduled pings complaints events".split()


def install(slack: FakeSlack, app: web.Application) -> None:
    """Serve it along with the Web API."""
    control.install(slack, app, DOES, HAS, {"troubles.add": slack.troubles.add})
