"""The form by which a channel's owner sets how posts look there and whom they call: its fields, and what is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.news.channels import Channel, Dress
from bot.news.dress_words import accent_in, posts_in, role_in, tags_in
from bot.news.showing.forms import Choice, Field

LOOK = ("accent", "plain", "ping", "publish", "posts", "tags")
"""The fields, named as those of a `Dress`."""

_IN_CHANNELS_ALONE = ("ping", "publish", "posts", "tags")
_YES, _NO = "yes", "no"


def look_field(name: str, channel: Channel) -> Field | None:
    """A field of `LOOK` with what is set; None where it is of no use."""
    # A direct message calls no role, and nobody follows it.
    direct = channel.place.channel == channel.owner
    return None if direct and name in _IN_CHANNELS_ALONE else _FIELDS[name](channel.dress)


def read_look(name: str, said: tuple[str, ...], channel: Channel) -> Channel:
    """The channel as a field of `LOOK` changes it. Raises ValueError."""
    return replace(channel, dress=_READ[name](said, channel.dress))


def _accent(dress: Dress) -> Field:
    hint = "A colour such as #1f6feb or blue. Empty: none."
    return Field("accent", "Accent", "text", _one(dress.accent), optional=True, hint=hint)


def _plain(dress: Dress) -> Field:
    choices = (Choice(_NO, "Cards"), Choice(_YES, "Plain: what older clients show, too"))
    return Field("plain", "Form", "one", (_YES if dress.plain else _NO,), choices, minor=True)


def _ping(dress: Dress) -> Field:
    hint = "The role that each edition calls. Empty: nobody is called."
    return Field("ping", "Role", "text", _one(dress.ping), optional=True, hint=hint)


def _publish(dress: Dress) -> Field:
    choices = (Choice(_NO, "Here alone"), Choice(_YES, "Also to channels that follow this one"))
    hint = "Of use in an announcement channel alone."
    return Field("publish", "Published", "one", (_YES if dress.publish else _NO,), choices, hint=hint)


def _posts(dress: Dress) -> Field:
    choices = (Choice("story", "A post for each story"), Choice("edition", "A post for each edition"))
    return Field("posts", "Posts", "one", (dress.posts,), choices, hint="Of use in a forum alone.")


def _tags(dress: Dress) -> Field:
    hint = "Tags that posts in a forum bear, by their names: World, Climate. Empty: none."
    return Field("tags", "Tags", "text", _one(", ".join(dress.tags)), optional=True, hint=hint)


def _one(said: str) -> tuple[str, ...]:
    return (said,) if said else ()


def _chosen(said: tuple[str, ...], now: bool) -> bool:
    """What is chosen; as it is where nothing is."""
    word = "".join(said).strip().lower() or (_YES if now else _NO)
    if word not in (_YES, _NO):
        raise ValueError("choose yes or no")
    return word == _YES


_FIELDS: Mapping[str, Callable[[Dress], Field]] = {
    "accent": _accent, "plain": _plain, "ping": _ping, "publish": _publish, "posts": _posts, "tags": _tags,
}  # fmt: skip
_READ: Mapping[str, Callable[[tuple[str, ...], Dress], Dress]] = {
    "accent": lambda said, dress: replace(dress, accent=accent_in(" ".join(said))),
    "plain": lambda said, dress: replace(dress, plain=_chosen(said, dress.plain)),
    "ping": lambda said, dress: replace(dress, ping=role_in(" ".join(said))),
    "publish": lambda said, dress: replace(dress, publish=_chosen(said, dress.publish)),
    "posts": lambda said, dress: replace(dress, posts=posts_in("".join(said) or dress.posts)),
    "tags": lambda said, dress: replace(dress, tags=tags_in(", ".join(said))),
}
