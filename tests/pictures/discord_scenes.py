"""The scenes that are kept as pictures of Discord: a brief, answers in its thread, evidence and a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.news.channels import Dress, Place
from bot.news.showing.shown import Card
from bot.platforms.discord.messages import Message, messages_of
from bot.platforms.discord.modals import modal
from tests.pictures.browser import Scene
from tests.pictures.seed import Told, form_with_a_mistake

NAMES = {"100000000000000001": "Factbox", "300000000000000001": "world-news", "400000000000000001": "News"}
KEY = "key"
CHANNEL = Place("discord", "300000000000000001")
WORLD = Dress(accent="#e0a32e")


def scene(*frames: Mapping[str, Any], theme: str = "dark", width: int = 700) -> Scene:
    return {"page": "discord", "names": NAMES, "theme": theme, "width": width, "frames": list(frames)}


def frame(message: Message, time: str, **more: Any) -> Scene:
    return {"time": time, **message.payload(), **more}


def post(messages: Sequence[Message], time: str, opened: bool = True) -> Scene:
    """The first in the channel, the others in its thread."""
    further = [frame(message, time) for message in messages[1:]]
    thread = {"name": messages[0].title, "messages": further, "open": opened}
    return frame(messages[0], time, **({"thread": thread} if further else {}))


def shown(card: Card, dress: Dress = WORLD) -> list[Message]:
    return messages_of(card, KEY, dress)


def discord_scenes(told: Told) -> dict[str, Scene]:
    """Each picture's name and what is on it."""
    answers = [frame for question, card in told.asked for frame in _answered(question, card)]
    brief = shown(told.brief)
    evidence = frame(shown(told.evidence)[0], "8:02 AM", only_you=True)
    return {
        "discord_brief": scene(post(brief, "8:00 AM")),
        "discord_answer": scene({"type": "thread", "name": brief[0].title, "messages": answers}),
        "discord_evidence": scene(evidence, theme="light"),
        "discord_subscribe": scene(modal(form_with_a_mistake(CHANNEL), "0" * 16), theme="light", width=360),
        "discord_phone": scene(post(brief, "8:00 AM", opened=False), theme="light", width=360),
    }


def _answered(question: str, card: Card) -> list[Scene]:
    asked = {"by": "Ada", "time": "8:41 AM", "content": f"<@100000000000000001> {question}"}
    return [asked, *(frame(message, "8:41 AM") for message in shown(card))]
