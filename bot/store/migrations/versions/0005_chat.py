"""What people set in chat and think of what they read, and when a delivery was first tried."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("tried_at", sa.DateTime(timezone=True)))
    op.add_column("deliveries", sa.Column("corrected", sa.Text))
    # What was being sent when the earlier version stopped may stand there: it is looked for from when it was made.
    op.execute(
        "UPDATE deliveries SET tried_at ="
        " (SELECT created_at FROM editions WHERE editions.id = deliveries.edition) WHERE attempts > 0"
    )
    op.create_index("ix_editions_channel_created_at_id", "editions", ["channel", "created_at", "id"])
    _ratings()
    _channels()
    op.create_table(
        "follows",
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("story", sa.Text, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "channel", "story", name="pk_follows"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_follows_channel", "follows", ["channel"])


def _ratings() -> None:
    op.create_table(
        "ratings",
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("good", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "channel", "message", "author", name="pk_ratings"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ratings_author", "ratings", ["author"])
    op.create_index("ix_ratings_at", "ratings", ["at"])


def _channels() -> None:
    op.create_table(
        "channels",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("thread", sa.Text),
        sa.Column("times", sa.Text, nullable=False),
        sa.Column("days", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("length", sa.Text, nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("sources", sa.Text, nullable=False),
        sa.Column("stories", sa.Integer),
        sa.Column("owner", sa.Text),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("off", sa.Boolean, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_channels"),
        sa.CheckConstraint("length IN ('short', 'normal', 'long')", name="length"),
    )
