"""Words that mean harm: they call nobody, open nothing, format nothing, and are read as they were written."""

from __future__ import annotations

from dataclasses import replace

import pytest

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
    EvidenceCard,
    NoticeCard,
    SourcesCard,
)
from tests.platforms.contract.stage import Stage, all_read, asked, squeezed
from tests.platforms.contract.told import ANSWER, BRIEF, links_of

EVIL = "https://evil.example/login"
HOSTILE = {
    "calls of Slack": "<!channel> <!here> <!everyone> <@U1> <@U1|ana> <!subteam^S1> <#C1|news> @channel @here",
    "calls of Discord": "@everyone @here <@123456789012345678> <@!123456789012345678> <@&123456789012345678> "
    "<#123456789012345678> </ban:123456789012345678> <id:customize> <t:1618953630:R> <:wave:123456789012345678>",
    "calls of a terminal": "\a\x1b]0;owned\x07\x1b[2J\x1b]52;c;ZXZpbA==\x07bell",
    "masked links": f"[The Alder Post]({EVIL}) [x](<{EVIL}>) <{EVIL}|The Alder Post> [y]({EVIL} 'z') [q]: {EVIL}",
    "bare links": f"{EVIL} <{EVIL}> www.evil.example evil.example/login mailto:a@evil.example discord.gg/evil",
    "styles of Slack": "*bold* _italic_ ~struck~ `code` ```block``` &lt;!here&gt; &amp; :tada: >quote",
    "styles of Discord": "**bold** __under__ ~~struck~~ ||spoiler|| `code` ``co`de`` ***both*** -# small \\*kept\\*",
    "blocks": "# Headline\n## Second\n> quote\n>>> long quote\n- item\n* item\n1. first\n```\ncode\n```\n-# small",
    "half a style": "**open *and _never `closed ~~ || [half](http",
    "zalgo": "Z" + "\u0335\u0321\u0322\u0337\u0340" * 40 + "algo",
    "bidi": "abc \u202eevil\u202c \u2066def\u2069 \u200fghi",
    "not seen": "a\u200bd\u2060m\u00adi\ufeffn \U000e0041\U000e0042 \u115f\u3164 end",
    "halves and nulls": "a\ud800b\x00c\x9bd",
    "marks that are none": "It costs £9. [1] Evidence [2] “No,” he said [3]",
}
PLAIN = {
    "styles of Slack": "*bold* _italic_ ~struck~ `code` ```block``` &lt;!here&gt; &amp; :tada: >quote",
    "styles of Discord": "**bold** __under__ ~~struck~~ ||spoiler|| `code` ``co`de`` ***both*** -# small \\*kept\\*",
    "half a style": "**open *and _never `closed ~~ || [half](http",
    "masked links": f"[The Alder Post]({EVIL}) [x](<{EVIL}>)",
    "calls of Discord": "<@123456789012345678> <@!123456789012345678> <@&123456789012345678>",
    "calls of Slack": "<@U1> <@U1|ana> <!subteam^S1> <#C1|news>",
}
"""Those of them that are read letter for letter."""


def brief_of(words: str) -> BriefCard:
    told = (CardLine(words, (1,), translation=words),)
    source = replace(BRIEF.sources[0], title=words, outlet=words, url=words)
    return replace(
        BRIEF,
        headline=words,
        lead=told,
        figures=(CardFigure(words, words, words, 2), CardFigure(words[:9], words, None, 3)),
        quotes=(CardQuote(words, words, 5, translation=words),),
        points=told * 3,
        claims=told,
        sources=(source, BRIEF.sources[1]),
        footer=words,
        backing=words,
        new=told,
        changes=(CardChange(words, words, words, 1, words, 2),),
        conflicts=(CardConflict(words, (CardSide(words, words, words, 9), CardSide("1", words, None, 10))),),
        corrected=(words,),
        update=True,
    )


def answer_of(words: str) -> AnswerCard:
    brief = brief_of(words)
    return AnswerCard(brief.points, words, brief.claims, brief.sources, brief.conflicts)


def cards_of(words: str) -> list[Card]:
    brief = brief_of(words)
    evidence = EvidenceCard(1, ((words, False), (words, True), (words, False)), brief.sources[0])
    return [brief, answer_of(words), evidence, SourcesCard(brief.sources), NoticeCard(words)]


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_words_call_nobody_open_nothing_and_are_read_as_they_stand(stage: Stage, name: str) -> None:
    words = HOSTILE[name]
    for at, card in enumerate(cards_of(words)):
        await stage.platform.send(card, stage.place, key=f"k{at}")
    mention = await asked(stage)
    growing = stage.platform.grow(mention, key="a")
    for lines in range(1, 4):
        await growing.show(replace(ANSWER, lines=answer_of(words).lines[:lines]))
        stage.passes(2)
    message = await growing.end(answer_of(words))
    await stage.platform.edit(answer_of(words), mention.place, message, key="a")
    seen = stage.seen()
    assert not stage.pings()
    assert set().union(*(one.links for one in seen)) <= links_of(BRIEF)
    if name in PLAIN:
        assert all_read(seen).count(squeezed(PLAIN[name])) >= 20
    for one in seen:
        assert not set(one.words) & set("\u202e\u2066\x00\x9b\x1b\a\ud800")


@pytest.mark.parametrize("words", ["", " ", "\n", "\u200b", "\u202e", "\u3164"])
async def test_empty_words_are_shown_as_what_they_are(stage: Stage, words: str) -> None:
    empty = BriefCard(words, (), (), (), (), (), (), words)
    for at, card in enumerate((*cards_of(words), empty, AnswerCard((), words, (), ()), SourcesCard(()))):
        assert await stage.platform.send(card, stage.place, key=f"k{at}")
    assert not stage.pings()
    assert not any(set(one.words) & set("\u202e") for one in stage.seen())


async def test_an_address_that_is_none_is_no_link(stage: Stage) -> None:
    for at, url in enumerate(
        (
            "javascript:alert(1)",
            "https://",
            "https://a b.example/",
            "https://evil.example\\@alder.example/",
            "https://alder.example@evil.example/",
            "https://evil.example/)[x](https://evil.example/",
            "https://evil.example/>)|x",
            "file:///etc/passwd",
            "https://evil.example/\u202egpj.exe",
            f"https://evil.example/{'x' * 5000}",
        )
    ):
        bad = replace(BRIEF.sources[0], url=url, links=(url,) * 5)
        await stage.platform.send(replace(BRIEF, sources=(bad, BRIEF.sources[1])), stage.place, key=f"k{at}")
    opened = set().union(*(one.links for one in stage.seen()))
    allowed = links_of(BRIEF) | {
        link for link in opened if link.startswith("https://evil.example/") and len(link) < 100
    }
    assert opened <= allowed
    assert not any(set(link) & set("<>|()\\ \u202e") for link in opened)
