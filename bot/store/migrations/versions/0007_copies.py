"""What copies share: duties, mentions until they are answered; what came of slots, quiet hours and catching up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("channels", sa.Column("quiet", sa.Text))
    op.add_column("channels", sa.Column("catch_up", sa.Text, nullable=False, server_default=sa.text("'latest'")))
    op.create_table(
        "slots",
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("slot", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("channel", "slot", name="pk_slots"),
        sa.CheckConstraint("state IN ('written', 'nothing', 'failed')", name="state"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_slots_at", "slots", ["at"])
    op.create_table(
        "duties",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("until", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_duties"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_duties_holder", "duties", ["holder"])
    op.create_table(
        "mentions",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("thread", sa.Text),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("also", sa.Text, nullable=False),
        sa.Column("heard_at", _TIME, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("tried_at", _TIME),
        sa.PrimaryKeyConstraint("name", name="pk_mentions"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mentions_author", "mentions", ["author"])
