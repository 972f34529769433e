"""The headline of a brief: an article's own title, or the first sentence up to where it can end."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence

from bot.news.asking.stems import STOP_WORDS, stem
from bot.news.saying.speech import DAYS, MONTHS
from bot.news.telling.frequent_stems import SHARE
from bot.news.text import fold, key, squeeze, words
from bot.news.types import Article, Sentence, Source
from bot.news.writing.genres import label_of, labelled, line_label
from bot.news.writing.languages import language_of
from bot.news.writing.scoring import Scored

_CUT = re.compile(
    r"\s+[–—-]\s+|;\s|,\s+(?=(?:although|though|while|but|after which|as|with|who|which|according|in what|amid)\b)|:\s"
)
_HEADLINE_CHARS = 140
_LONGEST_HEADLINE = 220
_SITE = re.compile(r"\s+[|»]\s+[^|»]{2,40}$")
_NAMED_AFTER = re.compile(r"\s+[-–—|»:·]\s*(?P<name>[^-–—|»·]{2,40})$")
_NAMED_BEFORE = re.compile(r"(?P<name>[^-–—|»:·]{2,40})\s?[-–—|»:·]\s+")
_ARTICLES = re.compile(r"(?:the|der|die|das|le|la|el|il)\s+")
_TAG = re.compile(r"</?[a-z][^<>]{0,100}>", re.IGNORECASE)
_CAPITALS = re.compile(r"[^\W\d_]+")
_MOST_CAPITALS = 0.8
_FEWEST_LETTERS = 12
_CUT_OFF = re.compile(r"\s*(?:…|\.{3,})$")


def title_of(source: Source) -> str:
    """The article's title as readers know it; "" where it has none.

    Without markup and the name of its site, in small letters where it was all in capitals, whole where a feed cut it.
    """
    title = squeeze(_TAG.sub("", html.unescape(html.unescape(source.article.title or ""))))
    while (site := _SITE.search(title)) and not line_label(title[: site.start()]):
        title = title[: site.start()]
    return _in_small_letters(_whole(_without_outlet(title, source.article), source.text), source.text)


def headline_of(source: Source, scored: Sequence[Scored]) -> tuple[str, Sentence | None]:
    """The title, as what its outlet labels it; without one, the first sentence up to where it can end, and that one."""
    label = label_of(source.article)
    title = title_of(source)
    if title:
        return labelled(title, label), None
    headline, sentence = _first_words(source, scored)
    return labelled(headline, label), sentence


def _first_words(source: Source, scored: Sequence[Scored]) -> tuple[str, Sentence | None]:
    sentence = scored[0].sentence if scored else next(iter(source.facts.sentences), None)
    if sentence is None:
        return "", None
    first = scored[0].line.text if scored else squeeze(sentence.span.of(source.text))
    cuts = [m.start() for m in _CUT.finditer(first) if 40 <= m.start() <= _HEADLINE_CHARS]
    cuts = [at for at in cuts if fold(first[:at]).count('"') % 2 == 0]
    if len(first) > 80 and cuts:
        return first[: max(cuts)], sentence
    # A short article may be this one sentence: then it is lead and headline both.
    short = first if len(first) <= _LONGEST_HEADLINE else _cut(first)
    return short.removesuffix(".").removesuffix("。"), sentence if len(scored) > 1 else None


def _cut(text: str) -> str:
    """As much as a headline may have; "" where there is no place to cut."""
    at = max(text.rfind(c, 0, _LONGEST_HEADLINE) for c in " 、，")
    return text[:at] + "…" if at > 0 else ""


def _without_outlet(title: str, article: Article) -> str:
    """The title without its own outlet's name at either end."""
    outlet = _bare(article.outlet or "")
    if not outlet:
        return title
    after, before = _NAMED_AFTER.search(title), _NAMED_BEFORE.match(title)
    if after and _bare(after["name"]) == outlet:
        return title[: after.start()]
    if before and _bare(before["name"]) == outlet:
        return title[before.end() :]
    return title


def _bare(name: str) -> str:
    return _ARTICLES.sub("", key(squeeze(name)), count=1)


def _whole(title: str, text: str) -> str:
    """The title that a feed cut short, where the text begins with all of it."""
    if not _CUT_OFF.search(title):
        return title
    begun = _CUT_OFF.sub("", title)
    line = squeeze(text[: 2 * _LONGEST_HEADLINE].lstrip().split("\n", 1)[0])
    whole = key(line).startswith(key(begun)) and len(begun) < len(line) <= _LONGEST_HEADLINE
    return line.removesuffix(".") if whole else begun + "…"


def _in_small_letters(title: str, text: str) -> str:
    """A title in capitals as it would be written, where the text and common words show how each of its words is.

    A single word that could be a name nobody shows leaves the title as it is. What is quoted stays in capitals.
    """
    letters = "".join(_CAPITALS.findall(title))
    if len(letters) < _FEWEST_LETTERS or not _shouted(letters) or _shouted("".join(_CAPITALS.findall(text[:1000]))):
        return title
    shown, english = _spellings(text), language_of(text) == "en"
    out, at = [], 0
    for n, span in enumerate(words(title)):
        word = span.of(title)
        spelt = word if not word.isupper() or _in_quotes(title, span.start) else _spelt(word, shown, english)
        if spelt is None:
            return title
        out += [title[at : span.start], spelt[0].upper() + spelt[1:] if n == 0 else spelt]
        at = span.end
    return "".join([*out, title[at:]])


def _shouted(letters: str) -> bool:
    return sum(c.isupper() for c in letters) >= _MOST_CAPITALS * max(1, len(letters))


def _in_quotes(title: str, at: int) -> bool:
    return fold(title[:at]).count('"') % 2 == 1


def _spelt(word: str, shown: dict[str, str], english: bool) -> str | None:
    low = word.lower()
    if low in shown:
        return shown[low]
    if not english or len(word) < 2 or low in _DOUBTFUL:
        return None
    if low in _DATED:
        return low.capitalize()
    return low if low in STOP_WORDS or stem(low) in SHARE else None


# "WHO" may be the body, "US" the country, "MARCH" the month.
_DOUBTFUL = frozenset("us who may march mark will aids".split())
_DATED = (DAYS | MONTHS) - _DOUBTFUL


def _spellings(text: str) -> dict[str, str]:
    """How the text writes each word inside its sentences, most often."""
    counts: dict[str, Counter[str]] = {}
    for span in words(text):
        word, before = span.of(text), text[max(0, span.start - 2) : span.start]
        shouted = word.isupper() and (len(word) > _LONGEST_SHORT_FORM or _SHOUTED_BESIDE.match(text, span.end))
        if _INSIDE.fullmatch(before) and not shouted:
            counts.setdefault(word.lower(), Counter())[word] += 1
    return {low: max(found, key=lambda w: (found[w], w)) for low, found in counts.items()}


_SHOUTED_BESIDE = re.compile(r" [A-Z]{2}|\W{0,3}(?:\n|$)")
_INSIDE = re.compile(r"[^.!?:\n“\"‘] ")
_LONGEST_SHORT_FORM = 5  # letters; what is longer is no "NATO" or "UNHCR" but a word that is shouted
