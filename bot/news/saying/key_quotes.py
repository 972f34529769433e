"""Choose the quotations that a careful editor would put in a short brief.

A linear ranker. Its weights are a logistic regression with a ridge penalty, fitted on news articles in which the
quotations worth keeping were marked, and rounded; the base is its constant term. Each quotation is then weighed against
those chosen before it: another voice comes before the same one again, unless the whole article is one person's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.news.text import fold, key, words
from bot.news.types import Facts, Quote

_BASE = -2.7
_LENGTH = 1.9  # for a quotation of `_FULL_LENGTH` words; in proportion for a shorter one
_PIECE = -0.4  # quoted for its wording, not for what it says
_STATEMENT = 0.5  # begins and ends as a sentence does
_EMPHATIC = 0.5  # takes a stand: "never", "must", "afraid", "wrong"
_FIRST_PERSON = 0.5  # what only its speaker can say
_OPENS = 0.3  # a paragraph begins with it
_FIRST_WORDS = 0.5  # the first that its speaker says at length
_ON_LEAD = 0.7  # shares all its longer words with the opening of the article
_ON_TITLE = 1.0  # shares three words with the title
_LATE = -0.55  # at the end of the text; in proportion before

_FULL_LENGTH = 30
_FRAGMENT = 6  # fewer words are a fragment
_LEAD = 600  # characters
_AGAIN = 1.5  # what a further quotation of one speaker has to be better by, where all the others are somebody else's
_BAR = -1.5  # below it only the best is shown, where nothing else is
_PER_SPEAKER, _PER_ONLY_SPEAKER = 2, 4
_ONLY = 0.6  # the share of an article's quotations that makes it one person's
_CANDIDATES = 100
_WORDS_READ = 2_000  # characters of a quotation that are weighed

_EMPHASIS = frozenset(
    """
    afraid always amazing ashamed best cannot can't danger dangerous devastated devastating everybody everyone excited
    fear fight grateful great hate hope hopeful horrible love must need never nobody proud shocked should sorry terrible
    tragic unacceptable unbelievable want won't worst wrong believe
    """.split()
)
_ME = frozenset("i me my mine myself we us our ours i'm i've i'd i'll we're we've we'd we'll".split())
_SMALL = frozenset(
    """
    about been could does from have into more than that their them then there these they this those were what which
    will with would your and are but can for had has her him his how its not our she the was who why you all
    """.split()
)


def key_quotes(text: str, facts: Facts, count: int = 5, title: str | None = None) -> list[Quote]:
    """At most `count` quotations of `facts` whose speaker is known, in the order of the text.

    Two of one speaker at most, four where most of what is quoted is that speaker's. A text that quotes nobody at
    length is given fewer, or its best fragment alone.
    """
    said_by = Counter(_who(q) for q in facts.quotes if q.speaker is not None)
    total = said_by.total()
    left = sorted(_weighed(text, facts, title), key=lambda w: w[:2], reverse=True)[:_CANDIDATES]
    chosen: list[Quote] = []
    said: Counter[str] = Counter()

    def worth(candidate: tuple[float, int, Quote]) -> float:
        who = _who(candidate[2])
        return candidate[0] - _AGAIN * said[who] * (1 - said_by[who] / total)

    while left and len(chosen) < count:
        best = max(left, key=lambda w: (worth(w), w[1]))
        left.remove(best)
        if worth(best) < _BAR and chosen:
            break
        who = _who(best[2])
        if said[who] < (_PER_ONLY_SPEAKER if said_by[who] >= _ONLY * total else _PER_SPEAKER):
            said[who] += 1
            chosen.append(best[2])
    return sorted(chosen, key=lambda q: q.span.start)


def _who(quote: Quote) -> str:
    return key(quote.speaker.name) if quote.speaker else ""


def _weighed(text: str, facts: Facts, title: str | None) -> Iterator[tuple[float, int, Quote]]:
    """What each quotation of a known speaker is worth by itself, and a number that is higher the earlier it stands."""
    lead = _telling(_lows(text[:_LEAD]))
    head = _telling(_lows(title or ""))
    heard: set[str] = set()  # speakers who have said something at length
    for q in facts.quotes:
        if q.speaker is None:
            continue
        who = _who(q)
        lows = _lows(q.span.of(text)[:_WORDS_READ])
        worth = _of_words(q.span.of(text), lows) + _LATE * q.span.start / len(text)
        worth += _OPENS * (text.rfind("\n", max(0, q.span.start - 3), q.span.start) >= 0 or q.span.start < 3)
        telling = _telling(lows)
        worth += _ON_LEAD * len(telling & lead) / max(3, len(telling))
        worth += _ON_TITLE * min(3, len(telling & head)) / 3
        if len(lows) >= _FRAGMENT and who not in heard:
            heard.add(who)
            worth += _FIRST_WORDS
        yield worth, -q.span.start, q


def _of_words(said: str, lows: list[str]) -> float:
    worth = _BASE + _LENGTH * min(len(lows), _FULL_LENGTH) / _FULL_LENGTH
    worth += _PIECE * (len(lows) < _FRAGMENT)
    worth += _STATEMENT * (said.lstrip("([‘'")[:1].isupper() and said[-1] in ".,!?…")
    return worth + _EMPHATIC * (not _EMPHASIS.isdisjoint(lows)) + _FIRST_PERSON * (not _ME.isdisjoint(lows))


def _lows(said: str) -> list[str]:
    folded = fold(said).lower()
    return [folded[w.start : w.end] for w in words(folded)]


def _telling(lows: list[str]) -> set[str]:
    return {low for low in lows if len(low) > 2 and low not in _SMALL}
