"""What the scenes of all platforms tell: the article in seeds/ as it is briefed, asked about and proven."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.flows.answering import answer
from bot.flows.newsroom import Newsroom
from bot.flows.subscribe import Offer, first_channel, form_of
from bot.flows.threads import Thread, thread_of
from bot.news.asking.screening import question_in
from bot.news.channels import Place, Posted
from bot.news.chat import Person
from bot.news.showing.cards import Marks, answer_card, brief_card, evidence_card
from bot.news.showing.forms import FormCard
from bot.news.showing.shown import AnswerCard, BriefCard, EvidenceCard
from tests.evals.asked import DESK, NOON, under_the_seed

QUESTIONS = ("Who brokered the prisoner exchange?", "How many tanks did Russia lose?")
WRONG_FEED = "There is no feed at that address: it is a page that names none."


@dataclass(frozen=True, slots=True)
class Told:
    """A brief, questions in its thread with their answers, and the evidence of one of its figures."""

    brief: BriefCard
    asked: tuple[tuple[str, AnswerCard], ...]
    evidence: EvidenceCard


async def told() -> Told:
    async with under_the_seed() as (room, edition):
        thread = await thread_of(Posted(edition), (), DESK.place, room)
        marks = Marks()
        brief = brief_card(edition.briefs[0], thread.sources, marks)
        number = brief.figures[1].mark
        evidence = marks.at(number)
        assert evidence is not None
        asked = tuple([(question, await _answered(question, thread, room)) for question in QUESTIONS])
        return Told(brief, asked, evidence_card(number, evidence, thread.sources))


async def _answered(question: str, thread: Thread, room: Newsroom) -> AnswerCard:
    found = await answer(question_in(question), thread, room, NOON.date())
    return answer_card(found.answer, {**thread.sources, **found.sources}, thread.marks)


def form_with_a_mistake(place: Place) -> FormCard:
    """How a channel is set up, as it comes back to somebody who gave the address of a page (`WRONG_FEED`)."""
    person = Person(
        place.platform, "@1" if place.platform == "discord" else "U0ADA", manages=True, zone="Europe/Berlin"
    )
    offer = Offer(("The Alder Post", "Coast Radio", "Harbour News"), translates=True)
    card = form_of("subscribe", first_channel(place, person), offer)
    typed = {"feed": ("https://harbournews.example/about",), "topics": ("world, climate, -sport",)}
    fields = tuple(replace(field, value=typed.get(field.name, field.value)) for field in card.fields)
    return replace(card, fields=fields)
