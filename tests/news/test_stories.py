from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.gathering import gather
from bot.news.stories import Placed, Stories
from bot.news.telling.independence import independent_sources
from bot.news.telling.linking import linked
from bot.news.telling.marks import marks_of
from bot.news.telling.rarity import Rarity
from bot.news.telling.shingles import copied, shingles_of
from bot.news.types import Article, ArticleId, Revision, RevisionId

Place = Callable[[Sequence[Article]], Mapping[ArticleId, Placed]]
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

FERRY = """A passenger ferry ran aground off Skarholm early on Monday with 84 people on board, the coastguard said.
Four people were injured when the Nordlys struck a reef outside the harbour of Skarholm in thick fog.
"We heard a terrible bang and then the lights went out," said Ingrid Solberg, 41, a passenger from Vestby.
The coastguard sent three lifeboats and a helicopter, and all passengers were ashore by noon, said its spokesman Lars Holt.
The Nordlys, built in 1998, links Skarholm with the mainland twice a day. The cause is being investigated."""

FERRY_LATER = """The number of people injured when the ferry Nordlys ran aground off Skarholm has risen to nine, the hospital said on Tuesday.
Divers examined the reef outside the harbour, and the coastguard said a hole of two metres was found in the hull of the Nordlys.
Lars Holt, the coastguard's spokesman, said the captain, Ola Brekke, was being questioned about the fog and the speed of the ferry.
The 84 people on board had been brought ashore by lifeboats and a helicopter on Monday."""

FERRY_OTHERS = """SKARHOLM - The captain of the Nordlys, the ferry that hit a reef off Skarholm in fog, steered too close to land, investigators say.
Ola Brekke told the coastguard that his radar had failed minutes before the ferry ran aground with 84 people on board.
Nine people were injured. One of them, Ingrid Solberg of Vestby, remains in hospital.
The shipping line said the Nordlys would be towed from the harbour of Skarholm to a yard on Wednesday."""

SHOOTING_HERE = """A man was shot and wounded outside a bar in Millbrook late on Monday, police said.
Officers were called to the 400 block of Cedar Street shortly before midnight and found a 23-year-old man with a wound to the leg.
He was taken to hospital in a stable condition. Witnesses told Millbrook police they heard five shots and saw a white van drive off.
Sergeant Dana Whitlow asked anyone who was near Cedar Street to call the Millbrook police. No arrests have been made."""

SHOOTING_HERE_TOO = """Millbrook police are looking for a white van after a 23-year-old man was shot in the leg outside a bar on Cedar Street.
Five shots were heard shortly before midnight on Monday, said Sergeant Dana Whitlow. The man is in a stable condition in hospital.
Whitlow said the man had come out of the bar with two friends, who were not hurt. No arrests have been made in Millbrook."""

SHOOTING_THERE = """A woman was shot and wounded outside a shop in Harlow Falls late on Monday, police said.
Officers were called to the 1200 block of Quarry Road shortly before midnight and found a 57-year-old woman with a wound to the arm.
She was taken to hospital in a stable condition. Witnesses told Harlow Falls police they heard two shots and saw a red car drive off.
Captain Luis Ferrante asked anyone who was near Quarry Road to call the Harlow Falls police. No arrests have been made."""

BUDGET = """The parliament of Lorvania passed a budget of 14 billion crowns on Tuesday after a debate that lasted all night.
Finance minister Petra Novotna said spending on schools would rise by six percent, while fuel duty stays as it is.
The opposition leader Jan Kolar called the budget reckless and said the debt would reach a record by the summer.
Two deputies of the ruling party abstained. The president is expected to sign the budget next week."""


def article(
    key: str, text: str, days: float = 0, title: str | None = None, outlet: str | None = None, url: str | None = None
) -> Article:
    published = MONDAY + timedelta(days=days)
    return Article(ArticleId(key), Revision(RevisionId(key), text), title, outlet, url, published)


NEWS = (
    article("ferry", FERRY, 0, "Ferry runs aground off Skarholm, four injured"),
    article("here", SHOOTING_HERE, 0.5, "Man shot outside Millbrook bar"),
    article("there", SHOOTING_THERE, 0.5, "Woman shot outside Harlow Falls shop"),
    article("here-too", SHOOTING_HERE_TOO, 0.6, "Millbrook police seek white van after shooting"),
    article("later", FERRY_LATER, 1, "Nine injured in Skarholm ferry accident"),
    article("budget", BUDGET, 1.2, "Lorvania passes budget after night of debate"),
    article("others", FERRY_OTHERS, 2, "Nordlys captain steered too close to land"),
)

FERRIES = frozenset({"ferry", "later", "others"})
STORIES = {
    FERRIES,
    frozenset({"here", "here-too"}),
    frozenset({"there"}),
    frozenset({"budget"}),
}


def one_by_one(articles: Sequence[Article]) -> dict[ArticleId, Placed]:
    stories = Stories()
    placed = {a.id: stories.add(a) for a in articles}
    return {a: Placed(stories.add(by_id(articles, a)).story, p.copy_of) for a, p in placed.items()}


def by_id(articles: Sequence[Article], key: ArticleId) -> Article:
    return next(a for a in articles if a.id == key)


def groups(placed: Mapping[ArticleId, Placed]) -> set[frozenset[ArticleId]]:
    return {frozenset(a for a in placed if placed[a].story == story) for story in {p.story for p in placed.values()}}


@pytest.mark.parametrize("place", [gather, one_by_one])
def test_an_event_stays_together_as_its_figures_grow_and_look_alikes_stay_apart(place: Place) -> None:
    assert groups(place(NEWS)) == STORIES


def test_a_story_goes_by_its_first_article() -> None:
    assert gather(NEWS)[ArticleId("others")].story == "ferry"


@given(st.permutations(NEWS))
@settings(max_examples=15, deadline=None)
def test_gathering_does_not_depend_on_the_order(articles: Sequence[Article]) -> None:
    assert gather(articles) == gather(NEWS)


COPIES = (
    article("wire", FERRY, 0, "Ferry aground", outlet="Wire"),
    article(
        "site", FERRY.replace("thick fog", "dense fog") + "\nSubscribe for more.", 0.2, "Ferry accident", outlet="Site"
    ),
    article("cut", FERRY[: len(FERRY) * 2 // 3], 0.3, "Four hurt on ferry", outlet="Paper"),
    article("own", FERRY_LATER, 1, "Nine injured on ferry", outlet="Paper"),
)


@pytest.mark.parametrize("place", [gather, one_by_one])
def test_copies_of_one_text_name_the_first_of_them(place: Place) -> None:
    placed = place(COPIES)
    assert {a: p.copy_of for a, p in placed.items()} == {"wire": None, "site": "wire", "cut": "wire", "own": None}
    assert len(groups(placed)) == 1


AGENCY = """The bridge over the Tarn at Ellbury was closed on Thursday after engineers found cracks in two of its cables.
The county engineer, Maud Persson, said the bridge would stay shut for at least six weeks while the cables are replaced.
About 31,000 vehicles cross the Ellbury bridge every day, and the ferry at Stroan can take no more than 400 an hour.
Lorries are being sent round by the motorway bridge at Kellow, 48 kilometres to the north, the county said.
"We know what this means for people, but a cable that snaps gives no warning," Persson told reporters beside the river.
The bridge, opened in 1961, was last examined two years ago, when no damage to the cables was recorded.
Shopkeepers in Ellbury asked for help from the county. The council of the town meets on Friday to discuss it."""


@pytest.mark.parametrize("place", [gather, one_by_one])
def test_agency_text_with_a_new_beginning_and_a_cut_end_is_a_copy(place: Place) -> None:
    lines = AGENCY.splitlines()
    rewritten = "\n".join(["Drivers face weeks of detours: cracked cables have shut the Ellbury bridge.", *lines[1:-2]])
    placed = place(
        [
            article("agency", AGENCY, 0, "Cracks close Ellbury bridge"),
            article("site", rewritten, 0.1, "Weeks of detours"),
        ]
    )
    assert placed[ArticleId("site")] == Placed(ArticleId("agency"), ArticleId("agency"))


def test_the_same_notice_under_other_news_is_no_copy() -> None:
    notice = "You have read three of your three free articles this month. Subscribe to read on."
    first, second = (
        article("a", notice, 0, "Mayor of Tarn resigns"),
        article("b", notice, 0, "Storm closes Pell airport"),
    )
    assert not any(p.copy_of for p in gather([first, second]).values())


def test_the_same_words_weeks_later_are_no_copy() -> None:
    placed = gather([article("a", BUDGET), article("b", BUDGET, 40)])
    assert placed[ArticleId("b")].copy_of is None


def test_shingles_tell_a_copy_from_an_article_of_its_own() -> None:
    assert copied(shingles_of(FERRY), shingles_of(FERRY.upper()))
    assert not copied(shingles_of(FERRY), shingles_of(FERRY_LATER))


def test_an_article_that_comes_again_stays_where_it_is() -> None:
    stories = Stories()
    for a in NEWS:
        stories.add(a)
    again = stories.add(article("budget", FERRY, 3))
    assert again == Placed(ArticleId("budget"))
    assert stories.articles_of(ArticleId("budget")) == ("budget",)


@given(st.permutations(NEWS + COPIES))
@settings(max_examples=20, deadline=None)
def test_no_article_moves_without_being_told(articles: Sequence[Article]) -> None:
    stories = Stories()
    at: dict[ArticleId, ArticleId] = {}
    for a in articles:
        before = dict(at)
        placed = stories.add(a)
        at = {other: stories.add(by_id(articles, other)).story for other in [*before, a.id]}
        for other, story in before.items():
            assert at[other] == (placed.story if story in placed.joined else story)
        assert at[a.id] == placed.story
        assert sorted(at) == sorted(member for story in set(at.values()) for member in stories.articles_of(story))


def test_a_known_window_is_put_back_as_it_was_and_goes_on() -> None:
    stories = Stories()
    stories.recall(NEWS[0], ArticleId("ferry"))
    stories.recall(COPIES[1], ArticleId("ferry"), ArticleId("ferry"))
    stories.recall(NEWS[5], ArticleId("ferry"))  # as somebody decided
    assert stories.articles_of(ArticleId("ferry")) == ("ferry", "site", "budget")
    assert stories.add(COPIES[1]).copy_of == "ferry"
    assert stories.add(NEWS[4]).story == "ferry"


def test_a_story_whose_first_article_is_gone_keeps_its_name_when_it_joins_another() -> None:
    stories = Stories()
    stories.recall(NEWS[0], ArticleId("ferry"))
    stories.recall(NEWS[6], ArticleId("lost"))
    assert stories.add(NEWS[4]) == Placed(ArticleId("ferry"), joined=(ArticleId("lost"),))
    assert stories.articles_of(ArticleId("lost")) == stories.articles_of(ArticleId("ferry"))
    assert sorted(stories.articles_of(ArticleId("ferry"))) == ["ferry", "later", "others"]


def test_what_is_older_than_the_window_is_forgotten() -> None:
    stories = Stories()
    fresh = [stories.add(a) for a in NEWS]
    assert stories.forget(MONDAY + timedelta(days=1)) == ("here", "there")  # the ferry's last article is younger
    assert stories.articles_of(ArticleId("here")) == ()
    assert stories.add(NEWS[3]).story == "here-too"
    assert stories.forget(MONDAY + timedelta(days=99)) == ("budget", "ferry", "here-too")
    assert [stories.add(a) for a in NEWS] == fresh


@pytest.mark.parametrize(
    "text", ["", "   ", "12 34", "北京市長在週一宣布新的預算計畫，反對派批評支出過高。", "x" * 9000]
)
def test_odd_texts_are_stories_of_their_own(text: str) -> None:
    placed = gather([*NEWS, article("odd", text)])
    assert placed[ArticleId("odd")] == Placed(ArticleId("odd"))


def test_articles_without_a_date_are_gathered_by_their_words() -> None:
    bare = [Article(a.id, a.revision, a.title) for a in NEWS]
    assert groups(gather(bare)) == STORIES


@pytest.mark.parametrize("place", [gather, one_by_one])
def test_an_event_stays_together_where_nothing_is_known_to_be_a_name(place: Place) -> None:
    plain = [article(a.id, a.text.lower(), n, (a.title or "").lower()) for n, a in enumerate(NEWS) if a.id in FERRIES]
    assert len(groups(place(plain))) == 1


LANDSLIPS = [
    article(
        key,
        f"A hillside slid into {town} after three days of rain, burying two houses, rescuers said on Friday.\n"
        f"Rescuers with dogs were looking for people under the mud in {town}, said {name}, who leads them.\n"
        f"The road from {town} to {beyond} was closed. {name} said more rain was on the way.",
        n / 10,
        f"Hillside buries houses in {town}",
    )
    for n, (key, town, beyond, name) in enumerate(
        [
            ("one", "Altobre", "Quelmar", "Rosa Ibanda"),
            ("two", "Fjellvik", "Storhamn", "Nils Aaberg"),
            ("three", "Kotowice", "Breznica", "Piotr Wilk"),
        ]
    )
]


@pytest.mark.parametrize("place", [gather, one_by_one])
@pytest.mark.parametrize("dated", [True, False])
def test_the_same_words_with_other_names_are_another_event(place: Place, dated: bool) -> None:
    articles = LANDSLIPS if dated else [Article(a.id, a.revision, a.title) for a in LANDSLIPS]
    assert len(groups(place(articles))) == len(LANDSLIPS)


def test_outlets_of_one_owner_and_copies_count_once() -> None:
    articles = [
        *COPIES,
        article("d", FERRY_OTHERS, outlet="Daily", url="https://www.daily.example.org/a"),
        article("e", FERRY_OTHERS, url="https://news.sister.example.test/b"),
        article("f", FERRY_OTHERS),
        article("g", FERRY_OTHERS),
    ]
    copies = {a: p.copy_of for a, p in gather(COPIES).items() if p.copy_of}
    owners = {"daily": "Grand Media", "sister.example.test": "Grand Media"}
    sources = independent_sources(articles, copies, owners)
    assert list(sources) == ["wire", "paper", "grand media", ""]
    assert sources["grand media"] == ("Daily", "news.sister.example.test")


def test_groups_join_while_the_mean_of_their_pairs_speaks_for_it() -> None:
    pairs = {(0, 1): 5.0, (1, 2): 4.0, (0, 2): -5.0, (3, 4): 1.0, (2, 3): 2.0}
    assert linked(5, pairs, unknown=-6.0) == [[0, 1], [2, 3], [4]]
    assert linked(2, {(0, 1): -1.0}, unknown=-6.0) == [[0], [1]]
    assert linked(3, {(0, 1): 5.0, (0, 2): 1.0, (1, 2): 1.0}, unknown=-6.0) == [[0, 1, 2]]


def test_a_word_is_the_less_telling_the_more_articles_have_it_and_forgetting_takes_that_back() -> None:
    rarity, marks = Rarity(), marks_of(NEWS[0])
    rarity.count(marks)
    first = rarity.weigh(marks)
    rarity.count(marks)
    again = rarity.weigh(marks)
    name = first.focus[0][0]
    once = rarity.weight(name)
    rarity.forget(again)
    assert rarity.weight(name) > once
    assert rarity.weigh(marks) == first


def of_one_event(count: int) -> list[Article]:
    """Articles of one event by many outlets, each with its own choice and order of what there is to say."""
    said = [s for text in (FERRY, FERRY_LATER, FERRY_OTHERS) for s in text.splitlines()]
    titles = ("Ferry aground off Skarholm", "Nordlys hits reef", "Passengers saved from ferry Nordlys")
    return [
        article(f"n{n}", "\n".join(said[(n * k + k) % len(said)] for k in (1, 3, 4, 7, 9)), n / 250, titles[n % 3])
        for n in range(count)
    ]


@pytest.mark.parametrize("place", [gather, one_by_one])
def test_five_hundred_articles_of_one_event_are_one_story_and_leave_others_alone(place: Place) -> None:
    others = [a for a in NEWS if a.id in {"here", "there", "budget"}]
    placed = place([*of_one_event(500), *others])
    alone = {frozenset({a.id}) for a in others}
    assert groups(placed) == alone | {frozenset(ArticleId(f"n{n}") for n in range(500))}


@pytest.mark.parametrize("place", [gather, one_by_one])
def test_a_live_blog_goes_with_its_event_and_draws_no_other_event_in(place: Place) -> None:
    updates = [*FERRY_OTHERS.splitlines(), *FERRY_LATER.splitlines(), *FERRY.splitlines()]
    blog = "\n".join(f"{9 + n % 12}.{n % 60:02} {updates[n % len(updates)]}" for n in range(60))
    placed = place([*NEWS, article("blog", blog, 2.2, "Live: ferry aground off Skarholm, latest updates")])
    assert groups(placed) == {s | {"blog"} if "ferry" in s else s for s in STORIES}


GERMAN = (
    """Der Gemeinderat von Hallwang hat am Dienstag den Bau einer neuen Schule beschlossen. Bürgermeisterin Anna Leitner
sagte, die Arbeiten sollten im Herbst beginnen und rund zwölf Millionen Euro kosten. Die Opposition stimmte dagegen.""",
    """Bei einem Brand in einer Lagerhalle in Osterfeld sind am Dienstag zwei Feuerwehrleute verletzt worden. Die Ursache
des Feuers war zunächst nicht bekannt, sagte der Sprecher der Polizei, Jens Brückner. Die Halle wurde völlig zerstört.""",
    """Der FC Rheinau hat sein Spiel gegen den SV Lindach am Dienstag mit drei zu eins gewonnen. Trainer Murat Demir lobte
nach dem Schlusspfiff die Abwehr. Am Samstag muss der Verein in Kaltenbach antreten, und die Karten sind ausverkauft.""",
    """Die Bahn sperrt die Strecke zwischen Weiden und Almstedt von Montag an für vier Wochen. Es werden neue Gleise verlegt,
teilte eine Sprecherin mit. Zwischen den Bahnhöfen fahren Busse, und die Reise dauert eine halbe Stunde länger.""",
    """Forscher der Universität Tannau haben in einem See eine bisher unbekannte Art von Krebsen gefunden. Das Tier ist nur
wenige Millimeter lang, sagte die Biologin Greta Sommer am Dienstag. Es lebt in einer Tiefe von mehr als neunzig Metern.""",
)
GERMAN_TOO = """In Osterfeld ist eine Lagerhalle abgebrannt. Zwei Feuerwehrleute wurden verletzt, wie Polizeisprecher
Jens Brückner am Dienstag mitteilte. Die Halle in Osterfeld wurde zerstört; warum das Feuer ausbrach, ist nicht bekannt."""


@pytest.mark.parametrize("place", [gather, one_by_one])
def test_articles_of_a_language_without_lists_are_told_apart(place: Place) -> None:
    articles = [article(f"g{n}", text, n / 10) for n, text in enumerate(GERMAN)]
    placed = place([*articles, article("too", GERMAN_TOO, 0.7, "Lagerhalle in Osterfeld abgebrannt")])
    stories = groups(placed)
    assert all(len(story) == 1 for story in stories if "too" not in story)
    assert next(story for story in stories if "too" in story) <= {"g1", "too"}


@pytest.mark.parametrize("place", [gather, one_by_one])
def test_the_same_kind_of_event_in_many_towns_on_one_day_is_many_stories(place: Place) -> None:
    towns = ("Brackley Falls", "Ostrand", "Pine Harbor", "Velden", "Tamworth Cross", "Quillan")
    names = ("Ortega", "Lindqvist", "Okafor", "Brenner", "Pritchard", "Moreau")
    roads = ("Aspen Avenue", "Lock Road", "Pier Street", "Mill Lane", "Station Parade", "Rue Basse")
    articles = [
        article(
            f"t{n}",
            f"A {21 + 7 * n}-year-old man was shot and killed in {town} on Monday night, police said.\n"
            f"Officers were called to {road} in {town} and found the man with several wounds. He died at the scene.\n"
            f"{town} police spokesman {name} said no arrests had been made and asked witnesses to come forward.",
            n / 50,
            f"Man shot dead in {town}",
        )
        for n, (town, name, road) in enumerate(zip(towns, names, roads, strict=True))
    ]
    assert len(groups(place(articles))) == len(towns)
