"""Making servers, channels, people and threads, and taking them away."""

from __future__ import annotations

from collections.abc import Sequence

from tests.fakes.discord import payloads
from tests.fakes.discord.delivery import tell_thread
from tests.fakes.discord.gateway import GUILDS
from tests.fakes.discord.messages import bare, store
from tests.fakes.discord.permissions import BOTS, bits_of
from tests.fakes.discord.places import dm
from tests.fakes.discord.snowflakes import written
from tests.fakes.discord.state import State
from tests.fakes.discord.threads import begin
from tests.fakes.discord.world import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_THREAD,
    FORUM,
    GROUP_DM,
    KINDS,
    PUBLIC_THREAD,
    Channel,
    Guild,
    Person,
    Role,
    everyone,
)


class Building:
    """What a test sets up. The bot is told of it where it is connected."""

    state: State

    def guild(self, name: str = "Desk", *, installed: bool = True, permissions: Sequence[str] = ()) -> str:
        """A server, with our bot in it if `installed`; `permissions` are the bot's beyond those of everybody."""
        guild_id = self.state.snowflakes.next()
        owner = Person(self.state.snowflakes.next(), f"Owner of {name}")
        self.state.world.people[owner.id] = owner
        made = Guild(guild_id, name, owner.id, installed, {guild_id: everyone(guild_id)}, [owner.id])
        self.state.world.bot.permissions[guild_id] = BOTS | bits_of(permissions)
        bots = Role(
            self.state.snowflakes.next(), "Factbox", BOTS | bits_of(permissions), mentionable=False, managed=True
        )
        made.roles[bots.id] = bots
        self.state.world.guilds[guild_id] = made
        if installed:
            self.state.gateway.tell("GUILD_CREATE", payloads.guild_create(self.state, made), GUILDS)
        return guild_id

    def leave(self, guild: str) -> None:
        """Somebody throws the bot out of a server."""
        self.state.world.guilds[guild].installed = False
        self.state.gateway.tell("GUILD_DELETE", {"id": guild}, GUILDS)

    def role(self, guild: str, name: str, *, mentionable: bool = True) -> str:
        """A role of a server."""
        made = Role(self.state.snowflakes.next(), name, mentionable=mentionable)
        self.state.world.guilds[guild].roles[made.id] = made
        self.state.gateway.tell(
            "GUILD_ROLE_CREATE", {"guild_id": guild, "role": payloads.role(self.state, made, 1)}, GUILDS
        )
        return made.id

    def channel(
        self,
        guild: str,
        name: str = "news",
        kind: str = "text",
        tags: Sequence[str] = (),
        deny: Sequence[str] = (),
        *,
        denied: Sequence[str] = (),
        needs_tag: bool = False,
        moderated: Sequence[str] = (),
    ) -> str:
        """A channel: "text", "announcement", "voice" or "forum".

        `deny` takes permissions from the bot there, `denied` from everybody; `moderated`: tags that only who manages
        threads may use.
        """
        made = Channel(self.state.snowflakes.next(), KINDS[kind], name, guild, bits_of(deny), bits_of(denied))
        made.tags = [
            {"id": self.state.snowflakes.next(), "name": tag, "moderated": tag in moderated, "emoji_id": None}
            | {"emoji_name": None}
            for tag in tags
        ]
        made.needs_tag = needs_tag
        self.state.world.channels[made.id] = made
        if self.state.world.guilds[guild].installed and self.state.may("view_channel", made):
            self.state.gateway.tell("CHANNEL_CREATE", payloads.channel(self.state, made), GUILDS)
        return made.id

    def deny(self, channel: str, *permissions: str) -> None:
        """From now on the bot lacks these in a channel, and only these."""
        found = self.state.world.channels[channel]
        found.deny = bits_of(permissions)
        self.state.gateway.tell("CHANNEL_UPDATE", payloads.channel(self.state, found), GUILDS)

    def delete_channel(self, channel: str) -> None:
        """Somebody deletes a channel or thread."""
        found = self.state.world.channels[channel]
        found.deleted = True
        what = "THREAD_DELETE" if found.is_thread else "CHANNEL_DELETE"
        self.state.gateway.tell(what, payloads.channel(self.state, found), GUILDS)

    def delete_message(self, channel: str, message: str) -> None:
        """Somebody deletes a message."""
        found = self.state.world.channels[channel]
        del found.messages[message]
        self.state.gateway.tell_in(found, "MESSAGE_DELETE", {"id": message, "channel_id": channel})

    def person(
        self,
        name: str,
        guild: str | Sequence[str] = (),
        permissions: Sequence[str] = (),
        *,
        closed: bool = False,
        bot: bool = False,
    ) -> str:
        """Somebody in these servers, with permissions beyond everybody's. `closed`: takes no direct messages from us."""
        made = Person(self.state.snowflakes.next(), name, bot=bot, closed=closed)
        for one in [guild] if isinstance(guild, str) else guild:
            self.state.world.guilds[one].members.append(made.id)
            made.permissions[one] = bits_of(permissions)
        self.state.world.people[made.id] = made
        return made.id

    def thread(
        self, channel: str, name: str = "talk", owner: str = "", *, locked: bool = False, archived: bool = False
    ) -> str:
        """A thread, or a forum's post with a first message, that somebody (or, by default, the bot) began."""
        parent = self.state.world.channels[channel]
        kind = ANNOUNCEMENT_THREAD if parent.kind == ANNOUNCEMENT else PUBLIC_THREAD
        by = owner or self.state.world.bot.id
        made = begin(self.state, parent, self.state.snowflakes.next(), kind, {"name": name}, by)
        if parent.kind == FORUM:
            first = bare(self.state, made, by) | {"id": made.id, "content": name}
            store(self.state, made, first)
        made.locked, made.archived = locked, archived or locked
        tell_thread(self.state, "THREAD_CREATE", made)
        return made.id

    def archive(self, thread: str, *, archived: bool = True, locked: bool = False) -> None:
        """Somebody archives, locks or wakes a thread."""
        found = self.state.world.channels[thread]
        found.archived, found.locked = archived, locked
        found.archive_at = written(self.state.clock())
        tell_thread(self.state, "THREAD_UPDATE", found)

    def dm(self, person: str) -> str:
        """The channel of somebody's direct messages with the bot."""
        return dm(self.state, person).id

    def group(self, *people: str) -> str:
        """A private conversation of people that the bot is not in; the app is used there by who installed it for themselves."""
        made = Channel(self.state.snowflakes.next(), GROUP_DM, "", members=list(people))
        self.state.world.channels[made.id] = made
        return made.id
