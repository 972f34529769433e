"""The buttons under our messages: evidence, sources, why, follow and unfollow, good and bad.

Each button works after a restart and for good: what it is about stands in the store, under the message it hangs on.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.flows.commands import obeyed
from bot.flows.follow import followed_by, start_following
from bot.flows.newsroom import Newsroom
from bot.flows.threads import thread_at
from bot.news.asking.commands import Command
from bot.news.chat import Press
from bot.news.showing.cards import evidence_card, safe
from bot.news.showing.pointing import pointed_at
from bot.news.showing.shown import Card, NoticeCard
from bot.ports import ChannelStore

_LONGEST_EVIDENCE = 4000  # characters: more than any sentence that is cited

_NO_EVIDENCE = NoticeCard("I cannot show that sentence: its article is no longer kept here.")
_NO_STORY = NoticeCard("This stands under no story that can be followed. Use the button under a story.")


async def pressed(press: Press, room: Newsroom, kept: ChannelStore, now: datetime) -> Card:
    """What a button shows to whoever pressed it. Raises `Unavailable`."""
    match press.button:
        case "evidence":
            return await _evidence(press.value, room)
        case "sources" | "why":
            thread = await thread_at(press.place, room, now)
            return (await obeyed(Command(press.button), press.button, thread, room, now.date())).card
        case "follow" | "unfollow":
            return await _follow(press, room, kept, now)
        case _:
            # Of this very message: an answer is not the brief that it stands under.
            place = replace(press.place, thread=press.message)
            await kept.rate(place, press.person.id, press.button == "good", now)
            return NoticeCard("Thank you, that is noted.")


async def _evidence(pointer: str, room: Newsroom) -> Card:
    pointed = pointed_at(pointer)
    if pointed is None:
        return _NO_EVIDENCE
    number, evidence = pointed
    articles = await room.store.articles([evidence.revision])
    span = evidence.span
    if not articles or span.end > len(articles[0].text) or span.end - span.start > _LONGEST_EVIDENCE:
        return _NO_EVIDENCE
    return evidence_card(number, evidence, await room.reading.sources(articles))


async def _follow(press: Press, room: Newsroom, kept: ChannelStore, now: datetime) -> Card:
    thread = await thread_at(press.place, room, now)
    follow = followed_by(press.person, thread)
    if follow is None:
        return _NO_STORY
    headline = f"“{safe(thread.briefs[0].headline)}”"
    if press.button == "unfollow":
        left = await kept.unfollow(follow)
        return NoticeCard(f"You no longer follow {headline}." if left else f"You did not follow {headline}.")
    if await start_following(follow, thread, room, kept, now):
        return NoticeCard(f"You follow {headline}: what is new of it comes to you by direct message.")
    return NoticeCard(f"You follow {headline} already.")
