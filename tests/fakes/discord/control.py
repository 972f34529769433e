"""Playing the people from another process: POST /control/NAME with {"args": [...], "kwargs": {...}}.

NAME is a method or attribute of `FakeDiscord`, or "troubles.add" or "clock.forward"; what it gives comes back as JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes import control

if TYPE_CHECKING:
    from tests.fakes.discord.fake import FakeDiscord

DOES = (
    "guild leave role channel deny delete_channel delete_message person thread archive dm messages every_message threads says "
    "edits presses orders picks completes fills components group drop_gateway redeliver revoke_token expire standing connected"
).split()
HAS = "token api_url bot_user application commands calls ephemerals modals typing crossposted complaints interactions".split()


def install(discord: FakeDiscord, app: web.Application) -> None:
    """Serve it along with the REST API."""
    more: dict[str, Callable[..., Any]] = {"troubles.add": discord.troubles.add}
    if forward := getattr(discord.clock, "forward", None):
        more["clock.forward"] = forward
    control.install(discord, app, DOES, HAS, more)
