"""What people ask of the invented archive: conversations of one mention or two, by kind."""

from __future__ import annotations

import random

from tests.bench.made_archive import MadeArchive, Story

Conversation = tuple[str, ...]
"""What is asked one after the other in one thread; the last is the one that counts."""

_OF_STORY = (
    "How many {whom} were injured in {place}?",
    "Who is {official}?",
    "What did {official} say?",
    "How many people died in the {event} in {place}?",
    "How much will the repairs in {place} cost?",
    "Why did the {event} in {place} happen?",
    "When did the {event} in {place} begin?",
    "Where were the injured of {place} taken?",
    "Was anybody killed in {place}?",
    "What did the families of the {whom} in {place} ask for?",
)
_OF_NO_STORY = (
    "Who won the chess tournament in {place}?",
    "How many ministers resigned over the {event} in {place}?",
    "What did the pope say about the {event} in {place}?",
    "When will the new airport of {place} open?",
    "How many elephants were rescued in {place}?",
    "Who is the richest person in Zzyx?",
    "Did {official} win the marathon?",
    "What is the weather on Saturn?",
)
_FOLLOWING = (
    "And how many died?",
    "Who said that?",
    "Is that confirmed by others?",
    "And how much will the repairs cost?",
    "Where were they taken?",
    "Why did it happen?",
)
_NARROWED = (
    "What does the River Bulletin say about the {event} in {place}?",
    "What did Meridian Wire report from {place} about the {whom}?",
    "How many {whom} were injured in {place} in {month}?",
    "What happened in {place} on {date}?",
)
_DIGESTS = (
    "What happened in {place}?",
    "What happened in {place} in {month}?",
    "Timeline of the {event} in {place}",
    "What happened this week?",
    "What is the latest on the {event} in {place}?",
)


def questions(archive: MadeArchive, stories: int, brief: Story, each: int) -> dict[str, list[Conversation]]:
    """`each` conversations of every kind; those of the archive about one of its first `stories` stories each."""
    rng = random.Random(stories)

    def filled(templates: tuple[str, ...], number: int, story: Story | None = None) -> str:
        s = story or archive.story(rng.randrange(stories))
        day = f"{s.day.day} {s.day:%B %Y}"
        return templates[number % len(templates)].format(
            whom=s.whom, place=s.place, official=s.official, event=s.event, month=f"{s.day:%B %Y}", date=day
        )

    kinds: dict[str, list[Conversation]] = {
        "the brief": [(filled(_OF_STORY, n, brief),) for n in range(each)],
        "the archive": [(filled(_OF_STORY, n),) for n in range(each)],
        "an outlet or a time": [(filled(_NARROWED, n),) for n in range(each)],
        "not answerable": [(filled(_OF_NO_STORY, n),) for n in range(each)],
        "a digest": [(filled(_DIGESTS, n),) for n in range(each)],
    }
    kinds["a follow-up"] = [
        (filled(_OF_STORY, 0, story), filled(_FOLLOWING, n))
        for n, story in ((n, archive.story(rng.randrange(stories))) for n in range(each))
    ]
    return kinds
