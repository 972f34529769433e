"""`factbox feeds`: what a person can ask for about the feeds we follow. Imports are lazy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.shell import AsJson, Config, From, Inputs, examples, fail, guarded, settings_of, write_utf8

feeds_app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, invoke_without_command=True)

Links = Annotated[
    str | None, typer.Option(metavar="CSS", help="A page without a feed: the selector of its articles' links ('h2 a').")
]
New = Annotated[
    int | None, typer.Option(min=0, max=1000, help="So many of its articles count as new at first; 5 by default.")
]


@feeds_app.callback(epilog=examples("factbox feeds", "factbox feeds add example.org", "factbox feeds test example.org"))
def feeds(context: typer.Context, config: Config = None, as_json: AsJson = False) -> None:
    """The feeds we follow: how they fare; try, add, remove, import, export. Without a command: list."""
    if context.invoked_subcommand is None:
        feeds_list(config, as_json)
    elif config or as_json:
        fail(f"put these options behind the command: factbox feeds {context.invoked_subcommand} …", 2)


@feeds_app.command("list", epilog=examples("factbox feeds list --json | jq 'select(.state==\"trouble\")'"))
def feeds_list(config: Config = None, as_json: AsJson = False) -> None:
    """How every feed fares, those in trouble first: last success, next poll, what is wrong, where it has moved to."""
    from bot.desk import list_feeds

    settings = settings_of(config)
    if as_json:
        write_utf8()
    sys.exit(guarded(lambda: list_feeds(settings, as_json=as_json)))


@feeds_app.command(
    "add",
    epilog=examples(
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
        fail("--all-old and --new say different things; give one", 2)
    settings = settings_of(config)
    wanted = Wanted(outlet, tuple(topic or ()), _selector(links), 0 if all_old else new)
    sys.exit(guarded(lambda: add_feed(settings, config, address, wanted)))


@feeds_app.command("remove", epilog=examples("factbox feeds remove https://news.example.org/rss.xml"))
def feeds_remove(address: Annotated[str, typer.Argument(metavar="URL")], config: Config = None) -> None:
    """Follow a feed no more; its articles stay."""
    from bot.desk import remove_feed

    settings = settings_of(config)
    sys.exit(guarded(lambda: remove_feed(settings, config, address)))


@feeds_app.command(
    "test", epilog=examples("factbox feeds test news.example.org", "factbox feeds test ADDRESS --links 'main h2 a'")
)
def feeds_test(
    addresses: Annotated[list[str], typer.Argument(metavar="URL…")],
    links: Links = None,
    new: New = None,
    config: Config = None,
) -> None:
    """Show what would be taken of a feed, and why not more. Nothing is stored."""
    from bot.desk import Wanted, test_feeds

    settings = settings_of(config)
    wanted = Wanted(links=_selector(links), new_at_first=new)
    sys.exit(guarded(lambda: test_feeds(settings, addresses, wanted)))


@feeds_app.command("import", epilog=examples("factbox feeds import subscriptions.opml"))
def feeds_import(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="An OPML list, as feed readers export it.")],
    config: Config = None,
) -> None:
    """Follow all feeds of an OPML list."""
    from bot.desk import import_feeds

    settings = settings_of(config)
    sys.exit(guarded(lambda: import_feeds(settings, file)))


@feeds_app.command("export", epilog=examples("factbox feeds export feeds.opml"))
def feeds_export(
    file: Annotated[
        Path | None, typer.Argument(help='Where to write it; standard output without, or with "-".')
    ] = None,
    config: Config = None,
) -> None:
    """All feeds as an OPML list, for any feed reader."""
    from bot.desk import export_feeds

    settings = settings_of(config)
    write_utf8()
    sys.exit(guarded(lambda: export_feeds(settings, file)))


@feeds_app.command(
    "parse", epilog=examples("factbox feeds parse rss.xml", "curl -s ADDRESS | factbox feeds parse - --url ADDRESS")
)
def feeds_parse(names: Inputs, url: From = None, config: Config = None) -> None:
    """The items of each feed, as JSON lines: title, link, id, published, updated, author, summary, enclosures."""
    from bot.readings import asks_the_web, parse

    if url is not None and len(names) > 1:
        fail("--url is the address of one file; name one", 2)
    web = settings_of(config).web if asks_the_web(names) else None
    write_utf8()
    sys.exit(guarded(lambda: parse(names, web, url)))


def _selector(links: str | None) -> str | None:
    from bot.sources import css_selector

    try:
        return css_selector(links) if links is not None else None
    except ValueError as error:
        fail(f"--links: {error}", 2)
