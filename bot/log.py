"""Set structured logs up: readable on a terminal, JSON lines elsewhere, on standard error, without secrets.

A line of JSON has `ts` (UTC), `level`, `event` and what the event tells, with what is bound where it happens: this
`copy` of the bot, and within `step_context` the `step`, its `key` and the `run`, which is another each time.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import Any

import structlog

_FIRST = ("ts", "level", "event")
_NUMBER = {"debug": 10, "info": 20, "warning": 30, "warn": 30, "error": 40, "exception": 40, "critical": 50}
_SECRET_KEY = re.compile(r"token|secret|password|api_?key|authorization", re.IGNORECASE)
# Slack's "ticket" opens a socket to whoever has its address; a token of Discord's has three parts, and the address of
# an interaction holds one that lets others answer it; so does a callback of WebSub's.
_SECRET_VALUE = re.compile(
    r"\b(?:xox[a-z]-|xapp-|sk-|Bearer\s+)[\w.\-]{6,}|(?<=[?&]ticket=)[^&\s'\"]+"
    r"|\b[\w-]{23,32}\.[\w-]{5,8}\.[\w-]{27,60}|\b(?:interactions|webhooks)/[0-9]+/[\w.=-]{20,}"
    r"|(?<=/websub/)[\w-]{20,}",
    re.IGNORECASE,
)
# A store's address may be written with any character in its password, others' with what an address may hold; the
# drivers of databases know it by its name.
_QUOTED = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_PASSWORD = re.compile(
    r"(?P<before>\bpostgres(?:ql)?(?:\+\w+)?://[^\s:/@]*:)\S*(?P<after>@)"
    r"|(?P<before_>\b[a-z][a-z0-9+.-]*://[^\s:/@]*:)[^\s/@]*(?P<after_>@)"
    rf"|(?P<named>password['\"]?\s*[=:]\s*)(?:{_QUOTED})|(?P<named_>password\s*=\s*)[^\s&'\",)]+",
    re.IGNORECASE,
)

SPARED_FOR = 60.0
"""Seconds for which a trouble of steps is not told again."""

# These name a step that is tried again anyway. Lines that an article's path is read from are never left out.
_SPARED = {"step_tried_again", "step_failed", "not_put"}
_MOST_SPARED = 200  # troubles remembered

Event = MutableMapping[str, Any]
Count = Callable[[str, Mapping[str, Any]], None]
"""Is told each event with its level, also those that are not shown."""


def set_up(level: int, *, plain: bool = False, count: Count | None = None, copy: str = "") -> None:
    """Log to standard error from `level` (as in `logging`) on; `plain` for a person also where it is no terminal.

    `count` is told each event from INFO on, whatever is shown. `copy` is this copy's name, on every line where given.
    """
    terminal = sys.stderr.isatty()
    readable = terminal or plain
    told = [_copied(copy)] if copy else []
    show: list[Any] = [structlog.dev.ConsoleRenderer(colors=terminal)] if readable else [_ordered, _JSON]
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="timestamp" if readable else "ts")
    structlog.configure(
        processors=[
            *([_counting(count)] if count else []),
            _from(level),
            Sparing(),
            structlog.contextvars.merge_contextvars,
            *told,
            structlog.processors.add_log_level,
            stamp,
            structlog.processors.format_exc_info,
            hide_secrets,
            *show,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(min(level, logging.INFO) if count else level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Vendors log through the standard library; below warnings they print request bodies.
    vendors = logging.StreamHandler(sys.stderr)
    vendors.setFormatter(_Hiding(logging.BASIC_FORMAT) if readable else _lines(told, stamp))
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[vendors], force=True)


@contextmanager
def step_context(step: str, key: str) -> Iterator[None]:
    """What is logged within it says so: which step, for what, and which run of it."""
    with structlog.contextvars.bound_contextvars(step=step, key=key, run=secrets.token_hex(4)):
        yield


def hide_secrets(_: Any, __: str, event: Event) -> Event:
    """A structlog processor: what looks like a secret becomes "***", however deep it is in what an event tells."""
    for name, value in event.items():
        event[name] = _hidden(name, value)
    return event


def without_secrets(words: str) -> str:
    """The words with "***" for what looks like a secret: tokens, passwords of addresses, tickets."""
    return _PASSWORD.sub(_no_password, _SECRET_VALUE.sub("***", words))


def _no_password(found: re.Match[str]) -> str:
    before, after = found["before"] or found["before_"], found["after"] or found["after_"]
    return f"{before}***{after}" if before else f"{found['named'] or found['named_']}***"


def _hidden(name: object, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(name, str) and _SECRET_KEY.search(name):
        return "***"
    if isinstance(value, str):
        return without_secrets(value)
    if isinstance(value, Mapping):
        return {without_secrets(str(key)): _hidden(key, each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_hidden("", each) for each in value]
    return without_secrets(repr(value))


class _Hiding(logging.Formatter):
    """What vendors log, tracebacks too, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


def _lines(told: list[Any], stamp: Any) -> logging.Formatter:
    """What vendors log as lines of JSON, as ours are."""
    return structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, hide_secrets, _ordered, _JSON],
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            *told,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            stamp,
            structlog.processors.format_exc_info,
        ],
    )


class Sparing:
    """A structlog processor: one trouble that many steps meet, each again and again, is a line a minute.

    What is told again after that says how many were `alike` in between. `clock` gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: dict[tuple[str, str], tuple[float, int]] = {}  # since when it is not told, and how often it was not

    def __call__(self, _: Any, level: str, event: Event) -> Event:
        if event.get("event") not in _SPARED or "why" not in event:
            return event
        said, now = (level, str(event["why"])), self._clock()
        since, alike = self._told.pop(said, (now - SPARED_FOR, 0))
        if now - since < SPARED_FOR:
            self._told[said] = (since, alike + 1)
            raise structlog.DropEvent
        self._told[said] = (now, 0)
        while len(self._told) > _MOST_SPARED:
            del self._told[next(iter(self._told))]
        if alike:
            event["alike"] = alike
        return event


def _counting(count: Count) -> structlog.typing.Processor:
    def counted(_: Any, level: str, event: Event) -> Event:
        count(level, event)
        return event

    return counted


def _from(level: int) -> structlog.typing.Processor:
    """Shows what is of this level or above. It stands behind the counting, which sees more."""

    def shown(_: Any, name: str, event: Event) -> Event:
        if _NUMBER.get(name, level) < level:
            raise structlog.DropEvent
        return event

    return shown


def _copied(copy: str) -> structlog.typing.Processor:
    def named(_: Any, __: str, event: Event) -> Event:
        event.setdefault("copy", copy)
        return event

    return named


def _ordered(_: Any, __: str, event: Event) -> Event:
    """Time, level and event first: a person reads these lines too."""
    return {name: event.pop(name) for name in _FIRST if name in event} | dict(event)


_JSON = structlog.processors.JSONRenderer(ensure_ascii=False)
