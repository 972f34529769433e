"""The sockets of what is kept, on one page: articles and stories, channels, what is owed and was said.

Each method is one transaction. A store raises `Unavailable` where another try may help and `Rejected` where it will
not. Anything else is a bug. Time is no socket: callers give `now`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NewType, Protocol

from bot.news.channels import Channel, Delivery, Edition, Place, Posted, SlotState, Turn
from bot.news.chat import Follow
from bot.news.types import Article, ArticleId, Brief, FoundArticle, RevisionId, StoryId
from bot.outcomes import Spending

if TYPE_CHECKING:
    from bot.news.stories import Placed  # loads the rules that place articles, which few users of the sockets need

MessageId = NewType("MessageId", str)


@dataclass(frozen=True, slots=True)
class SlotNote:
    """What came of a channel's slot when it was last looked at; `why` it failed, in words."""

    channel: str
    slot: str
    state: SlotState
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SetChannel:
    """A channel as it was set in chat, `by` whom, or switched `off` there."""

    channel: Channel
    by: str
    at: datetime
    off: bool = False


@dataclass(frozen=True, slots=True)
class Issued:
    """An edition with all it owed, and how many people said that its briefs were good or bad."""

    edition: Edition
    deliveries: tuple[Delivery, ...]
    good: int = 0
    bad: int = 0


@dataclass(frozen=True, slots=True)
class Trace:
    """What became of an article in one channel: its story, since when the channel has seen it, its editions there."""

    article: Article
    seen_at: datetime
    story: StoryId | None
    copy_of: ArticleId | None
    told_or_passed: datetime | None
    editions: tuple[str, ...]
    fresh: bool
    page_note: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A brief that stands there: its delivery, its message, and its edition.

    `newer` gives the latest revision of those behind the edition that were changed since; `seen` is a word that stands
    for these, and `shown` one that stands for what the message says of them already.
    """

    delivery: Delivery
    message: MessageId
    edition: Edition
    newer: Mapping[RevisionId, RevisionId] = field(default_factory=dict)
    seen: str = ""
    shown: str = ""


class Store(Protocol):
    """Keeps what was read, what was proven and what is owed. Each method is one transaction."""

    async def save_article(self, found: FoundArticle, now: datetime) -> tuple[Article, bool]:
        """The stored article, and whether this text is new. A changed text becomes a new, immutable revision."""
        ...

    async def articles(self, revisions: Collection[RevisionId]) -> list[Article]:
        """The articles of these revisions, each with the revision that was asked for."""
        ...

    async def current(self, revisions: Collection[RevisionId]) -> set[RevisionId]:
        """Those of these that are the latest revision of an article, and of one that is no other's."""
        ...

    async def oldest(self) -> datetime | None:
        """How far back the articles go: when the oldest was published, or first seen where it has no date."""
        ...

    async def outlets(self) -> list[str]:
        """The outlets that there are articles of, up to 2,000."""
        ...

    async def archive(self, limit: int) -> list[Article]:
        """Latest revisions of the newest articles."""
        ...

    async def told_mark(self, channel: str) -> int:
        """The number of the channel's editions: it grows by one with each."""
        ...

    async def save_edition(
        self, edition: Edition, deliveries: Sequence[Delivery], now: datetime, after: int | None = None
    ) -> bool:
        """The edition and all it owes, together. False, and nothing is saved, where this channel's slot is taken, or
        the channel's mark is no longer `after`: another copy told it something that the caller knows nothing of."""
        ...

    async def edition(self, edition: str) -> Edition | None: ...

    async def claim_delivery(self, now: datetime, lease: timedelta) -> Delivery | None:
        """One delivery that is due, now `sending` and ours until the lease ends; None when there is none to send now.

        Never one of a channel that another is being sent to, nor a later part of an edition than one that is still due.
        """
        ...

    async def interrupted(self, now: datetime) -> list[Delivery]:
        """Deliveries left `sending` past their lease: the sender died, the message may stand there or not."""
        ...

    async def opening(self, edition: str) -> MessageId | None:
        """The message of the edition's first brief, where it was sent."""
        ...

    async def move(self, key: str, place: Place) -> None:
        """The delivery goes there instead."""
        ...

    async def mark_sent(self, key: str, message: MessageId, now: datetime) -> None:
        """It stands there, whoever sent it: from any state, and for good."""
        ...

    async def mark_due(self, key: str, at: datetime, why: str, attempt: int | None = None) -> None:
        """Try again at `at`. Nothing happens unless it is `sending`, by the attempt of that number where one is given.

        Always give `delivery.attempts`: a sender that comes late must not undo what another has claimed since.
        """
        ...

    async def mark_ended(self, key: str, state: str, why: str, now: datetime, attempt: int | None = None) -> None:
        """`failed` or `uncertain`, for good, with the reason; on the same terms as `mark_due`."""
        ...

    async def posted_at(self, place: Place) -> Posted | None:
        """The edition and brief that a thread hangs under; without a thread, the channel's newest sent edition."""
        ...

    async def outdated(self, since: datetime, limit: int) -> list[Sent]:
        """Briefs sent of those due since then, behind whose editions articles were changed, the first posted first.

        As `seen` tells, each change comes until it is marked; one that is taken back comes once more.
        """
        ...

    async def mark_corrected(self, key: str, seen: str, shown: str) -> None:
        """These changes were looked at, and what the message says of them now is what `shown` stands for."""
        ...

    async def first_time(self, events: Collection[str], now: datetime) -> bool:
        """True once for each event: False where any of its ids was given before. Platforms redeliver."""
        ...

    async def turns(self, place: Place, since: datetime) -> list[Turn]:
        """The thread's turns from `since` on, oldest first."""
        ...

    async def add_turn(self, place: Place, author: str, turn: Turn, now: datetime) -> None: ...

    async def asked_directly(self, platform: str, most: int) -> list[str]:
        """The people who asked last in a conversation whose channel is they themselves, who asked last first."""
        ...

    async def forget_author(self, author: str, platform: str | None = None) -> int:
        """Remove what a person asked and was answered, on one platform or on all; how many turns these were."""
        ...

    async def clock(self) -> datetime:
        """The store's own clock, which all copies share; ours where the store is this process's alone."""
        ...

    async def forget_before(self, moment: datetime) -> int:
        """Remove turns asked before `moment`, and events first seen 30 days before it; how many turns these were."""
        ...

    async def written_since(self, mark: str, limit: int) -> tuple[list[Article], str]:
        """The next articles with a revision stored after `mark` ("" is the beginning), in the order of storing, and
        the mark to go on from. Each comes as its latest revision; none comes when there is nothing new.

        An article that turned out to be another one is left out.
        """
        ...

    async def close(self) -> None: ...


class StoryStore(Protocol):
    """Keeps which articles are one story, what each channel has seen of it, and what writing it cost.

    Each method is one transaction. A story that another one took in is still found by its own id.
    """

    async def unplaced(self, limit: int, now: datetime, since: datetime) -> list[Article]:
        """Latest revisions of articles dated since `since` that have no place in a story yet, the oldest first.

        An article that waits a few minutes for its page to be read is left out: it is placed by what it will say.
        """
        ...

    async def placed_mark(self) -> int:
        """The number of the article that was placed last, in the order of placing: it grows by one with each."""
        ...

    async def save_placed(self, placed: Sequence[tuple[ArticleId, Placed]], after: int | None = None) -> bool:
        """Keep where articles went, in this order, and move those of joined stories; briefs of these move along.

        What has a place keeps it, so the same call may come twice. False, and nothing is kept, where the mark is no
        longer `after`: another copy placed some that the caller knows nothing of. Raises LookupError for an article
        not stored.
        """
        ...

    async def placed_since(self, moment: datetime) -> list[tuple[Article, StoryId, ArticleId | None]]:
        """All articles of the stories with one dated since `moment`: latest revision, story, whose copy it is.

        They come in the order in which they were placed: a story's first article and originals before the others.
        """
        ...

    async def stories_due(
        self, channel: str, since: datetime, limit: int | None = None, only: Collection[StoryId] | None = None
    ) -> list[StoryId]:
        """Stories with an article that is news to this channel, dated since `since`; that with the newest one first.

        Give a `limit` where only the first few are wanted, or name the `only` ones (by the ids they have now): it costs
        less the more articles there are.
        No news is what was old when we met its feed, what an edition of the channel has used or what it passed over,
        in any revision, and a copy of such an article.
        """
        ...

    async def articles_of_story(self, story: StoryId) -> list[tuple[Article, ArticleId | None]]:
        """Latest revisions of a story's articles in the order in which they came out, and whose copy each is."""
        ...

    async def topics_of(self, articles: Collection[ArticleId]) -> dict[ArticleId, frozenset[str]]:
        """The topics of the feed that brought an article, and its section, as they are written there."""
        ...

    async def story_of(self, article: ArticleId) -> StoryId | None:
        """The story that an article tells now; None where it has no place in one yet."""
        ...

    async def briefs_of(self, channel: str, story: StoryId, limit: int) -> list[Brief]:
        """The newest briefs of this story, and of those that it took in, among the editions of this channel."""
        ...

    async def pass_over(self, channel: str, revisions: Collection[RevisionId], now: datetime) -> None:
        """The channel has seen the articles of these, though nothing new was to be told of them."""
        ...

    async def spend(self, day: date, edition: str, channel: str, spent: Spending) -> None:
        """Note what one reply of a model cost, also for an edition that is not saved, yet or ever."""
        ...

    async def spent(self, day: date) -> int:
        """The tokens of this day, in and out."""
        ...

    async def spending_of(self, edition: str) -> list[Spending]:
        """What writing an edition cost, summed for each model; not known where it is not of one reply."""
        ...


class ChannelStore(Protocol):
    """Keeps what people set in chat: channels, whom to tell of a story, what they thought. Each is one transaction."""

    async def set_channels(self, at: Place | None = None) -> list[SetChannel]:
        """Channels set in chat, and those switched off there, by name; with `at` those of its channel and thread."""
        ...

    async def set_channel(self, channel: Channel, by: str, now: datetime) -> None:
        """Keep a channel as it is now; it wins over the settings file, and over what was set before."""
        ...

    async def switch_off(self, channel: Channel, by: str, now: datetime) -> None:
        """No editions for this channel any more, also where the settings file names it."""
        ...

    async def issued(self, channels: Collection[str], limit: int) -> list[Issued]:
        """The newest editions of these channels, the newest first."""
        ...

    async def trace(self, keys: Collection[str], channel: str) -> Trace | None:
        """What became of the article that one of these keys (digests, as `identity.Keys` has them) stands for.

        A copy was seen and told where what it copies was. The newest edition comes first.
        """
        ...

    async def follow(self, follow: Follow, now: datetime) -> bool:
        """False where they follow the story already, also under the id of one that it took in."""
        ...

    async def unfollow(self, follow: Follow) -> bool:
        """False where they did not follow it."""
        ...

    async def follows(self) -> list[Follow]:
        """All of them, each story by the id that it has now."""
        ...

    async def rate(self, place: Place, author: str, good: bool, now: datetime) -> None:
        """What a person thinks of the message that `place` names as its thread; the last word counts."""
        ...

    async def note_slot(self, note: SlotNote) -> None:
        """Keep what came of a slot, in place of what was noted of it before; `written` stays."""
        ...

    async def slot_notes(self, since: datetime) -> list[SlotNote]:
        """Those noted since then, the newest first."""
        ...
