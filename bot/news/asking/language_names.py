"""The names that languages go by, in English and in the language itself, and the code (ISO 639-1) of each."""

from __future__ import annotations

import re

from bot.news.text import key

_NAMES = """
ar arabic العربية عربي; bg bulgarian български; bn bengali bangla বাংলা; ca catalan català; cs czech čeština
česky češtině; cy welsh cymraeg; da danish dansk; de german deutsch; el greek ελληνικά; en english; es spanish
castilian español castellano; et estonian eesti; eu basque euskara; fa persian farsi فارسی; fi finnish suomi
suomeksi; fr french français; ga irish gaeilge; gl galician galego; he hebrew עברית; hi hindi हिन्दी हिंदी; hr
croatian hrvatski; hu hungarian magyar magyarul; id indonesian bahasa; is icelandic íslenska íslensku; it
italian italiano; ja japanese 日本語; ko korean 한국어; lt lithuanian lietuvių lietuviškai; lv latvian latviešu
latviski; mk macedonian македонски; ms malay melayu; mt maltese malti; nl dutch flemish nederlands vlaams; no
norwegian norsk; pl polish polski polsku; pt portuguese português; ro romanian română; ru russian русский
русски; sk slovak slovenčina slovensky; sl slovenian slovene slovenščina slovensko; sq albanian shqip; sr
serbian српски srpski; sv swedish svenska; sw swahili kiswahili; ta tamil தமிழ்; th thai ไทย; tr turkish türkçe;
uk ukrainian українська українською; ur urdu اردو; vi vietnamese việt; zh chinese mandarin 中文 汉语 漢語
"""
_CODES = {key(word): entry.split()[0] for entry in _NAMES.replace("\n", " ").split(";") for word in entry.split()[1:]}
_KNOWN = frozenset(_CODES.values())
# "tiếng Việt", "bahasa Indonesia", "simple English": the language is told by the other word.
_BESIDE = re.compile(r"(?:the|tieng|bahasa|simple|plain|brazilian|american|british|mexican|swiss|modern) ")
_LONGEST = 40


def language_named(words: str, *, codes: bool = False) -> str | None:
    """The code of the language that these words name ("German", "deutsch"); None for anything else.

    With `codes`, a code may stand for the language too ("de", "pt-BR").
    """
    if len(words) > _LONGEST:
        return None
    low = " ".join(key(words).split())
    found = _CODES.get(low) or _CODES.get(_BESIDE.sub("", low, count=1))
    if found is None and codes:
        code = low.replace("_", "-").partition("-")[0]
        return code if code in _KNOWN else None
    return found
