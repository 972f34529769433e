"""Turn the words that name a speaker into who that is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from bot.news.saying.first_names import FEMALE_NAMES, MALE_NAMES
from bot.news.saying.speech import BODY_WORDS, COLLECTIVES, FAMILY, FEMALE, MALE, PRONOUNS, ROLES, SPEECH_NOUNS
from bot.news.text import squeeze
from bot.news.types import Party, Span, Speaker

_OWNER = re.compile(r"['’][sS]?\b|['’](?= )")
_VAGUE = frozenset(
    "question answer some others many one another everyone somebody someone anyone nobody people those these this "
    "that".split()
)
_HEADS = ROLES | COLLECTIVES | FAMILY | BODY_WORDS
_DESCRIBING = frozenset(("the", "a", "an", "one", "another"))
_WORD = re.compile(r"[^\W_]+(?:[’'\-.][^\W_]+)*")
_LINK = re.compile(r"\b(?:of|for|from|to|with|by)\s+(?:the\s+)?$")
_ARTICLE = re.compile(r"(?:The|A|An|One|Another|His|Her|Its|Their|Some|Two|Three)\b")


class Resolver:
    """Knows where the parties of a text are meant."""

    def __init__(self, text: str, parties: Sequence[Party]) -> None:
        self.text, self.parties = text, tuple(parties)
        self.named = sorted((s.start, s.end, i) for i, p in enumerate(parties) for s in p.mentions)
        self.stand_ins = {s.start: (s.end, i) for i, p in enumerate(parties) for s in p.stand_ins}
        self.starts = [n[0] for n in self.named]
        self.people = [n[0] for n in self.named if parties[n[2]].kind == "person"]
        self.women, self.men = self._sexes()

    def _sexes(self) -> tuple[set[int], set[int]]:
        women, men = set[int](), set[int]()
        for i, p in enumerate(self.parties):
            given = p.name.partition(" ")[0].lower()
            if p.kind == "person" and (given in MALE_NAMES) != (given in FEMALE_NAMES):
                (men if given in MALE_NAMES else women).add(i)
                continue
            for s in p.stand_ins:
                low = s.of(self.text).lower()
                if low in FEMALE:
                    women.add(i)
                elif low in MALE:
                    men.add(i)
        return women - men, men - women

    def within(self, span: Span) -> list[tuple[int, int, int]]:
        """Named parties that lie in `span`: start, end, number."""
        return self.named[bisect_left(self.starts, span.start) : bisect_right(self.starts, span.end - 1)]

    def names_person(self, start: int, end: int) -> bool:
        """Whether a person is named between two offsets."""
        k = bisect_left(self.people, start)
        return k < len(self.people) and self.people[k] < end

    def names_party(self, start: int, end: int) -> bool:
        """Whether anybody or any body is named between two offsets."""
        k = bisect_left(self.starts, start)
        return k < len(self.starts) and self.starts[k] < end

    def around(self, span: Span) -> list[tuple[int, int, int]]:
        """The named party that begins last before `span`, which may hold it."""
        k = bisect_left(self.starts, span.start)
        return self.named[max(0, k - 1) : k]

    def party(self, mention: Span, last: int | None) -> int | None:
        """The number of the party that `mention` names; `last` is who a pronoun means where nobody new was named."""
        low = mention.of(self.text).lower().replace("’", "'").split("'")[0]
        if low in ("he", "she", "it", "they", "his", "her", "its", "their"):
            return self._pronoun(low, mention, last)
        got = self.stand_ins.get(mention.start)
        if got is not None and mention.end - got[0] < 2:
            return got[1]
        beside = self._apposed(mention)
        if beside is not None:
            return beside
        inside = self.within(mention)
        people = [n for n in inside if self.parties[n[2]].kind == "person" and not _OWNER.match(self.text, n[1])]
        for start, end, i in reversed(people):
            if self._is_head(mention, start, end) and len({n[2] for n in people}) == 1:
                return i
        for start, end, i in reversed(inside):
            if self.parties[i].kind == "body" and self._only_article(mention.start, start) and end >= mention.end:
                return i
        if not people and self.text[max(0, mention.start - 2) : mention.start] == ", ":
            for _, end, i in self.around(mention):  # "Ann Gray, the mayor said"
                if end == mention.start - 2 and self.parties[i].kind == "person":
                    return i
        return None

    def _apposed(self, mention: Span) -> int | None:
        """ "The mayor, Ann Gray, (said)": the person named right after the description, where an aside or tag ends."""
        if not self.text.startswith(", ", mention.end):
            return None
        k = bisect_left(self.starts, mention.end + 2)
        if k == len(self.named) or self.named[k][0] != mention.end + 2:
            return None
        _, end, i = self.named[k]
        words = mention.of(self.text).lower().split()
        described = words[0] in _DESCRIBING or any(_OWNER.search(w) for w in words)
        ends = self.text[end : end + 1] in ("", ",", ".", ";", "(")
        if self.parties[i].kind != "person" or not ends or not described:
            return None
        return i if any(w in ROLES or w in FAMILY or w.rpartition("-")[2] in ROLES for w in words[-2:]) else None

    def _pronoun(self, low: str, mention: Span, last: int | None) -> int | None:
        got = self.stand_ins.get(mention.start)
        if last is not None and low in ("he", "she"):
            other = self.women if low == "he" else self.men
            if self.parties[last].kind == "person" and last not in other:
                return last
        if got is not None:
            return got[1]
        return last if last is not None and low == "it" and self.parties[last].kind == "body" else None

    def _is_head(self, mention: Span, start: int, end: int) -> bool:
        """ "An aide to Ms Gray" and "Gray campaign officials" are not Ms Gray; "Gray of Leeds" is."""
        if _LINK.search(self.text, mention.start, start) and not self._only_article(mention.start, start):
            return False
        rest = self.text[end : mention.end].strip()
        return not rest or rest[0] in ",(–—-" or rest.split()[0] in ("of", "from", "at", "in", "on", "with", "for")

    def _only_article(self, start: int, at: int) -> bool:
        return self.text[start:at].strip().lower() in ("", "the", "a")

    def speaker(self, mention: Span, last: int | None, tagged: bool = False) -> tuple[Speaker | None, int | None]:
        """Who `mention` names, and the number of the party, where it is one.

        Where a tag right beside the words says so (`tagged`), any "the …" or "one …" is good enough for a name.
        """
        i = self.party(mention, last)
        if i is not None:
            return Speaker(self.parties[i].name, self.parties[i].role), i
        words = _WORD.findall(mention.of(self.text))
        lows = [w.lower().replace("’", "'") for w in words]
        if not words or lows[0].split("'")[0] in PRONOUNS or lows[-1] in _VAGUE or lows[-1].endswith(("'s", "s'")):
            return None, None
        described = len(words) > 1 and lows[0] in _DESCRIBING
        if not (tagged and described) and not self._names_somebody(mention, words, lows, described):
            return None, None
        name = squeeze(mention.of(self.text))
        return Speaker(name[0].lower() + name[1:] if _ARTICLE.match(name) else name), None

    def _names_somebody(self, mention: Span, words: list[str], lows: list[str], described: bool) -> bool:
        if any(low in _HEADS or low.rpartition("-")[2] in ROLES for low in lows):
            return True
        if (described or any(low.endswith("'s") for low in lows)) and any(low in SPEECH_NOUNS for low in lows):
            return True
        # A lone capital at the start of a sentence is a word like any other.
        opens = len(words) == 1 and self.text[max(0, mention.start - 3) : mention.start].rstrip()[-1:] in (
            "",
            ".",
            "!",
            "?",
            "”",
            '"',
            ":",
        )
        return words[-1][0].isupper() and not opens
