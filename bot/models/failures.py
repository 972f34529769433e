"""What went wrong between us and a model's server, in words that a person can act on and that never hold the key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from json import JSONDecodeError
from typing import TYPE_CHECKING

from aiohttp import ClientConnectorError

from bot.models.bounded import ReplyTooLong
from bot.models.streaming import FellSilent
from bot.news.prompting.replies import one_line
from bot.ports import Rejected, Unavailable

if TYPE_CHECKING:
    from openai import APIError, APIStatusError
    from openai.types.chat import ChatCompletion

_LONGEST_CAUSE = 200  # characters
_PAUSE, _LONGEST_PAUSE = 0.5, 20.0  # seconds
_NOT_IMPLEMENTED = 501
_ABOUT_CONTEXT = ("context_length", "context length", "context size", "context window", "exceed_context", "too long")
_ABOUT_FORM = ("response_format", "json_schema", "json_object", "schema", "grammar", "structured output")


class Refusal(Enum):
    """Which of our options a server refused."""

    FORM = "the form of the reply"
    LIMIT = "the name of the token limit"
    USAGE = "to count the tokens of a stream"
    STREAM = "to be streamed"


def refused_option(answer: object, streamed: bool = False) -> Refusal | None:
    """Which option a "bad request" is about; None for every other answer. `streamed`: it was asked as a stream."""
    import openai

    bad = isinstance(answer, openai.BadRequestError | openai.UnprocessableEntityError)
    # Some servers tell of a bad request in the stream, some do not know streams at all.
    told = streamed and (type(answer) is openai.APIError or getattr(answer, "status_code", 0) == _NOT_IMPLEMENTED)
    if not isinstance(answer, openai.APIError) or not (bad or told) or _names(answer, *_ABOUT_CONTEXT):
        return None
    if streamed and _names(answer, "stream_options", "include_usage"):
        return Refusal.USAGE
    if streamed and _names(answer, "stream"):  # the form asked for may do well without
        return Refusal.STREAM
    if _names(answer, "max_tokens", "max_completion_tokens"):
        return Refusal.LIMIT
    return Refusal.FORM if _names(answer, *_ABOUT_FORM) else None


def failure(error: Exception, host: str, model: str, timeout: float, key: str) -> Unavailable | Rejected:
    """The error of our own that stands for the vendor's."""
    import openai

    server = f"the language model at {host}"
    if isinstance(error, openai.APIStatusError):
        return _status(error, host, model, _cause(_said(error), key))
    chain = list(_chain(error))
    if isinstance(chain[-1], ReplyTooLong):
        return Unavailable(f"{server} sent no reply of ours: {chain[-1]}")
    if isinstance(error, FellSilent):
        return Unavailable(f"{server} {error}")
    if isinstance(error, openai.APIConnectionError):
        # The kind alone does not tell: a refused connection comes as a timeout too.
        if any(isinstance(link, TimeoutError) for link in chain):
            return Unavailable(f"{server} gave no reply within {timeout:g} seconds")
        return Unavailable(f"{server} could not be reached: {_cause(chain[-1], key)}")
    if isinstance(error, JSONDecodeError | UnicodeDecodeError | RecursionError):
        return Unavailable(f"{server} sent a reply that is not JSON")
    if type(error) is openai.APIError:
        if _names(error, *_ABOUT_CONTEXT):
            return Rejected(f'the articles are too long for the model "{model}" at {host}: {_cause(_said(error), key)}')
        return Unavailable(f"{server} broke off its reply: {_cause(_said(error), key)}")
    return Rejected(f"{server} cannot be asked: {_cause(error, key)}")


def may_be_billed(error: Exception) -> bool:
    """True where the request went out and the answer broke off: the model may have worked for us."""
    import openai

    if isinstance(error, FellSilent | ReplyTooLong | UnicodeDecodeError):
        return True
    if not isinstance(error, openai.APIConnectionError | JSONDecodeError | RecursionError):
        return False
    return not any(isinstance(link, ClientConnectorError) for link in _chain(error))


def pause_before_retry(answer: object) -> float | None:
    """Seconds after which another try may help, as the server asks; None where it will not, or not soon."""
    import openai

    if not isinstance(answer, openai.APIConnectionError | openai.APIStatusError):
        return None
    if isinstance(answer, openai.APIConnectionError):
        return None if any(isinstance(link, ReplyTooLong) for link in _chain(answer)) else _PAUSE
    if answer.status_code not in (408, 409, 429) and answer.status_code < 500:
        return None
    wait = _asked_to_wait(answer)
    return None if "insufficient_quota" in (answer.code, answer.type) or wait > _LONGEST_PAUSE else wait


def _asked_to_wait(error: APIStatusError) -> float:
    """Seconds; HTTP dates are not read: servers of models send numbers."""
    headers = error.response.headers
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", said := headers.get(name, "").strip()):
            return float(said) * unit
    return _PAUSE


def _status(error: APIStatusError, host: str, model: str, cause: str) -> Unavailable | Rejected:
    status, server = error.status_code, f"the language model at {host}"
    if status in (401, 403):
        return Rejected(f"{server} does not accept the API key ({status}): {cause}")
    if status == 404:
        return Rejected(f'{server} knows no model "{model}", or its address is wrong (404): {cause}')
    if status == 429 and "insufficient_quota" in (error.code, error.type):
        return Rejected(f"{server} says that the account's quota is spent (429): {cause}")
    if status == 429:
        return Unavailable(f"{server} is asked too often (429): {cause}", int(_asked_to_wait(error)) or None)
    if status >= 500 or status in (408, 409):
        return Unavailable(f"{server} failed ({status}): {cause}")
    if _names(error, *_ABOUT_CONTEXT):
        return Rejected(f'the articles are too long for the model "{model}" at {host} ({status}): {cause}')
    return Rejected(f"{server} refused the request ({status}): {cause}")


def unusable(reply: ChatCompletion, host: str, model: str, most: int, key: str) -> str | Unavailable | Rejected:
    """The text of a reply, or the error that stands for a reply without one."""
    server = f"the language model at {host}"
    choices = getattr(reply, "choices", None)
    if not isinstance(choices, list) or not choices:
        if isinstance(reply, str):
            return Rejected(
                f"{server} answered with a page, not with a completion: is base_url right? It often ends in /v1"
            )
        return Unavailable(f"{server} answered without a reply: {_cause(getattr(reply, 'error', None), key)}")
    # The SDK does not look at what it was sent: any part may be missing or another thing.
    message = getattr(choices[0], "message", None)
    content, refusal = getattr(message, "content", None), getattr(message, "refusal", None)
    if isinstance(content, str) and content.strip():
        return content
    if refusal:
        return Rejected(f'the model "{model}" at {host} declined: {_cause(refusal, key)}')
    if getattr(choices[0], "finish_reason", None) == "length":
        return Rejected(f'the model "{model}" at {host} used all its {most} tokens before it began to reply')
    return Unavailable(f'the model "{model}" at {host} sent an empty reply')


def _said(error: APIError) -> str:
    """What the server wrote about its refusal."""
    body = error.body
    message = body.get("message") if isinstance(body, dict) else body if isinstance(body, str) else None
    return str(message or error.message)


def _names(error: APIError, *words: str) -> bool:
    """The refusal speaks of one of these, in words or in its code."""
    said = " ".join(str(part) for part in (_said(error), error.code, error.type, error.param)).casefold()
    return any(word in said for word in words)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _cause(said: object, key: str) -> str:
    """One short line of it, without the key and without what a terminal would obey."""
    line = one_line(str(said or "no reason given")) or type(said).__name__
    if key:
        line = line.replace(key, "[key]")
    return line if len(line) <= _LONGEST_CAUSE else line[:_LONGEST_CAUSE] + "…"
