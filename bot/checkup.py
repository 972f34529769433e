"""`factbox check` and `factbox init`: is everything there, and what to do about what is not."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Literal

from bot.model_settings import ModelServer
from bot.ports import Rejected
from bot.settings import Settings, SettingsError, config_file, load
from bot.store.engine import check_store
from bot.store.errors import StoreError

_METADATA = ip_address("169.254.169.254")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `fix` says what to do where it is not well."""

    what: str
    state: Literal["ok", "note", "error"]
    words: str
    fix: str = ""


def check_all(config: Path | None, *, as_json: bool) -> int:
    """Print what was found; 0 when nothing is wrong, else 1."""
    wrong = 0
    marks = {"ok": "ok   ", "note": "note ", "error": "ERROR"}
    for finding in _findings(config):
        wrong += finding.state == "error"
        if as_json:
            print(
                json.dumps({"what": finding.what, "state": finding.state, "words": finding.words, "fix": finding.fix})
            )
        else:
            print(
                f"{marks[finding.state]}  {finding.what:10} {finding.words}"
                + (f"\n       {'':10} {finding.fix}" if finding.fix else "")
            )
    return 1 if wrong else 0


def _findings(config: Path | None) -> Iterator[Finding]:
    yield Finding("python", "ok", sys.version.split()[0])
    try:
        path = config_file(config)
        settings = load(config)
    except SettingsError as error:
        yield Finding("settings", "error", str(error), "`factbox init PATH` writes a commented example.")
        return
    if path is None:
        yield Finding(
            "settings", "note", "no config/factbox.yaml; defaults are used", "`factbox init` writes a commented one."
        )
    else:
        yield Finding("settings", "ok", str(path))
    yield from _sources(settings)
    yield from _feeds(settings)
    yield from _web(settings)
    yield from _channels(settings)
    yield from _owners(settings)
    yield from _model(settings)
    yield from _store(settings)


def _sources(settings: Settings) -> Iterator[Finding]:
    if not settings.sources:
        yield Finding(
            "sources", "note", "none here; only feeds of `factbox feeds add` are read", "Set sources: folders or feeds."
        )
    for source in settings.folders():
        if source.folder.exists() and not os.access(source.folder, os.R_OK):
            yield Finding(
                "source", "error", f"{source.folder}: may not be read", "Change its rights, or run as its owner."
            )
        elif source.folder.exists():
            yield Finding("source", "ok", str(source.folder))
        else:
            yield Finding("source", "error", f"{source.folder}: no such folder", "Make it, or correct `folder`.")


def _feeds(settings: Settings) -> Iterator[Finding]:
    from bot.feeds.web.addresses import check_url

    for feed in settings.feeds():
        try:
            check_url(feed.url, settings.web.allow)
        except Rejected as error:
            yield Finding("feed", "error", str(error))
            continue
        if feed.links and not feed.outlet:
            yield Finding("page", "note", f"{feed.url}: no outlet is set", "Set `outlet`: a page may not name its own.")
        else:
            yield Finding("page" if feed.links else "feed", "ok", feed.url)


def _web(settings: Settings) -> Iterator[Finding]:
    web = settings.web
    if settings.feeds() and not web.contact:
        yield Finding("web", "note", "the sites that we ask are not told whom to turn to", "Set web.contact.")
    for network in map(ip_network, web.allow):
        if network.version == 4 and _METADATA in network:
            yield Finding(
                "web",
                "note",
                f"web.allow {network} reaches {_METADATA}, where clouds keep a machine's secrets",
                "Allow no more than the networks that your feeds are in.",
            )
    if web.public_url and not web.listen:
        yield Finding("web", "error", f"{web.public_url}: nothing is served there", "Set web.listen, or leave it out.")
    elif web.listen:
        told = f"feeds may tell us at {web.public_url}" if web.public_url else "health alone: WebSub needs public_url"
        yield Finding("web", "ok", f"listens at {web.listen}, {told}")


def _channels(settings: Settings) -> Iterator[Finding]:
    if not settings.channels:
        yield Finding("channels", "note", "none; `factbox run` has nowhere to post", "Set channels: - terminal: true")
    for channel in settings.channels:
        at = f"terminal at {', '.join(channel.times)} {channel.timezone}, {channel.days}"
        topics = f", topics {', '.join(channel.topics)}" if channel.topics else ""
        language = f", in {channel.language}" if channel.language else ""
        holds = f"{channel.length}, at most {channel.most_stories()} stories{topics}{language}"
        yield Finding("channel", "ok", f"{at}: {holds}")
        if channel.language and settings.model is None:
            yield Finding(
                "channel",
                "note",
                f"language {channel.language}: without a model nothing is translated",
                "Set model, or leave language out.",
            )


def _owners(settings: Settings) -> Iterator[Finding]:
    if settings.owners is None:
        yield Finding("owners", "ok", "none: every outlet counts as its own source")
        return
    try:
        owned = settings.owned()
    except SettingsError as error:
        yield Finding("owners", "error", str(error), "Correct the file, or set owners to another.")
        return
    owners = len(set(owned.values()))
    told = f"{owners} owner{'' if owners == 1 else 's'} of {len(owned)} outlets and hosts"
    yield Finding("owners", "ok", f"{settings.owners}: {told}")


def _model(settings: Settings) -> Iterator[Finding]:
    if settings.model is None:
        yield Finding("model", "ok", "none: briefs and answers are made of the articles' own words")
        return
    yield _server("model", settings.model, "Set FACTBOX_MODEL__API_KEY or api_key_file.")
    for server in settings.model.fallback:
        yield _server("fallback", server, "Set its api_key_file.")


def _server(what: str, server: ModelServer, fix: str) -> Finding:
    try:
        key = server.key()
    except SettingsError as error:
        return Finding(what, "error", str(error), "Correct api_key_file.")
    where = server.base_url or "api.openai.com"
    if key is None and not server.base_url:
        return Finding(what, "error", f"{server.name} at {where} needs a key", fix)
    price = "" if server.price_in is None else f", {server.price_in:g} in and {server.price_out:g} out a million tokens"
    return Finding(what, "ok", f"{server.name} at {where}, key {'set' if key else 'not set'}{price}")


def _store(settings: Settings) -> Iterator[Finding]:
    try:
        asyncio.run(check_store(settings.store))
    except StoreError as error:
        yield Finding("store", "error", str(error))
    else:
        yield Finding("store", "ok", settings.store)
    yield Finding("index", "ok", str(settings.index_path() or "in memory, as the store is"))
    days = f"{settings.retention} day{'' if settings.retention == 1 else 's'}"
    yield Finding("retention", "ok", f"questions and answers are kept for {days}")


def write_example(path: Path) -> None:
    """Write the commented example. Raises `FileExistsError` and other `OSError`s."""
    text = files("bot").joinpath("factbox.example.yaml").read_text(encoding="utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as out:
        out.write(text)
