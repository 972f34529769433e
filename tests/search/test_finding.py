"""What an index finds, in which order, and what it leaves out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from math import inf, log, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.asking.lookups import Lookup
from bot.news.types import RevisionId
from bot.search.searching import PassageSearch, open_search
from tests.search.examples import FERRY, HARBOUR, VOTE, keys, told, wanted


@pytest.fixture
async def search() -> AsyncIterator[PassageSearch]:
    search = await open_search(None)
    await search.add([HARBOUR, FERRY, VOTE], "3")
    yield search
    await search.close()


async def test_words_are_found_by_their_stems_and_point_into_the_text(search: PassageSearch) -> None:
    [found] = await search.best(wanted("who halts dredged harbours"), 1)
    assert found.evidence.revision == HARBOUR.revision.id
    assert "halted on Monday" in found.evidence.span.of(HARBOUR.text)
    assert found.score > 0


async def test_a_word_of_the_title_counts_but_less_than_one_of_the_text() -> None:
    search = await open_search(None)
    titled = told("titled", "The council met for an hour and went home.", "Windmill")
    texted = told("texted", "The windmill stood idle for an hour and the council went home.", "Evening")
    await search.add([titled, texted], "2")
    assert keys(await search.best(wanted("windmill"), 5)) == ["texted", "titled"]
    await search.close()


async def test_a_phrase_counts_on_top_of_its_words() -> None:
    search = await open_search(None)
    apart = told("apart", "The north wind came. A gate fell in the storm; the farm lost its east fence too.")
    beside = told("beside", "The gate of the farm fell in a wind. The north gate and the east one stood in the storm.")
    await search.add([apart, beside], "2")
    plain = {p.evidence.revision: p.score for p in await search.best(wanted("north gate storm"), 5)}
    phrased = {p.evidence.revision: p.score for p in await search.best(wanted("north gate storm", ["north gate"]), 5)}
    assert phrased[RevisionId("beside.1")] > plain[RevisionId("beside.1")] + 0.1
    assert phrased[RevisionId("apart.1")] == pytest.approx(plain[RevisionId("apart.1")])
    await search.close()


async def test_a_heavier_word_counts_more(search: PassageSearch) -> None:
    assert keys(await search.best(Lookup((("diver", 3.0), ("bridg", 0.1))), 5)) == ["harbour", "vote"]
    assert keys(await search.best(Lookup((("diver", 0.1), ("bridg", 3.0))), 5)) == ["vote", "harbour"]


async def test_only_these_outlets_however_they_are_written(search: PassageSearch) -> None:
    assert keys(await search.best(wanted("harbour port", outlets=["coast  RADIO"]), 5)) == ["vote", "ferry"]
    assert await search.best(wanted("harbour", outlets=["Radio"]), 5) == []


async def test_only_days_of_the_span_and_nothing_undated(search: PassageSearch) -> None:
    assert keys(await search.best(wanted("harbour port", since="2026-03-03"), 5)) == ["ferry"]
    assert keys(await search.best(wanted("harbour port", until="2026-03-03"), 5)) == ["harbour"]
    assert set(keys(await search.best(wanted("harbour", since="2026-03-02", until="2026-03-04"), 5))) == {
        "harbour",
        "ferry",
    }
    assert await search.best(wanted("harbour port", since="2026-03-05"), 5) == []
    assert await search.best(wanted("harbour", since="2026-03-04", until="2026-03-02"), 5) == []


async def test_only_these_revisions(search: PassageSearch) -> None:
    assert keys(await search.best(wanted("harbour"), 5, only=[FERRY.revision.id])) == ["ferry"]
    assert await search.best(wanted("harbour"), 5, only=[]) == []
    assert await search.best(wanted("harbour"), 5, only=[RevisionId("gone")]) == []


async def test_filters_change_no_score(search: PassageSearch) -> None:
    free = {p.evidence: p.score for p in await search.best(wanted("harbour"), 5)}
    for found in (
        await search.best(wanted("harbour", outlets=["Coast Radio"], since="2026-03-01"), 5),
        await search.best(wanted("harbour"), 5, only=[FERRY.revision.id]),
    ):
        assert found
        assert all(p.score == pytest.approx(free[p.evidence]) for p in found)


async def test_a_changed_article_takes_the_place_of_the_old_one(search: PassageSearch) -> None:
    anew = told(
        "ferry", "The ferry company runs all crossings again.", "Ferries back", "Coast Radio", revision="ferry.2"
    )
    await search.add([anew], "4")
    assert await search.mark() == "4"
    assert [p.evidence.revision for p in await search.best(wanted("ferry crossings"), 5)] == ["ferry.2"]
    assert await search.best(wanted("Nord Quay"), 5) == []


async def test_equals_come_in_the_order_of_their_revisions_however_they_came_in() -> None:
    articles = [told(f"copy{n:02}", "An agency wrote this about the lighthouse.") for n in range(40)]
    orders = []
    for batches in ([articles], [articles[20:], articles[:20]], [[a] for a in reversed(articles)]):
        search = await open_search(None)
        for number, batch in enumerate(batches):
            await search.add(batch, str(number))
        orders.append(keys(await search.best(wanted("lighthouse agency"), 15)))
        await search.close()
    assert orders[0] == [f"copy{n:02}" for n in range(15)]
    assert orders[1:] == orders[:1] * 2


async def test_rarity_is_the_idf_of_the_whole_archive(search: PassageSearch) -> None:
    rarity = await search.rarity(["harbour", "bridg", "unheard", ""])
    assert rarity["bridg"] > rarity["harbour"] >= 0
    assert rarity["bridg"] == pytest.approx(log(1 + 2.5 / 1.5))
    assert rarity["unheard"] == rarity[""] > rarity["bridg"]


async def test_what_is_in_every_passage_is_not_rare() -> None:
    search = await open_search(None)
    await search.add([told(f"a{n}", "Rain fell.") for n in range(200)], "1")
    assert (await search.rarity(["rain"]))["rain"] == pytest.approx(0, abs=0.01)
    await search.close()


async def test_nothing_is_found_in_an_empty_index() -> None:
    search = await open_search(None)
    assert await search.mark() == ""
    assert await search.best(wanted("harbour"), 5) == []
    assert (await search.rarity(["harbour"]))["harbour"] >= 0
    await search.close()
    assert await search.best(wanted("harbour"), 5) == []


@pytest.mark.parametrize(
    "lookup",
    [
        Lookup(()),
        Lookup((("", 1.0),)),
        Lookup((("diver", 0.0), ("diver", -1.0), ("diver", nan), ("diver", inf))),
        Lookup((), (("diver",), (), ("", "diver"))),
    ],
)
async def test_a_lookup_of_nothing_finds_nothing(search: PassageSearch, lookup: Lookup) -> None:
    assert await search.best(lookup, 5) == []
    assert await search.best(wanted("divers"), 0) == []


async def test_hostile_lookups_are_words_like_any_other(search: PassageSearch) -> None:
    for word in ('" OR 1=1 --', "body:*", "a\0b", "\ud800", "NEAR(diver)", "diver^9", "x" * 70_000, "(" * 500):
        assert await search.best(Lookup(((word, 1.0),), ((word, "diver"), ("diver", word)), (word,)), 5) == []
        assert keys(await search.best(Lookup(((word, 1.0), ("diver", 1.0)), ((word, word),)), 5)) == ["harbour"]
        assert len(await search.rarity([word])) == 1


async def test_of_ten_thousand_words_the_heaviest_count(search: PassageSearch) -> None:
    many = tuple((f"word{n}", 0.5) for n in range(10_000))
    phrases = tuple((f"word{n}", "diver") for n in range(10_000))
    assert keys(await search.best(Lookup((*many, ("diver", 1.0)), phrases, ("x",) * 10_000), 5)) == []
    assert keys(await search.best(Lookup((*many, ("diver", 1.0)), (*phrases, ("diver",) * 10_000)), 5)) == ["harbour"]
    assert await search.best(Lookup((*many, ("diver", 0.1)), phrases), 5) == []


async def test_strange_articles_are_taken_in() -> None:
    search = await open_search(None)
    strange = told("strange", "Half \ud800 a letter, a \0 and a lantern.", "\udfff \n", "\ud800 Post")
    long = told("long", "lantern" * 20_000 + " " + "lamp " * 5_000)
    await search.add([strange, long, told("empty", "", ""), told("blank", " \n ")], "1")
    assert keys(await search.best(wanted("lantern"), 5)) == ["strange"]
    assert keys(await search.best(wanted("lamps"), 50)) == ["long"]
    await search.close()


_WORDS = st.sampled_from("harbour mine divers ferry council bridge port quay".split())


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcdef"), st.lists(_WORDS, max_size=12), min_size=1),
    st.lists(_WORDS, min_size=1, max_size=3, unique=True),
)
async def test_found_is_what_holds_a_word_of_the_lookup(texts: dict[str, list[str]], asked: list[str]) -> None:
    search = await open_search(None)
    await search.add([told(key, " ".join(words)) for key, words in texts.items()], "1")
    found = await search.best(wanted(" ".join(asked)), 50)
    assert set(keys(found)) == {key for key, words in texts.items() if set(words) & set(asked)}
    assert [p.score for p in found] == pytest.approx(sorted((p.score for p in found), reverse=True), abs=0.002)
    await search.close()


async def test_days_are_those_of_utc() -> None:
    search = await open_search(None)
    await search.add([told("a", "Fog.", day="2026-03-02")], "1")
    assert await search.best(Lookup((("fog", 1.0),), since=date(2026, 3, 2), until=date(2026, 3, 2)), 5)
    await search.close()
