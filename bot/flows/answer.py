"""From mention to answer.

mention
| store.first_time          platforms redeliver events                          I/O
| store.edition_at          what is this thread about                           I/O
| passages.best             the brief's articles first, then the archive        rule
| model.complete            or answers.draft_answer when there is no model      I/O or rule
| grounding.check_answer    the same gate                                       rule
| platform.send             in the thread                                       I/O
| store.add_turn            the thread remembers                                I/O
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.flows.deliver import cards_of, sources_of
from bot.flows.drafting import asked_twice
from bot.flows.publish import Newsroom
from bot.news.asking.answers import draft_answer
from bot.news.asking.commands import command_of
from bot.news.asking.nearest import nearest
from bot.news.asking.passages import PassageIndex
from bot.news.channels import Mention, Place, Turn
from bot.news.grounding import check_answer
from bot.news.prompting.prompts import answer_of, answer_request
from bot.news.reading import source_of
from bot.news.showing.cards import Marks, address_of, answer_card, evidence_card, title_of
from bot.news.showing.shown import Card, NoticeCard
from bot.news.types import Answer, Article, Passage, Sources
from bot.ports import Model, Platform, Spending, Store

HELP = (
    "Ask me about the articles, such as who said what, how many, when or where. "
    "“evidence 3” shows the sentence behind [3], “sources” the articles, “help” this."
)
_ARCHIVE = 300
_QUESTION_CHARS = 2000


async def reply(mention: Mention, room: Newsroom, platform: Platform, now: datetime) -> None:
    """Answer one mention in its thread; once, however often the platform delivers it."""
    if not await room.store.first_time(f"{mention.place.platform}:{mention.event}", now):
        return
    card, turn, spent = await _card(mention, room.store, room.model)
    for spending in spent:
        await room.stories.spend(now.date(), f"answer {mention.event}", mention.place.channel, spending)
    await platform.send(card, mention.place, key=f"reply {mention.event}")
    if turn is not None:
        await room.store.add_turn(mention.place, mention.author, turn, now)


async def _card(mention: Mention, store: Store, model: Model | None) -> tuple[Card, Turn | None, tuple[Spending, ...]]:
    command = command_of(mention.text)
    if command.kind == "help" or not any(c.isalnum() for c in mention.text):
        return NoticeCard(HELP), None, ()
    sources, marks, turns = await _thread(mention.place, store)
    if command.kind == "evidence":
        return _evidence(command.number, marks, sources), None, ()
    if command.kind == "sources":
        return _sources(sources), None, ()
    question = mention.text.strip()[:_QUESTION_CHARS]
    found, used, spent = await answer(question, sources, turns, store, model)
    card = answer_card(found, {**sources, **used}, marks)
    said = " ".join(line.text for line in found.lines) or found.words
    # All that was shown, in its order: read back, each gets its number again.
    shown = (marks.at(number) for line in (*card.lines, *card.nearest) for number in line.marks)
    return card, Turn(question, said, tuple(dict.fromkeys(e for e in shown if e is not None))), spent


async def _thread(place: Place, store: Store) -> tuple[Sources, Marks, list[Turn]]:
    """What the thread rests on so far: its edition's articles and those of its answers, with their numbers."""
    edition = await store.edition_at(place)
    turns = await store.turns(place)
    sources = dict(await sources_of(edition, store)) if edition else {}
    marks = cards_of(edition, sources)[1] if edition else Marks()
    others = {e.revision for t in turns for e in t.evidence} - set(sources)
    sources.update({a.revision.id: source_of(a) for a in await store.articles(others)})
    for evidence in (e for t in turns for e in t.evidence if e.revision in sources):
        marks.number(evidence)
    return sources, marks, turns


async def answer(
    question: str, sources: Sources, turns: Sequence[Turn], store: Store, model: Model | None
) -> tuple[Answer, Sources, tuple[Spending, ...]]:
    """The answer from the thread's own articles, else from the archive, the sources it rests on, and what it cost."""
    # A question that leans on the one before it ("and why?") has no words of its own to look for.
    wanted = f"{turns[-1].question} {question}" if turns else question
    passages = PassageIndex(s.article for s in sources.values()).best(wanted)
    first, spent = await _proven(question, passages, sources, turns, model)
    if first.lines or first.reason in ("not-a-question", "opinion", "forecast"):
        return first, sources, spent
    others = [a for a in await store.archive(_ARCHIVE) if a.revision.id not in sources]
    if not others:
        return first, sources, spent
    passages = PassageIndex(others).best(wanted)
    wider = _read(others, passages)
    second, more = await _proven(question, passages, wider, turns, model)
    spent += more
    return (second, wider, spent) if second.lines else (first, sources, spent)


def _read(articles: Sequence[Article], passages: Sequence[Passage]) -> Sources:
    wanted = {p.evidence.revision for p in passages}
    return {a.revision.id: source_of(a) for a in articles if a.revision.id in wanted}


async def _proven(
    question: str, passages: Sequence[Passage], sources: Sources, turns: Sequence[Turn], model: Model | None
) -> tuple[Answer, tuple[Spending, ...]]:
    near = nearest(question, passages, sources)
    spent: tuple[Spending, ...] = ()
    if model is not None and passages:
        request = answer_request(question, passages, sources, turns)
        draft, spent = await asked_twice(model, request, lambda said: answer_of(said, sources))
        if draft is not None:
            proven = check_answer(draft, sources, near)
            # A draft that is refused whole is no refusal of the sources: their own sentences may still answer.
            if proven.lines or not draft.lines:
                return proven, spent
    return check_answer(draft_answer(question, passages, sources, turns), sources, near), spent


def _evidence(number: int, marks: Marks, sources: Sources) -> Card:
    evidence = marks.at(number)
    if evidence is None:
        return NoticeCard(
            f"There is no evidence {number} here; the numbers run from 1 to {len(marks)}." if len(marks) else HELP
        )
    return evidence_card(number, evidence, sources)


def _sources(sources: Sources) -> Card:
    lines = []
    for number, source in enumerate(sources.values(), 1):
        article = source.article
        parts = [title_of(article), article.outlet, address_of(article)]
        lines.append(f"{number}. " + " · ".join(p for p in parts if p))
    return NoticeCard("\n".join(lines) if lines else "There are no sources in this thread yet.")
