"""One copy on one file: who is refused, who is not, and when the file is free again."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from bot.store.engine import StoreError, open_store
from bot.store.file_lock import only_copy
from tests.forked import child
from tests.store.examples import NOON, found


def hold(url: str) -> None:
    with only_copy(url):
        os.write(1, b".")
        os.read(0, 1)


def test_a_second_copy_is_refused_with_the_first_ones_name(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    words = rf"store.db is in use by another copy .*process {os.getpid()} on {socket.gethostname()}"
    with only_copy(url), pytest.raises(StoreError, match=words), only_copy(url):
        pytest.fail("two copies on one file")
    with only_copy(url):
        pass


def test_a_copy_that_is_killed_leaves_no_lock(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    with child(hold, url) as other:
        assert other.said.read(1) == b"."
        with pytest.raises(StoreError, match=f"process {other.process.pid} on "), only_copy(url):
            pytest.fail("two copies on one file")
        other.kill()
        other.process.join()
        with only_copy(url):
            pass


def test_an_error_inside_lets_go_too(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    with pytest.raises(KeyError), only_copy(url):
        raise KeyError
    with only_copy(url):
        pass


def test_two_names_of_one_file_are_one_file(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "store.db").touch()
    (tmp_path / "same").symlink_to(tmp_path / "data")
    (tmp_path / "link.db").symlink_to(tmp_path / "data" / "store.db")
    with only_copy(f"sqlite:///{tmp_path}/data/store.db?timeout=1"):
        for name in ("same/store.db", "link.db", "same/../data/store.db"):
            with pytest.raises(StoreError, match="in use"), only_copy(f"sqlite:///{tmp_path}/{name}"):
                pytest.fail(f"{name} is the same file")
        with only_copy(f"sqlite:///{tmp_path}/data/other.db"):
            pass


async def test_what_is_no_copy_writes_beside_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    with only_copy(url):
        store = await open_store(url)
        await store.save_article(found("a"), NOON)
        await store.close()


def test_what_has_no_file_has_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for url in ("sqlite://", "sqlite:///:memory:", "postgresql://me:word@db.test/news", "nonsense", "sqlite:///"):
        with only_copy(url), only_copy(url):
            pass
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_made_and_one_that_cannot_be_is_named(tmp_path: Path) -> None:
    with only_copy(f"sqlite:///{tmp_path}/new/folder/store.db"):
        assert (tmp_path / "new" / "folder").is_dir()
    (tmp_path / "file").touch()
    words = rf"folder {tmp_path}/file for the store cannot be made"
    with pytest.raises(StoreError, match=words), only_copy(f"sqlite:///{tmp_path}/file/store.db"):
        pytest.fail("there can be no such folder")


def test_where_no_lock_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "store.db.lock").mkdir()
    words = r"store.db.lock cannot be written .*has to be writable"
    with pytest.raises(StoreError, match=words), only_copy(f"sqlite:///{tmp_path}/store.db"):
        pytest.fail("there can be no such lock")


def test_what_somebody_wrote_into_the_lock_is_not_shown_as_it_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    with only_copy(url):
        (tmp_path / "store.db.lock").write_bytes(b"\x1b[31m\xff")
        with pytest.raises(StoreError, match="which did not say where it runs"), only_copy(url):
            pytest.fail("two copies on one file")
