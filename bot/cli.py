"""What a person can ask for on the command line. Imports are lazy, so that --help answers at once."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_db import db_app
from bot.cli_feeds import feeds_app
from bot.cli_why import WHY_EXAMPLES, why
from bot.shell import (
    CORES,
    AsJson,
    Config,
    From,
    Inputs,
    Jobs,
    calm,
    examples,
    fail,
    guarded,
    run_rows,
    settings_of,
    write_utf8,
)

if TYPE_CHECKING:
    from bot.settings import Settings


app = typer.Typer(
    name="factbox",
    help="A self-hosted news-briefing bot. Nothing is posted that the sources do not show.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command(epilog=WHY_EXAMPLES)(why)
app.add_typer(db_app, name="db", help="The store: bring it up to date, back it up, restore it, copy it.")
app.add_typer(feeds_app, name="feeds", help="The feeds we follow: how they fare; try, add, remove, import, export.")


def main() -> None:
    """Run the command line; problems end in one clear line and a non-zero exit."""
    if os.getpid() == 1:  # of a container: it ignores what nobody handles, and to import the bot takes a second
        signal.signal(signal.SIGTERM, lambda *_: os._exit(143))
    # A closed stream is None in Python; nothing below expects that.
    nowhere = Path(os.devnull)
    sys.stdin = sys.stdin or nowhere.open(encoding="utf-8")
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")
    with calm():
        app()


@app.command(
    epilog=examples(
        "factbox brief seeds",
        "factbox brief story.txt --ask 'Who said that?' --no-chat",
        "factbox brief --articles articles.jsonl --each --json",
    )
)
def brief(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(readable=False, help="Articles: files or folders (.txt .md .html, saved feeds)."),
    ] = None,
    ask: Annotated[list[str] | None, typer.Option(help="Ask this under the brief; may be given again.")] = None,
    no_chat: Annotated[bool, typer.Option("--no-chat", help="End after the brief; no prompt.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line in place of the drawing.")] = False,
    articles: Annotated[
        str | None, typer.Option(help='Articles as JSON lines, "-" for standard input; with --each --json.')
    ] = None,
    each: Annotated[bool, typer.Option("--each", help="One brief for each article of --articles.")] = False,
    jobs: Jobs = CORES,
    config: Config = None,
) -> None:
    """Brief articles and answer questions about them."""
    if articles is not None:
        if paths or ask or not (each and as_json):
            fail("--articles goes with --each --json and without paths: factbox brief --articles FILE --each --json", 2)
        run_rows("brief", [articles], jobs)
    if each:
        fail("--each goes with --articles: factbox brief --articles FILE --each --json", 2)
    if not paths:
        fail("name the articles: factbox brief PATH…  (try: factbox brief seeds)", 2)
    from bot.talk import brief_paths

    settings = settings_of(config)
    interactive = sys.stdin.isatty() and not no_chat and not as_json
    if as_json:
        write_utf8()
    guarded(lambda: brief_paths(paths, settings, ask or [], interactive=interactive, as_json=as_json))


@app.command(epilog=examples("factbox run --config config/factbox.yaml"))
def run(config: Config = None) -> None:
    """Run the bot: pull, publish and answer until stopped."""
    import logging

    from bot.settings import load
    from bot.talk import run_bot

    settings = settings_of(config)
    if not (settings.channels or settings.slack or settings.discord) or not (settings.sources or _follows(settings)):
        fail("nothing to do: set sources and channels. `factbox init` writes a commented config/factbox.yaml.", 2)
    here = (attended := sys.stdin.isatty()) and sys.stderr.isatty()
    # The log of all that goes well would bury the briefs and the prompt.
    level = logging.WARNING if here else logging.INFO
    if here:
        print("Reading the sources: `factbox feeds` says how they fare. `quit` or Ctrl-C ends.", file=sys.stderr)
    guarded(lambda: run_bot(settings, lambda: load(config), level=level, attended=attended))


@app.command(
    epilog=examples("factbox check --config config/factbox.yaml", "factbox check --slack", "factbox check --discord")
)
def check(
    slack: Annotated[bool, typer.Option("--slack", help="Ask Slack too: tokens, scopes, socket, channels.")] = False,
    discord: Annotated[
        bool, typer.Option("--discord", help="Ask Discord too: token, gateway, permissions; prints the invite link.")
    ] = False,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Say what is missing or wrong, and how to fix it."""
    from bot.checkup import check_all

    sys.exit(check_all(config, as_json=as_json, slack=slack, discord=discord))


@app.command(epilog=examples("factbox init && factbox check"))
def init(
    path: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("config/factbox.yaml"),
) -> None:
    """Write a commented settings file."""
    from bot.checkup import write_example

    try:
        write_example(path)
    except FileExistsError:
        fail(f"{path} exists already and was left as it is; name another path: factbox init PATH")
    except OSError as error:
        fail(f"{path} cannot be written: {error.strerror}")
    print(f"Wrote {path}. Edit it, then: factbox check")


@app.command(epilog=examples("factbox facts < articles.jsonl > facts.jsonl"))
def facts(
    files: Annotated[
        list[str] | None, typer.Argument(help='Files of JSON lines {"id", "text"}; standard input without.')
    ] = None,
    jobs: Jobs = CORES,
) -> None:
    """Quotes and figures of each text, as JSON lines."""
    run_rows("facts", files or ["-"], jobs)


@app.command(epilog=examples("factbox verify < claims.jsonl", "factbox verify claims.jsonl > verdicts.jsonl"))
def verify(
    files: Annotated[
        list[str] | None, typer.Argument(help='Files of JSON lines {"id", "source", "claim"}; standard input without.')
    ] = None,
    jobs: Jobs = CORES,
) -> None:
    """Whether each claim is supported by its source, as JSON lines."""
    run_rows("verify", files or ["-"], jobs)


@app.command(epilog=examples("factbox stories < articles.jsonl > stories.jsonl"))
def stories(
    files: Annotated[
        list[str] | None,
        typer.Argument(help='Files of JSON lines {"id", "text", "title"?, "published"?}; standard input without.'),
    ] = None,
) -> None:
    """Which articles tell one story, and which are copies of one text, as JSON lines."""
    from bot.rows import LinesError, write_stories

    write_utf8()
    with calm():
        try:
            write_stories(files or ["-"])
        except LinesError as error:
            fail(str(error))


@app.command(epilog=examples("factbox ask --articles articles.jsonl --questions questions.jsonl"))
def ask(
    articles: Annotated[list[str], typer.Option(help='Files of JSON lines {"id", "text", "title"?, "outlet"?}.')],
    questions: Annotated[
        list[str], typer.Option(help='Files of JSON lines {"id", "question", "article_ids"?}; "-" for standard input.')
    ],
    jobs: Jobs = CORES,
) -> None:
    """Answers to questions, cited or refused, as JSON lines."""
    from bot.filters import Asker
    from bot.rows import LinesError, load_articles

    try:
        asker = Asker(load_articles(articles))
    except LinesError as error:
        fail(str(error))
    run_rows("ask", questions, jobs, asker)


@app.command(
    epilog=examples(
        "factbox extract page.html --url https://news.example.org/a",
        "factbox extract saved/*.html > articles.jsonl",
        "curl -s ADDRESS | factbox extract -",
    )
)
def extract(names: Inputs, url: From = None, jobs: Jobs = CORES, config: Config = None) -> None:
    """The article of each page, as JSON lines: text, title, byline, dates, outlet, and what kind of page it is."""
    from bot.readings import asks_the_web
    from bot.readings import extract as extract_pages

    if url is not None and len(names) > 1:
        fail("--url is the address of one file; name one", 2)
    web = settings_of(config).web if asks_the_web(names) else None
    write_utf8()
    sys.exit(guarded(lambda: extract_pages(names, web, url, min(jobs, len(names)))))


@app.command(epilog=examples("factbox forget U024BE7LH --platform slack", "factbox forget you --platform terminal"))
def forget(
    author: Annotated[str, typer.Argument(help="The person, by the platform's own id; “you” on a terminal.")],
    platform: Annotated[str | None, typer.Option(help="Only what was asked there: slack, discord or terminal.")] = None,
    config: Config = None,
) -> None:
    """Remove what a person asked, and what was answered, for good."""
    from bot.forgetting import forget_person

    settings = settings_of(config)
    sys.exit(guarded(lambda: forget_person(settings, author, platform)))


def _follows(settings: Settings) -> bool:
    """Whether any feed was added by hand."""
    from bot.desk import count_feeds

    return guarded(lambda: count_feeds(settings)) > 0
