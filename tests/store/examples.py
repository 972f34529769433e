"""An invented world for the store's tests: articles, editions and what they owe."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.news.channels import Delivery, Edition, EditionId, Place
from bot.news.types import (
    Article,
    Brief,
    Evidence,
    Figure,
    FoundArticle,
    Line,
    ProvenFigure,
    ProvenQuote,
    Refused,
    RevisionId,
    Span,
    Speaker,
)
from bot.store.sql import SqlStore

NOON = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LATER = NOON + timedelta(hours=1)
HARBOUR = Place("slack", "C-harbour")


def found(key: str, text: str = "The ferry to Lund Island is back.", published: datetime | None = None) -> FoundArticle:
    return FoundArticle(key, text, title=f"Title of {key}", outlet="The Harbour Gazette", published=published)


def brief_of(*revisions: RevisionId) -> Brief:
    """A brief with something in every field."""
    first = Evidence(revisions[0], Span(0, 9))
    figure = Figure(Span(4, 9), 3.5, high=4.0, unit="km", of_what="quay", qualifier="about", claimed_by="Ada Moll")
    return Brief(
        headline="Ferry returns",
        lines=(Line("The ferry is back.", "lead", (first,)), Line("So she claims.", "claim", (first,))),
        quotes=(ProvenQuote("The ferry", first, Speaker("Ada Moll", "harbour master")), ProvenQuote("is", first)),
        figures=(ProvenFigure("3.5 to 4 km", figure, first, first),),
        refused=(Refused("It sank.", "not in the evidence"),),
        revisions=revisions,
    )


def edition_of(slot: str, *articles: Article, channel: str = "harbour") -> Edition:
    briefs = tuple(brief_of(article.revision.id) for article in articles)
    return Edition(EditionId(f"{channel} {slot}"), channel, slot, briefs)


def owed_by(edition: Edition, place: Place = HARBOUR, parts: int = 1) -> list[Delivery]:
    return [Delivery(f"{edition.id} {part}", edition.id, place, part) for part in range(parts)]


async def saved_edition(store: SqlStore, slot: str, place: Place = HARBOUR, parts: int = 1) -> Edition:
    """An edition of one article of its own, with all that it owes."""
    article, _ = await store.save_article(found(f"article of {slot}"), NOON)
    edition = edition_of(slot, article)
    assert await store.save_edition(edition, owed_by(edition, place, parts), NOON)
    return edition
