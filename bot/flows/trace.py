"""Why an article was told in a channel, or was not: "/brief why URL". `whole_trace.py` asks it of every channel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from bot.flows.follow import is_read_elsewhere
from bot.flows.newsroom import Newsroom
from bot.keeping import Trace
from bot.news.channel_words import listed, sources_words
from bot.news.channels import Channel
from bot.news.coming import coming, slot_words
from bot.news.feed_words import one_line
from bot.news.identity import keys_of
from bot.news.lengths import LENGTHS
from bot.news.ranking import MOST_WEIGHED, Candidate, ranked
from bot.news.showing.cards import outlet_of, safe, title_of
from bot.news.slots import held_until
from bot.news.traced import Fate
from bot.news.types import Article
from bot.news.wanted import wanted
from bot.ports import ChannelStore

_MOST_EDITIONS = 3
_EVER = datetime.min.replace(tzinfo=UTC)
_UNKNOWN = (
    "I do not know this article: no source of mine has shown it at this address. "
    "If its outlet has a feed, “/brief sources” can add it."
)


async def why(url: str, channel: Channel, room: Newsroom, kept: ChannelStore, now: datetime) -> str:
    """What became of the article at an address in this channel, in a few lines. Raises `Unavailable`."""
    address = url.strip().strip("<>").partition("|")[0]
    # Only keys of addresses: the title and the words are not known here. A site's front page has none.
    keys = keys_of("", guid=None, address=address, title=None, text="").sure
    if not keys or " " in address:
        said = "That is no article's address" if address else "Why what"
        return f"{said}{'.' if address else '?'} Name an article: “/brief why https://example.org/news/ferry”."
    found = await kept.trace([*keys, address], channel.name)
    if found is None:
        return _UNKNOWN
    zone = ZoneInfo(channel.zone)
    article = found.article
    lines = [
        f"“{title_of(article)}”" + (f", {outlet}" if (outlet := outlet_of(article)) else ""),
        f"Known since {_moment(found.seen_at, zone)}.",
    ]
    if found.page_note:
        lines.append(f"Its own page could not be read whole: {one_line(found.page_note)}.")
    lines.append((await fate_of(found, await story_with(found, room), channel, room, now)).words)
    return "\n".join(safe(line) for line in lines)


async def story_with(found: Trace, room: Newsroom) -> tuple[Article, ...]:
    """The articles of its story; it alone where that is not found yet."""
    rows = await room.stories.articles_of_story(found.story) if found.story else []
    return tuple(article for article, _ in rows) or (found.article,)


async def fate_of(found: Trace, story: Sequence[Article], channel: Channel, room: Newsroom, now: datetime) -> Fate:
    """What became of it in this channel, by the one reason that decided."""
    if found.editions:
        return _told(found, channel)
    if not found.fresh:
        return Fate("old", "It was old already when its feed was first read, so it is no news.")
    if (original := next((a for a in story if a.id == found.copy_of), None)) is not None:
        outlet = outlet_of(original) or "no outlet named"
        words = f"It is a copy of “{title_of(original)}” ({outlet}): what becomes of that one counts."
        return Fate("copy", words)
    if not wanted(story, channel.sources):
        return Fate("sources", f"Not for this channel: it is told {sources_words(channel.sources)}.")
    if refused := await _of_other_topics(found, story, channel, room, now):
        return Fate("topics", refused)
    if found.told_or_passed is not None:
        passed = _moment(found.told_or_passed, ZoneInfo(channel.zone))
        return Fate("passed", f"Passed over on {passed}: it told nothing that was new here.")
    if found.story is None:
        return Fate("unplaced", "It came in a moment ago, and its story is not found yet.")
    return await _waiting(found, channel, room, now)


async def _waiting(found: Trace, channel: Channel, room: Newsroom, now: datetime) -> Fate:
    """It is due there: what it waits for."""
    if channel.paused:
        return Fate("paused", "It waits: this channel is paused. “/brief resume” goes on.")
    weighed = await room.stories.stories_due(channel.name, _EVER, MOST_WEIGHED)
    if len(weighed) == MOST_WEIGHED and found.story not in weighed:
        return Fate(
            "beyond", f"It waits behind the {MOST_WEIGHED} newest stories that are due here: no edition weighs more."
        )
    if (until := held_until(channel, now)) is not None:
        until = until.astimezone(ZoneInfo(channel.zone))
        return Fate("quiet", f"It waits: these are quiet hours here, and they end at {until:%H:%M}.")
    most = channel.stories or LENGTHS[channel.length].stories
    words = f"It waits for the next edition, {coming(channel, now)}, which tells the first {most} stories."
    return Fate("waits", words)


def _told(found: Trace, channel: Channel) -> Fate:
    slots = [edition.removeprefix(f"{channel.name} ") for edition in found.editions]
    posted = [slot_words(slot) for slot in slots if not is_read_elsewhere(slot)][:_MOST_EDITIONS]
    if not posted:
        return Fate("read", "You had read it when you began to follow its story.")
    as_copy = " as a copy of what was told" if found.copy_of else ""
    words = f"Told here{as_copy} in the edition{'s' if len(posted) > 1 else ''} of {listed(posted)}."
    return Fate("told", words)


async def _of_other_topics(
    found: Trace, story: Sequence[Article], channel: Channel, room: Newsroom, now: datetime
) -> str | None:
    """Why the rules of topics leave it out; None where they do not."""
    if found.story is None or not channel.topics:
        return None
    known = await room.stories.topics_of([a.id for a in story])
    candidate = Candidate(found.story, tuple(story), 1)
    for topic in channel.topics:
        if topic.startswith("-") and not ranked([candidate], [topic], known, now):
            return f"Not for this channel: it is of the topic {topic[1:]}, which is not wanted here."
    if ranked([candidate], channel.topics, known, now):
        return None
    own = sorted({topic for topics in known.values() for topic in topics})
    first = [topic for topic in channel.topics if not topic.startswith("-")]
    return f"Not for this channel: its topics are {listed(own)}, and {listed(first)} is wanted here."


def _moment(moment: datetime, zone: tzinfo) -> str:
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B}, {local:%H:%M}"
