"""`factbox feeds`: which feeds are followed and how they fare; trying, adding and removing them; their lists."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app import now
from bot.app.commands import open_feeds, open_look
from bot.news.feed_words import HEADER, WIDE, about, fares, health, one_line, preview, summary, tried_once
from bot.news.followed import Feed, FeedId, FeedState, Saved, Sighting
from bot.news.polling import after_success
from bot.news.sightings import sightings
from bot.platforms.screen_text import clean, spell
from bot.ports import FeedStore, Followed, Rejected, Unavailable
from bot.readings import Unread, read_bytes
from bot.settings import Settings, named_at
from bot.sources import feed_id, nearest

if TYPE_CHECKING:
    from bot.feeds.first_look import FirstLook, Look

MOST_SHOWN = 50
NEWEST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line; None is left to the defaults."""

    outlet: str | None = None
    topics: tuple[str, ...] = ()
    links: str | None = None
    new_at_first: int | None = None

    def feed(self, url: str, known: Feed | None = None) -> Feed:
        """The feed as it is wanted; of one that is `known`, what was not asked for stays as it is."""
        feed = known or Feed(feed_id(url), url)
        return replace(
            feed,
            url=url,
            outlet=self.outlet or feed.outlet,
            topics=self.topics or feed.topics,
            links=self.links,
            new_at_first=feed.new_at_first if self.new_at_first is None else self.new_at_first,
        )


async def list_feeds(settings: Settings, *, as_json: bool) -> int:
    """The feed doctor: a row for each feed, what is in trouble first, and a summary."""
    moment = now()
    async with open_feeds(settings) as store:
        followed = await _all(settings, store, moment)
    order = {"trouble": 0, "moved": 1, "new": 2, "ok": 3}
    followed.sort(key=lambda f: (order[health(f.feed, f.state)], f.feed.url))
    if as_json:
        for each in followed:
            print(json.dumps(_row(each), ensure_ascii=False))
        return 0
    if not followed:
        _say("No feed is followed. Add one: factbox feeds add ADDRESS")
        return 0
    _say(HEADER)
    width = _width()
    for each in followed:
        lines = fares(each.feed, each.state, each.origin, moment, width)
        colour = {"trouble": "31", "moved": "33"}.get(health(each.feed, each.state))
        for line in lines:
            _say(line, colour)
    _say(summary([health(f.feed, f.state) for f in followed]))
    return 0


async def count_feeds(settings: Settings) -> int:
    """How many feeds are followed, or will be with the next run."""
    async with open_feeds(settings) as store:
        return len(await _all(settings, store, now()))


async def add_feed(settings: Settings, config: Path | None, address: str, wanted: Wanted) -> int:
    """Ask the address, find the feed where it is a site's page, show what it holds, and follow it."""
    async with open_look(settings.web) as web, open_feeds(settings) as store:
        try:
            look = await _found(web, address, wanted.links)
        except Unavailable as error:
            raise Unavailable(f"{error} Nothing was added.", error.wait) from None
        if look is None:
            return 1
        assert look.answer is not None
        url = look.answer.moved_to or look.asked
        known = {f.feed.id: f for f in await _all(settings, store, now())}.get(feed_id(url))
        _only_by_hand(known, settings, config)
        feed = wanted.feed(url, known.feed if known else None)
        _show(feed, look, NEWEST_SHOWN)
        await store.follow([feed], "hand", now())
    if known is None:
        _say(f"Added {feed.url}; `factbox run` reads it from now on.")
    elif feed == known.feed:
        _say(f"It is followed already: {feed.url}")
    else:
        _say(f"Its settings were changed: {feed.url}")
    return 0


async def remove_feed(settings: Settings, config: Path | None, address: str) -> int:
    """Forget a feed that was added by hand; its articles stay."""
    named = feed_id(_address(address))
    async with open_feeds(settings) as store:
        followed = {f.feed.id: f for f in await _all(settings, store, now())}
        each = followed.get(named)
        _only_by_hand(each, settings, config)
        if each is None or not await store.unfollow(named):
            near = nearest(_address(address), [f.feed.url for f in followed.values()])
            raise Rejected(f"{address} is not followed{near if 'mean' in near else '; `factbox feeds` lists all'}")
    _say(f"Removed {each.feed.url}; its articles stay.")
    return 0


async def test_feeds(settings: Settings, addresses: Sequence[str], wanted: Wanted) -> int:
    """Show what would be taken of each address, and why not more. 1 where one gives nothing."""
    wrong = 0
    async with open_look(settings.web) as web:
        for number, address in enumerate(addresses, 1):
            _progress("testing", number, len(addresses))
            if number > 1:
                _say("")
            try:
                look = await _found(web, address, wanted.links)
            except (Unavailable, Rejected) as error:
                _complain(str(error) if len(addresses) == 1 else f"{address}: {error}")
                look = None
            if look is None:
                wrong += 1
            else:
                _show(wanted.feed(look.asked), look, MOST_SHOWN)
    return 1 if wrong else 0


async def import_feeds(settings: Settings, name: str) -> int:
    """Follow all feeds of an OPML list. 1 where one of them was refused; each is named with the reason."""
    try:
        data = read_bytes(name)
    except Unread as error:
        raise Rejected(f"{name} {error}") from None
    added: dict[FeedId, Feed] = {}
    known, refused = 0, []
    async with open_look(settings.web) as web, open_feeds(settings) as store:
        there = {f.feed.id for f in await _all(settings, store, now())}
        try:
            outlines = web.outlines(data)
        except Rejected as error:
            raise Rejected(f"{'standard input' if name == '-' else name}: {error}") from None
        for outline in outlines:
            try:
                url = web.checked(_address(outline.url))
            except Rejected as error:
                refused.append(f"refused {one_line(outline.title or outline.url)}: {error}")
                continue
            feed = Feed(feed_id(url), url, _label(outline.title, outline.url), _topics(outline.category))
            if feed.id in there or feed.id in added:
                known += 1
            else:
                added[feed.id] = feed
        await store.follow(list(added.values()), "hand", now())
    for line in refused:
        _complain(line)
    _say(f"{len(added)} added, {known} known already, {len(refused)} refused, of {len(outlines)} in the list.")
    return 1 if refused else 0


async def export_feeds(settings: Settings, path: Path | None) -> int:
    """Write all feeds as an OPML list, to standard output without a path or with "-"."""
    async with open_look(settings.web) as web, open_feeds(settings) as store:
        followed = await _all(settings, store, now())
        feeds = [f for f in followed if f.feed.links is None]
        text = web.opml([f.feed for f in feeds], [f.feed.outlet or f.state.title for f in feeds])
    if path is None or str(path) == "-":
        sys.stdout.write(text)
    else:
        try:
            with path.open("x", encoding="utf-8") as out:
                out.write(text)
        except FileExistsError:
            raise Rejected(f"{path} exists already and was left as it is; name another path") from None
        except OSError as error:
            raise Rejected(f"{path} cannot be written: {error.strerror}") from None
        _say(f"Wrote {len(feeds)} feed{'' if len(feeds) == 1 else 's'} to {path}.")
    for each in followed:
        if each.feed.links is not None:
            _complain(f"left out {each.feed.url}: a page that is read as a feed has no place in OPML")
    return 0


async def _all(settings: Settings, store: FeedStore, moment: datetime) -> list[Followed]:
    """What is followed, with what the settings name and no run has taken over yet."""
    followed = await store.feeds()
    there = {each.feed.id for each in followed}
    missing = [feed for feed in settings.feeds() if feed.id not in there]
    return followed + [Followed(feed, FeedState(feed.id, moment), "file") for feed in missing]


def _only_by_hand(each: Followed | None, settings: Settings, config: Path | None) -> None:
    """Raises `Rejected` for what the settings say: no command may say otherwise."""
    if each is None:
        return
    if each.feed.id in {feed.id for feed in settings.feeds()}:
        raise Rejected(f"{each.feed.url} stands in {named_at(config, each.feed.id)}: change it there")
    if each.origin == "file":
        raise Rejected(f"{each.feed.url} stood in the settings of the last run; the next one with these drops it")


async def _found(web: FirstLook, address: str, links: str | None) -> Look | None:
    """The feed at an address or the one feed that the page there names; None once said why not."""
    try:
        url = web.checked(_address(address))
        with _asking(url):
            look = await web.at(url, links)
    except Unavailable as error:
        raise Unavailable(tried_once(str(error)) + _other_reading(address), error.wait) from None
    if look.answer is not None:
        return look
    if len(look.named) == 1:
        _say(f"{look.asked} is a page; its feed is {look.named[0].url}")
        url = web.checked(look.named[0].url)
        with _asking(url):
            look = await web.at(url)
        if look.answer is not None:
            return look
    _complain(_no_feed(look, links))
    for feed in look.named:
        _say(f"  {feed.url}  {one_line(feed.title or feed.kind)}")
    return None


def _no_feed(look: Look, links: str | None) -> str:
    """Why nothing can be followed there, and what to do."""
    why = look.why if look.why.startswith(look.asked) else f"{look.asked} {look.why}"
    if look.named:
        return f"{why}. Take the one you mean:"
    if links:
        return f"{why}. Look at the page's HTML for a selector that fits its links."
    if look.is_page:
        return f"{why}. Where the page lists articles, their links can be read: --links 'h2 a' (a CSS selector)."
    return why


def _show(feed: Feed, look: Look, most: int) -> None:
    """The feed, and the first of its items: the newest where not all are shown."""
    answer = look.answer
    assert answer is not None
    assert answer.document is not None
    moment = now()
    document = answer.document
    seen = sightings(feed, document, True, moment)
    dates = [item.published for item in document.items if item.published]
    state = after_success(FeedState(feed.id, moment), answer, Saved(new=len(seen)), dates, moment)
    width = _width()
    for line in about(feed, document, state, look.asked, width):
        _say(line)
    if len(seen) < len(document.items):
        _say(f"  {len(document.items) - len(seen)} of its items say nothing, or are an article that it lists twice")
    for line in preview(feed, sorted(seen, key=_newest_first, reverse=True), most, width):
        _say(line)


def _newest_first(sighting: Sighting) -> tuple[bool, float]:
    published = sighting.found.published
    return sighting.fresh, published.timestamp() if published else 0.0


def _row(each: Followed) -> dict[str, object]:
    feed, state = each.feed, each.state
    return {
        "url": feed.url,
        "outlet": feed.outlet,
        "title": state.title,
        "topics": list(feed.topics),
        "links": feed.links,
        "named": each.origin,
        "state": health(feed, state),
        "last_success": _moment(state.succeeded_at),
        "last_poll": _moment(state.polled_at),
        "next_poll": _moment(state.next_poll),
        "failures": state.failures,
        "failing_since": _moment(state.failing_since),
        "trouble": state.trouble,
        "moved_to": state.moved_to,
        "hub": state.hub,
    }


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _address(text: str) -> str:
    """What a person types or pastes as an address. Raises `Rejected` where nothing is there."""
    text = text.strip()
    if not text:
        raise Rejected("the address is empty; it should be one such as https://example.org/feed.xml")
    text = re.sub(r"(?i)^feed:(?://)?(?=https?:)", "", text)
    text = re.sub(r"(?i)^feed:/*", "http://", text)  # by its definition another name for http
    text = re.sub(r"(?i)^(https?)(?::/?|//|;//)(?=[^/:;.])", r"\1://", text)
    return text if "://" in text else f"https://{text}"


def _other_reading(address: str) -> str:
    """What else may have been meant by an address that was typed without its beginning, and gave nothing."""
    if "://" in address or _address(address) != f"https://{address.strip()}":
        return ""
    if len(address) < 200 and Path(address.strip()).is_file():
        return f" The file of that name is read by: factbox feeds parse {address}"
    return " It was asked by https://; where it has only http://, write that before it."


def _width() -> int:
    """Characters that a line of the terminal takes; a pipe takes any."""
    return max(40, shutil.get_terminal_size().columns) if sys.stdout.isatty() else WIDE


def _label(title: str | None, url: str) -> str | None:
    return one_line(title) if title and title.strip() and title.strip() != url.strip() else None


def _topics(category: str | None) -> tuple[str, ...]:
    """A folder of the list, and folders in folders, as topics."""
    return tuple(dict.fromkeys(t for part in re.split("[,/]", category or "") if (t := one_line(part))))


def _say(line: str, colour: str | None = None) -> None:
    """One line; what others wrote moves no cursor. Colours are for terminals alone (see no-color.org)."""
    line = spell(clean(line), sys.stdout.encoding or "ascii").rstrip()
    if colour and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        line = f"\x1b[{colour}m{line}\x1b[0m"
    print(line)


def _complain(line: str) -> None:
    sys.stdout.flush()
    print(f"factbox: {spell(clean(line), sys.stderr.encoding or 'ascii')}", file=sys.stderr)


@contextmanager
def _asking(url: str) -> Iterator[None]:
    """A slow server looks like a hung program; a person is told whom we wait for, for as long as we do."""
    shown = sys.stderr.isatty()
    if shown:
        print(
            f"asking {spell(clean(url), sys.stderr.encoding or 'ascii')[:60]} ...", end="", file=sys.stderr, flush=True
        )
    try:
        yield
    finally:
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _progress(what: str, number: int, total: int) -> None:
    if total > 3 and sys.stderr.isatty():
        print(f"\r{what} {number} of {total}", end="\n" if number == total else "", file=sys.stderr, flush=True)
