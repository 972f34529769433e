"""People stay in the sentences that tell of them."""

from __future__ import annotations

import pytest

from bot.news.proving.joined import unjoined
from bot.news.reading import source_of
from bot.news.types import Article, ArticleId, DraftEvidence, DraftLine, Revision, RevisionId

TEXT = """Twelve people were arrested in the port of Ostwick on Wednesday after a protest against the new ferry tax.

Joren Falk, who leads the protest, was released on bail. He had asked the city for a permit in May.

“We had asked for sprinklers for years,” said Tilda Moss, a shop steward. “The company followed every rule,” said \
Owen Hart, its chief executive."""
SOURCE = source_of(Article(ArticleId("a"), Revision(RevisionId("a"), TEXT)))
SENTENCES = [s.span for s in SOURCE.facts.sentences]


def reason(text: str, *numbers: int) -> str | None:
    evidence = tuple(
        DraftEvidence(RevisionId("a"), SENTENCES[n].of(TEXT), SENTENCES[n].start) for n in (m - 1 for m in numbers)
    )
    return unjoined(DraftLine(text, "point", evidence), {RevisionId("a"): SOURCE})


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Joren Falk was arrested in Ostwick.", (1, 2)),
        ("Falk was arrested after the protest.", (1, 2)),
        ("The chief executive Owen Hart had asked for sprinklers for years.", (4, 5)),
        ("Tilda Moss asked the city for a permit in May.", (3, 4)),
        ("Twelve were arrested. Falk was arrested too.", (1, 2)),
    ],
)
def test_a_person_is_not_put_into_another_sentence(text: str, numbers: tuple[int, ...]) -> None:
    assert "does not tell of them" in (reason(text, *numbers) or "")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Twelve people were arrested; Joren Falk was released on bail.", (1, 2)),
        ("Joren Falk, who was released on bail, had asked the city for a permit in May.", (2, 3)),
        ("Joren Falk was released on bail.", (1, 2)),
        ("Twelve people were arrested in Ostwick after the protest.", (1, 2)),
        ("Joren Falk was arrested in Ostwick.", (1,)),
    ],
)
def test_what_each_sentence_tells_may_stand_together(text: str, numbers: tuple[int, ...]) -> None:
    assert reason(text, *numbers) is None
