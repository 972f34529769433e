"""Who may set up a channel and change it: whoever the platform lets manage it, whoever subscribed it, the operator."""

from __future__ import annotations

from collections.abc import Collection

from bot.news.channels import Channel, Place
from bot.news.chat import Person


def is_own(person: Person, place: Place) -> bool:
    """The place is the person's direct message with us, which goes by their own id."""
    return (place.platform, place.channel) == (person.platform, person.id)


def is_operator(person: Person, operators: Collection[str]) -> bool:
    """`operators` are people by platform and id ("slack:U0123")."""
    return f"{person.platform}:{person.id}" in operators


def why_not(person: Person, place: Place, channel: Channel | None, operators: Collection[str] = ()) -> str | None:
    """Why the person may not set up or change what the place gets, naming who may; None where they may.

    `channel` is what is set up there, None for nothing. `operators` are as in `is_operator`.
    """
    platform = person.platform.capitalize()
    if person.platform != place.platform:
        return f"From {platform} nothing can be changed that is elsewhere."
    if is_own(person, place) or person.manages or is_operator(person, operators):
        return None
    if channel is None:
        if not person.guest:
            return None
        return f"Here you may read and ask, not set up briefs: whoever manages this channel on {platform} can."
    if channel.owner == person.id:
        return None
    others = f"whoever manages this channel on {platform} or the operator of this bot"
    if channel.owner is None:
        return f"Only {others} may change what it gets."
    return f"Only the person who subscribed this channel, {others} may change what it gets."


def why_no_feed(person: Person, operators: Collection[str] = ()) -> str | None:
    """Why the person may not add a feed, which is then read for all channels; None where they may."""
    if person.guest and not is_operator(person, operators):
        return "You may not add a feed. Whoever manages a channel that gets briefs can."
    return None


def why_not_now(person: Person, place: Place, operators: Collection[str] = ()) -> str | None:
    """Why the person may not ask for an edition at once; None where they may."""
    if person.guest and not (is_own(person, place) or person.manages or is_operator(person, operators)):
        platform = person.platform.capitalize()
        return f"Here you may read and ask. An edition at once: whoever manages this channel on {platform} can have it."
    return None
