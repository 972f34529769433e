"""What a platform has to bring to be held to its contract: a place to show things in, and eyes to see what stands there.

A new platform needs a `Stage` of its own and an entry in `stages.py`; the tests here are then its tests too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from bot.news.channels import Mention, Place
from bot.news.showing.shown import Card
from bot.outcomes import Rejected, Unavailable, Unclear
from bot.ports import MessageId, Platform
from tests.platforms.contract.desk import Desk
from tests.platforms.delivering import delivered as as_delivered

Can = Literal["threads", "edits", "buttons", "people", "fails", "looks"]
"""What a platform is able to do: threads of their own, messages that change in their place, buttons, several people who
talk (and events that come again), calls that fail, and a look, also after a restart, at what stands there."""

Trouble = Literal["not done", "lost", "broken", "broken, done", "put off", "garbled", "refused"]
"""What a call meets: its connection drops before or after it was done, the server breaks before or after it was, it is
asked to wait, what comes back is nothing that anybody can read, it is not allowed."""

TROUBLES: tuple[Trouble, ...] = ("not done", "lost", "broken", "broken, done", "put off", "garbled", "refused")
CALLED_LOST: tuple[Trouble, ...] = ("lost", "broken, done", "garbled")
"""Those in which it was done all the same."""

OUTCOMES = (Unavailable, Rejected, Unclear)

# What is not seen, or stands for a space: words are compared without all of it.
_UNSEEN = re.compile(r"[\s\u00ad\u200b\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of ours as a person sees it, without its buttons and menus.

    `links` are the addresses that words of it lead to, `evidence` what its buttons carry by what they say, `under` the
    message whose thread it stands in.
    """

    id: str
    words: str
    links: frozenset[str] = frozenset()
    evidence: Mapping[str, str] = field(default_factory=dict)
    under: str | None = None

    def tells(self, words: str) -> bool:
        """Whether these words are read in it, wherever its lines break."""
        return squeezed(words) in squeezed(self.words)


class Stage(Protocol):
    """A platform that plays before an audience. People there are "ana" and "ben"."""

    @property
    def platform(self) -> Platform: ...

    @property
    def desk(self) -> Desk: ...

    @property
    def place(self) -> Place:
        """A channel where we may write, and which nobody else uses."""
        ...

    def seen(self) -> list[Seen]:
        """All messages of ours as they stand, in all places and threads, in the order in which they were posted."""
        ...

    def pings(self) -> Sequence[object]:
        """Everybody and everything that was called by a message of ours."""
        ...

    def now(self) -> datetime:
        """The moment, on the clock of the platform."""
        ...

    def passes(self, seconds: float) -> None:
        """Let time pass."""
        ...

    async def restart(self) -> None:
        """From here on `platform` is another one, which remembers nothing."""
        ...

    async def says(self, words: str, by: str = "ana", under: str | None = None) -> None:
        """A person asks us, by name where that is needed, in the place or under a message of ours."""
        ...

    async def comes_again(self) -> None:
        """Everything that people said comes once more, as platforms redeliver."""
        ...

    async def presses(self, seen: Seen, pointer: str, by: str = "ana") -> str:
        """A person presses the evidence of a message that carries this: the words they, and nobody else, are shown."""
        ...

    def meets(self, trouble: Trouble, times: int = 1) -> None:
        """The next calls that post meet this."""
        ...

    def goes_away(self) -> None:
        """No call is answered any more."""
        ...


def squeezed(words: str) -> str:
    """The words without what is not seen of them."""
    return _UNSEEN.sub("", words)


def heads(seen: Sequence[Seen]) -> list[Seen]:
    """Those that stand in a channel, and not in a thread."""
    return [one for one in seen if one.under is None]


def all_read(seen: Sequence[Seen]) -> str:
    """Everything that is read, squeezed."""
    return squeezed(" ".join(one.words for one in seen))


async def delivered(stage: Stage, card: Card, key: str, place: Place | None = None) -> MessageId | str:
    """Send it as `flows/deliver.py` does; the reason where it is given up."""

    async def send(tried: datetime | None) -> MessageId:
        return await stage.platform.send(card, place or stage.place, key=key, tried=tried)

    return await as_delivered(send, stage.now(), stage.passes)


async def asked(stage: Stage, words: str = "what happened?", under: str | None = None) -> Mention:
    """A person asks, and this is what we hear."""
    await stage.says(words, under=under)
    return await anext(aiter(stage.platform.mentions()))
