"""What one person alone is shown of what they did: an answer that is seen by nobody else, or a form that opens.

Discord waits three seconds for the first answer, which can be that we are at it, and takes more of them for fifteen
minutes: https://docs.discord.com/developers/interactions/receiving-and-responding#responding-to-an-interaction. After
that, and wherever it takes no answer, a direct message remains.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import discord
import structlog
from discord.http import Route

from bot.news.channels import Place
from bot.platforms.discord.access import PLATFORM, person_id
from bot.platforms.discord.failures import FAILURES
from bot.platforms.discord.messages import Message
from bot.platforms.discord.posting import Posting
from bot.platforms.said_back import safely

_EPHEMERAL = 1 << 6
_ANSWERED_ALREADY = 40060
_NO_ANSWER = -1  # of Discord at all: it may have taken what we said
_FIRST_WITHIN, _WITHIN = 5.0, 40.0  # seconds until a call is given up

_SAID, _AT_IT, _SILENT, _SAID_IN_PLACE, _FORM = 4, 5, 6, 7, 9  # types of answers

_CALLBACK = "/interactions/{webhook_id}/{webhook_token}/callback"  # so named, each has its own limit of calls
_FURTHER = "/webhooks/{webhook_id}/{webhook_token}"
_FIRST = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"

log = structlog.get_logger()


class Whisper:
    """The answer to one interaction. Nothing here raises: who cannot be told leaves a line in the log.

    `in_place`: it takes the place of our message, seen by that person alone, in which they did something.
    """

    def __init__(self, interaction: discord.Interaction[Any], posting: Posting, in_place: bool = False) -> None:
        self._interaction, self._posting, self._in_place = interaction, posting, in_place
        self._state: Literal["none", "at it", "said"] = "none"

    @property
    def opens_forms(self) -> bool:
        """A form opens at the first answer alone, and never upon a form."""
        submitted = self._interaction.type is discord.InteractionType.modal_submit
        return self._state == "none" and not submitted

    async def at_it(self) -> None:
        """Show that we are at it, which leaves fifteen minutes for the answer."""
        if self._state == "none":
            kind = {"type": _SILENT} if self._in_place else {"type": _AT_IT, "data": {"flags": _EPHEMERAL}}
            self._state = "at it"
            await self._begun(kind, "discord_not_acknowledged")

    async def form(self, modal: Mapping[str, Any]) -> None:
        """Open a form."""
        self._state = "said"
        await self._begun({"type": _FORM, "data": dict(modal)}, "discord_form_not_opened")

    async def silence(self) -> None:
        """End without a word: the form closes, what showed that we are at it goes."""
        state, self._state = self._state, "said"
        if state == "none":
            await self._begun({"type": _SILENT}, "discord_not_acknowledged")
        elif state == "at it" and not self._in_place:
            code = await self._call("DELETE", _FIRST, self._interaction.application_id)
            if code:
                log.info("discord_not_ended", why=code)

    async def show(self, messages: Sequence[Message]) -> None:
        """Show these, one after the other."""
        for at, message in enumerate(messages):
            code = await self._shown(message)
            if code:
                log.info("discord_not_whispered", why=code)
                await self._directly(messages[at:])
                return

    async def _shown(self, message: Message) -> int:
        """0 where it is shown, else Discord's code for why not."""
        if self._state == "none":
            kind = _SAID_IN_PLACE if self._in_place else _SAID
            code = await self._respond({"type": kind, "data": self._body(message, self._in_place)})
            if code != _ANSWERED_ALREADY:
                self._state = "said"
                return code
            # By ourselves, and the answer to that was lost; or by one of us that has ended since.
            self._state = "at it"
        application = self._interaction.application_id
        if self._state == "at it":
            self._state = "said"
            return await self._surely("PATCH", _FIRST, application, self._body(message, edited=True))
        return await self._call("POST", _FURTHER, application, self._body(message))

    def _body(self, message: Message, edited: bool = False) -> dict[str, Any]:
        body = message.payload(edited=edited)
        if edited:
            return body  # whom it is seen by stays as it is
        return body | {"flags": int(body.get("flags", 0)) | _EPHEMERAL}

    async def _respond(self, answer: Mapping[str, Any]) -> int:
        return await self._surely("POST", _CALLBACK, self._interaction.id, answer)

    async def _surely(self, verb: str, path: str, of: int, body: Mapping[str, Any]) -> int:
        """What harms nobody twice: of first answers Discord takes one, an edit is the same again."""
        code = await self._call(verb, path, of, body)
        return await self._call(verb, path, of, body) if code == _NO_ANSWER else code

    async def _begun(self, answer: Mapping[str, Any], event: str) -> None:
        """Give an answer without words."""
        code = await self._respond(answer)
        if code not in (0, _ANSWERED_ALREADY):
            log.warning(event, why=code)

    async def _call(self, verb: str, path: str, of: int, body: Mapping[str, Any] | None = None) -> int:
        route = Route(verb, path, webhook_id=of, webhook_token=self._interaction.token)
        more = {} if body is None else {"json": body}
        try:
            async with asyncio.timeout(_FIRST_WITHIN if path == _CALLBACK else _WITHIN):
                await self._interaction.client.http.request(route, **more)
        except discord.HTTPException as error:
            return _NO_ANSWER if error.status >= 500 else error.code or error.status
        except FAILURES as error:
            # Neither the error's words nor its address may be told: both hold the interaction's token.
            log.warning("discord_answer_failed", verb=verb, why=type(error).__name__)
            return _NO_ANSWER
        return 0

    async def _directly(self, messages: Sequence[Message]) -> None:
        place = Place(PLATFORM, person_id(self._interaction.user.id))
        key = f"whisper {self._interaction.id}"

        async def sent() -> None:
            for number, message in enumerate(messages):
                await self._posting.post(message, place, key, number)

        if await safely(sent()) is not None:
            log.warning("discord_not_told", interaction=self._interaction.id)
