"""The sockets: all of the outside world on one page, what is kept on the next (`keeping.py`).

Flows speak to these, the plug rooms fit into them.

A plug raises `Unavailable` where another try may help and `Rejected` where it will not. Anything else is a bug.
Time is no socket: flows take `now`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.copies import Duties as Duties
from bot.copies import Inbox as Inbox
from bot.copies import Waiting as Waiting
from bot.keeping import ChannelStore as ChannelStore
from bot.keeping import MessageId as MessageId
from bot.keeping import Store as Store
from bot.keeping import StoryStore as StoryStore
from bot.keeping_feeds import FeedStore as FeedStore
from bot.keeping_feeds import Followed as Followed
from bot.keeping_feeds import Origin as Origin
from bot.keeping_feeds import Subscriptions as Subscriptions
from bot.news.asking.lookups import Lookup
from bot.news.channels import Mention, Place
from bot.news.chat import Filled, Order, Person, Press
from bot.news.followed import Feed, FeedAnswer, FeedState, Page
from bot.news.prompting.requests import Request as Request
from bot.news.showing.forms import FormCard, HomeCard
from bot.news.showing.shown import AnswerCard, Card
from bot.news.types import Article, FoundArticle, Passage, RevisionId
from bot.outcomes import Gone as Gone
from bot.outcomes import OverBudget as OverBudget
from bot.outcomes import Partly as Partly
from bot.outcomes import Rejected as Rejected
from bot.outcomes import Reply as Reply
from bot.outcomes import Spending as Spending
from bot.outcomes import Unavailable as Unavailable
from bot.outcomes import Unclear as Unclear

Heard = Callable[[str], Awaitable[None]]
"""Hears a reply as it is written."""


class Fetcher(Protocol):
    """Brings articles in."""

    def fetch(self) -> AsyncIterator[FoundArticle]:
        """Every article of the source, one after the other. Raises `Unavailable` or `Rejected`."""
        ...


class Web(Protocol):
    """The open web: feeds and articles' pages, asked politely and safely."""

    async def feed(self, feed: Feed, state: FeedState) -> FeedAnswer:
        """Ask a feed what is new. Raises `Unavailable` or `Rejected`, also where what comes is no feed."""
        ...

    async def page(self, url: str) -> Page:
        """Read an article's own page. Raises `Unavailable`, or `Rejected` where it may never be read."""
        ...

    async def post(self, url: str, data: Mapping[str, str]) -> int:
        """Send a form, as WebSub's hubs want it; the status. Raises `Unavailable` or `Rejected`."""
        ...

    async def close(self) -> None: ...


class Model(Protocol):
    """Writes drafts. It knows nothing of briefs; its reply is untrusted."""

    async def complete(self, request: Request, heard: Heard | None = None) -> Reply:
        """The reply, whose text should be JSON of the schema. Raises `Unavailable` or `Rejected`.

        With `heard` the reply is streamed: it is called with all of the text so far, as often as more of it comes.
        Where a model fails in the middle and another one is asked, that text begins anew.
        """
        ...


class Search(Protocol):
    """Finds passages in the archive. All it holds is derived from the store, and built anew from there at need."""

    async def mark(self) -> str:
        """How far into the store it has read: what `Store.written_since` goes on from; "" where it holds nothing."""
        ...

    async def add(self, articles: Sequence[Article], mark: str) -> None:
        """Take these in, each in place of what it held of that article before, and remember the mark with them."""
        ...

    async def best(self, lookup: Lookup, count: int, only: Collection[RevisionId] | None = None) -> list[Passage]:
        """The passages that match best, best first; of these revisions alone where they are given.

        What it gives may have been superseded in the store meanwhile.
        """
        ...

    async def rarity(self, words: Collection[str]) -> dict[str, float]:
        """How rare these stems are among all passages, as the logarithm of BM25's idf: 0 for one in every passage."""
        ...

    async def close(self) -> None: ...


class Growing(Protocol):
    """A message that grows while it is written: each card holds all that those before it held."""

    async def show(self, card: AnswerCard) -> None:
        """Show what there is so far. What cannot be shown now is shown with the next card."""
        ...

    async def end(self, card: AnswerCard) -> MessageId:
        """Show the whole. Raises as `Platform.send`."""
        ...


class Platform(Protocol):
    """Shows cards to people and hears what they ask. `at_once` is how many mentions it wants answered side by side."""

    name: str
    at_once: int

    async def send(self, card: Card, place: Place, *, key: str, tried: datetime | None = None) -> MessageId:
        """Show it. A place whose channel is a person's id is a direct message to them.

        `tried`: an earlier try with this key began then, and may have shown it or some of it: that stays as it is, and
        only what is missing is shown. Raises `Unavailable` (not shown, or not all of it), `Rejected` (never will be;
        `Partly` where the first of it stands, `Gone` where nobody is there) or `Unclear` (shown or not; also where
        `tried` is given and the platform cannot tell).
        """
        ...

    async def along(self, place: Place, first: MessageId) -> Place:
        """Where an edition's further briefs go: its first is this message at that place. Raises as `send`."""
        ...

    async def edit(self, card: Card, place: Place, message: MessageId, *, key: str) -> None:
        """Show the card in place of what was sent with this key. Safe to repeat. Raises `Unavailable` or `Rejected`."""
        ...

    async def reading(self, mention: Mention) -> None:
        """Show whoever asked that we are at it. Never raises: an answer matters more than this."""
        ...

    def grow(self, mention: Mention, *, key: str) -> Growing:
        """An answer that is shown as it grows; nothing is seen of it before its first card."""
        ...

    def mentions(self) -> AsyncIterator[Mention]:
        """What people ask, until they leave, or `hush`; what was heard before that is given all the same."""
        ...

    async def hear(self, since: datetime | None = None) -> None:
        """Begin to hear, or hear again after `rest`. Raises `Unavailable` or `Rejected`; it may be called again.

        `since`: when another copy was last known to hear, by the store's clock.
        """
        ...

    async def rest(self) -> None:
        """Hear nothing for now: another copy hears. What was heard before is given still; cards can be shown."""
        ...

    async def hush(self) -> None:
        """Hear no more; what is asked from here on is for whoever runs next. Cards can still be shown."""
        ...

    async def close(self) -> None: ...


class Reception(Protocol):
    """What people do in chat. What comes back is for that person alone; a platform asks for it."""

    async def heard(self, mention: Mention) -> bool:
        """Keep a question before the platform is told that we have it. False where it was heard before.

        Raises `Unavailable`: then the platform must not be told, and it comes again.
        """
        ...

    async def pressed(self, press: Press) -> Card:
        """A button under a message of ours. Raises `Unavailable`."""
        ...

    async def ordered(self, order: Order) -> Card | FormCard:
        """ "/brief …". A form comes within a second; anything else may take long. Raises `Unavailable`."""
        ...

    async def filled(self, filled: Filled) -> Card | Mapping[str, str]:
        """A form that was sent: what came of it, or a word on each field that is wrong. Raises `Unavailable`."""
        ...

    async def home(self, person: Person) -> HomeCard:
        """The page that a person opens of us. Raises `Unavailable`."""
        ...


Step = Callable[[str], Awaitable[None]]


class Queue(Protocol):
    """Runs steps, each a function of one id that is safe to run again. What is put may be lost: rows tell what is due.

    The same step and key is never at work twice at a time, in whatever copy. One that raises `Unavailable` is tried
    again, a few times and ever later; other failures are logged.
    """

    async def put(self, step: str, key: str) -> None:
        """Ask for `step(key)`. The same step and key waiting already is one run, not two. Raises `Unavailable`."""
        ...

    async def run(self, steps: Mapping[str, Step]) -> None:
        """Run what is put of these steps, here or in other copies, until cancelled; the step at work is finished first.

        Many of one step hold up no other step. What a copy that died had at work is run by another.
        """
        ...

    async def depth(self) -> dict[str, int]:
        """How many wait or are at work, by step."""
        ...

    async def join(self) -> None:
        """Wait until nothing waits or runs."""
        ...
