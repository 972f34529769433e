"""Buttons and menus: whoever presses one sees what comes of it, alone, also after a restart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.news.channels import Place
from bot.news.chat import Person
from bot.news.showing.shown import NoticeCard
from bot.outcomes import Rejected, Unavailable
from bot.platforms.discord.marks import parsed
from bot.platforms.discord.messages import Message
from tests.platforms.discord.hooked import Desk, desk, hooked, local, words_of
from tests.platforms.full_cards import FULL
from tests.platforms.receptions import NotedReception


async def briefed(at: Desk) -> tuple[Any, Place]:
    """A brief in the channel, and the thread under it."""
    place = Place("discord", str(at.news.id))
    head = await at.bot.posting.send(FULL, place, "k")
    message = next(m for m in at.news.history() if str(m.id) == head)
    return message, replace(place, thread=head)


def walked(message: Any) -> list[Any]:
    """All components of a message, those inside of others too."""
    found, waiting = [], list(message.components)
    while waiting:
        component = waiting.pop(0)
        found.append(component)
        waiting += getattr(component, "children", ())
    return found


def of_action(message: Any, action: str) -> Any:
    """The button or menu of a message that does this."""
    held = [c for c in walked(message) if isinstance(getattr(c, "custom_id", None), str)]
    return next((c for c in held if (carried := parsed(c.custom_id)) and carried.action == action), None)


def named(message: Any, action: str) -> str:
    """Its custom id."""
    return str(of_action(message, action).custom_id)


@pytest.mark.parametrize("button", ["follow", "sources", "why"])
async def test_a_button_of_a_message_from_before_a_restart_shows_its_card_to_whoever_pressed_it(button: str) -> None:
    async with desk() as at:
        message, place = await briefed(at)
        await at.restarted()
        result = await at.ben.click(message, custom_id=named(message, button))
        (press,) = at.reception.presses
        assert (press.button, press.value, press.message) == (button, "", str(message.id))
        assert press.place == place
        assert press.person == Person("discord", f"@{at.ben.id}", guest=True)
        assert words_of(result.response) == "Here it is."
        assert result.response.ephemeral


async def test_a_menu_of_evidence_carries_what_was_chosen() -> None:
    async with desk() as at:
        message, place = await briefed(at)
        pieces = [message, *at.news.threads[0].history()]
        piece = next(m for m in pieces if hasattr(of_action(m, "evidence"), "options"))
        menu = of_action(piece, "evidence")
        await at.restarted()
        await at.ana.select(piece, [menu.options[1].value], custom_id=menu.custom_id)
        (press,) = at.reception.presses
        assert (press.button, press.value, press.place) == ("evidence", menu.options[1].value, place)
        assert press.person.manages


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Unavailable("The store is busy."), "The store is busy."),
        (Rejected("You may not."), "You may not."),
        (RuntimeError("secret detail"), "went wrong on my side"),
    ],
)
async def test_what_goes_wrong_is_told(error: Exception, words: str) -> None:
    async with desk(NotedReception(raises=error)) as at:
        message, _ = await briefed(at)
        result = await at.ben.click(message, custom_id=named(message, "why"))
        assert words in words_of(result.response)
        assert "secret" not in words_of(result.response)


async def test_a_long_card_comes_in_several_messages_of_their_own() -> None:
    lines = "\n".join(f"Line {n} {'word ' * 30}" for n in range(60))
    async with desk(NotedReception(card=NoticeCard(lines))) as at:
        message, _ = await briefed(at)
        result = await at.ben.click(message, custom_id=named(message, "sources"))
        told = [result.response, *result.followups]
        assert len(told) > 1
        assert all(each.ephemeral for each in told)
        assert "Line 59" in words_of(told[-1])


@pytest.mark.parametrize("name", ["fb:party:0123456789abcdef", "fb:why:short", "other-app", "fb:form:x:subscribe"])
async def test_a_button_that_nobody_knows_is_answered_in_words(name: str) -> None:
    button = {"type": 1, "components": [{"type": 2, "style": 2, "label": "?", "custom_id": name}]}
    async with desk() as at:
        await at.bot.posting.post(Message((button,), title="t"), Place("discord", str(at.news.id)), "k", 0)
        result = await at.ben.click(at.news.last_message, custom_id=name)
        assert "do not know this button" in words_of(result.response)
        assert not at.reception.presses


async def test_ask_posts_the_question_under_the_brief_and_then_it_is_a_mention() -> None:
    async with desk() as at:
        message, place = await briefed(at)
        shown = await at.ben.click(message, custom_id=named(message, "ask"))
        await at.restarted()
        result = await at.ben.submit_modal(shown, {"question": "Who *won* @everyone\n<@&1>?"})
        assert "in the thread" in words_of(result.response)
        asked = at.news.threads[0].last_message
        assert words_of(asked).startswith(f"<@{at.ben.id}> asks:\n> Who *won*")
        assert not asked.mention_everyone
        (mention,) = await at.bot.heard()
        assert (mention.text, mention.author, mention.place) == (
            "Who *won* @everyone <@&1>?", f"@{at.ben.id}", place,
        )  # fmt: skip


async def test_ask_in_a_thread_closes_its_form_without_a_word() -> None:
    async with desk() as at:
        message, place = await briefed(at)
        ask = Message(({"type": 1, "components": [button_of(named(message, "ask"))]},), title="t")
        await at.bot.posting.post(ask, place, "again", 0)
        shown = await at.ben.click(at.news.threads[0].last_message, custom_id=named(message, "ask"))
        result = await at.ben.submit_modal(shown, {"question": "Who won?"})
        assert result.acknowledged
        assert not result.followups
        assert [m.place for m in await at.bot.heard()] == [place]


def button_of(name: str) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Ask", "custom_id": name}


async def test_a_question_without_words_is_told() -> None:
    async with desk() as at:
        message, _ = await briefed(at)
        shown = await at.ben.click(message, custom_id=named(message, "ask"))
        result = await at.ben.submit_modal(shown, {"question": " \n "})
        assert "Write a question" in words_of(result.response)
        assert not await at.bot.heard()


async def test_who_asks_when_too_many_wait_is_told_so() -> None:
    async with desk(waiting=0) as at:
        message, _ = await briefed(at)
        shown = await at.ben.click(message, custom_id=named(message, "ask"))
        result = await at.ben.submit_modal(shown, {"question": "Who won?"})
        assert "more questions than I can answer" in words_of(result.response)
        assert "asks:" not in words_of(at.news.threads[0].last_message), "nothing is asked where others read"


async def test_a_button_of_evidence_carries_its_own() -> None:
    reception = NotedReception()
    async with local() as at, hooked(at.fake, reception) as bot:
        name = "fb:evidence:0123456789abcdef:3 a1@1 30-39"
        await at.fake.presses(at.ana, at.news, await at.posted(bot, name), name)
    assert [press.value for press in reception.presses] == ["3 a1@1 30-39"]


async def test_a_question_that_may_stand_there_is_answered() -> None:
    async with local() as at, hooked(at.fake) as bot:
        name = "fb:ask:0123456789abcdef"
        message = await at.posted(bot, name)
        await at.fake.presses(at.ana, at.news, message, name)
        at.fake.troubles.add("POST /channels/{}/messages", "drop-after")
        await at.fake.fills(at.ana, at.fake.modals[-1], {"question": "Who won?"})
        assert [mention.place.thread for mention in await bot.heard()] == [message]
        assert len(at.fake.messages(message)) == 1


async def test_a_question_that_cannot_be_posted_is_told_and_not_answered() -> None:
    async with local() as at, hooked(at.fake) as bot:
        at.fake.deny(at.news, "send_messages")
        await at.fake.orders(at.ana, at.news, "brief ask", {"question": "Who won?"})
        assert "Send Messages" in at.whispered()[0]
        assert not await bot.heard()


async def test_a_form_about_another_channel_asks_nothing() -> None:
    async with local() as at, hooked(at.fake) as bot:
        name = "fb:ask:0123456789abcdef"
        await at.fake.presses(at.ana, at.news, await at.posted(bot, name), name)
        at.fake.modals[-1].custom_id = at.fake.modals[-1].custom_id.replace(at.news, "900000000000000001")
        await at.fake.fills(at.ana, at.fake.modals[-1], {"question": "Who won?"})
        assert "about another channel" in at.whispered()[0]
        assert not await bot.heard()


async def test_a_form_that_was_made_up_asks_where_it_was_sent_alone() -> None:
    async with local() as at, hooked(at.fake) as bot:
        elsewhere = at.fake.thread(at.fake.channel(at.fake.guild("Other"), "secret"), "talk")
        name = "fb:ask:0123456789abcdef"
        message = await at.posted(bot, name)
        await at.fake.presses(at.ana, at.news, message, name)
        at.fake.modals[-1].custom_id = f"fb:ask:{at.news}:{elsewhere}"
        await at.fake.fills(at.ana, at.fake.modals[-1], {"question": "Who won?"})
        assert [mention.place for mention in await bot.heard()] == [Place("discord", at.news, message)]
        assert not at.fake.messages(elsewhere)


async def test_who_may_read_alone_says_nothing_by_a_form_where_no_thread_can_begin() -> None:
    async with desk() as at:
        mute = at.guild.create_role("Muted")
        overwrites = {
            mute: discord.PermissionOverwrite(send_messages=False),
            at.guild.default_role: discord.PermissionOverwrite(create_public_threads=False),
        }
        rules = at.guild.create_text_channel("rules", overwrites=overwrites)
        cleo = at.guild.add_member(at.env.create_user("Cleo"), roles=[mute])
        row = {"type": 1, "components": [button_of("fb:ask:0123456789abcdef")]}
        await at.bot.posting.post(Message((row,), title="t"), Place("discord", str(rules.id)), "k", 0)
        shown = await cleo.click(rules.last_message, custom_id="fb:ask:0123456789abcdef")
        result = await cleo.submit_modal(shown, {"question": "Buy my coins!"})
        assert "You cannot write here" in words_of(result.response)
        assert len(rules.history()) == 1


async def test_who_may_write_in_threads_alone_asks_in_the_one_that_can_begin() -> None:
    async with desk() as at:
        mute = at.guild.create_role("Muted")
        quiet = discord.PermissionOverwrite(send_messages=False)
        rules = at.guild.create_text_channel("rules", overwrites={mute: quiet})
        cleo = at.guild.add_member(at.env.create_user("Cleo"), roles=[mute])
        row = {"type": 1, "components": [button_of("fb:ask:0123456789abcdef")]}
        await at.bot.posting.post(Message((row,), title="t"), Place("discord", str(rules.id)), "k", 0)
        shown = await cleo.click(rules.last_message, custom_id="fb:ask:0123456789abcdef")
        await cleo.submit_modal(shown, {"question": "May I?"})
        assert [mention.place.channel for mention in await at.bot.heard()] == [str(rules.id)]


async def test_who_may_not_write_in_threads_asks_in_direct_messages() -> None:
    async with desk() as at:
        quiet = discord.PermissionOverwrite(send_messages_in_threads=False)
        mute = at.guild.create_role("Muted")
        rules = at.guild.create_text_channel("rules", overwrites={mute: quiet})
        cleo = at.guild.add_member(at.env.create_user("Cleo"), roles=[mute])
        row = {"type": 1, "components": [button_of("fb:ask:0123456789abcdef")]}
        await at.bot.posting.post(Message((row,), title="t"), Place("discord", str(rules.id)), "k", 0)
        shown = await cleo.click(rules.last_message, custom_id="fb:ask:0123456789abcdef")
        result = await cleo.submit_modal(shown, {"question": "May I?"})
        assert "You cannot write here" in words_of(result.response)
        assert not rules.threads
        assert [mention.place for mention in await at.bot.heard()] == [Place("discord", f"@{cleo.id}")]
