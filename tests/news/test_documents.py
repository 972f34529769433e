"""JSON both ways: what comes back is what went in, and nothing else is taken."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.news.documents import from_json, to_json
from bot.news.types import (
    Brief,
    Evidence,
    Figure,
    Line,
    ProvenFigure,
    ProvenQuote,
    Refused,
    RevisionId,
    Span,
    Speaker,
)
from tests.store.examples import brief_of

_words = st.text(max_size=20)
_numbers = st.floats(allow_nan=False)
_revision = st.builds(RevisionId, _words)
_span = st.builds(Span, st.integers(0), st.integers(0))
_evidence = st.builds(Evidence, _revision, _span)
_maybe = st.none() | _words
_figure = st.builds(Figure, _span, _numbers, st.none() | _numbers, _maybe, _maybe, _maybe, _maybe)
_speaker = st.builds(Speaker, _words, _maybe)


def _some(items: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=3).map(tuple)


_line = st.builds(Line, _words, st.sampled_from(["lead", "point", "claim"]), _some(_evidence))
_brief = st.builds(
    Brief,
    headline=_words,
    lines=_some(_line),
    quotes=_some(st.builds(ProvenQuote, _words, _evidence, st.none() | _speaker)),
    figures=_some(st.builds(ProvenFigure, _words, _figure, _evidence, _evidence)),
    refused=_some(st.builds(Refused, _words, _words)),
    revisions=_some(_revision),
)


@given(_brief)
@example(brief_of(RevisionId("\x00\u2028\U0001f6a2")))
def test_a_brief_comes_back_as_it_was(brief: Brief) -> None:
    assert from_json(Brief, to_json(brief)) == brief


def test_an_infinite_figure_comes_back() -> None:
    figure = Figure(Span(0, 1), float("inf"))
    assert from_json(Figure, to_json(figure)) == figure


def test_a_whole_number_is_read_as_the_float_it_stands_for() -> None:
    figure = from_json(Figure, '{"span":{"start":0,"end":1},"value":3}')
    assert isinstance(figure.value, float)


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (["headline"], 3, r"\$\.headline"),
        (["headline"], None, r"\$\.headline"),
        (["lines", 1, "kind"], "gossip", r"\$\.lines\[1\]\.kind"),
        (["lines", 0, "kind"], ["lead"], r"\$\.lines\[0\]\.kind"),
        (["lines", 0, "evidence", 0, "span", "start"], "0", r"\.span\.start"),
        (["lines", 0, "evidence", 0, "span", "start"], True, r"\.span\.start"),
        (["lines", 0, "evidence", 0, "span", "start"], 0.5, r"\.span\.start"),
        (["quotes", 0, "speaker"], "Ada Moll", r"\$\.quotes\[0\]\.speaker"),
        (["quotes"], {"0": 1}, r"\$\.quotes"),
        (["figures", 0, "figure", "value"], False, r"\.figure\.value"),
        (["refused", 0, "mood"], "sad", r"Refused has no 'mood'"),
        (["revisions", 0], 7, r"\$\.revisions\[0\]"),
    ],
)
def test_anything_else_is_refused_with_its_place(path: list[Any], value: object, where: str) -> None:
    document = json.loads(to_json(brief_of(RevisionId("r"))))
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(ValueError, match=where):
        from_json(Brief, json.dumps(document))


def test_a_missing_field_is_refused_unless_it_has_a_default() -> None:
    assert from_json(Speaker, '{"name":"Ada Moll"}') == Speaker("Ada Moll")
    with pytest.raises(ValueError, match="Speaker without 'name'"):
        from_json(Speaker, '{"role":"pilot"}')


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"Brief"'])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_json(Brief, text)
