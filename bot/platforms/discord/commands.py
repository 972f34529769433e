"""The commands: "/brief …". Each option is a field of a form by its name; with any of them the form is sent at once.

Who may do what is for the reception to say, which names whoever may: so all commands are shown to all. They can be used
in servers, in direct messages with us and, by whoever installed us for themselves, anywhere.

Discord takes only commands for what the application is set up for, which at first is servers alone:
https://docs.discord.com/developers/interactions/application-commands#installation-context
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
import structlog
from discord import app_commands
from discord.app_commands import Choice, Range, autocomplete, choices, command, describe

from bot.news.lengths import LENGTHS
from bot.news.showing.forms import FormCard
from bot.news.showing.shown import NoticeCard
from bot.platforms.discord import command_words as words
from bot.platforms.discord import completions
from bot.platforms.discord.command_words import said
from bot.platforms.discord.completions import Choices
from bot.platforms.discord.doings import Doings
from bot.platforms.said_back import BROKEN

_CHANGED = NoticeCard("My commands have changed. Please write it anew; if it is not offered, restart Discord.")
_LENGTHS = [Choice(name=length, value=length) for length in LENGTHS]
_CATCH_UP = [
    Choice(name="the newest of the day comes late", value="latest"),
    Choice(name="they are left out", value="skip"),
]
_POSTS = [Choice(name=f"a post for each {each}", value=each) for each in ("story", "edition")]

Interaction = discord.Interaction[Any]
Words = Range[str, 1, 1000]
Question = Range[str, 1, 4000]

log = structlog.get_logger()


class Tree(app_commands.CommandTree[Any]):
    """The commands of a client that has logged in.

    They can be looked at at once, and used once they are bound to what does them.
    """

    def __init__(self, client: discord.Client) -> None:
        super().__init__(client)
        assert client.application is not None, "not logged in"
        self._brief = BriefCommands(client.application)
        self.add_command(self._brief)

    def bind(self, doings: Doings) -> None:
        """From now on these do what is ordered."""
        self._brief.doings = doings

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        """A command that we do not know, or not so: Discord shows older ones for a while."""
        broke = isinstance(error, app_commands.CommandInvokeError)
        if broke:
            log.error("discord_command_failed", exc_info=error)
        else:
            log.warning("discord_command_unknown", why=type(error).__name__)
        if interaction.type is discord.InteractionType.application_command:
            await self._brief.doings.told(interaction, BROKEN if broke else _CHANGED)


class BriefCommands(app_commands.Group):
    """ "/brief" and what follows it."""

    doings: Doings

    def __init__(self, application: discord.AppInfo) -> None:
        for_people = application.user_integration_config is not None
        for_servers = application.guild_integration_config is not None or not for_people
        super().__init__(
            name="brief",
            description=said(words.BRIEF),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=for_people),
            allowed_installs=app_commands.AppInstallationType(guild=for_servers, user=for_people),
        )

    # --- what completes an option ------------------------------------------------------------------

    async def _of_form(self, interaction: Interaction, form: str, offered: Callable[[FormCard], Choices]) -> Choices:
        """From what the form offers; nothing where there is none for this person."""
        card = await self.doings.form_now(interaction, form)
        return offered(card) if card is not None else []

    async def _sources(self, interaction: Interaction, typed: str) -> Choices:
        return await self._of_form(interaction, "subscribe", lambda form: completions.sources(typed, form))

    async def _topics(self, interaction: Interaction, typed: str) -> Choices:
        return await self._of_form(interaction, "subscribe", lambda form: completions.topics(typed, form))

    async def _times(self, interaction: Interaction, typed: str) -> Choices:
        return completions.times(typed)

    async def _days(self, interaction: Interaction, typed: str) -> Choices:
        return completions.days(typed)

    async def _zones(self, interaction: Interaction, typed: str) -> Choices:
        return completions.zones(typed)

    async def _quiet_hours(self, interaction: Interaction, typed: str) -> Choices:
        return completions.quiet_hours(typed)

    async def _languages(self, interaction: Interaction, typed: str) -> Choices:
        return completions.languages(typed)

    async def _accents(self, interaction: Interaction, typed: str) -> Choices:
        return completions.accents(typed)

    async def _tags(self, interaction: Interaction, typed: str) -> Choices:
        return completions.tags(typed, completions.tags_around(interaction))

    # --- what a channel gets -----------------------------------------------------------------------

    @command(description=said(words.SUBSCRIBE))
    @describe(
        sources=said(words.THE_SOURCES),
        feed=said(words.THE_FEED),
        topics=said(words.THE_TOPICS),
        times=said(words.THE_TIMES),
        days=said(words.THE_DAYS),
        zone=said(words.THE_ZONE),
        quiet=said(words.THE_QUIET),
        catch_up=said(words.THE_CATCH_UP),
        length=said(words.THE_LENGTH),
        language=said(words.THE_LANGUAGE),
    )
    @choices(length=_LENGTHS, catch_up=_CATCH_UP)
    @autocomplete(
        sources=_sources, topics=_topics, times=_times, days=_days, zone=_zones, quiet=_quiet_hours,
        language=_languages,
    )  # fmt: skip
    async def subscribe(
        self,
        interaction: Interaction,
        sources: Words | None = None,
        feed: Words | None = None,
        topics: Words | None = None,
        times: Words | None = None,
        days: Words | None = None,
        zone: Words | None = None,
        quiet: Words | None = None,
        catch_up: str | None = None,
        length: str | None = None,
        language: Words | None = None,
    ) -> None:
        options = _given(
            sources=sources, feed=feed, topics=topics, times=times, days=days, zone=zone, quiet=quiet,
            catch_up=catch_up, length=length, language=language,
        )  # fmt: skip
        await self.doings.ordered(interaction, "subscribe", options)

    @command(description=said(words.SOURCES))
    @describe(sources=said(words.THE_SOURCES), feed=said(words.THE_FEED))
    @autocomplete(sources=_sources)
    async def sources(self, interaction: Interaction, sources: Words | None = None, feed: Words | None = None) -> None:
        await self.doings.ordered(interaction, "sources", _given(sources=sources, feed=feed))

    @command(description=said(words.TOPICS))
    @describe(topics=said(words.THE_TOPICS))
    @autocomplete(topics=_topics)
    async def topics(self, interaction: Interaction, topics: Words | None = None) -> None:
        await self.doings.ordered(interaction, "topics", _given(topics=topics))

    @command(description=said(words.TIMES))
    @describe(times=said(words.THE_TIMES), days=said(words.THE_DAYS), zone=said(words.THE_ZONE))
    @autocomplete(times=_times, days=_days, zone=_zones)
    async def times(
        self,
        interaction: Interaction,
        times: Words | None = None,
        days: Words | None = None,
        zone: Words | None = None,
    ) -> None:
        await self.doings.ordered(interaction, "times", _given(times=times, days=days, zone=zone))

    @command(description=said(words.QUIET))
    @describe(quiet=said(words.THE_QUIET), catch_up=said(words.THE_CATCH_UP))
    @choices(catch_up=_CATCH_UP)
    @autocomplete(quiet=_quiet_hours)
    async def quiet(self, interaction: Interaction, quiet: Words | None = None, catch_up: str | None = None) -> None:
        await self.doings.ordered(interaction, "quiet", _given(quiet=quiet, catch_up=catch_up))

    @command(description=said(words.LOOK))
    @describe(
        accent=said(words.THE_ACCENT),
        plain=said(words.THE_PLAIN),
        ping=said(words.THE_PING),
        publish=said(words.THE_PUBLISH),
        posts=said(words.THE_POSTS),
        tags=said(words.THE_TAGS),
    )
    @choices(posts=_POSTS)
    @autocomplete(accent=_accents, tags=_tags)
    async def look(
        self,
        interaction: Interaction,
        accent: Words | None = None,
        plain: bool | None = None,
        ping: discord.Role | None = None,
        publish: bool | None = None,
        posts: str | None = None,
        tags: Words | None = None,
    ) -> None:
        role = str(ping.id) if ping is not None else None
        options = _given(accent=accent, plain=_yes(plain), ping=role, publish=_yes(publish), posts=posts, tags=tags)
        await self.doings.ordered(interaction, "look", options)

    @command(description=said(words.UNSUBSCRIBE))
    async def unsubscribe(self, interaction: Interaction) -> None:
        await self.doings.ordered(interaction, "unsubscribe")

    @command(description=said(words.PAUSE))
    async def pause(self, interaction: Interaction) -> None:
        await self.doings.ordered(interaction, "pause")

    @command(description=said(words.RESUME))
    async def resume(self, interaction: Interaction) -> None:
        await self.doings.ordered(interaction, "resume")

    # --- what one person wants to know -------------------------------------------------------------

    @command(description=said(words.NOW))
    async def now(self, interaction: Interaction) -> None:
        await self.doings.ordered(interaction, "now")

    @command(description=said(words.WHY))
    @describe(article=said(words.THE_ADDRESS))
    async def why(self, interaction: Interaction, article: Words) -> None:
        await self.doings.ordered(interaction, f"why {article}")

    @command(description=said(words.ASK))
    @describe(question=said(words.THE_QUESTION))
    async def ask(self, interaction: Interaction, question: Question) -> None:
        await self.doings.asked(interaction, None, " ".join(question.split()))

    @command(description=said(words.HELP))
    async def help(self, interaction: Interaction) -> None:
        await self.doings.ordered(interaction, "help")


def _given(**options: str | None) -> dict[str, str]:
    return {name: value for name, value in options.items() if value is not None}


def _yes(said: bool | None) -> str | None:
    return None if said is None else "yes" if said else "no"
