"""How a model's reply to a question becomes a draft: whole, or line by line while it is still being written.

The reply is untrusted: whatever it holds, a line's evidence is a slice of a source or is missing, what it calls missing
is in the question's own words, and the gate has the last word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from bot.news.asking.stems import stems
from bot.news.prompting.growing_json import GrowingJson
from bot.news.prompting.numbering import Numbers
from bot.news.prompting.replies import LONGEST_REPLY, integers_of, json_object, records_of, text_of, unmarked
from bot.news.types import DraftAnswer, DraftEvidence, DraftLine, LineKind, Sources

MOST_EVIDENCE = 3
"""Sentences a line may name: one that named them all would prove too much."""
FIELDS = ("said", "lines", "missing")
_MOST_LINES = 8
_LONGEST_MISSING = 12  # words


def answer_of(reply: str, sources: Sources, question: str = "") -> DraftAnswer:
    """A model's reply as a draft; `sources` are those of its request. Raises `BadReply`.

    What the reply calls missing is kept where its words are the question's own: nothing proves them.
    """
    found = json_object(reply, FIELDS)
    numbers = Numbers(list(sources.values()))
    records = () if _unsaid(found) else records_of(found.get("lines"), "text", _MOST_LINES)
    lines = {line.text: line for item in records if (line := _line(item, numbers)) is not None}
    return answered(tuple(lines.values()), _missing(found.get("missing"), question))


def answered(lines: tuple[DraftLine, ...], missing: str = "") -> DraftAnswer:
    """A draft of these lines; without any it is a refusal."""
    return DraftAnswer(lines, ("part-missing" if missing else None) if lines else "not-said", missing)


class GrowingReply:
    """A reply while it is written: its lines as they come to stand there whole.

    It gives no line before the reply says that there is an answer, and none that `answer_of` will not give, but where
    a text is taken back: a text that does not go on from the one before begins anew, and a thought may turn out to be
    one only at its end.
    """

    def __init__(self, sources: Sources) -> None:
        """`sources` are those of the request."""
        self.lines: tuple[DraftLine, ...] = ()
        """All that were given so far, of texts taken back too."""
        self._numbers = Numbers(list(sources.values()))
        self._before: frozenset[DraftEvidence] = frozenset()
        self._text = ""
        self._json = GrowingJson("lines", FIELDS)

    @property
    def whole(self) -> bool:
        """The reply has come to its end."""
        return self._json.closed

    def feed(self, text: str) -> tuple[DraftLine, ...]:
        """The lines that have become whole; `text` is all of the reply so far."""
        if not text.startswith(self._text):
            self._json = GrowingJson("lines", FIELDS)
            self._before |= {e for line in self.lines for e in line.evidence}
        self._text = text
        if len(text) > LONGEST_REPLY:
            return ()
        known = len(self.lines)
        for item in self._json.feed(text):
            if _known_said(self._json.head):
                self._add(line for line in (_line(item, self._numbers),) if line is not None)
        return self.lines[known:]

    def end(self, draft: DraftAnswer) -> tuple[DraftLine, ...]:
        """The lines of the whole reply, as `answer_of` reads it, that were not given yet."""
        known = len(self.lines)
        self._add(iter(draft.lines))
        return self.lines[known:]

    def _add(self, lines: Iterator[DraftLine]) -> None:
        for line in lines:
            # What another text before this one said from the same sentences is not said again in other words.
            retold = bool(line.evidence) and self._before.issuperset(line.evidence)
            if not retold and len(self.lines) < _MOST_LINES and all(line.text != given.text for given in self.lines):
                self.lines += (line,)


def _known_said(head: Mapping[str, Any]) -> bool:
    return "said" in head and not _unsaid(head)


def _unsaid(found: Mapping[str, Any]) -> bool:
    return found.get("said") is False or text_of(found.get("said")).casefold() in ("false", "no")


def _line(item: Mapping[str, Any], numbers: Numbers) -> DraftLine | None:
    text, marks = unmarked(text_of(item.get("text")))
    if not text:
        return None
    kind = text_of(item.get("kind")).casefold()
    cited = integers_of(item.get("sentences", item.get("sentence"))) or marks
    evidence = (numbers.evidence(n) for n in dict.fromkeys(cited[:MOST_EVIDENCE]))
    return DraftLine(
        text,
        cast("LineKind", kind if kind in ("lead", "claim") else "point"),
        tuple(e for e in evidence if e is not None),
    )


def _missing(said: object, question: str) -> str:
    words = text_of(said)
    about = set(stems(words))
    own = about and about <= set(stems(question)) and len(words.split()) <= _LONGEST_MISSING
    return words if own else ""
