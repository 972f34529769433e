"""When to ask a feed again: often where news come often, never out of step with what its server asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import pairwise
from statistics import median

from bot.news.followed import FeedAnswer, FeedState, Saved

SHORTEST = 5 * 60
LONGEST = 24 * 60 * 60
"""Seconds between two polls of one feed, before a tenth more or less."""

_JITTER = 0.1
_SHARE = 2  # of the rhythm's estimate, which leans to the short side
_UNKNOWN = 60 * 60  # seconds; the rhythm of a feed that shows no dates, until we know better
_QUICK = 1
_SLOW = 6
_DATES = 12  # the newest dates that a feed's first rhythm is read from
_MOVED_FAILS = 3
_BACK_SOON = timedelta(days=1)
_HOURLY = 60 * 60


def after_success(
    state: FeedState, answer: FeedAnswer, saved: Saved, dates: Sequence[datetime], now: datetime
) -> FeedState:
    """How the feed fares after an answer; `dates` are those of the items that it lists.

    The next poll comes in a share of the feed's rhythm, but not before what ttl and headers ask, nor after a day.
    """
    document = answer.document
    rhythm = _rhythm(state, saved, dates, now)
    asked = max(answer.wait or 0, (document.ttl or 0) if document else 0)
    if document is None:  # its ttl is not told again, and without news there is no reason to hurry
        asked = max(asked, state.interval or 0)
    asked = min(asked, LONGEST)
    interval = min(max((rhythm or _UNKNOWN) // _SHARE, asked, SHORTEST), LONGEST)
    if document and document.remarks:  # it was not whole: a 304 must not keep the rest from us
        answer = replace(answer, etag=None, modified=None)
    return replace(
        state,
        next_poll=_later(state, interval, asked, now),
        polled_at=now,
        succeeded_at=now,
        etag=answer.etag if document else answer.etag or state.etag,
        modified=answer.modified if document else answer.modified or state.modified,
        digest=answer.digest if document else answer.digest or state.digest,
        moved_to=answer.moved_to or state.moved_to,
        title=(document.title if document else None) or state.title,
        interval=interval,
        rhythm=rhythm,
        failures=0,
        failing_since=None,
        trouble=None,
        hub=document.hub if document else state.hub,
        topic=document.topic if document else state.topic,
    )


def after_failure(state: FeedState, words: str, wait: int | None, now: datetime) -> FeedState:
    """How the feed fares after a failure, told in `words`; `wait` is the seconds its server asks us to stay away.

    5 minutes, 10, 20 and so on, to an hour on the first day and to a day from then on, for ever: no feed is given up.
    Where it moved to is forgotten after three failures, so that its old address is asked again.
    """
    failures = state.failures + 1
    asked = min(wait or 0, LONGEST)
    since = state.failing_since or now
    most = LONGEST if now - since >= _BACK_SOON else _HOURLY  # what fails for an hour is mostly well again the same day
    interval = min(max(min(SHORTEST * 2 ** min(failures - 1, 16), most), asked), LONGEST)
    if state.moved_to and failures >= _MOVED_FAILS:  # what the new address said of its body is not the old one's
        state = replace(state, moved_to=None, etag=None, modified=None, digest=None)
    return replace(
        state,
        next_poll=_later(state, interval, asked, now),
        polled_at=now,
        failures=failures,
        failing_since=since,
        trouble=words or "It failed without a word on why.",
    )


def after_rest(state: FeedState, wait: int | None, now: datetime) -> FeedState:
    """How the feed fares where it was not asked, since its host is left alone for `wait` seconds: as before."""
    asked = min(max(wait or 0, SHORTEST), LONGEST)
    return replace(state, next_poll=_later(state, asked, asked, now))


def _rhythm(state: FeedState, saved: Saved, dates: Sequence[datetime], now: datetime) -> int | None:
    """The seconds between two articles: at first what the items' dates show, then what we see ourselves.

    None for a feed that has shown no article yet: it is met when it shows its first.

    The mean of a gamma distribution that is updated with each poll's count and time (Gelman et al., Bayesian Data
    Analysis, section 2.6) and forgets: what went before weighs as much as a few articles, fewer where news come
    faster than thought. No longer than makes a difference, so that news after a long silence are noticed soon.
    """
    if state.rhythm is None or state.succeeded_at is None:
        if not dates and saved == Saved():
            return None
        rhythm = _of_dates(dates, now) or _UNKNOWN
    elif state.failures and not saved.new:  # a time of failures says nothing of the feed's rhythm
        rhythm = state.rhythm
    else:
        passed = max(0, round((now - state.succeeded_at).total_seconds()))
        faster = passed < state.rhythm * saved.new
        before = _QUICK if faster else _SLOW
        rhythm = (before * state.rhythm + passed) // (before + saved.new)
    return min(max(rhythm, SHORTEST), LONGEST * _SHARE)


def _of_dates(dates: Sequence[datetime], now: datetime) -> int | None:
    newest = sorted((date for date in dates if date <= now), reverse=True)[:_DATES]
    if not newest:
        return None
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(newest)]
    silence = (now - newest[0]).total_seconds()
    return round(max(median(gaps), silence / 2) if gaps else silence)


def _later(state: FeedState, interval: int, asked: int, now: datetime) -> datetime:
    """A tenth sooner or later, so that many feeds spread, never sooner than asked; nothing of it is left to chance."""
    drawn = blake2b(f"{state.feed} {now.timestamp()}".encode("utf-8", "replace"), digest_size=4).digest()
    part = _JITTER * (int.from_bytes(drawn, "big") / 2**31 - 1)
    seconds = interval * (1 + part)
    return now + timedelta(seconds=seconds if seconds >= asked else interval * (1 - part))
