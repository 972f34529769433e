"""People who write."""

from __future__ import annotations

import re

from tests.fakes.discord.delivery import tell_created, tell_edited, tell_thread
from tests.fakes.discord.messages import bare, reply_to, store
from tests.fakes.discord.payloads import user
from tests.fakes.discord.places import dm
from tests.fakes.discord.snowflakes import written
from tests.fakes.discord.state import State

MENTION = re.compile(r"<@!?([0-9]{15,20})>")
ROLE = re.compile(r"<@&([0-9]{15,20})>")


class Speakers:
    """Writing and editing messages."""

    state: State

    async def says(
        self,
        person: str,
        channel: str,
        text: str,
        reply_to: str | None = None,
        *,
        ping: bool = True,
        webhook: bool = False,
    ) -> str:
        """Somebody writes; the id of the message. In `channel`, or to the bot directly where it is a person's id.

        `ping`: whether a reply calls whom it replies to. `webhook`: it is a webhook's message, not theirs.
        """
        where = self.state.world.channels.get(channel) or dm(self.state, channel)
        made = bare(self.state, where, person) | {"content": text}
        named = [one for one in MENTION.findall(text) if one in self.state.world.people]
        made["mention_roles"] = ROLE.findall(text) if where.guild else []
        if reply_to is not None:
            made |= reference(where.messages[reply_to], where)
            if ping:
                named.append(where.messages[reply_to]["author"]["id"])
        made["mentions"] = [user(self.state, one) for one in dict.fromkeys(named)]
        if webhook:
            made["webhook_id"] = made["author"]["id"]
        if where.is_thread and where.archived:
            where.archived = False
            where.archive_at = written(self.state.clock())
            tell_thread(self.state, "THREAD_UPDATE", where)
        store(self.state, where, made)
        tell_created(self.state, where, made)
        self.state.watching.changed()
        return str(made["id"])

    async def edits(self, channel: str, message: str, text: str) -> None:
        """Whoever wrote a message changes it."""
        where = self.state.world.channels[channel]
        found = where.messages[message]
        found["content"], found["edited_timestamp"] = text, written(self.state.clock())
        tell_edited(self.state, where, found)


reference = reply_to
