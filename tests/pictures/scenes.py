"""The scenes that are kept as pictures: the article in seeds/ as it is briefed, asked about and proven on Slack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.flows.answering import answer
from bot.flows.newsroom import Newsroom
from bot.flows.subscribe import Offer, first_channel, form_of
from bot.flows.threads import Thread, thread_of
from bot.news.asking.screening import question_in
from bot.news.channels import Place, Posted
from bot.news.chat import Person
from bot.news.showing.cards import Marks, answer_card, brief_card, evidence_card
from bot.news.showing.forms import HomeCard, HomeChannel, HomeEdition, HomeFeed
from bot.platforms.slack.answers import answer_messages
from bot.platforms.slack.briefs import brief_messages
from bot.platforms.slack.home import home_view
from bot.platforms.slack.messages import messages_of
from bot.platforms.slack.pieces import Message
from bot.platforms.slack.views import modal
from tests.evals.asked import DESK, NOON, under_the_seed

Scene = dict[str, Any]

WORLD, MARKETS = Place("slack", "C0WORLD01"), Place("slack", "C0MARKETS")
NAMES = {WORLD.channel: "world-news", MARKETS.channel: "markets", "U0ADA": "Ada"}
QUESTIONS = ("Who brokered the prisoner exchange?", "How many tanks did Russia lose?")


def scene(*frames: Mapping[str, Any]) -> Scene:
    return {"app": "Factbox", "names": NAMES, "frames": list(frames)}


def frame(message: Message, time: str, **more: Any) -> Scene:
    return {"time": time, "blocks": list(message.blocks), "text": message.text, **more}


def post(messages: Sequence[Message], time: str) -> Scene:
    """The first in the channel, the others in its thread."""
    return frame(messages[0], time, thread=[frame(message, time) for message in messages[1:]])


async def kept_scenes() -> dict[str, Scene]:
    """Each picture's name and what is on it."""
    async with under_the_seed() as (room, edition):
        thread = await thread_of(Posted(edition), (), DESK.place, room)
        marks = Marks()
        brief = brief_card(edition.briefs[0], thread.sources, marks)
        number = brief.figures[1].mark
        evidence = marks.at(number)
        assert evidence is not None
        shown = messages_of(evidence_card(number, evidence, thread.sources))[0]
        return {
            "slack_brief": scene(post(brief_messages(brief), "8:00 AM")),
            "slack_answer": scene(*[f for question in QUESTIONS for f in await _answered(question, thread, room)]),
            "slack_evidence": scene(frame(shown, "8:02 AM", only_you=True)),
            "slack_subscribe": scene(_form()),
            "slack_home": scene(home_view(_home(brief.headline))),
        }


async def _answered(question: str, thread: Thread, room: Newsroom) -> list[Scene]:
    told = await answer(question_in(question), thread, room, NOON.date())
    card = answer_card(told.answer, {**thread.sources, **told.sources}, thread.marks)
    asked = {"by": "Ada", "time": "8:41 AM", "text": f"@Factbox {question}"}
    return [asked, *(frame(message, "8:41 AM") for message in answer_messages(card))]


def _form() -> Scene:
    """As it comes back to somebody who gave the address of a page."""
    person = Person("slack", "U0ADA", manages=True, zone="Europe/Berlin")
    offer = Offer(("The Alder Post", "Coast Radio", "Harbour News"), translates=True)
    card = form_of("subscribe", first_channel(WORLD, person), offer)
    typed = {"feed": ("https://harbournews.example/about",), "topics": ("world, climate, -sport",)}
    fields = tuple(replace(field, value=typed.get(field.name, field.value)) for field in card.fields)
    errors = {"feed": "There is no feed at that address: it is a page that names none."}
    return {**modal(replace(card, fields=fields)), "errors": errors}


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
