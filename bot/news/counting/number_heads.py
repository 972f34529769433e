"""Find where the numbers of a lower-cased text begin, and how: with a digit, a word, a month, "half", "dozens of"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.news.counting.number_kinds import MONTHS
from bot.news.counting.number_words import GLYPHS, ORDINALS, SCALES, SMALL, TENS

MULTIPLES = {
    "doubled": 2, "doubles": 2, "doubling": 2, "twice": 2, "twofold": 2, "tripled": 3, "triples": 3, "tripling": 3,
    "trebled": 3, "threefold": 3, "quadrupled": 4, "fourfold": 4, "fivefold": 5, "tenfold": 10,
    "halved": 0.5, "halves": 0.5, "halving": 0.5,
}  # fmt: skip
PLAIN_SCALES = "hundred|thousand|million|billion|trillion|dozen|lakh|crore"


def _by_letter(words: Iterable[str]) -> str:
    """An alternation grouped by first letter, which is tried faster."""
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups.items())


def _openings(*more: str) -> str:
    """The two letters that any number word opens with, as "a[np]|b[i]|…"."""
    vague = "tens dozens scores hundreds thousands millions billions trillions".split()
    months = "jan feb mar apr may jun jul aug sep oct nov dec".split()
    groups: dict[str, set[str]] = {}
    for word in (*SMALL, *TENS, *SCALES, *ORDINALS, *MULTIPLES, *vague, *months, *more):
        groups.setdefault(word[0], set()).add(re.escape(word[1]))
    return "|".join(f"{first}[{''.join(sorted(second))}]" for first, second in sorted(groups.items()))


# The look at the first two characters only saves time: no number opens with others.
_OPENS = rf"(?={_openings('a ', 'a-', 'an', 'one', 'half', 'three', 'quarter', 'http', 'www')})"
_WORD_HEAD = (
    r"(?:(?P<link>(?:https?://|www\.)\S+)"
    rf"|(?P<part>(?:(?:an?|one)[ -])?half(?![^\W_])|an?[ -](?:quarter|third|fifth|tenth)(?: of\b|(?=[.,;])| (?=more"
    rf"|less))"
    rf"|three[ -]quarters(?![^\W_])|(?:an?[ -])?quarter(?=[ -](?:of an? )?(?:million|billion|trillion)(?![^\W_])))"
    rf"|(?P<article>an?[ -](?=(?:{PLAIN_SCALES})(?![^\W_])))"
    rf"|(?P<vague>(?:tens of (?:thousands|millions)|hundreds of (?:thousands|millions)|dozens|scores(?= of)"
    rf"|hundreds|thousands|millions|billions|trillions)(?![^\W_]))"
    rf"|(?P<multiple>(?:{'|'.join(MULTIPLES)})(?![^\W_]))"
    rf"|(?P<month>(?:{MONTHS})\.? (?=\d{{1,2}}(?!\d)))"
    rf"|(?P<word>(?:{_by_letter((*SMALL, *TENS, *SCALES, *ORDINALS))})(?![^\W_])))"
)
_HEAD = re.compile(rf"(?P<digit>\d)|(?P<glyph>[{''.join(GLYPHS)}])|\b{_OPENS}{_WORD_HEAD}")
# Where the next head is, one character before a word: a pattern that begins with a set is searched for faster.
_UNNAMED = re.sub(r"[?]P<[a-z]+>", "?:", _WORD_HEAD)
_NEXT_HEAD = re.compile(rf"[^a-z](?:{_OPENS}(?<=\W){_UNNAMED}|(?<=[\d{''.join(GLYPHS)}]))")


def next_head(low: str, at: int) -> re.Match[str] | None:
    """The first head of a number from `at` on. Its group tells how the number opens: "digit", "word", "month", …"""
    m = _HEAD.match(low, at)
    if m is None and (before := _NEXT_HEAD.search(low, at)) is not None:
        return _HEAD.match(low, before.start()) or _HEAD.match(low, before.start() + 1)
    return m
