"""What a person can ask for on the command line. Imports are lazy, so that --help answers at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Settings


def _examples(*lines: str) -> str:
    """Under the help: one a line; the first sign keeps click from folding them."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


app = typer.Typer(
    name="factbox",
    help="A self-hosted news-briefing bot. Nothing is posted that the sources do not show.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

feeds_app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, invoke_without_command=True)
app.add_typer(feeds_app, name="feeds", help="The feeds we follow: how they fare; try, add, remove, import, export.")

Config = Annotated[
    Path | None, typer.Option("--config", help="The settings file; by default config/factbox.yaml where it exists.")
]
Jobs = Annotated[int, typer.Option(min=1, help="How many processes work side by side.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Links = Annotated[
    str | None, typer.Option(metavar="CSS", help="A page without a feed: the selector of its articles' links ('h2 a').")
]
New = Annotated[
    int | None, typer.Option(min=0, max=1000, help="So many of its articles count as new at first; 5 by default.")
]
Inputs = Annotated[list[str], typer.Argument(metavar="FILE|URL|-…", help='Files, addresses, "-" for standard input.')]
From = Annotated[str | None, typer.Option(metavar="URL", help="The address that the file came from.")]
_CORES = os.cpu_count() or 1


def main() -> None:
    """Run the command line; problems end in one clear line and a non-zero exit."""
    # A closed stream is None in Python; nothing below expects that.
    nowhere = Path(os.devnull)
    sys.stdin = sys.stdin or nowhere.open(encoding="utf-8")
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")
    with _calm():
        app()


@contextmanager
def _calm() -> Iterator[None]:
    """Ctrl-C and an output that cannot be written end in one line."""
    try:
        yield
        sys.stdout.flush()
    except KeyboardInterrupt:
        _fail("stopped", code=130)
    except BrokenPipeError:
        # The reader of our output has gone, as `head` does; nothing is wrong.
        _drop_output()
        sys.exit(0)
    except OSError as error:
        _drop_output()
        _fail(f"the output cannot be written: {error.strerror}")


def _write_utf8() -> None:
    """JSON is UTF-8 whatever the locale; a lone surrogate is written as JSON escapes it."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def _drop_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(words: str, code: int = 1) -> NoReturn:
    try:
        sys.stdout.flush()
    except OSError:
        _drop_output()  # or Python would try again at its end, and exit with a code of its own
    print(f"factbox: {words}", file=sys.stderr)
    sys.exit(code)


def _settings(config: Path | None) -> Settings:
    from bot.settings import SettingsError, load

    try:
        return load(config)
    except SettingsError as error:
        _fail(str(error), 2)


@app.command(
    epilog=_examples(
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
    jobs: Jobs = _CORES,
    config: Config = None,
) -> None:
    """Brief articles and answer questions about them."""
    if articles is not None:
        if paths or ask or not (each and as_json):
            _fail(
                "--articles goes with --each --json and without paths: factbox brief --articles FILE --each --json", 2
            )
        _filter("brief", [articles], jobs)
    if each:
        _fail("--each goes with --articles: factbox brief --articles FILE --each --json", 2)
    if not paths:
        _fail("name the articles: factbox brief PATH…  (try: factbox brief seeds)", 2)
    from bot.talk import brief_paths

    settings = _settings(config)
    interactive = sys.stdin.isatty() and not no_chat and not as_json
    if as_json:
        _write_utf8()
    _guarded(lambda: brief_paths(paths, settings, ask or [], interactive=interactive, as_json=as_json))


@app.command(epilog=_examples("factbox run --config config/factbox.yaml"))
def run(config: Config = None) -> None:
    """Run the bot: pull, publish and answer until stopped."""
    import logging

    from bot.log import set_up
    from bot.talk import run_bot

    settings = _settings(config)
    if not settings.channels or not (settings.sources or _follows(settings)):
        _fail("nothing to do: set sources and channels. `factbox init` writes a commented config/factbox.yaml.", 2)
    here = (attended := sys.stdin.isatty()) and sys.stderr.isatty()
    # The log of all that goes well would bury the briefs and the prompt.
    set_up(logging.WARNING if here else logging.INFO)
    if here:
        print("Reading the sources: `factbox feeds` says how they fare. `quit` or Ctrl-C ends.", file=sys.stderr)
    _guarded(lambda: run_bot(settings, attended=attended))


@app.command(epilog=_examples("factbox check --config config/factbox.yaml"))
def check(config: Config = None, as_json: AsJson = False) -> None:
    """Say what is missing or wrong, and how to fix it."""
    from bot.checkup import check_all

    sys.exit(check_all(config, as_json=as_json))


@app.command(epilog=_examples("factbox init && factbox check"))
def init(
    path: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("config/factbox.yaml"),
) -> None:
    """Write a commented settings file."""
    from bot.checkup import write_example

    try:
        write_example(path)
    except FileExistsError:
        _fail(f"{path} exists already and was left as it is; name another path: factbox init PATH")
    except OSError as error:
        _fail(f"{path} cannot be written: {error.strerror}")
    print(f"Wrote {path}. Edit it, then: factbox check")


@app.command(epilog=_examples("factbox facts < articles.jsonl > facts.jsonl"))
def facts(
    files: Annotated[
        list[str] | None, typer.Argument(help='Files of JSON lines {"id", "text"}; standard input without.')
    ] = None,
    jobs: Jobs = _CORES,
) -> None:
    """Quotes and figures of each text, as JSON lines."""
    _filter("facts", files or ["-"], jobs)


@app.command(epilog=_examples("factbox ask --articles articles.jsonl --questions questions.jsonl"))
def ask(
    articles: Annotated[list[str], typer.Option(help='Files of JSON lines {"id", "text", "title"?, "outlet"?}.')],
    questions: Annotated[
        list[str], typer.Option(help='Files of JSON lines {"id", "question", "article_ids"?}; "-" for standard input.')
    ],
    jobs: Jobs = _CORES,
) -> None:
    """Answers to questions, cited or refused, as JSON lines."""
    from bot.rows import LinesError, load_articles

    try:
        asker = load_articles(articles)
    except LinesError as error:
        _fail(str(error))
    _filter("ask", questions, jobs, asker)


@app.command(
    epilog=_examples(
        "factbox extract page.html --url https://news.example.org/a",
        "factbox extract saved/*.html > articles.jsonl",
        "curl -s ADDRESS | factbox extract -",
    )
)
def extract(names: Inputs, url: From = None, jobs: Jobs = _CORES, config: Config = None) -> None:
    """The article of each page, as JSON lines: text, title, byline, dates, outlet, and what kind of page it is."""
    from bot.readings import asks_the_web
    from bot.readings import extract as extract_pages

    if url is not None and len(names) > 1:
        _fail("--url is the address of one file; name one", 2)
    web = _settings(config).web if asks_the_web(names) else None
    _write_utf8()
    sys.exit(_guarded(lambda: extract_pages(names, web, url, min(jobs, len(names)))))


@feeds_app.callback(
    epilog=_examples("factbox feeds", "factbox feeds add example.org", "factbox feeds test example.org")
)
def feeds(context: typer.Context, config: Config = None, as_json: AsJson = False) -> None:
    """The feeds we follow: how they fare; try, add, remove, import, export. Without a command: list."""
    if context.invoked_subcommand is None:
        feeds_list(config, as_json)
    elif config or as_json:
        _fail(f"put these options behind the command: factbox feeds {context.invoked_subcommand} …", 2)


@feeds_app.command("list", epilog=_examples("factbox feeds list --json | jq 'select(.state==\"trouble\")'"))
def feeds_list(config: Config = None, as_json: AsJson = False) -> None:
    """How every feed fares, those in trouble first: last success, next poll, what is wrong, where it has moved to."""
    from bot.desk import list_feeds

    settings = _settings(config)
    if as_json:
        _write_utf8()
    sys.exit(_guarded(lambda: list_feeds(settings, as_json=as_json)))


@feeds_app.command(
    "add",
    epilog=_examples(
        "factbox feeds add https://news.example.org/rss.xml --topic shipping",
        "factbox feeds add town.example.org/notices --links 'h2 a'",
    ),
)
def feeds_add(
    address: Annotated[str, typer.Argument(metavar="URL", help="A feed, or the page of a site that has one.")],
    outlet: Annotated[str | None, typer.Option(help="Who publishes it; by default what it says itself.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="A topic; may be given again.")] = None,
    links: Links = None,
    new: New = None,
    all_old: Annotated[bool, typer.Option("--all-old", help="Nothing that it lists now counts as new.")] = False,
    config: Config = None,
) -> None:
    """Follow a feed: ask it, show what it holds, remember it."""
    from bot.desk import Wanted, add_feed

    if all_old and new is not None:
        _fail("--all-old and --new say different things; give one", 2)
    settings = _settings(config)
    wanted = Wanted(outlet, tuple(topic or ()), _selector(links), 0 if all_old else new)
    sys.exit(_guarded(lambda: add_feed(settings, config, address, wanted)))


@feeds_app.command("remove", epilog=_examples("factbox feeds remove https://news.example.org/rss.xml"))
def feeds_remove(address: Annotated[str, typer.Argument(metavar="URL")], config: Config = None) -> None:
    """Follow a feed no more; its articles stay."""
    from bot.desk import remove_feed

    settings = _settings(config)
    sys.exit(_guarded(lambda: remove_feed(settings, config, address)))


@feeds_app.command(
    "test", epilog=_examples("factbox feeds test news.example.org", "factbox feeds test ADDRESS --links 'main h2 a'")
)
def feeds_test(
    addresses: Annotated[list[str], typer.Argument(metavar="URL…")],
    links: Links = None,
    new: New = None,
    config: Config = None,
) -> None:
    """Show what would be taken of a feed, and why not more. Nothing is stored."""
    from bot.desk import Wanted, test_feeds

    settings = _settings(config)
    wanted = Wanted(links=_selector(links), new_at_first=new)
    sys.exit(_guarded(lambda: test_feeds(settings, addresses, wanted)))


@feeds_app.command("import", epilog=_examples("factbox feeds import subscriptions.opml"))
def feeds_import(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="An OPML list, as feed readers export it.")],
    config: Config = None,
) -> None:
    """Follow all feeds of an OPML list."""
    from bot.desk import import_feeds

    settings = _settings(config)
    sys.exit(_guarded(lambda: import_feeds(settings, file)))


@feeds_app.command("export", epilog=_examples("factbox feeds export feeds.opml"))
def feeds_export(
    file: Annotated[
        Path | None, typer.Argument(help='Where to write it; standard output without, or with "-".')
    ] = None,
    config: Config = None,
) -> None:
    """All feeds as an OPML list, for any feed reader."""
    from bot.desk import export_feeds

    settings = _settings(config)
    _write_utf8()
    sys.exit(_guarded(lambda: export_feeds(settings, file)))


@feeds_app.command(
    "parse", epilog=_examples("factbox feeds parse rss.xml", "curl -s ADDRESS | factbox feeds parse - --url ADDRESS")
)
def feeds_parse(names: Inputs, url: From = None, config: Config = None) -> None:
    """The items of each feed, as JSON lines: title, link, id, published, updated, author, summary, enclosures."""
    from bot.readings import asks_the_web, parse

    if url is not None and len(names) > 1:
        _fail("--url is the address of one file; name one", 2)
    web = _settings(config).web if asks_the_web(names) else None
    _write_utf8()
    sys.exit(_guarded(lambda: parse(names, web, url)))


def _follows(settings: Settings) -> bool:
    """Whether any feed was added by hand."""
    from bot.desk import count_feeds

    return _guarded(lambda: count_feeds(settings)) > 0


def _selector(links: str | None) -> str | None:
    from bot.sources import css_selector

    try:
        return css_selector(links) if links is not None else None
    except ValueError as error:
        _fail(f"--links: {error}", 2)


def _filter(name: str, paths: list[str], jobs: int, asker: object = None) -> NoReturn:
    from bot.filters import Asker
    from bot.rows import LinesError, run_filter

    _write_utf8()
    with _calm():
        try:
            bad = run_filter(name, paths, jobs, asker if isinstance(asker, Asker) else None)
        except LinesError as error:
            _fail(str(error))
    if bad:
        _fail(f"{bad} row{'s' if bad > 1 else ''} could not be read; the others are done")
    sys.exit(0)


def _guarded(start: Callable[[], Coroutine[Any, Any, int | None]]) -> int:
    """Run it; what the outside does to us ends in one line that says what, where and what to do."""
    import asyncio

    from bot.ports import Rejected, Unavailable

    with _calm():
        try:
            return asyncio.run(start()) or 0
        except (Rejected, Unavailable) as error:
            _fail(str(error))
    return 0
