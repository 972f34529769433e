"""Set structured logs up: readable on a terminal, JSON lines elsewhere, on standard error, without secrets."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRET_KEY = re.compile(r"token|secret|password|api_?key|authorization", re.IGNORECASE)
# Slack's "ticket" opens a socket to whoever has its address; a token of Discord's has three parts, and the address of
# an interaction holds one that lets others answer it.
_SECRET_VALUE = re.compile(
    r"\b(?:xox[a-z]-|xapp-|sk-|Bearer\s+)[\w.\-]{6,}|(?<=[?&]ticket=)[^&\s'\"]+"
    r"|\b[\w-]{23,32}\.[\w-]{5,8}\.[\w-]{27,60}|\b(?:interactions|webhooks)/[0-9]+/[\w.=-]{20,}",
    re.IGNORECASE,
)


def set_up(level: int, *, plain: bool = False) -> None:
    """Log to standard error from `level` (as in `logging`) on; `plain` for a person also where it is no terminal."""
    terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            hide_secrets,
            structlog.dev.ConsoleRenderer(colors=terminal)
            if terminal or plain
            else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Vendors log through the standard library; below warnings they print request bodies.
    vendors = logging.StreamHandler(sys.stderr)
    vendors.setFormatter(_Hiding(logging.BASIC_FORMAT))
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[vendors], force=True)


class _Hiding(logging.Formatter):
    """What vendors log, tracebacks too, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET_VALUE.sub("***", super().format(record))


def hide_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: what looks like a secret becomes "***"."""
    for name, value in event.items():
        if _SECRET_KEY.search(name) and not isinstance(value, int | float):
            event[name] = "***"
        elif isinstance(value, str):
            event[name] = _SECRET_VALUE.sub("***", value)
    return event
