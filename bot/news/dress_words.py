"""What people write of how a channel's posts look, and back to words: accent, called role, forum posts and tags.

Every reading raises ValueError with words that say what is wrong, and an example.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from bot.news.channel_words import listed
from bot.news.channels import UNDRESSED, Dress, Place
from bot.news.suggestions import nearest, said_back
from bot.news.text import key, squeeze

NONE = ("", "none", "no", "off", "nothing", "nobody")
"""What is written for no accent, no role and no tags."""

COLOURS = {
    "red": "#d1242f", "orange": "#e16f24", "yellow": "#d4a72c", "green": "#2da44e", "teal": "#1b7c83",
    "blue": "#1f6feb", "blurple": "#5865f2", "purple": "#8250df", "pink": "#bf3989", "brown": "#8a5a44",
    "grey": "#6e7781", "gray": "#6e7781", "black": "#24292f", "white": "#ffffff",
}  # fmt: skip
"""The accents that have a name."""

MOST_TAGS = 5
"""Of a forum post, as Discord has them (https://docs.discord.com/developers/resources/channel)."""

_LONGEST_TAG = 20  # characters, there too
_HEX = re.compile(r"(?:#|0x)?([0-9a-f]{6})|#([0-9a-f]{3})")
_ROLE = re.compile(r"<@&([1-9][0-9]{14,19})>|([1-9][0-9]{14,19})")
_EVERYBODY = ("@everyone", "everyone", "@here", "here")
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")


def can_dress(place: Place) -> bool:
    """Whether the platform has anything of a `Dress` to set."""
    return place.platform == "discord"


def accent_in(text: str) -> str:
    """ "#1f6feb" from that, "1F6FEB", "#16e" or a name such as "blue"; "" for none."""
    said = key(squeeze(text))
    if said in NONE:
        return ""
    if said in COLOURS:
        return COLOURS[said]
    found = _HEX.fullmatch(said)
    if found is None:
        close = nearest(said[:40], COLOURS)
        raise ValueError(f"{said_back(text.strip())} is no colour such as #1f6feb or blue{close}")
    return f"#{found[1] or ''.join(digit * 2 for digit in found[2])}"


def role_in(text: str) -> str:
    """A role's id, from that or from its mention ("<@&…>"); "" for none."""
    said = squeeze(text)
    if key(said) in NONE:
        return ""
    if key(said) in _EVERYBODY:
        raise ValueError("everybody at once is never called: name a role that people can take or leave")
    found = _ROLE.fullmatch(said)
    if found is None:
        raise ValueError(
            f"{said_back(text.strip())} is no role: choose it in “/brief look”, or give its ID such as "
            "1234567890123456789 (Developer Mode on, then Server Settings > Roles > Copy Role ID)"
        )
    return found[1] or found[2]


def posts_in(text: str) -> Literal["story", "edition"]:
    """What gets a post of its own in a forum."""
    said = key(text.strip())
    if said in ("story", "stories"):
        return "story"
    if said in ("edition", "editions"):
        return "edition"
    raise ValueError(f"{said_back(text.strip())} is neither story nor edition: which of them gets a post of its own?")


def tags_in(text: str) -> tuple[str, ...]:
    """Names of tags between commas or lines; none for "none" or nothing."""
    return () if key(text.strip()) in NONE else tags_of(re.split(r"[,;\n]+", text))


def tags_of(said: Iterable[str]) -> tuple[str, ...]:
    """Names of tags, each once."""
    found: dict[str, str] = {}
    for each in said:
        if _HALF_A_CHARACTER.search(each):
            raise ValueError("that holds half of a character, which cannot be kept; write it anew")
        tag = squeeze(each).strip("\"'“” ")
        if len(tag) > _LONGEST_TAG:
            raise ValueError(f"{said_back(tag)} is too long for a tag: they have up to {_LONGEST_TAG} characters")
        if tag:
            found.setdefault(key(tag), tag)
    if len(found) > MOST_TAGS:
        raise ValueError(f"these are more than {MOST_TAGS} tags, the most that a post can bear")
    return tuple(found.values())


def dress_words(dress: Dress) -> str:
    """ "accent #1f6feb; calls a role; in a forum a post for each edition, tagged World"."""
    posts = "" if dress.posts == UNDRESSED.posts else f"in a forum a post for each {dress.posts}"
    tags = f"tagged {listed(dress.tags)}" if dress.tags else ""
    parts = [
        f"accent {dress.accent}" if dress.accent else "",
        "in the plain form" if dress.plain else "",
        "calls a role" if dress.ping else "",
        "passed on to channels that follow this one" if dress.publish else "",
        ", ".join(part for part in (posts, tags) if part),
    ]
    return "; ".join(part for part in parts if part) or "as usual"
