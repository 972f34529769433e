"""Run as a program: writes an index in a folder, to be killed there.

writing_child.py FOLDER many        20 articles, over and over, each time of the next number; one line for each time
writing_child.py FOLDER uncommitted the same once, and stands still before the commit; one line when it does
writing_child.py FOLDER hold        the same once, and keeps the index until its input ends; one line when it does
"""

from __future__ import annotations

import asyncio
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from tantivy import Document

from bot.news.asking.passages import indexed
from bot.news.types import Article
from bot.ports import Unavailable
from bot.search.documents import document_of
from bot.search.folder import Folder
from bot.search.opened import Opened, Taken
from bot.search.searching import open_search
from tests.search.examples import told

ARTICLES = 20


def numbered(number: int) -> list[Article]:
    return [told(f"a{n:02}", f"The lamp was lit on pier {n}. It was hour {number}.") for n in range(ARTICLES)]


async def many(folder: Path, times: int) -> None:
    search = await open_search(folder)
    for number in range(1, times + 1):
        await search.add(numbered(number), str(number))
        os.write(1, f"{number}\n".encode())
    os.read(0, 1)
    await search.close()


async def full(folder: Path) -> None:
    search = await open_search(folder)
    await search.add(numbered(1), "1")
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
    words = [f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(15_000)]
    try:
        await search.add([told(f"more{n}", " ".join(words[n * 100 :])) for n in range(20)], "2")
    except Unavailable as error:
        os.write(1, f"{error}\n".encode())
    os.write(1, f"{await search.mark()}\n".encode())
    await search.close()


def uncommitted(folder: Path) -> None:
    place = Folder(folder)
    place.make()

    def taken() -> Iterator[tuple[str, list[Document]]]:
        for article in numbered(999):
            yield article.id, [document_of(p, article) for p in indexed(article)]
        os.write(1, b"all but the commit\n")
        os.read(0, 1)

    Opened(place.path).write(cast(Taken, taken()), "999")


if __name__ == "__main__":
    where, work = Path(sys.argv[1]), sys.argv[2]
    if work == "uncommitted":
        uncommitted(where)
    elif work == "full":
        asyncio.run(full(where))
    else:
        asyncio.run(many(where, 100_000 if work == "many" else 1))
