"""Where things are posted on Discord: channels, threads that exist or are begun, replies where none can be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.news.channels import Mention, Place
from bot.news.showing.shown import Card, SourcesCard
from bot.outcomes import Rejected, Unavailable
from bot.platforms.answer_sections import answer_text
from tests.platforms.cards import ANSWER, BRIEF, NOTICE
from tests.platforms.discord.test_posting import LONG
from tests.platforms.discord.writers import BEGIN, POST, Writer, read, writer

CHANNEL = "GET /channels/{}"


async def _asked(bot: Writer, channel: str = "") -> str:
    return await bot.discord.says(bot.ana, channel or bot.news, "what happened?")


async def test_an_answer_begins_the_thread_under_its_question() -> None:
    async with writer() as bot:
        asked = await _asked(bot)
        await bot.posting.send(ANSWER, bot.place(thread=asked), "k")
        [thread] = bot.discord.threads(bot.news)
        assert thread["id"] == asked
        assert 0 < len(thread["name"]) <= 100
        assert len(bot.discord.messages(asked)) == 1
        await bot.posting.send(ANSWER, bot.place(thread=asked), "k2")
        assert len(bot.discord.messages(asked)) == 2
        assert (bot.made(BEGIN), bot.made(CHANNEL)) == (1, 1)


async def test_it_is_named_after_the_question() -> None:
    async with writer() as bot:
        for asked, named in (
            ("  What   *happened* at the port? ", "What *happened* at the port?"),
            ("why? " * 100, f"{'why? ' * 18}why?…"),
            ("", answer_text(ANSWER)[:40]),
        ):
            place = bot.place(thread=await _asked(bot))
            bot.posting.note_question(Mention("E", place, "@1", asked))
            await bot.posting.send(ANSWER, place, "k")
            name = bot.discord.threads(bot.news)[-1]["name"]
            assert name == named or (not asked and name.startswith(named))
            assert len(name) <= 100


@pytest.mark.parametrize("card", [NOTICE, replace(ANSWER, lines=(), sources=()), SourcesCard(())])
async def test_a_word_that_nobody_asks_further_about_begins_no_thread(card: Card) -> None:
    async with writer() as bot:
        asked = await _asked(bot)
        bot.discord.troubles.add(POST, "drop-after")
        await bot.delivered(card, bot.place(thread=asked))
        question, word = bot.discord.messages(bot.news)
        assert (question["id"], word["message_reference"]["message_id"]) == (asked, asked)
        assert bot.discord.threads(bot.news) == []
        await bot.posting.send(ANSWER, bot.place(thread=asked), "k2")
        await bot.posting.send(card, bot.place(thread=asked), "k3")
        assert len(bot.discord.messages(asked)) == 2, "where there is a thread, it stands there"


async def test_a_thread_that_is_there_is_gone_on_with_after_a_restart() -> None:
    async with writer() as bot:
        head = await bot.posting.send(LONG, bot.place(), "k")
        pieces = len(bot.discord.messages(head))
        await bot.restart()
        await bot.posting.send(ANSWER, bot.place(thread=head), "k2")
        assert len(bot.discord.messages(head)) == pieces + 1
        assert [thread["id"] for thread in bot.discord.threads(bot.news)] == [head]


@pytest.mark.parametrize("denied", [(), ("create_public_threads",)])
async def test_so_is_one_that_no_message_began_and_that_is_archived(denied: tuple[str, ...]) -> None:
    async with writer() as bot:
        thread = bot.discord.thread(bot.news, owner=bot.ana, archived=True)
        bot.discord.deny(bot.news, *denied)
        await bot.posting.send(ANSWER, bot.place(thread=thread), "k")
        assert len(bot.discord.messages(thread)) == 1
        assert bot.discord.messages(bot.news) == []


async def test_a_thread_that_somebody_begins_just_then_is_taken() -> None:
    async with writer() as bot:
        asked = await _asked(bot)
        bot.discord.troubles.add(BEGIN, "503-after")
        await bot.posting.send(ANSWER, bot.place(thread=asked), "k")
        assert [call.outcome for call in bot.asked(BEGIN)] == ["503-after", "160004"]
        assert len(bot.discord.messages(asked)) == 1


async def test_without_the_permission_to_begin_one_it_is_a_reply_that_pings_nobody() -> None:
    async with writer() as bot:
        bot.discord.deny(bot.news, "create_public_threads")
        asked = await _asked(bot)
        await bot.posting.send(ANSWER, bot.place(thread=asked), "k")
        _, reply = bot.discord.messages(bot.news)
        assert reply["message_reference"]["message_id"] == asked
        assert reply["pinged"] == []
        head = await bot.posting.send(LONG, bot.place(), "k2")
        _, _, _, *details = bot.discord.messages(bot.news)
        assert details
        assert {one["message_reference"]["message_id"] for one in details} == {head}
        assert await bot.posting.send(LONG, bot.place(), "k2", bot.now()) == head
        assert len(bot.discord.messages(bot.news)) == 3 + len(details)


async def test_where_the_question_was_deleted_it_is_said_in_the_channel() -> None:
    async with writer() as bot:
        asked = await _asked(bot)
        bot.discord.delete_message(bot.news, asked)
        await bot.posting.send(ANSWER, bot.place(thread=asked), "k")
        [said] = bot.discord.messages(bot.news)
        assert "message_reference" not in said


async def test_in_a_thread_all_of_it_stands_in_that_thread() -> None:
    async with writer() as bot:
        thread = bot.discord.thread(bot.news)
        for place in (bot.place(thread), bot.place(thread=thread)):
            before = len(bot.discord.messages(thread))
            await bot.posting.send(LONG, place, f"k{before}")
            assert len(bot.discord.messages(thread)) > before + 1
        head = bot.discord.messages(thread)[0]["id"]
        await bot.posting.send(ANSWER, bot.place(thread, head), "answer")
        assert bot.discord.messages(thread)[-1]["message_reference"]["message_id"] == head
        assert len(bot.discord.threads(bot.news)) == 1
        assert bot.discord.messages(bot.news) == []


async def test_a_thread_that_was_deleted_takes_nothing_and_is_forgotten() -> None:
    async with writer() as bot:
        thread = bot.discord.thread(bot.news, owner=bot.ana)
        await bot.posting.send(ANSWER, bot.place(thread=thread), "k")
        bot.discord.delete_channel(thread)
        with pytest.raises(Rejected, match="no such channel or thread"):
            await bot.posting.send(ANSWER, bot.place(thread=thread), "k2")
        await bot.posting.send(ANSWER, bot.place(thread=thread), "k3")
        assert len(bot.discord.messages(bot.news)) == 1


async def test_direct_messages_are_opened_once() -> None:
    async with writer() as bot:
        person = Place("discord", f"@{bot.ana}")
        bot.discord.troubles.add("POST /users/@me/channels", "drop-after")
        for n in range(3):
            await bot.posting.send(NOTICE, person, f"k{n}")
        assert bot.made("POST /users/@me/channels") == 2
        bot.discord.troubles.add("POST /users/@me/channels", "html", times=9)
        with pytest.raises(Unavailable):
            await bot.posting.send(NOTICE, Place("discord", f"@{bot.discord.person('Ben', bot.guild)}"), "k")


async def test_typing_is_seen_where_people_look() -> None:
    async with writer() as bot:
        asked = await _asked(bot)
        await bot.posting.typing(bot.place(thread=asked))
        await bot.posting.typing(Place("discord", f"@{bot.ana}"))
        await bot.posting.send(ANSWER, bot.place(thread=asked), "k")
        await bot.posting.typing(bot.place(thread=asked))
        direct = bot.discord.dm(bot.ana)
        assert [one.channel for one in bot.discord.typing] == [bot.news, direct, asked]


async def test_typing_in_a_thread_needs_no_question_where_the_gateway_told_of_it() -> None:
    async with writer() as bot:
        thread = bot.discord.thread(bot.news, owner=bot.ana)
        async with bot.connected():
            calls = len(bot.discord.calls)
            await bot.posting.typing(bot.place(thread=thread))
            assert [call.path for call in bot.discord.calls[calls:]] == [f"/channels/{thread}/typing"]


async def test_what_was_said_in_a_thread() -> None:
    async with writer() as bot:
        head = await bot.posting.send(BRIEF, bot.place(), "k")
        await bot.posting.send(ANSWER, bot.place(thread=head), "k2")
        for n in range(120):
            await bot.discord.says(bot.ana, head, f"message {n}")
        last = await bot.discord.says(bot.ana, head, "the last")
        await bot.discord.says(bot.ana, bot.news, "elsewhere")
        told = await bot.posting.messages(bot.place(thread=head), last)
        assert [one["id"] for one in told] == sorted((one["id"] for one in told), key=int)
        assert told[0]["id"] == head
        assert BRIEF.headline in read(told[0])
        assert last not in [one["id"] for one in told]
        assert len([one for one in told if one["author"]["id"] == bot.ana]) == 120


async def test_what_was_said_where_no_thread_could_be_begun() -> None:
    async with writer() as bot:
        bot.discord.deny(bot.news, "create_public_threads")
        asked = await _asked(bot)
        await _asked(bot)
        await bot.posting.send(ANSWER, bot.place(thread=asked), "k")
        last = await bot.discord.says(bot.ana, bot.news, "and then?", reply_to=asked)
        told = await bot.posting.messages(bot.place(thread=asked), last)
        assert [one["author"]["id"] for one in told] == [bot.ana, bot.discord.bot_user]


async def test_a_channel_of_another_shape_is_no_place() -> None:
    async with writer() as bot:
        bot.discord.troubles.add(CHANNEL, "html", times=9)
        with pytest.raises(Unavailable, match="not Discord's"):
            await bot.posting.send(BRIEF, bot.place(), "k")
        assert bot.made(POST) == 0
