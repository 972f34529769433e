"""Modals, checked (interactions/receiving-and-responding#modal, components/reference#label)."""

from __future__ import annotations

from typing import Any

from tests.fakes.discord.components import (
    DISPLAY,
    INPUT,
    LABEL,
    ROW,
    SELECT,
    SELECTS,
    Seen,
    check_option,
    custom,
    invalid_type,
    numbered,
    select,
    some,
)
from tests.fakes.discord.refusals import at_most, form_error
from tests.fakes.discord.world import Json

UPLOAD, RADIO, BOXES, BOX = 19, 21, 22, 23
IN_LABEL = (INPUT, *SELECTS, UPLOAD, RADIO, BOXES, BOX)
WRITTEN = 4000


def check_modal(data: Json) -> Json:
    """A modal: 1 to 5 labels, text displays, or rows of the old kind with one text input; gives it with ids."""
    at_most("data.title", data.get("title", ""), 45, 1)
    at_most("data.custom_id", data.get("custom_id", ""), 100, 1)
    seen = Seen()
    given = some(data, "data", 5)
    for n, part in enumerate(given):
        check_part(part, f"data.components.{n}", seen)
    return dict(data) | {"components": numbered(given, set())}


def check_part(part: Any, path: str, seen: Seen) -> None:
    """One line of a modal."""
    kind = part.get("type") if isinstance(part, dict) else None
    if kind == DISPLAY:
        at_most(f"{path}.content", part.get("content", ""), WRITTEN, 1)
    elif kind == ROW:
        inner = some(part, path, 1)[0]
        if inner.get("type") != INPUT:
            raise invalid_type(f"{path}.components.0", (INPUT,))
        at_most(f"{path}.components.0.label", inner.get("label", ""), 45, 1)
        check_input(inner, f"{path}.components.0", seen)
    elif kind == LABEL:
        at_most(f"{path}.label", part.get("label", ""), 45, 1)
        at_most(f"{path}.description", part.get("description") or "", 100)
        check_field(part.get("component") or {}, f"{path}.component", seen)
    else:
        raise invalid_type(path, (ROW, DISPLAY, LABEL))


def check_field(part: Json, path: str, seen: Seen) -> None:
    """What a label holds."""
    kind = part.get("type")
    if kind not in IN_LABEL:
        raise invalid_type(path, IN_LABEL)
    if part.get("disabled"):
        raise form_error(f"{path}.disabled", "MODAL_COMPONENT_DISABLED", "Components in modals cannot be disabled")
    if kind == INPUT:
        if part.get("label"):
            words = "A text input within a label has no label of its own"
            raise form_error(f"{path}.label", "TEXT_INPUT_LABEL_WITHIN_LABEL", words)
        check_input(part, path, seen)
    elif kind in SELECTS:
        select(part, path, seen)
        if part.get("required", True) and part.get("min_values", 1) < 1:
            words = "min_values must be at least 1 where the field is required."
            raise form_error(f"{path}.min_values", "NUMBER_TYPE_MIN", words)
    else:
        custom(part, path, seen)
        values: set[str] = set()
        for n, option in enumerate(some(part, path, 10, "options") if kind in (RADIO, BOXES) else []):
            check_option(option, f"{path}.options.{n}", values)
        if kind == BOXES and part.get("required", True) and part.get("min_values", 1) < 1:
            words = "min_values must be at least 1 where the field is required."
            raise form_error(f"{path}.min_values", "NUMBER_TYPE_MIN", words)
        if kind == RADIO and len(part["options"]) < 2:
            raise form_error(f"{path}.options", "BASE_TYPE_BAD_LENGTH", "Must be between 2 and 10 in length.")


def check_input(part: Json, path: str, seen: Seen) -> None:
    """A text input and what it is filled with."""
    custom(part, path, seen)
    if part.get("style") not in (1, 2):
        raise form_error(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    least, most = part.get("min_length") or 0, part.get("max_length") or WRITTEN
    if not 0 <= least <= WRITTEN or not 1 <= most <= WRITTEN or least > most:
        raise form_error(f"{path}.max_length", "NUMBER_TYPE_RANGE", "int value should be between 1 and 4000.")
    at_most(f"{path}.placeholder", part.get("placeholder") or "", 100)
    value = part.get("value") or ""
    at_most(f"{path}.value", value, most, least if value else 0)


def fields(payload: Json) -> dict[str, Json]:
    """What can be filled in, by custom_id."""
    found = {}
    for part in payload["components"]:
        for inner in [part["component"]] if "component" in part else part.get("components", []):
            found[inner["custom_id"]] = inner
    return found


def submitted(payload: Json, given: dict[str, Any]) -> list[Json]:
    """The components of a submission where somebody entered `given` and left the rest as it was.

    Raises LookupError where Discord's own window would not let it be sent.
    """
    known = fields(payload)
    strange = set(given) - set(known)
    if strange:
        raise LookupError(f"no fields {sorted(strange)} in the modal, only {sorted(known)}")
    found: list[Json] = []
    for part in payload["components"]:
        if "component" in part:
            found.append({"type": LABEL, "id": part["id"], "component": entered(part["component"], given)})
        elif part["type"] == ROW:
            found.append(
                {"type": ROW, "id": part["id"], "components": [entered(one, given) for one in part["components"]]}
            )
        else:
            found.append({"type": part["type"], "id": part["id"]})
    return found


def entered(part: Json, given: dict[str, Any]) -> Json:
    """One field as it is sent."""
    name, kind = part["custom_id"], part["type"]
    found: Json = {"type": kind, "id": part["id"], "custom_id": name}
    if kind == INPUT:
        text = str(given.get(name, part.get("value") or ""))
        least, most = part.get("min_length") or 0, part.get("max_length") or WRITTEN
        if part.get("required", True) and not text:
            raise LookupError(f"{name} must be filled in")
        if len(text) > most or (text and len(text) < least):
            raise LookupError(f"{name} takes {least} to {most} characters, not {len(text)}")
        return found | {"value": text}
    if kind == BOX:
        return found | {"value": bool(given.get(name, part.get("default", False)))}
    values = chosen(part, given.get(name))
    if kind == RADIO:
        return found | {"value": values[0] if values else None}
    return found | {"values": values}


def chosen(part: Json, given: Any) -> list[str]:
    """What is chosen of a select or group; raises LookupError for what cannot be."""
    options = part.get("options") or []
    if given is None:
        values = [one["value"] for one in options if one.get("default")]
        values += [one["id"] for one in part.get("default_values") or []]
    else:
        values = [given] if isinstance(given, str) else list(given)
    if part["type"] in (SELECT, RADIO, BOXES):
        strange = set(values) - {one["value"] for one in options}
        if strange:
            raise LookupError(
                f"no options {sorted(strange)} in {part['custom_id']}: {[one['value'] for one in options]}"
            )
    required = part.get("required", True)
    least = max(1, part.get("min_values", 1)) if required else 0
    if not least <= len(values) <= part.get("max_values", len(options) if part["type"] == BOXES else 1):
        raise LookupError(
            f"{part['custom_id']} takes {least} to {part.get('max_values', 1)} choices, not {len(values)}"
        )
    return values
