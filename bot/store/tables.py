"""The tables, as SQLAlchemy metadata. `migrations/` builds the same ones step by step."""

from __future__ import annotations

from typing import Any, get_args

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

from bot.keeping_feeds import Origin
from bot.news.channels import DeliveryState, Length, SlotState
from bot.store.utc_time import UtcTime


def _where(condition: str) -> dict[str, Any]:
    """Keeps an index to the rows of the condition, in every dialect that can."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

articles = Table(
    "articles",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("title", Text),
    Column("outlet", Text),
    Column("url", Text),
    Column("published", UtcTime),
    Column("dated", UtcTime, nullable=False),  # published, or else first seen: the order of articles
    Column("latest", Text, nullable=False),  # id of a revision; no foreign key, since each names the other
    Column("byline", Text),
    Column("updated", UtcTime),
    Column("language", Text),
    Column("section", Text),
    Column("feed", Text),  # which showed it first, and whose changes it follows; it may be followed no longer
    Column("digest", Text),  # of what that feed said of it last
    Column("fresh", Boolean, nullable=False, server_default=true()),  # false: old already when we met its feed
    Column("same_as", Text),  # the article that this one turned out to be; always one that is no other's
    Column("page_due", UtcTime),
    Column("page_attempts", Integer, nullable=False, server_default=text("0")),
    Column("page_read_at", UtcTime),
    Column("page_note", Text),  # why the text is not whole
    Column("story", Text),  # goes by the id of its first article
    Column("copy_of", Text),  # the first article with this text
    Column("placed", Integer),  # its number in the order in which articles found their story
    Column("written", Integer, nullable=False, server_default=text("0")),  # that in the order of their latest texts
    Index(None, "dated", "key"),
    Index("ix_articles_written", "written", unique=True),
    Index("ix_articles_outlet", "outlet", **_where("outlet IS NOT NULL AND same_as IS NULL")),
    Index("ix_articles_story", "story", **_where("story IS NOT NULL")),
    Index("ix_articles_placed", "placed", **_where("placed IS NOT NULL")),
    # All that tells what is news to a channel, so that it is found without reading the articles themselves.
    Index(
        "ix_articles_news",
        "dated",
        "story",
        "copy_of",
        "fresh",
        "id",
        **_where("story IS NOT NULL AND same_as IS NULL"),
    ),
    Index("ix_articles_unplaced", "dated", "key", **_where("story IS NULL AND same_as IS NULL")),
    Index("ix_articles_page_due", "dated", **_where("page_due IS NOT NULL")),
    Index("ix_articles_same_as", "same_as", **_where("same_as IS NOT NULL")),
)

# The last number that was given away of each kind. `store` tells this database from any other that has such numbers.
numbers = Table(
    "numbers",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("last", Integer, nullable=False),
    Column("store", Text, nullable=False),
    sqlite_with_rowid=False,
)

# One row for each digest that stands for one article alone.
article_keys = Table(
    "article_keys",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("article", Text, ForeignKey("articles.id"), nullable=False),
    sqlite_with_rowid=False,
)

# What several articles may share: they are told apart by their texts.
article_titles = Table(
    "article_titles",
    METADATA,
    Column("title", Text, primary_key=True),  # a digest
    Column("article", Text, ForeignKey("articles.id"), primary_key=True),
    sqlite_with_rowid=False,
)

# Nothing updates a revision: spans of evidence point into its text for good.
revisions = Table(
    "revisions",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("article", Text, ForeignKey("articles.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("summary_only", Boolean, nullable=False, server_default=false()),  # what a feed tells, not the article
)

editions = Table(
    "editions",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("briefs", Text, nullable=False),  # JSON: a list of `Brief`
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("channel", "slot"),
    Index(None, "channel", "created_at", "id"),
)

edition_revisions = Table(
    "edition_revisions",
    METADATA,
    Column("edition", Text, ForeignKey("editions.id"), primary_key=True),
    Column("revision", Text, ForeignKey("revisions.id"), primary_key=True, index=True),
)

# Which brief of an edition, counted from 0, tells which story; it follows a story that is taken in by another one.
edition_stories = Table(
    "edition_stories",
    METADATA,
    Column("edition", Text, ForeignKey("editions.id"), primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("story", Text, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# What is no news to a channel: an edition used it in some revision, or it told nothing new.
seen = Table(
    "seen",
    METADATA,
    Column("channel", Text, primary_key=True),
    Column("article", Text, ForeignKey("articles.id"), primary_key=True),
    Column("at", UtcTime, nullable=False),
    sqlite_with_rowid=False,
)

# One row for each reply of a model. No foreign key: it is written before its edition is, if that ever is.
spending = Table(
    "spending",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("edition", Text, nullable=False, index=True),
    Column("channel", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("cost", Float),
    Column("cached", Integer),
)

deliveries = Table(
    "deliveries",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("edition", Text, ForeignKey("editions.id"), nullable=False, index=True),
    Column("platform", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread", Text),
    Column("part", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("lease_until", UtcTime),  # while `sending`
    Column("message", Text),  # once `sent`
    Column("reason", Text),  # why it is due again, failed or uncertain
    Column("ended_at", UtcTime),  # when it was marked sent, failed or uncertain
    Column("tried_at", UtcTime),  # when it was claimed first
    Column("corrected", Text),  # digests: of the changes that were looked at last, and of what was shown of them
    CheckConstraint(f"state IN {get_args(DeliveryState)}", name="state"),
    CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name="lease"),
    CheckConstraint("(state = 'sent') = (message IS NOT NULL)", name="message"),
    Index(None, "state", "due_at"),
    Index(None, "platform", "channel", "ended_at"),
    Index(None, "platform", "channel", "message"),
)

events = Table(
    "events",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("first_at", UtcTime, nullable=False, index=True),
)

turns = Table(
    "turns",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread", Text),
    Column("author", Text, nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("evidence", Text, nullable=False),  # JSON: a list of `Evidence`
    Column("asked_at", UtcTime, nullable=False, index=True),
    Column("meant", Text, nullable=False, server_default=text("''")),
    Column("refused", Boolean, nullable=False, server_default=false()),
    Index(None, "platform", "channel", "thread", "number"),
)

# What people think of a message: of a brief, where it is one that a delivery sent.
ratings = Table(
    "ratings",
    METADATA,
    Column("platform", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("author", Text, primary_key=True, index=True),
    Column("good", Boolean, nullable=False),
    Column("at", UtcTime, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# What is set in chat: a whole channel in each row, also for one that the settings file names as well.
channels = Table(
    "channels",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread", Text),
    Column("times", Text, nullable=False),  # JSON: a list of "08:00:00"
    Column("days", Text, nullable=False),  # JSON: a list of numbers, Monday is 0
    Column("zone", Text, nullable=False),
    Column("topics", Text, nullable=False),  # JSON: a list of words
    Column("length", Text, nullable=False),
    Column("language", Text),
    Column("sources", Text, nullable=False),  # JSON: a list of outlets and hosts
    Column("stories", Integer),
    Column("owner", Text),
    Column("paused", Boolean, nullable=False),
    Column("off", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("dress", Text),  # JSON: a `Dress`; none where nothing is set of it
    Column("quiet", Text),  # JSON: "22:00:00" and "07:00:00"
    Column("catch_up", Text, nullable=False, server_default=text("'latest'")),
    CheckConstraint(f"length IN {get_args(Length)}", name="length"),
)

# What came of each slot of a channel when it was last looked at.
slots = Table(
    "slots",
    METADATA,
    Column("channel", Text, primary_key=True),
    Column("slot", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", UtcTime, nullable=False, index=True),
    CheckConstraint(f"state IN {get_args(SlotState)}", name="state"),
    sqlite_with_rowid=False,
)

# Who does what only one copy may do, and which copies there are.
duties = Table(
    "duties",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False, index=True),
    Column("until", UtcTime, nullable=False),
    sqlite_with_rowid=False,
)

# What people asked until it is answered; its ids stay in `events`.
mentions = Table(
    "mentions",
    METADATA,
    Column("name", Text, primary_key=True),  # its platform and event
    Column("event", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread", Text),
    Column("author", Text, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("also", Text, nullable=False),  # JSON: a list of ids
    Column("heard_at", UtcTime, nullable=False),
    Column("holder", Text, nullable=False),  # the copy that has it
    Column("tries", Integer, nullable=False),
    Column("tried_at", UtcTime),  # when somebody began to answer first
    sqlite_with_rowid=False,
)

# `story` is the id that it had then: what it is part of by now is looked up.
follows = Table(
    "follows",
    METADATA,
    Column("platform", Text, primary_key=True),
    Column("channel", Text, primary_key=True, index=True),  # a person: where direct messages go
    Column("story", Text, primary_key=True),
    Column("since", UtcTime, nullable=False),
    sqlite_with_rowid=False,
)

feeds = Table(
    "feeds",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("outlet", Text),
    Column("topics", Text, nullable=False),  # JSON: a list of words
    Column("links", Text),
    Column("full_text", Boolean, nullable=False),
    Column("new_at_first", Integer, nullable=False),
    Column("origin", Text, nullable=False),
    Column("followed_at", UtcTime, nullable=False),
    Column("next_poll", UtcTime, nullable=False, index=True),
    Column("claimed", Boolean, nullable=False),  # a poll is at work, or died: then it is due when its lease ends
    Column("wanted_at", UtcTime),  # asked for meanwhile, by `poll_now`
    Column("polled_at", UtcTime),
    Column("succeeded_at", UtcTime),
    Column("etag", Text),
    Column("modified", Text),
    Column("digest", Text),
    Column("moved_to", Text),
    Column("title", Text),
    Column("interval", Integer),  # seconds
    Column("rhythm", Integer),  # seconds
    Column("failures", Integer, nullable=False),
    Column("failing_since", UtcTime),
    Column("trouble", Text),
    Column("hub", Text),
    Column("topic", Text),
    CheckConstraint(f"origin IN {get_args(Origin)}", name="origin"),
)

# No foreign key: a hub has to be told after its feed is gone.
subscriptions = Table(
    "subscriptions",
    METADATA,
    Column("feed", Text, primary_key=True),
    Column("hub", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("token", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("lease_until", UtcTime),
    CheckConstraint("state IN ('asked', 'active', 'ended')", name="state"),
)
