"""HTTP mode: payloads as signed POSTs to the app's own address.

"Verifying requests from Slack": v0=HMAC-SHA256(secret, "v0:timestamp:body"), five minutes of tolerance. "The Events
API": answer with 2xx within three seconds, or it comes again with X-Slack-Retry-Num and -Reason.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

ANSWER_SECONDS = 3.0
"""Of the real clock here: over HTTP the app's answer is what ends the wait."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered."""

    status: int
    body: str
    headers: dict[str, str]

    @property
    def payload(self) -> dict[str, Any] | None:
        """Its JSON, if it is some; plain text is a command's answer."""
        if not self.body:
            return None
        try:
            found = json.loads(self.body)
        except ValueError:
            return {"text": self.body}
        return found if isinstance(found, dict) else None


class Endpoint:
    """Where the app listens. Its clock is the real one, as the app's check of the timestamp is."""

    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        self.secret = secret
        self._session = aiohttp.ClientSession()

    async def post(
        self,
        body: str,
        content_type: str,
        *,
        secret: str | None = None,
        age: float = 0.0,
        headers: dict[str, str] | None = None,
        seconds: float = ANSWER_SECONDS,
    ) -> Answer:
        """One signed request. `secret` forges the signature, `age` in seconds makes it old, `headers` win over ours.

        Raises aiohttp.ClientError where the app cannot be reached and TimeoutError where it is too slow.
        """
        stamp = str(int(time.time() - age))
        sent = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(secret or self.secret, stamp, body),
        } | (headers or {})
        async with (
            asyncio.timeout(seconds),
            self._session.post(self.url, data=body.encode(), headers=sent, allow_redirects=False) as answer,
        ):
            return Answer(answer.status, await answer.text(), dict(answer.headers))

    async def close(self) -> None:
        """Let go of the connections."""
        await self._session.close()


def signature(secret: str, stamp: str, body: str) -> str:
    """X-Slack-Signature for this body."""
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return f"v0={digest}"


def encoded(kind: str, payload: dict[str, Any]) -> tuple[str, str]:
    """Body and content type, as Slack sends each kind."""
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
    return urlencode(payload), "application/x-www-form-urlencoded"
