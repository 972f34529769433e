"""The made-up cards with what buttons carry, as they are shown where buttons are."""

from dataclasses import replace

from bot.news.showing.shown import Card, CardSource, SourcesCard
from tests.platforms.cards import CARDS, EVIDENCE, HALF, STORY, UPDATE


def pointed(sources: tuple[CardSource, ...]) -> tuple[CardSource, ...]:
    """The sources with what buttons carry."""
    return tuple(replace(s, pointers=tuple(f"{m} a{s.number}@1 {m}0-{m}9" for m in s.marks)) for s in sources)


FULL = replace(STORY, sources=pointed(STORY.sources))
FETCHED = replace(
    EVIDENCE,
    source=replace(
        EVIDENCE.source,
        marks=(3,),
        links=("https://alder.example/news/night-ferry#:~:text=It%20will%20cost",),
        day="2031-05-02",
        fetched="2 May 2031, 06:02",
    ),
)
SHOWN: dict[str, Card] = {
    **CARDS,
    "story": FULL,
    "update": replace(UPDATE, sources=FULL.sources),
    "half": replace(HALF, sources=pointed(HALF.sources)),
    "evidence": FETCHED,
    "sources": SourcesCard(tuple(replace(source, marks=(), links=()) for source in HALF.sources)),
}
