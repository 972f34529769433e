"""Start the two long commands: a brief with its chat in the terminal, and the bot itself."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from bot.app import App, now
from bot.app.commands import open_brief
from bot.feeds.files.folder import FolderFetcher
from bot.filters import answer_fields, brief_fields, story_fields
from bot.flows.answer import reply
from bot.flows.answering import answer
from bot.flows.commands import turn_of
from bot.flows.deliver import deliver
from bot.flows.keep_index import keep_index
from bot.flows.listen import listen
from bot.flows.publish import publish, pull
from bot.flows.tell import Window
from bot.flows.threads import thread_of
from bot.log import set_up
from bot.news.asking.screening import question_in
from bot.news.channels import Channel, Edition, Mention, Place, Posted, Turn
from bot.news.showing.cards import answer_card
from bot.ports import Rejected
from bot.settings import Settings

_HERE = Channel("terminal", Place("terminal", "terminal"), (), frozenset(), "UTC", stories=100_000)


async def brief_paths(
    paths: Sequence[Path], settings: Settings, questions: Sequence[str], *, interactive: bool, as_json: bool
) -> None:
    """Brief the articles of the paths, answer the questions, then chat. Raises `Rejected` where nothing can be read."""
    set_up(logging.WARNING, plain=True)
    if settings.model is None:
        print("No language model is set: the brief is made of the article's own words.", file=sys.stderr)
    async with open_brief(paths, settings, interactive=interactive, progress=_progress) as app:
        fetcher = app.fetchers["paths"]
        await pull(fetcher, app.newsroom.store, now())
        if isinstance(fetcher, FolderFetcher):
            for skipped in fetcher.skipped:
                print(f"skipped {skipped.path}: {skipped.why}", file=sys.stderr)
        await Window(app.newsroom.stories).place(now())
        assert app.newsroom.search is not None, "a brief is asked about with an index of its own"
        await keep_index(app.newsroom.store, app.newsroom.search)
        edition = await publish(_HERE, f"{now():%Y-%m-%dT%H:%M:%S} UTC", app.newsroom, now())
        assert edition is not None, "a pull that brought nothing raises"
        if as_json:
            await _print_rows(edition, questions, app)
            return
        if await deliver(app.newsroom.store, app.platforms, now) < len(edition.briefs):
            raise Rejected("the brief could not be shown: the output does not take it")
        terminal = app.platforms["terminal"]
        for number, question in enumerate(questions, 1):
            mention = Mention(f"asked {number}", _HERE.place, "you", question)
            await reply(mention, app.newsroom, terminal, now())
        if interactive:
            await listen(terminal, app.newsroom, app.inbox, lambda _: now().astimezone())


async def _print_rows(edition: Edition, questions: Sequence[str], app: App) -> None:
    room, place = app.newsroom, _HERE.place
    thread = await thread_of(Posted(edition), (), place, room)
    for brief in edition.briefs:
        first = thread.sources[brief.revisions[0]].article.id
        row = brief_fields(brief, first, thread.sources) | story_fields(brief, thread.sources)
        print(json.dumps(row, ensure_ascii=False))
    turns: list[Turn] = []
    for question in questions:
        told = await answer(question_in(question), thread, room, now().date())
        sources = {**thread.sources, **told.sources}
        card = answer_card(told.answer, sources, thread.marks)
        turns.append(turn_of(question, told.asked.meant, told.answer, card, thread))
        thread = await thread_of(Posted(edition), turns, place, room)
        fields = answer_fields(told.answer, (), sources)
        del fields["passages"]
        print(json.dumps({"question": question, **fields}, ensure_ascii=False))


def _progress(path: str, number: int, total: int) -> None:
    if total > 20 and sys.stderr.isatty():
        end = "\n" if number == total else ""
        print(f"\rreading {number} of {total}: {path[-50:]:50}", end=end, file=sys.stderr, flush=True)


async def run_bot(settings: Settings, load: Callable[[], Settings], *, level: int, attended: bool) -> None:
    """`factbox run`: everything the settings ask for, until stopped; what is logged is shown from `level` on.

    `load` reads the settings again, at SIGHUP.
    """
    from bot.app.running import open_app, own_name, parts_of
    from bot.reload import Reload
    from bot.run import run, signals

    stop, changed = signals(attended=attended)
    name, parts, looks = own_name(), parts_of(settings), None
    if settings.web.status_at():
        from bot.app.looks import Looks

        looks = Looks(name, settings.role, parts)
    set_up(level, count=looks.count if looks else None, copy=name)
    async with AsyncExitStack() as stack:
        opening = asyncio.create_task(
            stack.enter_async_context(open_app(settings, name, parts, looks, interactive=attended))
        )
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({opening, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not opening.done():  # a platform may take long to reach
            opening.cancel()
            await asyncio.gather(opening, return_exceptions=True)
            return
        opened = opening.result()
        reload = Reload(settings, load, opened)
        await run(opened, now, stop, changed, follow=now.follow, reload=reload, attended=attended)
