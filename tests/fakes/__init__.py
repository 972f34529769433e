"""Fakes of our own sockets: plain classes with public state."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime

from bot.news.channels import Mention, Place
from bot.news.followed import Feed, FeedAnswer, FeedState, Page
from bot.news.prompting.requests import Request
from bot.news.showing.shown import AnswerCard, Card
from bot.news.types import FoundArticle
from bot.ports import Heard, MessageId, Reply, Spending, Unclear


class FakeFetcher:
    def __init__(self, *found: FoundArticle) -> None:
        self.found: list[FoundArticle] = list(found)

    async def fetch(self) -> AsyncIterator[FoundArticle]:
        for article in self.found:
            yield article


class FakePlatform:
    """Shows cards in `posted`. What is in `failures` is raised by the next sends, one each; a `Lost` posts first.

    `grown` has the cards of messages that grow, up to the last, which is posted as a send.
    """

    name = "fake"
    at_once = 8

    def __init__(self, *failures: Exception) -> None:
        self.posted: list[tuple[str, Card]] = []
        self.grown: list[tuple[str, AnswerCard]] = []
        self.edited: list[tuple[str, Card]] = []
        self.read: list[str] = []
        self.failures = list(failures)
        self.can_tell = True
        self.asked: list[Mention] = []

    async def send(self, card: Card, place: Place, *, key: str, tried: datetime | None = None) -> MessageId:
        if tried is not None and (known := self.shown(key)) is not None:
            return known
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None and not isinstance(failure, Lost):
            raise failure
        self.posted.append((key, card))
        if failure is not None:
            raise failure
        return MessageId(f"m{len(self.posted)}")

    async def along(self, place: Place, first: MessageId) -> Place:
        return place

    async def edit(self, card: Card, place: Place, message: MessageId, *, key: str) -> None:
        self.edited.append((key, card))

    async def reading(self, mention: Mention) -> None:
        self.read.append(mention.event)

    def grow(self, mention: Mention, *, key: str) -> FakeGrowing:
        return FakeGrowing(self, mention.place, key)

    def shown(self, key: str) -> MessageId | None:
        """The message with this key. Raises `Unclear` where it may not be known."""
        if not self.can_tell:
            raise Unclear
        return next((MessageId(f"m{n}") for n, (k, _) in enumerate(self.posted, 1) if k == key), None)

    async def mentions(self) -> AsyncIterator[Mention]:
        for mention in self.asked:
            yield mention

    async def hear(self, since: datetime | None = None) -> None:
        pass

    async def rest(self) -> None:
        pass

    async def hush(self) -> None:
        pass

    async def close(self) -> None:
        pass


class FakeGrowing:
    def __init__(self, platform: FakePlatform, place: Place, key: str) -> None:
        self._platform, self._place, self._key = platform, place, key

    async def show(self, card: AnswerCard) -> None:
        self._platform.grown.append((self._key, card))

    async def end(self, card: AnswerCard) -> MessageId:
        return await self._platform.send(card, self._place, key=self._key)


class Lost(Unclear):
    """The message was posted, but the answer never came back."""


class Breaks(Exception):
    """What a `ScriptedModel` says before it fails, or, without a failure, before it falls silent for good."""

    def __init__(self, said: str, failure: Exception | None = None) -> None:
        self.said, self.failure = said, failure


class ScriptedModel:
    """Says what it was told to, a token a character; remembers what it was asked.

    Whoever listens hears it in pieces of seven characters. A `Breaks` says its words, then fails or falls silent.
    """

    def __init__(self, replies: Sequence[str | Exception]) -> None:
        self.replies = list(replies)
        self.requests: list[Request] = []

    async def complete(self, request: Request, heard: Heard | None = None) -> Reply:
        self.requests.append(request)
        reply = self.replies.pop(0)
        said = reply.said if isinstance(reply, Breaks) else reply if isinstance(reply, str) else ""
        if heard:
            for end in range(7, len(said) + 7, 7):
                await heard(said[:end])
        if isinstance(reply, Breaks) and reply.failure is None:
            await asyncio.Event().wait()
        if isinstance(reply, Breaks) and reply.failure is not None:
            raise reply.failure
        if isinstance(reply, Exception):
            raise reply
        return Reply(reply, (Spending("scripted", request.tokens, len(reply)),))


class FakeWeb:
    """Answers polls and pages as told: a value is returned, an exception raised. Remembers who was asked."""

    def __init__(self) -> None:
        self.feeds: dict[str, FeedAnswer | Exception] = {}
        self.pages: dict[str, Page | Exception] = {}
        self.asked: list[str] = []
        self.posted: list[tuple[str, dict[str, str]]] = []

    async def feed(self, feed: Feed, state: FeedState) -> FeedAnswer:
        self.asked.append(feed.url)
        answer = self.feeds[feed.url]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def page(self, url: str) -> Page:
        self.asked.append(url)
        page = self.pages[url]
        if isinstance(page, Exception):
            raise page
        return page

    async def post(self, url: str, data: Mapping[str, str]) -> int:
        self.posted.append((url, dict(data)))
        return 202

    async def close(self) -> None:
        pass
