"""Slack messages as a person reads them, and what Slack asks of them."""

import json
from collections.abc import Iterator
from typing import Any

from bot.platforms.slack.pieces import Message
from tests.fakes.slack.blocks import faults

# Invisible characters that keep words from being read as codes, and from being parted.
_UNSEEN = str.maketrans({"\u2060": None, "\u00a0": " "})


def inside(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within blocks, depth first."""
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
        yield from inside(one)


def words(message: Message) -> str:
    """All its words but those of buttons and menus, as they stand in the JSON."""
    shown = [block for block in message.blocks if block["type"] not in ("actions", "context_actions")]
    return "\n".join(one["text"] for one in inside(shown) if isinstance(one.get("text"), str))


def read(*messages: Message) -> str:
    """What a person reads, on one line: mrkdwn is taken back."""
    text = " ".join(_read(block) for message in messages for block in message.blocks)
    return " ".join(text.translate(_UNSEEN).split())


def _read(block: dict[str, Any]) -> str:
    if block["type"] in ("actions", "context_actions"):
        return ""
    return "".join(_seen(one) + ("\n" if one.get("type") not in ("text", "link") else "") for one in inside(block))


def _seen(one: dict[str, Any]) -> str:
    text = one.get("text")
    if not isinstance(text, str):
        return ""
    return _unmarked(text) if one.get("type") == "mrkdwn" else text


def _unmarked(text: str) -> str:
    shown = "".join(
        part.split("|", 1)[1] if at % 2 and "|" in part else part
        for at, part in enumerate(text.replace(">", "<").split("<"))
    )
    for code, sign in (
        ("*", ""),
        ("_", ""),
        ("∗", "*"),
        ("ˍ", "_"),
        ("∼", "~"),
        ("ˋ", "`"),
        ("∣", "|"),
        ("&lt;", "<"),
        ("&gt;", ">"),
    ):
        shown = shown.replace(code, sign)
    return shown.replace("&amp;", "&")


def links(*messages: Message) -> set[str]:
    """The addresses of all links."""
    found = set()
    for one in (one for message in messages for one in inside(message.blocks)):
        if one.get("type") == "link":
            found.add(one["url"])
        elif one.get("type") == "mrkdwn":
            parts = one["text"].split("<")[1:]
            found |= {part.split("|")[0].replace("&amp;", "&") for part in parts}
    return found


def menu(message: Message) -> dict[str, str]:
    """The evidence that can be chosen or pressed: its words, and what they carry."""
    options = [o for one in inside(message.blocks) if one.get("type") == "static_select" for o in one["options"]]
    pressed = [one for one in inside(message.blocks) if one.get("action_id", "").startswith("evidence:")]
    return {one["text"]["text"].removeprefix("Evidence "): one["value"] for one in (*options, *pressed)}


def buttons(message: Message) -> list[str]:
    """The actions of all that can be pressed or chosen, in their order."""
    return [one["action_id"] for one in inside(message.blocks) if "action_id" in one]


def takes(message: Message) -> None:
    """Asserts that Slack takes it: https://docs.slack.dev/reference/block-kit/blocks and what was seen beyond that."""
    assert faults(list(message.blocks)) == []
    assert len(message.blocks) <= 40
    assert len(json.dumps(message.blocks, ensure_ascii=False).encode()) <= 11_000
    assert 0 < len(message.text) <= 40_000
    for one in inside(message.blocks):
        _object_is_taken(one)


def _object_is_taken(one: dict[str, Any]) -> None:
    match one.get("type"):
        case "header":
            assert 0 < len(one["text"]["text"]) <= 150
        case "section":
            assert len(one.get("text", {}).get("text", "")) <= 3000
            assert len(one.get("fields", ())) <= 10
            assert all(0 < len(cell["text"]) <= 2000 for cell in one.get("fields", ()))
            assert one.get("text") or one.get("fields")
        case "context":
            assert 0 < len(one["elements"]) <= 10
            assert all(0 < len(text["text"]) <= 3000 for text in one["elements"])
        case "rich_text":
            assert sum(len(o["text"]) for o in inside(one["elements"]) if isinstance(o.get("text"), str)) <= 3100
        case "rich_text_section" | "rich_text_quote" | "rich_text_list" | "actions" | "context_actions":
            assert one["elements"]
            actions = [element.get("action_id") for element in one["elements"] if "action_id" in element]
            assert len(actions) == len(set(actions)) <= 25
        case "text":
            assert one["text"]
        case "link":
            assert one["text"]
            assert one["url"].startswith(("http://", "https://"))
            assert len(one["url"]) <= 3000
        case "static_select":
            assert 0 < len(one["options"]) <= 100
            assert len({option["value"] for option in one["options"]}) == len(one["options"])
            assert all(0 < len(o["value"]) <= 150 and 0 < len(o["text"]["text"]) <= 75 for o in one["options"])
        case "user" | "usergroup" | "broadcast" | "channel" | "emoji":
            raise AssertionError(f"{one} calls somebody, or is no text")
