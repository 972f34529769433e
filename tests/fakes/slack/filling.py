"""What a person can enter into a modal: the values of a view's state, as Slack's own client would let them be."""

from __future__ import annotations

from typing import Any

Values = dict[str, Any]

PLAIN = {
    "timepicker": "selected_time",
    "datepicker": "selected_date",
    "datetimepicker": "selected_date_time",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "users_select": "selected_user",
}
MANY = {
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "multi_users_select": "selected_users",
}
WRITTEN = ("plain_text_input", "number_input", "url_text_input", "email_text_input")
CHOOSE_ONE = ("static_select", "radio_buttons", "external_select")
CHOOSE_SOME = ("multi_static_select", "checkboxes", "multi_external_select")


def options(element: Values) -> list[Values]:
    """All options of a select, checkboxes or radio buttons."""
    grouped = [option for group in element.get("option_groups") or [] for option in group["options"]]
    return [*(element.get("options") or []), *grouped]


def chosen(element: Values, value: str) -> Values:
    """The option of that value. Raises LookupError with those there are."""
    found = next((option for option in options(element) if option["value"] == value), None)
    if found is None:
        raise LookupError(
            f"no option {value!r} in {element.get('action_id')}: {[one['value'] for one in options(element)]}"
        )
    return found


def entered(element: Values, value: Any) -> Values:
    """The state of an element that somebody gave this value."""
    kind = element["type"]
    if kind in WRITTEN:
        return {"type": kind, "value": value or None}
    if kind in PLAIN:
        return {"type": kind, PLAIN[kind]: value or None}
    if kind in MANY:
        return {"type": kind, MANY[kind]: list(value or [])}
    if kind in CHOOSE_SOME:
        return {"type": kind, "selected_options": [chosen(element, one) for one in value or []]}
    if kind in CHOOSE_ONE:
        return {"type": kind, "selected_option": chosen(element, value) if value else None}
    raise LookupError(f"nothing can be entered into a {kind}")


def untouched(element: Values) -> Values:
    """The state of an element as it was opened."""
    kind = element["type"]
    if kind in WRITTEN:
        return {"type": kind, "value": element.get("initial_value")}
    if kind in PLAIN:
        return {"type": kind, PLAIN[kind]: element.get(f"initial_{PLAIN[kind].removeprefix('selected_')}")}
    if kind in MANY:
        return {"type": kind, MANY[kind]: element.get(f"initial_{MANY[kind].removeprefix('selected_')}", [])}
    if kind in CHOOSE_SOME:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    if kind in CHOOSE_ONE:
        return {"type": kind, "selected_option": element.get("initial_option")}
    return {"type": kind}


def inputs(view: Values) -> dict[str, Values]:
    """The input blocks of a view, by block_id."""
    return {
        block.get("block_id", f"b{index}"): block
        for index, block in enumerate(view["blocks"])
        if block["type"] == "input"
    }


def state(view: Values, given: Values) -> Values:
    """The whole state of a view that is submitted with these values, by block_id.

    Raises LookupError for what is not in the form, and ValueError for what Slack's client would not let pass: a field
    left empty that is no optional one, or text that is too short or too long.
    """
    fields = inputs(view)
    if unknown := set(given) - set(fields):
        raise LookupError(f"no input is called {sorted(unknown)}: {sorted(fields)}")
    values: Values = {}
    for name, block in fields.items():
        element = block["element"]
        held = entered(element, given[name]) if name in given else untouched(element)
        _pass(block, element, held, name)
        values[name] = {element.get("action_id", "a0"): held}
    return {"values": values}


def _pass(block: Values, element: Values, held: Values, name: str) -> None:
    content = next(value for key, value in held.items() if key != "type")
    if not content and not block.get("optional", False):
        raise ValueError(f"{name} must be filled in")
    if isinstance(content, str) and element["type"] == "plain_text_input":
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        if not least <= len(content) <= most:
            raise ValueError(f"{name} must have {least} to {most} characters")
