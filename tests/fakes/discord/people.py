"""What people do with the bot: press, order, complete, fill in."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

from tests.fakes.discord import ordering, payloads
from tests.fakes.discord.commands import CHANNEL, MENTIONABLE, ROLE, USER
from tests.fakes.discord.components import SELECT, SELECTS, interactive
from tests.fakes.discord.gestures import COMMAND, COMPLETION, COMPONENT, MODAL, WITHIN, Interaction
from tests.fakes.discord.modals import submitted
from tests.fakes.discord.places import dm
from tests.fakes.discord.speakers import Speakers
from tests.fakes.discord.state import Modal
from tests.fakes.discord.world import GROUP_DM, Channel, Json

PATIENCE = 10.0
"""Seconds of the real clock a test waits for a first answer at most; by the fake's own clock there are three."""

KINDS_OF_SELECT = {5: USER, 6: ROLE, 7: MENTIONABLE, 8: CHANNEL}


class People(Speakers):
    """Everything that makes an interaction. Each gives it back once its first answer came, or none came in time.

    Where Discord's own client would not let somebody do it, a LookupError says why.
    """

    def components(self, channel: str, message: str) -> list[Json]:
        """The buttons and selects of a message, nested ones too, in order."""
        return interactive(self._message(self._where(channel), message, None)["components"])

    async def presses(
        self, person: str, channel: str, message: str, custom_id: str, values: Sequence[str] = (), *, wait: bool = True
    ) -> Interaction:
        """Somebody presses a button of a message, or chooses `values` of a select. `message` may be an ephemeral one's id."""
        where = self._where(channel)
        pressed = self._message(where, message, person)
        known = {one["custom_id"]: one for one in interactive(pressed["components"])}
        part = known.get(custom_id)
        if part is None or part.get("disabled"):
            raise LookupError(f"nothing to press called {custom_id!r} in {message}, only {sorted(known)}")
        data: Json = {"custom_id": custom_id, "component_type": part["type"], "id": part["id"]}
        if part["type"] in SELECTS:
            data |= self._chosen(where, part, list(values))
        elif values:
            raise LookupError(f"{custom_id} is a button, which takes no values")
        return await self._do(COMPONENT, person, where, data, pressed=pressed, wait=wait)

    def _chosen(self, where: Channel, part: Json, values: list[str]) -> Json:
        least, most = part.get("min_values", 1), part.get("max_values", 1)
        if not least <= len(values) <= most:
            raise LookupError(f"{part['custom_id']} takes {least} to {most} values, not {len(values)}")
        if part["type"] == SELECT:
            known = [one["value"] for one in part["options"]]
            if set(values) - set(known):
                raise LookupError(f"{part['custom_id']} has no options {values}, only {known}")
            return {"values": values}
        resolved: Json = {}
        for value in values:
            kinds = part.get("channel_types")
            ordering.resolve(self.state, value, where, resolved, KINDS_OF_SELECT[part["type"]], kinds)
        return {"values": values, "resolved": resolved}

    async def orders(
        self, person: str, channel: str, command: str, options: dict[str, Any] | None = None, *, wait: bool = True
    ) -> Interaction:
        """Somebody sends a slash command, "brief" or "brief look" with its subcommand, with options by name."""
        where = self._where(channel)
        name, *path = command.split()
        found = ordering.found(self.state, person, where, name)
        data = ordering.data(self.state, found, path, options or {}, where)
        return await self._do(COMMAND, person, where, data, wait=wait)

    async def picks(self, person: str, channel: str, command: str, target: str, *, wait: bool = True) -> Interaction:
        """Somebody uses a command of the context menu on a message, or on a person, by its id."""
        where = self._where(channel)
        kind = 3 if target in where.messages else 2
        found = ordering.found(self.state, person, where, command, kind)
        data: Json = {"id": found["id"], "name": command, "type": kind, "target_id": target}
        if kind == 3:
            data["resolved"] = {"messages": {target: where.messages[target]}}
        else:
            data["resolved"] = {}
            ordering.resolve(self.state, target, where, data["resolved"], USER)
        return await self._do(COMMAND, person, where, data, wait=wait)

    async def completes(
        self, person: str, channel: str, command: str, options: dict[str, Any], focused: str
    ) -> list[Json]:
        """The choices somebody is shown while typing the option `focused`; none where no answer came in time."""
        where = self._where(channel)
        name, *path = command.split()
        found = ordering.found(self.state, person, where, name)
        data = ordering.data(self.state, found, path, options, where, focused)
        return (await self._do(COMPLETION, person, where, data)).choices

    async def fills(
        self, person: str, modal: Modal | str, values: dict[str, Any] | None = None, *, wait: bool = True
    ) -> Interaction:
        """Somebody sends a modal, or the last one of that custom_id that they see; what is not in `values` stays as it is."""
        found = self._modal(person, modal)
        data: Json = {"custom_id": found.custom_id, "components": submitted(found.payload, values or {})}
        where = self.state.world.channels[found.channel]
        made = await self._do(MODAL, person, where, data, pressed=found.message, wait=wait)
        found.open = made.failed
        return made

    def _modal(self, person: str, modal: Modal | str) -> Modal:
        seen = [one for one in self.state.modals if one.person == person and one.open]
        for one in reversed(seen):
            if modal in (one, one.custom_id):
                return one
        raise LookupError(f"{person} sees no such modal, only {[one.custom_id for one in seen]}")

    # Behind all of them

    def _where(self, channel: str) -> Channel:
        return self.state.world.channels.get(channel) or dm(self.state, channel)

    def _message(self, where: Channel, message: str, person: str | None) -> Json:
        if message in where.messages:
            return where.messages[message]
        for one in self.state.ephemerals:
            if one.message["id"] == message and person in (None, one.person):
                return one.message
        raise LookupError(f"{person} sees no message {message} in {where.id}")

    async def _do(
        self, kind: int, person: str, where: Channel, data: Json, *, pressed: Json | None = None, wait: bool = True
    ) -> Interaction:
        made = self._made(kind, person, where, data, pressed)
        self.state.interactions[made.id] = made
        if self.state.gateway.open:
            self.state.gateway.tell("INTERACTION_CREATE", made.payload)
        if wait or not self.state.gateway.open:
            await self._answered(made)
        return made

    async def _answered(self, made: Interaction) -> None:
        def over() -> bool:
            late = self.state.clock() - made.at > WITHIN
            return made.answer is not None or late or not self.state.gateway.open

        with contextlib.suppress(TimeoutError):
            await self.state.watching.until(over, PATIENCE, lambda: "no answer")
        if made.answer is None:
            made.failed = True
            self.state.complaints.append(f"interaction {made.id} of kind {made.kind} failed: {made.payload['data']}")
            self.state.watching.changed()

    def _made(self, kind: int, person: str, where: Channel, data: Json, pressed: Json | None) -> Interaction:
        state = self.state
        self._sees(person, where)
        made_id = state.snowflakes.next()
        token = f"aW50ZXJhY3Rpb246{made_id}fake"
        context = ordering.context_of(state, where)
        installed = context == 1 or (context == 0 and state.world.guilds[where.guild].installed)
        owners = {"0": where.guild or "0"} if installed else {"1": person}
        payload: Json = {
            "id": made_id,
            "application_id": state.application,
            "type": kind,
            "token": token,
            "version": 1,
            "data": data,
            "channel": payloads.channel(state, where) | {"permissions": payloads.permissions(state, person, where)},
            "channel_id": where.id,
            "app_permissions": payloads.permissions(state, state.world.bot.id, where),
            "locale": "en-US",
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": owners,
            "context": context,
            "attachment_size_limit": 10_485_760,
        }
        if where.guild:
            rights = {"permissions": payloads.permissions(state, person, where)}
            payload |= {
                "guild_id": where.guild,
                "guild": {"id": where.guild, "locale": "en-US", "features": []},
                "guild_locale": "en-US",
                "member": payloads.member(state, person, where.guild) | rights,
            }
        else:
            payload["user"] = payloads.user(state, person)
        if pressed is not None:
            payload["message"] = pressed
        return Interaction(
            made_id, token, kind, person, where.id, state.clock(), payload, pressed, installed=bool(installed)
        )

    def _sees(self, person: str, where: Channel) -> None:
        if where.guild:
            if person not in self.state.world.guilds[where.guild].members:
                raise LookupError(f"{person} is not in the server of {where.id}")
            if not self.state.world.permissions(person, where):
                raise LookupError(f"{person} does not see {where.id}")
        elif where.kind == GROUP_DM:
            if person not in where.members:
                raise LookupError(f"{person} is not in the conversation {where.id}")
        elif where.recipient != person:
            raise LookupError(f"{where.id} is a conversation with {where.recipient}")
