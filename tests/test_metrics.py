"""What Prometheus is told: fed by events, readable by its own parser, named by its rules, and never of many labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics
from bot.news.report import AnswersFare, Report
from bot.ports import Unavailable
from tests.pictures.status_scenes import lively

PARTS = {"store": lambda: "", "slack": lambda: "Slack cannot be reached."}


async def lively_report() -> Report:
    return lively()


async def no_report() -> Report:
    raise Unavailable("The store is being opened.")


@pytest.fixture
def metrics() -> Metrics:
    return Metrics("1.2.3", lively_report, PARTS)


async def families(metrics: Metrics) -> dict[str, Metric]:
    return {family.name: family for family in text_string_to_metric_families((await metrics.exposition()).decode())}


async def values(metrics: Metrics) -> dict[tuple[str, ...], float]:
    """By name and the values of the labels, in the order of their names."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in (await families(metrics)).values()
        for sample in family.samples
    }


EVENTS: list[tuple[dict[str, Any], dict[tuple[str, ...], float]]] = [
    (
        {"event": "polled", "asked": 10, "unchanged": 6, "troubled": 1, "new": 4, "changed": 2},
        {
            ("factbox_feed_polls_total", "unchanged"): 6,
            ("factbox_feed_polls_total", "troubled"): 1,
            ("factbox_feed_polls_total", "answered"): 3,
            ("factbox_articles_total", "new"): 4,
            ("factbox_articles_total", "changed"): 2,
        },
    ),
    ({"event": "pulled", "new": 3}, {("factbox_articles_total", "new"): 3}),
    ({"event": "page_read", "kind": "paywall"}, {("factbox_pages_total", "paywall"): 1}),
    ({"event": "page_not_read"}, {("factbox_pages_total", "not-read"): 1}),
    ({"event": "edition_written", "briefs": 5}, {("factbox_editions_written_total",): 1}),
    (
        {"event": "brief_written", "refused": ["adds to its evidence: sank", "adds to its evidence: rose"]},
        {("factbox_briefs_written_total",): 1, ("factbox_gate_refusals_total", "adds to its evidence"): 2},
    ),
    (
        {"event": "delivery_sent", "platform": "slack", "part": 0, "seconds_late": 42.0},
        {
            ("factbox_deliveries_total", "slack", "sent"): 1,
            ("factbox_edition_lateness_seconds_count",): 1,
            ("factbox_edition_lateness_seconds_bucket", "30.0"): 0,
            ("factbox_edition_lateness_seconds_bucket", "60.0"): 1,
        },
    ),
    (
        {"event": "delivery_sent", "platform": "discord", "part": 2, "seconds_late": 42.0},
        {("factbox_deliveries_total", "discord", "sent"): 1, ("factbox_edition_lateness_seconds_count",): 0},
    ),
    (
        {"event": "delivery_sent", "platform": "irc", "part": 0, "seconds_late": None},
        {("factbox_deliveries_total", "other", "sent"): 1, ("factbox_edition_lateness_seconds_count",): 0},
    ),
    (
        {"event": "delivery_ended", "platform": "slack", "state": "uncertain"},
        {("factbox_deliveries_total", "slack", "uncertain"): 1},
    ),
    ({"event": "delivery_postponed", "platform": "slack"}, {("factbox_deliveries_total", "slack", "postponed"): 1}),
    (
        {"event": "answered", "platform": "slack", "kind": "question", "told": True, "seconds": 2.5, "refused": ["names no evidence"]},
        {
            ("factbox_answers_total", "answered", "slack"): 1,
            ("factbox_answer_duration_seconds_sum",): 2.5,
            ("factbox_gate_refusals_total", "names no evidence"): 1,
        },
    ),
    (
        {"event": "answered", "platform": "slack", "kind": "question", "told": False},
        {("factbox_answers_total", "not_said", "slack"): 1, ("factbox_answer_duration_seconds_count",): 0},
    ),
    (
        {"event": "answered", "platform": "slack", "kind": "command", "told": True, "seconds": 0.1},
        {("factbox_answers_total", "command", "slack"): 1},
    ),
    ({"event": "mention_given_up", "platform": "slack"}, {("factbox_answers_total", "failed", "slack"): 1}),
    ({"event": "reply_failed"}, {("factbox_answers_total", "failed", "other"): 1}),
    (
        {"event": "spent", "model": "small", "tokens_in": 100, "tokens_out": 20, "cost": 0.25},
        {
            ("factbox_model_tokens_total", "in", "small"): 100,
            ("factbox_model_tokens_total", "out", "small"): 20,
            ("factbox_model_cost_total", "small"): 0.25,
        },
    ),
    ({"event": "spent", "model": "own", "tokens_in": 1, "tokens_out": 2, "cost": None}, {("factbox_model_tokens_total", "in", "own"): 1}),
    ({"event": "edition_late"}, {("factbox_late_editions_total",): 1}),
    ({"event": "step_failed", "step": "poll"}, {("factbox_step_failures_total", "poll"): 1}),
]  # fmt: skip


@pytest.mark.parametrize(("event", "counted"), EVENTS, ids=[event["event"] for event, _ in EVENTS])
async def test_an_event_is_counted(
    event: Mapping[str, Any], counted: dict[tuple[str, ...], float], metrics: Metrics
) -> None:
    metrics.count("info", event)
    found = await values(metrics)
    assert {name: found.get(name) for name in counted} == counted


async def test_gauges_tell_how_it_is_now(metrics: Metrics) -> None:
    found = await values(metrics)
    wanted = {
        ("factbox_store_up",): 1,
        ("factbox_part_ready", "store"): 1,
        ("factbox_part_ready", "slack"): 0,
        ("factbox_copies",): 3,
        ("factbox_duty_held", "hear slack"): 1,
        ("factbox_queue_depth", "poll"): 3,
        ("factbox_feeds", "followed"): 1284,
        ("factbox_feeds", "troubled"): 3,
        ("factbox_channels", "trouble"): 1,
        ("factbox_channels", "well"): 3,
        ("factbox_deliveries_owed", "due"): 3,
        ("factbox_questions_waiting",): 1,
        ("factbox_longest_wait_seconds",): 860,
    }
    assert {name: found.get(name) for name in wanted} == wanted
    assert ("factbox_duty_held", "hear discord") not in found, "another copy's"
    assert any(name[0] == "factbox_build_info" and "1.2.3" in name for name in found)


async def test_where_the_store_cannot_be_asked_the_rest_is_told() -> None:
    metrics = Metrics("1.2.3", no_report, PARTS)
    metrics.count("error", {"event": "step_failed", "step": "poll"})
    found = await values(metrics)
    assert found["factbox_store_up",] == 0
    assert found["factbox_part_ready", "slack"] == 0
    assert found["factbox_log_events_total", "error"] == 1
    assert ("factbox_copies",) not in found


async def test_names_and_words_are_as_prometheus_wants_them(metrics: Metrics) -> None:
    """The rules of `promtool check metrics`, and of prometheus.io/docs/practices/naming."""
    for event, _ in EVENTS:
        metrics.count("warning", event)
    for name, family in (await families(metrics)).items():
        if name.startswith("process_"):
            continue
        assert re.fullmatch(r"factbox_[a-z]+(_[a-z]+)*", name), name
        assert family.documentation.endswith("."), name
        assert family.type in ("counter", "gauge", "histogram"), name
        samples = {sample.name for sample in family.samples}
        if family.type == "counter":
            assert all(sample.endswith("_total") for sample in samples), name
        else:
            assert not name.endswith(("_total", "_count", "_sum", "_bucket", "_created")), name
        if family.type == "histogram":
            assert name.endswith("_seconds"), name
        assert not re.search(r"milliseconds|minutes|hours|_ms$|percent", name)
        assert all(
            label not in ("le", "quantile") or family.type == "histogram" for s in family.samples for label in s.labels
        )


async def test_words_of_others_never_make_many_labels(metrics: Metrics) -> None:
    for number in range(300):
        reason = f"rule {'abcdefghij'[number % 10]}{'klmnopqrst'[number // 10 % 10]}{'uvw'[number // 100]}: x"
        metrics.count("info", {"event": "brief_written", "refused": [reason]})
        metrics.count("info", {"event": "spent", "model": f"model {number}\n{{", "tokens_in": 1})
        metrics.count("info", {"event": "delivery_sent", "platform": f"p{number}"})
        metrics.count("warning", {"event": f"event {number}"})
        metrics.count(f"level {number}", {"event": "x"})
    found = await families(metrics)
    assert len(found["factbox_gate_refusals"].samples) <= 41
    assert len(found["factbox_model_tokens"].samples) <= 82
    assert len(found["factbox_deliveries"].samples) == 1
    assert len(found["factbox_log_events"].samples) == 1
    assert sum(sample.value for sample in found["factbox_gate_refusals"].samples) == 300


def test_answers_are_summed_up_for_the_status_page(metrics: Metrics) -> None:
    assert metrics.answers() == AnswersFare()
    for tenths in range(1, 101):
        metrics.count("info", {"event": "answered", "told": True, "seconds": tenths / 10})
    metrics.count("warning", {"event": "reply_failed"})
    fare = metrics.answers()
    assert (fare.given, fare.failed, fare.most) == (100, 1, 9.5)
    assert fare.median == pytest.approx(5, abs=0.1)


async def test_a_report_with_nothing_in_it_is_told_too() -> None:
    empty = replace(lively(), copies=(), channels=(), queue={}, parts={})

    async def report() -> Report:
        return empty

    found = await values(Metrics("1", report, {}))
    assert found["factbox_longest_wait_seconds",] == 0
