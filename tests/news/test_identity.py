"""Addresses for comparing, and keys: what is one article, and what must never be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.identity import LIKE, Keys, alike, canonical, keys_of, likeness, near

TEXT = (
    "The ferry to the outer islands will sail again from Thursday, the harbour office said, after engineers replaced a"
    " cracked shaft that had kept it at the quay since the storm. Islanders had relied on a fishing boat for milk,"
    " medicine and mail, and the school sent its older pupils home for the rest of the term. The operator said that"
    " tickets bought for cancelled crossings stay valid until the spring, and that a second boat would be hired."
)
TITLE = "Ferry to the outer islands sails again"


def known(**changed: str | None) -> Keys:
    given = {"guid": "tag:1", "address": "https://news.example.org/ferry", "title": TITLE, "text": TEXT} | changed
    return keys_of("f1", guid=given["guid"], address=given["address"], title=given["title"], text=given["text"] or "")


def one(a: Keys, b: Keys, a_text: str = TEXT, b_text: str = TEXT) -> bool:
    if set(a.sure) & set(b.sure):
        return True
    return bool(a.maybe == b.maybe and a.maybe and alike(a_text, b_text))


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("http://www.Example.org/a", "https://example.org/a"),
        ("https://example.org:443/a", "http://example.org:80/a/"),
        ("//example.org/a", "example.org/a"),
        ("https://user:secret@example.org/a", "https://example.org/a"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://bücher.example.org/a", "https://xn--bcher-kva.example.org/a"),
        ("https://BÜCHER.example.org/a", "https://bücher。example.org/a"),
        ("https://example.org/%7eanna/caf%c3%a9", "https://example.org/~anna/café"),
        ("https://example.org/a%2fb", "https://example.org/a%2Fb"),
        ("https://example.org/x/./y/../../a", "https://example.org/a"),
        ("https://example.org//a///b", "https://example.org/a/b"),
        ("https://example.org/a?utm_source=x&UTM_Medium=y&fbclid=1&at_campaign=2", "https://example.org/a"),
        ("https://example.org/a?id=1&gclid=z", "https://example.org/a?id=1"),
        ("https://example.org/a?ref=rss", "https://example.org/a?ref=newsletter-12"),
        ("https://example.org/a?ref=blog.example.net", "https://example.org/a"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
        ("https://example.org/a?a=1&amp;b=2", "https://example.org/a?a=1&b=2"),
        ("https://example.org/a?q=x%20y", "https://example.org/a?q=x+y"),
        ("https://example.org/a#comments", "https://example.org/a"),
        ("https://example.org/a#:~:text=ferry", "https://example.org/a"),
        ("https://example.org/news/index.html", "https://example.org/news"),
        ("https://example.org/index.php?p=7", "https://example.org/?p=7"),
        ("https://example.org/a/amp/", "https://amp.example.org/a"),
        ("https://example.org/a?amp", "https://example.org/a?amp=1"),
        ("https://example.org/a.amp.html", "https://example.org/a.html"),
        ("https://example.org/a;jsessionid=4F2A?id=3", "https://example.org/a?id=3"),
        ("  https://example.org/a\n", "https://example.org/a"),
    ],
)
def test_addresses_of_one_page_are_alike(address: str, other: str) -> None:
    assert canonical(address) == canonical(other)


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a?id=1", "https://example.org/a"),
        ("https://example.org/a?tid=1", "https://example.org/a?tid=2"),
        ("https://example.org/a?ref=1", "https://example.org/a?ref=2"),
        ("https://example.org/a?ref=harbour-plan", "https://example.org/a?ref=school-plan"),
        ("https://example.org/a?source=17", "https://example.org/a?source=18"),
        ("https://example.org/a?_gallery=1", "https://example.org/a?_gallery=2"),
        ("https://example.org/a?share=report", "https://example.org/a?share=leaflet"),
        ("https://example.org/A", "https://example.org/a"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/a?q=1%262", "https://example.org/a?q=1&2"),
        ("https://example.org/#!/a", "https://example.org/#!/b"),
        ("https://example.org/#/a", "https://example.org/#/b"),
        ("https://one.example.org/a", "https://two.example.org/a"),
        ("https://example.org:8080/a", "https://example.org/a"),
        ("https://example.org/index.php/a", "https://example.org/index.php/b"),
        ("https://straße.example/a", "https://strasse.example/a"),
        ("https://amp/a", "https://www/a"),
        ("https://example.org/amp", "https://example.org/"),
        ("mailto:desk@example.org", "https://example.org"),
        ("urn:example:a", "urn:example:b"),
        ("https://example.org/a\udcff", "https://example.org/a"),
    ],
)
def test_addresses_of_two_pages_stay_apart(address: str, other: str) -> None:
    assert canonical(address) != canonical(other)


WEBLIKE = st.from_regex(
    r"(https?://|feed:|//|)(www\.|amp\.|)[a-zü.@:\[\]]{0,8}(:80|:8080|)(/(\.\.|amp|index\.html|%[0-9a-g]{2}|a;b|é|))*"
    r"(\?(amp;|utm_a=b|ref=rss|[a-c]=[1-3%& ]|&)*)?(#!?/?[a-z]*)?",
    fullmatch=True,
)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | WEBLIKE)
def test_canonical_never_raises_and_doing_it_twice_changes_nothing(address: str) -> None:
    once = canonical(address)
    assert canonical(once) == once


PAIRS = st.lists(st.tuples(st.sampled_from("abcd"), st.text("xyz1=ü% ", max_size=3)), max_size=6)


@settings(max_examples=100, deadline=None)
@given(PAIRS.flatmap(lambda pairs: st.tuples(st.just(pairs), st.permutations(pairs))))
def test_the_order_of_parameters_does_not_matter(orders: tuple[list[tuple[str, str]], list[tuple[str, str]]]) -> None:
    one, other = ("".join(f"{name}={value}&" for name, value in pairs) for pairs in orders)
    assert canonical(f"https://example.org/a?{one}z=1") == canonical(f"https://example.org/a?{other}z=1")


def test_a_huge_address_is_taken_as_it_is() -> None:
    address = "https://example.org/" + "index.php/" * 200_000
    assert canonical(address) == address


# --- keys -----------------------------------------------------------------------------------------


def test_keys_are_short_and_the_address_comes_first() -> None:
    keys = known(guid="tag:101325")
    assert [key[0] for key in keys.sure] == ["a", "g", "c"]
    assert {len(key) for key in keys.sure} == {27}
    assert keys.maybe
    assert keys.maybe[0] == "m"


@pytest.mark.parametrize(
    "changed",
    [
        {"guid": "tag:2"},
        {"guid": None},
        {"address": "http://news.example.org/ferry/?utm_source=app"},
        {"address": "https://news.example.org/ferry-is-back"},
        {"title": TITLE.upper()},
        {"title": "An entirely new headline", "text": "And a new text."},
        {"guid": "tag:2", "address": "https://news.example.org/moved"},
        {"guid": "tag:2", "address": "https://m.example.org/ferry", "title": TITLE + "!"},
        {"guid": "https://news.example.org/ferry#3", "address": None},
    ],
)
def test_one_article_is_known_again(changed: dict[str, str | None]) -> None:
    start = {"address": "https://www.example.org/ferry"} if "m.example" in str(changed) else {}
    texts = [str(given.get("text", TEXT)) for given in (start, changed)]
    assert one(known(**start), known(**changed), *texts)


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "A short text."},
        {"text": TEXT.replace("Thursday", "Monday 4 May"), "title": "Live updates"},
        {"text": TEXT, "title": "Live updates"},
        {"text": "Another thing altogether was told here, " * 8},
        {"text": TEXT, "address": "https://other.example.net/ferry"},
    ],
)
def test_another_address_and_id_is_another_article(changed: dict[str, str | None]) -> None:
    start = {"title": changed["title"]} if "title" in changed else {}
    texts = [str(given.get("text", TEXT)) for given in (start, changed)]
    assert not one(known(**start), known(guid="tag:2", **{"address": "https://news.example.org/2", **changed}), *texts)


def test_an_id_counts_within_its_feed_alone() -> None:
    a = keys_of("f1", guid="1", address=None, title=None, text="")
    b = keys_of("f2", guid="1", address=None, title=None, text="")
    assert not set(a.sure) & set(b.sure)


def test_an_id_that_is_an_address_is_one_in_every_feed() -> None:
    a = keys_of("f1", guid="https://news.example.org/?p=5", address=None, title=None, text="")
    b = keys_of("f2", guid="http://news.example.org/?p=5", address=None, title=None, text="")
    assert set(a.sure) & set(b.sure)


@pytest.mark.parametrize(
    "front", ["https://example.org", "https://example.org/?utm_source=rss", "http://example.org/#top"]
)
def test_a_site_s_front_page_names_no_article(front: str) -> None:
    keys = keys_of("f1", guid=None, address=front, title="A first thing that happened", text="")
    assert [key[0] for key in keys.sure] == ["f"]


def test_what_says_nothing_has_no_keys_and_all_else_has_some() -> None:
    assert keys_of("f1", guid=None, address=None, title=None, text="") == Keys(())
    assert keys_of("f1", guid=None, address=None, title=" !", text="").sure == ()
    assert keys_of("f1", guid=None, address=None, title="Tides", text="").sure
    assert keys_of("f1", guid=None, address=None, title=None, text="High water at six.").sure


def test_without_anything_else_a_telling_title_is_the_article_whatever_its_text() -> None:
    def keys(title: str, text: str) -> Keys:
        return keys_of("f1", guid=None, address=None, title=title, text=text)

    assert keys(TITLE, "Now.").sure == keys(TITLE, "Then.").sure
    assert keys("Live updates", "Now.").sure != keys("Live updates", "Then.").sure


def test_a_text_in_a_script_without_spaces_is_compared_too() -> None:
    text = "港湾局は木曜日から離島への連絡船が再び運航すると発表した。嵐のあと修理のため岸壁に留まっていた。" * 2
    a = keys_of("f1", guid="1", address=None, title="離島への連絡船が再び運航", text=text)
    b = keys_of("f1", guid="2", address=None, title="離島への連絡船が再び運航", text=text + "島民は喜んだ。")
    assert one(a, b, text, text + "島民は喜んだ。")


# --- near duplicates ------------------------------------------------------------------------------


def test_likeness_is_the_share_of_common_word_triples() -> None:
    words = [f"w{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(300)]
    for kept in (60, 120, 200, 280):
        other = words[:kept] + [f"x{word}" for word in words[kept:]]
        true = (kept - 2) / (298 + 298 - (kept - 2))
        assert likeness(" ".join(words), " ".join(other)) == pytest.approx(true)


def test_a_mended_text_is_alike_and_one_with_other_numbers_is_not() -> None:
    mended = TEXT.replace("cracked shaft", "broken shaft").replace(" and mail", "")
    assert likeness(TEXT, mended) >= LIKE
    assert alike(TEXT, mended)
    index = TEXT + " It carried {} people last week."
    assert likeness(index.format(412), index.format(388)) >= LIKE
    assert not alike(index.format(412), index.format(388))


def test_a_short_text_is_like_no_other() -> None:
    assert not alike("The ferry sails again.", "The ferry sails again.")


@settings(max_examples=100, deadline=None)
@given(st.none() | st.text(max_size=30), st.none() | st.text(max_size=30), st.none() | st.text(max_size=30), st.text())
def test_keys_are_made_of_anything(guid: str | None, address: str | None, title: str | None, text: str) -> None:
    keys = keys_of("f1", guid=guid, address=address, title=title, text=text * 10)
    assert keys == keys_of("f1", guid=guid, address=address, title=title, text=text * 10)
    assert len(set(keys.sure)) == len(keys.sure)


# --- ids that are no proof ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("guid", "is_weak"),
    [
        ("1", True),
        ("latest", True),
        ("item-00020", True),
        ("https://news.example.org/", True),
        ("https://news.example.org/live", True),
        ("https://news.example.org/57", True),
        ("https://news.example.org/?p=57", False),
        ("https://news.example.org/2031/ferry-to-the-islands", False),
        ("104211", False),
        ("tag:news.example.org,2031-05-04:57", False),
        ("9f3c2a71-8e55-4d0b-b1aa-04a7c8f0e1d2", False),
        ("ferry-to-the-outer-islands", False),
    ],
)
def test_an_id_that_may_be_used_again_is_weak_and_comes_last(guid: str, is_weak: bool) -> None:
    keys = known(guid=guid)
    assert bool(keys.weak) is is_weak
    assert not keys.weak or keys.sure[-len(keys.weak) :] == keys.weak


@pytest.mark.parametrize("guid", ["1", "https://news.example.org/latest"])
def test_the_first_key_is_never_weak_where_the_item_says_anything_else(guid: str) -> None:
    assert known(guid=guid, address=None, text="Short.").sure[0] not in known(guid=guid, address=None).weak
    alone = keys_of("f1", guid=guid, address=None, title=None, text="")
    assert alone.sure
    assert not alone.weak


@pytest.mark.parametrize(
    ("title", "other", "are"),
    [
        ("Harbour wall gives way", "HARBOUR WALL GIVES WAY!", True),
        ("Harbour wall gives way in the storm", "Harbour wall gives way, two hurt in the storm", True),
        ("Harbour wall gives way", "Council buys the cannery", False),
        ("Water levels for Monday", "Water levels for Tuesday", False),
        ("Ferry carried 412 people", "Ferry carried 388 people", False),
        ("", "", False),
    ],
)
def test_titles_that_may_be_one_article_s(title: str, other: str, are: bool) -> None:
    assert near(title, other) is are
