"""A brief on Slack whose outlet changes its words: the post is edited in its place, and nothing is posted anew."""

from __future__ import annotations

import json

from bot.flows.correct import correct
from bot.flows.deliver import deliver
from bot.news.channels import Place
from bot.news.types import FoundArticle
from bot.platforms.slack.access import Access
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.pacing import Pace
from bot.platforms.slack.posting import Posting
from bot.store.engine import open_store
from tests.fakes.clock import START
from tests.fakes.slack import FakeSlack
from tests.platforms.crash_child import PostingAlone, Time, owe


async def test_the_post_and_its_details_are_edited_in_their_place() -> None:
    time = Time(START)
    store = await open_store("sqlite://")
    async with FakeSlack(time.seconds, rates=False) as slack:
        slack.channel("C1")
        calls = Calls(Access(slack.bot_token, api_url=slack.api_url), time.sleep)
        platforms = {"slack": PostingAlone("slack", Posting(calls, Pace(time.seconds, time.sleep)))}
        edition = await owe(store, Place("slack", "C1"), time.utc())
        assert await deliver(store, platforms, time.utc) == 1
        (article,) = await store.articles(edition.briefs[0].revisions)
        (head,) = slack.messages("C1")
        before = [head["ts"], *(reply["ts"] for reply in slack.messages("C1", head["ts"]))]

        changed = FoundArticle("cranes.txt", article.text.replace("lifted crate 7.", "lifted nothing."))
        await store.save_article(changed, time.utc())
        assert await correct(store, platforms, time.utc()) == 1

        (now,) = slack.messages("C1")
        assert [now["ts"], *(reply["ts"] for reply in slack.messages("C1", now["ts"]))] == before
        assert "changed since by The Selby Post" in json.dumps(now["blocks"], ensure_ascii=False)
        assert "changed since" not in json.dumps(head["blocks"])
        assert sum(call.method == "chat.postMessage" for call in slack.calls) == len(before)
        assert await correct(store, platforms, time.utc()) == 0
        await calls.close()
    await store.close()
