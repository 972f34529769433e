"""Rows to nouns and back, and the ids that name articles and revisions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Row

from bot.news.channels import Delivery, Edition, Place, Turn
from bot.news.documents import from_json, to_json
from bot.news.types import Article, ArticleId, Brief, Evidence, FoundArticle, Revision, RevisionId
from bot.ports import Rejected
from bot.store.errors import StoreError

_ID_BYTES = 10
_NEAR_BYTES = 3
_SURROGATE = re.compile("[\ud800-\udfff]")


def article_id(key: str, feed: str = "") -> ArticleId:
    """Twenty hex digits that stand for the key for good. Raises `Rejected` for half characters.

    Those of a feed begin with six more that stand for the feed. What is stored together then lies together: without
    it, each poll would touch pages all over the database, more of them the larger it is.
    """
    near = blake2b(feed.encode(), digest_size=_NEAR_BYTES).hexdigest() if feed else ""
    return ArticleId(near + _digest(whole(key, "key")))


def revision_id(article: ArticleId, text: str) -> RevisionId:
    """Twenty hex digits that stand for this text of this article, after what its article's id has before twenty.

    Raises `Rejected` for half characters.
    """
    return RevisionId(article[: -2 * _ID_BYTES] + _digest(article + "\n" + whole(text, "text")))


def whole(text: str, what: str) -> str:
    """The text as it is. Raises `Rejected` where it holds half a surrogate pair: that is no character."""
    half = None if text.isascii() else _SURROGATE.search(text)
    if half:
        raise Rejected(
            f"the {what} cannot be kept: at character {half.start()} stands U+{ord(half[0]):04X}, half of a character"
        )
    return text


def mended(text: str) -> str:
    """The text with a mark in place of each half character: what somebody else says is kept all the same."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def article_values(found: FoundArticle) -> dict[str, Any]:
    """What is known of an article beside its text: the columns that a later find may fill or change."""
    known: dict[str, Any] = {
        name: whole(value, name)
        for name, value in (
            ("title", found.title),
            ("outlet", found.outlet),
            ("url", found.url),
            ("byline", found.byline),
            ("language", found.language),
            ("section", found.section),
        )
        if value is not None
    }
    if found.published is not None:
        known["published"] = _utc(found.published)
    if found.updated is not None:
        known["updated"] = _utc(found.updated)
    return known


def article_from(row: Row[Any]) -> Article:
    return Article(
        id=ArticleId(row.article),
        revision=Revision(RevisionId(row.revision), row.text),
        title=row.title,
        outlet=row.outlet,
        url=row.url,
        published=row.published,
        byline=row.byline,
        updated=row.updated,
        language=row.language,
        summary_only=row.summary_only,
        fetched=row.seen_at,
    )


def edition_values(edition: Edition, now: datetime) -> dict[str, Any]:
    return {
        "id": edition.id,
        "channel": edition.channel,
        "slot": edition.slot,
        "briefs": whole(to_json(edition.briefs), "edition"),
        "created_at": now,
    }


def edition_from(row: Row[Any]) -> Edition:
    """Raises `StoreError` where the stored briefs are not what this version of Factbox writes."""
    try:
        briefs = from_json(tuple[Brief, ...], row.briefs)
    except ValueError as error:
        raise StoreError(f"edition {row.id} cannot be read: {error}") from error
    return Edition(id=row.id, channel=row.channel, slot=row.slot, briefs=briefs)


def used_revisions(edition: Edition) -> list[RevisionId]:
    """The revisions that the edition's briefs were made from, each once."""
    return list(dict.fromkeys(revision for brief in edition.briefs for revision in brief.revisions))


def delivery_values(delivery: Delivery, now: datetime) -> dict[str, Any]:
    place = delivery.place
    return {
        "key": delivery.key,
        "edition": delivery.edition,
        "platform": place.platform,
        "channel": place.channel,
        "thread": place.thread,
        "part": delivery.part,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "due_at": now,
    }


def delivery_from(row: Row[Any]) -> Delivery:
    return Delivery(
        key=row.key,
        edition=row.edition,
        place=Place(row.platform, row.channel, row.thread),
        part=row.part,
        state=row.state,
        attempts=row.attempts,
        tried=row.tried_at,
        why=row.reason or "",
    )


def turn_values(place: Place, author: str, turn: Turn, now: datetime) -> Mapping[str, Any]:
    return {
        "platform": place.platform,
        "channel": place.channel,
        "thread": place.thread,
        "author": whole(author, "author"),
        "question": whole(turn.question, "question"),
        "answer": whole(turn.answer, "answer"),
        "evidence": to_json(turn.evidence),
        "asked_at": now,
        "meant": whole(turn.meant, "question"),
        "refused": turn.refused,
    }


def turns_from(rows: Sequence[Row[Any]]) -> list[Turn]:
    """Raises `StoreError` where stored evidence is not what this version of Factbox writes."""
    try:
        return [
            Turn(row.question, row.answer, from_json(tuple[Evidence, ...], row.evidence), row.meant, row.refused)
            for row in rows
        ]
    except ValueError as error:
        raise StoreError(f"a turn cannot be read: {error}") from error


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=_ID_BYTES).hexdigest()


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"an article's date without a time zone: {moment!r}")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise Rejected(f"the date {moment} cannot be told in UTC") from None
