"""How the workspace's people write: messages, changes and deletions, and opening the app's Home."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack.delivery import Delivery, Event
from tests.fakes.slack.posting import take_away
from tests.fakes.slack.workspace import HISTORY_SCOPE, Workspace
from tests.fakes.slack.world import Channel, Message, Somebody

Payload = dict[str, Any]


class Speakers:
    """What they write, and what the app is told of it."""

    workspace: Workspace
    delivery: Delivery
    message_first: bool

    async def says(
        self,
        user: str,
        channel: str,
        text: str,
        thread: str | None = None,
        *,
        deliver: bool = True,
        wait: bool = True,
        client_msg_id: str | None = None,
    ) -> str:
        """Somebody writes a message; its ts. A `channel` that is a person's id is their direct conversation with the bot.

        The app is told by `message` and, where the bot is mentioned, `app_mention`, as far as its scopes go, and with
        `wait` this ends when it has acknowledged. `deliver=False` only stores the message.
        """
        world = self.workspace.world
        self._known(user)
        place = world.channels.get(channel) or world.direct(channel)
        message: Message = {
            "type": "message",
            "user": user,
            "text": text,
            "ts": world.next_ts(),
            "client_msg_id": client_msg_id or f"00000000-0000-4000-8000-{world.next_id('')}00",
            "team": world.team,
            "blocks": [_as_written(text)],
        }
        if thread is not None:
            message["thread_ts"] = thread
        place.messages.append(message)
        self.workspace.changed()
        told = [await self.delivery.event(event, wait=False) for event in self._tell(place, message)] if deliver else []
        if wait:
            for event in told:
                await self.delivery.taken(event)
        return str(message["ts"])

    def _tell(self, place: Channel, message: Message) -> list[Payload]:
        bot = self.workspace.world.bot.id
        if bot not in place.members:
            return []
        scopes = self.workspace.bot_scopes
        event = message | {"channel": place.id, "event_ts": message["ts"]}
        if (root := place.message(message.get("thread_ts", ""))) is not None and root is not message:
            event["parent_user_id"] = root["user"]
        told = []
        if f"<@{bot}>" in message["text"] and place.kind != "im" and "app_mentions:read" in scopes:
            told.append(event | {"type": "app_mention"})
        if HISTORY_SCOPE[place.kind] in scopes:
            told.append(event | {"channel_type": place.kind})
        return told[::-1] if self.message_first else told

    async def edits(self, user: str, channel: str, ts: str, text: str, *, wait: bool = True) -> None:
        """They change a message of theirs; the app hears of it where it may read."""
        place, message = self._theirs(user, channel, ts)
        before = dict(message)
        stamp = self.workspace.world.next_ts()
        message |= {"text": text, "blocks": [_as_written(text)], "edited": {"user": user, "ts": stamp}}
        event = {
            "type": "message",
            "subtype": "message_changed",
            "channel": channel,
            "channel_type": place.kind,
            "hidden": True,
        }
        self.workspace.changed()
        if self._heard(place):
            await self.tells(
                event | {"message": dict(message), "previous_message": before, "ts": stamp, "event_ts": stamp},
                wait=wait,
            )

    async def deletes(self, user: str, channel: str, ts: str, *, wait: bool = True) -> None:
        """They delete a message of theirs; the app hears of it where it may read."""
        place, message = self._theirs(user, channel, ts)
        event = take_away(self.workspace, place, message)
        self.workspace.changed()
        if self._heard(place):
            await self.tells(event, wait=wait)

    def _theirs(self, user: str, channel: str, ts: str) -> tuple[Channel, Message]:
        place = self.workspace.world.channels.get(channel) or self.workspace.world.direct(channel)
        message = place.message(ts)
        if message is None or message["user"] != user:
            raise LookupError(f"{user} wrote no message {ts} in {channel}")
        return place, message

    def _heard(self, place: Channel) -> bool:
        return HISTORY_SCOPE[place.kind] in self.workspace.bot_scopes and self.workspace.world.bot.id in place.members

    async def tells(self, event: Payload, *, wait: bool = True) -> Event:
        """Any event at all goes to the app, as it is given: `{"type": "channel_archive", "channel": "C1"}`."""
        return await self.delivery.event({"event_ts": self.workspace.world.next_ts(), **event}, wait=wait)

    async def opens_home(self, user: str, tab: str = "home", *, wait: bool = True) -> Event:
        """They open the app's Home, or with `tab="messages"` its messages."""
        self._known(user)
        direct = self.workspace.world.direct(user)
        event: Payload = {"type": "app_home_opened", "user": user, "channel": direct.id, "tab": tab}
        if tab == "home" and user in self.workspace.homes:
            event["view"] = self.workspace.homes[user]
        return await self.tells(event, wait=wait)

    def _known(self, user: str) -> None:
        self.workspace.world.people.setdefault(user, Somebody(user, user.lower()))


def _as_written(text: str) -> Payload:
    return {
        "type": "rich_text",
        "block_id": "written",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
    }
