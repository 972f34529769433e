"""The commands of a thread: its evidence, its sources, more or less of what was said, and why it was said at all."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.flows.answering import answer
from bot.flows.inquiries import Told
from bot.flows.newsroom import Newsroom
from bot.flows.threads import Thread
from bot.flows.translate import translate_answer
from bot.news.asking.commands import Command
from bot.news.asking.conversation import in_thread
from bot.news.asking.further import draft_again, draft_more, draft_shorter
from bot.news.channels import Turn
from bot.news.coming import slot_words
from bot.news.grounding import check_answer
from bot.news.prompting.translations import to_translate
from bot.news.showing.backing import backing
from bot.news.showing.cards import answer_card, evidence_card, safe, sources_card
from bot.news.showing.days import day_words
from bot.news.showing.shown import AnswerCard, Card, NoticeCard
from bot.news.types import Answer, Article, Brief
from bot.ports import Spending

HELP = (
    "Ask me about the articles, such as who said what, how many, when or where. "
    "“evidence 3” shows the sentence behind [3], “sources” the articles, “timeline” what happened when, “more” and "
    "“shorter” the last answer at another length, “translate to German”, “why this story”; “help” this."
)


@dataclass(frozen=True, slots=True)
class Obeyed:
    """What is shown, what the thread remembers of it, and what it cost."""

    card: Card
    turn: Turn | None = None
    spent: tuple[Spending, ...] = ()


async def obeyed(command: Command, text: str, thread: Thread, room: Newsroom, today: date) -> Obeyed:
    """Do what a command of the thread asks for; what it cannot do it says in a word."""
    match command.kind:
        case "evidence":
            return Obeyed(await _evidence(command.number, thread, room))
        case "sources":
            return Obeyed(_sources(thread))
        case "why":
            return Obeyed(await _why(thread, room))
        case "timeline":
            return await _timeline(text, command.topic, thread, room, today)
        case "more" if command.topic:
            return _shown(text, await answer(f"What is new about {command.topic}?", thread, room, today), thread)
        case "more" | "shorter":
            further = draft_more if command.kind == "more" else draft_shorter
            draft = await asyncio.to_thread(further, thread.turns, thread.briefs, thread.sources)
            return _shown(text, _again(check_answer(draft, thread.sources), thread), thread)
        case "translate":
            return await _translated(command, text, thread, room)
        case _:
            return Obeyed(NoticeCard(HELP))


def _shown(text: str, told: Told, thread: Thread) -> Obeyed:
    """An answer as its card, and as the turn that the thread remembers."""
    card = answer_card(told.answer, {**thread.sources, **told.sources}, thread.marks)
    return Obeyed(card, turn_of(text, told.asked.meant, told.answer, card, thread), told.spent)


def _again(answer: Answer, thread: Thread, spent: tuple[Spending, ...] = ()) -> Told:
    """What was told before, told otherwise: what is asked next leans on the same question."""
    last = thread.turns[-1] if thread.turns else None
    return Told(in_thread((last.meant or last.question) if last else ""), answer, thread.sources, spent)


def turn_of(question: str, meant: str, answer: Answer, card: AnswerCard, thread: Thread) -> Turn:
    """What the thread remembers. All that was shown, in its order: read back, each gets its number again."""
    numbers = [n for line in (*card.lines, *card.nearest) for n in (*line.marks, *line.also.marks)]
    numbers += [n for c in card.conflicts for side in c.sides for n in (side.mark, *side.also.marks)]
    shown = (thread.marks.at(number) for number in sorted(numbers))
    words = " ".join(line.text for line in answer.lines) or answer.words
    evidence = tuple(dict.fromkeys(e for e in shown if e is not None))
    return Turn(question, words, evidence, meant, refused=not answer.lines)


async def _evidence(number: int, thread: Thread, room: Newsroom) -> Card:
    evidence = thread.marks.at(number)
    if evidence is not None:
        # That of an earlier answer may be of an article that the last ones do not rest on.
        found = await room.reading.sources(await room.store.articles([evidence.revision]))
        return evidence_card(number, evidence, found)
    count = len(thread.marks)
    return NoticeCard(f"There is no evidence {number} here; the numbers run from 1 to {count}." if count else HELP)


def _sources(thread: Thread) -> Card:
    # An edition may tell of other stories too: those of this thread are meant.
    cited = {e.revision for turn in thread.turns for e in turn.evidence}
    mine = [s for r, s in thread.sources.items() if r in thread.own or r in cited]
    shown = sources_card(mine or list(thread.sources.values()))
    return shown if shown.sources else NoticeCard("There are no sources in this thread yet.")


async def _why(thread: Thread, room: Newsroom) -> Card:
    """Which articles made the story, who tells it, what its feeds call it, and what was left out of it."""
    if thread.posted is None or not thread.briefs:
        return NoticeCard("This thread hangs under no brief of mine; “sources” lists what its answers rest on.")
    parts = [f"From the edition of {slot_words(thread.posted.edition.slot)}."]
    for brief in thread.briefs:
        articles = [thread.sources[r].article for r in brief.revisions if r in thread.sources]
        known = await room.stories.topics_of([a.id for a in articles])
        parts.append(f"“{brief.headline}”" if len(thread.briefs) > 1 else "")
        parts.append("\n".join(_reasons(brief, articles, {topic for topics in known.values() for topic in topics})))
    return NoticeCard("\n".join(part for part in parts if part))


def _reasons(brief: Brief, articles: Sequence[Article], topics: Collection[str]) -> list[str]:
    days = [day_words(day) for day in sorted({a.published.date().isoformat() for a in articles if a.published})]
    outlets = dict.fromkeys(a.outlet for a in articles if a.outlet)
    told = f"{len(brief.revisions)} article{'s' if len(brief.revisions) > 1 else ''}"
    if days:
        told += f", published {days[0]}" + (f" to {days[-1]}" if days[-1] != days[0] else "")
    why = Counter(refused.reason for refused in brief.refused)
    withheld = "; ".join(f"{reason} ({count})" if count > 1 else reason for reason, count in why.most_common(4))
    lines = [
        f"Told by {backing(brief.voices) or ', '.join(outlets) or 'a single source'}",
        f"Made from {told}",
        f"Topics of its feeds: {', '.join(sorted(topics))}" if topics else "",
        "An update: something new was proven since the last brief of this story" if brief.update else "",
        f"{len(brief.refused)} drafted lines were withheld: {withheld}" if withheld else "",
    ]
    return [f"- {line}" for line in lines if line]


async def _timeline(text: str, topic: str, thread: Thread, room: Newsroom, today: date) -> Obeyed:
    """What happened when: of a topic where one is named, else of the thread's own story."""
    about = topic or (thread.turns[-1].meant or thread.turns[-1].question if thread.turns else "")
    about = about or (thread.briefs[0].headline if thread.briefs else "")
    if not about:
        return Obeyed(NoticeCard("A timeline of what? Try “timeline of the talks”."))
    told = await answer(f"Timeline of {about}", replace(thread, turns=()), room, today)
    return _shown(text, told, thread)


async def _translated(command: Command, text: str, thread: Thread, room: Newsroom) -> Obeyed:
    """The last answer, or the brief, with translations beside its lines."""
    if room.model is None:
        return Obeyed(NoticeCard("Translating needs a language model, and none is set up here."))
    language = command.language
    if language is None:
        unknown = (
            f"I do not know the language “{safe(command.topic, 40)}”. " if command.topic else "Into which language? "
        )
        return Obeyed(NoticeCard(f"{unknown}Try “translate to German”."))
    draft = draft_again(thread.turns, thread.briefs, thread.sources)
    answer = check_answer(draft, thread.sources)
    if not answer.lines:
        return Obeyed(NoticeCard("There is nothing in this thread to translate yet."))
    if not to_translate(answer, thread.sources, language):
        return Obeyed(NoticeCard("It is in that language already."))
    found, spent = await translate_answer(answer, thread.sources, language, room.model)
    if not any(line.translation for line in found.lines):
        return Obeyed(NoticeCard("I could not get a translation that holds its figures and names."), None, spent)
    return _shown(text, _again(found, thread, spent), thread)
