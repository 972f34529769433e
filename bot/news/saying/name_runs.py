"""Find runs of capitalised words and read them: honorific, role, personal name, or the name of a body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from bot.news.saying.first_names import DEMONYMS, FEMALE_NAMES, MALE_NAMES, PLACE_NAMES, PLACES_OF_WORDS
from bot.news.saying.speech import BODY_WORDS, DAYS, FEMALE_TITLES, MALE_TITLES, MONTHS, NOT_NAMES, ROLES, TITLES

_UP = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶŁĻŃŅŇŌŐŘŚŞŠŢŤŪŮŰŲŹŻŽΑ-ΩА-Я"
_TITLES = "Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Lt|Gen|Col|Sgt|Capt|Maj|Adm|Prof|Rev|St|Jr|Sr"
_ABBREVIATION = rf"(?:(?:[{_UP}]\.){{2,}}|(?:{_TITLES}|[{_UP}])\.)"
_CAP = rf"(?:(?:al|el|ul)-)?[{_UP}]\w*(?:(?:[’'](?![sS]\b)|[\-&.])\w+)*"
_JOIN = (
    r"(?:de|del|della|de la|der|van(?: der| den)?|von(?: der)?|bin|bint|ibn|al|el|la|le|di|da|do|dos|den|ter"
    r"|of(?: the)?|for|and)"
)
_NICK = r"[“\"'‘][^\s”\"’][^”\"’\n]{0,18}[”\"'’]"
_WORD = rf"(?:{_ABBREVIATION}|{_CAP})"
# The first word of a run once more: a pattern that begins with a set of letters is searched for twice as fast.
_TITLE_TAILS = "|".join(rf"(?<={t[0]}){t[1:]}\." for t in _TITLES.split("|"))
_FIRST = rf"[{_UP}](?<!\w[{_UP}])(?:(?:\.[{_UP}])+\.|\.|{_TITLE_TAILS}|\w*(?:(?:[’'](?![sS]\b)|[\-&.])\w+)*)"
_RUN = re.compile(rf"{_FIRST}(?:[ \u00a0](?:(?:{_JOIN}|{_NICK})[ \u00a0])?{_WORD})*")
_PREFIX = re.compile(r"\b(?:al|el|ul)-$")
_PIECE = re.compile(rf"{_NICK}|[^\s]+")
_SAYS = re.compile(r"\s(?:said|says|told|announced|reported|warned|downgraded|estimates|expects|slammed|has|had)\b")
_HONORIFICS = frozenset("mr mrs ms miss mx dr prof sir dame lord lady messrs hon".split())
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_LINKS = frozenset("and of for the".split())
_OF_HEADS = BODY_WORDS | frozenset(
    """
    centers centres chamber minister secretary director head president king queen prince duke archbishop bishop
    mayor speaker chief isle republic
    """.split()
)
_LONGEST = 12  # words in a name
_KEPT = 60  # characters; how a longer stretch is read is not remembered
_OWNING = ("’s", "'s")
_DATES = DAYS | MONTHS
_NO_NAMES = NOT_NAMES | _DATES


class Run(NamedTuple):
    """A name as it stands in the text. `words` are those of the name itself, honorific and role left out.

    `kind` is "person", "body", "place" or "" where the run alone does not show it; `title` is a role printed as part of
    the run ("Norland President").
    """

    start: int
    end: int
    words: tuple[str, ...]
    kind: str
    title: str | None
    honorific: str | None
    owner: bool

    @property
    def name(self) -> str:
        return " ".join(self.words)


@lru_cache(maxsize=4096)
def bare(word: str) -> str:
    """A word of a name for comparing."""
    return word.lower().rstrip(".").replace("’", "'")


def find_runs(text: str) -> Iterator[Run]:
    """Every run that can be a name, in the order of the text."""
    for m in _RUN.finditer(text):
        matched, at = m.group(), m.start()
        if text[at - 1 : at] == "-" and _PREFIX.search(text, max(0, at - 4), at):
            matched, at = text[at - 3 : at] + matched, at - 3
        for start, end, words, shape in (_readings if len(matched) <= _KEPT else _readings.__wrapped__)(matched):
            run = _owned(text, at + start, at + end, words, shape)
            if run is not None:
                yield run


Shape = tuple[tuple[str, ...], str, str | None, str | None]  # words of the name, kind, title, honorific


# A story names the same few people and bodies again and again.
@lru_cache(maxsize=4096)
def _readings(matched: str) -> tuple[tuple[int, int, tuple[str, ...], Shape | None], ...]:
    """The names in a stretch of capitalised words: where each begins and ends in it, its words, and its shape."""
    if " " not in matched and "\u00a0" not in matched:
        if bare(matched) in _NO_NAMES:
            return ()
        parts = [[(matched, 0, len(matched))]]
    else:
        parts = _parts([(p.group(), p.start(), p.end()) for p in _PIECE.finditer(matched)])
    out = []
    for pieces in parts:
        first, last = _trimmed([p[0] for p in pieces])
        if 0 < last - first <= _LONGEST:
            words = tuple([p[0] for p in pieces[first:last]])
            out.append((pieces[first][1], pieces[last - 1][2], words, _shape(words)))
    return tuple(out)


Pieces = list[tuple[str, int, int]]


def _parts(pieces: Pieces) -> list[Pieces]:
    """Cut at "of", "for" and "and", except inside the name of a body ("Ministry of Defence")."""
    out: list[Pieces] = [[]]
    body = False
    for i, piece in enumerate(pieces):
        low = bare(piece[0])
        if low in _LINKS and piece[0].islower():
            previous = bare(pieces[i - 1][0])
            following = bare(pieces[i + 1][0]) if i + 1 < len(pieces) else ""
            if low == "and" and previous in ROLES and following in ROLES:
                out[-1].append(piece)
                continue
            keep = previous in _OF_HEADS if low in ("of", "for") else body if low == "and" else bool(out[-1])
            if keep and low != "the":
                body = True
            elif not keep:
                out.append([])
                body = False
                continue
        out[-1].append(piece)
    return [p for p in out if p]


def _owned(text: str, start: int, end: int, words: tuple[str, ...], shape: Shape | None) -> Run | None:
    """The run at its place in the text, which tells whether it is an owner ("Quist’s")."""
    after = text[end : end + 2]
    owner = after in _OWNING or (after in ("’ ", "' ") and text[end - 1] in "sS")
    if owner and _SAYS.match(text, end + 2):  # "Brandy's said": the ending is part of the name
        owner, end = False, end + 2
        shape = _shape((*words[:-1], words[-1] + after))
    return None if shape is None else _run((start, end, *shape, owner))


_run = partial(tuple.__new__, Run)  # a hundred for one article: in Python each takes twice as long


def _trimmed(words: list[str]) -> tuple[int, int]:
    """Where the name begins and ends among the capitalised words: days and small words at its ends are not of it."""
    first, last = 0, len(words)
    while first < last and bare(words[first]) in _NO_NAMES:
        first += 1
    while last > first and (bare(words[last - 1]) in _DATES or words[last - 1].islower()):
        last -= 1
    if last - first == 2 and len(words[first]) > 5 and words[first].endswith("ing"):
        first += 1
    return first, last


@lru_cache(maxsize=4096)
def _shape(words: tuple[str, ...]) -> Shape | None:
    """The words of the name itself, its kind, its title and its honorific."""
    lows = [bare(w) for w in words]
    cut = _title_end(lows)
    if not cut and len(lows) > 2 and lows[0] in DEMONYMS and _kind(lows, words) in ("", "person"):
        return _shape(words[1:])
    name = tuple(w.strip(".") if len(w) > 2 else w for w in words[cut:])
    if not name:
        return None
    title = " ".join(w for w in words[:cut] if bare(w) not in _HONORIFICS) or None
    honorific = next((low for low in lows[:cut] if low in _HONORIFICS), None)
    return name, "person" if cut else _kind(lows, name), title, honorific


def _title_end(lows: list[str]) -> int:
    """How many leading words are honorifics and roles ("Norland President"), 0 where there is no name after them."""
    if lows[0] in MALE_NAMES or lows[0] in FEMALE_NAMES or lows[-1] in BODY_WORDS:
        return 0
    for i in range(len(lows) - 2, -1, -1):
        if lows[i] in TITLES or lows[i] in ROLES:
            cut = i + 1
            if lows[cut] == "of":
                cut += 2
                if cut < len(lows) and lows[cut - 1] == "the":
                    cut += 1
            return cut if cut < len(lows) and lows[cut] not in _LINKS else 0
    return 0


def _kind(lows: list[str], words: tuple[str, ...]) -> str:
    name = " ".join(lows)
    if name in PLACES_OF_WORDS or (len(lows) == 1 and lows[0].replace(".", "") in PLACE_NAMES):
        return "place"
    if not BODY_WORDS.isdisjoint(lows) and not (lows[0] in MALE_NAMES or lows[0] in FEMALE_NAMES):
        return "body"
    if lows[-1] in ROLES and len(lows) < 2:
        return "title"
    if len(words) > 1 and (lows[0] in MALE_NAMES or lows[0] in FEMALE_NAMES) and len(words) < 6:
        return "person"
    if len(words) == 1 and words[0].isupper() and 2 <= len(words[0].replace(".", "")) <= 6:
        return "body"
    return "title" if lows[-1] in ROLES else ""


def sex(run: Run) -> str | None:
    """ "m" or "f" where the honorific, title or given name tells."""
    return _sex(run.honorific, run.title, run.words[0] if len(run.words) > 1 else "")


@lru_cache(maxsize=4096)
def _sex(honorific: str | None, title: str | None, given: str) -> str | None:
    for word in (honorific, *map(bare, (title or "").split())):
        if word in FEMALE_TITLES:
            return "f"
        if word in MALE_TITLES:
            return "m"
    first = bare(given)
    if (first in MALE_NAMES) != (first in FEMALE_NAMES):
        return "m" if first in MALE_NAMES else "f"
    return None


@lru_cache(maxsize=4096)
def surname(words: tuple[str, ...]) -> str:
    """The word a person is called by later, folded for comparing."""
    plain = [w for w in words if bare(w) not in _SUFFIXES]
    return bare(plain[-1]) if plain else bare(words[-1])
