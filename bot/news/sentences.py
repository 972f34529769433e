"""Sentence and paragraph spans of a text.

Where every stop of a paragraph is plain, the rules here cut, which is quick; nupunkt finds the boundaries of the other
paragraphs. The rules also mend what it misses (an ellipsis inside a sentence, a German date, a quotation that goes on)
and split the scripts that it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import nupunkt

from bot.news.types import Sentence, Span

_LINE = re.compile(r"[^\n]+")
# Left over from a page: such a tag ends a paragraph and belongs to none.
_BLOCK = re.compile(r"(?:</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|section|article|figure)\b[^<>\n]{0,200}>)", re.IGNORECASE)
_OTHER_SCRIPTS = re.compile(r"[。！？।॥؟۔][”’」』）)\"']*")
_MONTHS = (
    "jan|feb|mär|mar|apr|ma[iy]|jun|jul|aug|sep|okt|oct|nov|de[zc]|janv|févr|avr|juin|juil|août|ene|abr|ago|dic|gen|giu|"
    "lug|set|ott"
)
_STOP_INSIDE = re.compile(r"[.!?…]\W{1,40}\w|[。！？।॥؟۔]")
# nupunkt misses one plain boundary in twenty paragraphs of news: "… lost the lead. On Tuesday, …".
_PLAIN_STOP = re.compile(r"\b[a-z]{4,}[.!?][\"”’»)\]]*\s+(?=[“\"‘(]?[A-Z])")
# A stop with what closes behind it and white space, and the word before a stop.
_STOP = re.compile(r"[.!?…][\"”’»)\]']*\s+(?=\S)")
_WORD_BEFORE = re.compile(r"(?:^|[\s“\"‘(—–\[-])([A-Za-z]+|\d{4})$")
_LONGEST_WORD = 24
_INITIALS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"  # "I" is a word
_OPENING = '“"‘('
_SHORT_FORMS = frozenset(
    """
    approx apt art assn ave avg blvd bros bzw ca calif capt cf cllr co col colo conn corp dept ed eds env est etc ext
    evtl ex exkl feb ff fig fred ft ggf hr hrs inc incl inkl jan jr kans kg km lb lbs ltd mass max messrs mi min minn
    misc mt nebr no nos nr oct okla op oreg oz par penn pl pp prof pt rd reps resp sens sept sq sr st str supt tel tenn
    univ usw vgl vol vs wash
    """.split()
)
_GERMAN_DATE = re.compile(r"\b\d{1,2}\.$(?<!\d\.\d\.)")
_STARTS_MONTH = re.compile(rf"(?:{_MONTHS})", re.IGNORECASE)
_INITIAL = re.compile(r"(?:^|\s)(?:[A-Z]\.)$")
_NO_STOP = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Rep|Reps|Sen|Sens|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Hon|St|Messrs|vs|No|Adm|Maj|Supt|Det|Cllr)\.)$"
)
_GOES_ON_AFTER = "とがはをにでもへのやって、など"
_LONGEST_QUOTED = 600  # characters
_SOFT_END = re.compile(r"[.!?:;…。！？।؟][\"'”’»)\]]*$")


def paragraphs(text: str) -> list[Span]:
    """Spans of the paragraphs. A line break ends one, unless the text goes on in mid-sentence (hard-wrapped text)."""
    out: list[Span] = []
    wrapped = _hard_wrapped(text)
    for start, end in _lines(text):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        if out and _goes_on(text, out[-1], start, wrapped):
            out[-1] = Span(out[-1].start, end)
        else:
            out.append(Span(start, end))
    return out


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for m in _LINE.finditer(text):
        at = m.start()
        for tag in _BLOCK.finditer(text, m.start(), m.end()):
            yield at, tag.start()
            at = tag.end()
        yield at, m.end()


def _hard_wrapped(text: str) -> bool:
    """A text broken into lines of one width, as mail and plain-text files are."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    broken = sum(45 <= len(line) <= 100 and _SOFT_END.search(line) is None for line in lines)
    return len(lines) >= 6 and max(map(len, lines)) <= 120 and broken >= 0.5 * len(lines)


def _goes_on(text: str, before: Span, start: int, wrapped: bool) -> bool:
    if text[before.end : start].count("\n") != 1 or text[start] in "-*•·–—#>|":
        return False
    if text[start].islower():
        return True
    line = text[text.rfind("\n", 0, before.end) + 1 : before.end]
    return wrapped and len(line) >= 45


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Sentences in the order of the text. Spans hold no white space at either end and never cross a paragraph."""
    out: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs(text)):
        for span in _split(text, paragraph):
            out.append(Sentence(span, number))
    return tuple(out)


def _split(text: str, paragraph: Span) -> list[Span]:
    body = paragraph.of(text)
    if _STOP_INSIDE.search(body) is None:
        return [paragraph]
    cuts = _sure_cuts(body)
    if cuts is None:
        cuts = []
        for start, end in nupunkt.sent_spans(body):
            piece = body[start:end]
            found = {start + m.end() for p in (_OTHER_SCRIPTS, _PLAIN_STOP) for m in p.finditer(piece)}
            cuts.extend(sorted(found | {end}))
    pieces: list[Span] = []
    at = 0
    for cut in cuts:
        start, end = at, cut
        while start < end and body[start].isspace():
            start += 1
        while end > start and body[end - 1].isspace():
            end -= 1
        at = cut
        if start == end:
            continue
        if pieces and _joins(body, pieces[-1], start):
            pieces[-1] = Span(pieces[-1].start, end)
        else:
            pieces.append(Span(start, end))
    return [Span(p.start + paragraph.start, p.end + paragraph.start) for p in pieces]


def _inside_quotation(piece: str) -> bool:
    """Scripts that do not part words quote whole sentences within one: 「…。…。」と述べた."""
    return piece.endswith(("。", "！", "？")) and any(
        piece.count(opens) > piece.count(closes) for opens, closes in (("「", "」"), ("『", "』"), ("“", "”"))
    )


def _sure_cuts(body: str) -> list[int] | None:
    """Where the sentences of a paragraph end if each of its stops shows by itself whether it ends one; else None."""
    if not body.isascii() and _OTHER_SCRIPTS.search(body):
        return None
    cuts: list[int] = []
    for m in _STOP.finditer(body):
        at, k = m.start(), m.end()
        if body[at] == "." and body[k].islower():
            continue
        following = body[k + 1 : k + 2] if body[k] in _OPENING else body[k]
        word = _WORD_BEFORE.search(body, max(0, at - _LONGEST_WORD), at)
        if body[at] == "…" or not "A" <= following <= "Z" or word is None:
            return None
        if body[at] == "." and not _ends(word[1]):
            if _NO_STOP.search(body, max(0, at - 8), at + 1) or (len(word[1]) == 1 and word[1] in _INITIALS):
                continue
            return None
        cuts.append(k)
    return [*cuts, len(body)]


def _ends(word: str) -> bool:
    """Whether a full stop after a word is the end of a sentence, whatever word it is: it is no abbreviation."""
    if word.lower() in _SHORT_FORMS or len(word) == 1:
        return False
    return word.islower() or word.isdigit() or (len(word) > 4 and not word.isupper())


def _joins(body: str, before: Span, start: int) -> bool:
    """True where a boundary was found that is none."""
    left = body[max(before.start, before.end - 24) : before.end]
    right = body[start : start + 24]
    if right[0].islower() and not left.endswith(("!", "?", "。")):
        return True
    if left.endswith(("」", "』")) and right[0] in _GOES_ON_AFTER:
        return True
    if _inside_quotation(body[before.start : min(before.end, before.start + _LONGEST_QUOTED)]):
        return True
    if right[0].islower() and left[-1] in "\"”’'":
        return True
    if left.endswith(("…", "...")) or _NO_STOP.search(left):
        return True
    if _INITIAL.search(left) and right[0].isupper():
        return True
    if _GERMAN_DATE.search(left) and _STARTS_MONTH.match(right):
        return True
    # A piece of nothing but closing marks belongs to what it closes.
    return not any(c.isalnum() for c in right) and len(body) - start <= 3
