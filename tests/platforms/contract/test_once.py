"""Once: whatever was lost on the way, nothing stands there twice, and nothing is missing that was said to stand there."""

from __future__ import annotations

from contextlib import suppress

import pytest

from bot.news.showing.shown import NoticeCard
from bot.outcomes import Rejected, Unavailable, Unclear
from tests.platforms.contract.stage import CALLED_LOST, TROUBLES, Stage, Trouble, all_read, asked, delivered, squeezed
from tests.platforms.contract.stages import where
from tests.platforms.contract.told import ANSWER, BRIEF, PARTS, UPDATE, words_of

PASSING: tuple[Trouble, ...] = tuple(trouble for trouble in TROUBLES if trouble != "refused")


async def whole(stage: Stage) -> list[tuple[str, str | None]]:
    """What stands there, as one undisturbed post of the brief and nothing else: which, and under what."""
    seen = stage.seen()
    read = all_read(seen)
    assert [words for words in words_of(BRIEF) if squeezed(words) not in read] == []
    assert read.count(squeezed(BRIEF.headline)) == read.count(squeezed(BRIEF.claims[0].text)) == 1
    return [(one.id, one.under) for one in seen]


async def test_sending_again_what_stands_there_changes_nothing(stage: Stage) -> None:
    began = stage.now()
    message = await stage.platform.send(BRIEF, stage.place, key="k")
    before = await whole(stage)
    assert await stage.platform.send(BRIEF, stage.place, key="k", tried=began) == message
    assert await whole(stage) == before


async def test_after_a_restart_nothing_is_shown_twice(stage: Stage) -> None:
    began = stage.now()
    message = await stage.platform.send(BRIEF, stage.place, key="k")
    before = await whole(stage)
    await stage.restart()
    with suppress(Unclear):  # as where nothing can be looked at
        assert await stage.platform.send(BRIEF, stage.place, key="k", tried=began) == message
    assert await whole(stage) == before


@where("looks")
async def test_after_a_restart_it_looks(stage: Stage) -> None:
    began = stage.now()
    message = await stage.platform.send(BRIEF, stage.place, key="k")
    await stage.restart()
    assert await stage.platform.send(BRIEF, stage.place, key="k", tried=began) == message


async def test_two_keys_are_two_messages(stage: Stage) -> None:
    first = await stage.platform.send(NoticeCard("One and the same."), stage.place, key="k1")
    second = await stage.platform.send(NoticeCard("One and the same."), stage.place, key="k2")
    assert first != second
    assert all_read(stage.seen()).count("Oneandthesame.") == 2


@where("fails", "looks")
@pytest.mark.parametrize("trouble", PASSING)
async def test_each_message_stands_there_once_whatever_befalls_the_first(stage: Stage, trouble: Trouble) -> None:
    stage.meets(trouble)
    message = await delivered(stage, BRIEF, "k")
    standing = await whole(stage)
    assert standing[0] == (message, None)
    assert {under for _, under in standing[1:]} <= {message}


@where("fails", "looks")
@pytest.mark.parametrize("trouble", CALLED_LOST)
async def test_where_the_answer_is_lost_it_says_so_and_another_process_goes_on(stage: Stage, trouble: Trouble) -> None:
    stage.meets(trouble)
    began = stage.now()
    with pytest.raises(Unclear):
        await stage.platform.send(BRIEF, stage.place, key="k")
    assert all_read(stage.seen()).count(squeezed(BRIEF.headline)) == 1
    await stage.restart()
    stage.passes(7200)
    message = await stage.platform.send(BRIEF, stage.place, key="k", tried=began)
    assert (await whole(stage))[0] == (message, None)


@where("fails", "looks", "people")
@pytest.mark.parametrize("trouble", CALLED_LOST)
async def test_an_answer_in_a_thread_stands_there_once(stage: Stage, trouble: Trouble) -> None:
    head = await stage.platform.send(UPDATE, stage.place, key="k")
    mention = await asked(stage, under=head)
    stage.meets(trouble)
    message = await delivered(stage, ANSWER, "a", mention.place)
    answers = [one for one in stage.seen() if one.tells(ANSWER.lines[2].text)]
    assert [(one.id, one.under) for one in answers] == [(message, head)]


@where("fails", "looks", "people")
@pytest.mark.parametrize("trouble", PASSING)
@pytest.mark.parametrize("shown", [0, 1, 3])
async def test_a_growing_answer_stands_there_once_and_whole(stage: Stage, trouble: Trouble, shown: int) -> None:
    mention = await asked(stage)
    growing = stage.platform.grow(mention, key="a")
    stage.meets(trouble)
    for part in PARTS[:shown]:
        await growing.show(part)
        stage.passes(2)
    began = stage.now()
    try:
        message = await growing.end(ANSWER)
    except (Unclear, Unavailable) as error:
        stage.passes(getattr(error, "wait", None) or 0)
        message = await stage.platform.send(ANSWER, mention.place, key="a", tried=began)
    [seen] = stage.seen()
    assert seen.id == message
    for line in ANSWER.lines:
        assert squeezed(seen.words).count(squeezed(line.text)) == 1


@where("fails")
async def test_what_is_refused_says_what_to_do_and_stands_nowhere(stage: Stage) -> None:
    stage.meets("refused")
    with pytest.raises(Rejected) as error:
        await stage.platform.send(BRIEF, stage.place, key="k")
    assert len(str(error.value)) > 20
    assert stage.seen() == []
