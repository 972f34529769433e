"""HTTP mode: what Slack posts to our address, believed only where it is signed with the app's secret and new.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import parse_qs

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock, SignatureVerifier

from bot.platforms.newest import Newest
from bot.platforms.slack.listeners import UNTAKEN, dispatched
from bot.ports import Rejected

Answer = tuple[int, Mapping[str, str], bytes]

_LONGEST_STAMP = 12  # digits
_REMEMBERED = 5000  # requests: more than Slack sends in the five minutes for which one is believed

log = structlog.get_logger()


class _Watch(Clock):
    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock()


class WebHook:
    """Answers what is posted. Raises `Rejected` for an app without a signing secret. `clock` gives Unix seconds."""

    def __init__(self, app: AsyncApp, secret: str | None, clock: Callable[[], float]) -> None:
        if not secret or not secret.strip():
            raise Rejected(
                "Slack by HTTP needs the app's signing secret. Copy it from “Basic Information” at api.slack.com/apps "
                "into slack.signing_secret, or give an app token (xapp-…) to use Socket Mode."
            )
        self._app = app
        self._verifier = SignatureVerifier(secret, _Watch(clock))
        self._answered: Newest[str, None] = Newest(_REMEMBERED)

    async def answer(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Status, headers and body for a request, whose header names may be in any case.

        What is not signed by Slack, or more than five minutes old, gets 401 and runs nothing. The very
        request that was answered before runs nothing either: Slack signs each try anew, which nobody else can. What
        must come again gets 503.
        """
        named = {name.lower(): value for name, value in headers.items()}
        if _is_ssl_check(body):
            return 200, {}, b""
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return 400, {}, b""
        stamp = named.get("x-slack-request-timestamp", "")
        timely = stamp.isascii() and stamp.isdigit() and len(stamp) <= _LONGEST_STAMP
        signature = named.get("x-slack-signature", "")
        if not timely or not signature.isascii() or not self._verifier.is_valid(text, stamp, signature):
            log.warning("slack_request_refused", why="not signed by Slack with this app's secret, or old")
            return 401, {}, b""
        if signature in self._answered:
            log.warning("slack_request_replayed")
            return 200, {}, b""
        self._answered[signature] = None
        response = await dispatched(self._app, text, named, "http")
        if response.status == UNTAKEN:
            self._answered.pop(signature, None)  # another try within the second is signed alike
        return _as_answer(response)


def _is_ssl_check(body: bytes) -> bool:
    """Slack looks now and then, unsigned, whether we can be reached: "ssl_check=1" and a token, and nothing else."""
    if len(body) > 200 or b"ssl_check=1" not in body:
        return False
    return set(parse_qs(body.decode("ascii", "replace"))) <= {"ssl_check", "token"}


def _as_answer(response: BoltResponse) -> Answer:
    return response.status, response.first_headers_without_set_cookie(), response.body.encode()
