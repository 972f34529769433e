"""Discord's codes for "no": what has happened, and what a person can do about it.

The codes are those of https://docs.discord.com/developers/topics/opcodes-and-status-codes#json, the permissions go by
the names that Discord's settings show.
"""

from __future__ import annotations

MISSING_ACCESS, MISSING_PERMISSIONS = 50001, 50013
UNKNOWN_CHANNEL, UNKNOWN_MESSAGE = 10003, 10008
THREAD_EXISTS, ARCHIVED, PUBLISHED, INVALID_FORM, TOO_OLD = 160004, 50083, 40033, 50035, 30046

REPLACE_IT = "Put the bot's current token into the settings: discord.com/developers/applications, “Bot”, “Reset Token”."
_OURS = "This is a fault of Factbox: please report it."
_GONE = "It was deleted, or the bot cannot see it any more. Choose another channel, or end the subscription."
_NO_DIRECT = (
    "they take no direct messages from this bot. They have to share a server with it, and to allow direct messages in "
    "that server's privacy settings."
)
_LOCKED = "the thread is locked. Whoever manages threads there can unlock it."

NOBODY = frozenset((10013, 50007, 50033, 50278))
"""Those that say that there is nobody to be told anything, or that they want to hear nothing from us."""

WHAT_TO_DO = {
    10003: f"there is no such channel or thread. {_GONE}",
    10004: "there is no such server, or the bot was removed from it. Invite it again.",
    10008: "the message is not there. It was deleted.",
    10013: "there is no such person.",
    10087: "one of its tags is not there any more. Set them anew with “/brief look”.",
    20031: "it has words that this server does not allow in names of threads and posts.",
    30033: "the thread has as many people in it as Discord allows.",
    30046: "the message is too old: Discord takes no more edits of messages older than an hour just now.",
    40001: f"its token is not valid. {REPLACE_IT}",
    40007: "the bot is banned from that server.",
    40058: "in a forum only posts with a title are posted. Choose the forum itself, or one of its posts.",
    40066: "this forum wants a tag on every post, and has none but those for moderators. Let everybody use one, or "
    "give the bot's role “Manage Threads”.",
    40067: "this forum wants a tag on every post. Set one for this channel with “/brief look”.",
    50001: "the bot cannot see that channel. Give it “View Channel” there.",
    50003: "Discord does not offer this in direct messages.",
    50005: "the message is not the bot's own.",
    50006: f"the message is empty. {_OURS}",
    50007: _NO_DIRECT,
    50008: "no messages are posted in channels of this kind. Choose a text channel, a thread or a forum.",
    50009: "the server's verification level keeps the bot out.",
    50014: f"its token is not valid. {REPLACE_IT}",
    50024: "Discord does not offer this in channels of this kind. Choose a text channel, a thread or a forum.",
    50033: "there is no such person.",
    50083: "the thread is archived. Whoever manages threads there can open it again.",
    50095: "Discord does not offer that server where this machine stands.",
    50278: _NO_DIRECT,
    160002: "the bot lacks the permission “Read Message History” there, without which it cannot reply.",
    160005: _LOCKED,
    160006: "the server has as many active threads as Discord allows. Close some of them.",
    160007: "the server has as many active threads in announcement channels as Discord allows. Close some of them.",
    200000: "the server's AutoMod blocked the message. Whoever manages the server can exempt the bot's role.",
    200001: "the server's AutoMod blocked the title. Whoever manages the server can exempt the bot's role.",
    240000: "the server's filter of harmful links blocked the message.",
}

TOO_OFTEN = frozenset((20016, 20022, 20028, 20029, 40003, 40004, 40006, 40062, 40333, 130000))
"""Not now: what Discord says where it is asked too often, or has too much to do."""
