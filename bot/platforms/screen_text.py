"""Text that is safe to show on a terminal: no control characters, nothing its encoding cannot spell."""

from __future__ import annotations

import re
import unicodedata

# Escape sequences go whole, so that "[31m" is not left behind; a sequence that never ends loses only its start.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9b-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-Z\\^-~]"
)
_BREAK = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACE = re.compile(r"[^\S\n ]")
# Joiners that some scripts and emoji cannot do without.
_KEPT = "\u200c\u200d"
_SPELLED = str.maketrans(
    {
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("–—‒―−‐‑", "-"),
        "…": "...",
        "•": "*",
        "·": "-",
        "»": ">>",
        "«": "<<",
        "€": "EUR ",
        "£": "GBP ",
        "×": "x",
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "ı": "i",
        "đ": "d",
    }
)


def clean(text: str) -> str:
    """The text without escape sequences, control characters and marks that turn its direction; lines are kept."""
    lines = _BREAK.sub("\n", _SEQUENCE.sub("", text))
    shown = "".join(c for c in lines if c == "\n" or c == "\t" or _is_shown(c))
    return _SPACE.sub(" ", shown)


def _is_shown(c: str) -> bool:
    return c.isprintable() or c in _KEPT or unicodedata.category(c) == "Zs"


def spell(text: str, encoding: str) -> str:
    """The text in characters that `encoding` has: typography in ASCII, letters without accents, else "?"."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_spelled(c, encoding) for c in text)
    except LookupError:
        return spell(text, "ascii")
    return text


def _spelled(c: str, encoding: str) -> str:
    for way in (c, c.translate(_SPELLED), unicodedata.normalize("NFKD", c)):
        kept = way if way == c else "".join(k for k in way if not unicodedata.combining(k))
        try:
            kept.encode(encoding)
        except UnicodeEncodeError:
            continue
        return kept
    return "?"
