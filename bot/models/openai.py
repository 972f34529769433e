"""A model behind the OpenAI chat completions protocol: api.openai.com, Ollama, vLLM, llama.cpp and their like."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.models.budget import estimate
from bot.models.failures import Refusal, failure, refused_option, unusable
from bot.ports import Rejected, Request, Unavailable

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

_OPENAI = "https://api.openai.com/v1"
# How the reply's form is asked for, best first. Some servers refuse the lengths in a schema, some every schema.
_FORMS = ("schema", "schema without lengths", "object", "text")
_LIMITS = ("max_tokens", "max_completion_tokens")
_LENGTHS = frozenset(("maxLength", "maxItems", "minLength", "minItems"))
_MOST_TRIES = len(_FORMS) + len(_LIMITS)


class OpenAIModel:
    """Fits the `Model` socket. What a server has refused once (a schema, an option) is not asked of it again."""

    def __init__(
        self,
        *,
        name: str,
        base_url: str | None = None,
        api_key: SecretStr | None = None,
        timeout: float = 120.0,
        on_usage: Callable[[int], None] | None = None,
    ) -> None:
        """`timeout` is in seconds, for one reply with all its tries; `on_usage` hears the tokens of each reply.

        Without a `base_url` it is api.openai.com; a server of one's own often needs no key.
        """
        import openai  # takes a second: only a bot that uses a model pays for it

        self._base_url = base_url or _OPENAI
        self._host = urlsplit(self._base_url).netloc.rpartition("@")[2] or self._base_url
        self._name = name
        self._key = api_key
        self._timeout = timeout
        self._on_usage = on_usage
        self._form = 0
        self._limit = 1 if self._base_url == _OPENAI else 0
        self._client = openai.AsyncOpenAI(
            api_key=(api_key.get_secret_value() if api_key else "") or "none",
            base_url=self._base_url,
            timeout=timeout,
            max_retries=1,
            http_client=openai.DefaultAioHttpClient(timeout=timeout),
        )

    async def complete(self, request: Request) -> str:
        """The reply's text, cut off where it was longer than `max_tokens`. Raises `Unavailable` or `Rejected`."""
        try:
            async with asyncio.timeout(self._timeout):
                reply = await self._asked(request)
        except TimeoutError:
            reply = Unavailable(f"the language model at {self._host} gave no reply within {self._timeout:g} seconds")
        if isinstance(reply, Exception):
            raise reply
        text = unusable(reply, self._host, self._name, request.max_tokens, self._secret())
        if isinstance(text, Exception):
            raise text
        self._count(reply, request, text)
        return text

    async def close(self) -> None:
        await self._client.close()

    async def _asked(self, request: Request) -> ChatCompletion | Unavailable | Rejected:
        """The answer, or what to tell. Returned, not raised: a vendor's error in the chain may hold the key."""
        form, limit = self._form, self._limit
        for _ in range(_MOST_TRIES):
            answer = await self._sent(request, form, limit)
            match refused_option(answer):
                case Refusal.FORM if form < len(_FORMS) - 1:
                    form += 1
                case Refusal.LIMIT if limit == self._limit:
                    limit = 1 - limit
                case _:
                    break
        if isinstance(answer, Exception):
            return failure(answer, self._host, self._name, self._timeout, self._secret())
        self._form, self._limit = form, limit
        return answer

    async def _sent(self, request: Request, form: int, limit: int) -> ChatCompletion | Exception:
        import openai

        system, options = _formed(request, _FORMS[form])
        options[_LIMITS[limit]] = request.max_tokens
        try:
            answer: ChatCompletion = await self._client.chat.completions.create(
                model=self._name,
                messages=[{"role": "system", "content": system}, {"role": "user", "content": request.user}],
                **options,
            )
        except (openai.OpenAIError, ValueError) as error:  # ValueError: a reply that is not JSON, an odd address
            return error
        return answer

    def _secret(self) -> str:
        return self._key.get_secret_value() if self._key else ""

    def _count(self, reply: ChatCompletion, request: Request, text: str) -> None:
        if self._on_usage is not None:
            used = getattr(reply.usage, "total_tokens", None)
            self._on_usage(used or estimate(len(request.system) + len(request.user) + len(text)))


def _formed(request: Request, form: str) -> tuple[str, dict[str, Any]]:
    """The system prompt and the options that ask for this form of reply."""
    if form.startswith("schema"):
        schema = request.schema if form == "schema" else _without_lengths(request.schema)
        named = {"name": "reply", "strict": True, "schema": schema}
        return request.system, {"response_format": {"type": "json_schema", "json_schema": named}}
    system = f"{request.system}\n\nThe JSON schema of the reply:\n{json.dumps(request.schema)}"
    return system, {"response_format": {"type": "json_object"}} if form == "object" else {}


def _without_lengths(schema: Any) -> Any:
    if isinstance(schema, Mapping):
        return {name: _without_lengths(value) for name, value in schema.items() if name not in _LENGTHS}
    return [_without_lengths(item) for item in schema] if isinstance(schema, list) else schema
