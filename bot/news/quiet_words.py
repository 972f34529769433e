"""What people write of a channel's quiet hours and of catching up. Back to words: `channel_words.when_words`.

Every reading raises ValueError with words that say what is wrong, and an example.
"""

from __future__ import annotations

import re

from bot.news.channel_words import time_in
from bot.news.channels import CatchUp, Quiet
from bot.news.suggestions import said_back
from bot.news.text import fold, key, squeeze

NONE = ("", "off", "none", "no", "never", "nothing", "always on")
"""What is written for no quiet hours."""

_LONGEST = 100
_BETWEEN = re.compile(r"\s*(?:[-–—−→]+|\b(?:to|till|til|until|and|bis)\b)\s*", re.IGNORECASE)
_BEFORE = re.compile(r"\A(?:from|between|quiet)\s+", re.IGNORECASE)
_EXAMPLE = "write them such as 22:00-07:00, or “off” for none"
_SKIP = ("skip", "no", "off", "never", "leave out")
_LATEST = ("latest", "yes", "on", "late", "catch up")


def quiet_in(text: str) -> Quiet | None:
    """Hours of the day: "22:00-07:00", "10pm to 7am", "from 22 until 7"; None for "off" or nothing."""
    said = _BEFORE.sub("", squeeze(fold(text[:_LONGEST])))
    if key(said) in NONE:
        return None
    wrong = ValueError(f"{said_back(text.strip())} are no quiet hours: {_EXAMPLE}")
    ends = _BETWEEN.split(said)
    if len(ends) != 2 or len(text) > _LONGEST:
        raise wrong
    try:
        start, end = map(time_in, ends)
    except ValueError:
        raise wrong from None
    if start == end:
        raise ValueError(
            f"{said_back(text.strip())} would be quiet all day or not at all: {_EXAMPLE}; “/brief pause” stops all"
        )
    return Quiet(start, end)


def quiet_written(quiet: Quiet | None) -> str:
    """ "22:00-07:00", as `quiet_in` reads it; "" for none."""
    return f"{quiet.start:%H:%M}-{quiet.end:%H:%M}" if quiet else ""


def catch_up_in(text: str) -> CatchUp:
    """What becomes of editions that were missed: "latest" tells the newest late, "skip" leaves them out."""
    said = key(squeeze(text))
    if said in _LATEST:
        return "latest"
    if said in _SKIP:
        return "skip"
    raise ValueError(
        f"{said_back(text.strip())} is neither latest nor skip: latest brings what was missed late, skip leaves it out"
    )
