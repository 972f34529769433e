"""Which language a text is in, as far as the rules need it, and how its sentences lean on the one before.

Told by function words and, for other alphabets, by the letters; good for a paragraph, not for three words.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

_LOOKED_AT = 4000  # characters
_WORD = re.compile(r"[^\W\d_]+")
_FUNCTION_WORDS = {
    "en": "the of and to a is was for that with on as by it at from has have were are said who this",
    "de": "der die das und ist zu den mit von für auf im dem nicht ein eine einer wurde sich auch bei nach wie",
    "fr": "le la les de des du et un une est dans pour que qui sur au aux par pas avec ont été",
    "es": "el la los las de del y un una es en que por con para se su al lo como más",
    "it": "il la le di del della e un una è che per con non sono nel si dei alla gli ha",
    "pt": "o a os as de do da dos e um uma é em que para com não no na por ao",
    "nl": "de het een en van is op te dat die met voor niet zijn aan er bij ook",
    "sv": "och att det som en på är av för med den till har inte om ett",
    "da": "og at det som en på er af for med den til har ikke om et",
    "pl": "w i na z się do nie że jest to oraz przez po od są ma",
    "tr": "ve bir bu için ile da de olarak olan daha çok gibi sonra",
}
_LANGUAGES_OF = {
    word: tuple(code for code, words in _FUNCTION_WORDS.items() if word in words.split())
    for words in _FUNCTION_WORDS.values()
    for word in words.split()
}
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("", re.compile(r"[\u0980-\u0fff]")),
)
_LATIN = re.compile(r"[A-Za-z]")
_LEANS = {
    code: re.compile(pattern)
    for code, pattern in {
        "de": r"(?:Er|Sie|Dies(?:e[rmsn]?)?|Dabei|Dort|Deshalb|Daher|Dennoch|Trotzdem|Außerdem|Jedoch|Allerdings|"
        r"Sein[e]?|Ihre?|Zudem|Darum|Denn|Aber|Und|Doch)\b",
        "fr": r"(?:Ils?|Elles?|Ce(?:la|lui-ci|lle-ci|ci|tte|t|s)?|C['’]|Son|Sa|Ses|Leurs?|Cependant|Toutefois|Mais|Et|"
        r"Ainsi|Pourtant|Car|De plus|En outre)(?:\b|(?<=['’]))",
        "es": r"(?:Él|Ellas?|Ellos|Est[eao]s?|Es[eo]s?|Esas?|Su|Sus|Sin embargo|Además|Pero|Y|También|Por eso|Allí)\b",
        "it": r"(?:Lui|Lei|Loro|Egli|Quest[oaei]|Quell[oaei]|Su[oae]|Tuttavia|Inoltre|Ma|Però|Così)\b",
        "pt": r"(?:El[ea]s?|Est[ea]s?|Isto|Isso|Ess[ea]s?|Seus?|Suas?|No entanto|Além disso|Mas|Porém|E)\b",
        "nl": r"(?:Hij|Zij|Ze|Dit|Dat|Deze|Die|Daar|Daarom|Echter|Maar|En|Ook|Zijn|Haar|Hun)\b",
        "sv": r"(?:Han|Hon|De|Dessa|Detta|Denna|Dock|Men|Och|Där|Hans|Hennes)\b",
        "da": r"(?:Han|Hun|De|Disse|Dette|Denne|Dog|Men|Og|Der|Hans|Hendes)\b",
        "ru": r"(?:Он[аио]?|Эт[оаи]|Этот|Тот|Те|Его|Её|Ее|Их|Однако|Но|Также|Поэтому|Там|При этом|Кроме того)\b",
        "ar": r"[وف]?(?:هو|هي|هم|هذا|هذه|ذلك|تلك|لكن|كما)\b",
        "zh": r"(?:他们?|她们?|它们?|这|那|该|此|其|但|然而|因此|另外|同时)",
        "ja": r"(?:彼女?ら?|これ|それ|この|その|あの|同氏|しかし|だが|また|一方|さらに|そして)",
    }.items()
}


def language_of(text: str) -> str:
    """The code of the language ("en", "de"); "" for one that is not known. What cannot be told counts as English."""
    return _told_by(text[:_LOOKED_AT])


@lru_cache(maxsize=64)
def _told_by(text: str) -> str:
    latin = len(_LATIN.findall(text))
    scripts = [(code, len(pattern.findall(text))) for code, pattern in _SCRIPTS]
    # Japanese news is two thirds Chinese characters.
    if scripts[0][1] * 8 > sum(n for code, n in scripts if code in ("ja", "zh")):
        scripts[0] = ("ja", scripts[0][1] + scripts[1][1])
    code, most = max(scripts, key=lambda found: found[1])
    if most > latin:
        return code
    held = Counter(code for w in _WORD.findall(text.lower()) for code in _LANGUAGES_OF.get(w, ()))
    return max(_FUNCTION_WORDS, key=lambda code: held[code])


def leans(sentence: str, language: str) -> bool:
    """Whether a sentence of another language than English begins with what stands for something said before."""
    pattern = _LEANS.get(language)
    return pattern is not None and pattern.match(sentence.lstrip("„“”«»‹›「『\"' \u00a0\u202f")) is not None
