"""Read one text: all the facts that the rules find in it."""

from __future__ import annotations

from bot.news.counting.figures import find_figures
from bot.news.saying.claims import find_claims
from bot.news.saying.names import find_parties
from bot.news.saying.quotes import find_quotes
from bot.news.saying.resolve import Resolver
from bot.news.saying.spoken import read_spoken
from bot.news.sentences import split_sentences
from bot.news.types import Article, Facts, Source


def read(text: str) -> Facts:
    """Sentences, parties, quotes, claims and figures of `text`; every span points into it."""
    sentences = split_sentences(text)
    spoken = read_spoken(text, sentences)
    parties = find_parties(text, sentences, spoken)
    resolver = Resolver(text, parties)
    quotes = find_quotes(text, spoken, resolver)
    claims = find_claims(spoken, resolver)
    figures = find_figures(text, sentences, quotes, claims)
    return Facts(sentences, parties, quotes, claims, figures)


def source_of(article: Article) -> Source:
    """The article with its facts."""
    return Source(article, read(article.text))
