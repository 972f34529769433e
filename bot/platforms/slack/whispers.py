"""Cards that one person alone sees: an ephemeral message where they are, else whatever way Slack leaves us to them."""

from __future__ import annotations

import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.news.channels import Place
from bot.news.showing.shown import Card
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.failures import FAILURES
from bot.platforms.slack.messages import messages_of
from bot.platforms.slack.pieces import Message
from bot.platforms.slack.posting import Posting
from bot.platforms.slack.writing import write
from bot.ports import Rejected, Unavailable, Unclear

_SECONDS = 10
# Slack takes this many answers to one response_url, within half an hour.
_ANSWERS = 5

log = structlog.get_logger()


class Whispers:
    """Shows cards. Nothing here raises: who cannot be told leaves a line in the log."""

    def __init__(self, calls: Calls, posting: Posting) -> None:
        self._calls, self._posting = calls, posting

    async def show(self, card: Card, place: Place, user: str, url: str = "") -> None:
        """Show it to that person at that place; `url` is the response_url of what they did, if any.

        A channel that we are not in takes no message of ours: there the `url` helps, or a direct message.
        """
        try:
            for number, message in enumerate(messages_of(card)):
                await self._one(message, place, user, url if number < _ANSWERS else "")
        except (Unavailable, Rejected, Unclear) as error:
            log.warning("slack_not_told", channel=place.channel, why=str(error))
        except Exception:
            log.exception("slack_not_told", channel=place.channel)

    async def _one(self, message: Message, place: Place, user: str, url: str) -> None:
        try:
            known = await self._posting.at(place)
            where = {"channel": known.channel, "user": user} | ({"thread_ts": known.thread} if known.thread else {})
            await write(self._calls, "chat.postEphemeral", message, **where)
            return
        except Rejected as error:
            log.info("slack_not_ephemeral", channel=place.channel, why=str(error))
        if url and await _answered(url, message):
            return
        direct = await self._posting.at(Place(place.platform, user))
        literal = {"unfurl_links": False, "unfurl_media": False}
        await write(self._calls, "chat.postMessage", message, channel=direct.channel, **literal)


async def _answered(url: str, message: Message) -> bool:
    hook = AsyncWebhookClient(url, timeout=_SECONDS, retry_handlers=[])
    hook.proxy = None  # as with all calls: where Slack is, the settings say alone
    said = {"text": message.text, "blocks": list(message.blocks)}
    try:
        answer = await hook.send_dict({**said, "response_type": "ephemeral", "replace_original": False})
    except FAILURES as error:
        log.warning("slack_response_url_failed", why=type(error).__name__)
        return False
    return answer.status_code == 200
