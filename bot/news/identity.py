"""Which finds are one article: canonical addresses, digests, and texts that are nearly the same.

Addresses, ids, dates and titles of feeds all change while the article stays the same, and each of them is also reused
for other articles. So an article has several keys, and only what is telling makes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from bot.news import text as texts
from bot.news.addresses import canonical as canonical
from bot.news.addresses import host_of, is_front

LIKE = 0.6
"""The share of word triples from which on two texts of one title are one text."""

_TELLING_TEXT = 200  # characters; a shorter one is often the same under many titles
_FEWEST_WORDS = 20
COMPARED = 4000
"""Characters from the start that are compared: enough to tell, and little to load."""

_OWN_DIGITS = 5  # fewer count items or places on a page

_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_SAME_SITE = re.compile(r"(?:m|mobile)\.(?=[^.]+\.)")

# Titles made of nothing but these come back day after day over other articles.
_STANDING = frozenset(
    "a an and as at by for from in is of on our the this to up with your all live latest breaking new news update"
    " updates updated top main headlines stories story day days daily today tonight yesterday tomorrow week weekly"
    " weekend month monthly year morning noon midday evening night monday tuesday wednesday thursday friday saturday"
    " sunday brief briefs briefing briefings bulletin digest roundup round wrap recap review report reports podcast"
    " episode newsletter video videos watch listen photo photos picture pictures image images gallery letter letters"
    " editor editorial opinion comment column analysis weather forecast market markets stocks business sport sports"
    " results scores fixtures crossword sudoku quiz puzzle horoscope obituary obituaries notice notices correction"
    " corrections announcement press release untitled read more world local national international".split()
)


@dataclass(frozen=True, slots=True)
class Keys:
    """What an article can be known by, each a short digest.

    Finds that share any of `sure` are one article, the first the strongest; but those of `weak`, which come last, are
    used again for other articles, so there titles or words have to agree too. Finds of one site with one title share
    `maybe`; they are one article where their texts are `alike`.
    """

    sure: tuple[str, ...]
    maybe: str | None = None
    weak: tuple[str, ...] = ()


def keys_of(feed: str, *, guid: str | None, address: str | None, title: str | None, text: str) -> Keys:
    """All that an item of `feed` can be known by; `sure` is empty only where the item says nothing at all.

    The kinds of sure keys, strongest first: `a` an address, `g` an id within the feed, `c` the words themselves; `f`,
    the title within the feed, where there is none of these. An id that is not made for one article ("1", "latest", a
    section's address) is weak. Letters and digits only, 27 characters long.
    """
    sure: list[str] = []
    weak: list[str] = []
    site = feed
    if address:
        place = canonical(address)
        site = _site(place) or feed
        if not is_front(place):
            sure.append(_digest("a", site, place))
    if guid:
        named = sure if _is_own(guid) else weak
        if guid != address and _WEB.match(guid) and not is_front(place := canonical(guid)):
            named.append(_digest("a", _site(place), place))
        named.append(_digest("g", feed, guid))
    folded = folded_title(title)
    telling = _is_telling(folded)
    if telling and len(text) >= _TELLING_TEXT:
        sure.append(_digest("c", site, folded, *text.split()))
    if not sure and (folded or text):
        told = (folded,) if telling else (folded, *text.split())
        sure.append(_digest("f", feed, *((guid,) if guid else ()), *told))
    maybe = _digest("m", site, folded) if telling else None
    if not sure:  # there is nothing that could speak against the id
        sure, weak = weak, []
    weak = [key for key in weak if key not in sure]
    return Keys(tuple(dict.fromkeys((*sure, *weak))), maybe, tuple(weak))


def folded_title(title: str | None) -> str:
    """A title as it is compared: its words in small letters, without accents and punctuation."""
    return " ".join(_WORD.findall(texts.key(title))) if title else ""


def likeness(a: str, b: str) -> float:
    """The share of word triples that two texts have in common, 0 to 1 (resemblance: Broder 1997).

    Where words are not set apart by spaces, letters stand for words.
    """
    one, other = _triples(_words(a)), _triples(_words(b))
    return len(one & other) / max(1, len(one | other))


def near(a: str, b: str) -> bool:
    """Two titles may be one article's, the later one mended: the same numbers, and half of the words.

    Not where they differ in nothing but the words of a series ("Monday", "evening", "update").
    """
    one, other = set(folded_title(a).split()), set(folded_title(b).split())
    if one == other:
        return bool(one)
    if _numbers(one) != _numbers(other) or _STANDING.issuperset(one ^ other):
        return False
    return 2 * len(one & other) >= len(one | other)


def alike(a: str, b: str, least: float = LIKE) -> bool:
    """Two texts under one title are the same article's: the same numbers, and most of the words.

    Reports that come back under one title (weather, markets, results) differ in little but their numbers. A text of
    few words is like no other.
    """
    a, b = a[:COMPARED], b[:COMPARED]
    one, other = _words(a), _words(b)
    if min(len(one), len(other)) < _FEWEST_WORDS or _numbers(one) != _numbers(other):
        return False
    return likeness(a, b) >= least


def _site(place: str) -> str:
    return _SAME_SITE.sub("", host_of(place), count=1)


def _is_telling(folded: str) -> bool:
    """Long enough for a title of one article, and not only of words that stand over many."""
    if not folded.isascii() and len(folded) >= 8:
        return True
    words = folded.split()
    return len(folded) >= 16 and len(words) >= 3 and not _STANDING.issuperset(words)


def _is_own(guid: str) -> bool:
    """Made for one article, as far as it shows: a long number, a query's id, or words that tell."""
    what = canonical(guid).partition("/")[2] if _WEB.match(guid) else guid
    digits = sum(len(run.lstrip("0")) for run in _DIGITS.findall(what))
    if digits >= _OWN_DIGITS or (digits and "?" in what):
        return True
    return any(_is_telling(folded_title(part)) for part in what.split("/"))


def _words(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return words if len(words) * 12 >= len(text) else [c for word in words for c in word]


def _triples(words: Sequence[str]) -> set[tuple[str, str, str]]:
    return set(zip(words, words[1:], words[2:], strict=False))


def _numbers(words: Iterable[str]) -> set[str]:
    return {word for word in words if word[0].isdigit()}


def _digest(kind: str, home: str, *parts: str) -> str:
    # What belongs to one site or feed begins alike, so that a store keeps it together.
    near = blake2b(home.encode("utf-8", "replace"), digest_size=3).hexdigest()
    data = "\x1f".join((home, *parts)).encode("utf-8", "replace")
    return kind + near + blake2b(data, digest_size=10, person=kind.encode()).hexdigest()
