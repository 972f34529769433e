"""The tables, as SQLAlchemy metadata. `migrations/` builds the same ones step by step."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from bot.news.types import DeliveryState


class UtcTime(TypeDecorator[datetime]):
    """An instant: stored in UTC, given back aware, also by databases that keep no zone. Naive times are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


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
    Index(None, "dated", "key"),
)

# Nothing updates a revision: spans of evidence point into its text for good.
revisions = Table(
    "revisions",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("article", Text, ForeignKey("articles.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
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
)

edition_revisions = Table(
    "edition_revisions",
    METADATA,
    Column("edition", Text, ForeignKey("editions.id"), primary_key=True),
    Column("revision", Text, ForeignKey("revisions.id"), primary_key=True, index=True),
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
    Column("first_at", UtcTime, nullable=False),
)

turns = Table(
    "turns",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread", Text),
    Column("author", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("evidence", Text, nullable=False),  # JSON: a list of `Evidence`
    Column("asked_at", UtcTime, nullable=False),
    Index(None, "platform", "channel", "thread", "number"),
)
