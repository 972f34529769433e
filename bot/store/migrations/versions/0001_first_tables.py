"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("outlet", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("published", _TIME),
        sa.Column("dated", _TIME, nullable=False),
        sa.Column("latest", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("key", name="uq_articles_key"),
    )
    op.create_index("ix_articles_dated_key", "articles", ["dated", "key"])
    op.create_table(
        "revisions",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_revisions"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_revisions_article"),
    )
    op.create_index("ix_revisions_article", "revisions", ["article"])
    op.create_table(
        "editions",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("slot", sa.Text, nullable=False),
        sa.Column("briefs", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_editions"),
        sa.UniqueConstraint("channel", "slot", name="uq_editions_channel_slot"),
    )
    op.create_table(
        "edition_revisions",
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("revision", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("edition", "revision", name="pk_edition_revisions"),
        sa.ForeignKeyConstraint(["edition"], ["editions.id"], name="fk_edition_revisions_edition"),
        sa.ForeignKeyConstraint(["revision"], ["revisions.id"], name="fk_edition_revisions_revision"),
    )
    op.create_index("ix_edition_revisions_revision", "edition_revisions", ["revision"])
    _create_deliveries()
    op.create_table(
        "events",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("first_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_table(
        "turns",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("thread", sa.Text),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("asked_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_turns"),
    )
    op.create_index("ix_turns_platform_channel_thread_number", "turns", ["platform", "channel", "thread", "number"])


def _create_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("thread", sa.Text),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("lease_until", _TIME),
        sa.Column("message", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("ended_at", _TIME),
        sa.PrimaryKeyConstraint("key", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["edition"], ["editions.id"], name="fk_deliveries_edition"),
        sa.CheckConstraint(
            "state IN ('due', 'sending', 'sent', 'failed', 'uncertain')", name=op.f("ck_deliveries_state")
        ),
        sa.CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name=op.f("ck_deliveries_lease")),
        sa.CheckConstraint("(state = 'sent') = (message IS NOT NULL)", name=op.f("ck_deliveries_message")),
    )
    op.create_index("ix_deliveries_edition", "deliveries", ["edition"])
    op.create_index("ix_deliveries_state_due_at", "deliveries", ["state", "due_at"])
    op.create_index("ix_deliveries_platform_channel_ended_at", "deliveries", ["platform", "channel", "ended_at"])
    op.create_index("ix_deliveries_platform_channel_message", "deliveries", ["platform", "channel", "message"])
