"""A lookup as a query of the index: BM25 over words in body and title, phrases on top, filters that score nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import isfinite

from tantivy import FieldType, Occur, Query, Schema

from bot.news.asking.lookups import Lookup
from bot.news.asking.passages import TITLE_BOOST
from bot.news.types import RevisionId
from bot.search.documents import outlet_term, whole

PHRASE_BOOST = 0.5
_MOST_WORDS = 120
_MOST_PHRASES = 12
_LONGEST_PHRASE = 8


def query_of(schema: Schema, lookup: Lookup, only: Collection[RevisionId] | None = None) -> Query | None:
    """None where nothing can match. Of a lookup of very many words, those count that weigh most."""
    wanted = [
        (Occur.Should, Query.boost_query(Query.term_query(schema, field, word, "freq"), weight * boost))
        for word, weight in _words(lookup.words)
        for field, boost in (("body", 1.0), ("title", TITLE_BOOST))
    ]
    wanted += [
        (Occur.Should, Query.boost_query(Query.phrase_query(schema, field, list(phrase)), PHRASE_BOOST * boost))
        for phrase in _phrases(lookup.phrases)
        for field, boost in (("body", 1.0), ("title", TITLE_BOOST))
    ]
    if not wanted or (only is not None and not only):
        return None
    words = Query.boolean_query(wanted)
    filters = [Query.const_score_query(each, 0.0) for each in _filters(schema, lookup, only)]
    return words.and_must_match(*filters) if filters else words


def _words(words: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """Each word once, at its highest weight."""
    weights: dict[str, float] = {}
    for word, weight in words:
        if word and isfinite(weight) and weight > weights.get(word, 0.0):
            weights[word] = weight
    heaviest = sorted(weights.items(), key=lambda item: -item[1])[:_MOST_WORDS]
    return [(whole(word), weight) for word, weight in heaviest]


def _phrases(phrases: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    known = dict.fromkeys(tuple(whole(word) for word in phrase[:_LONGEST_PHRASE] if word) for phrase in phrases)
    return [phrase for phrase in known if len(phrase) > 1][:_MOST_PHRASES]


def _filters(schema: Schema, lookup: Lookup, only: Collection[RevisionId] | None) -> list[Query]:
    filters = []
    if only is not None:
        filters.append(Query.term_set_query(schema, "revision", [whole(revision) for revision in only]))
    if lookup.outlets:
        filters.append(Query.term_set_query(schema, "outlet", [outlet_term(outlet) for outlet in lookup.outlets]))
    if lookup.since is not None or lookup.until is not None:
        first, last = (None if day is None else day.toordinal() for day in (lookup.since, lookup.until))
        filters.append(Query.range_query(schema, "day", FieldType.Integer, first, last))
    return filters
