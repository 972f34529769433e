"""An index on disk: it outlives its process, however that ends, and whatever becomes of its files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest
from structlog.testing import capture_logs
from tantivy import Document

import bot
from bot.news.asking.passages import indexed
from bot.ports import Unavailable
from bot.search.documents import FORMAT, document_of
from bot.search.opened import Opened, Taken
from bot.search.searching import PassageSearch, open_search
from tests.search.examples import FERRY, HARBOUR, VOTE, keys, told, wanted
from tests.search.writing_child import ARTICLES

CHILD = Path(__file__).with_name("writing_child.py")
ROOT = Path(bot.__file__).parent.parent


@contextmanager
def child_at_work(folder: Path, work: str, lines: int = 1) -> Iterator[subprocess.Popen[bytes]]:
    """The child once it has told so many lines; killed at the end."""
    child = subprocess.Popen(
        [sys.executable, str(CHILD), str(folder), work],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    with child:
        assert child.stdout is not None
        assert all(child.stdout.readline() for _ in range(lines))
        try:
            yield child
        finally:
            child.kill()


async def filled(folder: Path) -> None:
    search = await open_search(folder)
    await search.add([HARBOUR, FERRY, VOTE], "3")
    await search.close()


async def holds_hour(search: PassageSearch, number: str) -> bool:
    """Whether every article is of this hour, and none of another one."""
    lit = await search.best(wanted("lamp"), 100)
    timed = await search.best(wanted("", [f"hour {number}"]), 100)
    return len(lit) == len(timed) == ARTICLES


async def test_it_is_there_after_a_restart(tmp_path: Path) -> None:
    await filled(tmp_path / "deep" / "index")
    search = await open_search(tmp_path / "deep" / "index")
    assert await search.mark() == "3"
    assert keys(await search.best(wanted("ferry crossings"), 5)) == ["ferry"]
    await search.add([told("ferry", "All crossings are back.", revision="ferry.2")], "4")
    assert await search.mark() == "4"
    assert [p.evidence.revision for p in await search.best(wanted("crossings"), 5)] == ["ferry.2"]
    await search.close()


async def test_what_one_process_writes_another_finds(tmp_path: Path) -> None:
    with child_at_work(tmp_path, "hold"), capture_logs() as logs:
        search = await open_search(tmp_path)
        assert await search.mark() == "1"
        assert await holds_hour(search, "1")
        await search.add([HARBOUR], "9")
        await search.add([HARBOUR], "9")
        assert [entry["event"] for entry in logs] == ["index_read_only"]
        assert await search.mark() == "1"
        assert await search.best(wanted("dredging"), 5) == []
    await search.close()


async def test_a_process_that_searches_sees_what_is_written_later(tmp_path: Path) -> None:
    writer = await open_search(tmp_path)
    reader = await open_search(tmp_path)
    assert await reader.mark() == ""
    assert await reader.best(wanted("harbour"), 5) == []
    await writer.add([HARBOUR], "1")
    assert keys(await reader.best(wanted("harbour"), 5)) == ["harbour"]
    await writer.add([FERRY], "2")
    assert await reader.mark() == "2"
    assert set(keys(await reader.best(wanted("harbour"), 5))) == {"harbour", "ferry"}
    await writer.close()
    await reader.close()


async def test_when_the_writer_ends_another_process_takes_over(tmp_path: Path) -> None:
    with child_at_work(tmp_path, "hold"):
        search = await open_search(tmp_path)
        assert await search.mark() == "1"
    await search.add([HARBOUR], "2")
    assert await search.mark() == "2"
    assert keys(await search.best(wanted("dredging"), 5)) == ["harbour"]
    await search.close()


async def test_what_another_process_wrote_meanwhile_is_not_set_back(tmp_path: Path) -> None:
    late = await open_search(tmp_path)
    assert await late.mark() == ""
    await filled(tmp_path)
    await late.add([told("early", "What the other one has passed long ago.")], "1")
    assert await late.mark() == "3"
    assert await late.best(wanted("passed long ago"), 5) == []
    await late.add([told("next", "What comes next.")], "4")
    assert await late.mark() == "4"
    await late.close()


@pytest.mark.parametrize("lines", [1, 2, 5, 9])
async def test_killed_while_it_writes_articles_and_mark_agree(tmp_path: Path, lines: int) -> None:
    with child_at_work(tmp_path, "many", lines):
        pass
    search = await open_search(tmp_path)
    mark = await search.mark()
    assert int(mark) >= lines
    assert await holds_hour(search, mark)
    await search.close()


async def test_killed_right_before_the_commit_nothing_of_it_is_there(tmp_path: Path) -> None:
    with child_at_work(tmp_path, "many", 3):
        pass
    search = await open_search(tmp_path)
    before = await search.mark()
    await search.close()
    with child_at_work(tmp_path, "uncommitted"):
        pass
    search = await open_search(tmp_path)
    assert await search.mark() == before
    assert await holds_hour(search, before)
    await search.close()


async def test_what_the_disk_does_not_take_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    with child_at_work(tmp_path, "full", 0) as child:
        assert child.stdout is not None
        words, mark = child.stdout.read().decode().splitlines()
    assert "cannot be written" in words
    assert mark == "1"
    search = await open_search(tmp_path)
    assert await search.mark() == "1"
    assert await holds_hour(search, "1")
    await search.close()


def _garbage(file: Path) -> None:
    file.write_bytes(b"\x5a" * 300)


def _flipped(file: Path) -> None:
    told = file.read_bytes()
    file.write_bytes(bytes(b ^ 0x5A for b in told[:-200]) + told[-200:])


@pytest.mark.parametrize("damage", [_garbage, _flipped, Path.unlink, lambda file: file.write_bytes(b"")])
@pytest.mark.parametrize("kind", ["meta.json", "*.term", "*.idx", "*.store"])
async def test_a_damaged_index_is_begun_anew(tmp_path: Path, kind: str, damage: Callable[[Path], None]) -> None:
    await filled(tmp_path)
    for file in list((tmp_path / f"passages-{FORMAT}").glob(kind)):
        damage(file)
    search = await open_search(tmp_path)
    await search.best(wanted("harbour"), 5)  # may be how the damage is found
    assert await search.mark() == ""
    await search.add([HARBOUR], "1")
    assert await search.mark() == "1"
    assert keys(await search.best(wanted("harbour"), 5)) == ["harbour"]
    await search.close()


async def test_an_index_begun_anew_takes_nothing_in_until_it_was_asked_how_far_it_is(tmp_path: Path) -> None:
    await filled(tmp_path)
    search = await open_search(tmp_path)
    assert await search.mark() == "3"
    for file in (tmp_path / f"passages-{FORMAT}").iterdir():
        file.unlink()
    await search.best(wanted("harbour"), 5)
    await search.add([told("late", "What came after the mark.")], "4")  # else all that was before would be missed
    assert await search.mark() == ""
    await search.close()


async def test_an_index_of_another_format_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    old, foreign = tmp_path / f"passages-{FORMAT - 1}", tmp_path / "passages-of-mine.txt"
    old.mkdir()
    (old / "meta.json").write_text("{}")
    foreign.write_text("mine")
    search = await open_search(tmp_path)
    assert await search.mark() == ""
    await search.add([HARBOUR], "1")
    assert not old.exists()
    assert foreign.read_text() == "mine"
    await search.close()


async def test_a_file_or_a_foreign_folder_in_its_place_is_replaced(tmp_path: Path) -> None:
    (tmp_path / f"passages-{FORMAT}").write_text("a file")
    await filled(tmp_path)
    search = await open_search(tmp_path)
    assert keys(await search.best(wanted("harbour"), 5)) == ["harbour", "ferry"]
    await search.close()


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(Unavailable, match=r"taken/index for the search index cannot be made"):
        await open_search(tmp_path / "taken" / "index")


async def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def failing() -> Iterator[tuple[str, list[Document]]]:
        for article in (HARBOUR, FERRY):
            yield article.id, [document_of(p, article) for p in indexed(article)]
        raise RuntimeError("no more")

    opened = Opened(tmp_path)
    with pytest.raises(RuntimeError, match="no more"):
        opened.write(cast(Taken, failing()), "1")
    opened.write([(VOTE.id, [document_of(p, VOTE) for p in indexed(VOTE)])], "2")
    assert opened.mark() == "2"
    assert keys(opened.best(wanted("harbour port"), 5, None)) == ["vote"]
    opened.close()
