"""What it takes to speak with one Slack workspace."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.news.addressed import FollowUps as FollowUps

API_URL = "https://slack.com/api/"
MEMBER_ID = re.compile("[UW][A-Z0-9]{2,20}")
CHANNEL_ID = re.compile("[CG][A-Z0-9]{2,20}")


@dataclass(frozen=True, slots=True)
class Access:
    """Tokens, and where Slack is. With an `app_token` (xapp-…) events come by Socket Mode, else by HTTP, signed with
    the `signing_secret`. No secret is ever shown.

    `follow_ups`: "open" takes what looks like a question in a thread that we are in, also without a mention.
    """

    bot_token: str = field(repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    api_url: str = API_URL
    follow_ups: FollowUps = "mention"
