"""People, roles, channels and servers as Discord's JSON has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.discord.snowflakes import made_at, written
from tests.fakes.discord.world import ANNOUNCEMENT, DM, FORUM, GROUP_DM, TEXT, Channel, Guild, Json, Role

if TYPE_CHECKING:
    from tests.fakes.discord.state import State


def user(state: State, person: str) -> Json:
    """resources/user."""
    who = state.world.people[person]
    found: Json = {
        "id": who.id,
        "username": who.name.lower(),
        "global_name": None if who.bot else who.name,
        "discriminator": "0000" if who.bot else "0",
        "avatar": None,
        "public_flags": 0,
    }
    return found | ({"bot": True} if who.bot else {})


def member(state: State, person: str, guild_id: str, *, named: bool = True) -> Json:
    """resources/guild#guild-member-object; without the user in a MESSAGE_CREATE. The bot has the role made for it."""
    ours = [one.id for one in state.world.guilds[guild_id].roles.values() if one.managed]
    found: Json = {
        "roles": ours if person == state.world.bot.id else [],
        "joined_at": written(made_at(person)),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "nick": None,
        "avatar": None,
        "pending": False,
        "communication_disabled_until": None,
    }
    return found | ({"user": user(state, person)} if named else {})


def role(state: State, given: Role, position: int) -> Json:
    """topics/permissions#role-object; the one that was made for the bot says so."""
    tags: Json = {"tags": {"bot_id": state.world.bot.id}} if given.managed else {}
    return tags | {
        "id": given.id,
        "name": given.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": position,
        "permissions": str(given.permissions),
        "managed": given.managed,
        "mentionable": given.mentionable,
        "flags": 0,
    }


def roles(state: State, given: Guild) -> list[Json]:
    """A server's, @everyone first."""
    return [role(state, one, position) for position, one in enumerate(given.roles.values())]


def channel(state: State, given: Channel) -> Json:
    """resources/channel: a server's channel, a direct conversation or a thread."""
    last = next(reversed(given.messages), None)
    found: Json = {"id": given.id, "type": given.kind, "last_message_id": last, "flags": 0}
    if given.kind == DM:
        return found | {"recipients": [user(state, given.recipient)]}
    if given.kind == GROUP_DM:
        return found | {
            "name": None,
            "icon": None,
            "owner_id": given.members[0],
            "recipients": [user(state, one) for one in given.members],
        }
    found |= {"guild_id": given.guild, "name": given.name, "rate_limit_per_user": 0}
    if given.is_thread:
        return found | thread(state, given)
    found |= {
        "position": list(state.world.channels).index(given.id),
        "permission_overwrites": overwrites(state, given),
        "nsfw": False,
        "topic": None,
        "parent_id": None,
        "default_auto_archive_duration": given.auto_archive,
    }
    if given.kind == FORUM:
        return found | {
            "available_tags": given.tags,
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
            "default_thread_rate_limit_per_user": 0,
            "flags": 1 << 4 if given.needs_tag else 0,
        }
    return found if given.kind in (TEXT, ANNOUNCEMENT) else found | {"last_pin_timestamp": None}


def thread(state: State, given: Channel) -> Json:
    """What a thread has beyond other channels. `message_count` is without the message it began from."""
    count = sum(1 for one in given.messages.values() if one["type"] != 21 and one["id"] != given.id)
    in_forum = state.world.channels[given.parent].kind == FORUM
    found: Json = {
        "parent_id": given.parent,
        "owner_id": given.owner,
        "message_count": count,
        "total_message_sent": count,
        "member_count": len(given.members),
        "thread_metadata": {
            "archived": given.archived,
            "auto_archive_duration": given.auto_archive,
            "archive_timestamp": given.archive_at,
            "locked": given.locked,
            "create_timestamp": written(made_at(given.id)),
        },
    }
    return found | ({"applied_tags": list(given.applied)} if in_forum else {})


def overwrites(state: State, given: Channel) -> list[Json]:
    """What the channel takes from everybody and from the bot."""
    found = []
    if given.denied:
        found.append({"id": given.guild, "type": 0, "allow": "0", "deny": str(given.denied)})
    if given.deny:
        found.append({"id": state.world.bot.id, "type": 1, "allow": "0", "deny": str(given.deny)})
    return found


def guild(state: State, given: Guild) -> Json:
    """resources/guild."""
    return {
        "id": given.id,
        "name": given.name,
        "owner_id": given.owner,
        "icon": None,
        "features": [],
        "preferred_locale": "en-US",
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "afk_timeout": 300,
        "system_channel_flags": 0,
        "roles": roles(state, given),
        "emojis": [],
        "stickers": [],
    }


def guild_create(state: State, given: Guild) -> Json:
    """The event: with the channels the bot sees, active threads it sees, and of the members only the bot itself."""
    seen = [one for one in state.world.in_guild(given.id) if state.may("view_channel", one)]
    threads = [one for parent in seen for one in state.world.threads_of(parent.id) if not one.archived]
    return guild(state, given) | {
        "joined_at": written(made_at(given.id)),
        "large": False,
        "unavailable": False,
        "member_count": len(given.members) + 1,
        "members": [member(state, state.world.bot.id, given.id)],
        "channels": [channel(state, one) for one in seen],
        "threads": [channel(state, one) for one in threads],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def permissions(state: State, person: str, given: Channel) -> str:
    """What somebody may do in a channel, as interactions say it."""
    return str(state.world.permissions(person, given))
