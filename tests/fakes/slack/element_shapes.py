"""Buttons, selects and inputs ("Block elements"), and the objects they are made of ("Composition objects")."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack.shapes import (
    SHAPES,
    Faults,
    Rule,
    address,
    any_of,
    define,
    flag,
    having,
    listing,
    matching,
    one_of,
    say,
    string,
    text,
    typed,
    whole,
)

ACTION_ID = string(255)
PLACEHOLDER = text(150, plain=True)
CONFIRM = having(
    {
        "title": text(100, plain=True),
        "text": text(300),
        "confirm": text(30, plain=True),
        "deny": text(30, plain=True),
        "style": one_of("primary", "danger"),
    },
    ("title", "text", "confirm", "deny"),
)


def option(*, plain: bool = True, link: bool = False) -> Rule:
    """ "Option object": text 75, value 150, description 75 characters; a URL in overflow menus alone."""
    fields: dict[str, Rule] = {
        "text": text(75, plain=plain),
        "value": string(150),
        "description": text(75, plain=plain),
    }
    return having(fields | ({"url": address()} if link else {}), ("text", "value"))


OPTION = option()
GROUP = having({"label": text(75, plain=True), "options": listing(OPTION, 100)}, ("label", "options"))
ACTING: dict[str, Rule] = {"action_id": ACTION_ID, "confirm": CONFIRM}
ENTERED: dict[str, Rule] = {"action_id": ACTION_ID, "placeholder": PLACEHOLDER, "focus_on_load": flag}
DISPATCH = having({"trigger_actions_on": listing(one_of("on_enter_pressed", "on_character_entered"), 2)})


def _offered(value: Any) -> list[Any]:
    groups = value.get("option_groups")
    grouped = (
        [one for group in groups if isinstance(group, dict) for one in group.get("options", [])]
        if isinstance(groups, list)
        else []
    )
    return [*(value.get("options") or []), *grouped]


def _chosen(value: Any, pointer: str, faults: Faults) -> None:
    """What is chosen at first is one of the options, exactly, and there are options or groups but not both."""
    offered = _offered(value)
    first = value.get("initial_option")
    if first is not None and first not in offered:
        say(faults, "initial option must match an option", f"{pointer}/initial_option")
    for index, one in enumerate(value.get("initial_options") or []):
        if one not in offered:
            say(faults, "initial option must match an option", f"{pointer}/initial_options/{index}")
    if "options" in value and "option_groups" in value:
        say(faults, "must not provide both options and option_groups", pointer)
    any_of("options", "option_groups")(value, pointer, faults)


define(
    "button",
    ACTING
    | {
        "text": text(75, plain=True),
        "url": address(),
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "accessibility_label": string(75),
    },
    ("text",),
)
SELECT: dict[str, Rule] = ACTING | ENTERED | {"options": listing(OPTION, 100), "option_groups": listing(GROUP, 100)}
define("static_select", SELECT | {"initial_option": OPTION}, (), _chosen)
define(
    "multi_static_select",
    SELECT | {"initial_options": listing(OPTION, 100), "max_selected_items": whole(1, 100)},
    (),
    _chosen,
)
define("external_select", ACTING | ENTERED | {"initial_option": OPTION, "min_query_length": whole(0, 1000)})
define("overflow", ACTING | {"options": listing(option(link=True), 5)}, ("options",))
BOX = option(plain=False)
define(
    "checkboxes",
    ACTING | {"options": listing(BOX, 10), "initial_options": listing(BOX, 10), "focus_on_load": flag},
    ("options",),
    _chosen,
)
define(
    "radio_buttons",
    ACTING | {"options": listing(BOX, 10), "initial_option": BOX, "focus_on_load": flag},
    ("options",),
    _chosen,
)

for _what in ("conversation", "channel", "user"):
    _filter: dict[str, Rule] = (
        {
            "default_to_current_conversation": flag,
            "filter": having(
                {"include": listing(string(), 4), "exclude_bot_users": flag, "exclude_external_shared_channels": flag}
            ),
        }
        if _what == "conversation"
        else {}
    )
    _one: dict[str, Rule] = ACTING | ENTERED | _filter | {f"initial_{_what}": string()}
    define(f"{_what}s_select", _one | ({} if _what == "user" else {"response_url_enabled": flag}))
    define(
        f"multi_{_what}s_select",
        ACTING | ENTERED | _filter | {f"initial_{_what}s": listing(string(), 100), "max_selected_items": whole(1, 100)},
    )

CLOCK = matching(r"([01]\d|2[0-3]):[0-5]\d", "must be a valid time (HH:mm)")
DAY = matching(r"\d{4}-\d{2}-\d{2}", "must be a valid date (YYYY-MM-DD)")
define("timepicker", ACTING | ENTERED | {"initial_time": CLOCK, "timezone": string()})
define("datepicker", ACTING | ENTERED | {"initial_date": DAY})
define("datetimepicker", ACTING | {"initial_date_time": whole(10**9, 10**10 - 1), "focus_on_load": flag})


def _lengths(value: Any, pointer: str, faults: Faults) -> None:
    least, most, first = value.get("min_length", 0), value.get("max_length", 3000), value.get("initial_value")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        say(faults, "min_length must not exceed max_length", f"{pointer}/min_length")
    if isinstance(first, str) and isinstance(most, int) and len(first) > most:
        say(faults, f"must be less than {most + 1} characters", f"{pointer}/initial_value")


WRITTEN: dict[str, Rule] = ENTERED | {"initial_value": string(3000, 0), "dispatch_action_config": DISPATCH}
define(
    "plain_text_input",
    WRITTEN | {"multiline": flag, "min_length": whole(0, 3000), "max_length": whole(1, 3000)},
    (),
    _lengths,
)
define("url_text_input", WRITTEN)
define("email_text_input", WRITTEN)
define(
    "number_input",
    WRITTEN | {"is_decimal_allowed": flag, "min_value": string(), "max_value": string()},
    ("is_decimal_allowed",),
)

SLACK_FILE = having({"url": address(), "id": string()})
IMAGE: dict[str, Rule] = {
    "image_url": address(schemes=("http", "https")),
    "slack_file": SLACK_FILE,
    "alt_text": string(2000),
}


def _image(value: Any, pointer: str, faults: Faults) -> None:
    """An image within other blocks; one with a title is a block."""
    for name in ("title", "block_id"):
        if name in value:
            say(faults, f"invalid additional property: {name}", pointer)


def image_element(value: Any, pointer: str, faults: Faults) -> None:
    """The image element, which shares its type with the image block."""
    typed("image")(value, pointer, faults)
    if isinstance(value, dict):
        _image(value, pointer, faults)


SIDE = having(
    {"text": text(75, plain=True), "value": string(2000), "accessibility_label": string(75)}, ("text", "value")
)
define(
    "feedback_buttons",
    {"action_id": ACTION_ID, "positive_button": SIDE, "negative_button": SIDE},
    ("positive_button", "negative_button"),
)
define(
    "icon_button",
    ACTING
    | {
        "icon": one_of("trash"),
        "text": text(75, plain=True),
        "value": string(2000),
        "accessibility_label": string(75),
        "visible_to_user_ids": listing(string(), 10),
    },
    ("icon", "text"),
)

SELECTS = tuple(name for name in SHAPES if name.endswith("_select"))
PICKERS = ("timepicker", "datepicker", "datetimepicker")
CHOICES = ("checkboxes", "radio_buttons")
IN_SECTIONS = ("button", "overflow", "timepicker", "datepicker", *CHOICES, *SELECTS)
IN_ACTIONS = ("button", "overflow", *PICKERS, *CHOICES, *(name for name in SELECTS if not name.startswith("multi_")))
IN_INPUTS = ("plain_text_input", "url_text_input", "email_text_input", "number_input", *PICKERS, *CHOICES, *SELECTS)
