"""Failures: a platform that is away says so in one of three ways, in words; what needs no answer never fails."""

from __future__ import annotations

from contextlib import suppress

import pytest

from bot.news.showing.shown import Card, NoticeCard
from tests.platforms.contract.stage import OUTCOMES, TROUBLES, Stage, Trouble, asked
from tests.platforms.contract.stages import where
from tests.platforms.contract.told import ANSWER, BRIEF, PARTS, UPDATE


async def test_a_platform_that_is_away_fails_in_words_and_in_no_other_way(stage: Stage) -> None:
    message = await stage.platform.send(BRIEF, stage.place, key="k")
    mention = await asked(stage)
    begun = stage.platform.grow(mention, key="a1")
    await begun.show(PARTS[0])
    stage.goes_away()
    for failing in (
        lambda: stage.platform.send(UPDATE, stage.place, key="k2"),
        lambda: stage.platform.send(UPDATE, stage.place, key="k3", tried=stage.now()),
        lambda: stage.platform.edit(UPDATE, stage.place, message, key="k"),
        lambda: stage.platform.grow(mention, key="a2").end(ANSWER),
        lambda: begun.end(ANSWER),
    ):
        with pytest.raises(OUTCOMES) as error:
            await failing()
        assert str(error.value)
    await stage.platform.reading(mention)
    await begun.show(PARTS[2])
    await stage.platform.hush()


@where("fails")
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_no_trouble_comes_out_as_anything_else(stage: Stage, trouble: Trouble) -> None:
    mention = await asked(stage)
    cards: list[Card] = [BRIEF, ANSWER, NoticeCard("A word.")]
    for at, card in enumerate(cards):
        stage.meets(trouble)
        with suppress(*OUTCOMES):
            await stage.platform.send(card, mention.place, key=f"k{at}")
        stage.meets(trouble)
        growing = stage.platform.grow(mention, key=f"a{at}")
        await growing.show(PARTS[0])
        stage.passes(60)


@where("fails")
async def test_a_rest_that_is_wanted_is_told_in_seconds(stage: Stage) -> None:
    stage.meets("put off", 20)
    with pytest.raises(OUTCOMES) as error:
        await stage.platform.send(BRIEF, stage.place, key="k")
    assert getattr(error.value, "wait", None)
