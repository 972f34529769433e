"""Find who says what in interviews and transcripts: "Q: …", "A: …", "LINDT: …", "Anna Quist: …".

There are no quotation marks there: a label opens the paragraph, and the rest of it is what is said. A list whose
entries look the same ("Quist: 3 goals") is told apart by its entries: nobody in it speaks twice, and nobody is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.news.saying.name_runs import bare, surname
from bot.news.saying.resolve import Resolver
from bot.news.saying.speech import TITLES
from bot.news.types import Party, Quote, Span, Speaker

_LABEL = re.compile(
    r"\n[ \t]*(?P<label>(?:Q|A|Question|Answer|QUESTION|ANSWER)(?=[.:])|[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}(?=:))"
    r"[.:][ \t]+(?P<words>\S[^\n]*)",
)
_ASKING = frozenset("q question reporter interviewer moderator host".split())
_ANSWERING = frozenset(("a", "answer"))
_INTERVIEW = re.compile(
    r"\b(?:interview\w*|spoke|talk(?:s|ed)|speaks|sat down|answer(?:s|ed)|asked|Q&A)\b", re.IGNORECASE
)
_FEWEST_TURNS, _FEWEST_WORDS = 2, 4
_ENDS = re.compile(r"[.?!…][\"”’')\]]*\s*$")


def find_turns(text: str, resolver: Resolver) -> list[Quote]:
    """What people say in labelled paragraphs, in the order of the text; the questions asked of them are left out."""
    # Searched for by its line break, which is five times as fast as by "^": the first line is given one, too.
    found = [m for m in _LABEL.finditer("\n" + text) if _ENDS.search(m["words"][-6:])]
    if len(found) < _FEWEST_TURNS:
        return []
    labels = Counter(bare(m["label"].split()[-1]) for m in found)
    again = sum(n for n in labels.values() if n > 1)  # turns of those who speak more than once
    if _ASKING.isdisjoint(labels) and (len(labels) < 2 or 2 * again < len(found)):
        return []
    people = dict(_by_surname(resolver.parties))
    asked = _interviewed(text, resolver, found[0].start())
    out: list[Quote] = []
    for m in found:
        label = bare(m["label"])
        speaker = asked if label in _ANSWERING else None if label in _ASKING else _named(m["label"], people)
        if speaker is not None and m["words"].count(" ") + 1 >= _FEWEST_WORDS:
            start = m.start("words") - 1
            label_at = Span(m.start("label") - 1, m.end("label") - 1)
            words = Span(start, start + len(m["words"].rstrip()))
            out.append(Quote(words, Speaker(speaker.name, speaker.role), label_at))
    return out


def _by_surname(parties: tuple[Party, ...]) -> Iterator[tuple[str, Party | None]]:
    """Each person under the surname; None where two share it."""
    people = [p for p in parties if p.kind == "person"]
    counts = Counter(surname(tuple(p.name.split())) for p in people)
    for p in people:
        last = surname(tuple(p.name.split()))
        yield last, p if counts[last] == 1 else None


def _named(label: str, people: dict[str, Party | None]) -> Party | None:
    """The person whom a label names by surname or in full, a title before it or not ("SEN. QUIST")."""
    words = [w for w in label.split() if bare(w) not in TITLES]
    party = people.get(surname(tuple(words))) if words else None
    if party is None or (len(words) > 1 and bare(words[0]) != bare(party.name.split()[0])):
        return None
    return party


def _interviewed(text: str, resolver: Resolver, until: int) -> Party | None:
    """Who answers: the only person named before the first question, where it says that somebody was spoken with."""
    if _INTERVIEW.search(text, 0, until) is None:
        return None
    named = {i for start, _, i in resolver.named if start < until and resolver.parties[i].kind == "person"}
    return resolver.parties[named.pop()] if len(named) == 1 else None
