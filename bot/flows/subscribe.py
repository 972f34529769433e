"""The forms by which a channel is set up and changed: what they ask, and what is read from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from functools import partial

from bot.flows.look import LOOK, look_field, read_look
from bot.news.channel_words import (
    DAYS,
    days_in,
    language_in,
    length_in,
    sources_of,
    times_in,
    topics_in,
)
from bot.news.channels import Channel, Place
from bot.news.chat import Person
from bot.news.lengths import LENGTHS
from bot.news.quiet_words import catch_up_in, quiet_in, quiet_written
from bot.news.showing.cards import safe
from bot.news.showing.forms import Choice, Field, FormCard
from bot.news.zones import zone_in

Values = Mapping[str, tuple[str, ...]]

FORMS: Mapping[str, tuple[str, ...]] = {
    "subscribe": (
        "sources", "feed", "topics", "times", "days", "zone", "quiet", "catch_up", "length", "language",
    ),
    "sources": ("sources", "feed"),
    "topics": ("topics",),
    "times": ("times", "days", "zone"),
    "quiet": ("quiet", "catch_up"),
    "look": LOOK,
}  # fmt: skip
"""Each form with its fields."""

_TITLES = {
    "subscribe": ("Briefs in this channel", "Save"),
    "sources": ("Sources", "Save"),
    "topics": ("Topics", "Save"),
    "times": ("Times", "Save"),
    "quiet": ("Quiet hours", "Save"),
    "look": ("How briefs look", "Save"),
}
_WHAT = "What is new comes here at these times, a brief for each story, each line with its proof."
_NOT_TRANSLATED = "It is told in the articles’ own language: translating needs a language model, and none is set up."
_MOST_CHOICES = 100
_LONGEST_CHOICE = 75
_LONGEST_LABEL = 65  # with room for what keeps it from pinging anybody
_DAY_NAMES = tuple(day[:3].lower() for day in DAYS)


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen: the outlets that articles or feeds are of, and whether a model is there that translates."""

    outlets: Sequence[str]
    translates: bool


def first_channel(place: Place, person: Person) -> Channel:
    """What a form for a new channel begins with: each morning at eight, where the person lives."""
    try:
        zone = zone_in(person.zone)
    except ValueError:
        zone = "UTC"
    here = Place(place.platform, place.channel)
    return Channel(f"{here.platform}:{here.channel}", here, (time(8),), frozenset(range(7)), zone, owner=person.id)


def form_of(name: str, channel: Channel, offer: Offer) -> FormCard:
    """A form of `FORMS`, filled with what is set."""
    fields = (_FIELDS[each](channel, offer) for each in FORMS[name])
    title, submit = _TITLES[name]
    if name == "subscribe" and channel.place.channel == channel.owner:
        title = "Your own briefs"
    text = "" if name != "subscribe" else _WHAT if offer.translates else f"{_WHAT} {_NOT_TRANSLATED}"
    return FormCard(name, title, submit, tuple(field for field in fields if field), channel.place, text)


def read_form(name: str, values: Values, channel: Channel, offer: Offer) -> tuple[Channel, Mapping[str, str]]:
    """The channel as a form changes it, and a word on each field that is wrong. The address of a feed is not read."""
    wrong: dict[str, str] = {}
    for field in FORMS[name]:
        if field not in _READ or (field in _OFFERED and not _OFFERED[field](channel, offer)):
            continue
        try:
            channel = _READ[field](values.get(field, ()), channel, offer)
        except ValueError as error:
            wrong[field] = str(error)
    return channel, wrong


# --- what is asked ---------------------------------------------------------------------------------


def _choices(channel: Channel, offer: Offer) -> list[str]:
    """Those that are set first: none of them may be lost where there are more than a form can offer."""
    names = dict.fromkeys((*channel.sources, *offer.outlets))
    return [name for name in names if len(name) <= _LONGEST_CHOICE][:_MOST_CHOICES]


def _sources(channel: Channel, offer: Offer) -> Field | None:
    offered = _choices(channel, offer)
    if not offered:
        return None
    more = " Others: /brief sources NAME." if len(offer.outlets) > len(offered) else ""
    return Field(
        "sources",
        "Sources",
        "many",
        tuple(name for name in channel.sources if name in offered),
        tuple(Choice(name, safe(name, _LONGEST_LABEL)) for name in offered),
        optional=True,
        hint=f"Only stories that these outlets tell. Empty: all.{more}",
    )


def _feed(channel: Channel, offer: Offer) -> Field:
    hint = "Address of a feed to add, such as https://example.org/feed.xml. It is read for all channels."
    return Field("feed", "New feed", "text", optional=True, hint=hint, minor=True)


def _topics(channel: Channel, offer: Offer) -> Field:
    hint = "What comes first, and with a minus what not at all: world, climate, -sport. Empty: everything."
    return Field("topics", "Topics", "text", _one(", ".join(channel.topics)), optional=True, hint=hint)


def _times(channel: Channel, offer: Offer) -> Field:
    said = ", ".join(f"{each:%H:%M}" for each in channel.times)
    return Field("times", "Times", "text", _one(said), hint="Such as 08:00 or 8am, 5:30pm")


def _days(channel: Channel, offer: Offer) -> Field:
    choices = tuple(Choice(name, day) for name, day in zip(_DAY_NAMES, DAYS, strict=True))
    return Field("days", "Days", "many", tuple(_DAY_NAMES[day] for day in sorted(channel.days)), choices)


def _zone(channel: Channel, offer: Offer) -> Field:
    return Field("zone", "Time zone", "text", (channel.zone,), hint="Such as Europe/Berlin or America/New_York")


def _quiet(channel: Channel, offer: Offer) -> Field:
    hint = "Nothing new comes in these hours; one edition does when they end: 22:00-07:00. Empty: none."
    return Field(
        "quiet", "Quiet hours", "text", _one(quiet_written(channel.quiet)), optional=True, hint=hint, minor=True
    )


def _catch_up(channel: Channel, offer: Offer) -> Field:
    choices = (Choice("latest", "The newest of the day comes late"), Choice("skip", "They are left out"))
    hint = "Editions that could not come in time, since I was not running, say."
    return Field("catch_up", "Missed editions", "one", (channel.catch_up,), choices, hint=hint, minor=True)


def _length(channel: Channel, offer: Offer) -> Field:
    choices = tuple(
        Choice(length, f"{length.capitalize()}: up to {measure.stories} stories") for length, measure in LENGTHS.items()
    )
    return Field("length", "Length", "one", (channel.length,), choices, minor=True)


def _language(channel: Channel, offer: Offer) -> Field | None:
    if not offer.translates:
        return None
    hint = "Points are translated into it: de, pt-BR, German. Empty: as the articles have them."
    return Field("language", "Language", "text", _one(channel.language or ""), optional=True, hint=hint, minor=True)


def _look(name: str, channel: Channel, offer: Offer) -> Field | None:
    return look_field(name, channel)


def _one(said: str) -> tuple[str, ...]:
    return (said,) if said else ()


_FIELDS: Mapping[str, Callable[[Channel, Offer], Field | None]] = {
    "sources": _sources, "feed": _feed, "topics": _topics, "times": _times, "days": _days, "zone": _zone,
    "quiet": _quiet, "catch_up": _catch_up, "length": _length, "language": _language,
    **{name: partial(_look, name) for name in LOOK},
}  # fmt: skip
_OFFERED: Mapping[str, Callable[[Channel, Offer], object]] = {
    "sources": _choices, "language": _language, **{name: partial(_look, name) for name in LOOK},
}  # fmt: skip
"""Fields that are left out of a form where nothing can be chosen: then what is set stays."""


# --- what is read ----------------------------------------------------------------------------------


def _read_sources(said: tuple[str, ...], channel: Channel, offer: Offer) -> Channel:
    # What is too long to be offered cannot have been taken away.
    kept = [name for name in channel.sources if name not in _choices(channel, offer)]
    return replace(channel, sources=sources_of((*said, *kept), (*channel.sources, *offer.outlets)))


def _read_days(said: tuple[str, ...], channel: Channel, offer: Offer) -> Channel:
    if not said:
        raise ValueError("choose at least one day")
    return replace(channel, days=days_in(",".join(said)))


def _read_look(name: str, said: tuple[str, ...], channel: Channel, offer: Offer) -> Channel:
    return read_look(name, said, channel)


_READ: Mapping[str, Callable[[tuple[str, ...], Channel, Offer], Channel]] = {
    "sources": _read_sources,
    "topics": lambda said, channel, _: replace(channel, topics=topics_in(", ".join(said))),
    "times": lambda said, channel, _: replace(channel, times=times_in(", ".join(said))),
    "days": _read_days,
    "zone": lambda said, channel, _: replace(channel, zone=zone_in(" ".join(said))),
    "quiet": lambda said, channel, _: replace(channel, quiet=quiet_in(" ".join(said))),
    "catch_up": lambda said, channel, _: replace(channel, catch_up=catch_up_in("".join(said) or channel.catch_up)),
    "length": lambda said, channel, _: replace(channel, length=length_in("".join(said) or channel.length)),
    "language": lambda said, channel, _: replace(channel, language=language_in(" ".join(said))),
    **{name: partial(_read_look, name) for name in LOOK},
}
