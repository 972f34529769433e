"""What is offered while an option of a command is typed.

Discord shows up to 25 choices of up to 100 characters, and waits three seconds for them:
https://docs.discord.com/developers/interactions/application-commands#autocomplete
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import discord
from discord import app_commands

from bot.news.asking.language_names import language_named
from bot.news.dress_words import COLOURS
from bot.news.showing.forms import FormCard
from bot.news.text import key
from bot.news.zone_names import zones_like
from bot.platforms.chat_words import line
from bot.platforms.discord.chat_text import whole

Choices = list[app_commands.Choice[str]]

_MOST = 25
_CHARS = 100
_PARTED = re.compile(r"\A(.*[,;\n])?\s*([^,;\n]*)\Z", re.DOTALL)

_DAYS = ("daily", "weekdays", "weekends", "mon, wed, fri", "mon-sat", "sunday")
_TIMES = ("08:00", "07:00", "08:00, 17:30", "08:00, 12:00, 18:00", "18:00", "21:00")
_QUIET = ("22:00-07:00", "21:00-08:00", "23:00-06:00", "18:00-08:00", "off")
_LANGUAGES = (
    ("en", "English"), ("de", "German · Deutsch"), ("fr", "French · Français"), ("es", "Spanish · Español"),
    ("it", "Italian · Italiano"), ("pt", "Portuguese · Português"), ("pt-BR", "Brazilian Portuguese"),
    ("nl", "Dutch · Nederlands"), ("pl", "Polish · Polski"), ("sv", "Swedish · Svenska"), ("da", "Danish · Dansk"),
    ("no", "Norwegian · Norsk"), ("fi", "Finnish · Suomi"), ("cs", "Czech · Čeština"), ("hu", "Hungarian · Magyar"),
    ("ro", "Romanian · Română"), ("bg", "Bulgarian · Български"), ("el", "Greek · Ελληνικά"),
    ("tr", "Turkish · Türkçe"), ("uk", "Ukrainian · Українська"), ("ru", "Russian · Русский"),
    ("hr", "Croatian · Hrvatski"), ("sr", "Serbian · Српски"), ("ar", "Arabic · العربية"), ("he", "Hebrew · עברית"),
    ("fa", "Persian · فارسی"), ("hi", "Hindi · हिन्दी"), ("bn", "Bengali · বাংলা"), ("id", "Indonesian"),
    ("vi", "Vietnamese · Tiếng Việt"), ("th", "Thai · ไทย"), ("zh", "Chinese · 中文"), ("ja", "Japanese · 日本語"),
    ("ko", "Korean · 한국어"),
)  # fmt: skip


def sources(typed: str, form: FormCard) -> Choices:
    """Outlets; in a list the last is completed, and none is offered twice."""
    field = next((field for field in form.fields if field.name == "sources"), None)
    names = [choice.value for choice in field.choices] if field else []
    return _completed(typed, lambda last: _fitting(last, names))


def topics(typed: str, form: FormCard) -> Choices:
    """What the channel has, what is typed, and with a minus what is not wanted."""
    field = next((field for field in form.fields if field.name == "topics"), None)
    held = [topic for value in (field.value if field else ()) for topic in map(str.strip, value.split(",")) if topic]

    def offered(last: str) -> list[str]:
        bare = last.lstrip("-−– ")
        names = [*held, bare, *(topic.removeprefix("-") for topic in held)]
        both = [*names, *(f"-{name.removeprefix('-')}" for name in names if name.strip("- "))]
        minus = [topic for topic in both if topic.startswith("-")]
        return _fitting(last, minus if last.startswith(("-", "−", "–")) else [*filter(None, both)], bare)

    return _completed(typed, offered)


def tags(typed: str, forum: Sequence[str]) -> Choices:
    """The tags of a forum."""
    return _completed(typed, lambda last: _fitting(last, forum))


def zones(typed: str) -> Choices:
    """Time zones by city, region or what a clock shows."""
    return _choices((zone, zone.replace("_", " ")) for zone in zones_like(typed, _MOST))


def times(typed: str) -> Choices:
    """Usual times; what is typed is taken as it is."""
    return _choices((each, each) for each in dict.fromkeys([*_own(typed), *_TIMES]))


def quiet_hours(typed: str) -> Choices:
    """Usual quiet hours; what is typed is taken as it is."""
    return _choices((each, each) for each in dict.fromkeys([*_own(typed), *_QUIET]))


def days(typed: str) -> Choices:
    """Usual days; what is typed is taken as it is."""
    fitting = [each for each in _DAYS if each.startswith(typed.strip().lower())]
    return _choices((each, each) for each in dict.fromkeys([*_own(typed), *fitting]))


def languages(typed: str) -> Choices:
    """Languages by their names, in English and in themselves, or by their code."""
    said = key(typed.strip()[:40])
    named = language_named(typed.strip(), codes=True)
    fitting = [
        (tag, name)
        for tag, name in _LANGUAGES
        if tag == named or tag.lower().startswith(said) or any(key(w).startswith(said) for w in name.split())
    ]
    return _choices(fitting)


def accents(typed: str) -> Choices:
    """Colours by their names."""
    said = key(typed.strip()[:40])
    own = [(each, each) for each in _own(typed) if each.startswith("#")]
    return _choices([*own, *((name, f"{name} {code}") for name, code in COLOURS.items() if name.startswith(said))])


def tags_around(interaction: discord.Interaction[Any]) -> list[str]:
    """The tags of the forum that a post is in, by name."""
    channel = interaction.channel
    parent = channel.parent if isinstance(channel, discord.Thread) else channel
    return [tag.name for tag in parent.available_tags] if isinstance(parent, discord.ForumChannel) else []


def _own(typed: str) -> list[str]:
    return [whole(typed).strip()] if typed.strip() else []


def _fitting(last: str, names: Iterable[str], bare: str = "") -> list[str]:
    """Those that begin so, then those of which a word does, then those that have it somewhere."""
    said = key(last).lstrip("-").strip()
    ranked = []
    for at, name in enumerate(dict.fromkeys(names)):
        low = key(name).lstrip("-").strip()
        if low.startswith(said):
            ranked.append((1 if bare and name.lstrip("-") == bare else 0, at, name))
        elif f" {said}" in low:
            ranked.append((2, at, name))
        elif said in low:
            ranked.append((3, at, name))
    return [name for *_, name in sorted(ranked)]


def _completed(typed: str, offered: Callable[[str], list[str]]) -> Choices:
    """The list that was typed, with each of what is offered for its last item."""
    parted = _PARTED.match(whole(typed[:2000]))
    before, last = (parted[1] or "", parted[2].strip()) if parted else ("", typed)
    held = [item for item in (piece.strip() for piece in re.split(r"[,;\n]", before)) if item]
    taken = {key(item).lstrip("-").strip() for item in held}
    lists = [", ".join([*held, name]) for name in offered(last) if key(name).lstrip("-").strip() not in taken]
    return _choices((each, each) for each in lists)


def _choices(offered: Iterable[tuple[str, str]]) -> Choices:
    """What Discord takes of it."""
    fit = ((whole(value), line(label)) for value, label in offered)
    kept = [app_commands.Choice(name=label, value=value) for value, label in fit if label and _fits(label, value)]
    return kept[:_MOST]


def _fits(*texts: str) -> bool:
    return all(0 < len(text.encode("utf-16-le")) // 2 <= _CHARS for text in texts)
