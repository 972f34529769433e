"""What of a translation's sense can be seen without knowing it: is it one, does it deny what the original does, and do
names and figures stand in their order? Where this errs, a translation is not shown; the original always is.
"""

from __future__ import annotations

import re

from bot.news.text import key
from bot.news.writing.languages import language_of

# Words that deny; of English also those that other languages have a plain "not" for.
_DENYING = {
    "en": r"not|cannot|\w+n't|no(?! ?\.? ?\d)|never|none|nobody|nothing|nowhere|neither|nor|without",
    "de": r"nicht|kein\w*|nie|niemals|niemand\w*|nichts|ohne|weder",
    "fr": r"ne|n|pas|jamais|aucun\w*|sans|ni|rien|non",
    "es": r"no|nunca|jamas|ning[uú]n\w*|nadie|nada|sin|tampoco",
    "it": r"non|mai|nessun\w*|niente|nulla|senza",
    "pt": r"nao|nunca|jamais|nenhum\w*|ninguem|nada|sem|nem",
    "nl": r"niet|geen|nooit|niemand|niets|zonder",
    "sv": r"inte|aldrig|ingen|inget|inga|utan|icke|varken",
    "da": r"ikke|aldrig|ingen|intet|uden|hverken",
    "no": r"ikke|aldri|ingen|ingenting|intet|uten|verken",
    "pl": r"nie|bez|nigdy|nikt\w*|nic|zad\w+|ani",
    "ru": r"не|нет|ни|без|никогда|никто|ничего|никак\w*",
}
_DENYING["nb"] = _DENYING["nn"] = _DENYING["no"]
_DENIES = {code: re.compile(rf"\b(?:{words})\b") for code, words in _DENYING.items()}
_SOFT = re.compile(
    r"\b(?:un(?!i|der)|non-?)\w{3,}|\b(?:in(?:valid|complet|activ|suffic|abil|capab|eligib|correct|adequa|secur)|"
    r"imposs|improb|irregular|dis(?:agre|appro|miss|allow|qualif|honest|contin|prov)|fail|refus|den[iy]|reject|lack|miss|avoid|prevent|stop|ban|block|"
    r"declin|oppos|rul|cancel|suspend|halt|withdr|exclud|free|lost|los|short|absen|empt|zero)\w*|"
    r"\b(?:only|until|unless|before|less|few|fewer|hardly|barely|scarcely|too|yet|even|against|out|off|but|"
    r"instead|rather|other|any|end|ended|over|false|wrong|than)\b"
)
# Languages that `language_of` tells by their words.
_KNOWN = frozenset("en de fr es it pt nl sv da pl tr".split())
_ENOUGH = 8  # words by which a language can be told
_SAME_WORDS = 0.6
_WORD = re.compile(r"[^\W\d_]{3,}")
_CAPITAL = re.compile(r"[^\W\d_][\w’'-]+")
_DIGITS = re.compile(r"\d(?:[.,'’\u00a0\u202f ]?\d)*")
# Where a sentence is told from its end, figures change places.
_TURNED_ROUND = frozenset("zh ja ko yue tr hi bn ta fa ur".split())


def other_sense(text: str, said: str, language: str) -> str | None:
    """What shows that `said` is no translation of `text` into a language, given by the main part of its code."""
    return _untranslated(text, said, language) or _denial(text, said, language) or _moved(text, said, language)


def _untranslated(text: str, said: str, language: str) -> str | None:
    mine, theirs = ([w.lower() for w in _WORD.findall(t) if w.islower()] for t in (text, said))
    if len(theirs) > 2 and sum(w in mine for w in theirs) > _SAME_WORDS * len(theirs):
        return "in the words of the original"
    if language in _KNOWN and len(said.split()) >= _ENOUGH and language_of(said) == language_of(text) != language:
        return "not in the language asked for"
    return None


def _denial(text: str, said: str, language: str) -> str | None:
    there = _DENIES.get(language)
    here = _DENIES.get(language_of(text))
    if there is None or here is None:
        return None
    mine, theirs = key(text).replace("’", "'"), key(said)
    if here.search(mine) and not there.search(theirs):
        return "does not deny what the original does"
    if there.search(theirs) and not here.search(mine) and not (here is _DENIES["en"] and _SOFT.search(mine)):
        return "denies what the original does not"
    return None


def _moved(text: str, said: str, language: str) -> str | None:
    """Names, or figures, in another order than the original's."""
    if language in _TURNED_ROUND:
        return None
    mine, theirs = _figures(text), _figures(said)
    if [f for f in mine if f in theirs] != [f for f in theirs if f in mine]:
        return "figures in another order"
    names = _kept_names(text, said)
    return "names in another order" if sorted(names, key=key(said).find) != names else None


def _figures(text: str) -> list[str]:
    return list(dict.fromkeys(re.sub(r"\D", "", m.group()) for m in _DIGITS.finditer(text)))


def _kept_names(text: str, said: str) -> list[str]:
    """Capitalised words that stand once in both, in the order of the original."""
    low, there = key(text), key(said)
    words = (key(m.group()) for m in _CAPITAL.finditer(text) if m.group()[0].isupper())
    return [w for w in dict.fromkeys(words) if len(w) > 3 and low.count(w) == there.count(w) == 1]
