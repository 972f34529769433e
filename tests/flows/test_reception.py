"""What people do in chat besides asking, at the front desk on the real store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.flows.publish import publish
from bot.news.channels import Place, Quiet
from bot.news.chat import Filled, Person
from bot.news.showing.shown import EvidenceCard, NoticeCard, SourcesCard
from bot.ports import Rejected
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from tests.fakes import ScriptedModel
from tests.flows.reception_scene import ANA, BO, BOSS, FERRY, GUEST, HERE, STRIKE, Scene, found, settled


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    opened = await open_store("sqlite://")
    yield opened
    await opened.close()


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    return Scene(store)


# --- subscribing ------------------------------------------------------------------------------------


async def test_a_member_subscribes_a_channel(scene: Scene) -> None:
    form = await scene.form("subscribe", place=replace(HERE, thread="171.5"))
    assert (form.name, form.about) == ("subscribe", HERE)
    set_now = {field.name: field.value for field in form.fields}
    assert set_now["times"] == ("08:00",)
    assert set_now["zone"] == ("Europe/Berlin",)
    said = await scene.fill(form, times="8am, 17h30", days=("mon", "tue"), topics="world, -sport", length="short")
    assert said == (
        "Editions come at 08:00 and 17:30, Monday and Tuesday, Europe/Berlin: "
        "all sources; world first, no sport; up to 3 short stories. The next edition comes today at 08:00. "
        "“/brief now” brings what is new at once."
    )
    channel = await scene.channels.at(HERE)
    assert channel is not None
    assert (channel.name, channel.place, channel.owner) == ("fake:C1", HERE, "U1")
    assert (channel.times, channel.days) == ((time(8), time(17, 30)), frozenset([0, 1]))
    assert (channel.topics, channel.length, channel.language) == (("world", "-sport"), "short", None)


async def test_all_that_is_wrong_in_a_form_is_said_at_once_and_nothing_is_kept(scene: Scene) -> None:
    await scene.arrives(found())
    form = await scene.form("subscribe")
    wrong = await scene.wrong(
        form, times="25:00", days=(), zone="Berln", topics="sport, -sport", feed="ftp://x.test", sources=("Nobody",)
    )
    assert wrong == {
        "times": "'25:00' is no time of day such as 08:00, 17:30 or 8am",
        "days": "choose at least one day",
        "zone": "'Berln' is no time zone: did you mean 'Europe/Berlin'?",
        "topics": "'sport' is both wanted and not wanted: leave one out",
        "feed": "ftp://x.test is no web address such as https://example.org/feed.xml",
        "sources": "I have no articles of 'Nobody'. Name an outlet, or a host such as example.org",
    }
    assert await scene.channels.all() == []
    assert await scene.followed() == {}


async def test_a_field_is_wrong_whatever_a_hostile_form_holds(scene: Scene) -> None:
    values = {"times": ("<!channel>",), "length": ("epic",), "days": ("someday",), "zone": (), "other": ("x",)}
    wrong = await scene.desk.filled(Filled("subscribe", HERE, ANA, values))
    assert isinstance(wrong, dict)
    assert wrong.keys() == {"times", "length", "days", "zone"}
    assert "<!" not in wrong["times"].replace("<\u2060!", "")
    unknown = await scene.desk.filled(Filled("admin", HERE, ANA, {}))
    assert isinstance(unknown, NoticeCard)
    assert "open it again" in unknown.text


async def test_a_guest_does_not_subscribe_but_in_their_own_messages(scene: Scene) -> None:
    assert "not set up briefs" in await scene.says("subscribe", GUEST)
    form = await scene.form("subscribe", GUEST, Place("fake", "U4"))
    assert "You may not add a feed" in (await scene.wrong(form, GUEST, feed="https://example.org/feed"))["feed"]
    assert "Editions come at 08:00" in await scene.fill(form, GUEST)


async def test_who_may_not_is_told_who_may_also_with_a_form_opened_before(scene: Scene) -> None:
    form = await scene.form("subscribe", BO)
    await scene.subscribed(ANA)
    for said in (await scene.fill(form, BO), await scene.says("subscribe", BO), await scene.says("pause", BO)):
        assert "the person who subscribed this channel" in said
        assert "the operator of this bot" in said
    channel = await scene.channels.at(HERE)
    assert channel is not None
    assert (channel.owner, channel.paused) == ("U1", False)
    assert "No editions until" in await scene.says("pause", BOSS)


async def test_a_form_of_a_channel_that_was_left_since_brings_no_editions_back(scene: Scene) -> None:
    await scene.subscribed(ANA)
    form = await scene.form("topics")
    await scene.says("unsubscribe")
    assert "No editions come here yet" in await scene.fill(form, ANA, topics="climate")
    assert await scene.channels.at(HERE) is None


async def test_a_channel_keeps_its_owner_when_another_changes_it(scene: Scene) -> None:
    await scene.subscribed(ANA)
    assert "Topics: climate first." in await scene.fill(await scene.form("topics", BOSS), BOSS, topics="climate")
    channel = await scene.channels.at(HERE)
    assert channel is not None
    assert (channel.owner, channel.topics) == ("U1", ("climate",))


async def test_language_is_asked_only_where_a_model_translates(store: SqlStore) -> None:
    plain = await Scene(store).form("subscribe")
    assert "language" not in {field.name for field in plain.fields}
    assert "needs a language model" in plain.text
    scene = Scene(store, model=ScriptedModel([]))
    form = await scene.form("subscribe")
    assert "language model" not in form.text
    assert (await scene.wrong(form, language="klingonese"))["language"].startswith("'klingonese' is no language")
    assert (await scene.subscribed(language="German")).language == "de"
    # Without the model the field is not asked for, and what was set stays.
    again = Scene(store)
    await again.fill(await again.form("subscribe"), topics="world")
    channel = await again.channels.at(HERE)
    assert channel is not None
    assert (channel.language, channel.topics) == ("de", ("world",))


# --- sources and feeds ------------------------------------------------------------------------------


async def test_sources_are_the_outlets_there_are_and_a_feed_can_be_added(scene: Scene) -> None:
    await scene.arrives(found(), found("b", STRIKE, "Strike", outlet="Coast Radio"))
    form = await scene.form("subscribe")
    (sources,) = [field for field in form.fields if field.name == "sources"]
    assert [choice.value for choice in sources.choices] == ["Coast Radio", "The Selby Post"]
    said = await scene.fill(form, sources=("Coast Radio",), feed="https://feeds.example.org/a.xml")
    assert said.startswith("I read https://feeds.example.org/a.xml from now on, for all channels. ")
    assert "only Coast Radio and example.org" in said
    assert list(await scene.followed()) == ["https://feeds.example.org/a.xml"]
    again = await scene.form("sources")
    assert again.fields[0].value == ("Coast Radio", "example.org")


async def test_a_feed_that_is_read_already_stays_as_it_is(scene: Scene) -> None:
    await scene.feed("https://example.org/a.xml", outlet="Example Post")
    await scene.subscribed()
    assert "is read already" in await scene.says("sources https://example.org/a.xml")
    assert (await scene.followed())["https://example.org/a.xml"].feed.outlet == "Example Post"


async def test_a_feed_that_is_added_narrows_no_channel_that_takes_all_sources(scene: Scene) -> None:
    await scene.subscribed()
    await scene.says("sources https://feeds.example.org/a.xml")
    channel = await scene.channels.at(HERE)
    assert channel is not None
    assert channel.sources == ()


async def test_more_outlets_than_a_form_offers_lose_none_that_is_set(scene: Scene) -> None:
    long = "The " + "Very " * 20 + "Long Post"
    await scene.arrives(*(found(f"a{n}", f"{STRIKE} {n}", f"Strike {n}", outlet=f"Post {n:03}") for n in range(110)))
    await scene.arrives(found("long", FERRY, outlet=long))
    await scene.subscribed()
    await scene.says(f"sources Post 109, {long}")
    form = await scene.form("sources")
    (sources,) = [field for field in form.fields if field.name == "sources"]
    assert len(sources.choices) == 100
    assert sources.value == ("Post 109",)
    assert "/brief sources NAME" in sources.hint
    await scene.fill(form, sources=("Post 001", "Post 109"))
    channel = await scene.channels.at(HERE)
    assert channel is not None
    assert channel.sources == ("Post 001", "Post 109", long)


# --- orders -----------------------------------------------------------------------------------------


async def test_short_orders_change_at_once(scene: Scene) -> None:
    await scene.arrives(found())
    await scene.subscribed()
    assert await scene.says("topics world -sport") == (
        "Topics: world first, no sport. The next edition comes today at 08:00."
    )
    assert "Topics: climate change first, no art." in await scene.says('topics "climate change" -art')
    assert "Topics: all." in await scene.says("topics all")
    assert "Editions come at 08:00 and 17:30, every day" in await scene.says("times 8am 17:30")
    assert "Sources: only The Selby Post and example.org." in await scene.says("sources the selby post, example.org")
    assert await scene.says("times 8:00, 17:30") == "Nothing has changed. The next edition comes today at 08:00."


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("times soon", "'soon' is no time of day such as 08:00"),
        ("topics -", "is no topic such as world"),
        ("sources Nobody Knows", "I have no articles of 'Nobody Knows'"),
        ("sources http://10.0.0.1/feed", "is no web address such as"),
    ],
)
async def test_a_wrong_argument_is_said_with_an_example_and_changes_nothing(
    scene: Scene, order: str, words: str
) -> None:
    before = await scene.subscribed()
    assert words in await scene.says(order)
    assert await scene.channels.at(HERE) == before


@pytest.mark.parametrize("order", ["times", "topics", "sources"])
async def test_without_an_argument_a_form_opens_with_what_is_set(scene: Scene, order: str) -> None:
    await scene.subscribed(topics="world, -sport", times="06:30")
    form = await scene.form(order)
    set_now = {field.name: field.value for field in form.fields}
    assert set_now.get("topics", ("world, -sport",)) == ("world, -sport",)
    assert set_now.get("times", ("06:30",)) == ("06:30",)
    assert "Nothing has changed." in await scene.fill(form)


@pytest.mark.parametrize(
    ("order", "near"), [("topcis world", "topics"), ("unsuscribe", "unsubscribe"), ("pouse", "pause")]
)
async def test_an_unknown_order_is_answered_with_the_nearest_and_help(scene: Scene, order: str, near: str) -> None:
    said = await scene.says(order)
    assert f"did you mean “{near}”?" in said
    assert "/brief subscribe" in said


async def test_help_and_nonsense(scene: Scene) -> None:
    assert await scene.says("") == await scene.says("HELP") == await scene.says("?")
    assert "I do not know “<\u2060!channel>”." in await scene.says("<!channel>")
    assert "/brief now" in await scene.says("x" * 100_000)


@pytest.mark.parametrize("order", ["now", "unsubscribe", "sources", "topics world", "pause", "resume", "why x"])
async def test_where_no_editions_come_every_order_says_how_to_begin(scene: Scene, order: str) -> None:
    assert await scene.says(order) == "No editions come here yet. “/brief subscribe” sets them up."


async def test_quiet_hours_and_catching_up_are_set_shown_and_taken_away_in_chat(scene: Scene) -> None:
    await scene.subscribed(times="08:00, 23:00")
    assert "quiet from 22:00 to 07:00" in await scene.says("quiet 10pm to 7am")
    form = await scene.form("quiet")
    assert [field.value for field in form.fields] == [("22:00-07:00",), ("latest",)]
    assert await scene.wrong(form, quiet="22:00-22:00") == {
        "quiet": "'22:00-22:00' would be quiet all day or not at all: write them such as 22:00-07:00, or “off” for none; "
        "“/brief pause” stops all"
    }
    assert "missed ones left out" in await scene.fill(form, catch_up="skip")
    channel = await scene.channels.at(HERE)
    assert channel is not None
    assert (channel.quiet, channel.catch_up) == (Quiet(time(22), time(7)), "skip")
    assert {field.name: field.value for field in (await scene.form("subscribe")).fields}["catch_up"] == ("skip",)
    assert "No quiet hours any more." in await scene.says("quiet off")
    assert "are no quiet hours: write them such as" in await scene.says("quiet at night")


async def test_pause_resume_and_unsubscribe(scene: Scene) -> None:
    await scene.subscribed(topics="world")
    assert await scene.says("resume") == "It is not paused. The next edition comes today at 08:00."
    assert await scene.says("pause") == "Paused. No editions until “/brief resume”; “/brief now” still works."
    assert await scene.says("pause") == "It is paused already."
    assert await scene.says("resume") == "Resumed. The next edition comes today at 08:00."
    assert "No more editions come here." in await scene.says("unsubscribe")
    assert await scene.channels.all() == []
    # Whoever subscribes it anew finds what was set, and it is theirs.
    form = await scene.form("subscribe", BO)
    assert {f.name: f.value for f in form.fields}["topics"] == ("world",)
    assert (await scene.subscribed(BO)).owner == "U2"


# --- the settings file ------------------------------------------------------------------------------


async def test_who_subscribes_again_gets_editions_though_it_was_paused_when_they_left(scene: Scene) -> None:
    await scene.subscribed()
    await scene.says("pause")
    await scene.says("unsubscribe")
    channel = await scene.subscribed(BO)
    assert (channel.paused, channel.owner) == (False, "U2")


async def test_what_is_set_in_chat_wins_over_the_file(store: SqlStore) -> None:
    named = settled(topics=("art",))
    scene = Scene(store, [named])
    assert await scene.channels.all() == [named]
    assert scene.channels.set_in(named) == "file"
    assert "Only whoever manages this channel on Fake" in await scene.says("topics world", ANA)
    said = await scene.says("topics world", BOSS)
    assert "This wins over the settings file from now on." in said
    channel = await scene.channels.at(replace(HERE, thread="171.5"))
    assert channel is not None
    assert (channel.topics, scene.channels.set_in(channel)) == (("world",), "chat")
    assert "settings file" not in await scene.says("topics climate", BOSS)
    await scene.says("unsubscribe", BOSS)
    assert await scene.channels.all() == []
    assert await scene.channels.at(HERE) is None


# --- now --------------------------------------------------------------------------------------------


async def test_now_writes_at_once_and_says_what_came_of_it(scene: Scene) -> None:
    await scene.subscribed()
    assert await scene.says("now") == "No article has come in yet. “/brief sources” adds feeds."
    await scene.arrives(found(), found("b", STRIKE, "Tram drivers strike"))
    assert await scene.says("now", BO) == "2 stories are on their way."
    assert scene.woken == 1
    assert len(await scene.delivered()) == 2
    scene.now += timedelta(hours=1)
    assert await scene.says("now") == "Nothing new since 07:00."
    scene.now += timedelta(days=1)
    assert await scene.says("now") == "Nothing new since 2 March, 07:00."
    assert scene.woken == 1
    assert len(await scene.delivered()) == 2


async def test_now_works_where_a_channel_is_paused_and_not_for_guests(scene: Scene) -> None:
    await scene.subscribed()
    await scene.says("pause")
    await scene.arrives(found())
    assert "you may read and ask" in await scene.says("now", GUEST)
    assert await scene.says("now") == "1 story is on its way."


async def test_two_who_ask_at_once_and_the_clock_get_each_story_once(scene: Scene) -> None:
    channel = await scene.subscribed()
    await scene.arrives(found())

    async def by_the_clock() -> None:
        await publish(channel, "2026-03-02T07:00 Europe/Berlin", scene.room, scene.now)

    said = await asyncio.gather(scene.says("now"), scene.says("now", BO), by_the_clock())
    assert len(await scene.delivered()) == 1
    assert "Nothing new since 07:00." in said


# --- buttons ----------------------------------------------------------------------------------------


async def posted(scene: Scene) -> None:
    """A brief stands in the channel as message "m1"."""
    await scene.subscribed()
    await scene.arrives(found(url="https://selby.test/ferry"))
    await scene.says("now")
    await scene.delivered()


async def test_an_evidence_button_shows_the_sentence_also_after_a_restart(scene: Scene, store: SqlStore) -> None:
    await posted(scene)
    (brief,) = await scene.delivered()
    source = brief.sources[0]
    card = await Scene(store).press("evidence", value=source.pointers[0])
    assert isinstance(card, EvidenceCard)
    assert card.number == source.marks[0]
    assert [text for text, marked in card.paragraph if marked] == [FERRY.split("\n")[0]]
    assert card.source.url == "https://selby.test/ferry"


@pytest.mark.parametrize(
    "value", ["", "1 gone 0-5", "nonsense", "1 {revision} 0-99999", "1 {revision} 5-900", "1 {revision} 5-5"]
)
async def test_an_evidence_button_of_what_is_gone_says_so(scene: Scene, value: str) -> None:
    await posted(scene)
    (brief,) = await scene.delivered()
    revision = brief.sources[0].pointers[0].split(" ")[1]
    card = await scene.press("evidence", value=value.replace("{revision}", revision))
    assert card == NoticeCard("I cannot show that sentence: its article is no longer kept here.")


async def test_sources_and_why_under_a_brief(scene: Scene) -> None:
    await posted(scene)
    card = await scene.press("sources")
    assert isinstance(card, SourcesCard)
    assert [source.title for source in card.sources] == ["Ferry runs aground"]
    why = await scene.press("why")
    assert isinstance(why, NoticeCard)
    assert "Made from 1 article" in why.text


async def test_what_people_thought_is_counted_the_last_word_once(scene: Scene) -> None:
    await posted(scene)
    await scene.press("bad", person=BO)
    assert await scene.press("good", person=BO) == NoticeCard("Thank you, that is noted.")
    await scene.press("bad", person=ANA)
    (issued,) = await scene.kept.issued(["fake:C1"], 5)
    assert (issued.good, issued.bad) == (1, 1)


# --- home -------------------------------------------------------------------------------------------


async def test_home_shows_what_is_theirs(scene: Scene) -> None:
    await posted(scene)
    await scene.press("good")
    await scene.feed("https://example.org/a.xml", outlet="Example Post")
    await scene.feed("https://x.test/f?key=secret", trouble="https://x.test/f?key=secret: answered 404 Not Found")
    home = await scene.desk.home(ANA)
    (channel,) = home.channels
    assert (channel.place, channel.when, channel.next) == (HERE, "08:00, every day, Europe/Berlin", "today at 08:00")
    assert channel.holds == "all sources; all topics; up to 6 stories"
    assert [(f.name, f.well, f.words) for f in home.feeds] == [
        ("x.test", False, "failing for 3 h: answered 404 Not Found"),
        ("Example Post", True, "read 10 min ago"),
    ]
    (edition,) = home.editions
    assert (edition.slot, edition.headlines) == ("07:00", ("Ferry runs aground",))
    assert (edition.posted, edition.owed, edition.good, edition.bad) == (1, 1, 1, 0)


async def test_home_shows_strangers_no_channel_and_guests_no_feed(scene: Scene) -> None:
    await posted(scene)
    await scene.feed("https://example.org/a.xml")
    stranger = await scene.desk.home(BO)
    assert (stranger.channels, stranger.editions) == ((), ())
    assert "“/brief subscribe”" in stranger.words
    assert len(stranger.feeds) == 1
    assert (await scene.desk.home(GUEST)).feeds == ()
    assert len((await scene.desk.home(BOSS)).channels) == 1
    assert (await scene.desk.home(replace(BOSS, platform="other"))).channels == ()


async def test_what_somebody_gets_by_direct_message_is_on_their_own_page_alone(scene: Scene) -> None:
    await scene.subscribed(BO, Place("fake", BO.id))
    await scene.subscribed(ANA)
    assert [channel.place for channel in (await scene.desk.home(BOSS)).channels] == [HERE]
    assert [channel.place for channel in (await scene.desk.home(BO)).channels] == [Place("fake", BO.id)]


async def test_home_counts_all_feeds_and_says_to_each_what_they_can_do(scene: Scene) -> None:
    for number in range(40):
        await scene.feed(f"https://example.org/{number}.xml", trouble="gone" if number > 37 else "")
    home = await scene.desk.home(ANA)
    assert [feed.well for feed in home.feeds] == [False] * 2 + [True] * 38
    assert "“/brief subscribe” in a channel, or in a direct message" in home.words
    assert "“/brief subscribe” in a direct message" in (await scene.desk.home(GUEST)).words


async def test_an_edition_that_could_not_be_posted_says_why(scene: Scene) -> None:
    scene.platform.failures = [Rejected("the channel is archived")]
    await posted(scene)
    (edition,) = (await scene.desk.home(ANA)).editions
    assert (edition.posted, edition.owed, edition.trouble) == (0, 1, "the channel is archived")


async def test_nothing_that_articles_say_pings_anybody(scene: Scene) -> None:
    ping = "@here Daily <!channel>"
    await scene.arrives(found(outlet=ping))
    form = await scene.form("subscribe")
    (choice,) = form.fields[0].choices
    assert choice.value == ping
    said = [choice.label, await scene.fill(form, sources=(ping,), topics="@everyone, <!here>")]
    said += [await scene.says("topics <!here>"), await scene.says("sources @everyone"), await scene.says("times <@U1>")]
    said.append(str(await scene.desk.home(ANA)))
    for words in said:
        assert "<!" not in words
        assert "<@" not in words
        assert "@everyone" not in words
        assert "@here" not in words


async def test_no_more_feeds_are_added_in_chat_than_can_be_read(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.flows.reception.MOST_ADDED", 2)
    await scene.subscribed()
    for name in "ab":
        await scene.feed(f"https://{name}.example.org/feed")
    assert "no more can be in chat" in await scene.says("sources https://c.example.org/feed")
    form = await scene.form("sources")
    assert "no more can be in chat" in (await scene.wrong(form, feed="https://c.example.org/feed"))["feed"]
    assert "is read already" in await scene.says("sources https://a.example.org/feed")
    assert "I read" in await scene.says("sources https://c.example.org/feed", Person("fake", "U9", manages=True))
