"""Answers that grow on Discord: what is seen meanwhile may be less, what stands there in the end is whole and there once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.channels import Mention, Place
from bot.news.showing.shown import AnswerCard, CardLine, CardSource
from bot.outcomes import Rejected, Unavailable, Unclear
from bot.platforms.discord.growing import GrowingMessage
from tests.fakes.discord.messages import NONCE_LASTS
from tests.platforms.discord.writers import BEGIN, EDIT, LOOK, POST, Writer, read, writer

SOURCE = CardSource(
    1,
    "Night ferry returns",
    "The Alder Post",
    "https://alder.example/ferry",
    (1, 2, 3),
    tuple(f"https://alder.example/ferry#:~:text={n}" for n in "abc"),
    pointers=("1 r1 0-9", "2 r1 10-19", "3 r1 20-29"),
)
WORDS = ("The council restored the crossing.", "The first boat leaves on 3 May.", "It costs £4.5m a year.")
LINES = tuple(CardLine(words, (n,)) for n, words in enumerate(WORDS, 1))
STEPS = tuple(AnswerCard(LINES[:n], "", (), (SOURCE,)) for n in (1, 2, 3))
WHOLE = STEPS[-1]
LONG = replace(WHOLE, lines=tuple(CardLine(f"{n}. {WORDS[0]} " * 12, (1,)) for n in range(12)))
TROUBLES = ("drop-before", "drop-after", "503-before", "503-after", "html", "429")
KEY = "reply E1"


async def _asked(bot: Writer) -> Place:
    return bot.place(thread=await bot.discord.says(bot.ana, bot.news, "what happened?"))


def _is_whole(bot: Writer, place: Place) -> bool:
    """One message, in the thread, with all sentences and evidence to choose from."""
    [message] = bot.discord.messages(str(place.thread))
    assert bot.pieces(key=KEY) == [0]
    return all(words.split(".")[0] in read(message) for words in WORDS) and "evidence" in str(message["components"])


async def test_it_is_posted_and_then_edited_sentence_by_sentence() -> None:
    async with writer() as bot:
        place = await _asked(bot)
        growing = bot.growing(place)
        for n, card in enumerate(STEPS, 1):
            await growing.show(card)
            [message] = bot.discord.messages(str(place.thread))
            assert [words.split(".")[0] in read(message) for words in WORDS] == [True] * n + [False] * (3 - n)
            bot.discord.clock.forward(1.0)
        assert await growing.end(WHOLE) == message["id"]
        assert _is_whole(bot, place)
        assert [bot.made(what) for what in (POST, EDIT)] == [1, 3]
        assert not bot.discord.complaints


async def test_what_is_whole_at_once_is_posted_whole() -> None:
    async with writer() as bot:
        place = await _asked(bot)
        growing = GrowingMessage(bot.posting, Mention("E1", place, "@1", "what?"), KEY, bot.discord.clock, bot.sleep)
        for card in STEPS:
            await growing.show(card)
        await growing.end(WHOLE)
        assert _is_whole(bot, place)
        assert (bot.made(POST), bot.made(EDIT), bot.slept) == (1, 0, [])
        assert [thread["name"] for thread in bot.discord.threads(bot.news)] == ["what?"]


async def test_it_is_edited_once_a_second_at_most() -> None:
    async with writer() as bot:
        place = await _asked(bot)
        growing = bot.growing(place)
        for n in range(60):
            lines = (*LINES[:1], CardLine(f"Sentence {n}.", (2,)))
            await growing.show(replace(WHOLE, lines=lines))
            bot.discord.clock.forward(0.1)
        await growing.end(WHOLE)
        times = [call.at for call in [*bot.asked(POST), *bot.asked(EDIT)]]
        assert len(times) > 4
        assert all(later - earlier >= 0.999 for earlier, later in pairwise(times))
        assert _is_whole(bot, place)


async def test_what_did_not_change_is_not_sent() -> None:
    async with writer() as bot:
        growing = bot.growing(await _asked(bot))
        for _ in range(3):
            await growing.show(WHOLE)
            bot.discord.clock.forward(5)
        assert [bot.made(what) for what in (POST, EDIT)] == [1, 0]


async def test_with_nothing_to_show_before_the_end_it_is_a_post() -> None:
    async with writer() as bot:
        place = await _asked(bot)
        await bot.growing(place).end(WHOLE)
        assert _is_whole(bot, place)
        assert bot.made(EDIT) == 0


async def test_what_does_not_fit_in_one_message_follows_in_the_end() -> None:
    async with writer() as bot:
        place = await _asked(bot)
        growing = bot.growing(place)
        await growing.show(STEPS[0])
        await growing.end(LONG)
        found = bot.pieces(key=KEY)
        assert found == list(range(len(found)))
        assert len(found) > 1


async def test_in_a_direct_message_it_stands_there() -> None:
    async with writer() as bot:
        place = Place("discord", f"@{bot.ana}")
        growing = bot.growing(place)
        await growing.show(STEPS[0])
        await growing.end(WHOLE)
        [message] = bot.discord.messages(bot.discord.dm(bot.ana))
        assert WORDS[-1].split(".")[0] in read(message)


@pytest.mark.parametrize("what", [POST, EDIT, BEGIN])
@pytest.mark.parametrize("trouble", [*TROUBLES, "hang-before", "hang-after"])
async def test_it_stands_there_whole_and_once_whatever_happens(what: str, trouble: str) -> None:
    async with writer(trouble) as bot:
        place = await _asked(bot)
        growing = bot.growing(place)
        bot.discord.troubles.add(what, trouble)
        for card in STEPS:
            await growing.show(card)
            bot.discord.clock.forward(1.0)
        await bot.ended(growing, WHOLE, place)
        assert _is_whole(bot, place)


async def test_what_was_begun_and_comes_through_late_is_made_whole() -> None:
    async with writer() as bot:
        place = await _asked(bot)
        growing = bot.growing(place)
        began = bot.now()
        bot.discord.troubles.add(POST, "drop-before")
        await growing.show(STEPS[0])
        with pytest.raises(Unclear):
            await growing.end(WHOLE)
        [late] = bot.asked(POST)
        # It is not there when we look, and is before we post: Discord gives it back for its nonce.
        await bot.calls("POST", "/channels/{channel_id}/messages", json=late.json, channel_id=str(place.thread))
        assert await bot.posting.send(WHOLE, place, KEY) == bot.discord.messages(str(place.thread))[0]["id"]
        assert _is_whole(bot, place)
        assert await bot.posting.send(WHOLE, place, KEY, began) == bot.discord.messages(str(place.thread))[0]["id"]
        assert bot.made(EDIT) == 1


async def test_an_end_that_fails_is_made_up_for_by_the_next_send() -> None:
    async with writer() as bot:
        place = await _asked(bot)
        growing = bot.growing(place)
        began = bot.now()
        await growing.show(STEPS[0])
        bot.discord.troubles.add(EDIT, "drop-before", times=9)
        with pytest.raises(Unavailable):
            await growing.end(WHOLE)
        bot.discord.troubles.clear()
        await bot.posting.send(WHOLE, place, KEY, began)
        assert _is_whole(bot, place)


async def test_what_somebody_deleted_meanwhile_is_not_posted_again() -> None:
    async with writer() as bot:
        place = await _asked(bot)
        growing = bot.growing(place)
        await growing.show(STEPS[0])
        bot.discord.delete_message(str(place.thread), bot.discord.messages(str(place.thread))[0]["id"])
        with pytest.raises(Rejected, match="deleted"):
            await growing.end(WHOLE)
        assert bot.discord.messages(str(place.thread)) == []


async def test_where_it_may_not_write_the_end_says_so() -> None:
    async with writer() as bot:
        bot.discord.deny(bot.news, "send_messages_in_threads")
        growing = bot.growing(await _asked(bot))
        await growing.show(STEPS[0])
        with pytest.raises(Rejected, match="Send Messages in Threads"):
            await growing.end(WHOLE)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([POST, EDIT, LOOK, BEGIN]), st.sampled_from(TROUBLES)), max_size=5))
def test_nothing_stands_there_twice_whatever_happens_in_a_row(troubles: list[tuple[str, str]]) -> None:
    async def run() -> None:
        async with writer() as bot:
            place = await _asked(bot)
            growing = bot.growing(place)
            for what, trouble in troubles:
                bot.discord.troubles.add(what, trouble)
            for card in STEPS:
                await growing.show(card)
                bot.discord.clock.forward(1.0)
            try:
                await bot.ended(growing, WHOLE, place)
            except (Unavailable, Unclear):
                assert len(bot.pieces(key=KEY)) <= 1
            else:
                assert _is_whole(bot, place)

    asyncio.run(run())


@pytest.mark.parametrize("later", [0.0, NONCE_LASTS + 1])
@pytest.mark.parametrize("shown", [0, 1, 3])
async def test_what_a_process_that_died_left_half_is_made_whole_by_another(shown: int, later: float) -> None:
    async with writer() as bot:
        place, began = await _asked(bot), bot.now()
        growing = bot.growing(place)
        for card in STEPS[:shown]:
            await growing.show(card)
            bot.discord.clock.forward(1.0)
        bot.discord.clock.forward(later)
        for _ in range(2):
            await bot.restart()
            message = await bot.posting.send(WHOLE, place, KEY, began)
            assert _is_whole(bot, place)
            assert message == bot.discord.messages(str(place.thread))[0]["id"]
        assert bot.made(EDIT) == max(0, shown - 1) + (0 < shown < 3), "what is whole is not edited again"
