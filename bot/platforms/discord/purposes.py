"""What each call of ours is for, in words, and the permissions that it takes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a call does, in words that follow "to", and the permissions it takes, by discord.py's names."""

    words: str
    needs: tuple[str, ...] = ("view_channel",)


POST = ("POST", "/channels/{channel_id}/messages")
_READS = ("view_channel", "read_message_history")
_WRITES = ("view_channel", "send_messages")
PURPOSES = {
    POST: Purpose("post", _WRITES),
    ("GET", "/gateway/bot"): Purpose("connect to the gateway"),
    ("GET", "/users/@me/guilds"): Purpose("list the bot's servers"),
    ("GET", "/users/{user_id}"): Purpose("look up a person"),
    ("GET", "/guilds/{guild_id}"): Purpose("look at the server"),
    ("GET", "/guilds/{guild_id}/members/{user_id}"): Purpose("look up the bot's roles"),
    ("GET", "/channels/{channel_id}/messages"): Purpose("read the messages", _READS),
    ("GET", "/channels/{channel_id}/messages/{message_id}"): Purpose("read a message", _READS),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): Purpose("edit a message"),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}"): Purpose("delete a message"),
    ("POST", "/channels/{channel_id}/messages/{message_id}/crosspost"): Purpose("publish a message", _WRITES),
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads"): Purpose(
        "begin a thread", ("view_channel", "create_public_threads", "read_message_history")
    ),
    ("POST", "/channels/{channel_id}/threads"): Purpose("post", _WRITES),
    ("POST", "/channels/{channel_id}/typing"): Purpose("show that we are typing", _WRITES),
    ("GET", "/channels/{channel_id}"): Purpose("look"),
    ("PATCH", "/channels/{channel_id}"): Purpose(
        "open the archived thread", ("view_channel", "send_messages_in_threads")
    ),
    ("GET", "/channels/{channel_id}/threads/archived/public"): Purpose("read the archived posts", _READS),
    ("GET", "/guilds/{guild_id}/threads/active"): Purpose("read the posts"),
    ("POST", "/users/@me/channels"): Purpose("open direct messages", ()),
    ("GET", "/users/@me"): Purpose("log in", ()),
}
