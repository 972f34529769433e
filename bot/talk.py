"""Start the two long commands: a brief with its chat in the terminal, and the bot itself."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.app import App, now, open_app, open_brief
from bot.feeds.files.folder import FolderFetcher
from bot.filters import answer_fields, brief_fields, story_fields
from bot.flows.answer import answer, reply
from bot.flows.deliver import deliver, sources_of
from bot.flows.publish import publish, pull
from bot.flows.tell import Window
from bot.log import set_up
from bot.news.channels import Channel, Edition, Mention, Place, Turn
from bot.ports import Rejected
from bot.settings import Settings

_HERE = Channel("terminal", Place("terminal", "terminal"), (), frozenset(), "UTC")
_MOST = 100_000


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
        edition = await publish(_HERE, now().isoformat(), app.newsroom, now(), _MOST)
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
            async for mention in terminal.mentions():
                await reply(mention, app.newsroom, terminal, now())


async def _print_rows(edition: Edition, questions: Sequence[str], app: App) -> None:
    sources = await sources_of(edition, app.newsroom.store)
    for brief in edition.briefs:
        row = brief_fields(brief, sources[brief.revisions[0]].article.id, sources) | story_fields(brief, sources)
        print(json.dumps(row, ensure_ascii=False))
    turns: list[Turn] = []
    for question in questions:
        found, used, _ = await answer(question, sources, turns, app.newsroom.store, app.newsroom.model)
        sources = {**sources, **used}
        proofs = tuple(e for line in found.lines for e in line.evidence)
        turns.append(Turn(question, " ".join(line.text for line in found.lines), proofs))
        fields = answer_fields(found, (), sources)
        del fields["passages"]
        print(json.dumps({"question": question, **fields}, ensure_ascii=False))


def _progress(path: str, number: int, total: int) -> None:
    if total > 20 and sys.stderr.isatty():
        end = "\n" if number == total else ""
        print(f"\rreading {number} of {total}: {path[-50:]:50}", end=end, file=sys.stderr, flush=True)


async def run_bot(settings: Settings, *, attended: bool) -> None:
    """`factbox run`: everything the settings ask for, until stopped."""
    from bot.run import run

    async with open_app(settings, interactive=attended) as (app, web):
        channels = {s.channel().name: (s.channel(), s.most_stories()) for s in settings.channels}
        await run(app, web, channels, now, attended=attended)
