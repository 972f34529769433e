"""The scenes that are kept as pictures of Slack: a brief, answers, evidence, a form and the app's own page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.news.channels import Place
from bot.news.showing.forms import HomeCard, HomeChannel, HomeEdition, HomeFeed
from bot.news.showing.shown import AnswerCard
from bot.platforms.slack.answers import answer_messages
from bot.platforms.slack.briefs import brief_messages
from bot.platforms.slack.home import home_view
from bot.platforms.slack.messages import messages_of
from bot.platforms.slack.pieces import Message
from bot.platforms.slack.views import modal
from tests.pictures.browser import Scene
from tests.pictures.seed import WRONG_FEED, Told, form_with_a_mistake

WORLD, MARKETS = Place("slack", "C0WORLD01"), Place("slack", "C0MARKETS")
NAMES = {WORLD.channel: "world-news", MARKETS.channel: "markets", "U0ADA": "Ada"}


def scene(*frames: Mapping[str, Any]) -> Scene:
    return {"app": "Factbox", "names": NAMES, "frames": list(frames)}


def frame(message: Message, time: str, **more: Any) -> Scene:
    return {"time": time, "blocks": list(message.blocks), "text": message.text, **more}


def post(messages: Sequence[Message], time: str) -> Scene:
    """The first in the channel, the others in its thread."""
    return frame(messages[0], time, thread=[frame(message, time) for message in messages[1:]])


def slack_scenes(told: Told) -> dict[str, Scene]:
    """Each picture's name and what is on it."""
    shown = messages_of(told.evidence)[0]
    return {
        "slack_brief": scene(post(brief_messages(told.brief), "8:00 AM")),
        "slack_answer": scene(*[f for question, card in told.asked for f in _answered(question, card)]),
        "slack_evidence": scene(frame(shown, "8:02 AM", only_you=True)),
        "slack_subscribe": scene({**modal(form_with_a_mistake(WORLD)), "errors": {"feed": WRONG_FEED}}),
        "slack_home": scene(home_view(_home(told.brief.headline))),
    }


def _answered(question: str, card: AnswerCard) -> list[Scene]:
    asked = {"by": "Ada", "time": "8:41 AM", "text": f"@Factbox {question}"}
    return [asked, *(frame(message, "8:41 AM") for message in answer_messages(card))]


def _home(headline: str) -> HomeCard:
    return HomeCard(
        (
            HomeChannel(
                WORLD,
                "08:00 and 17:30, Monday to Friday, Europe/Berlin",
                "today at 17:30",
                "all sources; world and climate first, no sport; up to 6 stories",
            ),
            HomeChannel(
                MARKETS,
                "07:00, every day, Europe/London",
                "",
                "all sources; all topics; up to 3 short stories",
                paused=True,
            ),
        ),
        (
            HomeFeed("Coast Radio", False, "failing for 2 days: the server answers 403 Forbidden"),
            *(HomeFeed(f"Feed {n}", True, "read 5 minutes ago") for n in range(12)),
        ),
        (
            HomeEdition(WORLD, "08:00", (headline,), 1, 1, good=3, bad=1),
            HomeEdition(
                MARKETS,
                "22 November, 07:00",
                ("Ferry operator doubles its fares before the council votes", "Harbour dues fall for the third year"),
                1,
                2,
                trouble="The channel was archived before the second brief was posted.",
            ),
        ),
        "You follow “Port Alder brings back the night ferry”.",
    )
