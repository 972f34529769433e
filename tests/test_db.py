"""`factbox db` as a person or a script meets it, on real files and a real Postgres."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot.cli_db import db_app
from bot.database import address_of, back_up_store, close_slots, copy_store, migrate_store, restore_store
from bot.flows.answer import reply
from bot.flows.deliver import deliver
from bot.flows.keep_index import keep_index
from bot.flows.newsroom import Newsroom
from bot.flows.publish import publish
from bot.flows.trace import why
from bot.news.channels import Channel, Mention, Place, Quiet
from bot.news.slots import latest_slot
from bot.news.types import FoundArticle
from bot.ports import Unavailable
from bot.search.searching import open_search
from bot.settings import Settings
from bot.sources import SettingsError
from bot.store.channels import channels_of
from bot.store.engine import open_store
from bot.store.errors import StoreError
from bot.store.file_lock import only_copy
from bot.store.migrations import upgrade
from bot.store.schema import NEWEST
from bot.store.sql import SqlStore
from bot.store.stories import stories_of
from tests import forked
from tests.fakes import FakePlatform
from tests.flows.newsrooms import fill
from tests.postgres import postgres as postgres
from tests.postgres import server as server
from tests.store.crash_child import work_until_killed
from tests.store.examples import found

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DESK = Channel("desk", Place("fake", "desk"), (time(12),), frozenset(range(7)), "UTC")
FERRY = """A ferry with 214 passengers ran aground off Port Selby on Monday, the coast guard said.

“The engine failed twice in an hour,” said captain Ines Okafor. “Everyone is safe.”

The operator, Selby Lines, said it would refund all tickets. Two tugs reached the ship before noon."""
BRIDGE = "The Tave bridge in Ostermill was closed on Sunday. Engineer Mara Lindqvist said 12 bolts were missing."
TOLD = FoundArticle("https://news.example.org/ferry", FERRY, "Ferry runs aground", url="https://news.example.org/ferry")
OLD = FoundArticle("https://news.example.org/bridge", BRIDGE, "Bridge closed")
ASKED = ("How many passengers were on the ferry?", "Who said that?", "evidence 1", "Why was the bridge closed?", "1+1?")


@asynccontextmanager
async def newsroom(store_at: str, index: Path) -> AsyncIterator[tuple[Newsroom, SqlStore]]:
    """With its index as it is by now."""
    store, search = await open_store(store_at), await open_search(index)
    await keep_index(store, search)
    yield Newsroom(store, stories_of(store), search=search), store
    await search.close()
    await store.close()


async def said(room: Newsroom, store: SqlStore, event: str) -> list[object]:
    """What is posted, what a thread is answered, and why the article was told."""
    platform = FakePlatform()
    await deliver(store, {"fake": platform}, lambda: NOON)
    told: list[object] = [card for _, card in platform.posted]
    thread = Place("fake", "desk", "m1")
    for number, question in enumerate(ASKED):
        await reply(Mention(f"{event} {number}", thread, "ann", question), room, platform, NOON)
        told.append(platform.posted[-1][1])
    return [*told, await why("https://news.example.org/ferry", DESK, room, channels_of(store), NOON)]


async def fill_newsroom(room: Newsroom, store: SqlStore) -> None:
    """One article that an edition tells, which is posted; one beside it."""
    await fill(room, DESK, [TOLD], [OLD], NOON)
    platform = FakePlatform()
    await deliver(store, {"fake": platform}, lambda: NOON)
    assert len(platform.posted) == 1


def address(folder: Path) -> str:
    return f"sqlite:///{folder}/news.db"


async def test_put_back_a_store_that_was_backed_up_at_work_gives_the_same_answers(tmp_path: Path) -> None:
    live, other, index, backup = (
        address(tmp_path / "live"),
        address(tmp_path / "other"),
        tmp_path / "index",
        tmp_path / "b",
    )
    async with newsroom(live, index) as (room, store):
        await fill_newsroom(room, store)
        with forked.child(work_until_killed, live, "many", "") as writer:
            writer.said.readline()
            assert await back_up_store(live, backup, as_json=True) == 0
        before = await said(room, store, "before")
        assert any("214" in str(card) for card in before)
    for put_back in (other, live):
        assert await restore_store(Settings(store=put_back), backup, as_json=True) == 0
        async with newsroom(put_back, index) as (room, store):
            assert await said(room, store, "after") == before, "with the index of what was there before, too"


async def test_copied_to_postgres_it_gives_the_same_answers(
    tmp_path: Path, postgres: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with newsroom(address(tmp_path), tmp_path / "index") as (room, store):
        await fill_newsroom(room, store)
        before = await said(room, store, "before")
        await store.forget_before(NOON + timedelta(days=1))
    assert await copy_store(f"{tmp_path}/news.db", postgres, as_json=False) == 0
    shown = capsys.readouterr().out
    assert "2 articles, 1 edition, " in shown
    assert "***@127.0.0.1" in shown
    async with newsroom(postgres, tmp_path / "index") as (room, store):
        assert await said(room, store, "after") == before


async def test_the_edition_of_a_slot_that_nobody_knows_of_is_not_written_again(tmp_path: Path) -> None:
    asked_at = NOON + timedelta(minutes=20)
    async with newsroom(address(tmp_path), tmp_path / "index") as (room, store):
        assert await close_slots(store, [DESK], asked_at) == ["desk 2026-03-02T12:00 UTC"]
        assert await close_slots(store, [DESK], asked_at) == []
        await fill(room, Channel("else", Place("fake", "e"), (), frozenset(), "UTC"), [TOLD], [], NOON)
        slot = latest_slot(DESK, asked_at)
        assert slot is not None
        assert await publish(DESK, slot, room, asked_at) is None
        tomorrow = latest_slot(DESK, asked_at + timedelta(days=1))
        assert tomorrow is not None
        assert await publish(DESK, tomorrow, room, asked_at + timedelta(days=1)) is not None


async def test_what_quiet_hours_hold_was_not_posted_and_is(tmp_path: Path) -> None:
    quiet = replace(DESK, quiet=Quiet(time(11), time(14)))
    async with newsroom(address(tmp_path), tmp_path / "index") as (_, store):
        assert await close_slots(store, [quiet], NOON + timedelta(minutes=20)) == []
        assert await close_slots(store, [quiet], NOON + timedelta(hours=3)) == ["desk 2026-03-02T12:00 UTC"]


async def test_migrating_says_from_where_to_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/news.db")
    with engine.begin() as on:
        upgrade(on, "0003")
    engine.dispose()
    url = address(tmp_path)
    with only_copy(url), pytest.raises(Unavailable, match="in use by another copy"):
        await migrate_store(url, as_json=False)
    await migrate_store(url, as_json=False)
    with only_copy(url):
        await migrate_store(url, as_json=False)
        await migrate_store(url, as_json=True)
    await migrate_store(f"sqlite:///{tmp_path}/new.db", as_json=False)
    one, two, three, four = capsys.readouterr().out.splitlines()
    assert one == f"Brought sqlite:///{tmp_path}/news.db from schema 0003 to {NEWEST}."
    assert two.endswith("nothing was to be done.")
    assert json.loads(three) == {"did": "migrated", "store": url, "from": NEWEST, "to": NEWEST}
    assert four == f"Made the store sqlite:///{tmp_path}/new.db (schema {NEWEST})."


async def test_migrating_postgres_while_copies_start(postgres: str, capsys: pytest.CaptureFixture[str]) -> None:
    await migrate_store(postgres, as_json=False)
    await migrate_store(postgres, as_json=False)
    made, nothing = capsys.readouterr().out.splitlines()
    assert re.fullmatch(rf"Made the store postgresql://factbox:\*\*\*@127\.0\.0\.1.* \(schema {NEWEST}\)\.", made)
    assert nothing.endswith("nothing was to be done.")


@pytest.mark.parametrize(
    "at",
    ["me:geh@eim@127.0.0.1:1/x", "me:geheim/eim@127.0.0.1:1/x", "me@127.0.0.1:1/x?password=geheim", "me:geheim@h:no/x"],
)
async def test_no_part_of_a_password_is_told_however_it_is_written(at: str, tmp_path: Path) -> None:
    url = f"postgresql://{at}"
    for asked in (
        migrate_store(url, as_json=False),
        back_up_store(url, tmp_path / "copy.db", as_json=False),
        copy_store(url, url, as_json=False),
    ):
        with pytest.raises(StoreError) as refused:
            await asked
        assert "eim" not in str(refused.value), asked


async def test_what_is_wrong_with_a_copy_is_said_and_no_password(tmp_path: Path, postgres: str) -> None:
    async with newsroom(address(tmp_path), tmp_path / "index") as (_, store):
        await store.save_article(found("a"), NOON)
    file, nowhere = f"{tmp_path}/news.db", re.sub(":[0-9]+/", ":1/", postgres)
    (tmp_path / "address").write_text(nowhere)
    engine = create_engine(f"sqlite:///{tmp_path}/old.db")
    with engine.begin() as on:
        upgrade(on, "0003")
    engine.dispose()
    for source, target, words in (
        (file, file, "is named twice"),
        (f"{tmp_path}/none.db", postgres, "There is no store at"),
        (f"{tmp_path}/old.db", postgres, "has schema 0003.*factbox db migrate"),
        (file, nowhere, "cannot be reached"),
        (file, f"@{tmp_path}/address", "cannot be reached"),
        (nowhere, file, "cannot be reached"),
        (file, "mysql://me:geheim@db.test/news", "is a kind of store that is not built in"),
        ("mysql://me:geheim@db.test/news", file, "is a kind of store that is not built in"),
        (file, f"{tmp_path}/taken.db", "has something in it already"),
    ):
        if target.endswith("taken.db"):
            taken = await open_store(f"sqlite:///{target}")
            await taken.save_article(found("a"), NOON)
            await taken.close()
        with pytest.raises(Unavailable, match=words) as refused:
            await copy_store(source, target, as_json=False)
        assert "p%" not in str(refused.value)
        assert "geheim" not in str(refused.value)
    with only_copy(address(tmp_path)), pytest.raises(Unavailable, match="in use by another copy"):
        await copy_store(file, postgres, as_json=False)


def test_a_store_is_named_by_its_file_its_address_or_a_file_with_that(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("postgresql://me:word@db.test/news\n")
    assert address_of("data/news.db") == "sqlite:///data/news.db"
    assert address_of("sqlite:////news.db") == "sqlite:////news.db"
    assert address_of(f"@{tmp_path}/secret") == "postgresql://me:word@db.test/news"
    with pytest.raises(SettingsError, match="cannot be read"):
        address_of("@none")


class Shell:
    """`factbox db` in this folder, with a store in it."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, said: pytest.CaptureFixture[str]) -> None:
        patch.chdir(folder)
        patch.setenv("FACTBOX_STORE", f"sqlite:///{folder}/news.db")
        self._said = said

    def __call__(self, *args: str) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as ended:
            db_app([*args], prog_name="factbox db")
        return ended.value.code, *self._said.readouterr()


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capsys)


def test_on_the_command_line(shell: Shell, tmp_path: Path) -> None:
    words = "factbox: There is no store yet that a backup could be made of: `factbox run` makes it.\n"
    assert shell("backup", "b.db") == (1, "", words)
    assert shell("migrate")[0] == 0
    code, out, err = shell("backup", "b.db", "--json")
    row = json.loads(out)
    assert (code, err, row["did"], row["rows"]["articles"]) == (0, "", "backed up", 0)
    assert shell("backup", "b.db")[2].startswith("factbox: b.db is there already, and no backup")
    code, out, err = shell("restore", "b.db")
    assert (code, err) == (0, "")
    assert f"is kept as {tmp_path}/news.db.before-" in out
    assert shell("copy", "news.db", "other.db")[0] == 0
    code, out, err = shell("copy", "news.db", "@none")
    assert (code, out, err[:38]) == (1, "", "factbox: store_file none cannot be rea")


def test_each_command_has_examples(shell: Shell) -> None:
    for command in ("", "migrate", "backup", "restore", "copy"):
        code, out, _ = shell(*filter(None, [command]), "--help")
        assert code == 0
        assert f"  factbox db {command}" in out.partition("Examples:")[2]
