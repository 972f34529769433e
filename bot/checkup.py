"""`factbox check` and `factbox init`: is everything there, and what to do about what is not."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from importlib.resources import files
from ipaddress import ip_address, ip_network
from pathlib import Path

from bot.findings import Finding
from bot.model_settings import ModelServer
from bot.news.channel_words import holds_words, when_words
from bot.news.channels import UNDRESSED, Channel
from bot.news.dress_words import dress_words
from bot.platforms.discord.access import Access as DiscordAccess
from bot.platforms.slack.access import Access
from bot.ports import Rejected
from bot.settings import Settings, SettingsError, config_file, load
from bot.store.engine import check_store
from bot.store.errors import StoreError
from bot.store_settings import shown

_METADATA = ip_address("169.254.169.254")


def check_all(config: Path | None, *, as_json: bool, slack: bool = False, discord: bool = False) -> int:
    """Print what was found; 0 when nothing is wrong, else 1. `slack`, `discord`: also what they say of our app."""
    wrong = 0
    marks = {"ok": "ok   ", "note": "note ", "error": "ERROR"}
    for finding in _findings(config, slack, discord):
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


def _findings(config: Path | None, slack: bool, discord: bool) -> Iterator[Finding]:
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
    yield from _role(settings)
    if slack or settings.slack is not None:
        yield from _slack(settings, ask=slack)
    if discord or settings.discord is not None:
        yield from _discord(settings, ask=discord)


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
    elif web.listen and web.listen == web.status:
        words = f"listen and status are both {web.listen}"
        yield Finding("web", "error", words, "Give web.status a port of its own: it is not for the internet.")
    elif web.listen:
        told = f"feeds may tell us at {web.public_url}" if web.public_url else "health alone: WebSub needs public_url"
        yield Finding("web", "ok", f"listens at {web.listen}, {told}")
    if web.status and web.status != web.listen:
        yield Finding("status", "ok", f"a page for you at http://{web.status}/, which asks for no password")


def _channels(settings: Settings) -> Iterator[Finding]:
    if not settings.channels:
        if settings.slack is None and settings.discord is None:
            fix = "Set channels: - terminal: true"
            yield Finding("channels", "note", "none; `factbox run` has nowhere to post", fix)
        else:
            yield Finding("channels", "ok", "none here: people subscribe theirs with /brief subscribe")
    for each in settings.channels:
        channel = each.channel()
        yield Finding("channel", "ok", f"{_where(channel)}: {_told(channel)}")
        for name, chat in (("slack", settings.slack), ("discord", settings.discord)):
            if channel.place.platform == name and chat is None:
                words = f"{_where(channel)}: {name.capitalize()} is not set up"
                yield Finding("channel", "error", words, f"Set {name}, or leave it out.")
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
        settings.store_address()
    except SettingsError as error:
        yield Finding("store", "error", str(error), "Correct store_file, or set FACTBOX_STORE.")
        return
    try:
        asyncio.run(check_store(settings.store_address()))
    except StoreError as error:
        yield Finding("store", "error", str(error))
    else:
        yield Finding("store", "ok", shown(settings.store_address()))
    yield Finding("index", "ok", str(settings.index_path() or "in memory, as the store is"))
    if settings.archive < settings.retention:
        words = f"texts go after {settings.archive} days, questions about them are kept for {settings.retention}"
        yield Finding("archive", "note", words, "Set archive to more days than retention.")
    days = f"{settings.retention} day{'' if settings.retention == 1 else 's'}"
    yield Finding("retention", "ok", f"questions and answers are kept for {days}")


def _role(settings: Settings) -> Iterator[Finding]:
    does = {"web": "meets people and posts", "worker": "fetches and writes editions"}.get(settings.role)
    if does is None:
        return
    if settings.store_file is None and settings.store.startswith("sqlite:"):
        words = f"{settings.role}: it {does} alone, and no other copy can share a file to do the rest"
        yield Finding("role", "error", words, "Set role: all, or a Postgres store.")
    else:
        other = "worker" if settings.role == "web" else "web"
        yield Finding("role", "ok", f"{settings.role}: {does}; the rest is for copies with role {other} or all")


def _where(channel: Channel) -> str:
    return "terminal" if channel.place.platform == "terminal" else f"{channel.place.platform} {channel.place.channel}"


def _told(channel: Channel) -> str:
    look = "" if channel.dress == UNDRESSED else f"; {dress_words(channel.dress)}"
    return f"{when_words(channel)}: {holds_words(channel)}{look}"


def _slack(settings: Settings, *, ask: bool) -> Iterator[Finding]:
    """What is set up; and, where it is asked, what Slack says of it."""
    if settings.slack is None:
        yield Finding("slack", "error", "Slack is not set up", "Set slack: the README has five steps.")
        return
    try:
        access = settings.slack.access()
    except SettingsError as error:
        yield Finding("slack", "error", str(error))
        return
    way = "Socket Mode" if access.app_token else "HTTP, at /slack/events of web.listen"
    yield Finding("slack", "ok", f"{access.api_url}, by {way}", "" if ask else "`factbox check --slack` asks it.")
    if access.app_token is None and settings.web.listen_at() is None:
        yield Finding("slack", "error", "Slack cannot reach us by HTTP: nothing listens", "Set web.listen.")
    if ask:
        yield from asyncio.run(_asked(settings, access))


async def _asked(settings: Settings, access: Access) -> list[Finding]:
    """Slack's word on our app, and on each channel of the file or of chat."""
    from bot.app import now
    from bot.slack_check import slack_findings

    known, told = await _known(settings, "slack")
    operator = settings.slack.operator if settings.slack else None
    return told + [f async for f in slack_findings(access, [c.place.channel for c in known], now(), operator)]


def _discord(settings: Settings, *, ask: bool) -> Iterator[Finding]:
    """What is set up; and, where it is asked, what Discord says of it."""
    if settings.discord is None:
        yield Finding("discord", "error", "Discord is not set up", "Set discord: the README has five steps.")
        return
    try:
        access = settings.discord.access()
    except SettingsError as error:
        yield Finding("discord", "error", str(error))
        return
    yield Finding("discord", "ok", access.api_url, "" if ask else "`factbox check --discord` asks it.")
    if ask:
        yield from asyncio.run(_discord_asked(settings, access))


async def _discord_asked(settings: Settings, access: DiscordAccess) -> list[Finding]:
    """Discord's word on our bot, and on each channel of the file or of chat."""
    from bot.discord_check import discord_findings

    known, told = await _known(settings, "discord")
    operator = settings.discord.operator if settings.discord else None
    return told + [f async for f in discord_findings(access, known, operator)]


async def _known(settings: Settings, platform: str) -> tuple[list[Channel], list[Finding]]:
    """The channels there of the file or of chat, and what those of chat get."""
    from bot.app.commands import open_channels

    async with open_channels(settings) as channels:
        known = [c for c in await channels.all() if c.place.platform == platform]
        told = [
            Finding("channel", "ok", f"{_where(c)}, set in chat: {_told(c)}")
            for c in known
            if channels.set_in(c) == "chat"
        ]
    return known, told


def write_example(path: Path) -> None:
    """Write the commented example. Raises `FileExistsError` and other `OSError`s."""
    text = files("bot").joinpath("factbox.example.yaml").read_text(encoding="utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as out:
        out.write(text)
