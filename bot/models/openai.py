"""A model behind the OpenAI chat completions protocol: api.openai.com, Ollama, vLLM, llama.cpp and their like."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.models.bounded import is_stream, read_bounded
from bot.models.failures import Refusal, failure, may_be_billed, pause_before_retry, refused_option, unusable
from bot.models.streaming import PATIENCE, SILENCE, Hearing
from bot.news.prompting.requests import estimate
from bot.ports import Heard, Rejected, Reply, Request, Spending, Unavailable

if TYPE_CHECKING:
    from openai import AsyncStream
    from openai.types.chat import ChatCompletion, ChatCompletionChunk

_OPENAI = "https://api.openai.com/v1"
# How the reply's form is asked for, best first. Some servers refuse the lengths in a schema, some every schema.
_FORMS = ("schema", "schema without lengths", "object", "text")
_LIMITS = ("max_tokens", "max_completion_tokens")
# How a stream is asked for, best first; the last is none.
_STREAMS: tuple[dict[str, Any], ...] = (
    {"stream": True, "stream_options": {"include_usage": True}},
    {"stream": True},
    {},
)
_LENGTHS = frozenset(("maxLength", "maxItems", "minLength", "minItems"))
_MOST_TOKENS = 10_000_000
_MOST_TRIES = len(_FORMS) + len(_LIMITS) + len(_STREAMS) + 1


class OpenAIModel:
    """Fits the `Model` socket. What a server has refused once (a schema, an option) is not asked of it again."""

    def __init__(
        self,
        *,
        name: str,
        base_url: str | None = None,
        api_key: SecretStr | None = None,
        timeout: float = 120.0,
        silence: float = SILENCE,
        price_in: float | None = None,
        price_out: float | None = None,
    ) -> None:
        """`timeout` is in seconds, for one reply with all its tries, `silence` for the next word of one that streams.

        The prices are of a million tokens.
        Without a `base_url` it is api.openai.com; a server of one's own often needs no key.
        """
        import openai  # takes a second: only a bot that uses a model pays for it

        self._base_url = base_url or _OPENAI
        self._host = urlsplit(self._base_url).netloc.rpartition("@")[2] or self._base_url
        self._name = name
        self._key = api_key
        self._timeout = timeout
        self._silence = silence
        self._prices = (price_in, price_out)
        self._form = self._stream = 0
        self._limit = 1 if self._base_url == _OPENAI else 0
        self._client = openai.AsyncOpenAI(
            api_key=(api_key.get_secret_value() if api_key else "") or "none",
            base_url=self._base_url,
            timeout=timeout,
            max_retries=0,  # we try again ourselves: what failed may be billed too
            default_headers={"Accept-Encoding": "identity"},
            http_client=openai.DefaultAioHttpClient(
                timeout=timeout,
                follow_redirects=False,  # the operator named this server, and nobody another
                event_hooks={"response": [read_bounded]},
            ),
        )

    async def complete(self, request: Request, heard: Heard | None = None) -> Reply:
        """The reply, cut off where it was longer than `max_tokens`. Raises `Unavailable` or `Rejected`.

        What `heard` raises comes out as it is.
        """
        spent: list[Spending] = []
        hearing = Hearing(heard, self._silence) if heard else None
        try:
            async with asyncio.timeout(self._timeout) as limit:
                reply = await self._asked(request, spent, hearing)
        except TimeoutError:
            if not limit.expired():
                raise
            spent.append(self._broken_off(request, hearing))
            reply = Unavailable(f"the language model at {self._host} gave no reply within {self._timeout:g} seconds")
        text: str | Unavailable | Rejected = ""
        if not isinstance(reply, Exception):
            text = unusable(reply, self._host, self._name, request.max_tokens, self._secret())
            usage = getattr(reply, "usage", None)
            if usage is not None or getattr(reply, "choices", None):
                said = hearing.tokens if hearing and hearing.tokens else estimate(text) if isinstance(text, str) else 0
                spent.append(self._spending(usage, request, said))
        failed = next((found for found in (reply, text) if isinstance(found, Unavailable | Rejected)), None)
        if failed is not None:
            failed.spent = tuple(spent)
            raise failed
        if heard and hearing and hearing.text != text:  # it came in one piece
            await heard(str(text))
        return Reply(str(text), tuple(spent))

    async def close(self) -> None:
        await self._client.close()

    async def _asked(
        self, request: Request, spent: list[Spending], hearing: Hearing | None
    ) -> ChatCompletion | Unavailable | Rejected:
        """The answer, or what to tell. Returned, not raised: a vendor's error in the chain may hold the key."""
        form, limit, again = self._form, self._limit, True
        stream = self._stream if hearing else len(_STREAMS) - 1
        for _ in range(_MOST_TRIES):
            answer = await self._sent(request, form, limit, stream, hearing)
            begun = hearing is not None and hearing.tokens > 0
            if isinstance(answer, Exception) and (begun or may_be_billed(answer)):
                spent.append(self._broken_off(request, hearing))
            if begun:  # what is heard already is not said anew
                break
            match refused_option(answer, bool(_STREAMS[stream])):
                case Refusal.USAGE if stream == 0:
                    stream = 1
                case Refusal.USAGE | Refusal.STREAM:
                    stream = len(_STREAMS) - 1
                case Refusal.FORM if form < len(_FORMS) - 1:
                    form += 1
                case Refusal.LIMIT if limit == self._limit:
                    limit = 1 - limit
                case None if again and (pause := pause_before_retry(answer)) is not None:
                    again = False
                    await asyncio.sleep(pause)
                case _:
                    break
        if isinstance(answer, Exception):
            return failure(answer, self._host, self._name, self._timeout, self._secret())
        self._form, self._limit = form, limit
        if hearing:
            self._stream = stream
        return answer

    async def _sent(
        self, request: Request, form: int, limit: int, stream: int, hearing: Hearing | None
    ) -> ChatCompletion | Exception:
        import openai

        system, options = _formed(request, _FORMS[form])
        options |= {_LIMITS[limit]: request.max_tokens, **_STREAMS[stream]}
        until = hearing.wait_for(PATIENCE) if hearing and _STREAMS[stream] else None
        try:
            async with asyncio.timeout_at(until) as silence:
                answer: Any = await self._client.chat.completions.create(
                    model=self._name,
                    messages=[{"role": "system", "content": system}, {"role": "user", "content": request.user}],
                    **options,
                )
                if until is not None and not is_stream(answer.response):
                    return await _in_one_piece(answer)
        # ValueError: a reply that is not JSON, an odd address; RecursionError: JSON of brackets alone.
        except (openai.OpenAIError, ValueError, RecursionError) as error:
            return error
        except TimeoutError:
            if hearing is None or not silence.expired():
                raise
            return hearing.silent()
        found: ChatCompletion | Exception = answer
        return await hearing.whole(answer) if hearing and until is not None else found

    def _secret(self) -> str:
        return self._key.get_secret_value() if self._key else ""

    def _broken_off(self, request: Request, hearing: Hearing | None) -> Spending:
        return self._spending(None, request, hearing.tokens if hearing else 0)

    def _spending(self, usage: Any, request: Request, tokens: int) -> Spending:
        """What the server counted, or an estimate of what was sent and the `tokens` said."""
        sent = _count(getattr(usage, "prompt_tokens", None)) or request.tokens
        said = _count(getattr(usage, "completion_tokens", None)) or tokens
        price_in, price_out = self._prices
        known = price_in is not None and price_out is not None
        cost = (sent * (price_in or 0) + said * (price_out or 0)) / 1_000_000 if known else None
        details = getattr(usage, "prompt_tokens_details", None)
        return Spending(self._name, sent, said, cost, _count(getattr(details, "cached_tokens", None)))


async def _in_one_piece(answer: AsyncStream[ChatCompletionChunk]) -> ChatCompletion:
    """The reply of a server that was asked for a stream and does not know them. Raises `ValueError`."""
    from openai.types.chat import ChatCompletion

    await answer.response.aread()
    json_sent = "json" in answer.response.headers.get("content-type", "")
    body: Any = answer.response.json() if json_sent else answer.response.text
    # Not validated, as the SDK does it too.
    found: ChatCompletion = ChatCompletion.construct(**body) if isinstance(body, dict) else body
    return found


def _count(said: object) -> int | None:
    """What a server counted, where it is a number of tokens that one request can come to."""
    return said if isinstance(said, int) and not isinstance(said, bool) and 0 <= said <= _MOST_TOKENS else None


def _formed(request: Request, form: str) -> tuple[str, dict[str, Any]]:
    """The system prompt and the options that ask for this form of reply."""
    if form.startswith("schema"):
        shape = request.schema if form == "schema" else _without_lengths(request.schema)
        named = {"name": "reply", "strict": True, "schema": shape}
        return request.system, {"response_format": {"type": "json_schema", "json_schema": named}}
    system = f"{request.system}\n\nThe JSON schema of the reply:\n{json.dumps(request.schema, separators=(',', ':'))}"
    return system, {"response_format": {"type": "json_object"}} if form == "object" else {}


def _without_lengths(schema: Any) -> Any:
    if isinstance(schema, Mapping):
        return {name: _without_lengths(value) for name, value in schema.items() if name not in _LENGTHS}
    return [_without_lengths(item) for item in schema] if isinstance(schema, list) else schema
