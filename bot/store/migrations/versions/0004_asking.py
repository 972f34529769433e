"""What is asked and forgotten: all of a turn, the order of articles' latest texts, and ways to find what is old."""

from __future__ import annotations

from secrets import token_hex

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("written", sa.Integer, nullable=False, server_default=sa.text("0")))
    op.execute(
        "UPDATE articles SET written = told.number"
        " FROM (SELECT id, row_number() OVER (ORDER BY dated, key) AS number FROM articles) AS told"
        " WHERE told.id = articles.id"
    )
    op.create_index("ix_articles_written", "articles", ["written"], unique=True)
    has_outlet = sa.text("outlet IS NOT NULL AND same_as IS NULL")
    op.create_index("ix_articles_outlet", "articles", ["outlet"], sqlite_where=has_outlet, postgresql_where=has_outlet)
    op.create_table(
        "numbers",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("store", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_numbers"),
        sqlite_with_rowid=False,
    )
    given = sa.text(
        "INSERT INTO numbers (name, last, store) SELECT 'written', max(written), :store FROM articles GROUP BY 1"
    )
    op.execute(given.bindparams(store=token_hex(8)))  # none where there are no articles
    op.add_column("turns", sa.Column("meant", sa.Text, nullable=False, server_default=sa.text("''")))
    op.add_column("turns", sa.Column("refused", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index("ix_turns_author", "turns", ["author"])
    op.create_index("ix_turns_asked_at", "turns", ["asked_at"])
    op.create_index("ix_events_first_at", "events", ["first_at"])
