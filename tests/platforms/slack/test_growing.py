"""Answers that grow on Slack: what is seen meanwhile may be less, what stands there in the end is whole and there once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.channels import Place
from bot.news.showing.shown import AnswerCard, CardLine, CardSource
from bot.outcomes import Rejected, Unavailable, Unclear
from bot.platforms.slack.growing import GrowingMessage
from bot.platforms.slack.posting import SETTLES
from tests.platforms.slack.writers import POST, Writer, marked, read, writer

SOURCE = CardSource(
    1,
    "Night ferry returns",
    "The Alder Post",
    "https://alder.example/ferry",
    (1, 2, 3),
    tuple(f"https://alder.example/ferry#:~:text={n}" for n in "abc"),
    pointers=("1 r1 0-9", "2 r1 10-19", "3 r1 20-29"),
)
LINES = (
    CardLine("The council restored the crossing.", (1,)),
    CardLine("The first boat leaves on 3 May at 23:15, said example.org & co.", (2,)),
    CardLine("It *costs* £4.5m a year.", (3,)),
)
STEPS = tuple(AnswerCard(LINES[:n], "", (), (SOURCE,)) for n in (1, 2, 3))
WHOLE = STEPS[-1]
CALLS = ("chat.startStream", "chat.appendStream", "chat.stopStream", "chat.update")
TROUBLES = ("drop-before", "drop-after", "http-500", "500-after", "hang-after", "429", "error:internal_error")


async def _asked(bot: Writer) -> str:
    return await bot.slack.says("U1", "C1", "what happened?", deliver=False)


async def _cannot_end(bot: Writer, growing: GrowingMessage) -> None:
    """Slack is away just then, and says so."""
    bot.slack.troubles.add("*", "drop-before", times=50)
    with pytest.raises(Unavailable):
        await growing.end(WHOLE)
    bot.slack.troubles.clear()


def _is_whole(bot: Writer, thread: str, channel: str = "C1") -> bool:
    """One message, with all sentences, evidence to choose from, and the key by which it is found."""
    [message] = bot.slack.messages(channel, thread)
    return (
        all(f"text={c}" in str(message["blocks"]) + message["text"] for c in "abc")
        and "evidence" in str(message["blocks"])
        and not message.get("streaming")
        and message["metadata"] == marked("reply E1", 0)
    )


async def test_it_streams_sentence_by_sentence() -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        growing = bot.growing(thread)
        for n, card in enumerate(STEPS, 1):
            await growing.show(card)
            [message] = bot.slack.messages("C1", thread)
            assert message["streaming"]
            assert message["text"].count("alder.example") == n
        assert await growing.end(WHOLE) == message["ts"]
        assert _is_whole(bot, thread)
        assert bot.methods() == [CALLS[0], CALLS[1], CALLS[1], CALLS[2], CALLS[3]]
        start = next(call for call in bot.slack.calls if call.method == "chat.startStream").arguments
        assert (start["recipient_user_id"], start["recipient_team_id"]) == ("U1", bot.slack.team)
        assert not bot.slack.complaints
        assert not bot.slack.pings


async def test_what_did_not_change_is_not_sent() -> None:
    async with writer() as bot:
        growing = bot.growing(await _asked(bot))
        for _ in range(3):
            await growing.show(WHOLE)
        assert bot.methods() == ["chat.startStream"]


async def test_with_nothing_to_show_before_the_end_it_is_a_post() -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        await bot.growing(thread).end(WHOLE)
        assert _is_whole(bot, thread)
        assert bot.methods() == [POST]


async def test_sentences_that_turn_out_otherwise_are_put_right() -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        growing = bot.growing(thread)
        await growing.show(AnswerCard((CardLine("Something else.", (1,)),), "", (), (SOURCE,)))
        await growing.show(STEPS[1])
        assert bot.made("chat.appendStream") == 0
        await growing.end(WHOLE)
        assert _is_whole(bot, thread)
        assert "Something else" not in str(bot.slack.messages("C1", thread))


async def test_sentences_that_turn_out_otherwise_and_cannot_be_put_right_go() -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        bot.slack.troubles.add("chat.update", "error:block_mismatch", times=9)
        growing = bot.growing(thread)
        await growing.show(AnswerCard((CardLine("Something else.", (1,)),), "", (), (SOURCE,)))
        await growing.end(WHOLE)
        assert _is_whole(bot, thread)
        assert "Something else" not in str(bot.slack.messages("C1", thread))


async def test_in_a_direct_message_nobody_is_named_as_recipient() -> None:
    async with writer() as bot:
        direct = bot.slack.direct("U1")
        thread = await bot.slack.says("U1", direct, "what happened?", deliver=False)
        for channel in (direct, "U1"):
            growing = bot.growing(thread, channel=channel)
            for card in STEPS:
                await growing.show(card)
            await growing.end(WHOLE)
        for call in bot.slack.calls:
            assert not any(name.startswith("recipient") for name in call.arguments)
        assert len(bot.slack.messages(direct, thread)) == 2


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("method", CALLS)
async def test_trouble_at_any_call_leaves_one_whole_message(method: str, trouble: str) -> None:
    async with writer(trouble) as bot:
        thread = await _asked(bot)
        bot.slack.troubles.add(method, trouble, retry_after=20)
        growing = bot.growing(thread)
        for card in STEPS:
            await growing.show(card)
        await bot.ended(growing, WHOLE, thread)
        assert _is_whole(bot, thread)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*CALLS, POST, "conversations.replies"]),
            st.sampled_from([*TROUBLES, "error:channel_type_not_supported", "error:message_not_in_streaming_state"]),
        ),
        max_size=6,
    )
)
def test_nothing_stands_there_twice_whatever_happens_in_a_row(troubles: list[tuple[str, str]]) -> None:
    async def run() -> None:
        async with writer() as bot:
            thread = await _asked(bot)
            for method, trouble in troubles:
                if not trouble.startswith("hang"):
                    bot.slack.troubles.add(method, trouble)
            growing = bot.growing(thread)
            for card in STEPS:
                await growing.show(card)
            try:
                await bot.ended(growing, WHOLE, thread)
            except (Unavailable, Unclear, Rejected):
                assert len(bot.slack.messages("C1", thread)) <= 1
            else:
                assert _is_whole(bot, thread)

    asyncio.run(run())


@pytest.mark.parametrize("trouble", ["drop-before", "drop-after"])
async def test_trouble_at_every_second_call_leaves_one_whole_message(trouble: str) -> None:
    async with writer(trouble) as bot:
        thread = await _asked(bot)
        growing = bot.growing(thread)
        for method in CALLS:
            bot.slack.troubles.add(method, trouble)
        for card in STEPS:
            await growing.show(card)
        await bot.ended(growing, WHOLE, thread)
        assert _is_whole(bot, thread)


async def test_a_start_without_an_answer_goes_on_with_what_it_began() -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        await bot.posting.send(STEPS[0], Place("slack", "C1", thread), "an answer before")
        bot.slack.troubles.add("chat.startStream", "drop-after")
        growing = bot.growing(thread)
        for card in STEPS:
            await growing.show(card)
        before, message = bot.slack.messages("C1", thread)
        assert message["streaming"]
        assert message["text"].count("alder.example") == 3
        assert await growing.end(WHOLE) == message["ts"] != before["ts"]
        assert bot.made("chat.startStream") == 1
        assert SETTLES in bot.slept, "before that a look tells nothing"


async def test_a_start_that_never_was_takes_over_nothing_else() -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        growing = bot.growing(thread)
        await growing.show(STEPS[0])
        words = bot.slack.messages("C1", thread)[0]["text"]
        await growing.end(WHOLE)
        earlier = bot.slack.workspace.world.channels["C1"].messages[-1]
        earlier["text"] = words
        await bot.slack.says("U1", "C1", words, thread, deliver=False)
        await bot.calls(POST, channel="C1", thread_ts=thread, text="U1 asks: what else?")
        known = bot.slack.messages("C1", thread)
        bot.slack.troubles.add("chat.startStream", "drop-before")
        other = bot.growing(thread, "reply E2")
        for card in STEPS:
            await other.show(card)
        await other.end(WHOLE)
        *before, message = bot.slack.messages("C1", thread)
        assert before == known
        assert message["metadata"] == marked("reply E2", 0)


@pytest.mark.parametrize("trouble", ["drop-after", "500-after"])
async def test_no_sentence_is_streamed_twice(trouble: str) -> None:
    async with writer(trouble) as bot:
        thread = await _asked(bot)
        bot.slack.troubles.add("chat.appendStream", trouble)
        growing = bot.growing(thread)
        for card in STEPS:
            await growing.show(card)
        assert bot.slack.messages("C1", thread)[0]["text"].count("alder.example") == 2


@pytest.mark.parametrize("trouble", ["drop-after", "drop-before", "http-500", "429"])
@pytest.mark.parametrize("method", ["chat.stopStream", "chat.update"])
async def test_trouble_at_the_end_is_mended_there(method: str, trouble: str) -> None:
    async with writer(trouble) as bot:
        thread = await _asked(bot)
        bot.slack.troubles.add(method, trouble, retry_after=20)
        growing = bot.growing(thread)
        await growing.show(STEPS[0])
        await growing.end(WHOLE)
        assert _is_whole(bot, thread)


@pytest.mark.parametrize("begins", ["chat.startStream", POST])
async def test_what_nobody_could_look_for_is_found_at_the_end(begins: str) -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        if begins == POST:
            bot.slack.troubles.add("chat.startStream", "error:channel_type_not_supported")
        bot.slack.troubles.add(begins, "drop-after")
        bot.slack.troubles.add("conversations.replies", "error:missing_scope", times=1)
        growing = bot.growing(thread)
        for card in STEPS:
            await growing.show(card)
        bot.slack.troubles.clear()
        with pytest.raises(Unclear):
            await growing.end(WHOLE)
        await bot.ended(growing, WHOLE, thread)
        assert _is_whole(bot, thread)


async def test_where_nobody_can_ever_look_nothing_is_posted_twice() -> None:
    async with writer() as bot:
        bot.slack.drop_scope("channels:history")
        thread = await _asked(bot)
        bot.slack.troubles.add("chat.startStream", "drop-after")
        growing = bot.growing(thread)
        for card in STEPS:
            await growing.show(card)
        with pytest.raises(Unclear, match='"channels:history"'):
            await bot.ended(growing, WHOLE, thread)
        assert len(bot.slack.messages("C1", thread)) == 1


@pytest.mark.parametrize("at", range(4))
async def test_a_stream_that_slack_has_ended_is_edited(at: int) -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        growing = bot.growing(thread)
        for n, card in enumerate(STEPS):
            if n == at:
                bot.slack.clock.forward(301)
            await growing.show(card)
            [message] = bot.slack.messages("C1", thread)
            assert f"text={'abc'[n]}" in str(message)
        if at == 3:
            bot.slack.clock.forward(301)
        await growing.end(WHOLE)
        assert _is_whole(bot, thread)


@pytest.mark.parametrize(
    "code", ["unknown_method", "channel_type_not_supported", "not_allowed_token_type", "missing_scope"]
)
async def test_where_slack_streams_nothing_it_is_posted_and_edited(code: str) -> None:
    async with writer() as bot:
        bot.slack.troubles.add("chat.startStream", f"error:{code}", times=99)
        for n in range(2):
            thread = await _asked(bot)
            growing = bot.growing(thread)
            for card in STEPS:
                await growing.show(card)
                assert card.lines[-1].text in read(bot.slack.messages("C1", thread)[0])
            await growing.end(WHOLE)
            assert _is_whole(bot, thread)
            assert bot.made("chat.startStream") == 1, f"asked again at message {n}"
        assert bot.methods()[-4:] == [POST, "chat.update", "chat.update", "chat.update"]


async def test_outside_of_a_thread_it_is_posted_and_edited() -> None:
    async with writer() as bot:
        growing = bot.growing(None)
        for card in STEPS:
            await growing.show(card)
        ts = await growing.end(WHOLE)
        assert [m["ts"] for m in bot.slack.messages("C1")] == [ts]
        assert "chat.startStream" not in bot.methods()


async def test_edits_that_slack_puts_off_are_left_out_but_not_the_last() -> None:
    async with writer() as bot:
        bot.slack.troubles.add("chat.startStream", "error:channel_type_not_supported")
        bot.slack.troubles.add("chat.update", "429", times=1, retry_after=25)
        thread = await _asked(bot)
        growing = bot.growing(thread)
        for card in STEPS:
            await growing.show(card)
        assert bot.made("chat.update") == 1
        assert LINES[1].text not in read(bot.slack.messages("C1", thread)[0])
        await growing.end(WHOLE)
        assert _is_whole(bot, thread)


async def test_the_end_waits_out_a_long_rest() -> None:
    async with writer() as bot:
        bot.slack.troubles.add("chat.startStream", "error:channel_type_not_supported")
        thread = await _asked(bot)
        growing = bot.growing(thread)
        await growing.show(STEPS[0])
        bot.slack.troubles.add("chat.update", "429", times=1, retry_after=60)
        await growing.end(WHOLE)
        assert _is_whole(bot, thread)
        assert bot.slept[-1] == 60


async def test_a_stream_that_takes_no_more_is_still_ended() -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        growing = bot.growing(thread)
        await growing.show(STEPS[0])
        bot.pace.leave_out("chat.update", 60)
        bot.slack.troubles.add("chat.appendStream", "error:msg_too_long", times=9)
        await growing.show(STEPS[1])
        await growing.show(WHOLE)
        assert bot.made("chat.appendStream") == 1
        [message] = bot.slack.messages("C1", thread)
        assert await growing.end(WHOLE) == message["ts"]
        assert _is_whole(bot, thread)


async def test_a_stream_that_would_not_stop_is_stopped_again() -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        growing = bot.growing(thread)
        await growing.show(STEPS[0])
        [message] = bot.slack.messages("C1", thread)
        bot.slack.troubles.add("chat.stopStream", "drop-before", times=3)
        assert await growing.end(WHOLE) == message["ts"]
        assert _is_whole(bot, thread)


async def test_streams_in_a_channel_begin_a_second_apart_after_the_first_three() -> None:
    async with writer() as bot:
        for key in range(5):
            await bot.growing(await _asked(bot), f"reply {key}").show(STEPS[0])
        starts = [call.at for call in bot.slack.calls if call.method == "chat.startStream"]
        assert [start - starts[0] for start in starts] == [0, 0, 0, 1, 2]


async def test_what_was_begun_and_deleted_before_the_next_try_is_posted_anew() -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        growing = bot.growing(thread)
        await growing.show(STEPS[0])
        await _cannot_end(bot, growing)
        channel = bot.slack.workspace.world.channels["C1"]
        channel.messages.remove(channel.messages[-1])
        await bot.posting.send(WHOLE, Place("slack", "C1", thread), "reply E1")
        assert _is_whole(bot, thread)


async def test_what_was_begun_is_made_whole_by_the_next_try() -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        growing = bot.growing(thread)
        await growing.show(STEPS[0])
        await _cannot_end(bot, growing)
        await bot.posting.send(WHOLE, Place("slack", "C1", thread), "reply E1")
        assert _is_whole(bot, thread)


async def test_many_answers_at_once_never_exceed_what_slack_takes() -> None:
    async with writer() as bot:
        threads = [await _asked(bot) for _ in range(25)]
        for n, thread in enumerate(threads):
            growing = bot.growing(thread, f"reply {n}")
            for card in STEPS:
                await growing.show(card)
            await growing.end(WHOLE)
        outcomes = {call.outcome for call in bot.slack.calls}
        assert outcomes == {"ok"}
        for thread in threads:
            [message] = bot.slack.messages("C1", thread)
            assert LINES[2].text in read(message)


async def test_where_a_stream_cannot_be_replaced_its_text_is_whole() -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        bot.slack.troubles.add("chat.update", "error:block_mismatch", times=9)
        growing = bot.growing(thread)
        for card in STEPS[:2]:
            await growing.show(card)
        ts = await growing.end(WHOLE)
        [message] = bot.slack.messages("C1", thread)
        assert message["ts"] == ts
        assert message["text"].count("alder.example") == 3
        assert "evidence" in str(message["blocks"])
        assert message["metadata"] == marked("reply E1", 0)


async def test_what_can_be_neither_replaced_nor_completed_is_posted_anew() -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        bot.slack.troubles.add("chat.update", "error:block_mismatch", times=9)
        bot.slack.troubles.add("chat.appendStream", "drop-after")
        growing = bot.growing(thread)
        for card in STEPS[:2]:
            await growing.show(card)
        await bot.ended(growing, WHOLE, thread)
        assert _is_whole(bot, thread)


async def test_an_answer_that_somebody_deleted_is_posted_anew() -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        growing = bot.growing(thread)
        await growing.show(STEPS[0])
        channel = bot.slack.workspace.world.channels["C1"]
        channel.messages.remove(channel.messages[-1])
        await growing.show(STEPS[1])
        await growing.end(WHOLE)
        assert _is_whole(bot, thread)


async def test_a_slack_that_is_away_at_the_end_says_so() -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        growing = bot.growing(thread)
        await growing.show(STEPS[0])
        await _cannot_end(bot, growing)
        await growing.end(WHOLE)
        assert _is_whole(bot, thread)


async def test_where_the_bot_may_not_write_the_end_says_so() -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        bot.slack.channel("C1", bot_in=False)
        growing = bot.growing(thread)
        await growing.show(STEPS[0])
        with pytest.raises(Rejected, match="invite"):
            await growing.end(WHOLE)


async def test_hostile_sentences_call_nobody() -> None:
    words = "<!channel> <@U1> @here [a](https://evil.test) **b** <!subteam^S1|x>"
    async with writer() as bot:
        thread = await _asked(bot)
        card = AnswerCard(
            (CardLine(words, (1,)),) * 2, words, (CardLine(words, (2,)),), (replace(SOURCE, title=words),)
        )
        growing = bot.growing(thread)
        await growing.show(replace(card, lines=card.lines[:1]))
        await growing.show(card)
        await growing.end(card)
        assert bot.slack.pings == []
        assert bot.made("chat.appendStream") == 1


@pytest.mark.parametrize("later", [0.0, 400.0])  # Slack has ended the stream by then
@pytest.mark.parametrize("streams", [True, False])
@pytest.mark.parametrize("shown", [0, 1, 3])
async def test_what_a_process_that_died_left_half_is_made_whole_by_another(
    shown: int, streams: bool, later: float
) -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        earlier = bot.growing(thread, "reply E0")
        await earlier.show(STEPS[0])  # another answer that was left so, too long ago to be this one
        bot.slack.clock.forward(600)
        began = datetime.fromtimestamp(bot.slack.clock(), UTC)
        if not streams:
            bot.posting.note_no_streams("C1")
        growing = bot.growing(thread)
        for card in STEPS[:shown]:
            await growing.show(card)
            bot.slack.clock.forward(2)
        bot.slack.clock.forward(later)
        place = Place("slack", "C1", thread)
        for _ in range(2):
            bot = await bot.restarted()
            message = await bot.posting.send(WHOLE, place, "reply E1", began)
            _, ours = bot.slack.messages("C1", thread)
            assert message == ours["ts"]
            assert read(ours).count("The council") == read(ours).count("4.5m") == 1
            assert not ours.get("streaming")
            assert ours["metadata"] == marked("reply E1", 0)
        await bot.calls.close()


async def test_where_it_cannot_look_for_what_was_left_it_does_not_post() -> None:
    async with writer() as bot:
        thread = await _asked(bot)
        await bot.growing(thread).show(STEPS[0])
        began = datetime.fromtimestamp(bot.slack.clock(), UTC)
        bot = await bot.restarted()
        bot.slack.troubles.add("conversations.replies", "error:missing_scope", times=9)
        with pytest.raises(Unclear):
            await bot.posting.send(WHOLE, Place("slack", "C1", thread), "reply E1", began)
        assert len(bot.slack.messages("C1", thread)) == 1
        await bot.calls.close()
