"""What Prometheus is told: counters fed by the events that are logged, gauges from a report when it asks.

`count` is given to `log.set_up`, and so sees each event of a flow, whatever is shown of them. No label holds an
address, a channel or anything else of which there may be any number: past some tens of a kind, all others are "other".
Names follow prometheus.io/docs/practices/naming. Gauges tell what all copies share: take their max(), not their sum().
"""

from __future__ import annotations

import platform as machine
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client import metrics as switches
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.news.faring import quantile, rule_of
from bot.news.report import AnswersFare, Report
from bot.ports import Rejected, Unavailable

_PLATFORMS = frozenset(("slack", "discord", "terminal"))
_LEVELS = frozenset(("warning", "error", "critical"))
_LATE = (1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 14400)
_ANSWER = (0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 30, 60, 120)
_MOST_NAMES = 40  # of models, rules, steps: each is few, but words of others must not make them many
_RECENT = 500  # answers whose seconds are remembered
_OTHER = "other"


class Metrics:
    """The counts of this copy since it began. `report` is asked at each scrape, `parts` for what is wrong with each."""

    def __init__(
        self, version: str, report: Callable[[], Awaitable[Report]], parts: Mapping[str, Callable[[], str]]
    ) -> None:
        switches.disable_created_metrics()  # type: ignore[no-untyped-call]  # no gauge beside each counter
        self.registry = CollectorRegistry()
        self._report, self._names = report, dict[str, set[str]]()
        self._seconds: deque[float] = deque(maxlen=_RECENT)
        self._answered = self._unanswered = 0
        self._now = _Now(version, parts)
        ProcessCollector(registry=self.registry)
        self.registry.register(self._now)
        self._make_counters()
        self._events: dict[str, Callable[[Mapping[str, Any]], None]] = {
            "polled": self._polled,
            "pulled": lambda e: self._articles.labels("new").inc(_whole(e, "new")),
            "page_read": lambda e: self._pages.labels(self._named("page", e.get("kind"))).inc(),
            "page_not_read": lambda e: self._pages.labels("not-read").inc(),
            "edition_written": lambda e: self._editions.inc(),
            "brief_written": self._brief,
            "delivery_sent": self._delivered,
            "delivery_ended": lambda e: self._ended(e, str(e.get("state", _OTHER))),
            "delivery_postponed": lambda e: self._ended(e, "postponed"),
            "answered": self._answer,
            "reply_failed": self._reply_failed,
            "mention_given_up": self._reply_failed,
            "spent": self._spent,
            "edition_late": lambda e: self._alarms.inc(),
            "step_failed": lambda e: self._failed_steps.labels(self._named("step", e.get("step"))).inc(),
        }

    def count(self, level: str, event: Mapping[str, Any]) -> None:
        """Take note of an event that is logged at this level."""
        if level in _LEVELS:
            self._logged.labels(level).inc()
        if counted := self._events.get(str(event.get("event"))):
            counted(event)

    def answers(self) -> AnswersFare:
        """How the answers of this copy fare; its seconds are those of the newest few hundred."""
        seconds = list(self._seconds)
        return AnswersFare(self._answered, self._unanswered, quantile(seconds, 0.5), quantile(seconds, 0.95))

    async def exposition(self) -> bytes:
        """All of it, as Prometheus' text format 0.0.4 has it; without the store's part where that cannot be asked."""
        try:
            self._now.report = await self._report()
        except (Unavailable, Rejected):
            self._now.report = None
        return generate_latest(self.registry)

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(f"factbox_{name}", words, labels, registry=self.registry)

    def _make_counters(self) -> None:
        self._polls = self._counter("feed_polls_total", "Feeds that were asked, by what came of it.", "outcome")
        self._articles = self._counter("articles_total", "Articles that were stored or changed.", "change")
        self._pages = self._counter("pages_total", "Articles' own pages that were read, by what they were.", "kind")
        self._editions = self._counter("editions_written_total", "Editions that were written.")
        self._briefs = self._counter("briefs_written_total", "Briefs that passed the gate.")
        self._refusals = self._counter(
            "gate_refusals_total", "Drafted lines, quotes and figures that the gate refused, by its rule.", "rule"
        )
        self._deliveries = self._counter(
            "deliveries_total", "Tries to post a brief, by how they ended.", "platform", "state"
        )
        self._tokens = self._counter("model_tokens_total", "Tokens of models.", "model", "direction")
        self._cost = self._counter("model_cost_total", "What models cost, in their provider's currency.", "model")
        self._answers = self._counter(
            "answers_total", "Questions and orders, by how they ended.", "platform", "outcome"
        )
        self._alarms = self._counter("late_editions_total", "Editions so late that their owners were told.")
        self._failed_steps = self._counter("step_failures_total", "Runs of a step that failed.", "step")
        self._logged = self._counter("log_events_total", "Events that were logged as a warning or worse.", "level")
        self._lateness = Histogram(
            "factbox_edition_lateness_seconds",
            "From the moment an edition was due to that at which its first brief stood there.",
            buckets=_LATE,
            registry=self.registry,
        )
        self._took = Histogram(
            "factbox_answer_duration_seconds",
            "From hearing a question to showing its whole answer.",
            buckets=_ANSWER,
            registry=self.registry,
        )

    def _named(self, kind: str, name: object) -> str:
        """The name as a label, as long as there are few of its kind."""
        known, said = self._names.setdefault(kind, set()), str(name or _OTHER)[:80]
        if said not in known and len(known) >= _MOST_NAMES:
            return _OTHER
        known.add(said)
        return said

    def _polled(self, event: Mapping[str, Any]) -> None:
        asked, unchanged, troubled = (_whole(event, name) for name in ("asked", "unchanged", "troubled"))
        self._polls.labels("unchanged").inc(unchanged)
        self._polls.labels("troubled").inc(troubled)
        self._polls.labels("answered").inc(max(0, asked - unchanged - troubled))
        self._articles.labels("new").inc(_whole(event, "new"))
        self._articles.labels("changed").inc(_whole(event, "changed"))

    def _brief(self, event: Mapping[str, Any]) -> None:
        self._briefs.inc()
        self._refused(event)

    def _refused(self, event: Mapping[str, Any]) -> None:
        for reason in event.get("refused") or ():
            self._refusals.labels(self._named("rule", rule_of(str(reason)))).inc()

    def _delivered(self, event: Mapping[str, Any]) -> None:
        self._ended(event, "sent")
        late = event.get("seconds_late")
        if late is not None and not event.get("part"):
            self._lateness.observe(max(0.0, float(late)))

    def _ended(self, event: Mapping[str, Any], state: str) -> None:
        self._deliveries.labels(_platform(event), self._named("state", state)).inc()

    def _answer(self, event: Mapping[str, Any]) -> None:
        outcome = "command" if event.get("kind") == "command" else "answered" if event.get("told") else "not_said"
        self._answers.labels(_platform(event), outcome).inc()
        self._refused(event)
        self._answered += 1
        if (seconds := event.get("seconds")) is not None:
            self._took.observe(max(0.0, float(seconds)))
            self._seconds.append(float(seconds))

    def _reply_failed(self, event: Mapping[str, Any]) -> None:
        self._unanswered += 1
        self._answers.labels(_platform(event), "failed").inc()

    def _spent(self, event: Mapping[str, Any]) -> None:
        model = self._named("model", event.get("model"))
        self._tokens.labels(model, "in").inc(_whole(event, "tokens_in"))
        self._tokens.labels(model, "out").inc(_whole(event, "tokens_out"))
        if cost := event.get("cost"):
            self._cost.labels(model).inc(max(0.0, float(cost)))


class _Now(Collector):
    """Gauges of this moment: of the parts of this copy, and of the report, where there is one."""

    def __init__(self, version: str, parts: Mapping[str, Callable[[], str]]) -> None:
        self.report: Report | None = None
        self._version, self._parts = version, parts

    def collect(self) -> Iterator[GaugeMetricFamily]:
        about = {(self._version, machine.python_version()): 1}
        yield _gauge("build_info", "Which Factbox runs, on which Python; always 1.", about, "version", "python")
        well = {name: not told() for name, told in self._parts.items()}
        yield _gauge("part_ready", "Whether a part of this copy is well.", well, "part")
        yield _gauge("store_up", "Whether the store could be asked for this scrape.", self.report is not None)
        if self.report is not None:
            yield from _gauges(self.report)


def _gauges(report: Report) -> Iterator[GaugeMetricFamily]:
    counted, here = report.counted, [copy for copy in report.copies if copy.here]
    yield _gauge("copies", "Copies of the bot that are there.", len(report.copies))
    duties = {duty: 1 for copy in here for duty in copy.duties}
    yield _gauge("duty_held", "What one copy alone does, where it is this one that does it.", duties, "duty")
    steps = dict(sorted(report.queue.items())[:_MOST_NAMES])
    yield _gauge("queue_depth", "Steps that wait or are at work, as this copy sees them.", steps, "step")
    feeds = {state: getattr(counted.feeds, state) for state in ("followed", "troubled", "due")}
    yield _gauge("feeds", "Feeds: all that are followed, of these in trouble, and due to be asked.", feeds, "state")
    fare = {level: sum(c.level == level for c in report.channels) for level in ("well", "look", "trouble")}
    yield _gauge("channels", "Channels that get editions, by how they fare.", fare, "level")
    owed = {state: counted.deliveries.get(state, 0) for state in ("due", "sending")}
    yield _gauge("deliveries_owed", "Briefs that are not posted yet.", owed, "state")
    yield _gauge("questions_waiting", "Questions that were heard and are not answered yet.", counted.waiting)
    waits = (c.late.total_seconds() for c in report.channels if c.late is not None and c.posted is None)
    words = "How late the edition is that has been waited for longest; 0 where none is."
    yield _gauge("longest_wait_seconds", words, max(waits, default=0.0))


def _gauge(name: str, words: str, value: float | Mapping[Any, float], *labels: str) -> GaugeMetricFamily:
    if not isinstance(value, Mapping):
        return GaugeMetricFamily(f"factbox_{name}", words, value)
    family = GaugeMetricFamily(f"factbox_{name}", words, labels=labels)
    for of, number in value.items():
        family.add_metric([of] if isinstance(of, str) else list(of), number)
    return family


def _whole(event: Mapping[str, Any], name: str) -> int:
    return max(0, int(event.get(name) or 0))


def _platform(event: Mapping[str, Any]) -> str:
    named = str(event.get("platform", ""))
    return named if named in _PLATFORMS else _OTHER
