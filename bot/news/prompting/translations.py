"""Lines and quotations of a brief or an answer in another language: what a model is asked, and a gate for its words.

Translations are ours and shown as such, beside the words that they translate. The gate sees that numbers and names
are the same and in their order, that nothing is added which could mislead or ping, that the language is the one asked
for, and that it denies where the original does. What a sentence means it cannot see, which is why the original is
always shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from bot.news.counting.numbers import find_numbers
from bot.news.machine_talk import addressed_to_machines
from bot.news.prompting.replies import integers_of, json_object, records_of, text_of, unquoted
from bot.news.prompting.requests import MATERIAL, Request, cleaned, estimate, fenced, record, several, words
from bot.news.prompting.translation_sense import other_sense
from bot.news.proving import proofs
from bot.news.text import fold, key
from bot.news.types import Answer, Brief, Evidence, Refused, Sources
from bot.news.writing.languages import language_of

Said = TypeVar("Said", Brief, Answer)
_MOST_ITEMS = 30
_LONGEST = 1200  # characters of one item

_SYSTEM = f"""\
You translate numbered lines of news, each on its own and complete: same meaning, same figures in digits, \
names of people and bodies unchanged, no quotation marks of your own, nothing added or explained.

{MATERIAL}

Reply with one JSON object and nothing else, of this form: {{"lines": [{{"number": 1, "text": "…"}}]}}"""


def to_translate(said: Brief | Answer, sources: Sources, language: str) -> Mapping[int, str]:
    """The lines and quotations that are not in this language already, by their number in what is said, from 1."""
    wanted = _main(language)
    return {
        number: text
        for number, text, evidence in _items(said)
        if len(text) <= _LONGEST and any(_language(e, sources, wanted) != wanted for e in evidence)
    }


def translation_request(texts: Mapping[int, str], language: str) -> Request:
    """Ask for these in a language, named by its code ("de")."""
    lines = [f"[{number}] {cleaned(text, _LONGEST)}" for number, text in list(texts.items())[:_MOST_ITEMS]]
    item = record(number={"type": "integer"}, text=words(2 * _LONGEST))
    most = 60 + sum(2 * estimate(line) + 20 for line in lines)
    task = f'Translate the lines into the language with the code "{_main(language)}".'
    return Request(_SYSTEM, fenced([("lines", lines)], task), record(lines=several(item, _MOST_ITEMS)), most)


def translations_of(reply: str) -> Mapping[int, str]:
    """A model's translations by number. Raises `BadReply`."""
    found = json_object(reply, ("lines",))
    out: dict[int, str] = {}
    for item in records_of(found.get("lines"), "text", _MOST_ITEMS):
        numbers, text = integers_of(item.get("number")), unquoted(text_of(item.get("text")))
        if numbers and text:
            out.setdefault(numbers[0], text)
    return out


def translated(said: Said, translations: Mapping[int, str], language: str) -> Said:
    """The brief or answer with those translations that pass; the others are listed in `refused`."""
    refused: list[Refused] = []
    passed: dict[int, str] = {}
    for number, text, _ in _items(said):
        found = translations.get(number)
        if found is None or fold(found) == fold(text):
            continue
        reason = _unfit(text, found, _main(language))
        if reason:
            refused.append(Refused(found, f"translation: {reason}"))
        else:
            passed[number] = found
    lines = tuple(replace(line, translation=passed.get(n)) for n, line in enumerate(said.lines, 1))
    told = replace(said, lines=lines, refused=(*said.refused, *refused))
    if isinstance(told, Answer):
        return told
    after = len(lines) + 1
    return replace(
        told, quotes=tuple(replace(quote, translation=passed.get(n)) for n, quote in enumerate(told.quotes, after))
    )


def _items(said: Brief | Answer) -> Iterator[tuple[int, str, tuple[Evidence, ...]]]:
    number = 0
    for line in said.lines:
        number += 1
        yield number, line.text, line.evidence
    for quote in said.quotes if isinstance(said, Brief) else ():
        number += 1
        yield number, quote.text, (quote.evidence,)


def _language(evidence: Evidence, sources: Sources, wanted: str) -> str:
    """As the article's own words show it, where they are of the language that is wanted; else as its outlet says."""
    source = sources.get(evidence.revision)
    if source is None:
        return ""
    told = language_of(source.text)
    return told if told == wanted else _main(source.article.language or "")


def _main(language: str) -> str:
    """The main part of a language's code: "pt" of "pt-BR"."""
    return re.split(r"[-_]", language.strip().lower(), maxsplit=1)[0]


# --- the gate -------------------------------------------------------------------------------------

_SCRIPTS = {
    **dict.fromkeys("ru uk bg sr mk be kk".split(), ("CYRILLIC",)),
    **dict.fromkeys("ar fa ur ps".split(), ("ARABIC",)),
    **dict.fromkeys("zh yue".split(), ("CJK",)),
    "ja": ("CJK", "HIRAGANA", "KATAKANA"),
    "ko": ("HANGUL",),
    "el": ("GREEK",),
    "he": ("HEBREW",),
    "hi": ("DEVANAGARI",),
    "th": ("THAI",),
    "bn": ("BENGALI",),
    "ta": ("TAMIL",),
    "ka": ("GEORGIAN",),
    "hy": ("ARMENIAN",),
}
_CAPITAL_NOUNS = frozenset(("de", "lb"))
_JOINERS = "\u200c\u200d"
_QUOTATION = re.compile(r"[\"“”„‟«»〝〞＂「」『』]")
_DIGITS = re.compile(r"\d(?:[.,'’\u00a0\u202f ]?\d)*")
_CAPITAL = re.compile(r"(?<![\w’'])[^\W\d_a-z][\w’'-]*")
_RUN = re.compile(r"\b[A-Z][\w’'-]+(?: (?:of |de |van |von |al-|bin )?[A-Z][\w’'-]+)+")
# Words of names that other languages have words of their own for.
_TRANSLATABLE = frozenset(
    """united states nations kingdom arab emirates european union commission parliament council security central bank
    world health organization organisation international monetary fund supreme high court white house prime minister
    president foreign defence defense interior finance ministry minister state department north south east west new
    general secretary republic democratic people's royal national federal bureau police army navy air force committee
    justice attorney chief governor mayor senator pope king queen prince princess saint red cross sea ocean mount lake
    river street city christmas day january february march april may june july august september october november
    december monday tuesday wednesday thursday friday saturday sunday the a an in on""".split()
)


def _unfit(text: str, said: str, language: str) -> str | None:
    """What is wrong with a translation, as far as can be seen without knowing the language."""
    odd = next((c for c in said if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") and c not in _JOINERS), None)
    if odd:
        return f"holds a character that cannot be shown: U+{ord(odd):04X}"
    return (
        proofs.foreign_link(said, [text], ())
        or ("addressed to machines" if addressed_to_machines(said) else None)
        or ("quotation marks that the original does not have" if _marks(said) > _marks(text) else None)
        or _other_length(text, said, language)
        or _other_script(said, language)
        or _other_numbers(text, said)
        or _other_names(text, said, language)
        or other_sense(text, said, language)
    )


def _marks(text: str) -> int:
    return len(_QUOTATION.findall(text))


def _other_length(text: str, said: str, language: str) -> str | None:
    dense = language in ("zh", "ja", "ko", "yue")
    least, most = (0.12, 1.3) if dense else (0.45, 2.2)
    share = len(said) / max(1, len(text))
    return (
        None
        if least <= share <= most or abs(len(said) - len(text)) < 12
        else "much shorter or longer than the original"
    )


def _other_script(said: str, language: str) -> str | None:
    scripts = _SCRIPTS.get(language, ("LATIN",))
    letters = [unicodedata.name(c, "") for c in said if c.isalpha()]
    own = sum(name.startswith(scripts) for name in letters)
    return None if 2 * own >= len(letters) else "not in the script of the language"


def _other_numbers(text: str, said: str) -> str | None:
    """Digits that came or went. A number in words may come in digits; one in digits stays so."""
    mine, theirs = _digits(text), _digits(said)
    lost = mine - theirs
    if lost:
        return f"number lost: {next(iter(lost))}"
    spoken = Counter(f"{n.value:g}".replace(".", "") for n in find_numbers(text))
    new = [n for n in theirs if n not in mine and n not in spoken]
    return f"number not in the original: {new[0]}" if new else None


def _digits(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFKC", text)
    found = (re.sub(r"\D", "", m.group()) for m in _DIGITS.finditer(plain))
    return Counter("".join(str(unicodedata.decimal(c)) for c in digits) for digits in found)


def _other_names(text: str, said: str, language: str) -> str | None:
    """Names of several words of which nothing is left, and capitals from nowhere; only between Latin scripts."""
    if language in _SCRIPTS:
        return None
    there = [key(w) for w in re.findall(r"[^\W\d_][\w’'-]*", said)]
    for run in _RUN.findall(text):
        parts = [key(p) for p in run.split() if key(p) not in _TRANSLATABLE]
        if parts and not any(_stands(part, there) for part in parts):
            return f"name lost: {run}"
    if language in _CAPITAL_NOUNS:
        return None
    here = [key(w) for w in re.findall(r"[^\W\d_][\w’'-]*", text)]
    gone = [n for n in _capitals(text) if not _stands(n, there)]
    new = [n for n in _capitals(said) if not _stands(n, here)]
    return f"name not in the original: {new[0]}" if len(new) > len(gone) else None


def _capitals(text: str) -> list[str]:
    """Capitalised words that do not begin a sentence."""
    return [
        key(m.group())
        for m in _CAPITAL.finditer(text)
        if m.group()[0].isupper() and m.start() > 0 and not re.search(r"[.!?:“\"«„]\s*$", text[: m.start()])
    ]


def _stands(name: str, among: list[str]) -> bool:
    """The name, or a form of it with another ending ("Okafors", "Kreml")."""
    stem = name[: max(3, len(name) - 2)]
    return any(word.startswith(stem) or (len(word) > 3 and name.startswith(word)) for word in among)
