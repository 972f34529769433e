"""Who somebody is to a place: whether Slack lets them manage it, whether they are a guest, and what their clock shows.

An admin or owner of the workspace and whoever made a channel manage it. Whoever comes from another workspace, into a
channel that is shared with it, is a guest here whatever they are there.
https://docs.slack.dev/reference/objects/user-object, https://docs.slack.dev/reference/objects/conversation-object,
https://docs.slack.dev/apis/slack-connect
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.news.channels import Place
from bot.news.chat import Person
from bot.platforms.newest import Newest
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.gestures import PLATFORM, inner, text_in
from bot.platforms.slack.posting import is_person
from bot.ports import Rejected

KEPT = 300.0
"""Seconds for which what Slack said of a person or channel is believed."""

_MOST = 5000
_MANAGES = ("is_admin", "is_owner", "is_primary_owner")
_GUEST = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted")
_LONGEST_NAME = 80

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Known:
    until: float
    facts: Mapping[str, Any]


class Standing:
    """Asks Slack who people are, and remembers it for some minutes. `clock` gives seconds."""

    def __init__(self, calls: Calls, clock: Callable[[], float]) -> None:
        self._calls = calls
        self._clock = clock
        self._known: Newest[tuple[str, str], _Known] = Newest(_MOST)

    async def meet(self, place: Place, user: str) -> tuple[Place, Person]:
        """The person in that place, and the place by the name that we know it by: a direct message with us is theirs.

        Raises `Unavailable` where Slack cannot be asked now, and `Rejected` for somebody else's direct message. Where
        Slack refuses to tell, they manage nothing and are treated as a guest.
        """
        if is_person(place.channel) and place.channel != user:
            raise Rejected("These are somebody else's direct messages: only they may say what comes there.")
        profile, channel = await asyncio.gather(self._person(user), self._channel(place.channel))
        if channel is not None and channel.get("is_im") and channel.get("user") == user:
            place = Place(place.platform, user, place.thread)
        if profile is None:
            return place, Person(PLATFORM, user, guest=True)
        # A conversation that cannot be seen is nobody's to manage, but for those who manage all.
        made = channel is not None and not channel.get("is_im") and channel.get("creator") == user
        manages = made or any(profile.get(mark) is True for mark in _MANAGES)
        guest = any(profile.get(mark) is True for mark in _GUEST) or not await self._works_here(profile)
        return place, Person(PLATFORM, user, manages and not guest, guest, text_in(profile, "tz") or "UTC")

    async def name_of(self, user: str) -> str:
        """What others call a person; "" where Slack does not tell. Raises as `meet`."""
        profile = await self._person(user) or {}
        names = (inner(profile, "profile", "display_name"), profile.get("real_name"), profile.get("name"))
        return next((name[:_LONGEST_NAME] for name in names if isinstance(name, str) and name), "")

    async def _works_here(self, profile: Mapping[str, Any]) -> bool:
        """Whether this workspace is theirs; in an enterprise somebody may be of several."""
        team = (await self._calls.identity()).team
        teams = inner(profile, "enterprise_user", "teams")
        return text_in(profile, "team_id") == team or (isinstance(teams, list) and team in teams)

    async def _person(self, user: str) -> Mapping[str, Any] | None:
        return await self._asked("users.info", "user", user)

    async def _channel(self, channel: str) -> Mapping[str, Any] | None:
        # A person's own id as a channel is our direct message with them: there is nothing to ask.
        if is_person(channel):
            return None
        return await self._asked("conversations.info", "channel", channel)

    async def _asked(self, method: str, about: str, name: str) -> Mapping[str, Any] | None:
        known = self._known.get((about, name))
        if known is not None and known.until > self._clock():
            return known.facts
        try:
            answer = await self._calls(method, **{about: name})
        except Rejected as error:
            log.warning("slack_standing_unknown", asked=method, about=name, why=str(error))
            return None
        facts = answer.get(about)
        if not isinstance(facts, Mapping):
            return None
        self._known[about, name] = _Known(self._clock() + KEPT, facts)
        return facts
