"""Stories: where articles are placed, which brief tells which, what channels have seen; and what models cost."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    for column in (sa.Column("story", sa.Text), sa.Column("copy_of", sa.Text), sa.Column("placed", sa.Integer)):
        op.add_column("articles", column)
    _index_some("ix_articles_story", ["story"], "story IS NOT NULL")
    _index_some("ix_articles_placed", ["placed"], "placed IS NOT NULL")
    _index_some(
        "ix_articles_news", ["dated", "story", "copy_of", "fresh", "id"], "story IS NOT NULL AND same_as IS NULL"
    )
    _index_some("ix_articles_unplaced", ["dated", "key"], "story IS NULL AND same_as IS NULL")
    op.create_table(
        "edition_stories",
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("story", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("edition", "part", name="pk_edition_stories"),
        sa.ForeignKeyConstraint(["edition"], ["editions.id"], name="fk_edition_stories_edition"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_edition_stories_story", "edition_stories", ["story"])
    _create_seen()
    op.create_table(
        "spending",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("tokens_in", sa.Integer, nullable=False),
        sa.Column("tokens_out", sa.Integer, nullable=False),
        sa.Column("cost", sa.Float),
        sa.Column("cached", sa.Integer),
        sa.PrimaryKeyConstraint("number", name="pk_spending"),
    )
    op.create_index("ix_spending_day", "spending", ["day"])
    op.create_index("ix_spending_edition", "spending", ["edition"])


def _index_some(name: str, columns: list[str], condition: str) -> None:
    op.create_index(name, "articles", columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def _create_seen() -> None:
    """With all that editions have used so far."""
    op.create_table(
        "seen",
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("channel", "article", name="pk_seen"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_seen_article"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO seen (channel, article, at) SELECT e.channel, r.article, min(e.created_at) FROM editions e"
        " JOIN edition_revisions u ON u.edition = e.id JOIN revisions r ON r.id = u.revision"
        " GROUP BY e.channel, r.article"
    )
