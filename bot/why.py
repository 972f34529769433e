"""`factbox why`: the whole trace of an article or an edition, read from a live store beside a running bot."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.app import now
from bot.flows.channels import Channels
from bot.flows.newsroom import Newsroom
from bot.flows.trace_words import Said, Tone, trace_words
from bot.flows.whole_trace import ArticleTrace, Tracing, trace_of
from bot.news.documents import to_json
from bot.platforms.screen_text import clean, spell
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.store.sql import SqlStore

_COLOURS: dict[Tone, str] = {"head": "1", "good": "32", "bad": "31", "faint": "2"}
_STEP = 2  # spaces
_NARROWEST = 40


async def tell_why(settings: Settings, what: str, *, channel: str | None, as_json: bool) -> int:
    """Print the trace of what was named; 0. Raises `Rejected` where nothing is known of it, `Unavailable`."""
    async with _open(settings) as store:
        from bot.store.channels import channels_of
        from bot.store.stories import stories_of
        from bot.store.story_paths import paths_of

        room = Newsroom(store, stories_of(store))
        channels = Channels([each.channel() for each in settings.channels], channels_of(store))
        trace = await trace_of(what, Tracing(room, channels, paths_of(store), now(), channel))
    if as_json:
        kind = "article" if isinstance(trace, ArticleTrace) else "edition"
        print(json.dumps({"trace": kind, **json.loads(to_json(trace))}, ensure_ascii=False))
        return 0
    for said in trace_words(trace):
        _print(said)
    return 0


@asynccontextmanager
async def _open(settings: Settings) -> AsyncIterator[SqlStore]:
    from bot.store.engine import open_to_read

    store = await open_to_read(settings.store_address())
    try:
        yield store
    finally:
        await store.close()


def _print(said: Said) -> None:
    """One line of the trace, on a terminal folded and in colours; what others wrote moves no cursor."""
    margin = " " * (_STEP * said.depth)
    line = spell(clean(said.words), sys.stdout.encoding or "ascii").replace("\n", " ").rstrip()
    if not sys.stdout.isatty():
        print(margin + line)
        return
    width = max(_NARROWEST, shutil.get_terminal_size().columns)
    hanging = margin + " " * _STEP
    folded = textwrap.wrap(
        line, width, initial_indent=margin, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
    )
    colour = _COLOURS.get(said.tone) if not os.environ.get("NO_COLOR") else None
    for each in folded:
        print(f"\x1b[{colour}m{each}\x1b[0m" if colour else each)
