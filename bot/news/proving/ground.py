"""The evidence as lines are laid beside it: where each of its words stands, what it counts and what it denies."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from bot.news.asking.stems import terms
from bot.news.counting.numbers import Number, find_numbers
from bot.news.text import fold, key, locate, words

_APART = 9  # empty terms between two texts: what stands in two of them is not near each other

_DENIAL = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|cannot|nobody|nothing|hardly|barely|deny|denies|denied|denying|"
    r"refus(?:e|es|ed|ing)|(?<!the )(?<!its )(?<!a )(?<!their )fail(?:s|ed|ing)?|unable|"
    r"declin(?:es?|ed|ing) to|false|untrue)\b|n't\b",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(r"[ -](?:only|out|least|just|merely)\b", re.IGNORECASE)


class Ground:
    """The words of the evidence with their places, made once for all lines that are compared with it.

    A place is the index of a term (a word that is no stop word) over all texts; `denied` are the terms that a negation
    stands right before; `counted` are the places of each number.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(texts)
        self.terms: list[str] = []
        self.places: dict[str, list[int]] = {}
        self.denied: list[int] = []
        self.counted: dict[tuple[float, float | None], list[int]] = {}
        for text in texts:
            found = terms(text)
            starts = [t.start for t in found]
            here = len(self.terms)
            for n in find_numbers(text):
                self.counted.setdefault((n.value, n.high), []).append(here + bisect_left(starts, n.span.start))
            self.denied += [here + bisect_left(starts, at) for at in denials(text)]
            for term in found:
                self.places.setdefault(term.stem, []).append(len(self.terms))
                self.terms.append(term.stem)
            self.terms += [""] * _APART
        self.heads = {form[:5] for form in self.places if len(form) > 4}

    @cached_property
    def counting(self) -> list[str]:
        """The texts that hold a number."""
        return [text for text in self.texts if find_numbers(text)]

    @cached_property
    def tokens(self) -> list[list[str]]:
        """Every word of each text, stop words too."""
        return [tokens_of(text) for text in self.texts]

    @cached_property
    def token_places(self) -> list[dict[str, list[int]]]:
        """For each text the places of its words among them all."""
        out: list[dict[str, list[int]]] = []
        for tokens in self.tokens:
            here: dict[str, list[int]] = {}
            for i, token in enumerate(tokens):
                here.setdefault(token, []).append(i)
            out.append(here)
        return out

    @cached_property
    def pairs(self) -> set[tuple[str, str]]:
        """Every two words that follow each other."""
        found: set[tuple[str, str]] = set()
        last = ""
        for tokens in self.tokens:
            found.update(zip([last, *tokens], tokens, strict=False))
            last = tokens[-1] if tokens else last
        return found

    @cached_property
    def spaced(self) -> set[tuple[str, str]]:
        """Every two words with one word between them."""
        return {pair for tokens in self.tokens for pair in zip(tokens, tokens[2:], strict=False)}

    def at(self, forms: Iterable[str]) -> list[int]:
        """Where any of the stems stands, in order."""
        return sorted(i for form in forms for i in self.places.get(form, ()))

    def counts(self, number: Number) -> list[int]:
        """Where the evidence has the number."""
        return self.counted.get((number.value, number.high), [])

    def says(self, phrase: str) -> bool:
        """True where the phrase stands in the evidence letter for letter: some are no number in every sentence."""
        return any(locate(phrase, text) for text in self.texts)


_CUT = re.compile(
    r"(?<![\d,.])\d{1,3}(?:, \d{3})+(?!\d)|\b\d{1,3} - (?:year|month|week|day)s? - old\b"
    r"|\b\d{1,3}\. \d{1,2}(?= ?(?:%|percent|per cent|[mbtr]+illion))"
)


def mended(text: str) -> str:
    """A text that a tokenizer took apart, with "3, 800", "1. 3 billion" and "16 - year - old" as they were written."""
    return _CUT.sub(lambda m: m.group().replace(" ", ""), text)


def close(one: Sequence[int], other: Sequence[int], most: int) -> bool:
    """True where a place of the one is within `most` terms of a place of the other."""
    for i in one:
        k = bisect_left(other, i - most)
        if k < len(other) and other[k] <= i + most:
            return True
    return False


def nearest(one: Sequence[int], other: Sequence[int], most: int) -> int:
    """How far the nearest place of the one is from one of the other, `most` at most; both in order."""
    best = most
    for i in one:
        k = bisect_left(other, i)
        best = min(best, *(abs(i - j) for j in other[max(0, k - 1) : k + 1]), best)
    return best


def behind(places: Sequence[int], starts: Sequence[int], most: int) -> bool:
    """True where a place is at one of the starts or at most so many terms behind it; both in order."""
    for i in places:
        k = bisect_left(starts, i - most)
        if k < len(starts) and starts[k] <= i:
            return True
    return False


def tokens_of(text: str) -> list[str]:
    """The words of a text in small letters."""
    return [key(w.of(text)) for w in words(text)]


def denials(text: str) -> Iterator[int]:
    """Where what a negation is said of begins."""
    yield from (end for _, end in denying(text))


def denying(text: str) -> Iterator[tuple[str, int]]:
    """Each word that denies something, and where it ends."""
    plain = fold(text)
    for m in _DENIAL.finditer(plain):
        if not _NO_DENIAL.match(plain, m.end()):
            yield m.group().lower(), m.end()
