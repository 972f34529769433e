"""Slack's codes for "no": what has happened, and what a person can do about it.

The codes are those of https://docs.slack.dev/reference/methods/chat.postMessage and its sister methods.
"""

from __future__ import annotations

_REPLACE_IT = "Put the app's current Bot User OAuth Token (xoxb-…) into the settings."
_INVITE = "Invite it there with “/invite” and its name."
_OURS = "This is a fault of Factbox: please report it."
_ASK_ADMIN = "An admin of the workspace has to allow it, or another channel has to be chosen."
_GONE = "It was deleted, or is not the bot's own."

NOBODY = frozenset(("user_not_found", "users_not_found", "user_disabled", "cannot_dm_bot"))
"""Those that say that there is nobody to be told anything."""

WHAT_TO_DO = {
    "channel_not_found": "there is no such channel, or the bot cannot see it. Look at the channel's id; "
    "a private channel has to invite the bot with “/invite”.",
    "not_in_channel": f"the bot is not in that channel. {_INVITE}",
    "is_archived": "the channel is archived. Unarchive it in Slack, or end its subscription.",
    "is_inactive": "the channel is archived. Unarchive it in Slack, or end its subscription.",
    "restricted_action": f"the workspace's settings forbid it. {_ASK_ADMIN}",
    "restricted_action_read_only_channel": f"the channel is read-only. {_ASK_ADMIN}",
    "restricted_action_thread_only_channel": f"the channel takes replies in threads alone. {_ASK_ADMIN}",
    "restricted_action_non_threadable_channel": f"the channel takes no replies in threads. {_ASK_ADMIN}",
    "restricted_action_thread_locked": f"the thread is locked. {_ASK_ADMIN}",
    "access_denied": f"the bot may not. {_ASK_ADMIN}",
    "no_permission": f"the bot may not. {_ASK_ADMIN}",
    "team_access_not_granted": f"the app was not given this workspace. {_ASK_ADMIN}",
    "ekm_access_denied": f"the workspace's admins have suspended messages. {_ASK_ADMIN}",
    "channel_type_not_supported": "Slack does not offer this in conversations of this kind. Choose a channel.",
    "method_not_supported_for_channel_type": "Slack does not offer this in conversations of this kind. "
    "Choose a channel.",
    "not_authed": f"no token was sent. {_REPLACE_IT}",
    "invalid_auth": f"the bot token is not valid. {_REPLACE_IT}",
    "token_revoked": "the bot token was revoked. Install the app to the workspace again. " + _REPLACE_IT,
    "token_expired": f"the bot token has expired. {_REPLACE_IT}",
    "account_inactive": "the app was removed from the workspace. Install it there again. " + _REPLACE_IT,
    "not_allowed_token_type": f"a token of this kind may not. {_REPLACE_IT}",
    "user_not_found": "there is no such person in this workspace.",
    "users_not_found": "there is no such person in this workspace.",
    "user_not_visible": "the bot may not see this person.",
    "user_disabled": "this person has left the workspace.",
    "cannot_dm_bot": "this is a bot, and bots take no direct messages.",
    "messages_tab_disabled": "the app takes no direct messages. Switch on “Messages Tab” at api.slack.com/apps "
    "under “App Home”.",
    "message_not_found": f"the message is not there. {_GONE}",
    "thread_not_found": f"the thread is not there. {_GONE}",
    "cant_update_message": f"the message cannot be edited. {_GONE}",
    "edit_window_closed": "messages as old as this one may not be edited here. An admin of the workspace sets how long "
    "they may be.",
    "invalid_blocks": f"it does not take the form of the message. {_OURS}",
    "invalid_blocks_format": f"it does not take the form of the message. {_OURS}",
    "msg_blocks_too_long": f"the message is too long. {_OURS}",
    "msg_too_long": f"the message is too long. {_OURS}",
    "no_text": f"the message is empty. {_OURS}",
    "unknown_method": "it does not know this method. Look at slack.api_url, and at a proxy in between.",
    "trigger_expired": "it took longer than three seconds. Please try again.",
    "expired_trigger_id": "it took longer than three seconds. Please try again.",
}
