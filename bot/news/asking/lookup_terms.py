"""What a question looks for in the archive: its words by weight, its phrases, and the outlet it wants to hear."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

from bot.news.asking.conversation import Asked
from bot.news.asking.lookups import Lookup
from bot.news.asking.stems import kin, stems, terms
from bot.news.text import fold

_LONGEST_QUESTION = 2000
# A word of like meaning finds an article that no word of the question would, and hardly moves the others.
_KIN_WEIGHT = 0.1
_LONGEST_PHRASE = 6

_SPEAKS = r"(?:sa(?:y|ys|id|ying)|reports?|reported|writes?|wrote|written|tells?|told|claims?|claimed|published?)"
# What stands before an outlet's name, or after it, where the outlet is the one who says. Small letters will do there.
_BEFORE = re.compile(
    r"(?:\baccording to|\b(?:reported|told|written|published|said|reporting|coverage|articles?|story|stories|reports?)"
    r" (?:by|in|from|of|on)|\bwhat (?:does|did|do|has|have|had|is|was)|\bhow (?:does|did|do|has|is|was))(?: the)? $",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"(?:['’]s?)?,? (?:(?:now|also|just|been|ever|have|has) ){{0,2}}{_SPEAKS}\b", re.IGNORECASE)
_REPORT_OF = re.compile(
    r"['’]s? (?:own )?(?:article|story|report|reporting|coverage|account|version|take)\b", re.IGNORECASE
)
_ASKS_IT = re.compile(r"\b(?:does|did|do|has|have|had|is|was)(?: the)? $", re.IGNORECASE)
_DOMAIN = re.compile(r"\.(?:com|co\.uk|org|net|news)$", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w'-]*(?: (?:of|the|de|la|van|von|al|for|and|bin) (?:the )?[A-Z][\w'-]*| [A-Z][\w'-]*){1,5}")
_IN_MARKS = re.compile(r"\"([^\"]{3,80})\"|(?<!\w)'([^']{3,80})'(?!\w)")
_HYPHENATED = re.compile(r"\w+(?:-\w+){1,4}")


def lookup_of(asked: Asked, outlets: Collection[str] = (), window: tuple[date, date] | None = None) -> Lookup:
    """What to look for. `outlets` are the known ones; `window` the first and last day that the question names.

    Where the question wants to know what an outlet says, only its articles count, and its name is no word to look for.
    """
    meant = fold(asked.meant[:_LONGEST_QUESTION])
    named = dict(_asked_outlets(meant, outlets))
    words = {w.stem: w.weight for w in asked.question.wanted}
    for name in set(named.values()):
        for stem in stems(name):
            if len(words) > 1:
                words.pop(stem, None)
    for word, weight in list(words.items()):
        for other in kin(word):
            words.setdefault(other, _KIN_WEIGHT * weight)
    since, until = window if window else (None, None)
    return Lookup(tuple(words.items()), tuple(_phrases(meant, named.values())), tuple(named), since, until)


def without_outlets(text: str, outlets: Collection[str]) -> str:
    """The question without the outlets that it wants to hear: whose articles they are is no word of theirs.

    "What does the Post say about the strike?" becomes "What is new about the strike?".
    """
    rest = fold(text[:_LONGEST_QUESTION])
    for name in dict(_asked_outlets(rest, outlets)).values():
        named = rf"(?:the )?{re.escape(name)}(?:['’]s?)?"
        about = re.search(rf"\bwhat (?:does|did|do|has|have) {named} \w+ (?:about|on|of)\b", rest, re.IGNORECASE)
        if about:
            rest = f"{rest[: about.start()]}What is new about{rest[about.end() :]}"
        rest = re.sub(
            rf",? ?\b(?:according to|as (?:reported|told|written) (?:by|in)) {named}(?!\w)", "", rest, flags=re.I
        )
    return rest


def _asked_outlets(text: str, outlets: Collection[str]) -> Iterator[tuple[str, str]]:
    """Outlets that the question names as the one who says, each with the words that name it."""
    low = text.casefold()
    for outlet in dict.fromkeys(outlets):
        name = _bare(outlet)
        if name and name in low:
            for m in re.finditer(rf"(?<![\w.]){re.escape(name)}(?:\.\w{{2,4}})*(?!\w)", text, re.IGNORECASE):
                if _says(text, m.start(), m.end()):
                    yield outlet, m.group()
                    break


def _bare(outlet: str) -> str:
    name = " ".join(fold(outlet).casefold().split())
    return _DOMAIN.sub("", name.removeprefix("www.")).removeprefix("the ")


def _says(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 40) : start]
    asks = _ASKS_IT.search(before) is not None
    if _REPORT_OF.match(text, end):
        return True
    if _AFTER.match(text, end):
        return asks or _BEFORE.search(before) is not None or not before.strip() or text[start].isupper()
    return not asks and _BEFORE.search(before) is not None


def _phrases(text: str, but: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Names of several words, words in quotation marks and hyphenated ones, as stems; not those of `but`."""
    left_out = {tuple(stems(name)) for name in but}
    found = [m.group() for m in _NAME.finditer(text)]
    found += [m.group(1) or m.group(2) for m in _IN_MARKS.finditer(text)]
    found += [m.group() for m in _HYPHENATED.finditer(text)]
    for phrase in dict.fromkeys(tuple(t.stem for t in terms(words)) for words in found):
        if 1 < len(phrase) <= _LONGEST_PHRASE and phrase not in left_out:
            yield phrase
