"""A reply heard while a model writes it: watched for silence; where it breaks off, what was said stays known."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from bot.models.bounded import LONGEST_TEXT, ReplyTooLong
from bot.news.prompting.requests import estimate
from bot.ports import Heard

if TYPE_CHECKING:
    from openai import AsyncStream
    from openai.types.chat import ChatCompletion, ChatCompletionChunk

SILENCE = 15.0
"""Seconds without a further word after which a model that writes is not waited for."""
PATIENCE = 2
"""The first word may take so many times as long: the model reads what it is asked first."""
_AFTERWARDS = 2.0  # seconds for what comes after the last word: the tokens counted, the end of the stream


class FellSilent(Exception):
    """A model that was writing wrote no more. Its words tell for how long."""


class Hearing:
    """One reply, as far as it has come. `text` stays what it is where the reply breaks off."""

    def __init__(self, heard: Heard, silence: float) -> None:
        """`silence` is in seconds."""
        self.text = ""
        self._heard = heard
        self._silence = silence
        self._thoughts: list[str] = []
        self._refusal = ""
        self._finish: str | None = None
        self._usage: Any = None
        self._until = 0.0

    @property
    def tokens(self) -> int:
        """Tokens written so far, as estimated, with those of thoughts that are not part of the text."""
        return estimate(self.text) + estimate("".join(self._thoughts))

    def wait_for(self, times: float = 1) -> float:
        """From now on silence counts: the moment of the running loop at which it has lasted too long."""
        self._until = asyncio.get_running_loop().time() + times * self._silence
        return self._until

    def silent(self) -> FellSilent:
        """What is wrong where that moment has come."""
        if self.text or self._thoughts:
            return FellSilent(f"fell silent for {self._silence:g} seconds in the middle of its reply")
        return FellSilent(f"said nothing for {PATIENCE * self._silence:g} seconds")

    async def whole(self, stream: AsyncStream[ChatCompletionChunk]) -> ChatCompletion | Exception:
        """The reply at its end, as one that was not streamed; or what broke it off, returned.

        What `heard` raises comes out as it is.
        """
        from openai.types.chat import ChatCompletion

        try:
            while (piece := await self._next(stream)) is not None:
                if isinstance(piece, Exception):
                    if self._finish is not None:
                        break  # all was said
                    return piece
                grown = self._took(piece)
                if len(self.text) > LONGEST_TEXT:
                    return ReplyTooLong(f"its reply is longer than {LONGEST_TEXT:,} characters")
                if grown:
                    await self._heard(self.text)
                    self.wait_for()
        finally:
            await stream.close()
        message = {"role": "assistant", "content": self.text, "refusal": self._refusal or None}
        choice = {"index": 0, "finish_reason": self._finish, "message": message}
        # Not validated, as the SDK does it too: a server's counts may be anything.
        return ChatCompletion.construct(choices=[choice], usage=self._usage)

    async def _next(self, stream: AsyncStream[ChatCompletionChunk]) -> object:
        """The next piece, an error in its place, or None at the end."""
        import openai

        try:
            async with asyncio.timeout_at(self._until):
                return await anext(stream)
        except StopAsyncIteration:
            return None
        except TimeoutError:
            return self.silent()
        # ValueError: what is no JSON, no text or too long; RecursionError: JSON of brackets alone.
        except (openai.OpenAIError, ValueError, RecursionError) as error:
            return error

    def _took(self, piece: object) -> bool:
        """True where the text has grown. The SDK does not look at what it was sent: any part may be another thing."""
        self._usage = getattr(piece, "usage", None) or self._usage
        choices = getattr(piece, "choices", None)
        first = choices[0] if isinstance(choices, list) and choices else None
        delta = getattr(first, "delta", None)
        said, refused = getattr(delta, "content", None), getattr(delta, "refusal", None)
        thought = getattr(delta, "reasoning_content", None) or getattr(delta, "reasoning", None)
        if isinstance(refused, str):
            self._refusal += refused
        if isinstance(thought, str) and thought:
            self._thoughts.append(thought)
            self.wait_for()
        if isinstance(finish := getattr(first, "finish_reason", None), str):
            self._finish = finish
            self._until = asyncio.get_running_loop().time() + min(_AFTERWARDS, self._silence)
        if not isinstance(said, str) or not said:
            return False
        self.text += said
        return True
