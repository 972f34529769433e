"""A message put to Slack in the richest form that it takes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.platforms.slack.failures import Refused
from bot.platforms.slack.pieces import Message
from bot.platforms.slack.simple import simpler

# What Slack says where it does not take the form of a message; some clients and workspaces lag behind its blocks.
_FORM = frozenset(
    "invalid_blocks invalid_blocks_format msg_blocks_too_long too_many_blocks invalid_attachments "
    "cannot_parse_blocks".split()
)

# Nobody is called, and nothing is read into the text.
_LITERAL = {"link_names": False, "parse": "none"}

Call = Callable[..., Awaitable[dict[str, Any]]]


async def write(call: Call, method: str, message: Message, **arguments: Any) -> dict[str, Any]:
    """Slack's answer to chat.postMessage or chat.update. Raises as a call."""
    form: Message | None = message
    while True:
        assert form is not None
        try:
            return await call(method, blocks=list(form.blocks), text=form.text, **_LITERAL, **arguments)
        except Refused as error:
            form = simpler(form) if error.code in _FORM else None
            if form is None:
                raise
