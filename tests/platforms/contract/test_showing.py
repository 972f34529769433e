"""Posts, replies and corrections: each stands where it belongs, once, with all its words and their marks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.news.showing.shown import BriefCard, Card, CardLine, EvidenceCard, NoticeCard, SourcesCard
from tests.platforms.contract.stage import Stage, all_read, asked, heads, squeezed
from tests.platforms.contract.stages import where
from tests.platforms.contract.told import ANSWER, BRIEF, PARTS, UPDATE, links_of, unproved, words_of


@pytest.mark.parametrize("card", [BRIEF, UPDATE])
async def test_a_brief_stands_once_with_all_its_words_each_with_its_mark(stage: Stage, card: BriefCard) -> None:
    message = await stage.platform.send(card, stage.place, key="k")
    seen = stage.seen()
    [head] = heads(seen)
    assert head.id == message
    assert head.tells(card.headline)
    assert head.tells(card.lead[0].text)
    read = all_read(seen)
    assert [words for words in words_of(card) if squeezed(words) not in read] == []
    assert unproved(card, read) == []
    assert read.count(squeezed(card.headline)) == 1
    assert set().union(*(one.links for one in seen)) <= links_of(card)
    assert not stage.pings()


async def test_the_marks_lead_to_their_sentences(stage: Stage) -> None:
    await stage.platform.send(BRIEF, stage.place, key="k")
    opened = set().union(*(one.links for one in stage.seen()))
    assert opened >= {link for source in BRIEF.sources for link in source.links}


async def test_every_kind_of_card_is_shown(stage: Stage) -> None:
    evidence = EvidenceCard(3, (("Before. ", False), ("It costs £4.5m.", True), (" After.", False)), BRIEF.sources[0])
    cards: list[tuple[Card, str]] = [
        (ANSWER, ANSWER.lines[2].text),
        (replace(ANSWER, lines=(), refusal="The sources do not say.", nearest=ANSWER.lines[:1]), "do not say."),
        (evidence, "It costs £4.5m."),
        (SourcesCard(BRIEF.sources), "Coast Radio"),
        (NoticeCard("Nothing is new.\n  Since when?"), "Nothing is new."),
    ]
    for at, (card, words) in enumerate(cards):
        message = await stage.platform.send(card, stage.place, key=f"k{at}")
        assert stage.seen()[-1].id == message
        assert stage.seen()[-1].tells(words)
    assert not stage.pings()


@where("threads")
async def test_what_belongs_to_a_brief_stands_in_its_thread(stage: Stage) -> None:
    head = await stage.platform.send(BRIEF, stage.place, key="k")
    assert {one.under for one in stage.seen()} == {None, head}
    [post] = heads(stage.seen())
    assert not post.tells(BRIEF.claims[0].text)


@where("threads", "people")
async def test_an_answer_stands_in_the_thread_of_what_it_is_about(stage: Stage) -> None:
    first = await stage.platform.send(BRIEF, stage.place, key="k1")
    second = await stage.platform.send(UPDATE, stage.place, key="k2")
    for key, under in (("a1", first), ("a2", second), ("a3", first)):
        mention = await asked(stage, under=under)
        message = await stage.platform.send(ANSWER, mention.place, key=key)
        assert stage.seen()[-1].id == message
        assert stage.seen()[-1].under == under
    assert len(heads(stage.seen())) == 2


@where("threads", "people")
async def test_what_is_asked_under_a_brief_has_one_place_whoever_asks(stage: Stage) -> None:
    head = await stage.platform.send(BRIEF, stage.place, key="k")
    first = await asked(stage, under=head)
    await stage.platform.send(ANSWER, first.place, key="a1")
    await stage.restart()
    await stage.says("what happened then?", "ben", head)
    assert (await anext(aiter(stage.platform.mentions()))).place == first.place


@where("threads", "people")
async def test_a_question_in_the_open_channel_begins_a_thread_that_its_answer_stands_in(stage: Stage) -> None:
    mention = await asked(stage)
    assert mention.place.thread is not None
    await stage.platform.send(ANSWER, mention.place, key="a1")
    growing = stage.platform.grow(mention, key="a2")
    await growing.end(ANSWER)
    assert len({one.under for one in stage.seen()}) == 1
    assert heads(stage.seen()) == []


async def test_a_growing_answer_is_shown_as_it_is_proven_and_whole_in_the_end(stage: Stage) -> None:
    mention = await asked(stage)
    growing = stage.platform.grow(mention, key="a")
    assert stage.seen() == []
    stage.passes(2)  # what is whole at once need not grow
    for at, part in enumerate(PARTS, 1):
        await growing.show(part)
        stage.passes(2)
        read = all_read(stage.seen())
        assert squeezed(part.lines[0].text) in read
        assert not any(squeezed(line.text) in read for line in ANSWER.lines[at:])
    message = await growing.end(ANSWER)
    [seen] = stage.seen()
    assert seen.id == message
    for line in ANSWER.lines:
        assert squeezed(seen.words).count(squeezed(f"{line.text} [{line.marks[0]}]")) == 1
    assert seen.links >= {ANSWER.sources[0].links[0], ANSWER.sources[1].links[0]}


async def test_a_correction_says_the_new_words_and_may_be_repeated(stage: Stage) -> None:
    head = await stage.platform.send(BRIEF, stage.place, key="k")
    changed = replace(BRIEF, headline="The ferry is not coming back", claims=(CardLine("Nobody claims that.", (8,)),))
    for _ in range(2):
        await stage.platform.edit(changed, stage.place, head, key="k")
        read = all_read(stage.seen())
        assert all(squeezed(words) in read for words in words_of(changed))
    assert not stage.pings()


@where("edits")
async def test_a_correction_changes_each_message_in_its_place_also_after_a_restart(stage: Stage) -> None:
    head = await stage.platform.send(BRIEF, stage.place, key="k")
    before = [(one.id, one.under) for one in stage.seen()]
    changed = replace(BRIEF, headline="The ferry is not coming back", claims=(CardLine("Nobody claims that.", (8,)),))
    for _ in range(2):
        await stage.platform.edit(changed, stage.place, head, key="k")
        await stage.restart()
    assert [(one.id, one.under) for one in stage.seen()] == before
    read = all_read(stage.seen())
    assert squeezed(BRIEF.headline) not in read
    assert squeezed(BRIEF.claims[0].text) not in read


@where("edits")
async def test_a_correction_that_is_longer_or_shorter_leaves_no_more_and_no_less(stage: Stage) -> None:
    began = stage.now()
    head = await stage.platform.send(BRIEF, stage.place, key="k")
    before = [(one.id, one.under) for one in stage.seen()]
    longer = replace(BRIEF, claims=tuple(CardLine(f"Claim {n}: {'it is so ' * 60}.", (8,)) for n in range(40)))
    for _ in range(2):
        await stage.platform.edit(longer, stage.place, head, key="k")
    assert len(stage.seen()) > len(before)
    read = all_read(stage.seen())
    assert [read.count(squeezed(f"Claim {n}: ")) for n in range(40)] == [1] * 40
    await stage.platform.edit(BRIEF, stage.place, head, key="k")
    assert [(one.id, one.under) for one in stage.seen()] == before
    assert await stage.platform.send(BRIEF, stage.place, key="k", tried=began) == head
    assert len(stage.seen()) == len(before)


async def test_further_briefs_of_an_edition_go_where_the_platform_wants_them(stage: Stage) -> None:
    first = await stage.platform.send(replace(BRIEF, opens="29 March, 08:00"), stage.place, key="k1")
    place = await stage.platform.along(stage.place, first)
    await stage.platform.send(UPDATE, place, key="k2")
    read = all_read(stage.seen())
    assert 0 <= read.index(squeezed(BRIEF.headline)) < read.index(squeezed(UPDATE.headline))
