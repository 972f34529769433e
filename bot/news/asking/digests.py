"""Questions for a dated list ("what happened in Selby this week?", "timeline of the talks"), and the list itself.

A line is one event: a sentence on the topic, under the day that it gives or else the day its article came out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.news.asking.calendar_days import EARLIEST
from bot.news.asking.events import Event, events_on, naming, spread, told_once
from bot.news.asking.passages import PassageIndex
from bot.news.asking.times import Window, window_of
from bot.news.asking.topics import AUX, topic_of
from bot.news.text import fold
from bot.news.types import Article, DraftAnswer, Evidence, Passage, Sources, Span


@dataclass(frozen=True, slots=True)
class Digest:
    """`topic` are the words that the list is to be about, "" for all there is; `window` the days, None for any.

    A digest begins with the newest, a timeline with the oldest.
    """

    topic: str
    window: Window | None
    kind: Literal["digest", "timeline"] = "digest"


_LONGEST = 400  # characters of a question
_OF = r"(?: (?:of|on|about|for|in|from|with|to|at|around|regarding))"
_HAPPENED = r"(?:what(?: all)?(?:'s| is| has| have| was)?|anything|everything that|all that)"
_LEAD_IN = (
    r"^\W*(?:(?:and|so|please|ok|okay|hey|hi|can you|could you|would you|i want|i'd like|show|give|tell|get|make|draw|"
    r"send)\b[, ]*(?:me |us )?(?:to )?)*"
)
_LIST = r"(?:an? |the |my |your |some )?(?:quick |short |brief |full |daily |weekly |latest |main |key )*"
# What follows the asking words is the topic; a window has been taken out before.
_TIMELINE = re.compile(
    _LEAD_IN
    + r"(?:(?:what(?:'s| is| was) )?"
    + _LIST
    + r"(?:time ?line|chronology|sequence of events|course of events)"
    rf"(?:{_OF}(?P<a>.*))?"
    r"|how (?:did|has|have|does) (?P<b>.+?) (?:develop|developed|unfold|unfolded|evolve|evolved|progress|progressed|"
    r"escalate|escalated|come about|go on|gone on|changed|play out|played out)"
    r"(?: (?:in|at|of|on|over|between|after|during)\b(?P<b2>.*))?)\W*$",
    re.IGNORECASE,
)
_DIGEST = re.compile(
    _LEAD_IN
    + r"(?:(?:what(?:'s| is| was| has been)|anything|is there anything|what's been) (?:the )?(?:new|latest|newest|news)"
    rf"(?: news)?(?:{_OF}(?P<a>.*)|(?: here| there)?)"
    rf"|{_LIST}(?:any )?(?:latest|news|updates?|headlines|developments)(?:{_OF}(?P<b>.*)| there(?: is| are)?)"
    r"|(?:catch|bring|get) (?:me |us )?(?:up|up to (?:date|speed))(?: to (?:date|speed))?"
    rf"(?:{_OF}(?P<c>.*))?"
    rf"|(?:fill|clue) (?:me |us )?in(?:{_OF}(?P<d>.*))?|update (?:me |us )?(?:{_OF}(?P<e>.*))?"
    rf"|{_LIST}(?:summary|recap|round-?up|digest|overview|review|rundown|update){_OF}(?P<f>.+)"
    rf"|(?:summari[sz]e|sum up|recap) (?P<g>.+)|what (?:did|have) (?:i|we) miss(?:ed)?(?:{_OF}(?P<h>.*))?)\W*$",
    re.IGNORECASE,
)
# These ask for a list only where they name a time: "What happened to the pilot?" is a question like any other.
_WITH_TIME = re.compile(
    _LEAD_IN + rf"(?:{_HAPPENED} (?:happened|happen|happening|been happening|happened new|going on|been going on|"
    rf"changed|occurred|took place|taken place)(?:{_OF}(?P<a>.*))?"
    r"|(?:what(?:'s| is| are| was| were) )?(?:the )?(?:main |key |important |top |big |biggest )?"
    rf"(?:news|events|story|stories|headlines)(?:{_OF}(?P<b>.*))?"
    rf"|{_LIST}(?:summary|recap|round-?up|digest|overview|review|rundown|update)|summari[sz]e|sum up)\W*$",
    re.IGNORECASE,
)
_SO_FAR = re.compile(r"\b(?:so far|to date|up to now|until now|lately|recently|over time|these days)\b", re.IGNORECASE)
# The article under the thread is no topic to look for: what it tells is its gist, which is no list.
_THIS = re.compile(
    r"(?:(?:this|that|it|them|these|all this|everything)|(?:the|this|that) "
    r"(?:story|article|news|brief|text|thread|page))",
    re.IGNORECASE,
)
_OWNED = "'s"
_POLITE = re.compile(r"[ ,]+(?:please|pls|thanks|thank you|for me|now)$", re.IGNORECASE)
_ASKING = re.compile(rf"(?:who|what|which|where|when|why|how|whose|{AUX})\b", re.IGNORECASE)
_EMPTY_TOPIC = re.compile(
    r"(?:the )?(?:world|news|events|things|everything|all|today|day|it all|happenings)", re.IGNORECASE
)


def digest_of(text: str, today: date) -> Digest | None:
    """The dated list that a question asks for; None where it asks for no such list. Never raises."""
    plain = " ".join(fold(text[: 2 * _LONGEST]).split())
    if len(plain) > _LONGEST:
        return None
    window = window_of(plain, today)
    rest = plain
    if window is not None:
        rest = f"{plain[: window.words.start]} {plain[window.words.end :].removeprefix(_OWNED)}"
    timed = window is not None or _SO_FAR.search(rest) is not None
    rest = " ".join(_SO_FAR.sub(" ", rest).split())
    if found := _TIMELINE.match(rest):
        return Digest(_topic(found), window, "timeline")
    found = _DIGEST.match(rest) or (_WITH_TIME.match(rest) if timed else None)
    if found is None:
        return None
    topic = _topic(found)
    if _THIS.fullmatch(topic):
        if window is None:
            return None
        topic = ""
    return Digest(topic, window)


def _topic(found: re.Match[str]) -> str:
    words = next((g for g in found.groups() if g and g.strip(" ?!.,;:")), "").strip(" ?!.,;:\"'")
    if _ASKING.match(words):  # "timeline of how many people died in the accident"
        asked = topic_of(words)
        words = asked.event or asked.tie.removeprefix("when ") or words
    words = _POLITE.sub("", re.sub(r"^(?:of|on|about|in|for) ", "", words))
    return "" if _EMPTY_TOPIC.fullmatch(words) else words


_CANDIDATES = 40  # passages
_OPENING = 400  # characters
_NEW = 31  # days before the newest event


def passages_for(digest: Digest, articles: Iterable[Article], count: int = _CANDIDATES) -> list[Passage]:
    """What a list can be made of among these articles: their passages on its topic, or without one their beginnings."""
    dated = [a for a in articles if a.published is not None]
    if digest.topic:
        return PassageIndex(dated).best(digest.topic, count)
    dated.sort(key=lambda a: str(a.published), reverse=True)
    return [Passage(Evidence(a.revision.id, Span(0, min(len(a.text), _OPENING))), 0.0) for a in dated[:count]]


def draft_digest(digest: Digest, passages: Sequence[Passage], sources: Sources) -> DraftAnswer:
    """At most eight lines, each with its day, or a refusal.

    `passages` are the best there are, best first; `sources` holds at least their articles. An article without a date
    is left out: nothing tells when it was. `out-of-time`: there is something on the topic, but not of these days.
    """
    events = list(events_on(digest.topic, passages, sources))
    window = digest.window
    inside = _inside(digest, events)
    if not inside:
        missing = f"anything {'on ' + digest.topic if digest.topic else 'new'}"
        if events and window is not None:
            return DraftAnswer((), "out-of-time", missing + _days(window))
        return DraftAnswer((), "nothing-found", missing)
    chosen = spread(told_once(naming(inside)))
    chosen.sort(key=lambda e: e.day, reverse=digest.kind == "digest")
    return DraftAnswer(tuple(replace(e.line, day=e.day.isoformat()) for e in chosen))


def _inside(digest: Digest, events: Sequence[Event]) -> list[Event]:
    """Those of the days asked for; where none are, a digest keeps to what is new."""
    window = digest.window
    if window is not None:
        return [e for e in events if window.since <= e.day <= window.until]
    if digest.kind == "timeline" or not events:
        return list(events)
    newest = max(e.day for e in events)
    return [e for e in events if (newest - e.day).days <= _NEW]


def _days(window: Window) -> str:
    if window.since == window.until:
        return f" on {window.since.isoformat()}"
    if window.since == EARLIEST:
        return f" up to {window.until.isoformat()}"
    return f" from {window.since.isoformat()} to {window.until.isoformat()}"
