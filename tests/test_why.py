"""`factbox why` on a real store, beside somebody who writes to it."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.flows.deliver import deliver
from bot.flows.newsroom import Newsroom
from bot.flows.publish import publish, pull
from bot.flows.tell import Window
from bot.news.channels import Channel, Place
from bot.ports import Rejected
from bot.settings import Settings
from bot.store.channels import channels_of
from bot.store.engine import StoreError, open_store
from bot.store.sql import SqlStore
from bot.store.stories import stories_of
from bot.why import tell_why
from tests import forked
from tests.fakes import FakeFetcher, FakePlatform
from tests.flows.reception_scene import found

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FERRY_AT = "https://selby.test/ferry"
DESK = Channel("fake:desk", Place("fake", "desk"), (time(12),), frozenset(range(7)), "UTC")
SLOT = "2026-03-02T12:00 UTC"


@pytest.fixture
async def live(tmp_path: Path) -> AsyncIterator[SqlStore]:
    """A store in which an article was told in a channel set in chat."""
    store = await open_store(f"sqlite:///{tmp_path}/news.db")
    room = Newsroom(store, stories_of(store))
    await channels_of(store).set_channel(DESK, "fake:U1", NOON - timedelta(days=1))
    await pull(FakeFetcher(found(url=FERRY_AT, title="Ferry \x1b[31mruns aground")), store, NOON)
    await Window(room.stories).place(NOON)
    await publish(DESK, SLOT, room, NOON)
    await deliver(store, {"fake": FakePlatform()}, lambda: NOON + timedelta(seconds=30))
    yield store
    await store.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=f"sqlite:///{tmp_path}/news.db?timeout=0.1")


async def test_the_command_reads_while_another_process_writes(live: SqlStore, tmp_path: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("FACTBOX")}
    environment = {**kept, "PYTHONUTF8": "1", "FACTBOX_STORE": "sqlite:///news.db?timeout=0.1"}
    async with live.writing.begin():  # whoever wanted to write as well would fail
        done = forked.factbox(["why", FERRY_AT, "--json"], "", tmp_path, environment)
    assert (done.returncode, done.stderr) == (0, "")
    trace = json.loads(done.stdout)
    (channel,) = trace["channels"]
    assert (trace["trace"], channel["channel"], channel["set_in"]) == ("article", "fake:desk", "chat")
    (brief,) = channel["told"][0]["briefs"]
    article = trace["path"]["article"]["id"]
    assert {"kind": "figure", "words": "214 passengers", "rests_on": [article]} in brief["kept"]
    assert brief["deliveries"][0]["state"] == "sent"


async def test_an_edition_is_told_in_plain_lines(
    live: SqlStore, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await tell_why(settings, "fake:desk 12:00", channel=None, as_json=False) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        f"Edition fake:desk {SLOT}",
        "  all times but the slot's are UTC",
        "  Due 2026-03-02 12:00:00.",
        "  Written 2026-03-02 12:00:00 (in time).",
    ]
    assert lines[-1] == "  posted 2026-03-02 12:00:30 (in time) in fake:desk, message m1, 1 try"
    assert "  from “Ferry runs aground”, The Selby Post (" in "\n".join(lines), "what others wrote moves no cursor"


async def test_what_is_not_known(live: SqlStore, settings: Settings) -> None:
    with pytest.raises(Rejected, match="No source has shown"):
        await tell_why(settings, "https://selby.test/other", channel=None, as_json=False)


@pytest.mark.parametrize(
    ("address", "words"), [("sqlite:///{}/none.db", "is not there"), ("sqlite://", "by its own process alone")]
)
async def test_no_store_is_made(tmp_path: Path, address: str, words: str) -> None:
    with pytest.raises(StoreError, match=words):
        await tell_why(Settings(store=address.format(tmp_path)), "desk", channel=None, as_json=False)
    assert not (tmp_path / "none.db").exists()


async def test_an_older_store_is_left_as_it_is(live: SqlStore, settings: Settings) -> None:
    async with live.writing.begin() as on:
        await on.exec_driver_sql("UPDATE alembic_version SET version_num = '0006'")
    with pytest.raises(StoreError, match="was written by an older Factbox"):
        await tell_why(settings, "fake:desk", channel=None, as_json=False)
    async with live.writing.begin() as on:
        assert (await on.exec_driver_sql("SELECT version_num FROM alembic_version")).scalar_one() == "0006"
