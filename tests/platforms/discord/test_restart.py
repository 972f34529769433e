"""A restart in mid-edition: twelve stories, processes killed between messages, and each stands there once, in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store.engine import open_store
from tests.fakes.clock import START
from tests.forked import processes
from tests.platforms.crash_child import Opens, Time, owe
from tests.platforms.crash_table import Kind, Lane, Life, Row, Trouble
from tests.platforms.discord.crash_child import opened, opened_for_editions
from tests.platforms.discord.crash_table import DETAILS, FORUM, HEAD, TEXT, THREAD, DiscordGround

STORIES, PIECES = 12, 3
LATER = 180.0  # seconds: the lease of whoever was killed is over then
MORE_LIVES = 3

Killed = tuple[int, Kind, str]
"""In which story a process is killed, how far a call has come then, and which."""

MID_EDITION: dict[str, tuple[str, Opens, tuple[Killed, ...]]] = {
    "text channel": (
        TEXT,
        opened,
        ((2, "hang-after", HEAD), (5, "hang-before", DETAILS[1]), (9, "hang-after", THREAD)),
    ),
    "forum, a post for each story": (FORUM, opened, ((2, "hang-after", HEAD), (7, "hang-after", DETAILS[0]))),
    "forum, a post for the edition": (
        FORUM,
        opened_for_editions,
        ((0, "hang-after", HEAD), (4, "hang-after", HEAD), (8, "hang-before", DETAILS[0])),
    ),
}


@pytest.mark.parametrize("name", MID_EDITION)
async def test_each_stands_there_once_and_in_order(tmp_path: Path, name: str) -> None:
    kind, opens, kills = MID_EDITION[name]
    file = tmp_path / "factbox.db"
    async with DiscordGround(opens=opens) as ground:
        lane = Lane(ground, processes(), ground.prepare(0, kind), file, Row((), kind))
        store = await open_store(lane.address)
        await owe(store, lane.place, Time(START).utc(), STORIES, ground.points)
        await store.close()
        now = START
        for lane.story, trouble, step in kills:
            await lane.live(Life((Trouble(trouble, step),), killed=True), now)
            begun = {story for story, _, _ in ground.told(lane.place, STORIES)}
            assert begun <= set(range(lane.story + 1)), "none before its turn"
            now += LATER
        for _ in range(MORE_LIVES):
            await lane.live(Life(), now)
            now += LATER
        told = ground.told(lane.place, STORIES)
        heads = [story for story, piece, _ in told if piece == 0]
        assert heads == list(range(STORIES))
        assert sorted((story, piece) for story, piece, _ in told) == [
            (s, p) for s in range(STORIES) for p in range(PIECES)
        ]
        threads = ground.discord.threads(lane.place.channel)
        assert len(threads) == (1 if opens is opened_for_editions else STORIES)
        in_order = [(story, piece) for story, piece, inside in told if inside]
        assert in_order == sorted(in_order)
