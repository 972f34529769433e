"""Which words beside a quotation name who says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.news.saying.cues import Cue, SentenceReader
from bot.news.saying.speech import CONJUNCTIONS, PREPOSITIONS, ROLES, SAYING, SPEECH_NOUNS
from bot.news.saying.tokens import BREAK, MARK, QUOTE, WORD, Token, ranges
from bot.news.types import Span

_NEAR = 8  # cues on either side of a quotation that are looked at
_SIGNATURE = 14  # tokens
_TAG_REACH = 60  # words between a quotation and the verb of its tag, for the name and its asides
How = Literal["after", "before", "by", "noun", "subject", "colon", "carried"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """`mention` names the speaker of a quotation; `how` tells where it stands.

    After the words, before them, as "by …", as the owner of a speech noun, or as the mere subject of their sentence;
    in a sentence that announces them, or carried over from what was said before them.
    """

    mention: Span
    how: How


class ParagraphReader:
    """Attributes the quotations of one paragraph, given the one that the paragraphs before ended with."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.t = tokens
        self.sentences = [SentenceReader(tokens, lo, hi) for lo, hi in ranges(tokens)]
        self.found: dict[int, Attribution] = {}

    def span(self, name: tuple[int, int]) -> Span:
        return Span(self.t[name[0]].start, self.t[name[1]].end)

    def read(self, carried: Attribution | None, lead: Attribution | None) -> Attribution | None:
        """Fill `found`. `carried` spoke last, `lead` announced words with a colon; returns who speaks at the end."""
        last = carried
        fresh = False  # somebody in this paragraph has spoken
        for n, s in enumerate(self.sentences):
            for i in s.quotes:
                got = self._own(s, i) or self._across(n, i)
                if got is None:
                    got = self._from_around(n, s, i, last, lead, fresh)
                if got is not None:
                    self.found[self.t[i].quote] = got
                    lead = None
                    if got.how != "subject" or not fresh:
                        last, fresh = got, True
        self._backwards()
        return last

    # --- in the quotation's own sentence ------------------------------------------------------------

    def _own(self, s: SentenceReader, i: int) -> Attribution | None:
        after = self._tag_after(s, i)
        if after is not None:
            return after
        k = s.cue_from(i)
        best = next((c for c in reversed(s.cues[max(0, k - _NEAR) : k]) if not self._closed_by(c, i)), None)
        if best is not None:
            by = self._passive(s, i)
            return by or Attribution(self.span((best.first, best.last)), "before")
        noun = self._speech_noun(s, i)
        if noun is not None:
            return noun
        for c in s.cues[k : k + _NEAR]:
            if self.t[c.at].low in SAYING and s.names_someone((c.first, c.last)):
                return Attribution(self.span((c.first, c.last)), "after")
        return None

    def _closed_by(self, c: Cue, i: int) -> bool:
        """The quotation stands between the verb and a name that follows it, and does not belong to them."""
        return c.where == "after" and c.last >= i and c.first < i

    def _passive(self, s: SentenceReader, i: int) -> Attribution | None:
        """ "called “splendid” by the Harbour Board"."""
        if i + 2 < s.hi and self.t[i + 1].low == "by":
            name = s.read_right(i + 2)
            if name is not None:
                return Attribution(self.span(name), "by")
        return None

    def _tag_after(self, s: SentenceReader, i: int) -> Attribution | None:
        """ "…," he said / said Mr X / according to X."""
        k = i + 1
        while k < s.hi and self.t[k].kind == MARK and self.t[k].low in ",-:":
            k += 1
        if k >= s.hi or self.t[k].kind != WORD:
            return None
        return self._tag_with_verb(s, k) or self._bare_name(s, i, k)

    def _bare_name(self, s: SentenceReader, i: int, k: int) -> Attribution | None:
        """ "…": Anna Quist / "…" – Anna Quist, harbour master."""
        mark = self.t[k - 1].low
        if i != s.lo or mark not in ":-" or not (self.t[k].cap or self.t[k].low in ROLES):
            return None
        name = s.read_right(k)
        if name is None or not s.names_someone(name):
            return None
        ended = name[1] + 1 >= s.hi or self.t[name[1] + 1].low in (",", "(")
        return Attribution(self.span(name), "colon") if mark == ":" or ended else None

    def lone_quote(self) -> int | None:
        """The number of the quotation that is all there is of the paragraph."""
        kinds = [t.kind for t in self.t[:3]]
        return self.t[0].quote if kinds in ([QUOTE], [QUOTE, BREAK]) else None

    def signature(self) -> Span | None:
        """ "– Anna Quist, harbour master": a paragraph that does nothing but sign the one before it."""
        if not (len(self.sentences) == 1 and 2 <= len(self.t) <= _SIGNATURE and self.t[0].low == "-"):
            return None
        s = self.sentences[0]
        name = s.read_right(1)
        if name is None or not self.t[name[0]].cap or s.cues:
            return None
        return self.span(name) if name[1] + 1 >= s.hi or self.t[name[1] + 1].low in (",", "(") else None

    def _tag_with_verb(self, s: SentenceReader, k: int) -> Attribution | None:
        """The tag that opens at token `k`."""
        n = s.cue_from(k)
        for c in s.cues[n : n + 1]:
            if c.at - k > _TAG_REACH:
                break
            if c.where == "before" and c.first == k and not c.shared:
                return Attribution(self.span((c.first, c.last)), "after")
            if c.at == k and c.where == "after":
                return Attribution(self.span((c.first, c.last)), "after")
            if c.where == "before" and k < c.first and self._only_aside(k, c.first):
                return Attribution(self.span((c.first, c.last)), "after")
        return None

    def _only_aside(self, k: int, first: int) -> bool:
        words = self.t[k:first]
        return len(words) <= 3 and all(
            w.kind == WORD and not w.cap and w.low not in CONJUNCTIONS and w.low not in PREPOSITIONS for w in words
        )

    def _speech_noun(self, s: SentenceReader, i: int) -> Attribution | None:
        """ "Ms Gray's promise of “…”", "his statement that “…”"."""
        for k in range(i - 1, max(s.lo, i - 10) - 1, -1):
            if self.t[k].kind == QUOTE:
                return None
            if self.t[k].low in SPEECH_NOUNS:
                for j in range(k - 1, max(s.lo, k - 5) - 1, -1):
                    low = self.t[j].low
                    if low in ("his", "her", "their", "its") or low.endswith(("'s", "s'")):
                        start = j
                        while start > s.lo and self.t[start - 1].cap and self.t[start].cap:
                            start -= 1
                        return Attribution(self.span((start, j)), "noun")
        return None

    # --- from the sentences around -----------------------------------------------------------------

    def _across(self, n: int, i: int) -> Attribution | None:
        """ "Really?" Ms Gray asked: the tag stands in what was split off as the next sentence."""
        s = self.sentences[n]
        if i != s.hi - 1 or n + 1 >= len(self.sentences):
            return None
        nxt = self.sentences[n + 1]
        if self.t[nxt.lo].low == "-" and nxt.lo + 1 < nxt.hi:
            return self._bare_name(nxt, nxt.lo, nxt.lo + 1) if i == s.lo else None
        if self.text[self.t[i].end - 2 : self.t[i].end - 1] not in "?!,…—-" and self.t[nxt.lo].cap:
            return None
        for c in nxt.cues:
            if self.t[c.at].low in SAYING and (c.first == nxt.lo or c.at == nxt.lo):
                return Attribution(self.span((c.first, c.last)), "after")
            break
        return None

    def _from_around(
        self, n: int, s: SentenceReader, i: int, last: Attribution | None, lead: Attribution | None, fresh: bool
    ) -> Attribution | None:
        alone = i == s.lo
        if n == 0 and alone and lead is not None:
            return lead
        if fresh and last is not None and alone:
            return Attribution(last.mention, "carried")
        subject = s.opening_subject()
        if subject is not None and subject[1] < i:
            sure = self.t[i - 1].low == ":" and i - 1 - subject[1] < 4
            return Attribution(self.span(subject), "colon" if sure else "subject")
        for before in reversed(self.sentences[max(0, n - 3) : n]):
            if before.cues:
                c = before.cues[-1]
                return Attribution(self.span((c.first, c.last)), "colon")
            theirs = before.opening_subject()
            if theirs is not None and before.names_someone(theirs):
                return Attribution(self.span(theirs), "carried")
        if last is not None and alone:
            return Attribution(last.mention, "carried")
        return None

    def _backwards(self) -> None:
        """A quotation that nobody is shown to say takes the speaker of the next one of its paragraph."""
        following: Attribution | None = None
        for number in [self.t[k].quote for s in reversed(self.sentences) for k in reversed(s.quotes)]:
            got = self.found.get(number)
            if got is not None:
                following = got
            elif following is not None and following.how == "after":
                self.found[number] = Attribution(following.mention, "carried")

    def announced(self) -> Attribution | None:
        """Who the paragraph announces when it ends with a colon, or with a sentence that reports speech."""
        if not self.sentences:
            return None
        s = self.sentences[-1]
        if self.t[s.hi - 1].low != ":":
            return None
        if s.cues:
            c = s.cues[-1]
            return Attribution(self.span((c.first, c.last)), "colon")
        subject = s.opening_subject()
        return Attribution(self.span(subject), "colon") if subject is not None else None


def attribute(paragraphs: Sequence[ParagraphReader]) -> dict[int, Attribution]:
    """Quotation number to who is shown to say it."""
    out: dict[int, Attribution] = {}
    last: Attribution | None = None
    lead: Attribution | None = None
    quoted: int | None = None  # the quotation that is all of the paragraph before
    for reader in paragraphs:
        signed = reader.signature() if quoted is not None else None
        if quoted is not None and signed is not None:
            out[quoted] = Attribution(signed, "colon")
        quoted = reader.lone_quote()
        carried = last if reader.t and reader.t[0].kind == QUOTE else None
        last = reader.read(carried, lead)
        out.update(reader.found)
        lead = reader.announced()
    return out
