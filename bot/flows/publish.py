"""From stored articles to the edition that a channel is owed.

    fetcher.fetch             an article of a folder (those of feeds: poll.py)      I/O
    | store.save_article      saved: a crash from here on loses nothing             I/O
    --- placed in its story (tell.py); a channel's slot is due ---
    | stories.stories_due     what this channel has not seen                        I/O
    | ranking.ranked          its topics first                                      rule
    | dossier_of, reading     the articles of a story: quotes, claims, figures      rule
    | write.write_story       a draft, the model's or the extractive one, proven    I/O, rule
    | changes.tells_more      or nothing new since the last brief of this story     rule
    | store.save_edition      with the deliveries it owes, in one transaction;      I/O
    |                         or written anew, where another copy wrote meanwhile

Each step is safe to run again. What is due is a row's state, so a sweep finds anything that was dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from bot.flows.newsroom import Newsroom
from bot.flows.translate import translate
from bot.flows.write import write_story
from bot.flows.written import key_of
from bot.news.channels import Channel, Delivery, Edition, EditionId
from bot.news.comparing.changes import tells_more
from bot.news.comparing.told_before import as_one, only_new
from bot.news.dossier import MOST_READ, Dossier, dossier_of
from bot.news.grounding import check_story
from bot.news.lengths import LENGTHS, Measure
from bot.news.machine_talk import named_for_readers
from bot.news.ranking import MOST_WEIGHED, Candidate, ranked
from bot.news.slots import planned_at
from bot.news.telling.independence import independent_sources
from bot.news.types import ArticleId, Brief, DraftBrief, Sources, StoryId
from bot.news.wanted import wanted
from bot.news.writing.genres import reported
from bot.news.writing.headline import title_of
from bot.news.writing.select import draft_brief
from bot.ports import Fetcher, Rejected, Spending, Store, Unavailable

_MOST_TOLD = 12  # briefs of a story that a new one is compared with, the newest
_MOST_NAMED = 20  # articles of a brief that the log names
_TRIES = 3
_EVER = datetime.min.replace(tzinfo=UTC)

log = structlog.get_logger()


async def pull(fetcher: Fetcher, store: Store, now: datetime) -> int:
    """Store what the fetcher finds; the number of texts that were new."""
    new = 0
    async for found in fetcher.fetch():
        try:
            article, is_new = await store.save_article(found, now)
        except Rejected as error:
            log.warning("article_refused", key=found.key, why=str(error))
            continue
        new += is_new
        if is_new:
            log.info("article_saved", article=article.id, url=article.url, revision=article.revision.id)
    return new


async def publish(channel: Channel, slot: str, room: Newsroom, now: datetime) -> Edition | None:
    """Write the edition of one slot and what it owes. None where nothing is new or the slot is taken.

    It holds as many stories as the channel wants. A story that was told here before comes again only where something
    new was proven since. Raises `Unavailable` where there was something to tell and none of it could be written.
    """
    async with room.writing(channel.name):
        for _ in range(_TRIES):
            mark = await room.store.told_mark(channel.name)
            made = await _written_edition(channel, slot, room, now)
            if made is None:
                return None
            edition, articles = made
            owed = [Delivery(f"{edition.id} {part}", edition.id, channel.place, part) for part in range(len(articles))]
            if await room.store.save_edition(edition, owed, now, after=mark):
                _tell(edition, articles, _seconds_late(channel, slot, now))
                return edition
            # Another copy wrote for this channel meanwhile, and may have told the same: what is left is written anew.
            log.info("written_elsewhere", channel=channel.name, slot=slot)
    raise Unavailable(f"other editions for {channel.name} were written each time that this one was")


async def _written_edition(
    channel: Channel, slot: str, room: Newsroom, now: datetime
) -> tuple[Edition, list[list[ArticleId]]] | None:
    """What is not saved yet, and the articles behind each brief. None and raises as `publish`."""
    measure = LENGTHS[channel.length]
    if channel.stories is not None:
        measure = replace(measure, stories=channel.stories)
    key = EditionId(f"{channel.name} {slot}")
    if await room.store.edition(key) is not None:
        return None
    briefs: list[Brief] = []
    articles: list[list[ArticleId]] = []
    failed = 0
    for candidate, copies in await _candidates(channel, room, now):
        if len(briefs) == measure.stories:
            break
        try:
            brief, spent = await _told(candidate, copies, channel, room, measure)
        except Exception:
            # A story that breaks a rule of ours must not cost the channel all others. It stays due.
            log.exception("story_failed", channel=channel.name, edition=key, story=candidate.story)
            failed += 1
            continue
        for spending in spent:
            await room.stories.spend(now.date(), key, channel.name, spending)
            log_spent("edition", spending)
        if brief is None:
            await room.stories.pass_over(channel.name, [a.revision.id for a in candidate.articles], now)
            log.info("nothing_new", channel=channel.name, edition=key, story=candidate.story)
        else:
            briefs.append(brief)
            articles.append([article.id for article in candidate.articles][:_MOST_NAMED])
    if not briefs:
        if failed:
            raise Unavailable(f"{failed} {'story' if failed == 1 else 'stories'} broke in writing; the log tells more")
        return None
    return Edition(key, channel.name, slot, tuple(briefs)), articles


def _tell(edition: Edition, articles: Sequence[Sequence[ArticleId]], late: float | None) -> None:
    about = {"channel": edition.channel, "slot": edition.slot, "briefs": len(edition.briefs)}
    log.info("edition_written", edition=edition.id, **about, seconds_late=late)
    for part, (brief, behind) in enumerate(zip(edition.briefs, articles, strict=True)):
        log.info(
            "brief_written",
            edition=edition.id,
            part=part,
            story=brief.story,
            articles=behind,
            lines=len(brief.lines),
            refused=[r.reason for r in brief.refused],
        )


def log_spent(of: str, spending: Spending) -> None:
    """What a reply of a model cost, for the log; metrics count it."""
    log.info(
        "spent",
        of=of,
        model=spending.model,
        tokens_in=spending.tokens_in,
        tokens_out=spending.tokens_out,
        cost=spending.cost,
        cached=spending.cached,
    )


def _seconds_late(channel: Channel, slot: str, now: datetime) -> float | None:
    """None for what is told at no set time."""
    planned = planned_at(channel, slot)
    return (now - planned).total_seconds() if planned else None


async def _candidates(
    channel: Channel, room: Newsroom, now: datetime
) -> list[tuple[Candidate, Mapping[ArticleId, ArticleId]]]:
    """The stories that the channel is due, the first to be told first, each with its copies."""
    found: list[Candidate] = []
    copies: dict[StoryId, Mapping[ArticleId, ArticleId]] = {}
    for story in await room.stories.stories_due(channel.name, _EVER, MOST_WEIGHED):
        rows = await room.stories.articles_of_story(story)
        copies[story] = {article.id: original for article, original in rows if original is not None}
        articles = tuple(named_for_readers(article) for article, _ in rows)
        if not wanted(articles, channel.sources):
            # Left due they would crowd out, one day, what the channel does want.
            await room.stories.pass_over(channel.name, [a.revision.id for a in articles], now)
            continue
        voices = independent_sources(articles, copies[story], room.owners)
        found.append(Candidate(story, articles, len(voices)))
    known = await room.stories.topics_of([a.id for c in found for a in c.articles])
    return [(c, copies[c.story]) for c in ranked(found, channel.topics, known, now)]


async def _told(
    candidate: Candidate, copies: Mapping[ArticleId, ArticleId], channel: Channel, room: Newsroom, measure: Measure
) -> tuple[Brief | None, tuple[Spending, ...]]:
    # Reading and proving take up to seconds of a busy story: others are answered meanwhile.
    dossier = await asyncio.to_thread(
        dossier_of, candidate.story, candidate.articles, copies, room.owners, room.reading.read
    )
    return await brief_for(dossier, channel, room, measure)


async def brief_for(
    dossier: Dossier, channel: Channel, room: Newsroom, measure: Measure
) -> tuple[Brief | None, tuple[Spending, ...]]:
    """The proven brief of a story and what it cost; None where the channel's briefs of it have told all this."""
    earlier = as_one(await room.stories.briefs_of(channel.name, dossier.story, _MOST_TOLD))
    key = key_of(dossier, earlier, channel, measure)
    free = room.model is None
    return await room.written.once(key, lambda: _written(dossier, earlier, channel, room, measure), free=free)


async def _written(
    dossier: Dossier, earlier: Brief | None, channel: Channel, room: Newsroom, measure: Measure
) -> tuple[Brief | None, tuple[Spending, ...]]:
    sources = await _with_told(dossier.sources, earlier, room)
    own, plain = await asyncio.to_thread(_plain, dossier, measure, earlier)
    # The articles' own words tell whether anything is new: no model is asked for what was told before.
    if earlier is not None:
        if not tells_more(plain, earlier, sources):
            return None, ()
        plain = only_new(plain, earlier, sources)
        if not _says_more(plain):
            return None, ()
    if room.model is None:
        return plain, ()
    brief, spent = await write_story(dossier, measure, room.model, own, earlier)
    if earlier is not None:
        more = tells_more(brief, earlier, sources)
        updated = only_new(brief, earlier, sources)
        brief = updated if more and _says_more(updated) else plain
    shown, also_spent = await translate(brief, dossier.sources, channel.language, room.model)
    return shown, spent + also_spent


def _says_more(update: Brief) -> bool:
    return bool(update.lines or update.quotes or update.changes)


def _plain(dossier: Dossier, measure: Measure, earlier: Brief | None) -> tuple[DraftBrief, Brief]:
    """The articles' own words as a draft, and what of it is proven; an update is headed by its newest report."""
    old = earlier.revisions if earlier else ()
    fresh = [source for revision, source in dossier.sources.items() if revision not in old]
    own = draft_brief(fresh or list(dossier.sources.values()), measure)
    if earlier is not None and fresh:
        own = replace(own, headline=title_of(reported(fresh)[-1]) or own.headline)
    return own, check_story(own, dossier, earlier)


async def _with_told(sources: Sources, earlier: Brief | None, room: Newsroom) -> Sources:
    """The sources with the articles, as they were, that the story was told from and that are not read for it now."""
    gone = [r for r in earlier.revisions if r not in sources] if earlier else []
    if not gone:
        return sources
    articles = await room.store.articles(gone[:MOST_READ])
    return {**await room.reading.sources(articles), **sources}
