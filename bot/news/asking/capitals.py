"""Names that were typed in small letters, as the articles write them: "who owns halden steel" asks of Halden Steel."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

from bot.news.asking.stems import STOP_WORDS
from bot.news.saying.roles import is_role

_MOST_TEXTS, _READ = 30, 8000  # texts, and characters of each
_LONGEST = 300  # characters typed
_TYPED = re.compile(r"[^\W\d_][\w’'-]*")
_OWNER = re.compile(r"['’]s?$")
_SHORTEST = 2
_MOSTLY = 4  # times as often with a capital as without
_WITHIN = re.compile(r"[\w,;’'\")] \Z")  # what stands before a word that begins no sentence


def in_capitals(typed: str, texts: Iterable[str]) -> str:
    """The same words, with the capitals that these texts give them. Nothing changes where some were typed already."""
    found = list(_TYPED.finditer(typed))
    if len(typed) > _LONGEST or any(not m.group().islower() for m in found[1:]):
        return typed
    small = [_OWNER.sub("", m.group().lower()) for m in found]
    forms = _forms({w for w in small if len(w) >= _SHORTEST and w not in STOP_WORDS and not is_role(w)}, texts)
    # "How long" asks, whoever is called Long.
    shown = ["" if at and small[at - 1] == "how" else forms.words.get(word, "") for at, word in enumerate(small)]
    for at, (one, other) in enumerate(pairwise(small)):
        if (shown[at] or shown[at + 1]) and (pair := forms.pairs.get((one, other))):
            shown[at], shown[at + 1] = shown[at] or pair[0], shown[at + 1] or pair[1]
    out, end = [], 0
    for m, word, form in zip(found, small, shown, strict=True):
        out += [typed[end : m.start()], form + m.group()[len(word) :] if form else m.group()]
        end = m.end()
    return "".join([*out, typed[end:]])


class _Forms:
    """How each of some words is written within sentences, and each two that stand side by side as one name."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.pairs: dict[tuple[str, str], tuple[str, str]] = {}


def _forms(wanted: set[str], texts: Iterable[str]) -> _Forms:
    forms = _Forms()
    if not wanted:
        return forms
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    any_of = "|".join(sorted(map(re.escape, wanted), key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w’'-])(?:([A-Z][\w-]*) )?({any_of})(?![\w-])(?: ([A-Z][\w-]*))?", re.IGNORECASE)
    for text in islice(texts, _MOST_TEXTS):
        for m in pattern.finditer(text[:_READ]):
            _note(m, counts, forms)
    for word, seen in counts.items():
        form, _ = max(((f, n) for f, n in seen.items() if not f.islower()), key=lambda e: e[1], default=("", 0))
        if form and sum(n for f, n in seen.items() if not f.islower()) >= _MOSTLY * seen[word]:
            forms.words[word] = form
    return forms


def _note(m: re.Match[str], counts: dict[str, Counter[str]], forms: _Forms) -> None:
    before, form, after = m.groups()
    word = form.lower()
    if not form.islower():
        for pair in ((before, form), (form, after)):
            if all(pair) and not any(w.islower() or w.lower() in STOP_WORDS for w in pair):
                forms.pairs.setdefault((pair[0].lower(), pair[1].lower()), pair)
    if form.islower() or before or _WITHIN.search(m.string, max(0, m.start(2) - 2), m.start(2)):
        counts[word][form] += 1


def unknown_to(typed: str, texts: Sequence[str]) -> bool:
    """Whether words were typed in small letters that these texts do not hold at all."""
    held = {w.lower() for text in texts[:_MOST_TEXTS] for w in _TYPED.findall(text[:_READ])}
    typed_words = (_OWNER.sub("", w) for w in _TYPED.findall(typed[:_LONGEST]) if w.islower())
    return any(len(w) >= _SHORTEST and w not in STOP_WORDS and w not in held for w in typed_words)
