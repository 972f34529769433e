"""Asking: what a person says to us is heard once, in its place, however often it comes; and no more once hushed.

It is kept by whoever hears it before the platform is told so; at rest, another copy hears.
"""

from __future__ import annotations

from tests.platforms.contract.stage import Stage, asked
from tests.platforms.contract.stages import where
from tests.platforms.contract.told import ANSWER, BRIEF, PARTS, UPDATE


async def test_what_is_asked_is_heard_as_it_was_said(stage: Stage) -> None:
    mention = await asked(stage, "how many villages are cut off?")
    assert mention.text == "how many villages are cut off?"
    assert mention.place.platform == stage.platform.name
    assert mention.event
    assert mention.author


async def test_each_question_is_another_one(stage: Stage) -> None:
    first = await asked(stage, "who voted?")
    second = await asked(stage, "who voted?")
    assert not {first.event, *first.also} & {second.event, *second.also}


@where("people")
async def test_what_comes_again_is_heard_once(stage: Stage) -> None:
    await stage.says("who won?")
    await stage.comes_again()
    await stage.comes_again()
    await stage.says("who lost?", "ben")
    mentions = stage.platform.mentions()
    heard = [await anext(mentions), await anext(mentions)]
    assert [mention.text for mention in heard] == ["who won?", "who lost?"]
    assert heard[0].author != heard[1].author
    await stage.platform.close()
    assert [mention.text async for mention in mentions] == []


@where("people")
async def test_what_came_before_a_hush_is_given_and_cards_are_still_shown(stage: Stage) -> None:
    await stage.says("who won?")
    await stage.platform.hush()
    assert [mention.text async for mention in stage.platform.mentions()] == ["who won?"]
    await stage.platform.send(BRIEF, stage.place, key="k")
    assert stage.seen()[0].tells(BRIEF.headline)


async def test_after_a_hush_no_more_is_heard(stage: Stage) -> None:
    mentions = stage.platform.mentions()
    await stage.says("who won?")
    assert (await anext(mentions)).text == "who won?"
    await stage.platform.hush()
    assert [mention.text async for mention in mentions] == []
    await stage.platform.hush()


async def test_closing_ends_it_and_may_be_repeated(stage: Stage) -> None:
    await stage.says("who won?")
    await anext(aiter(stage.platform.mentions()))
    await stage.platform.close()
    await stage.platform.close()
    assert [mention.text async for mention in stage.platform.mentions()] == []


@where("people")
async def test_what_is_heard_was_kept_before(stage: Stage) -> None:
    mention = await asked(stage)
    assert [kept.waiting.mention for kept in stage.desk.inbox.shelf.kept.values() if kept.waiting][:1] == [mention]


@where("people")
async def test_what_another_copy_has_heard_is_not_heard_again(stage: Stage) -> None:
    await asked(stage, "who won?")
    await stage.restart()
    await stage.says("who lost?")
    await stage.comes_again()
    await stage.says("and when?", "ben")
    mentions = stage.platform.mentions()
    assert [(await anext(mentions)).text, (await anext(mentions)).text] == ["who lost?", "and when?"]
    await stage.platform.close()
    assert [mention.text async for mention in mentions] == []


@where("people")
async def test_between_two_rests_it_is_heard_as_before_and_cards_are_always_shown(stage: Stage) -> None:
    await stage.says("who won?")
    await stage.platform.rest()
    await stage.platform.rest()
    mentions = stage.platform.mentions()
    heard = await anext(mentions)
    assert heard.text == "who won?", "what was heard before is given still"
    message = await stage.platform.send(BRIEF, stage.place, key="k")
    await stage.platform.edit(UPDATE, stage.place, message, key="k")
    for at, words in enumerate(("who lost?", "and when?")):
        growing = stage.platform.grow(heard, key=f"a{at}")
        await growing.show(PARTS[0])
        await stage.platform.hear()
        await stage.platform.hear()
        await stage.says(words)
        await stage.platform.rest()
        stage.passes(2)
        await growing.end(ANSWER)
        heard = await anext(mentions)
        assert heard.text == words
    assert [ANSWER.lines[2].text in one.words for one in stage.seen()].count(True) == 2


async def test_whoever_asks_is_shown_that_we_read(stage: Stage) -> None:
    mention = await asked(stage)
    await stage.platform.reading(mention)
    assert stage.seen() == []
