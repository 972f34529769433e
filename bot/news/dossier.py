"""What we hold of one story when its brief is written: which articles are read, and who tells independently."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.news.telling.independence import independent_sources
from bot.news.types import Article, ArticleId, RevisionId, Source, Sources, StoryId

MOST_READ = 12
"""Articles of a story that are read for its brief: what the thirteenth adds is rarely worth its time."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """`sources` are the articles that are read, the first to come out first. `voices` has the independent sources that
    tell the story, each with its outlets, also those of articles that are not read; `voice_of` names, for each
    article that is read, the one it belongs to. `revisions` are all articles of the story, copies too.
    """

    story: StoryId
    sources: Sources
    voices: Mapping[str, tuple[str, ...]]
    voice_of: Mapping[RevisionId, str]
    revisions: tuple[RevisionId, ...]

    def independent(self, one: RevisionId, other: RevisionId) -> bool:
        """True where two articles are told by different sources, as far as is known."""
        return self.voice_of[one] != self.voice_of[other]


def dossier_of(
    story: StoryId,
    articles: Sequence[Article],
    copy_of: Mapping[ArticleId, ArticleId],
    owners: Mapping[str, str],
    read: Callable[[Article], Source],
) -> Dossier:
    """The dossier of a story's articles, given in the order in which they came out.

    `copy_of` and `owners` are those of `independent_sources`. `read` finds the facts of an article. Of more than
    `MOST_READ` articles the first of each voice are read, then the newest; copies only where their original is missing.
    """
    here = {a.id for a in articles}
    copies = {copy: first for copy, first in copy_of.items() if first in here}
    originals = [a for a in articles if a.id not in copies]
    voice: dict[ArticleId, str] = {}
    voices = independent_sources(originals, {}, owners)
    for article in originals:
        voice[article.id] = next(iter(independent_sources([article], {}, owners)))
    chosen = _chosen(originals, voice)
    return Dossier(
        story,
        {a.revision.id: read(a) for a in chosen},
        voices,
        {a.revision.id: voice[a.id] for a in chosen},
        tuple(a.revision.id for a in articles),
    )


def _chosen(originals: Sequence[Article], voice: Mapping[ArticleId, str]) -> list[Article]:
    if len(originals) <= MOST_READ:
        return list(originals)
    firsts = list({voice[a.id]: a for a in reversed(originals)}.values())[::-1]
    newest = originals[::-1]
    wanted: dict[ArticleId, None] = dict.fromkeys(a.id for a in (newest[0], *firsts, *newest))
    keep = set(list(wanted)[:MOST_READ])
    return [a for a in originals if a.id in keep]
