"""A document's bytes as text, where its labels lie as often as not.

A byte order mark is believed first, then bytes that are UTF-8 throughout, then the server's label, then the
document's own, as browsers and feedparser do.
"""

from __future__ import annotations

import codecs
import re

from bot.feeds.decoding import Unreadable, decode

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first characters of "<?xml" or "<r", in encodings that are no superset of ASCII (XML 1.0, appendix F).
_STARTS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']\s*([A-Za-z0-9._:-]{2,40})""")
_CHARSET = re.compile(r"""charset\s*=\s*(?:["']\s*)?([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)
_NO_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "undefined", "mbcs", "oem"}
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
_MULTIBYTE = ("gb", "big5", "shift", "cp9", "euc", "iso2022", "hz", "johab", "utf-16")
_C1 = re.compile("[\x80-\x9f]")
_ONLY_LATIN = re.compile("[\x00-\xff]*")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*>")


def is_plain_utf8(data: bytes, content_type: str | None) -> bool:
    """Whether the document says nothing else than that it is UTF-8."""
    declared = _DECLARED.match(data)
    return (
        (declared is None or declared.group(1).lower() in (b"utf-8", b"utf8", b"us-ascii"))
        and charset_of(content_type) in (None, "utf-8")
        and not any(data.startswith(mark) for mark, _ in _MARKS[1:])
        and b"\0" not in data[:4]
    )


def charset_of(content_type: str | None) -> str | None:
    """The encoding that a Content-Type header names, as Python calls it."""
    found = _CHARSET.search(content_type) if content_type else None
    return _codec(found.group(1)) if found else None


def text_of(data: bytes, content_type: str | None = None) -> str:
    """The document as text, without byte order mark and XML declaration. Raises `Unreadable` where it is none."""
    text = _XML_DECLARATION.sub("", _decoded(data, content_type), 1).lstrip("\ufeff")
    if not text.strip(" \t\r\n\0"):
        raise Unreadable("is empty")
    return text


def mended(text: str) -> str:
    """Undoes two common accidents: UTF-8 taken for Latin-1 and encoded again, and cp1252 taken for Latin-1."""
    if text.isascii() or ((mended := _C1.sub(_of_cp1252, text)) == text and not _ONLY_LATIN.fullmatch(text)):
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return mended


def _of_cp1252(found: re.Match[str]) -> str:
    return found.group().encode("latin-1").decode("cp1252", "replace")


def _decoded(data: bytes, content_type: str | None) -> str:
    for start, encoding in (*_MARKS, *_STARTS):
        if data.startswith(start):
            cut = len(start) if start in (m for m, _ in _MARKS) else 0
            return data[cut:].decode(encoding, "replace")
    found = _DECLARED.match(data)
    labels = [charset_of(content_type), _codec(found.group(1).decode("ascii")) if found else None]
    if labels[0] == labels[1] or labels[1] is None:
        labels.pop()
    # Text of one byte a letter is hardly ever UTF-8 by chance; that of two or that switches alphabets may be.
    if not any(_is_multibyte(label) for label in labels):
        labels.insert(0, "utf-8")
    for label in labels:
        text = _strictly(data, label)
        if text is not None:
            return text
    return _guessed(data)


def _guessed(data: bytes) -> str:
    """Bytes that fit none of their labels: UTF-8 with a broken letter, else what they look like."""
    loose = data.decode("utf-8", "replace")
    broken = loose.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    if sum(c > "\x7f" and c != "\ufffd" for c in loose) > 4 * broken:
        return loose
    try:
        return decode(data)
    except Unreadable:
        return data.decode("cp1252", "replace")


def _strictly(data: bytes, label: str | None) -> str | None:
    if label is None:
        return None
    try:
        return data.decode(_WIDER.get(label, label))
    except (UnicodeError, LookupError):
        return None


def _is_multibyte(label: str | None) -> bool:
    return label is not None and label.startswith(_MULTIBYTE)


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return None if found.name.replace("-", "_") in _NO_CHARSETS or not found._is_text_encoding else found.name
