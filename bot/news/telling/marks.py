"""The marks an event leaves in an article: words, names, ages, numbers with what they count, days it speaks of."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.news.asking.stems import stem
from bot.news.telling.shingles import shingles_of
from bot.news.text import fold
from bot.news.types import Article

READ = 5000
"""Characters of the text that are read: what the event is stands above that."""

_LEAD = 60  # words, title included
_LONGEST = 40  # letters; a longer run is no word
_COUNTS_WITHIN = 3  # words after a number that may be what it counts

_WORD = re.compile(r"[^\W_]+(?:['.,\-][^\W_]+)*")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_AGE = re.compile(r"\b(\d{1,3})[- ]year[- ]old|\b[A-Z][a-z]+, (\d{1,2}),|\baged? (\d{1,2})\b")
_MONTH = (
    r"(Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|April|May|June|July|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_MONTH_DAY = re.compile(rf"\b{_MONTH} ?(\d{{1,2}})\b")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? {_MONTH}")
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERS = {
    word: str(n) for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}


@dataclass(frozen=True, slots=True)
class Marks:
    """Words are stems. `counted` has, for a thing counted, the numbers the article gives of it; `day` is the day it
    came out, counted from the year 1 (None: not known); `dates` and `weekdays` are those it speaks of."""

    words: Mapping[str, int]
    names: Mapping[str, int]
    lead: Mapping[str, int]
    title: frozenset[str]
    counted: Mapping[str, frozenset[str]]
    ages: frozenset[str]
    dates: frozenset[str]
    weekdays: frozenset[str]
    day: int | None
    shingles: array[int]


def marks_of(article: Article) -> Marks:
    """All marks of an article; an empty text leaves those of its title."""
    title = fold((article.title or "")[:READ])
    body = fold(article.text[:READ])
    read = _Reading()
    read.take(title)
    in_title = frozenset(read.words)
    read.take(body)
    whole = f"{title}\n{body}"
    return Marks(
        words=read.words,
        names={s: n for s, n in read.names.items() if s not in read.plain},
        lead=read.lead,
        title=in_title,
        counted={thing: frozenset(numbers) for thing, numbers in read.counted.items()},
        ages=frozenset(next(filter(None, m.groups())) for m in _AGE.finditer(whole)),
        dates=frozenset(_dates(whole)),
        weekdays=frozenset(m.group() for m in _WEEKDAY.finditer(whole)),
        day=day_of(article.published),
        shingles=shingles_of(body),
    )


def day_of(moment: datetime | None) -> int | None:
    """The day of a moment in UTC, counted from the year 1; a moment without a zone is taken as it stands."""
    if moment is None:
        return None
    return (moment.astimezone(UTC) if moment.tzinfo else moment).toordinal()


def _dates(text: str) -> Iterator[str]:
    for m in _MONTH_DAY.finditer(text):
        yield f"{m.group(1)[:3]} {m.group(2)}"
    for m in _DAY_MONTH.finditer(text):
        yield f"{m.group(2)[:3]} {m.group(1)}"


class _Reading:
    """One pass over the words of title and text."""

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()
        self.names: Counter[str] = Counter()
        self.lead: Counter[str] = Counter()
        self.plain: set[str] = set()  # stand somewhere without a capital: no names
        self.counted: dict[str, set[str]] = {}
        self._seen = 0

    def take(self, text: str) -> None:
        number, left = "", 0
        for word in _words(text):
            if found := _number(word):
                number, left = found, _COUNTS_WITHIN
            else:
                left -= 1
            mark = stem(word)
            if not mark:
                continue
            self._note(mark, word)
            if number and not found and left >= 0 and not word[0].isupper():
                self.counted.setdefault(mark, set()).add(number)

    def _note(self, mark: str, word: str) -> None:
        self.words[mark] += 1
        self._seen += 1
        if self._seen <= _LEAD:
            self.lead[mark] += 1
        if word[0].isupper():
            self.names[mark] += 1
        elif not word[0].isdigit():
            self.plain.add(mark)


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        if not word.isascii() and _UNSPACED.search(word):  # no spaces between words: pairs of letters stand for them
            yield from (word[i : i + 2] for i in range(max(1, len(word) - 1)))
        elif len(word) <= _LONGEST:
            yield word[:-2] if word.endswith("'s") else word


def _number(word: str) -> str:
    """The number a word is, as digits, "" for none. A year counts nothing."""
    if word[0].isdigit():
        return "" if _YEAR.fullmatch(word) or len(word) > 9 else word.replace(",", "")
    return _NUMBERS.get(word.lower(), "")
