"""`factbox why`: the command. Imports are lazy."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.shell import AsJson, Config, examples, guarded, settings_of, write_utf8

WHY_EXAMPLES = examples(
    "factbox why https://news.example.org/ferry",
    'factbox why "slack:C0123 08:00"',
    "factbox why https://news.example.org/ferry --channel slack:C0123 --json",
)


def why(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="URL|EDITION", help="An article's address or id, or a channel and a time of its editions."
        ),
    ],
    channel: Annotated[str | None, typer.Option(metavar="NAME", help="Of an article: this channel alone.")] = None,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Why an article was posted or dropped, in every channel; or how an edition came to be and was delivered."""
    from bot.why import tell_why

    settings = settings_of(config)
    if as_json:
        write_utf8()
    sys.exit(guarded(lambda: tell_why(settings, " ".join(what), channel=channel, as_json=as_json)))
