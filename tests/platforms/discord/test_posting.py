"""Cards posted to Discord: each piece once, whatever goes wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import discord
import pytest

from bot.news.channels import Dress, Place
from bot.news.showing.shown import CardLine
from bot.outcomes import Gone, Partly, Rejected, Unavailable, Unclear
from bot.platforms.discord.posting import SETTLES
from tests.fakes.discord.messages import EDITS_OF_OLD
from tests.platforms.cards import ANSWER, BRIEF, NOTICE, STORY
from tests.platforms.discord.writers import BEGIN, CREATE, EDIT, LOOK, POST, Writer, read, writer

TROUBLES = ("drop-before", "drop-after", "503-before", "503-after", "hang-before", "hang-after", "429", "html")
AFTER = ("drop-after", "503-after", "hang-after", "html")
LONG = replace(
    BRIEF,
    claims=tuple(
        CardLine(f"{n}. " + "The company says that the boats will be late again. " * 8, (11,)) for n in range(6)
    ),
)
LONGER = replace(LONG, claims=tuple(replace(line, text=f"Once more: {line.text}") for line in LONG.claims * 5))


async def test_a_brief_is_a_post_and_its_detail_in_the_thread() -> None:
    async with writer() as bot:
        head = await bot.posting.send(LONG, bot.place(), "k")
        [post] = bot.discord.messages(bot.news)
        [thread] = bot.discord.threads(bot.news)
        assert (post["id"], thread["id"]) == (head, head)
        assert LONG.headline in read(post)
        assert LONG.headline[:40] in thread["name"]
        details = bot.discord.messages(head)
        assert details
        assert "boats will be late" in " ".join(map(read, details))
        assert bot.pieces() == list(range(1 + len(details)))
        nonces = [call.json["nonce"] for call in bot.asked(POST)]
        assert len(set(nonces)) == len(nonces)
        assert all(call.json["enforce_nonce"] and len(call.json["nonce"]) <= 25 for call in bot.asked(POST))
        assert not bot.discord.complaints


async def test_a_brief_that_fits_begins_no_thread() -> None:
    async with writer() as bot:
        await bot.posting.send(ANSWER, bot.place(), "k")
        assert bot.discord.threads(bot.news) == []
        assert bot.pieces() == [0]


@pytest.mark.parametrize("skip", [0, 1])
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_each_piece_stands_there_once_whatever_happens(trouble: str, skip: int) -> None:
    async with writer(trouble) as bot:
        bot.discord.troubles.add(POST, trouble, skip=skip)
        head = await bot.delivered(LONG, bot.place())
        found = bot.pieces()
        assert found == list(range(len(found)))
        assert len(found) > 1
        assert bot.discord.messages(bot.news)[0]["id"] == head
        assert bot.made(POST) == len(found) + (trouble not in AFTER)


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("what", [BEGIN, LOOK, "GET /channels/{}"])
async def test_so_it_does_where_the_way_there_is_troubled(what: str, trouble: str) -> None:
    async with writer(trouble) as bot:
        bot.discord.troubles.add(POST, "drop-after")
        bot.discord.troubles.add(what, trouble)
        await bot.delivered(LONG, bot.place())
        found = bot.pieces()
        assert found == list(range(len(found)))
        assert len(found) > 1
        assert len(bot.discord.threads(bot.news)) == 1


@pytest.mark.parametrize("trouble", ["drop-after", "drop-before", "503-after", "html", "hang-after"])
async def test_no_post_is_sent_again_of_itself(trouble: str) -> None:
    async with writer(trouble) as bot:
        bot.discord.troubles.add(POST, trouble)
        with pytest.raises(Unclear):
            await bot.posting.send(LONG, bot.place(), "k")
        assert bot.made(POST) == 1


async def test_what_discord_py_repeats_of_itself_stands_there_once() -> None:
    async with writer() as bot:
        bot.discord.troubles.add(POST, "502-after")
        await bot.posting.send(ANSWER, bot.place(), "k")
        assert bot.made(POST) == 2
        assert bot.pieces() == [0]


async def test_it_looks_only_when_discord_has_done_what_it_was_doing() -> None:
    async with writer() as bot:
        began = bot.now()
        bot.discord.troubles.add(POST, "drop-after")
        with pytest.raises(Unclear):
            await bot.posting.send(ANSWER, bot.place(), "k")
        await bot.posting.send(ANSWER, bot.place(), "k", began)
        [posted], [looked] = bot.asked(POST), bot.asked(LOOK)
        assert looked.at - posted.at >= SETTLES


async def test_a_post_that_comes_through_after_we_looked_is_not_doubled() -> None:
    async with writer() as bot:
        bot.discord.troubles.add(POST, "drop-before", times=2)
        began = bot.now()
        for tried in (None, began):
            with pytest.raises(Unclear):
                await bot.posting.send(ANSWER, bot.place(), "k", tried)
        first, second = (call.json for call in bot.asked(POST))
        late = await bot.calls("POST", "/channels/{channel_id}/messages", json=first, channel_id=bot.news)
        again = await bot.calls("POST", "/channels/{channel_id}/messages", json=second, channel_id=bot.news)
        assert late["id"] == again["id"]
        assert bot.pieces() == [0]


async def test_a_restart_in_the_middle_posts_only_what_is_missing() -> None:
    async with writer() as bot:
        began = bot.now()
        bot.discord.troubles.add(POST, "drop-before", skip=1)
        with pytest.raises(Unclear):
            await bot.posting.send(LONG, bot.place(), "k")
        assert bot.pieces() == [0]
        bot.discord.clock.forward(7200)
        await bot.restart()
        head = await bot.posting.send(LONG, bot.place(), "k", began)
        assert bot.discord.messages(bot.news)[0]["id"] == head
        found = bot.pieces()
        assert found == list(range(len(found)))
        assert len(found) > 1


async def test_only_our_own_messages_count() -> None:
    async with writer(content_intent=True) as bot:  # or what others wrote would be blank
        began = bot.now()
        first = await bot.posting.send(ANSWER, bot.place(), "k")
        bot.discord.state.world.channels[bot.news].messages[first]["author"]["id"] = bot.ana
        bot.discord.clock.forward(3600)
        assert await bot.posting.send(ANSWER, bot.place(), "k", began) != first


async def test_it_is_found_among_many_messages_and_no_more_of_them_are_read() -> None:
    async with writer() as bot:
        for n in range(150):
            await bot.discord.says(bot.ana, bot.news, f"before {n}")
        bot.discord.clock.forward(86_400)
        began = bot.now()
        head = await bot.posting.send(ANSWER, bot.place(), "k")
        for n in range(150):
            await bot.discord.says(bot.ana, bot.news, f"after {n}")
        bot.discord.clock.forward(3600)
        assert await bot.posting.send(ANSWER, bot.place(), "k", began) == head
        assert bot.made(LOOK) == 2
        await bot.posting.send(ANSWER, bot.place(), "other", bot.now())
        assert bot.made(LOOK) == 3


async def test_our_clock_may_be_wrong_by_hours() -> None:
    async with writer() as bot:
        head = await bot.posting.send(ANSWER, bot.place(), "k")
        bot.discord.clock.forward(600)
        assert await bot.posting.send(ANSWER, bot.place(), "k", bot.now() + timedelta(hours=9)) == head


async def test_words_without_buttons_are_found_by_what_they_say() -> None:
    async with writer() as bot:
        began = bot.now()
        first = await bot.posting.send(NOTICE, bot.place(), "k")
        bot.discord.clock.forward(3600)
        assert await bot.posting.send(NOTICE, bot.place(), "k", began) == first
        bot.discord.clock.forward(3600)
        assert await bot.posting.send(NOTICE, bot.place(), "later", bot.now()) != first


async def test_where_it_cannot_look_it_says_so_and_posts_nothing() -> None:
    async with writer() as bot:
        bot.discord.deny(bot.news, "read_message_history")
        bot.discord.troubles.add(POST, "drop-after")
        told = await bot.delivered(ANSWER, bot.place())
        assert told.startswith("uncertain")
        assert "Read Message History" in told or "cannot see" in told
        assert bot.pieces() == [0]


async def test_what_discord_puts_off_for_long_tells_how_long() -> None:
    async with writer() as bot:
        bot.discord.troubles.add(POST, "429", retry_after=90)
        with pytest.raises(Unavailable, match="90 s") as error:
            await bot.posting.send(ANSWER, bot.place(), "k")
        assert error.value.wait == 90
        assert bot.pieces() == []


async def test_a_ban_of_cloudflares_is_not_met_with_more_calls() -> None:
    async with writer() as bot:
        bot.discord.troubles.add("GET *", "banned")
        with pytest.raises(Unavailable) as error:
            await bot.posting.send(ANSWER, bot.place(), "k")
        assert error.value.wait
        assert bot.made("GET /channels/{}") == 1


async def test_a_role_is_called_once_by_the_first_brief_of_an_edition() -> None:
    async with writer() as bot:
        role = bot.discord.role(bot.guild, "News")
        bot.dresses[bot.news] = Dress(ping=role)
        opens = replace(BRIEF, opens="29 March, 08:00")
        head = await bot.posting.send(opens, bot.place(), "k")
        await bot.posting.edit(replace(opens, headline="Another headline"), bot.place(), head, "k")
        await bot.posting.send(BRIEF, bot.place(), "k2")
        assert [m["pinged"] for m in bot.discord.messages(bot.news)] == [[role], []]
        assert "Another headline" in read(bot.discord.messages(bot.news)[0])


async def test_nobody_is_called_by_what_others_wrote() -> None:
    async with writer() as bot:
        bad = f"@everyone @here <@{bot.ana}> <@&{bot.guild}> <#{bot.news}>"
        line = CardLine(bad, (1,))
        card = replace(BRIEF, headline=bad, lead=(line,), points=(line,), claims=(line,))
        asked = await bot.discord.says(bot.ana, bot.news, "what?")
        await bot.posting.send(card, bot.place(), "k")
        await bot.posting.send(replace(ANSWER, lines=(line,)), bot.place(thread=asked), "k2")
        bot.discord.deny(bot.news, "create_public_threads")
        asked = await bot.discord.says(bot.ana, bot.news, "and now?")
        await bot.posting.send(ANSWER, bot.place(thread=asked), "k3")
        ours = [m for m in bot.discord.every_message() if m["author"]["id"] == bot.discord.bot_user]
        assert len(ours) >= 3
        assert all(m["pinged"] == [] for m in ours)


class TestPublishing:
    async def test_a_brief_is_given_to_those_who_follow_the_channel(self) -> None:
        async with writer() as bot:
            channel = bot.discord.channel(bot.guild, "wire", kind="announcement")
            await bot.posting.send(BRIEF, bot.place(channel), "quiet")
            assert bot.discord.crossposted == []
            bot.dresses[channel] = bot.dresses[bot.news] = Dress(publish=True)
            head = await bot.posting.send(BRIEF, bot.place(channel), "k")
            await bot.posting.send(NOTICE, bot.place(channel), "notice")
            await bot.posting.send(BRIEF, bot.place(), "in a channel that cannot")
            assert bot.discord.crossposted == [head]

    async def test_a_crash_in_between_is_made_good(self) -> None:
        async with writer() as bot:
            channel = bot.discord.channel(bot.guild, "wire", kind="announcement")
            bot.dresses[channel] = Dress(publish=True)
            bot.discord.troubles.add(POST, "drop-after")
            head = await bot.delivered(BRIEF, bot.place(channel))
            assert bot.discord.crossposted == [head]
            assert await bot.posting.send(BRIEF, bot.place(channel), "k", bot.now()) == head
            assert bot.made("POST /channels/{}/messages/{}/crosspost") == 1

    @pytest.mark.parametrize("trouble", ["code:50013", "code:40033", "drop-after", "html", "banned"])
    async def test_its_failure_costs_nothing_else(self, trouble: str) -> None:
        async with writer() as bot:
            channel = bot.discord.channel(bot.guild, "wire", kind="announcement")
            bot.dresses[channel] = Dress(publish=True)
            bot.discord.troubles.add("POST /channels/{}/messages/{}/crosspost", trouble, times=9)
            assert await bot.posting.send(LONG, bot.place(channel), "k") == bot.discord.messages(channel)[0]["id"]
            assert len(bot.pieces(channel)) > 1

    async def test_discord_publishes_ten_an_hour_and_posts_the_rest(self) -> None:
        async with writer() as bot:
            channel = bot.discord.channel(bot.guild, "wire", kind="announcement")
            bot.dresses[channel] = Dress(publish=True)
            for part in range(12):
                await bot.posting.send(BRIEF, bot.place(channel), f"e {part}")
            assert len(bot.discord.messages(channel)) == 12
            assert len(bot.discord.crossposted) == 10


class TestForums:
    async def test_a_story_is_a_post_with_its_name_and_tags(self) -> None:
        async with writer() as bot:
            tags = ("World", "Sport", "Official")
            forum = bot.discord.channel(
                bot.guild, "stories", kind="forum", tags=tags, needs_tag=True, moderated=("Official",)
            )
            bot.dresses[forum] = Dress(tags=("world", "Nowhere", "official"))
            head = await bot.posting.send(LONG, bot.place(forum), "k")
            [post] = bot.discord.threads(forum)
            first, *others = bot.discord.messages(head)
            assert post["id"] == head == first["id"]
            assert LONG.headline[:40] in post["name"]
            assert len(post["applied_tags"]) == 1
            assert others
            assert bot.pieces(forum) == list(range(1 + len(others)))

    @pytest.mark.parametrize("trouble", [*TROUBLES, "502-after", "500-before"])
    async def test_a_post_stands_there_once_though_it_takes_no_nonce(self, trouble: str) -> None:
        async with writer(trouble) as bot:
            forum = bot.discord.channel(bot.guild, "stories", kind="forum")
            bot.discord.thread(forum, "by somebody else", bot.ana)
            bot.discord.troubles.add(CREATE, trouble)
            head = await bot.delivered(LONG, bot.place(forum))
            assert [t["id"] for t in bot.discord.threads(forum)][1:] == [head]
            found = [piece for piece in bot.pieces(forum) if piece >= 0]
            assert found == list(range(len(found)))

    @pytest.mark.parametrize("archived", [True, False])
    async def test_it_is_found_after_a_restart_also_when_it_is_archived(self, archived: bool) -> None:
        async with writer() as bot:
            forum = bot.discord.channel(bot.guild, "stories", kind="forum")
            began = bot.now()
            head = await bot.posting.send(LONG, bot.place(forum), "k")
            before = bot.pieces(forum)
            for n in range(7):
                await bot.posting.send(NOTICE, bot.place(forum), f"other {n}")
            bot.discord.clock.forward(3600)
            bot.discord.archive(head, archived=archived)
            await bot.restart()
            assert await bot.posting.send(LONG, bot.place(forum), "k", began) == head
            assert bot.pieces(forum)[: len(before)] == before
            assert len(bot.discord.threads(forum)) == 8

    async def test_where_posts_are_of_editions_the_others_go_in_that_of_the_first(self) -> None:
        async with writer() as bot:
            forum = bot.discord.channel(bot.guild, "editions", kind="forum")
            bot.dresses[forum] = bot.dresses[bot.news] = Dress(posts="edition")
            head = await bot.posting.send(replace(BRIEF, opens="29 March, 08:00"), bot.place(forum), "e 0")
            [post] = bot.discord.threads(forum)
            assert post["name"].startswith(f"Edition of 29 March, 08:00 · {BRIEF.headline[:20]}")
            assert len(post["name"]) <= 100
            along = await bot.posting.along(bot.place(forum), head)
            assert along == bot.place(forum, head)
            second = await bot.delivered(LONG, along, "e 1")
            assert [m["id"] for m in bot.discord.messages(head)][:1] == [head]
            assert second in [m["id"] for m in bot.discord.messages(head)]
            assert len(bot.discord.threads(forum)) == 1
            assert await bot.posting.along(along, head) == along
            assert await bot.posting.along(bot.place(), head) == bot.place()
            assert await bot.posting.along(Place("discord", f"@{bot.ana}"), head) == Place("discord", f"@{bot.ana}")
            bot.dresses[forum] = Dress()
            assert await bot.posting.along(bot.place(forum), head) == bot.place(forum)

    async def test_a_post_that_was_deleted_takes_nothing(self) -> None:
        async with writer() as bot:
            forum = bot.discord.channel(bot.guild, "editions", kind="forum")
            head = await bot.posting.send(BRIEF, bot.place(forum), "e 0")
            bot.discord.delete_channel(head)
            for _ in range(2):
                with pytest.raises(Rejected, match=r"deleted|no such"):
                    await bot.posting.send(BRIEF, bot.place(forum, head), "e 1")
            await bot.restart()
            with pytest.raises(Rejected, match="was deleted"):
                await bot.posting.send(BRIEF, bot.place(forum, head), "e 1")

    async def test_a_forum_that_wants_a_tag_says_so(self) -> None:
        async with writer() as bot:
            forum = bot.discord.channel(bot.guild, "stories", kind="forum", tags=("World",), needs_tag=True)
            with pytest.raises(Rejected, match="/brief look"):
                await bot.posting.send(BRIEF, bot.place(forum), "k")


class TestEdits:
    async def test_every_piece_is_changed_in_its_place(self) -> None:
        async with writer() as bot:
            head = await bot.posting.send(LONG, bot.place(), "k")
            before = [m["id"] for m in bot.discord.every_message()]
            changed = replace(
                LONG, headline="Another headline", claims=(*LONG.claims[:-1], CardLine("A new claim.", (11,)))
            )
            for _ in range(2):
                await bot.posting.edit(changed, bot.place(), head, "k")
                assert "Another headline" in read(bot.discord.messages(bot.news)[0])
                assert "A new claim." in " ".join(map(read, bot.discord.messages(head)))
                assert [m["id"] for m in bot.discord.every_message()] == before

    async def test_pieces_come_and_go(self) -> None:
        async with writer() as bot:
            head = await bot.posting.send(LONG, bot.place(), "k")
            short = bot.pieces()
            await bot.posting.edit(LONGER, bot.place(), head, "k")
            longer = bot.pieces()
            assert longer == list(range(len(longer)))
            assert len(longer) > len(short)
            await bot.posting.edit(LONG, bot.place(), head, "k")
            assert bot.pieces() == short

    async def test_a_thread_is_begun_when_there_is_more_to_say(self) -> None:
        async with writer() as bot:
            head = await bot.posting.send(replace(BRIEF, claims=(), points=(), quotes=(), figures=()), bot.place(), "k")
            assert bot.discord.threads(bot.news) == []
            await bot.posting.edit(LONG, bot.place(), head, "k")
            assert [t["id"] for t in bot.discord.threads(bot.news)] == [head]
            assert bot.pieces() == list(range(len(bot.pieces())))

    @pytest.mark.parametrize("what", [EDIT, POST, LOOK, "DELETE /channels/{}/messages/{}", BEGIN])
    @pytest.mark.parametrize("trouble", ["drop-after", "drop-before", "hang-after", "503-after"])
    async def test_in_trouble_it_can_be_repeated(self, what: str, trouble: str) -> None:
        async with writer(trouble) as bot:
            first = LONGER if what.startswith("DELETE") else replace(BRIEF, claims=(), points=())
            head = await bot.posting.send(first, bot.place(), "k")
            bot.discord.troubles.add(what, trouble, times=4)
            for _ in range(6):
                try:
                    await bot.posting.edit(LONG, bot.place(), head, "k")
                except Unavailable:
                    continue
            found = bot.pieces()
            assert found == list(range(len(found)))
            assert len(found) > 1

    async def test_where_it_stood_in_a_forum_a_thread_or_a_direct_message(self) -> None:
        async with writer() as bot:
            forum = bot.discord.channel(bot.guild, "stories", kind="forum")
            thread = bot.discord.thread(bot.news)
            direct = Place("discord", f"@{bot.ana}")
            for n, place in enumerate((bot.place(forum), bot.place(bot.news, thread), bot.place(thread), direct)):
                head = await bot.posting.send(LONG, place, f"k{n}")
                pieces = len(bot.discord.every_message())
                await bot.posting.edit(replace(LONG, headline="Another headline"), place, head, f"k{n}")
                [found] = [m for m in bot.discord.every_message() if m["id"] == head]
                assert "Another headline" in read(found)
                assert len(bot.discord.every_message()) == pieces

    async def test_a_reply_that_was_posted_when_no_thread_could_be_begun(self) -> None:
        async with writer() as bot:
            asked = await bot.discord.says(bot.ana, bot.news, "what happened?")
            bot.discord.deny(bot.news, "create_public_threads")
            head = await bot.posting.send(ANSWER, bot.place(thread=asked), "k")
            await bot.posting.edit(ANSWER, bot.place(thread=asked), head, "k")
            bot.discord.deny(bot.news)
            await bot.posting.send(ANSWER, bot.place(thread=asked), "k2")
            await bot.posting.edit(ANSWER, bot.place(thread=asked), head, "k")
            assert [m["edits"] for m in bot.discord.messages(bot.news)] == [0, 2]
            assert len(bot.discord.messages(asked)) == 1

    async def test_what_is_gone(self) -> None:
        async with writer() as bot:
            head = await bot.posting.send(ANSWER, bot.place(), "k")
            bot.discord.delete_message(bot.news, head)
            with pytest.raises(Rejected, match="It was deleted"):
                await bot.posting.edit(ANSWER, bot.place(), head, "k")

    async def test_an_archived_thread_is_opened_for_it_and_a_locked_one_is_not(self) -> None:
        async with writer() as bot:
            head = await bot.posting.send(LONG, bot.place(), "k")
            bot.discord.archive(head)
            await bot.posting.edit(LONGER, bot.place(), head, "k")
            assert bot.pieces() == list(range(len(bot.pieces())))
            bot.discord.archive(head, locked=True)
            with pytest.raises(Rejected, match="locked"):
                await bot.posting.edit(LONG, bot.place(), head, "k")

    async def test_a_message_that_is_too_old(self) -> None:
        async with writer() as bot:
            head = await bot.posting.send(ANSWER, bot.place(), "k")
            bot.discord.troubles.add(EDIT, "429", retry_after=60)
            with pytest.raises(Unavailable, match="60 s"):
                await bot.posting.edit(ANSWER, bot.place(), head, "k")
            bot.discord.clock.forward(7200)
            bot.discord.troubles.add(EDIT, "429", retry_after=60)
            with pytest.raises(Rejected, match="too old"):
                await bot.posting.edit(ANSWER, bot.place(), head, "k")
            for _ in range(EDITS_OF_OLD):
                await bot.posting.edit(ANSWER, bot.place(), head, "k")
            with pytest.raises(Rejected, match="too old"):
                await bot.posting.edit(ANSWER, bot.place(), head, "k")
            bot.discord.troubles.add(EDIT, "code:30046", times=9)
            with pytest.raises(Rejected, match="too old"):
                await bot.posting.edit(ANSWER, bot.place(), head, "k")

    async def test_what_was_posted_in_the_newer_form_stays_in_it(self) -> None:
        async with writer() as bot:
            head = await bot.posting.send(BRIEF, bot.place(), "k")
            bot.dresses[bot.news] = Dress(plain=True)
            await bot.posting.edit(replace(BRIEF, headline="Another headline"), bot.place(), head, "k")
            plain = await bot.posting.send(BRIEF, bot.place(), "k2")
            bot.dresses[bot.news] = Dress()
            await bot.posting.edit(replace(BRIEF, headline="A third headline"), bot.place(), plain, "k2")
            first, second = bot.discord.messages(bot.news)
            assert "Another headline" in read(first)
            assert "A third headline" in read(second)


class TestRefusals:
    @pytest.mark.parametrize(
        ("permission", "name"),
        [("send_messages", "Send Messages"), ("view_channel", "View Channel")],
    )
    async def test_a_missing_permission_is_named(self, permission: str, name: str) -> None:
        async with writer() as bot, bot.connected():
            bot.discord.deny(bot.news, permission)
            await bot.discord.until(lambda: not _has(bot, bot.news, permission))
            with pytest.raises(Rejected, match=f"#news.*lacks.*“{name}”.*Permissions") as error:
                await bot.posting.send(BRIEF, bot.place(), "k")
            assert bot.news in str(error.value)

    async def test_so_it_is_where_the_detail_cannot_be_posted(self) -> None:
        async with writer() as bot, bot.connected():
            closed = bot.discord.channel(bot.guild, "closed", deny=("send_messages_in_threads",))
            with pytest.raises(Partly, match="“Send Messages in Threads”") as error:
                await bot.posting.send(LONG, bot.place(closed), "k")
            assert [m["id"] for m in bot.discord.messages(closed)] == [error.value.message]

    async def test_without_the_gateway_what_it_needs_is_named(self) -> None:
        async with writer() as bot:
            closed = bot.discord.channel(bot.guild, "closed", deny=("send_messages",))
            with pytest.raises(Rejected, match="it needs “View Channel” and “Send Messages”"):
                await bot.posting.send(BRIEF, bot.place(closed), "k")

    async def test_a_channel_that_was_deleted(self) -> None:
        async with writer() as bot:
            await bot.posting.send(BRIEF, bot.place(), "k")
            bot.discord.delete_channel(bot.news)
            with pytest.raises(Rejected, match=r"no such channel.*Choose another"):
                await bot.posting.send(BRIEF, bot.place(), "k2")
            await bot.restart()
            with pytest.raises(Rejected, match=r"no such channel.*Choose another"):
                await bot.posting.send(BRIEF, bot.place(), "k2")

    async def test_a_person_who_takes_no_direct_messages_is_gone(self) -> None:
        async with writer() as bot:
            closed = bot.discord.person("Ben", bot.guild, closed=True)
            with pytest.raises(Gone, match="privacy settings"):
                await bot.posting.send(BRIEF, Place("discord", f"@{closed}"), "k")
            with pytest.raises(Gone, match="no such person"):
                await bot.posting.send(BRIEF, Place("discord", "@123456789012345678"), "k")

    async def test_a_locked_thread_is_refused_and_an_archived_one_opened(self) -> None:
        async with writer() as bot:
            locked = bot.discord.thread(bot.news, locked=True, owner=bot.ana)
            with pytest.raises(Rejected, match=r"locked.*unlock"):
                await bot.posting.send(ANSWER, bot.place(thread=locked), "k")
            archived = bot.discord.thread(bot.news, archived=True)
            await bot.posting.send(ANSWER, bot.place(thread=archived), "k2")
            assert len(bot.discord.messages(archived)) == 1

    async def test_a_code_not_known_is_told_as_it_is(self) -> None:
        async with writer() as bot:
            bot.discord.troubles.add(POST, "code:30010")
            with pytest.raises(Rejected, match=r"30010\): .*reactions"):
                await bot.posting.send(ANSWER, bot.place(), "k")


async def test_a_person_gets_a_direct_message() -> None:
    async with writer() as bot:
        person = Place("discord", f"@{bot.ana}")
        bot.discord.troubles.add(POST, "drop-after", skip=1)
        head = await bot.delivered(replace(LONG, followed=True), person)
        await bot.posting.send(NOTICE, replace(person, thread=head), "k2")
        direct = bot.discord.dm(bot.ana)
        *pieces, last = bot.discord.messages(direct)
        assert bot.pieces(direct) == [*range(len(pieces)), -1]
        assert "Unfollow" in read(pieces[0])
        assert last["message_reference"]["message_id"] == head
        assert bot.made("POST /users/@me/channels") == 1


async def test_a_persons_own_edition_tells_stories_that_they_do_not_follow_yet() -> None:
    async with writer() as bot:
        await bot.posting.send(BRIEF, bot.place(f"@{bot.ana}"), "k")
        assert "Follow story" in read(bot.discord.messages(bot.discord.dm(bot.ana))[0])


async def test_an_edition_of_twelve_long_stories_keeps_discords_limits() -> None:
    async with writer(rates="fast") as bot:
        keys = [f"e {part}" for part in range(12)]
        heads = [await bot.posting.send(STORY, bot.place(), key) for key in keys]
        assert [m["id"] for m in bot.discord.messages(bot.news)] == heads
        for key in keys:
            found = [piece for piece in bot.pieces(key=key) if piece >= 0]
            assert found == list(range(len(found)))
        assert not bot.discord.complaints


def _has(bot: Writer, channel: str, permission: str) -> bool:
    """Whether the client knows that it has a permission there."""
    found = bot.calls.client.get_channel(int(channel))
    assert isinstance(found, discord.TextChannel)
    return bool(getattr(found.permissions_for(found.guild.me), permission))
