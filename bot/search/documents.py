"""What a document of the index is: a passage's stems with what it is filtered by, or the mark."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tantivy import Document, Index, Schema, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from bot.news.asking.lookups import Indexed
from bot.news.types import Article, Evidence, Passage, RevisionId, Span

FORMAT = 2
"""Another number for every change of the fields, or of the stems and passages that fill them: the index is rebuilt."""

MARK = "mark"
_STEMS = "stems"


def schema() -> Schema:
    """Stems are split at spaces alone; whatever else is looked for is one term, just as it is."""
    fields = SchemaBuilder()
    for name in ("body", "title"):
        fields.add_text_field(name, tokenizer_name=_STEMS, index_option="position")
    for name in ("article", "outlet"):
        fields.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("revision", MARK):
        fields.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    fields.add_integer_field("day", indexed=True, fast=True)
    for name in ("start", "end"):
        fields.add_unsigned_field(name, stored=True)
    return fields.build()


def prepare(index: Index) -> None:
    """What an index must be told each time that it is opened."""
    index.register_tokenizer(_STEMS, TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    index.config_reader("manual")


def document_of(passage: Indexed, article: Article) -> Document:
    document = Document()
    document.add_text("body", whole(" ".join(passage.body)))
    document.add_text("title", whole(" ".join(passage.title)))
    document.add_text("article", whole(article.id))
    document.add_text("revision", whole(passage.evidence.revision))
    if article.outlet:
        document.add_text("outlet", outlet_term(article.outlet))
    if article.published is not None:
        document.add_integer("day", _day(article.published).toordinal())
    document.add_unsigned("start", passage.evidence.span.start)
    document.add_unsigned("end", passage.evidence.span.end)
    return document


def passage_of(document: Document, score: float) -> Passage:
    revision, start, end = (document.get_first(name) for name in ("revision", "start", "end"))
    return Passage(Evidence(RevisionId(str(revision)), Span(int(start or 0), int(end or 0))), score)


def mark_document(mark: str) -> Document:
    """The mark is a document too: so it is committed with the passages it speaks of, or not at all."""
    document = Document()
    document.add_text("article", MARK_ARTICLE)
    document.add_text(MARK, mark)
    return document


MARK_ARTICLE = "\n"
"""Stands where a passage has its article's id, which never is a line break."""


def outlet_term(outlet: str) -> str:
    return whole(" ".join(outlet.casefold().split()))


def whole(text: str) -> str:
    """Without half characters, which the index cannot take."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _day(moment: datetime) -> date:
    return (moment if moment.tzinfo is None else moment.astimezone(UTC)).date()
