"""What people write of a channel to its parts, and back to words: times, days, topics, sources, language and length.

Every reading raises ValueError with words that say what is wrong, and an example. Time zones: `zones.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import time

from bot.news.addresses import canonical, host_of
from bot.news.asking.language_names import language_named
from bot.news.channels import Channel, Length, Quiet
from bot.news.lengths import LENGTHS
from bot.news.suggestions import nearest, said_back
from bot.news.text import fold, key, squeeze

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ALL = ("all", "any", "everything")
"""What is written for no choice among topics or sources."""

MOST_TIMES = 24
MOST_TOPICS = 30
MOST_SOURCES = 100
_LONGEST = 500  # characters of a line that holds times or days
_LONGEST_TOPIC = 40
_LONGEST_SOURCE = 120
_SHOWN_SOURCES = 5
_TIME = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?(?:h|uhr)?([ap]m)?", re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})")
_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_BESIDE_A_TIME = re.compile(r"(?<=[0-9]) (?=(?:[ap]\.?m\.?|uhr|h)(?![a-z0-9]))", re.IGNORECASE)
_TO = re.compile(r" ?- ?| (?:to|through|thru|until|till) ")
_SPANS_OF_DAYS = {
    "daily": range(7), "every day": range(7), "everyday": range(7), "all": range(7), "all days": range(7),
    "weekdays": range(5), "workdays": range(5), "working days": range(5), "weekends": (5, 6), "weekend": (5, 6),
}  # fmt: skip
_PARTS = re.compile(r"[,;\n]+| (?:and|&) ")
_LISTED = re.compile(r"[,;\n]+")
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
# BCP 47 (RFC 5646): a language, and where it matters its script and region.
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)


def time_in(text: str) -> time:
    """A time of day: "08:00", "8", "8am", "5.30 pm", "18h30", "noon"."""
    said = _BESIDE_A_TIME.sub("", squeeze(fold(text[:_LONGEST])).lower()).replace("a.m", "am").replace("p.m", "pm")
    said = said.rstrip(".")
    if said in _NAMED_TIMES:
        return _NAMED_TIMES[said]
    wrong = ValueError(f"{said_back(text.strip())} is no time of day such as 08:00, 17:30 or 8am")
    found = _FOUR_DIGITS.fullmatch(said) or _TIME.fullmatch(said)
    if found is None:
        raise wrong
    hour, minute = int(found[1]), int(found[2] or 0)
    half = found[3] if found.re is _TIME else None
    if half is not None:
        if not 1 <= hour <= 12:
            raise wrong
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise wrong
    return time(hour, minute)


def times_in(text: str) -> tuple[time, ...]:
    """Times of day in the order of the day, each once: "08:00, 17:30", "8am and 5.30 pm"."""
    if len(text) > _LONGEST:
        raise ValueError("that is too long for a list of times such as 08:00, 17:30")
    said = _BESIDE_A_TIME.sub("", squeeze(fold(_LISTED.sub(", ", text))))
    pieces = [piece for part in _PARTS.split(said) for piece in part.split()]
    if not pieces:
        raise ValueError("name at least one time of day, such as 08:00 or 08:00, 17:30")
    times = sorted({time_in(piece) for piece in pieces})
    if len(times) > MOST_TIMES:
        raise ValueError(f"that is more than {MOST_TIMES} times a day; name the few that matter, such as 08:00, 17:30")
    return tuple(times)


def days_in(text: str) -> frozenset[int]:
    """Days of the week, Monday is 0: "mon-fri", "daily", "weekends", "sat, sun", "Monday to Friday"."""
    wrong = ValueError(f"{said_back(text.strip())} is no list of days such as mon-fri, sat,sun, daily or weekends")
    if len(text) > _LONGEST:
        raise wrong
    days: set[int] = set()
    for part in _PARTS.split(squeeze(fold(text)).lower()):
        piece = part.strip().removeprefix("and ").removeprefix("on ")
        if not piece:
            continue
        if piece in _SPANS_OF_DAYS:
            days.update(_SPANS_OF_DAYS[piece])
            continue
        ends = [_day(word) for word in _TO.split(piece)]
        if len(ends) == 1:
            ends = [_day(word) for word in piece.split()]
        elif len(ends) == 2 and None not in ends:
            first, last = ends
            ends = [day % 7 for day in _run(first or 0, last or 0)]
        else:
            raise wrong
        if None in ends:
            raise wrong
        days.update(day for day in ends if day is not None)
    if not days:
        raise wrong
    return frozenset(days)


def _run(first: int, last: int) -> range:
    """From one day to another, over the week's end where that is earlier."""
    return range(first, last + 1 if last >= first else last + 8)


def _day(word: str) -> int | None:
    said = word.strip(". ")
    said = said if len(said) < 4 else said.removesuffix("s")
    if said == "wed" or said == "weds":
        return 2
    return next((n for n, day in enumerate(DAYS) if len(said) >= 2 and day.lower().startswith(said)), None)


def topics_in(text: str) -> tuple[str, ...]:
    """Topics between commas, lines or before a minus: "world, climate -sport"; none for "all", "none" or nothing."""
    said = text.strip()
    if key(said) in (*ALL, "none"):
        return ()
    return topics_of(re.split(r"[,;\n]+|\s(?=[-–−][^\W\d_])", said))


def topics_of(said: Iterable[str]) -> tuple[str, ...]:
    """Topics, each once; with a minus before it ("-sport") one that is not wanted."""
    found: dict[str, str] = {}
    for each in said:
        topic = squeeze(fold(_whole(each))).strip("\"' ")
        if not topic:
            continue
        name = topic.removeprefix("-").strip("\"' ")
        if not name:
            raise ValueError(f'{said_back(topic)} is no topic such as world, or "-sport" for none of it')
        if len(name) > _LONGEST_TOPIC:
            raise ValueError(f"{said_back(name)} is too long for a topic; name one in a word or two, such as world")
        topic = f"-{name}" if topic.startswith("-") else name
        found.setdefault(key(topic), topic)
    for topic in found.values():
        if not topic.startswith("-") and key(f"-{topic}") in found:
            raise ValueError(f"{said_back(topic)} is both wanted and not wanted: leave one out")
    if len(found) > MOST_TOPICS:
        raise ValueError(f"these are more than {MOST_TOPICS} topics; name those that matter, such as world, -sport")
    return tuple(found.values())


def sources_in(text: str, known: Sequence[str]) -> tuple[str, ...]:
    """Outlets of the `known` ones, or hosts, between commas or lines; none for "all" or nothing."""
    said = text.strip()
    if key(said) in ALL:
        return ()
    return sources_of(_LISTED.split(said), known)


def sources_of(said: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
    """Outlets as they are written among the `known` ones, in any case, or hosts ("example.org"); each once."""
    names = {key(squeeze(outlet)): outlet for outlet in known}
    found: dict[str, str] = {}
    for each in said:
        source = squeeze(_whole(each)).strip("\"'“” ")
        for own in _sources(source, names):
            found.setdefault(key(own), own)
    if len(found) > MOST_SOURCES:
        raise ValueError(f"these are more than {MOST_SOURCES} sources; name fewer, or “all”")
    return tuple(found.values())


def _sources(source: str, names: dict[str, str]) -> list[str]:
    """One outlet or host, or several between spaces; none for nothing."""
    own = names.get(key(source)) or _host(source)
    if own or not source:
        return [own] if own else []
    several = [names.get(key(word)) or _host(word) for word in source[:_LONGEST].split()]
    if None in several or len(source) > _LONGEST:
        raise ValueError(_no_source(source, names))
    return [each for each in several if each]


def _host(source: str) -> str | None:
    if len(source) > _LONGEST_SOURCE or " " in source:
        return None
    host = host_of(canonical(source))
    return host if re.fullmatch(r"(?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62}", host) else None


def _no_source(source: str, names: dict[str, str]) -> str:
    close = nearest(key(source), names) if names and len(source) <= _LONGEST_SOURCE else ""
    meant = next((f": did you mean {outlet!r}?" for name, outlet in names.items() if close.endswith(f" {name!r}?")), "")
    return f"I have no articles of {said_back(source)}{meant or '. Name an outlet, or a host such as example.org'}"


def language_in(text: str) -> str | None:
    """A language's tag, from the tag ("de", "pt-BR") or the name ("German"); None for nothing."""
    said = text.strip()
    if not said:
        return None
    found = _LANGUAGE.fullmatch(said)
    named = language_named(said)
    if named is None and found is None:
        raise ValueError(f"{said_back(said)} is no language tag such as en, de or pt-BR")
    if named is not None or found is None:
        return named
    language, script, region = (part or "" for part in found.groups())
    return "-".join(filter(None, (language.lower(), script.title(), region.upper())))


def length_in(text: str) -> Length:
    """ "short", "normal" or "long"."""
    said = key(text.strip())
    for length in LENGTHS:
        if said == length:
            return length
    raise ValueError(f"{said_back(text.strip())} is no length: write short, normal or long")


def _whole(text: str) -> str:
    if _HALF_A_CHARACTER.search(text):
        raise ValueError("that holds half of a character, which cannot be kept; write it anew")
    return text


# --- back to words ---------------------------------------------------------------------------------


def times_words(times: Sequence[time]) -> str:
    """ "08:00, 12:00 and 17:30"."""
    return listed([f"{each:%H:%M}" for each in times]) or "at no time"


def days_words(days: Iterable[int]) -> str:
    """ "every day", "Monday to Friday", "Saturday and Sunday"."""
    left = sorted(set(days))
    if len(left) == len(DAYS):
        return "every day"
    runs: list[list[int]] = []
    for day in left:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    told: list[str] = []
    for run in runs:
        names = [DAYS[day] for day in run]
        told += [f"{names[0]} to {names[-1]}"] if len(run) > 2 else names
    return listed(told) or "on no day"


def when_words(channel: Channel) -> str:
    """ "08:00 and 17:30, Monday to Friday, Europe/Berlin, quiet from 22:00 to 07:00, missed ones left out"."""
    quiet = [quiet_words(channel.quiet)] if channel.quiet else []
    missed = ["missed ones left out"] if channel.catch_up == "skip" else []
    return ", ".join([times_words(channel.times), days_words(channel.days), channel.zone, *quiet, *missed])


def quiet_words(quiet: Quiet) -> str:
    """ "quiet from 22:00 to 07:00"."""
    return f"quiet from {quiet.start:%H:%M} to {quiet.end:%H:%M}"


def topics_words(topics: Sequence[str]) -> str:
    """ "world and climate first, no sport"."""
    first = [topic for topic in topics if not topic.startswith("-")]
    never = [topic.removeprefix("-") for topic in topics if topic.startswith("-")]
    parts = [f"{listed(first)} first" if first else "", f"no {listed(never, 'or')}" if never else ""]
    return ", ".join(part for part in parts if part) or "all topics"


def sources_words(sources: Sequence[str]) -> str:
    """ "only The Selby Post and example.org"; of many the first, and how many more."""
    if not sources:
        return "all sources"
    more = len(sources) - _SHOWN_SOURCES
    return "only " + listed([*sources[:_SHOWN_SOURCES], *([f"{more} more"] if more > 0 else [])])


def stories_words(channel: Channel) -> str:
    """ "up to 6 stories", "up to 3 short stories", "1 story"."""
    most = channel.stories or LENGTHS[channel.length].stories
    kind = "" if channel.length == "normal" else f"{channel.length} "
    return f"up to {most} {kind}stories" if most > 1 else f"1 {kind}story"


def holds_words(channel: Channel) -> str:
    """What its editions tell: "all sources; world first, no sport; up to 3 short stories; translated to de"."""
    parts = [sources_words(channel.sources), topics_words(channel.topics), stories_words(channel)]
    return "; ".join([*parts, *([f"translated to {channel.language}"] if channel.language else [])])


def listed(words: Sequence[str], last: str = "and") -> str:
    """ "a, b and c"."""
    return f" {last} ".join([*([", ".join(words[:-1])] if words[1:] else []), *words[-1:]])
