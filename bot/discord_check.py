"""`factbox check --discord`: is all there that Discord needs, and what to do about what is not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence

from bot.findings import Finding
from bot.news.channels import Channel
from bot.news.text import key
from bot.outcomes import Rejected, Unavailable, Unclear
from bot.platforms.discord.access import Access, is_person
from bot.platforms.discord.channel_kinds import ANNOUNCEMENT, FORUMS, WRITABLE
from bot.platforms.discord.failures import Refused
from bot.platforms.discord.permissions import WITHOUT, invitation, own_installation, quoted
from bot.platforms.discord.probe import PATIENCE, Bot, Probe, Room

_FAILED = (Rejected, Unavailable, Unclear)
_PORTAL = "at discord.com/developers/applications"
_COPY = f"Copy it {_PORTAL}, under “Bot”, “Reset Token”, into FACTBOX_DISCORD__TOKEN."
_NO_CHANNEL, _NO_ACCESS, _NO_PERSON, _UNAUTHORIZED = 10003, 50001, 10013, 401
_FEW = 20  # session starts: a bot that restarts itself over and over uses up its day's thousand


async def discord_findings(
    access: Access, channels: Sequence[Channel], operator: str | None = None, patience: float = PATIENCE
) -> AsyncIterator[Finding]:
    """What was found of the token, the application, the gateway, the commands, and each channel, in this order.

    Nothing is posted. `operator` is a person ("@123"); `patience` is how many seconds the gateway gets to say hello.
    """
    probe = Probe(access, patience)
    try:
        try:
            bot = await probe.bot()
        except _FAILED as error:
            yield _token(error)
            return
        for finding in _application(bot):
            yield finding
        yield await _gateway(probe)
        yield await _commands(probe)
        for channel in channels:
            async for finding in _channel(probe, channel, bot):
                yield finding
        if operator is not None:
            yield await _person(probe, operator, "operator")
    finally:
        await probe.close()


def _token(error: Exception) -> Finding:
    if isinstance(error, Refused) and error.code == _UNAUTHORIZED:
        return Finding("token", "error", "Discord does not know this bot token, or it was reset", _COPY)
    return Finding("token", "error", str(error))


def _application(bot: Bot) -> Iterator[Finding]:
    servers = f"{bot.servers} server{'' if bot.servers == 1 else 's'}"
    yield Finding("bot", "ok", f"{bot.name} ({bot.user}), in {servers}")
    if bot.endpoint:
        words = f"commands and buttons are sent to {bot.endpoint}, not to this bot"
        fix = f"Empty “Interactions Endpoint URL” {_PORTAL}, under “General Information”."
        yield Finding("commands", "error", words, fix)
    if bot.code_grant:
        fix = f"Switch off “Requires OAuth2 Code Grant” {_PORTAL}, under “Bot”."
        yield Finding("invite", "error", "the bot cannot be added to a server by its link", fix)
    if bot.privileged:
        words = f"{' and '.join(bot.privileged)}: switched on, and not needed"
        yield Finding("intents", "note", words, f"Switch it off {_PORTAL}, under “Bot”.")
    link = invitation(bot.application)
    if not bot.for_servers:
        fix = f"Tick “Guild Install” {_PORTAL}, under “Installation”."
        yield Finding("invite", "error", "the app cannot be added to servers", fix)
    elif not bot.servers:
        yield Finding("invite", "note", "the bot is in no server yet", f"Open this, and choose the server: {link}")
    else:
        who = "" if bot.public else "its owner alone can "
        yield Finding("invite", "ok", f"{who}add it to a server: {link}")
    if bot.for_people:
        yield Finding("own use", "ok", f"people can install it for themselves: {own_installation(bot.application)}")
    else:
        fix = f"To allow it, tick “User Install” {_PORTAL}, under “Installation”, and start Factbox anew."
        yield Finding("own use", "note", "people cannot install it for themselves, to use it everywhere", fix)


async def _gateway(probe: Probe) -> Finding:
    try:
        starts = await probe.gateway()
    except _FAILED as error:
        return Finding("gateway", "error", str(error), "Look at this machine's network and proxy: wss:// has to pass.")
    words = f"Discord said hello; {starts.left} of {starts.total} session starts are left"
    if starts.left < _FEW:
        again = f"in {starts.hours:.0f} h" if starts.hours >= 1 else "within an hour"
        fix = f"Each start of the bot takes one. All are there again {again}: does something restart it all the time?"
        return Finding("gateway", "note" if starts.left else "error", words, fix)
    if starts.shards > 1:
        fix = "Factbox keeps one connection, which Discord serves up to 2,500 servers."
        return Finding(
            "gateway", "note", f"{words}; Discord wants {starts.shards} connections for so many servers", fix
        )
    return Finding("gateway", "ok", words)


async def _commands(probe: Probe) -> Finding:
    try:
        ours = await probe.commands()
    except _FAILED as error:
        return Finding("commands", "error", str(error))
    if not ours:
        words = "“/brief” and the others are not there yet, or older than this Factbox"
        return Finding("commands", "note", words, "`factbox run` sets them up when it starts.")
    return Finding("commands", "ok", "“/brief” and the others are set up")


async def _person(probe: Probe, person: str, what: str) -> Finding:
    try:
        name = await probe.person(person)
    except Refused as error:
        if error.code != _NO_PERSON:
            return Finding(what, "error", str(error))
        fix = "Copy the ID anew: Developer Mode on, then a right click on the person."
        return Finding(what, "error", f"{person}: there is no such person", fix)
    except Unavailable as error:
        return Finding(what, "note", f"{person} could not be looked up: {error}")
    except (Rejected, Unclear) as error:
        return Finding(what, "error", str(error))
    words = f"{name} ({person}) gets direct messages, if they share a server with the bot and allow them"
    return Finding(what, "ok", words)


async def _channel(probe: Probe, channel: Channel, bot: Bot) -> AsyncIterator[Finding]:
    id_ = channel.place.channel
    if is_person(id_):
        yield await _person(probe, id_, "channel")
        return
    try:
        room = await probe.room(id_)
    except Refused as error:
        yield _not_seen(error, id_, bot)
    except Unavailable as error:
        yield Finding("channel", "note", f"{id_} could not be tried: {error}")
    except (Rejected, Unclear) as error:
        yield Finding("channel", "error", str(error))
    else:
        where = f"{room.name} ({id_}) in {room.server}"
        trouble = [*_room(room, where, plain=channel.dress.plain)]
        for finding in trouble:
            yield finding
        if not any(finding.state == "error" for finding in trouble):
            yield Finding("channel", "ok", f"{where}: the bot may post there, and read its posts back")
        for finding in _dress(channel, room, where):
            yield finding


def _not_seen(error: Refused, channel: str, bot: Bot) -> Finding:
    if error.code == _NO_CHANNEL:
        fix = "Copy its ID anew: Developer Mode on, then a right click on the channel. Or end its subscription."
        return Finding("channel", "error", f"{channel}: there is no such channel", fix)
    if error.code == _NO_ACCESS:
        fix = (
            "In a private channel: Edit Channel > Permissions, add the bot, and allow it “View Channel”. If it is not "
            f"in that server: {invitation(bot.application)}"
        )
        return Finding("channel", "error", f"{channel}: the bot does not see this channel", fix)
    return Finding("channel", "error", str(error))


def _room(room: Room, where: str, *, plain: bool) -> Iterator[Finding]:
    if room.kind not in WRITABLE:
        fix = "Choose a text or announcement channel, a thread or a forum."
        yield Finding("channel", "error", f"{where}: no messages stand in a channel of this kind", fix)
        return
    if room.locked and not room.manages_threads:
        fix = "Whoever manages threads there can unlock it. Or end its subscription."
        yield Finding("channel", "error", f"{where}: the thread is locked", fix)
    for name in room.lacks:
        posts = " (a forum calls it “Create Posts”)" if name == "send_messages" and room.kind in FORUMS else ""
        yield Finding(
            "channel",
            "note" if name == "embed_links" and not plain else "error",
            f"{where}: {quoted((name,))} is missing{posts}: without it {WITHOUT[name]}",
            "Edit Channel > Permissions, choose the bot's role or add it, and allow it there.",
        )


def _dress(channel: Channel, room: Room, where: str) -> Iterator[Finding]:
    """Of what is set of its look, what cannot be had there."""
    dress = channel.dress
    if dress.publish and room.kind != ANNOUNCEMENT:
        fix = "Leave publish out, or make it an announcement channel."
        yield Finding("look", "note", f"{where} is no announcement channel: nothing is published", fix)
    if dress.ping:
        yield from _ping(dress.ping, room, where)
    if room.kind in FORUMS:
        yield from _tags(dress.tags, room, where)
    elif dress.tags:
        yield Finding("look", "note", f"{where} is no forum: posts bear no tags there", "Leave tags out.")


def _ping(role: str, room: Room, where: str) -> Iterator[Finding]:
    if role == room.everybody:
        yield Finding("role", "error", f"{where}: {role} is everybody, who is never called", "Choose another role.")
    elif role not in room.roles:
        fix = "Choose another with “/brief look”, or set ping anew."
        yield Finding("role", "error", f"{where}: there is no role {role} in this server", fix)
    else:
        name, calls = room.roles[role]
        if calls:
            yield Finding("role", "ok", f"{where}: each edition calls @{name}")
        else:
            fix = f"Server Settings > Roles > {name}: allow anyone to @mention this role."
            yield Finding("role", "note", f"{where}: @{name} is named, but calls nobody", fix)


def _tags(tags: Sequence[str], room: Room, where: str) -> Iterator[Finding]:
    known = {key(name): (name, moderated) for name, moderated in room.tags.items()}
    there = [known[key(tag)] for tag in tags if key(tag) in known]
    for tag in tags:
        if key(tag) not in known:
            has = f"It has {', '.join(room.tags)}." if room.tags else "It has none."
            yield Finding("tag", "note", f"{where}: there is no tag {tag}", f"{has} Change it with “/brief look”.")
    for name, moderated in there:
        if moderated and not room.manages_threads:
            fix = "Choose another, or let everybody use it in the forum's settings."
            yield Finding("tag", "note", f"{where}: only moderators may use the tag {name}", fix)
    usable = [name for name, moderated in there if not moderated or room.manages_threads]
    if room.needs_tag and not usable:
        fix = "Set one with “/brief look”, or let posts go without in the forum's settings."
        yield Finding("tag", "error", f"{where}: posts in this forum need a tag, and none is set that it has", fix)
