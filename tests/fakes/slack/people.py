"""What the workspace's people do besides writing: press, order, fill in."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack.blocks import faults
from tests.fakes.slack.conversations import shown
from tests.fakes.slack.delivery import NotTaken
from tests.fakes.slack.filling import chosen, inputs, options, state
from tests.fakes.slack.refusals import Refused
from tests.fakes.slack.speakers import Speakers
from tests.fakes.slack.views import checked, open_modal, replace_modal
from tests.fakes.slack.workspace import Ephemeral

Payload = dict[str, Any]


class People(Speakers):
    """Their gestures, each handed to the app as Slack does."""

    # Pressing

    async def presses(
        self, user: str, channel: str, ts: str, action_id: str, value: str | None = None
    ) -> Payload | None:
        """They use a button, select or the like under a message of the bot's, also an ephemeral one; the acknowledgement.

        Raises LookupError where the message has no such thing. `value`: of the button, or of the option chosen.
        """
        self._known(user)
        place = self.workspace.world.channels.get(channel) or self.workspace.world.direct(channel)
        message = place.message(ts)
        hidden = next((one for one in self.workspace.ephemerals if one.ts == ts and one.user == user), None)
        if message is None and hidden is None:
            raise LookupError(f"{user} sees no message {ts} in {place.id}")
        blocks = message.get("blocks", []) if message is not None else hidden.blocks if hidden else []
        message = message and shown(place, message, with_metadata=True)
        thread = message.get("thread_ts") if message is not None else hidden.thread_ts if hidden else None
        container: Payload = {
            "type": "message",
            "message_ts": ts,
            "channel_id": place.id,
            "is_ephemeral": message is None,
        }
        if thread:
            container["thread_ts"] = thread
        url = self.workspace.triggers.response_url(user, place.id, thread=thread, ts=ts, ephemeral=message is None)
        payload = self._gesture("block_actions", user) | {
            "container": container,
            "channel": {"id": place.id, "name": place.name or "directmessage"},
            "state": {"values": {}},
            "response_url": url,
            "actions": [self._action(blocks, action_id, value)],
        }
        if message is not None:
            payload["message"] = dict(message)
        return await self._interact(payload)

    async def presses_in(self, user: str, view_id: str, action_id: str, value: str | None = None) -> Payload | None:
        """They use a button or the like in a modal or in their Home (`slack.homes[user]["id"]`)."""
        view = self._view(view_id)
        payload = self._gesture("block_actions", user) | {
            "container": {"type": "view", "view_id": view_id},
            "view": view,
            "actions": [self._action(view["blocks"], action_id, value)],
        }
        return await self._interact(payload)

    def _action(self, blocks: list[Payload], action_id: str, value: str | None) -> Payload:
        seen = []
        for index, block in enumerate(blocks):
            for element in _elements(block):
                seen.append((element.get("action_id"), element.get("value")))
                if element.get("action_id") != action_id or not (found := _used(element, value)):
                    continue
                block_id = block.get("block_id", f"b{index}")
                return {
                    "action_id": action_id,
                    "block_id": block_id,
                    "action_ts": self.workspace.world.next_ts(),
                    **found,
                }
        raise LookupError(f"nothing here has action_id {action_id!r} and value {value!r}: {seen}")

    # Ordering and filling in

    async def commands(self, user: str, channel: str, text: str, command: str = "/brief") -> Payload | None:
        """They type a slash command; the acknowledgement. Text in it is shown to them, as an ephemeral message.

        Raises LookupError where the app has no scope for commands: nobody can type one then.
        """
        if "commands" not in self.workspace.bot_scopes:
            raise LookupError(f"there is no {command} without the scope commands")
        self._known(user)
        place = self.workspace.world.channels.get(channel) or self.workspace.world.direct(channel)
        payload = {
            "token": "verification-token",
            "team_id": self.workspace.world.team,
            "team_domain": "factbox-test",
            "channel_id": place.id,
            "channel_name": place.name or "directmessage",
            "user_id": user,
            "user_name": self.workspace.somebody(user).name,
            "command": command,
            "text": text,
            "api_app_id": self.workspace.app_id,
            "is_enterprise_install": "false",
            "response_url": self.workspace.triggers.response_url(user, place.id),
            "trigger_id": self.workspace.triggers.trigger(user),
        }
        answer = await self._hand("slash_commands", payload)
        if answer and (answer.get("text") or answer.get("blocks")):
            if found := faults(answer.get("blocks", [])):
                self.workspace.complaints.append(f"{command}: invalid_command_response {found}")
                return answer
            shown = Ephemeral(place.id, user, answer.get("text", ""), answer.get("blocks", []), None, "ack")
            self.workspace.ephemerals.append(shown)
            self.workspace.changed()
        return answer

    async def submits(self, user: str, view_id: str, values: Payload) -> Payload | None:
        """They send a modal with these values (by block_id; lists where several can be chosen); the acknowledgement.

        What is not in `values` stays as it was opened. The modal then closes, stays with its errors, or is replaced, as
        the acknowledgement says; `slack.view_errors[view_id]` holds the words shown under the fields.
        """
        view = self._view(view_id)
        sent = view | {"state": state(view, values)}
        payload = self._gesture("view_submission", user) | {"view": sent, "response_urls": []}
        answer = await self._interact(payload)
        self._after(user, view, answer)
        return answer

    def _after(self, user: str, view: Payload, answer: Payload | None) -> None:
        workspace = self.workspace
        action = (answer or {}).get("response_action")
        workspace.view_errors.pop(view["id"], None)
        try:
            if action == "errors":
                words = (answer or {}).get("errors", {})
                if not words or set(words) - set(inputs(view)):
                    raise Refused(f"errors name no input of the view: {sorted(words)}")
                workspace.view_errors[view["id"]] = dict(words)
            elif action == "update":
                replace_modal(workspace, view["id"], checked(workspace, (answer or {}).get("view"), "modal"))
            elif action == "push":
                open_modal(workspace, checked(workspace, (answer or {}).get("view"), "modal"), user, view)
            elif action == "clear":
                for view_id in [one for one in workspace.views if workspace.view_users[one] == user]:
                    del workspace.views[view_id]
            elif action is None:
                workspace.views.pop(view["id"], None)
            else:
                raise Refused(f"unknown response_action {action!r}")
        except Refused as no:
            workspace.complaints.append(f"view_submission: {no.error} {no.more}")
        workspace.changed()

    async def closes(self, user: str, view_id: str) -> None:
        """They close a modal without sending it."""
        view = self._view(view_id)
        self.workspace.views.pop(view_id, None)
        if view.get("notify_on_close"):
            await self._interact(self._gesture("view_closed", user) | {"view": view, "is_cleared": False})
        self.workspace.changed()

    async def does(self, payload: Payload) -> Payload | None:
        """Any interactive payload at all goes to the app as it is given: types not known, or forged."""
        return await self._interact(payload)

    # Behind all of them

    def _view(self, view_id: str) -> Payload:
        everything = {**self.workspace.views, **{home["id"]: home for home in self.workspace.homes.values()}}
        if view_id not in everything:
            raise LookupError(f"no view {view_id} is open: {sorted(everything)}")
        return dict(everything[view_id])

    def _gesture(self, kind: str, user: str) -> Payload:
        self._known(user)
        world = self.workspace.world
        return {
            "type": kind,
            "team": {"id": world.team, "domain": "factbox-test"},
            "user": {
                "id": user,
                "username": world.people[user].name,
                "name": world.people[user].name,
                "team_id": world.team,
            },
            "api_app_id": self.workspace.app_id,
            "token": "verification-token",
            "trigger_id": self.workspace.triggers.trigger(user),
            "enterprise": None,
            "is_enterprise_install": False,
        }

    async def _interact(self, payload: Payload) -> Payload | None:
        return await self._hand("interactive", payload)

    async def _hand(self, kind: str, payload: Payload) -> Payload | None:
        """Gestures are never sent twice: without an acknowledgement in time the person sees a complaint."""
        try:
            return await self.delivery.gesture(kind, payload)
        except NotTaken as why:
            self.workspace.complaints.append(f"{kind} {payload.get('type', payload.get('command'))}: {why}")
            self.workspace.changed()
            return None


def _elements(block: Payload) -> list[Payload]:
    found = [*(block.get("elements") or [] if block["type"] in ("actions", "context_actions") else [])]
    return [*found, *(block[name] for name in ("accessory", "element") if block.get(name))]


def _used(element: Payload, value: str | None) -> Payload | None:
    """What the action says of an element used so, or None if it cannot be."""
    kind = element["type"]
    if kind == "feedback_buttons":
        sides = [element["positive_button"], element["negative_button"]]
        side = next((one for one in sides if one["value"] == value), None)
        return {"type": kind, "text": side["text"], "value": value} if side else None
    if kind in ("static_select", "overflow", "radio_buttons"):
        known = value in [option["value"] for option in options(element)]
        return {"type": kind, "selected_option": chosen(element, value)} if value and known else None
    if value is not None and element.get("value") != value:
        return None
    return {"type": kind, "text": element.get("text")} | ({"value": element["value"]} if "value" in element else {})
