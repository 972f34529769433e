"""Evidence: what a button carries opens the sentence that its number stands for, for that person alone, for good."""

from __future__ import annotations

from tests.platforms.contract.desk import opened
from tests.platforms.contract.stage import Stage, asked, squeezed
from tests.platforms.contract.stages import where
from tests.platforms.contract.told import ANSWER, BRIEF, PARTS, long_story, pointers_of


@where("buttons")
async def test_every_number_of_a_brief_can_be_opened(stage: Stage) -> None:
    await stage.platform.send(BRIEF, stage.place, key="k")
    carried = [pair for one in stage.seen() for pair in one.evidence.items()]
    assert {pointer for _, pointer in carried} == pointers_of(BRIEF)
    for words, pointer in carried:
        assert words.startswith(f"[{pointer.split(' ')[0]}]")


@where("buttons")
async def test_every_number_of_a_long_story_can_be_opened(stage: Stage) -> None:
    card = long_story(1, points=80)
    await stage.platform.send(card, stage.place, key="k")
    assert {pointer for one in stage.seen() for pointer in one.evidence.values()} == pointers_of(card)
    for one in stage.seen():
        for pointer in one.evidence.values():
            assert one.tells(f"[{pointer.split(' ')[0]}]"), "a menu is for what its message cites"


@where("buttons")
async def test_a_press_opens_the_right_sentence_for_that_person_alone(stage: Stage) -> None:
    await stage.platform.send(BRIEF, stage.place, key="k")
    before = stage.seen()
    for message in before:
        for pointer in (next(iter(message.evidence.values())), list(message.evidence.values())[-1]):
            assert squeezed(opened(pointer)) in squeezed(await stage.presses(message, pointer))
    assert stage.seen() == before


@where("buttons")
async def test_it_opens_after_a_restart_too(stage: Stage) -> None:
    await stage.platform.send(BRIEF, stage.place, key="k")
    await stage.restart()
    for message in stage.seen():
        pointer = list(message.evidence.values())[-1]
        assert squeezed(opened(pointer)) in squeezed(await stage.presses(message, pointer, "ben"))


@where("buttons", "threads")
async def test_a_press_is_of_the_thread_that_the_message_begins_or_stands_in(stage: Stage) -> None:
    head = await stage.platform.send(BRIEF, stage.place, key="k")
    mention = await asked(stage, under=head)
    await stage.platform.send(ANSWER, mention.place, key="a")
    for message in stage.seen():
        await stage.presses(message, next(iter(message.evidence.values())))
    assert {press.place for press in stage.desk.presses} == {mention.place}
    assert [press.message for press in stage.desk.presses] == [message.id for message in stage.seen()]
    assert {press.person.id for press in stage.desk.presses} == {mention.author}


@where("buttons")
async def test_an_answer_that_grew_carries_its_evidence(stage: Stage) -> None:
    growing = stage.platform.grow(await asked(stage), key="a")
    for part in PARTS:
        await growing.show(part)
        stage.passes(2)
    await growing.end(ANSWER)
    [message] = stage.seen()
    told = {pointer for pointer in pointers_of(ANSWER) if int(pointer.split(" ")[0]) in (1, 3, 6)}
    assert set(message.evidence.values()) >= told
    await stage.restart()
    for pointer in told:
        assert squeezed(opened(pointer)) in squeezed(await stage.presses(message, pointer))
