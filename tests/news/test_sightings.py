"""From a feed's document to sightings: once each, what is fresh, what is read, what counts as changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.news.followed import Feed, FeedDocument, FeedId, FeedItem, Page, PageKind, Sighting
from bot.news.sightings import page_keys, sightings

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
FEED = Feed(FeedId("f1"), "https://news.example.org/feed")
TEXT = (
    "The ferry to the outer islands will sail again from Thursday, the harbour office said, after engineers replaced a"
    " cracked shaft that had kept it at the quay since the storm. Islanders had relied on a fishing boat for milk."
)


def item(number: int = 1, **changed: Any) -> FeedItem:
    return FeedItem(
        **{
            "title": f"What happened at the harbour on day {number}",
            "text": f"Teaser {number}.",
            "link": f"https://news.example.org/{number}",
            "id": f"tag:{number}",
            "published": NOW - timedelta(hours=number),
            **changed,
        }
    )


def seen(*items: FeedItem, feed: Feed = FEED, first: bool = False, now: datetime = NOW) -> tuple[Sighting, ...]:
    return sightings(feed, FeedDocument("rss 2.0", items, title="The Islander", language="en"), first, now)


def shared(a: Sighting, b: Sighting) -> bool:
    return bool(set(a.keys.sure) & set(b.keys.sure))


# --- one article, once ----------------------------------------------------------------------------


def test_an_item_becomes_a_sighting_with_all_that_it_says() -> None:
    (one,) = seen(item(author="Ana Ruiz", section="Harbour", updated=NOW))
    assert one.found.key == one.keys.sure[0]
    assert (one.found.title, one.found.text) == ("What happened at the harbour on day 1", "Teaser 1.")
    assert (one.found.url, one.found.byline, one.found.section) == ("https://news.example.org/1", "Ana Ruiz", "Harbour")
    assert (one.found.published, one.found.updated) == (NOW - timedelta(hours=1), NOW)
    assert (one.found.outlet, one.found.language) == ("The Islander", "en")
    assert one.found.summary_only
    assert one.fresh
    assert one.read


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "tag:other"},
        {"id": None},
        {"link": "http://www.news.example.org/1/?utm_source=rss"},
        {"link": "https://news.example.org/moved"},
        {"title": "WHAT HAPPENED AT THE HARBOUR"},
        {"published": NOW + timedelta(hours=3), "updated": NOW},
        {"text": "Another teaser."},
    ],
)
def test_the_next_poll_finds_the_same_article_however_the_feed_shows_it(changed: dict[str, Any]) -> None:
    (before,), (after,) = seen(item()), seen(item(**changed))
    assert shared(before, after)


def test_what_a_document_lists_twice_is_one_sighting_with_the_keys_of_both() -> None:
    twice = (item(id="tag:1"), item(2), item(id="tag:9", link="https://news.example.org/1?utm_source=top"))
    found = seen(*twice)
    assert [one.found.title for one in found] == [item(1).title, item(2).title]
    assert shared(found[0], seen(item(id="tag:9", link=None))[0])


def test_of_two_versions_in_one_document_the_newer_is_taken_in_whatever_order() -> None:
    old, new = item(text="Old words."), item(text="New.", updated=NOW)
    assert seen(old, new) == seen(new, old)
    assert seen(old, new)[0].found.text == "New."


def test_an_item_can_bring_two_others_together() -> None:
    a = item(1, id="x", link=None, title="A thing that was seen at sea", text="One.")
    b = item(2, id=None, link="https://news.example.org/b", title="A thing that was seen at sea", text="Two.")
    both = item(3, id="x", link="https://news.example.org/b", title="A thing that was seen at sea", text="Three.")
    assert len(seen(a, b)) == 2
    assert len(seen(a, b, both)) == 1


def test_twenty_thousand_items_of_one_article_are_one() -> None:
    assert len(seen(*[item()] * 20_000)) == 1


def test_an_id_that_all_items_share_is_worth_nothing() -> None:
    found = seen(item(1, id="0"), item(2, id="0"), item(3, id="0"))
    assert len(found) == 3
    assert not shared(found[0], found[1])


def test_an_id_that_items_without_address_share_is_worth_nothing() -> None:
    assert len(seen(item(1, id="0", link=None), item(2, id="0", link=None))) == 2


@pytest.mark.parametrize("link", ["https://news.example.org/", "https://news.example.org/latest"])
@pytest.mark.parametrize("guids", [True, False])
def test_an_address_that_all_items_share_is_worth_nothing(link: str, guids: bool) -> None:
    items = [item(n, link=link, id=f"tag:{n}" if guids else None) for n in range(1, 5)]
    found = seen(*items)
    assert len(found) == 4
    later = seen(item(9, link=link, id="tag:9" if guids else None), *items)
    assert [one.found.key for one in later[1:]] == [one.found.key for one in found]


def test_places_on_one_page_are_articles_of_their_own() -> None:
    items = [item(n, link=f"https://news.example.org/live#post-{n}", id=None) for n in range(1, 4)]
    assert len(seen(*items)) == 3


def test_a_title_and_text_that_stand_over_many_items_are_worth_nothing() -> None:
    items = [item(n, title="The harbour master's daily notes", text=TEXT) for n in range(1, 4)]
    found = seen(*items)
    assert len(found) == 3
    assert not any(one.keys.maybe for one in found)


def test_an_article_that_moved_within_the_document_is_one() -> None:
    assert (
        len(
            seen(
                item(1, title="Ferry to the islands sails", text=TEXT),
                item(2, title="Ferry to the Islands sails", text=TEXT),
            )
        )
        == 1
    )


def test_items_that_say_nothing_are_left_out() -> None:
    nothing = item(title=None, text="", link=None, id=None)
    front = item(title=None, text="", link="https://news.example.org/", id=None)
    assert seen(nothing, front) == ()


def test_without_text_the_title_is_the_text_and_without_that_the_link() -> None:
    (one,) = seen(item(text="", full=True))
    assert one.found.text == one.found.title
    assert one.found.summary_only
    (bare,) = seen(item(text="", title=None))
    assert bare.found.text == "https://news.example.org/1"


# --- dates, outlets, changes ----------------------------------------------------------------------


@pytest.mark.parametrize("date", [NOW + timedelta(days=1, seconds=1), datetime(1989, 12, 31, tzinfo=UTC)])
def test_dates_nobody_can_believe_are_dropped(date: datetime) -> None:
    (one,) = seen(item(published=date, updated=date))
    assert one.found.published is None
    assert one.found.updated is None
    assert one.fresh


def test_a_date_in_another_zone_s_today_is_kept() -> None:
    date = NOW + timedelta(hours=14)
    assert seen(item(published=date))[0].found.published == date


def test_the_outlet_is_ours_then_the_item_s_then_the_feed_s() -> None:
    ours = Feed(FeedId("f1"), FEED.url, outlet="Islander Daily")
    assert seen(item(outlet="The Lighthouse"), feed=ours)[0].found.outlet == "Islander Daily"
    assert seen(item(outlet="The Lighthouse"))[0].found.outlet == "The Lighthouse"
    assert seen(item())[0].found.outlet == "The Islander"


@pytest.mark.parametrize(
    "changed",
    [
        {"published": NOW, "updated": NOW},
        {"title": "what HAPPENED at  the harbour on day 1"},
        {"text": "Teaser\n1. "},
        {"link": "http://news.example.org/1?utm_campaign=x"},
        {"id": "tag:other"},
    ],
)
def test_a_bumped_date_or_tracker_is_no_change(changed: dict[str, Any]) -> None:
    assert seen(item(**changed))[0].digest == seen(item())[0].digest


@pytest.mark.parametrize(
    "changed", [{"title": "Another title"}, {"text": "More."}, {"link": "https://news.example.org/1b"}, {"text": ""}]
)
def test_other_words_are_a_change(changed: dict[str, Any]) -> None:
    assert seen(item(**changed))[0].digest != seen(item())[0].digest


# --- what is fresh, what is read ------------------------------------------------------------------


def test_at_first_contact_only_the_newest_few_are_fresh() -> None:
    found = seen(*(item(n) for n in (9, 1, 8, 2, 7, 3, 6, 4)), first=True)
    assert [one.found.url[-1] for one in found if one.fresh and one.found.url] == ["1", "2", "3", "6", "4"]
    assert len(found) == 8


def test_at_first_contact_a_feed_without_dates_is_taken_in_its_order() -> None:
    found = seen(*(item(n, published=None) for n in range(1, 9)), first=True)
    assert [one.fresh for one in found] == [True] * 5 + [False] * 3


def test_at_first_contact_nothing_older_than_three_days_is_fresh() -> None:
    found = seen(item(1), item(2, published=NOW - timedelta(days=3, seconds=1)), first=True)
    assert [one.fresh for one in found] == [True, False]


def test_at_first_contact_none_are_fresh_where_none_are_wanted() -> None:
    assert not any(one.fresh for one in seen(item(), feed=Feed(FeedId("f1"), FEED.url, new_at_first=0), first=True))


def test_later_all_are_fresh_but_an_archive_listed_anew() -> None:
    archive = [item(100 * n, published=NOW - timedelta(days=n)) for n in range(8, 60)]
    found = seen(*(item(n) for n in range(1, 40)), *archive)
    assert [one.fresh for one in found] == [True] * 39 + [False] * 52


def test_an_old_article_that_tells_only_when_it_was_updated_is_old() -> None:
    assert not seen(item(published=None, updated=NOW - timedelta(days=30)))[0].fresh


@pytest.mark.parametrize(
    ("feed", "changed", "read"),
    [
        (FEED, {}, True),
        (FEED, {"full": True}, False),
        (FEED, {"link": None}, False),
        (FEED, {"published": NOW - timedelta(days=30)}, False),
        (Feed(FeedId("f1"), FEED.url, full_text=False), {}, False),
        (Feed(FeedId("f1"), FEED.url, full_text=False, links="a.story"), {}, True),
        (Feed(FeedId("f1"), FEED.url, links="a.story"), {"published": NOW - timedelta(days=30)}, True),
    ],
)
def test_whose_page_is_read(feed: Feed, changed: dict[str, Any], read: bool) -> None:
    assert seen(item(**changed), feed=feed)[0].read is read


def test_a_full_item_is_the_article() -> None:
    assert not seen(item(full=True))[0].found.summary_only


# --- an article's own page ------------------------------------------------------------------------


def page(kind: PageKind = "full", **changed: str | None) -> Page:
    told = {
        "url": "https://news.example.org/1",
        "canonical": None,
        "title": "Ferry to the islands sails again",
    } | changed
    return Page(kind, TEXT, url=told["url"], canonical=told["canonical"], title=told["title"])


def is_of(keys: tuple[str, ...], link: str) -> bool:
    return bool(set(keys) & set(seen(item(id=None, title=None, link=link))[0].keys.sure))


def test_a_page_is_known_by_where_it_was_found_and_where_it_belongs() -> None:
    keys = page_keys(page(canonical="https://news.example.org/ferry"))
    assert is_of(keys.sure, "https://news.example.org/ferry")
    assert is_of(keys.sure, "http://news.example.org/1?utm_source=x")
    assert keys.maybe


def test_a_page_and_a_feed_that_gives_the_whole_text_agree() -> None:
    whole = item(
        id="tag:other", link="https://news.example.org/other", title="Ferry to the Islands sails again", text=TEXT
    )
    assert set(page_keys(page()).sure) & set(seen(whole)[0].keys.sure)


@pytest.mark.parametrize("kind", ["paywall", "consent-wall", "bot-wall", "error-page", "no-article"])
def test_a_wall_names_no_article(kind: PageKind) -> None:
    assert page_keys(page(kind)).sure == ()


@pytest.mark.parametrize(
    ("url", "belongs"),
    [
        ("https://news.example.org/harbour/ferry", "https://news.example.org/harbour/"),
        ("https://news.example.org/read?id=5", "https://news.example.org/read"),
        ("https://news.example.org/harbour/ferry", "https://news.example.org/"),
    ],
)
def test_a_canonical_address_that_many_pages_share_is_not_believed(url: str, belongs: str) -> None:
    keys = page_keys(page(url=url, canonical=belongs))
    assert is_of(keys.sure, url)
    assert not is_of(keys.sure, belongs)


def test_a_page_without_address_has_no_keys() -> None:
    assert page_keys(page(url=None)).sure == ()
    assert is_of(page_keys(page(url=None, canonical="https://news.example.org/1")).sure, "https://news.example.org/1")
