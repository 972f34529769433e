"""The manifest asks for what the code needs, and for nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import bot.platforms.slack
from bot.flows.orders import order_of
from bot.platforms.slack.scopes import NEEDED, USEFUL
from tests.fakes.slack.workspace import BOT_SCOPES

CODE = sorted(Path(bot.platforms.slack.__file__).parent.glob("*.py"))
MANIFEST = Path(bot.__file__).parent.parent / "config" / "slack-manifest.yaml"
TEXT = MANIFEST.read_text(encoding="utf-8")

READ = {"channels:read", "groups:read", "im:read"}
HISTORY = {"channels:history", "groups:history", "im:history"}

# What Slack's own pages say that a bot token needs (docs.slack.dev/reference/methods/NAME); conversations.* need the
# scope of each kind of conversation that they are asked of, and group direct messages are none that we are in.
METHODS: dict[str, set[str]] = {
    "apps.connections.open": set(),  # the app token's own scope, connections:write
    "assistant.threads.setStatus": {"chat:write"},
    "assistant.threads.setSuggestedPrompts": {"assistant:write"},
    "auth.test": set(),
    "bots.info": {"users:read"},
    "chat.appendStream": {"chat:write"},
    "chat.delete": {"chat:write"},
    "chat.deleteScheduledMessage": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.scheduleMessage": {"chat:write"},
    "chat.scheduledMessages.list": set(),
    "chat.startStream": {"chat:write"},
    "chat.stopStream": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": HISTORY,
    "conversations.info": READ,
    "conversations.open": {"im:write"},
    "conversations.replies": HISTORY,
    "users.info": {"users:read"},
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
}
# docs.slack.dev/reference/events/NAME
EVENTS: dict[str, set[str]] = {
    "app_context_changed": {"assistant:write"},
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
}
_METHOD = re.compile(r"(?:apps|assistant|auth|bots|chat|conversations|reactions|team|users|views)(?:\.[a-zA-Z]+)+")


def nodes() -> Iterator[ast.AST]:
    for path in CODE:
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def asked() -> set[str]:
    """The methods that stand in the code by themselves."""
    texts = (node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return {text for text in texts if _METHOD.fullmatch(text)}


def listened() -> set[str]:
    """The events that Bolt is told to listen to."""
    calls = (node for node in nodes() if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
    named = (call.args[0] for call in calls if getattr(call.func, "attr", "") == "event" and call.args)
    return {name.value for name in named if isinstance(name, ast.Constant) and isinstance(name.value, str)}


@pytest.fixture
def manifest() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(TEXT)
    return read


def scopes_of(manifest: dict[str, Any]) -> list[str]:
    scopes: list[str] = manifest["oauth_config"]["scopes"]["bot"]
    return scopes


def test_scopes_are_those_that_methods_events_and_the_command_need(manifest: dict[str, Any]) -> None:
    unknown = asked() - METHODS.keys()
    assert unknown == set(), "say in METHODS which scopes they need"
    assert "chat.postMessage" in asked()
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    needed = {"commands"}.union(*(METHODS[method] for method in asked()), *(EVENTS[event] for event in events))
    assert set(scopes_of(manifest)) == needed
    assert scopes_of(manifest) == sorted(needed), "each once, in order"


def test_the_check_looks_for_the_same_scopes_and_the_fake_grants_them(manifest: dict[str, Any]) -> None:
    assert NEEDED.keys() | USEFUL.keys() == set(scopes_of(manifest)) == set(BOT_SCOPES)
    assert not NEEDED.keys() & USEFUL.keys()


def test_events_are_those_that_are_listened_to(manifest: dict[str, Any]) -> None:
    subscribed = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert "app_mention" in listened()
    assert {event.partition(".")[0] for event in subscribed} == listened()
    assert {event for event in subscribed if event.startswith("message")} == {
        "message.channels",
        "message.groups",
        "message.im",
    }


@pytest.mark.parametrize("name", [*NEEDED, *USEFUL, *EVENTS])
def test_each_scope_and_event_says_what_it_is_for(name: str) -> None:
    assert re.search(rf"^      - {re.escape(name)} +# \S", TEXT, re.MULTILINE)


def test_orders_of_the_usage_hint_are_known(manifest: dict[str, Any]) -> None:
    (command,) = manifest["features"]["slash_commands"]
    assert command["command"] == "/brief"
    hinted = [word.split()[0] for word in command["usage_hint"].split(" | ")]
    assert [word for word in hinted if order_of(word)[0] != word] == []


def test_it_is_an_agent_on_socket_mode_within_slacks_limits(manifest: dict[str, Any]) -> None:
    """github.com/slackapi/manifest-schema"""
    shown, features, settings = manifest["display_information"], manifest["features"], manifest["settings"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert 1 <= len(features["agent_view"]["suggested_prompts"]) <= 4
    assert features["app_home"]["messages_tab_read_only_enabled"] is False
    assert settings["socket_mode_enabled"] is True
    assert settings["interactivity"]["is_enabled"] is True
    assert "assistant_view" not in features


def test_the_variant_by_http_stands_in_the_comments() -> None:
    by_http = yaml.safe_load(TEXT.replace("# HTTP: ", ""))
    addresses = {
        by_http["features"]["slash_commands"][0]["url"],
        by_http["settings"]["event_subscriptions"]["request_url"],
        by_http["settings"]["interactivity"]["request_url"],
    }
    assert addresses == {"https://factbox.example.org/slack/events"}
