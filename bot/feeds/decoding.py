"""Bytes of a file to text, or a refusal: never a guess that could show wrong letters.

UTF-8 and UTF-16 with a byte order mark are certain. A declared or guessed older encoding is taken only when the
text it gives looks like a language that is written in it.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_NOT_FOR_FILES = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined", "mbcs", "oem"}
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LETTER = re.compile(r"[^\W\d_]")
_FOREIGN = re.compile(r"[^\W\d_\x00-\x7f]")
# Letters no Latin, Greek or Cyrillic text mixes: a symbol inside a word, a capital with accent after a small letter.
_ODD = re.compile(
    r"(?<=[^\W\d_])[¡-©«-±²-´¶¸¹»-¿×÷†‡‰€‹›ˆ˜√∂∑∏∫≈∆◊](?=[^\W\d_])"
    r"|(?<=[a-z])[À-ÖØ-ÞĂĄĆĘŁŃŘŚŞŠŢŤŮŹŻŽĞİŸ]|�"
)
_ALPHABETS = {
    "cp1252": (
        "äöüß",
        "àâæçéèêëîïôœùûüÿ",
        "áéíñóúüªº",
        "àáâãçéêíóôõúü",
        "àèéìíîòóùú",
        "áàéèëïíóöúü",
        "åäöéü",
        "æøåéèêóòôáäöü",
        "áéíóúýþðæö",
        "áéíóú",
    ),
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţșț", "čćđšž", "čšžćđ"),
    "iso8859-2": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű"),
    "cp1254": ("çğıiöşüâîû",),
    "mac-roman": ("äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúü", "àèéìòù"),
}
_SAMPLE = 200_000


class Unreadable(Exception):
    """A file, or part of one, that gives no article. The words say why and follow the name of the file."""


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`, line ends as "\\n", without byte order mark. `declared` is the encoding it names itself.

    Raises `Unreadable` for what is empty, binary, broken, or in an encoding that cannot be told for sure.
    """
    text = _unicode(data) or _utf8(data, declared) or _declared(data, declared) or _legacy(data)
    if "\0" in text:
        raise Unreadable("is not text: it holds NUL characters")
    if not text.strip():
        raise Unreadable("is empty")
    if _controls(text) > 0.1 * len(text):
        raise Unreadable("is not text: it holds too many control characters")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unicode(data: bytes) -> str | None:
    """Text that starts with a byte order mark."""
    for mark, encoding, name in _BOMS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as e:
                raise Unreadable(f"starts as {name} but is broken at byte {e.start + len(mark)}") from None
            if not text.strip():
                raise Unreadable("is empty")
            return text
    if not data.strip():
        raise Unreadable("is empty")
    if b"\0" in data:
        raise Unreadable("is not text: it holds NUL bytes")
    return None


def _utf8(data: bytes, declared: str | None) -> str | None:
    if declared and _codec(declared).startswith(("iso2022", "hz")):
        return None
    if b"\x1b$" in data or b"\x1b(" in data:  # ISO-2022: ASCII bytes that are none
        raise Unreadable("is not UTF-8 but switches alphabets as it goes; please save it as UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as e:
        loose = data.decode("utf-8", "replace")
        broken = loose.count("�")
        whole = len(_FOREIGN.findall(loose)) + sum(map(loose.count, "“”‘’–—…"))
        if whole > 4 * broken:
            raise Unreadable(f"is UTF-8 text that is broken at byte {e.start}") from None
        return None


def _declared(data: bytes, declared: str | None) -> str | None:
    codec = _codec(declared) if declared else ""
    if not codec or codec.replace("_", "-") in _NOT_FOR_FILES or codec == "utf-8":
        return None
    # As browsers do: what calls itself Latin-1 or ASCII holds the quotation marks of cp1252.
    codec = "cp1252" if codec in {"iso8859-1", "ascii"} else codec
    try:
        text = data.decode(codec)
    except (UnicodeError, LookupError):
        return None
    return None if _controls(text) else text


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return ""


def _legacy(data: bytes) -> str:
    """Text in an older encoding: another script as charset-normalizer tells it, else Latin letters that fit."""
    for encoding in ("shift_jis", "euc_jp"):
        text = _plausible(data, encoding)
        if text and _japanese(text):
            return text
    cut = data[:_SAMPLE].rfind(b"\n") if len(data) > _SAMPLE else -1
    best = from_bytes(data[:cut] if cut > 0 else data[:_SAMPLE]).best()
    if best is not None and best.chaos <= 0.1:
        text = _plausible(data, best.encoding)
        if text and _other_script(text, best.coherence):
            return text
    for encoding, alphabets in _ALPHABETS.items():
        text = _plausible(data, encoding)
        if text and _fits(text, alphabets):
            return text
    raise Unreadable("is not UTF-8, and its encoding cannot be told; please save it as UTF-8")


def _plausible(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError):
        return None
    return None if _controls(text) or _ODD.search(text) else text


def _fits(text: str, alphabets: tuple[str, ...]) -> bool:
    """The letters beyond ASCII are few, as in names, or belong to one language."""
    letters = len(_LETTER.findall(text))
    foreign = [c.lower() for c in _FOREIGN.findall(text)]
    if not letters:
        return False
    if len(foreign) <= max(1, 0.005 * letters):
        return True
    return any(sum(c in alphabet for c in foreign) >= 0.95 * len(foreign) for alphabet in alphabets)


_TELLING = 40
_KANA = re.compile("[\u3041-\u30fa]")


def _japanese(text: str) -> bool:
    """No other encoding's letters come out as kana, and every Japanese sentence has many."""
    kana = len(_KANA.findall(text))
    return kana >= 6 and kana >= 0.2 * sum(c > "\u036f" for c in text)


def _other_script(text: str, coherence: float) -> bool:
    """Mostly letters of a script other than Latin, and, for scripts with an alphabet, like a known language."""
    foreign = [c for c in _FOREIGN.findall(text) if c > "\u036f"]
    if len(foreign) < 0.6 * len(_LETTER.findall(text)) or len(foreign) < 8:
        return False
    east_asian = sum(c > "\u3000" for c in foreign)
    # A few bytes of one East Asian encoding are as good letters of another.
    return coherence >= 0.3 or (east_asian >= 0.9 * len(foreign) and east_asian >= _TELLING)


def _controls(text: str) -> int:
    return len(_CONTROL.findall(text))
