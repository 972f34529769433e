"""What people write on Discord reaches us once, is read as they see it, and is answered where it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.keeping import MessageId
from bot.news.addressed import Said
from bot.news.channels import Mention, Place
from bot.news.showing.shown import AnswerCard, CardLine, NoticeCard
from bot.platforms.discord.gestures import said_in
from bot.platforms.discord.listening import TOLD_AGAIN
from bot.platforms.discord.questions import question_message
from bot.platforms.discord.typing_shown import LONGEST, Reading
from bot.platforms.ears import question_key
from bot.platforms.said_back import BUSY
from tests.fakes.discord import payloads
from tests.platforms.discord.plugged import Desk, a_desk, at_once, heard, listening, nothing_more
from tests.platforms.receptions import NotedReception

REDS = AnswerCard((CardLine("The reds did.", ()),), "", (), ())

ANSWER = AnswerCard((CardLine("The reds won."),), "", (), ())


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with a_desk() as made:
        yield made


def shown(message: dict[str, Any]) -> str:
    """All that a message says."""
    return str(message.get("content") or "") + str(message["components"])


async def test_a_mention_is_heard_without_our_name(desk: Desk) -> None:
    async with listening(desk) as plug:
        id = await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won in <#{desk.news}>, <@!{desk.ben}>?")
        (mention,) = await heard(plug)
        assert (mention.text, mention.author) == ("who won in #news, @Ben?", f"@{desk.ana}")
        assert (mention.place, mention.event) == (desk.place(id), id)
        assert await nothing_more(desk, plug)


async def test_a_mention_in_a_thread_belongs_to_it(desk: Desk) -> None:
    async with listening(desk) as plug:
        thread = desk.fake.thread(desk.news, "talk", desk.ben)
        forum = desk.fake.channel(desk.guild, "questions", kind="forum")
        post = desk.fake.thread(forum, "the port", desk.ben)
        await desk.fake.says(desk.ana, thread, f"{desk.us} why?")
        await desk.fake.says(desk.ana, post, f"{desk.us} when?")
        assert {m.place for m in await heard(plug, 2)} == {desk.place(thread), Place("discord", forum, post)}


async def test_a_thread_that_the_gateway_told_nothing_of_is_looked_up(desk: Desk) -> None:
    forum = desk.fake.channel(desk.guild, "questions", kind="forum")
    thread = desk.fake.thread(forum, "the port", desk.ben, archived=True)
    us = {"id": desk.fake.bot_user, "username": "factbox", "discriminator": "0", "avatar": None}
    async with listening(desk) as plug:
        follow_up(desk, thread, desk.ana, "that is old")  # not for us: nothing is looked up
        follow_up(desk, thread, desk.ana, f"{desk.us} why?", [us])
        assert [m.place for m in await heard(plug)] == [Place("discord", forum, thread)]
        assert len([call for call in desk.fake.calls if call.path == f"/channels/{thread}"]) == 1


async def test_a_direct_message_needs_no_mention_and_is_answered_there(desk: Desk) -> None:
    async with listening(desk) as plug:
        await desk.fake.says(desk.ana, desk.ana, "who won?")
        (mention,) = await heard(plug)
        assert mention.place == Place("discord", f"@{desk.ana}")
        await plug.reading(mention)
        direct = desk.fake.dm(desk.ana)
        assert [one.channel for one in desk.fake.typing] == [direct]
        first = await plug.send(REDS, mention.place, key="k")
        await desk.fake.says(desk.ana, desk.ana, "when?", reply_to=first)
        assert [m.place for m in await heard(plug)] == [mention.place]
        assert "The reds did" in shown(desk.fake.messages(direct)[1])


async def test_one_message_is_one_mention_however_often_it_comes(desk: Desk) -> None:
    async with listening(desk) as plug:
        id = await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
        for _ in range(3):
            desk.fake.redeliver(id)
        await desk.fake.edits(desk.news, id, f"{desk.us} who won it?")
        assert [m.text for m in await heard(plug)] == ["who won?"]
        desk.fake.redeliver(id)
        assert await nothing_more(desk, plug)


async def test_what_no_person_wrote_is_not_heard(desk: Desk) -> None:
    robot = desk.fake.person("Robot", desk.guild, bot=True)
    async with listening(desk) as plug:
        await desk.fake.says(robot, desk.news, f"{desk.us} hello?")
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} hello?", webhook=True)
        await desk.fake.says(desk.fake.bot_user, desk.news, f"{desk.us} hello?")
        written = await desk.fake.says(desk.ben, desk.news, "a line without us")
        like = next(one for one in desk.fake.messages(desk.news) if one["id"] == written)
        us = {"id": desk.fake.bot_user, "username": "factbox", "discriminator": "0", "avatar": None}
        asked = {**like, "guild_id": desk.guild, "content": f"{desk.us} hello?", "mentions": [us]}
        others: list[dict[str, Any]] = [
            {"type": 6},  # pinned
            {"type": 18},  # a thread begun
            {"type": 20},  # another app's command
            {"message_snapshots": [{"message": like}]},
            {"message_reference": {"type": 1, "channel_id": desk.news, "message_id": written}},  # forwarded
        ]
        for number, other in enumerate(others):
            desk.fake.gateway.tell("MESSAGE_CREATE", {**asked, "id": str(int(written) + number + 1), **other})
        assert await nothing_more(desk, plug)


async def test_a_reply_to_an_answer_stays_with_it(desk: Desk) -> None:
    async with listening(desk) as plug:
        root = await plug.send(NoticeCard("The port is shut."), desk.place(), key="k")
        await desk.fake.says(desk.ana, desk.news, "since when?", reply_to=root)
        (mention,) = await heard(plug)
        assert (mention.place, mention.text) == (desk.place(root), "since when?")
        # Without a ping Discord does not show us what was written.
        await desk.fake.says(desk.ana, desk.news, "why?", reply_to=root, ping=False)
        lone = await desk.fake.says(desk.ben, desk.news, "a line of Ben's")
        beside = await desk.fake.says(desk.ana, desk.news, f"{desk.us} is that so?", reply_to=lone)
        assert [m.place for m in await heard(plug)] == [desk.place(beside)]
        assert await nothing_more(desk, plug)


async def test_who_mentions_our_role_is_told_that_we_cannot_read_it(desk: Desk) -> None:
    other = desk.fake.role(desk.guild, "News")
    async with listening(desk) as plug:
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} are you there?")
        await heard(plug)
        ours = plug.client.guilds[0].self_role
        assert ours is not None
        await desk.fake.says(desk.ben, desk.news, f"<@&{other}> did you see it?")
        asked = await desk.fake.says(desk.ana, desk.news, f"<@&{ours.id}> who won?")
        desk.fake.redeliver(asked)
        await desk.fake.says(desk.ana, desk.news, f"<@&{ours.id}> {desk.us} who lost?")
        assert [m.text for m in await heard(plug)] == ["who lost?"]

        def told() -> list[dict[str, Any]]:
            return [one for one in desk.fake.messages(desk.news) if one["author"]["id"] == desk.fake.bot_user]

        await desk.fake.until(told)
        assert [one["message_reference"]["message_id"] for one in told()] == [asked]
        assert "mention me instead" in shown(told()[0])
        await desk.fake.says(desk.ana, desk.news, f"<@&{ours.id}> are you deaf?")
        assert await nothing_more(desk, plug)
        desk.fake.clock.forward(TOLD_AGAIN + 1)
        again = await desk.fake.says(desk.ana, desk.news, f"<@&{ours.id}> once more?")
        await desk.fake.until(lambda: len(told()) > 1)
        assert [one["message_reference"]["message_id"] for one in told()] == [asked, again]


async def test_where_we_may_say_nothing_discord_is_not_asked_to_let_us(desk: Desk) -> None:
    silent = ("send_messages", "send_messages_in_threads")
    mute = desk.fake.channel(desk.guild, "mute", deny=silent)
    threads = desk.fake.channel(desk.guild, "threads", deny=silent[:1])
    async with listening(desk) as plug:
        ours = plug.client.guilds[0].self_role
        assert ours is not None
        for words in (f"{desk.us} who won?", f"<@&{ours.id}> who won?"):
            await desk.fake.says(desk.ana, mute, words)
        await desk.fake.says(desk.ana, threads, f"{desk.us} who lost?")
        assert [m.text for m in await heard(plug)] == ["who lost?"]
        assert await nothing_more(desk, plug)
    assert not [call for call in desk.fake.calls if mute in call.path]


async def test_any_event_costs_itself_alone(desk: Desk) -> None:
    odd: list[dict[str, Any]] = [
        {},
        {"id": "soon", "channel_id": desk.news},
        {"id": "9", "channel_id": desk.news, "guild_id": desk.guild, "author": 7},
        {"id": "9", "channel_id": {"a": 1}, "content": None, "author": {"id": desk.ana}},
    ]
    async with listening(desk) as plug:
        with capture_logs() as logs:
            for event in odd:
                desk.fake.gateway.tell("MESSAGE_CREATE", event)
            await desk.fake.says(desk.ana, desk.news, f"{desk.us} are you there?")
            assert [m.text for m in await heard(plug)] == ["are you there?"]
        assert (desk.fake.gateway.identified, desk.fake.gateway.resumed) == (1, 0)
        assert "discord_event_not_read" in {entry["event"] for entry in logs}


def follow_up(desk: Desk, thread: str, person: str, text: str, mentions: Sequence[object] = ()) -> None:
    """A message whose words we can read though it may not mention us, as with the privileged intent."""
    like = desk.fake.messages(thread)[0]
    id = str(int(desk.fake.messages(thread)[-1]["id"]) + 1)
    said = {"id": id, "content": text, "mentions": list(mentions), "author": payloads.user(desk.fake.state, person)}
    desk.fake.gateway.tell("MESSAGE_CREATE", {**like, "guild_id": desk.guild, **said})


async def test_after_a_restart_a_direct_reply_is_known_from_the_thread(desk: Desk) -> None:
    thread = desk.fake.thread(desk.news, "talk", desk.ana)
    async with listening(desk) as plug:
        await desk.fake.says(desk.ana, thread, f"{desk.us} who won?")
        (asked,) = await heard(plug)
        await plug.send(REDS, asked.place, key="k")
    desk.fake.clock.forward(3600)  # what was asked before is looked for no more
    async with listening(desk) as plug:
        follow_up(desk, thread, desk.ana, "and when?")
        assert [m.text for m in await heard(plug)] == ["and when?"]
        follow_up(desk, thread, desk.ben, "was it not on Friday?")
        assert await nothing_more(desk, plug)


async def test_a_question_asked_by_a_form_counts_as_that_persons(desk: Desk) -> None:
    us, person = desk.fake.bot_user, f"@{desk.ana}"
    question = question_message(person, "who <@1> won?\n@everyone **now**")
    async with listening(desk) as plug:
        place = desk.place(await plug.send(NoticeCard("The port is shut."), desk.place(), key="k"))
        key = question_key(person, "form")
        await plug._line.posting.post(question, place, key, 0)
        await plug.send(NoticeCard(f"<{person}> asks:\n> is it so"), place, key="k2")
    question_told, answer = desk.fake.messages(str(place.thread))
    assert not question_told["pinged"]
    assert said_in(question_told, us) == Said(person, to_us=True)
    assert said_in(answer, us) == Said(f"@{us}", ours=True)
    assert said_in({"author": {"id": desk.ben}, "type": 0, "content": f"<@{us}> and, <@{desk.ana}>?"}, us) == Said(
        f"@{desk.ben}", "and, @someone?", to_us=True, names=True
    )
    for nobody in ({}, {"author": None}, {"author": {"id": 3}}, {"author": {"id": desk.ben, "bot": True}, "type": 0}):
        assert said_in(nobody, us) is None
    assert said_in({"author": {"id": desk.ben}, "type": 6}, us) is None


async def test_when_too_many_wait_the_next_one_is_told(desk: Desk) -> None:
    async with listening(desk, waiting=2) as plug:
        for number in range(3):
            last = await desk.fake.says(desk.ana, desk.news, f"{desk.us} question {number}?")
        await desk.fake.until(lambda: len(desk.fake.messages(desk.news)) == 4)
        said = desk.fake.messages(desk.news)[-1]
        assert BUSY.text in shown(said)
        assert said["message_reference"]["message_id"] == last
        assert not said["pinged"]
        assert not desk.fake.threads(desk.news)
        assert len(await heard(plug, 2)) == 2
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} once more?")
        assert [m.text for m in await heard(plug)] == ["once more?"]


async def test_who_has_to_wait_sees_that_we_are_at_it(desk: Desk) -> None:
    forum = desk.fake.channel(desk.guild, "questions", kind="forum")
    post = desk.fake.thread(forum, "the port", desk.ben)
    async with listening(desk) as plug:
        taken = asyncio.create_task(heard(plug))  # somebody is free for the first of them
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
        await taken
        await desk.fake.says(desk.ben, post, f"{desk.us} who lost?")
        await desk.fake.until(lambda: desk.fake.typing)
        assert [one.channel for one in desk.fake.typing] == [post]


async def test_reading_is_seen_at_once_and_harms_nothing(desk: Desk) -> None:
    async with listening(desk) as plug:
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
        (mention,) = await heard(plug)
        await plug.reading(mention)
        assert [one.channel for one in desk.fake.typing] == [desk.news]
        desk.fake.deny(desk.news, "send_messages")
        with capture_logs() as logs:
            await plug.reading(mention)
        assert [entry["event"] for entry in logs] == ["discord_typing_not_shown"]


class Rests:
    """A sleep that ends when it is let go."""

    def __init__(self) -> None:
        self.total = 0.0
        self.resting = asyncio.Event()
        self.woken = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.total += seconds
        self.resting.set()
        await self.woken.wait()
        self.woken.clear()

    async def go_on(self) -> None:
        await self.resting.wait()
        self.resting.clear()
        self.woken.set()


async def test_an_answer_stands_in_its_thread_and_ends_the_typing(desk: Desk) -> None:
    rests = Rests()
    async with asyncio.timeout(10), listening(desk, sleep=rests) as plug:
        id = await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
        (mention,) = await heard(plug)
        await plug.reading(mention)
        await rests.resting.wait()
        await plug.send(REDS, mention.place, key="k")
        assert len(desk.fake.messages(id)) == 1
        rests.woken.set()
        await desk.fake.says(desk.ana, id, f"{desk.us} when?")
        assert [m.place for m in await heard(plug)] == [mention.place]
        assert [one.channel for one in desk.fake.typing] == [desk.news]


async def test_an_answer_grows_in_the_thread_of_its_question(desk: Desk) -> None:
    async with listening(desk) as plug:
        id = await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
        (mention,) = await heard(plug)
        growing = plug.grow(mention, key="k")
        await growing.show(ANSWER)
        desk.fake.clock.forward(2)
        await growing.end(ANSWER)
        assert len(desk.fake.messages(id)) == 1
        await desk.fake.says(desk.ana, id, f"{desk.us} when?")
        assert [m.place for m in await heard(plug)] == [mention.place]


class Grown:
    """A growing message that stands there at once."""

    async def show(self, card: AnswerCard) -> None: ...

    async def end(self, card: AnswerCard) -> MessageId:
        return MessageId("1")


@pytest.mark.parametrize("how", ["show", "end"])
async def test_the_first_words_of_a_growing_answer_end_the_typing(how: str) -> None:
    shown, rests, place = list[Place](), Rests(), Place("discord", "100000000000000001")

    async def typing(at: Place) -> None:
        shown.append(at)

    reading = Reading(typing, rests)
    await reading.begin(place)
    await getattr(reading.until_shown(Grown(), place), how)(ANSWER)
    rests.woken.set()
    for _ in range(3):
        await at_once(0)
    assert len(shown) == 1


async def test_typing_is_shown_until_the_answer_is_there_and_not_after() -> None:
    shown, rests, place = list[Place](), Rests(), Place("discord", "100000000000000001")

    async def typing(at: Place) -> None:
        shown.append(at)

    reading = Reading(typing, rests)
    await reading.begin(place)
    for _ in range(2):
        await rests.go_on()
    await rests.resting.wait()
    assert len(shown) == 3
    assert rests.total / 3 < 10
    await reading.end(place)
    rests.woken.set()
    assert len(shown) == 3


async def test_typing_ends_when_the_question_waits_no_more() -> None:
    shown, rests, place = list[Place](), Rests(), Place("discord", "100000000000000001")
    waiting = [True]

    async def typing(at: Place) -> None:
        shown.append(at)

    reading = Reading(typing, rests)
    await reading.begin(place, lambda: waiting[0])
    await rests.go_on()
    await rests.resting.wait()
    waiting[0] = False
    rests.woken.set()
    await at_once(0)
    assert len(shown) == 2
    await reading.close()


async def test_an_answer_that_is_quicker_than_the_first_call_ends_that() -> None:
    shown, called, gate, place = list[Place](), asyncio.Event(), asyncio.Event(), Place("discord", "100000000000000001")

    async def typing(at: Place) -> None:
        called.set()
        await gate.wait()
        shown.append(at)

    reading = Reading(typing, at_once)
    beginning = asyncio.create_task(reading.begin(place))
    await called.wait()
    await reading.end(place)
    gate.set()
    await beginning
    assert not shown


async def test_what_several_began_at_a_place_ends_together() -> None:
    shown, rests, place = list[Place](), Rests(), Place("discord", "100000000000000001")

    async def typing(at: Place) -> None:
        shown.append(at)

    reading = Reading(typing, rests)
    await reading.begin(place)
    await asyncio.gather(reading.begin(place), reading.begin(place))
    await reading.end(place)
    so_far = len(shown)
    rests.woken.set()
    for _ in range(3):
        await at_once(0)
    assert len(shown) == so_far


async def test_typing_ends_by_itself_when_no_answer_comes() -> None:
    shown, waited = list[Place](), list[float]()
    ended = asyncio.Event()

    async def typing(at: Place) -> None:
        shown.append(at)

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        await at_once(seconds)
        if sum(waited) >= LONGEST:
            ended.set()

    reading = Reading(typing, sleep)
    await reading.begin(Place("discord", "100000000000000001"))
    async with asyncio.timeout(5):
        await ended.wait()
    await at_once(0)
    await reading.close()
    assert sum(waited) == LONGEST


async def test_what_we_are_told_of_a_deleted_thread_is_forgotten(desk: Desk) -> None:
    async with listening(desk) as plug:
        id = await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
        (mention,) = await heard(plug)
        await plug.send(REDS, mention.place, key="k")
        assert plug._line.calls.parent_of(id) == desk.news
        desk.fake.delete_channel(id)
        assert await nothing_more(desk, plug)
        assert plug._line.calls.parent_of(id) is None


async def test_after_hushing_nothing_is_heard_and_cards_can_be_shown(desk: Desk) -> None:
    async with listening(desk) as plug:
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
        first = plug.mentions()
        mention: Mention = await anext(first)
        await plug.hush()
        await desk.fake.until(lambda: not desk.fake.gateway.sessions)
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} who lost?")
        await plug.send(REDS, mention.place, key="k")
        assert "The reds did" in shown(desk.fake.messages(str(mention.place.thread))[0])
        assert [m async for m in plug.mentions()] == []
        assert plug.trouble == "", "another copy hears"
    with capture_logs():
        async with listening(desk) as plug:  # whoever runs next looks for what was asked meanwhile
            assert [m.text for m in await heard(plug, 2)][1] == "who lost?"


async def test_what_cannot_be_kept_is_looked_for_until_it_is(desk: Desk) -> None:
    reception = NotedReception(away=True)

    async def sleep(_: float) -> None:
        if reception.refused == 3:
            reception.away = False
        await asyncio.sleep(0)

    async with listening(desk, reception, sleep=sleep) as plug:
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
        assert [mention.text for mention in await heard(plug)] == ["who won?"]
        assert reception.refused == 3
        assert await nothing_more(desk, plug)


async def test_what_could_not_be_kept_is_found_by_the_next_copy(desk: Desk) -> None:
    reception = NotedReception(away=True)
    async with listening(desk, reception) as plug:
        await desk.fake.says(desk.ana, desk.news, f"{desk.us} who won?")
        await asyncio.wait_for(reception.refusals.acquire(), 10)
        await plug.rest()
        async with listening(desk) as second:
            assert [mention.text for mention in await heard(second)] == ["who won?"]
