"""The whole trace in words, line by line: what a person reads of it. All times are UTC, but those of slots."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from bot.flows.whole_trace import ArticleTrace, EditionTrace
from bot.news.channel_words import listed
from bot.news.feed_words import one_line, span
from bot.news.traced import ArticlePath, BriefPath, ChannelPath, DeliveryPath, KeyKind, Named, PagePath, Told
from bot.news.types import ArticleId

Tone = Literal["head", "plain", "good", "bad", "faint"]

_KEY_WORDS: dict[KeyKind, tuple[str, str]] = {
    "address": ("its address", "addresses"),
    "id": ("its id in the feed", "ids in feeds"),
    "words": ("its words", "wordings"),
    "title": ("its title in the feed", "titles in feeds"),
}
_FROM = {"feed": "from the feed", "page": "from its own page", "folder": "from its folder"}
_MOST_NAMED = 12  # articles that are listed
_LONGEST = 300  # characters of what is shown of a line
_IN_TIME = 60  # seconds


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a trace, `depth` steps from the margin."""

    depth: int
    words: str
    tone: Tone = "plain"


def trace_words(trace: ArticleTrace | EditionTrace) -> list[Said]:
    """What a person reads of a trace, a line each."""
    return list(_article(trace) if isinstance(trace, ArticleTrace) else _edition(trace))


# --- an article -----------------------------------------------------------------------------------


def _article(trace: ArticleTrace) -> Iterator[Said]:
    path = trace.path
    yield Said(0, _title(path.article), "head")
    if path.article.url:
        yield Said(1, path.article.url)
    story = f"story {path.story}" if path.story else "no story found yet"
    yield Said(1, f"article {path.article.id}, {story}; all times are UTC", "faint")
    yield Said(0, "Seen", "head")
    yield from _seen(path)
    yield Said(0, "Story", "head")
    yield from _story(path)
    yield Said(0, "Channels", "head")
    if not trace.channels:
        yield Said(1, "There is none: name one in the settings, or say “/brief subscribe” in chat.")
    for channel in trace.channels:
        yield from _channel(channel, path.ids)


def _seen(path: ArticlePath) -> Iterator[Said]:
    where = f"in the feed {path.feed}" if path.feed else f"in a folder, as {path.key}"
    gone = ", which is followed no longer" if path.feed and not path.followed else ""
    yield Said(1, f"First seen {_at(path.first_seen)} {where}{gone}.")
    if path.asked != path.article.id:
        came = next((each for each in path.turned_out if each.id == path.asked), None)
        shown = f"{_title(came)} ({came.id})" if came else path.asked
        yield Said(1, f"What you named came as {shown}, which turned out to be this article.")
    for each in path.turned_out:
        if each.id != path.asked:
            yield Said(1, f"{_title(each)} ({each.id}) turned out to be this article too.", "faint")
    if path.known_by:
        yield Said(1, f"Known by {listed([_keys(kind, many) for kind, many in path.known_by])}.")
    for number, text in enumerate(path.texts):
        kind = "the whole text" if text.whole else "a summary"
        changed = "" if number == 0 else "then "
        words = f"{_at(text.at)}  {changed}{kind} {_FROM[text.by]}, {text.characters:,} characters ({text.revision})"
        yield Said(2, words)
    yield from _page(path.page, path)
    if not path.fresh:
        yield Said(1, "It was old already when its feed was first read.")


def _keys(kind: KeyKind, many: int) -> str:
    one, more = _KEY_WORDS[kind]
    return one if many == 1 else f"{many} {more}"


def _page(page: PagePath, path: ArticlePath) -> Iterator[Said]:
    if page.read_at is not None:
        yield Said(1, f"Its own page was read {_at(page.read_at)}.")
    if page.note:
        yield Said(1, f"Its text is not whole: {one_line(page.note)}.", "bad")
    if page.due is not None:
        tried = f", after {_count(page.attempts, 'try', 'tries')}" if page.attempts else ""
        yield Said(1, f"Its own page is due to be read {_at(page.due)}{tried}.")
    elif page.read_at is None and not page.note and path.feed:
        yield Said(1, "Its own page was not asked for: the feed's text was taken as it is.")


def _story(path: ArticlePath) -> Iterator[Said]:
    if path.original is not None:
        yield Said(1, f"It is a copy of {_title(path.original)} ({path.original.id}).")
    if path.story is None:
        yield Said(1, "Not found yet: it is placed as soon as its page was read, or a few minutes after it came.")
    elif len(path.told_by) == 1:
        yield Said(1, "No other article tells it.")
    else:
        yield Said(1, f"{len(path.told_by)} articles tell it:")
        for each in path.told_by[:_MOST_NAMED]:
            here = " (this one)" if each.id == path.article.id else " (a copy)" if each.copy_of else ""
            yield Said(2, f"{_at(each.at)}  {_title(each)}{here}")
        yield from _more(len(path.told_by) - _MOST_NAMED, "articles")


def _channel(channel: ChannelPath, own: Set[ArticleId]) -> Iterator[Said]:
    where = {"file": "set in the file", "chat": "set in chat", "elsewhere": "no channel of the settings"}[
        channel.set_in
    ]
    good = channel.fate.kind in ("told", "read")
    yield Said(1, f"{channel.channel} ({where}): {channel.fate.words}", "good" if good else "plain")
    for told in channel.told:
        yield Said(2, f"Edition {told.edition}: {_written(told)}")
        for brief in told.briefs:
            yield from _brief(brief, told, 3, own)


# --- an edition -----------------------------------------------------------------------------------


def _edition(trace: EditionTrace) -> Iterator[Said]:
    slot = trace.slot
    yield Said(0, f"Edition {slot.channel} {slot.slot}", "head")
    yield Said(1, "all times but the slot's are UTC", "faint")
    if trace.due_at is not None:
        yield Said(1, f"Due {_at(trace.due_at)}.")
    if trace.told is not None:
        yield Said(1, f"{_written(trace.told, due=False).capitalize()}.")
    elif slot.state == "failed":
        yield Said(1, f"Not written{_noted(slot.at)}: {one_line(slot.why)}", "bad")
    else:
        yield Said(1, f"Not written: nothing new was to be told{_noted(slot.at)}.")
    for each in trace.spent:
        cost = f", {each.cost:.4f} in money" if each.cost is not None else ""
        yield Said(1, f"Model {each.model}: {each.tokens_in:,} tokens in, {each.tokens_out:,} out{cost}.")
    if trace.told is not None and not trace.spent:
        yield Said(1, "No model was asked: all is told in the articles' own words.")
    for brief in trace.told.briefs if trace.told else ():
        assert trace.told is not None
        yield from _brief(brief, trace.told, 0, None)
    if trace.passed:
        yield Said(0, f"Looked at and not told: {_count(len(trace.passed), 'article', 'articles')}", "head")
        for named in trace.passed[:_MOST_NAMED]:
            yield Said(1, f"{_title(named)} ({named.id})", "faint")
        yield from _more(len(trace.passed) - _MOST_NAMED, "articles")


def _written(told: Told, *, due: bool = True) -> str:
    late = _late(told.due_at, told.written_at) if told.due_at else ""
    was_due = f"due {_at(told.due_at)}, " if due and told.due_at else ""
    return f"{was_due}written {_at(told.written_at)}{late}"


def _noted(at: datetime | None) -> str:
    return f" when it was last looked at, {_at(at)}" if at else ""


# --- what both show -------------------------------------------------------------------------------


def _brief(brief: BriefPath, told: Told, depth: int, own: Set[ArticleId] | None) -> Iterator[Said]:
    """With `own`, of what was kept only what rests on these articles."""
    update = ", an update" if brief.update else ""
    story = f" (story {brief.story}{update})" if brief.story else ""
    yield Said(depth, f"Brief {brief.part + 1}: “{brief.headline}”{story}", "head" if own is None else "plain")
    for named in brief.articles[:_MOST_NAMED] if own is None else ():
        changed = ", changed by its outlet since" if named.id in brief.changed else ""
        yield Said(depth + 1, f"from {_title(named)} ({named.id}){changed}", "faint")
    kept = [each for each in brief.kept if own is None or not own.isdisjoint(each.rests_on)]
    for each in kept:
        yield Said(depth + 1, f"kept {each.kind}: {one_line(each.words, _LONGEST)}")
    if own is not None and (others := len(brief.kept) - len(kept)):
        words = f"{others} more of it on other articles alone" if kept else "nothing that was kept of it rests on this"
        yield Said(depth + 1, words, "faint")
    for refused in brief.refused:
        yield Said(depth + 1, f"refused by the gate, {refused.reason}: {one_line(refused.words, _LONGEST)}", "bad")
    if own is not None and not own.isdisjoint(brief.changed):
        yield Said(depth + 1, "its outlet has changed its words since")
    for delivery in brief.deliveries:
        good = delivery.state == "sent"
        bad = delivery.state in ("failed", "uncertain")
        yield Said(depth + 1, _delivered(delivery, told), "good" if good else "bad" if bad else "plain")
    if not brief.deliveries:
        yield Said(depth + 1, "no delivery was owed: it was read in another channel", "faint")


def _delivered(delivery: DeliveryPath, told: Told) -> str:
    place = delivery.place
    where = f"{place.platform}:{place.channel}" + (f" in thread {place.thread}" if place.thread else "")
    tries = _count(delivery.tries, "try", "tries")
    match delivery.state:
        case "sent":
            late = _late(told.due_at, delivery.ended_at) if told.due_at and delivery.ended_at else ""
            corrected = "; the message says what was changed since" if delivery.corrected else ""
            return f"posted {_at(delivery.ended_at)}{late} in {where}, message {delivery.message}, {tries}{corrected}"
        case "failed":
            return f"not posted in {where}, given up {_at(delivery.ended_at)} after {tries}: {delivery.why}"
        case "uncertain":
            return f"it may stand in {where} or not, {_at(delivery.ended_at)} after {tries}: {delivery.why}"
        case "sending":
            return f"being sent to {where}, {tries} so far"
        case _:
            tried = f", after {tries}: {delivery.why}" if delivery.tries else ", not tried yet"
            return f"to be posted in {where}, due {_at(delivery.due_at)}{tried}"


def _late(due: datetime | None, done: datetime | None) -> str:
    seconds = (done - due).total_seconds() if due and done else 0.0
    return f" ({span(seconds)} late)" if seconds >= _IN_TIME else " (in time)"


def _more(many: int, what: str) -> Iterator[Said]:
    if many > 0:
        yield Said(2, f"and {many} more {what}; --json has them all", "faint")


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _title(named: Named) -> str:
    outlet = f", {named.outlet}" if named.outlet else ""
    return f"“{one_line(named.title or named.url or named.id)}”{outlet}"


def _at(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if moment else "at no time"
