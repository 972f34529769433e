"""Read one text: all the facts that the rules find in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import cast

from bot.news.counting.figures import find_figures
from bot.news.machine_talk import for_readers
from bot.news.saying.claims import find_claims
from bot.news.saying.names import find_parties
from bot.news.saying.quotes import find_quotes
from bot.news.saying.resolve import Resolver
from bot.news.saying.spoken import read_spoken
from bot.news.sentences import split_sentences
from bot.news.text import seen_places, visible
from bot.news.types import Article, Facts, Source, Span


def read(text: str) -> Facts:
    """Sentences, parties, quotes, claims and figures of `text`; every span points into it.

    Invisible characters are read over, so that none of them parts a word or a name from its verb.
    """
    plain = visible(text)
    if len(plain) == len(text):
        return _read(text)
    places = seen_places(text)

    def moved(span: Span) -> Span:
        return Span(places[span.start], places[span.end - 1] + 1) if span.start < span.end else span

    return cast(Facts, _moved(_read(plain), moved))


def _moved(value: object, moved: Callable[[Span], Span]) -> object:
    """The value with all its spans moved."""
    if isinstance(value, Span):
        return moved(value)
    if isinstance(value, tuple):
        return tuple(_moved(each, moved) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _moved(getattr(value, f.name), moved) for f in fields(value)})
    return value


def _read(text: str) -> Facts:
    sentences = split_sentences(text)
    spoken = read_spoken(text, sentences)
    parties = find_parties(text, sentences, spoken)
    resolver = Resolver(text, parties)
    quotes = find_quotes(text, spoken, resolver)
    claims = find_claims(spoken, resolver)
    figures = find_figures(text, sentences, quotes, claims)
    return Facts(sentences, parties, quotes, claims, figures)


def source_of(article: Article) -> Source:
    """The article with its facts; what it addresses to machines is not among them."""
    return for_readers(Source(article, read(article.text)))
