"""What is logged: lines of JSON with what is bound where it happens, and no secret in any of them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.log import Sparing, hide_secrets, set_up, step_context, without_secrets
from bot.metrics import Metrics
from bot.news.report import Report
from bot.ports import Unavailable

SLACK = "-".join(("xoxb", "123456789012", "abcdefGHIJKL"))


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Logs are set up for the whole process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_begins_with_time_level_and_event_and_has_what_is_bound(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(logging.INFO, copy="factbox-1")
    log = structlog.get_logger()
    with step_context("poll", "3"):
        log.info("polled", asked=7)
    with step_context("poll", "3"):
        log.warning("step_failed", step="read", key="9")
    log.info("stopped")

    first, second, third = lines(capsys)
    assert list(first)[:3] == ["ts", "level", "event"]
    assert first["ts"].endswith("Z")
    assert {name: first[name] for name in ("level", "event", "asked", "step", "key", "copy")} == {
        "level": "info",
        "event": "polled",
        "asked": 7,
        "step": "poll",
        "key": "3",
        "copy": "factbox-1",
    }
    assert first["run"] != second["run"]
    assert (second["step"], second["key"]) == ("read", "9"), "what an event says itself counts"
    assert not {"step", "key", "run"} & set(third)


def test_events_below_the_level_are_counted_and_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[tuple[str, object]] = []

    def count(level: str, event: Mapping[str, Any]) -> None:
        seen.append((level, event["event"]))

    set_up(logging.WARNING, count=count)
    log = structlog.get_logger()
    log.debug("a")
    log.info("b")
    log.warning("c")
    log.error("d")
    assert [line["event"] for line in lines(capsys)] == ["c", "d"]
    assert seen == [("info", "b"), ("warning", "c"), ("error", "d")]


def test_a_trouble_that_many_steps_meet_is_told_once_a_minute_with_how_often() -> None:
    seconds = [0.0]
    sparing = Sparing(lambda: seconds[0])

    def told(level: str = "warning", event: str = "step_tried_again", why: str = "The store is away.") -> int | None:
        """How many were alike before it; None where it is left out."""
        try:
            return int(sparing(None, level, {"event": event, "why": why}).get("alike", 0))
        except structlog.DropEvent:
            return None

    assert [told(), told(), told("error", "step_failed"), told(why="Slack is away."), told()] == [0, None, 0, 0, None]
    assert told(event="delivery_postponed") == told(event="delivery_postponed") == 0, "each is of another post"
    seconds[0] = 60.0
    assert [told(), told()] == [2, None]


def test_logs_are_set_up_to_spare(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(logging.INFO)
    for step in ("poll", "read"):
        structlog.get_logger().warning("not_put", step=step, why="The queue is away.")
    assert [line["step"] for line in lines(capsys)] == ["poll"]


def test_metrics_hear_of_what_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    async def report() -> Report:
        raise Unavailable("not yet")

    metrics = Metrics("1.2.3", report, {})
    set_up(logging.WARNING, count=metrics.count)
    structlog.get_logger().info("edition_written", edition="e")
    assert metrics.registry.get_sample_value("factbox_editions_written_total") == 1
    assert lines(capsys) == []


def test_vendors_are_heard_from_warnings_on_in_the_same_form(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(logging.DEBUG, copy="one")
    for vendor in ("apscheduler.scheduler", "procrastinate.worker", "asyncio"):
        logging.getLogger(vendor).info("not shown")
    try:
        raise ConnectionError(f"refused for {SLACK}")
    except ConnectionError:
        logging.getLogger("procrastinate.worker").exception("failed at %s", "postgresql://bot:p/w@db@host:5432/x")

    (line,) = lines(capsys)
    assert line["event"] == "failed at postgresql://bot:***@host:5432/x"
    assert (line["level"], line["logger"], line["copy"]) == ("error", "procrastinate.worker", "one")
    assert "ConnectionError: refused for ***" in line["exception"]


@pytest.mark.parametrize("plain", [True, False])
def test_no_secret_is_in_words_tracebacks_or_what_is_nested(plain: bool, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(logging.INFO, plain=plain)
    log = structlog.get_logger()
    try:
        raise ValueError("postgresql://bot:hunter2@db/x")
    except ValueError:
        log.exception("failed", url="postgres://bot:hunter2@db/x", more={"password": "hunter2", "of": ["a", SLACK]})
    log.info("opened", error=ValueError("password='hunter2' host=db"), token="hunter2", tokens_in=3)
    logging.getLogger("vendor").warning("wss://wss.slack.example/link/?ticket=hunter2&app_id=1")
    said = capsys.readouterr().err
    assert said.count("***") >= 7
    assert "hunter2" not in said
    assert SLACK not in said
    assert "app_id=1" in said


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("postgresql://bot:pw@host:5432/factbox", "postgresql://bot:***@host:5432/factbox"),
        ("postgresql+psycopg://bot:p%40w@host/x?a=b", "postgresql+psycopg://bot:***@host/x?a=b"),
        ("at postgres://bot:a/b@c:d@host/x, again", "at postgres://bot:***@host/x, again"),
        ("https://me:pw@feeds.example/rss", "https://me:***@feeds.example/rss"),
        ("host=db password=pw user=bot", "host=db password=*** user=bot"),
        (r"password = 'p\'w x' user=bot", "password = *** user=bot"),
        ("{'password': 'pw', 'user': 'bot'}", "{'password': ***, 'user': 'bot'}"),
        ("PGPASSWORD=pw", "PGPASSWORD=***"),
        (f"it said {SLACK}.", "it said ***"),
        ("wss://a.example/link/?ticket=abc-def&app_id=1", "wss://a.example/link/?ticket=***&app_id=1"),
        ("/websub/abcdefghijklmnopqrstuvwxyz is called", "/websub/*** is called"),
        ("http://host:8080/feed", "http://host:8080/feed"),
        ("https://social.example/@harbour", "https://social.example/@harbour"),
        ("password authentication failed for user bot", "password authentication failed for user bot"),
        ("the password: wrong", "the password: wrong"),
    ],
)
def test_what_looks_like_a_secret_is_hidden_and_nothing_else(words: str, shown: str) -> None:
    assert without_secrets(words) == shown
    assert hide_secrets(None, "", {"event": words})["event"] == shown


@given(st.text(st.characters(blacklist_categories=("Cs", "Z", "C")), min_size=1, max_size=30), st.text(max_size=40))
def test_no_password_of_a_store_is_shown_whatever_it_is_made_of(password: str, around: str) -> None:
    secret = f"pw{password}wp"
    said = without_secrets(f"{around} postgresql://bot:{secret}@db.example:5432/factbox {around}")
    assert secret not in said.replace(around, "")
