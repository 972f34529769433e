"""Words of strangers that would format, call or lead away, and cards that say them wherever they say something."""

from bot.news.showing.shown import (
    AnswerCard,
    BriefCard,
    Card,
    CardChange,
    CardConflict,
    CardFigure,
    CardLine,
    CardQuote,
    CardSide,
    CardSource,
    EvidenceCard,
    NoticeCard,
    SourcesCard,
)

GOOD = "https://paper.example/a"
TURNED = "\u202eevil\u202c \u2066x\u2069 שלום עולם مرحبا"
HOSTILE = [
    "<!channel> <!here|here> <!everyone> <!subteam^S1|team>",
    "<@U1> <@U1|you> <#C1|news> @channel @here @everyone",
    "*bold* _italic_ ~gone~ `code` ```block``` > quote",
    "[click](https://evil.test) <https://evil.test|click> https://evil.test www.evil.test evil.test me@evil.test",
    "![x](https://evil.test/x.png) <javascript:alert(1)> [x]: https://evil.test",
    "# Title\n- item\n1. item\n| a | b |\n|---|---|\n***\n&lt;!channel&gt; &amp;lt;",
    ":tada: :smile: :+1:",
    "> quoted",
    TURNED,
    "\\<!channel> \\\\[a](https://evil.test)",
]


def all_of(words: str, url: str | None = GOOD) -> list[Card]:
    """Cards that say this wherever they say something."""
    source = CardSource(1, words, words, url, (1, 2), (url or "",) * 2, "2031-03-04", ("1 a@1 1-2", "2 a@1 3-4"), words)
    told = (CardLine(words, (1,), translation=words, day="2031-03-04"),)
    conflicts = (CardConflict(words, (CardSide(words, words, words, 1), CardSide(words, words, words, 2))),)
    figures = tuple(CardFigure(words, words, words, 1) for _ in range(8))
    quotes = tuple(CardQuote(words, words, 2, translation=words) for _ in range(4))
    changes = (CardChange(words, words, words, 1, words, 2),)
    return [
        BriefCard(
            words, told, figures, quotes, told, told, (source,), words, True, words, told, changes, conflicts, (words,)
        ),
        AnswerCard(told, words, (), (source,), conflicts),
        AnswerCard((), words, told, (source,)),
        EvidenceCard(1, ((words, False), (words, True)), source),
        SourcesCard((source,)),
        NoticeCard(words),
    ]
