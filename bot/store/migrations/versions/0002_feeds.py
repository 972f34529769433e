"""Feeds, what their articles are known by, and what is known of their pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    for column in (
        sa.Column("byline", sa.Text),
        sa.Column("updated", _TIME),
        sa.Column("language", sa.Text),
        sa.Column("section", sa.Text),
        sa.Column("feed", sa.Text),
        sa.Column("digest", sa.Text),
        sa.Column("fresh", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("same_as", sa.Text),
        sa.Column("page_due", _TIME),
        sa.Column("page_attempts", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("page_read_at", _TIME),
        sa.Column("page_note", sa.Text),
    ):
        op.add_column("articles", column)
    op.add_column("revisions", sa.Column("summary_only", sa.Boolean, nullable=False, server_default=sa.false()))
    _index_some("ix_articles_page_due", "dated", "page_due IS NOT NULL")
    _index_some("ix_articles_same_as", "same_as", "same_as IS NOT NULL")
    op.create_table(
        "article_keys",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_article_keys"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_article_keys_article"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO article_keys (key, article) SELECT key, id FROM articles")
    op.create_table(
        "article_titles",
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("title", "article", name="pk_article_titles"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_article_titles_article"),
        sqlite_with_rowid=False,
    )
    _create_feeds()
    op.create_table(
        "subscriptions",
        sa.Column("feed", sa.Text, nullable=False),
        sa.Column("hub", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("asked_at", _TIME, nullable=False),
        sa.Column("lease_until", _TIME),
        sa.PrimaryKeyConstraint("feed", name="pk_subscriptions"),
        sa.UniqueConstraint("token", name="uq_subscriptions_token"),
        sa.CheckConstraint("state IN ('asked', 'active', 'ended')", name=op.f("ck_subscriptions_state")),
    )


def _index_some(name: str, column: str, condition: str) -> None:
    op.create_index(name, "articles", [column], sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def _create_feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("outlet", sa.Text),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("links", sa.Text),
        sa.Column("full_text", sa.Boolean, nullable=False),
        sa.Column("new_at_first", sa.Integer, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("followed_at", _TIME, nullable=False),
        sa.Column("next_poll", _TIME, nullable=False),
        sa.Column("claimed", sa.Boolean, nullable=False),
        sa.Column("wanted_at", _TIME),
        sa.Column("polled_at", _TIME),
        sa.Column("succeeded_at", _TIME),
        sa.Column("etag", sa.Text),
        sa.Column("modified", sa.Text),
        sa.Column("digest", sa.Text),
        sa.Column("moved_to", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("interval", sa.Integer),
        sa.Column("rhythm", sa.Integer),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failing_since", _TIME),
        sa.Column("trouble", sa.Text),
        sa.Column("hub", sa.Text),
        sa.Column("topic", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.CheckConstraint("origin IN ('file', 'hand')", name=op.f("ck_feeds_origin")),
    )
    op.create_index("ix_feeds_next_poll", "feeds", ["next_poll"])
