"""Text that is addressed to machines and not to readers: orders to language models, forged turns, replies in JSON.

A brief tells readers what an article tells readers; such text is left out of what is read, so that it is nobody's
evidence and no model's material. It is one hedge of several: what a model makes of an order is refused by the gate.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.news.machine_orders import ENCODED, FOREIGN_HINTS, FOREIGN_ORDER, RULES, Rule
from bot.news.text import fold
from bot.news.types import Article, Facts, Sentence, Source, Span

# Letters of other scripts that pass for Latin ones.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏԛԝвкмтнАЕОРСУХІЈЅВКМТНαορνιυτκεΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhlqwbkmthAEOPCYXIJSBKMTHaopviutkeABEZHIKMNOPTYX",
)
_FOREIGN_LETTER = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_ACCENTED = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff]")
_MIXED_WORD = re.compile(r"(?=\w*[A-Za-z])(?=\w*[\u0370-\u03ff\u0400-\u052f])\w{2,60}")
_SPACED = re.compile(r"\b(?:[A-Za-z][ .\-_]){5,60}[A-Za-z]\b")

# "1gn0r3": letters that are spelt with digits; "snoitcurtsni": orders that are written backwards.
_DIGIT_WORD = re.compile(r"\b(?:[a-z]+[013457]+[a-z]+|[013457]+[a-z]{2,}[013457][a-z]*)\w*")
_SPELT_WITH_DIGITS = str.maketrans("013457", "oieast")
_BACKWARDS = ("snoitcurtsni", "noitcurtsni", "tpmorp", "erongi", "dragersid")
_SCREAMED = re.compile(r"[A-Z]+(?:_[A-Z]+){2}")
_LONG_WORD = re.compile(r"\S{40}")
_SHORT_PARAGRAPH = 6  # sentences
_ENDED = re.compile(r"[.!?。！？][\"'”’)]*$")
_PARTED = 4  # marks of one kind in a sentence that may part the letters of a word
_LONGEST = 4000  # characters looked at; a longer sentence is no sentence for readers, but may be a table
# Letters that are not shown, and marks that show others than stand there.
_SMUGGLED = re.compile("[\U000e0020-\U000e007f]{8}|[\u202d\u202e]|(?:[\u200b-\u200d\u2060-\u2064\ufeff]){16}")


def addressed_to_machines(text: str) -> bool:
    """True for a sentence, title or name that gives a machine orders, forges its turns or hides what it says."""
    return _addressed(text, RULES, foreign=True)


def _addressed(text: str, rules: Sequence[Rule], *, foreign: bool) -> bool:
    text = text[:_LONGEST]
    if not text.isascii() and _SMUGGLED.search(text):
        return True
    plain = _plain(text)
    low = plain.lower().replace("_", " ") if _SCREAMED.search(plain) else plain.lower()
    if any(_may_break(rule, low) and rule.pattern.search(low) for rule in rules):
        return True
    if _DIGIT_WORD.search(low) and len(_DIGIT_WORD.findall(low)) > 2:
        return _addressed(low.translate(_SPELT_WITH_DIGITS), RULES, foreign=False)
    if any(word in low for word in _BACKWARDS):
        return _addressed(low[::-1], RULES, foreign=False)
    if _LONG_WORD.search(plain) and ENCODED.search(plain):
        return True
    return foreign and _hints(low) and FOREIGN_ORDER.search(low) is not None


def _hints(low: str) -> bool:
    return any(hint in low for hint in FOREIGN_HINTS)


def _may_break(rule: Rule, low: str) -> bool:
    for group in rule.needed:
        for word in group:
            if word in low:
                break
        else:
            return False
    return True


def _narrowed(rule: Rule, low: str) -> Rule | None:
    """The rule with those of its words that a text has; None where it cannot apply. Most of a text's sentences have
    none of them, and are not looked at further."""
    needed = []
    for group in rule.needed:
        held = tuple(word for word in group if word in low)
        if not held:
            return None
        needed.append(held)
    return Rule(tuple(needed), rule.pattern)


def _plain(text: str) -> str:
    """The text in one spelling: nothing invisible, no accents, letters for their look-alikes, typography folded."""
    plain = (text if text.isascii() else fold(text)).replace("\n", " ")
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKC", plain) if unicodedata.category(c) != "Cf")
        plain = _ACCENTED.sub(lambda m: unicodedata.normalize("NFD", m.group())[0], plain)
        if _FOREIGN_LETTER.search(plain):
            plain = _MIXED_WORD.sub(lambda m: m.group().translate(_LOOKALIKES), plain)
    parted = any(plain.count(mark) > _PARTED for mark in "-._") or plain.count(" ") * 4 > len(plain)
    return _SPACED.sub(lambda m: m.group()[::2], plain) if parted else plain


def for_readers(source: Source) -> Source:
    """The source without what is addressed to machines: those paragraphs, the facts found in them, such a title.

    Of a long paragraph the part before such a sentence stays: an order comes before what it wants said.
    """
    text, facts, article = source.text, source.facts, source.article
    low = _plain(text).lower()
    rules = [rule for rule in (_narrowed(rule, low) for rule in RULES) if rule is not None]
    foreign = _hints(low)
    found = [s for s in facts.sentences if _addressed(s.span.of(text), rules, foreign=foreign)]
    dropped = _around(found, facts.sentences, text)
    return Source(named_for_readers(article), _without(facts, dropped) if dropped else facts)


def named_for_readers(article: Article) -> Article:
    """The article without a title, outlet or byline that is addressed to machines."""
    about = (article.title, article.outlet, article.byline)
    title, outlet, byline = (None if value and addressed_to_machines(value) else value for value in about)
    return article if (title, outlet, byline) == about else replace(article, title=title, outlet=outlet, byline=byline)


def _around(found: Sequence[Sentence], sentences: Sequence[Sentence], text: str) -> list[Span]:
    """The sentences found, with those of their paragraphs; where one has no end, those of the next one too."""
    first = {s.paragraph: s.span for s in reversed(found)}
    for sentence in found:
        if not _ENDED.search(sentence.span.of(text)):
            first.setdefault(sentence.paragraph + 1, Span(0, 0))
    sizes = Counter(s.paragraph for s in sentences)
    return [
        s.span
        for s in sentences
        if s.paragraph in first and (sizes[s.paragraph] <= _SHORT_PARAGRAPH or s.span >= first[s.paragraph])
    ]


def _without(facts: Facts, dropped: list[Span]) -> Facts:
    gone = set(dropped)

    def kept(span: Span) -> bool:
        return not any(span.overlaps(place) for place in dropped)

    return Facts(
        tuple(s for s in facts.sentences if s.span not in gone),
        facts.parties,
        tuple(q for q in facts.quotes if kept(q.span)),
        tuple(c for c in facts.claims if kept(c.span)),
        tuple(f for f in facts.figures if kept(f.span)),
    )
