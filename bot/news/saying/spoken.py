"""All that a text quotes and reports, before anybody's name is resolved: quotations, tokens, cues, attributions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.news.saying.quote_marks import Marked, find_marked, paragraph_spans
from bot.news.saying.speakers import Attribution, ParagraphReader, attribute
from bot.news.saying.tokens import sentence_ends, tokens_of
from bot.news.text import lowered
from bot.news.types import Sentence


@dataclass(frozen=True, slots=True)
class Spoken:
    """`attributions` go by the number of the quotation in `marked`."""

    marked: tuple[Marked, ...]
    paragraphs: tuple[ParagraphReader, ...]
    attributions: dict[int, Attribution]


def read_spoken(text: str, sentences: Sequence[Sentence]) -> Spoken:
    """What is quoted and reported in a text that was split into these sentences."""
    paragraphs = paragraph_spans(sentences)
    marked = find_marked(text, paragraphs)
    ends = sentence_ends(sentences)
    low = lowered(text)
    readers: list[ParagraphReader] = []
    k = 0
    for paragraph, stops in zip(paragraphs, ends.values(), strict=True):
        goes_on = k > 0 and marked[k - 1].outer.end > paragraph.start
        mine = [(k - 1, marked[k - 1])] if goes_on else []
        while k < len(marked) and marked[k].outer.start < paragraph.end:
            mine.append((k, marked[k]))
            k += 1
        readers.append(ParagraphReader(text, tokens_of(text, low, paragraph, mine, stops)))
    return Spoken(tuple(marked), tuple(readers), attribute(readers))
