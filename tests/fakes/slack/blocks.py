"""A strict Block Kit validator: every limit of "Block Kit reference", and nothing that is not known.

Slack answers with `errors` and `response_metadata.messages`, each with a JSON pointer; these words are Slack's.
"""

from __future__ import annotations

from typing import Any

import tests.fakes.slack.rich_shapes  # noqa: F401  (defines rich_text)
from tests.fakes.slack.element_shapes import IMAGE, IN_ACTIONS, IN_INPUTS, IN_SECTIONS, image_element
from tests.fakes.slack.shapes import (
    Faults,
    Rule,
    address,
    any_of,
    define,
    distinct,
    flag,
    having,
    listing,
    one_of,
    say,
    string,
    text,
    typed,
    whole,
)

MOST_IN_MESSAGE = 50
MOST_IN_VIEW = 100
""""Blocks": up to 50 in a message, 100 in modals and Home tabs."""

LONGEST_TITLE = 24
LONGEST_PRIVATE = 3000
""""View objects": title, submit and close 24 characters, private_metadata 3,000, callback_id and external_id 255."""

LONGEST_MARKDOWN = 12_000
""""Markdown block": for all markdown blocks of a payload together."""

LONGEST_TABLE = 10_000
""""Table block": characters of all cells together."""

ID: dict[str, Rule] = {"block_id": string(255)}


def _accessory(value: Any, pointer: str, faults: Faults) -> None:
    if isinstance(value, dict) and value.get("type") == "image":
        image_element(value, pointer, faults)
    else:
        typed(*IN_SECTIONS)(value, pointer, faults)


def _in_context(value: Any, pointer: str, faults: Faults) -> None:
    if isinstance(value, dict) and value.get("type") == "image":
        image_element(value, pointer, faults)
    else:
        text()(value, pointer, faults)


def _table(value: Any, pointer: str, faults: Faults) -> None:
    rows = value.get("rows")
    cells = [cell for row in rows if isinstance(row, list) for cell in row] if isinstance(rows, list) else []
    if sum(len(written(cell)) for cell in cells) > LONGEST_TABLE:
        say(faults, f"must be less than {LONGEST_TABLE + 1} characters", f"{pointer}/rows")


def written(value: Any) -> str:
    """All text within an object."""
    if isinstance(value, dict):
        own = value["text"] if isinstance(value.get("text"), str) else ""
        return own + "".join(written(inner) for name, inner in value.items() if not (name == "text" and own))
    return "".join(written(one) for one in value) if isinstance(value, list) else ""


def _collapsed(value: Any, pointer: str, faults: Faults) -> None:
    any_of("title", "rich_text_title")(value, pointer, faults)
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        say(faults, "default_collapsed requires is_collapsible", pointer)


define(
    "section",
    ID | {"text": text(3000), "fields": listing(text(2000), 10), "accessory": _accessory, "expand": flag},
    (),
    any_of("text", "fields"),
)
define("header", ID | {"text": text(150, plain=True)}, ("text",))
define("divider", ID)
define("context", ID | {"elements": listing(_in_context, 10)}, ("elements",))
define("actions", ID | {"elements": listing(typed(*IN_ACTIONS), 25)}, ("elements",), distinct("action_id"))
define(
    "context_actions",
    ID | {"elements": listing(typed("feedback_buttons", "icon_button"), 5)},
    ("elements",),
    distinct("action_id"),
)
define("image", ID | IMAGE | {"title": text(2000, plain=True)}, ("alt_text",), any_of("image_url", "slack_file"))
define("markdown", ID | {"text": string(LONGEST_MARKDOWN)}, ("text",))
define(
    "input",
    ID
    | {
        "label": text(2000, plain=True),
        "element": typed(*IN_INPUTS),
        "hint": text(2000, plain=True),
        "optional": flag,
        "dispatch_action": flag,
    },
    ("label", "element"),
)
define("raw_text", {"text": string()}, ("text",))
define(
    "raw_number",
    {
        "value": lambda value, pointer, faults: (
            None if isinstance(value, int | float) else say(faults, "must provide a number", pointer)
        ),
        "text": string(),
    },
    ("value",),
)
COLUMN = having({"align": one_of("left", "center", "right"), "is_wrapped": flag})
define(
    "table",
    ID | {"rows": listing(listing(typed("raw_text", "rich_text"), 20), 100), "column_settings": listing(COLUMN, 20)},
    ("rows",),
    _table,
)
define(
    "data_table",
    ID
    | {
        "rows": listing(listing(typed("raw_text", "raw_number", "rich_text"), 20), 101, 2),
        "caption": string(),
        "page_size": whole(1, 100),
        "row_header_column_index": whole(0, 19),
    },
    ("rows", "caption"),
    _table,
)
define("alert", ID | {"text": text(200), "level": one_of("default", "info", "warning", "error", "success")}, ("text",))
define(
    "card",
    ID
    | {
        "hero_image": image_element,
        "icon": image_element,
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "subtext": text(200),
        "actions": listing(typed("button"), 3),
    },
    (),
    any_of("hero_image", "title", "actions", "body"),
)
define("carousel", ID | {"elements": listing(typed("card"), 10)}, ("elements",))
define("url", {"url": address(), "text": string()}, ("url", "text"))
define(
    "task_card",
    ID
    | {
        "task_id": string(),
        "title": string(),
        "details": typed("rich_text"),
        "output": typed("rich_text"),
        "sources": listing(typed("url"), 100),
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
    ("task_id", "title", "status"),
)
define("plan", ID | {"title": string(), "tasks": listing(typed("task_card"), 50, 0)}, ("title",))

PLAIN = ("section", "header", "divider", "context", "actions", "image", "rich_text", "input", "alert")
define(
    "container",
    ID
    | {
        "title": text(150, plain=True),
        "rich_text_title": typed("rich_text"),
        "subtitle": text(150),
        "child_blocks": listing(typed(*PLAIN, "table"), 10),
        "width": one_of("narrow", "standard", "wide", "full"),
        "icon": image_element,
        "is_collapsible": flag,
        "default_collapsed": flag,
        "has_header_divider": flag,
    },
    ("child_blocks",),
    _collapsed,
)
IN_MESSAGES = (
    *PLAIN,
    "markdown",
    "table",
    "data_table",
    "context_actions",
    "card",
    "carousel",
    "task_card",
    "plan",
    "container",
)


def faults(blocks: Any, pointer: str = "/blocks") -> list[str]:
    """What is wrong with a message's blocks, in Slack's words; nothing where it would take them."""
    found: Faults = []
    listing(typed(*IN_MESSAGES), MOST_IN_MESSAGE, 0)(blocks, pointer, found)
    _together(blocks, pointer, found)
    return found


def view_faults(view: dict[str, Any]) -> list[str]:
    """What is wrong with a modal or Home, in Slack's words."""
    found: Faults = []
    fields: dict[str, Rule] = {
        "blocks": listing(typed(*PLAIN), MOST_IN_VIEW, 1),
        "private_metadata": string(LONGEST_PRIVATE, 0),
        "callback_id": string(255, 0),
        "external_id": string(255, 0),
    }
    needed: tuple[str, ...] = ("blocks",)
    if view.get("type") == "modal":
        title = text(LONGEST_TITLE, plain=True)
        fields |= {"title": title, "submit": title, "close": title}
        fields |= dict.fromkeys(("clear_on_close", "notify_on_close", "submit_disabled"), flag)
        needed = ("blocks", "title")
    having(fields, needed)({name: value for name, value in view.items() if name != "type"}, "/view", found)
    blocks = view.get("blocks")
    _together(blocks, "/view/blocks", found)
    if view.get("type") == "modal" and "submit" not in view:
        for index, block in enumerate(blocks if isinstance(blocks, list) else []):
            if isinstance(block, dict) and block.get("type") == "input":
                say(found, "must define `submit` to use `input` block", f"/view/blocks/{index}/input")
    return found


def _together(blocks: Any, pointer: str, found: Faults) -> None:
    """What concerns all blocks of a message or view: ids that are there twice, and what they hold in sum."""
    if not isinstance(blocks, list):
        return
    known = [block for block in blocks if isinstance(block, dict)]
    seen: set[Any] = set()
    for index, block in enumerate(blocks):
        mark = block.get("block_id") if isinstance(block, dict) else None
        if mark is not None and mark in seen:
            say(found, f'`block_id` "{mark}" already exists', f"{pointer}/{index}/block_id")
        seen.add(mark)
    markdown = sum(len(str(block.get("text", ""))) for block in known if block.get("type") == "markdown")
    if markdown > LONGEST_MARKDOWN:
        say(found, f"must be less than {LONGEST_MARKDOWN + 1} characters in all markdown blocks", pointer)
    if sum(block.get("type") == "table" for block in known) > 1:
        say(found, "only_one_table_allowed", pointer)
