"""What went wrong between us and Discord, in words that a person can act on and that never hold the token."""

from __future__ import annotations

import asyncio
import traceback
from dataclasses import dataclass
from math import ceil, isfinite
from pathlib import PurePath

import aiohttp
import discord

from bot.outcomes import Gone, Rejected, Unavailable, Unclear
from bot.platforms.causes import NO_CONNECTION, causes, quoted_words, root_of
from bot.platforms.discord.permissions import quoted
from bot.platforms.discord.refusals import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    NOBODY,
    REPLACE_IT,
    TOO_OFTEN,
    WHAT_TO_DO,
)

FAILURES: tuple[type[Exception], ...] = (
    discord.DiscordException,
    aiohttp.ClientError,
    asyncio.TimeoutError,
    OSError,
    # An answer of another shape makes discord.py stumble so.
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    # "Session is closed"
    RuntimeError,
)
"""All that discord.py lets through when a call fails: what `failure` reads."""

_GIVE_IT = "Give it to the bot's role in the channel's settings, under “Permissions”."
_REST = 60  # seconds, where Discord says that it is too often and not for how long
_LONGEST_WAIT = 3600  # seconds: more is somebody's mistake, and would silence a channel


class Refused(Rejected):
    """Discord said no; `code` is its own word for why, or the HTTP status where it has none."""

    def __init__(self, words: str, code: int) -> None:
        super().__init__(words)
        self.code = code


class Vanished(Refused, Gone):
    """Discord said that a person is not there, or takes nothing from us."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that failed. `words` say what it was to do and where ("post in channel 12").

    `needs` are the permissions that it takes, `lacks` those of them that the bot is known not to have. `posts`: it must
    not be done twice.
    """

    words: str
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    posts: bool = False


def failure(error: Exception, asked: Asked) -> Unavailable | Rejected | Unclear:
    """What it means for whoever asked. `Unclear` only where it may have been done and must not be done twice."""
    if isinstance(error, discord.LoginFailure):
        return Refused(f"Discord does not let the bot {asked.words}: its token is not valid. {REPLACE_IT}", 401)
    if isinstance(error, discord.RateLimited):
        return _too_often(asked, error.retry_after)
    if isinstance(error, discord.HTTPException):
        return _answered(error, asked)
    if any(isinstance(link, NO_CONNECTION) for link in causes(error)):
        return Unavailable(
            f"Discord could not be reached to {asked.words}: {quoted_words(root_of(error))}. "
            "Look at this machine's network, and at discord.api_url where it is set."
        )
    if isinstance(error, asyncio.TimeoutError):
        return _lost("Discord gave no answer in time", asked)
    if isinstance(error, aiohttp.ClientError | OSError):
        return _lost(f"the connection to Discord broke off ({quoted_words(root_of(error))})", asked)
    return not_discord(asked, _where(error))


def not_discord(asked: Asked, why: str) -> Unavailable | Unclear:
    """What came back has not the shape of Discord's answers."""
    return _lost(
        f"what came back was not Discord's ({why}): discord.api_url may be wrong, or a proxy in between", asked
    )


def _answered(error: discord.HTTPException, asked: Asked) -> Unavailable | Rejected | Unclear:
    status, code = error.status, error.code if isinstance(error.code, int) else 0
    if code in NOBODY:
        return Vanished(_words(code, asked), code)
    if code in WHAT_TO_DO or code == MISSING_PERMISSIONS:
        return Refused(_words(code, asked), code)
    if status == 401:
        return Refused(f"Discord does not let the bot {asked.words}: its token is not valid. {REPLACE_IT}", status)
    if status == 429 or code in TOO_OFTEN:
        return _too_often(asked, _seconds(error.response.headers.get("Retry-After", "")))
    if status >= 500 or status == 408:
        return _lost(f"Discord failed ({code or status})", asked)
    if not code and getattr(error.response, "content_type", "") != "application/json":
        return Unavailable(
            f"To {asked.words}: what answered ({status}) was not Discord. Look at discord.api_url, and at a proxy in "
            "between."
        )
    return Refused(
        f"Discord does not let the bot {asked.words} ({code or status}): {quoted_words(error.text)}", code or status
    )


def _words(code: int, asked: Asked) -> str:
    no = f"Discord does not let the bot {asked.words} ({code}):"
    if code in (MISSING_ACCESS, MISSING_PERMISSIONS) and asked.lacks:
        return f"{no} the bot lacks the permission {quoted(asked.lacks)} there. {_GIVE_IT}"
    if code == MISSING_PERMISSIONS:
        needs = f": it needs {quoted(asked.needs)}" if asked.needs else ""
        return f"{no} the bot lacks a permission there{needs}. {_GIVE_IT}"
    return f"{no} {WHAT_TO_DO[code]}"


def _too_often(asked: Asked, seconds: float | None) -> Unavailable:
    wait = min(max(ceil(seconds), 1), _LONGEST_WAIT) if seconds is not None and isfinite(seconds) else _REST
    return Unavailable(f"Discord is asked too often to {asked.words}. It is tried again in {wait} s.", wait)


def _lost(what: str, asked: Asked) -> Unavailable | Unclear:
    if asked.posts:
        return Unclear(f"{what}, asked to {asked.words}; it may have been done.")
    return Unavailable(f"{what}, asked to {asked.words}. It is tried again later.")


def _seconds(said: str) -> float | None:
    try:
        return float(said)
    except ValueError:
        return None


def _where(error: BaseException) -> str:
    """Which error it was, and where: without its words, which are of whatever was read."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} in {PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
