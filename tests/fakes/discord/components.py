"""Components of messages, checked (components/reference)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord.refusals import at_most, form_error
from tests.fakes.discord.world import Json

ROW, BUTTON, SELECT, INPUT, SECTION, DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = (
    *range(1, 5),
    *range(9, 15),
    17,
    18,
)
SELECTS = (SELECT, 5, 6, 7, 8)
TOP = (ROW, SECTION, DISPLAY, GALLERY, FILE, SEPARATOR, CONTAINER)
IN_CONTAINER = (ROW, SECTION, DISPLAY, GALLERY, FILE, SEPARATOR)

COMPONENTS, DISPLAYED, ROWS = 40, 4000, 5
LINK, PREMIUM = 5, 6


@dataclass(slots=True)
class Seen:
    """What was met so far in one message or modal."""

    count: int = 0
    displayed: int = 0
    custom_ids: set[str] = field(default_factory=set)
    ids: set[int] = field(default_factory=set)


def invalid_type(path: str, allowed: Sequence[int]) -> Exception:
    """A component of a kind that may not stand there."""
    words = f'Value of field "type" must be one of ({", ".join(str(one) for one in allowed)}).'
    return form_error(path, "UNION_TYPE_CHOICES", words)


def check_v2(given: list[Any]) -> list[Any]:
    """Components of a message with the V2 flag; gives them with ids, as Discord does."""
    seen = Seen()
    kept = [walk(part, f"components.{n}", TOP, seen) for n, part in enumerate(given)]
    if seen.count > COMPONENTS:
        words = f"Total number of components exceeds the maximum of {COMPONENTS}."
        raise form_error("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", words)
    if seen.displayed > DISPLAYED:
        words = f"The total text size of displayable text in the message exceeds the maximum size of {DISPLAYED}."
        raise form_error("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words)
    return numbered(kept, seen.ids)


def check_classic(given: list[Any]) -> list[Any]:
    """Components of a message without the V2 flag: at most five action rows."""
    seen = Seen()
    if len(given) > ROWS:
        raise form_error("components", "BASE_TYPE_MAX_LENGTH", f"Must be {ROWS} or fewer in length.")
    return numbered([walk(part, f"components.{n}", (ROW,), seen) for n, part in enumerate(given)], seen.ids)


def walk(part: Any, path: str, allowed: Sequence[int], seen: Seen) -> Json:
    """One component and what is in it, of a kind that may stand there."""
    kind = part.get("type") if isinstance(part, dict) else None
    if kind is None or kind not in allowed:
        raise invalid_type(path, allowed)
    seen.count += 1
    number = part.get("id")
    if number:
        if number in seen.ids:
            raise form_error(f"{path}.id", "COMPONENT_DUPLICATED_ID", "Component id is duplicated")
        seen.ids.add(number)
    kept: Json = CHECKS[kind](part, path, seen)
    return kept


def custom(part: Json, path: str, seen: Seen) -> None:
    """A custom_id of 1 to 100 characters, unlike all others of the message."""
    given = part.get("custom_id")
    if not isinstance(given, str):
        raise form_error(f"{path}.custom_id", "BASE_TYPE_REQUIRED", "This field is required")
    at_most(f"{path}.custom_id", given, 100, 1)
    if given in seen.custom_ids:
        words = "Component custom id cannot be duplicated"
        raise form_error(f"{path}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", words)
    seen.custom_ids.add(given)


def some(part: Json, path: str, most: int, name: str = "components") -> list[Any]:
    """A list of one to `most` things."""
    given = part.get(name)
    if not isinstance(given, list):
        raise form_error(f"{path}.{name}", "BASE_TYPE_REQUIRED", "This field is required")
    if not 1 <= len(given) <= most:
        raise form_error(f"{path}.{name}", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {most} in length.")
    return given


def row(part: Json, path: str, seen: Seen) -> Json:
    """Up to five buttons, or one select."""
    given = some(part, path, 5)
    kept = [walk(one, f"{path}.components.{n}", (BUTTON, *SELECTS), seen) for n, one in enumerate(given)]
    if any(one["type"] in SELECTS for one in kept) and len(kept) > 1:
        words = "The specified component exceeds the maximum width"
        raise form_error(f"{path}.components.1", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", words)
    return part | {"components": kept}


def button(part: Json, path: str, seen: Seen) -> Json:
    """With words or an emoji; a custom_id, or of a link an address instead."""
    style = part.get("style")
    if style not in (1, 2, 3, 4, LINK):
        words = (
            "A custom id and url cannot both be specified" if style is None else "Value must be one of (1, 2, 3, 4, 5)."
        )
        raise form_error(f"{path}.style", "BASE_TYPE_CHOICES", words)
    label = part.get("label") or ""
    if not label and not part.get("emoji"):
        raise form_error(f"{path}.label", "BUTTON_COMPONENT_REQUIRED_LABEL_OR_EMOJI", "A label or emoji is required")
    at_most(f"{path}.label", label, 80)
    if style == LINK:
        if part.get("custom_id"):
            raise form_error(
                path, "BUTTON_COMPONENT_CUSTOM_ID_WITH_URL", "A custom id and url cannot both be specified"
            )
        web_address(part.get("url"), f"{path}.url", ("http", "https", "discord"), 512)
        return part
    if part.get("url"):
        raise form_error(path, "BUTTON_COMPONENT_CUSTOM_ID_WITH_URL", "A custom id and url cannot both be specified")
    custom(part, path, seen)
    return part


def web_address(given: Any, path: str, schemes: Sequence[str], most: int = 2048) -> None:
    """An address with a scheme that Discord takes."""
    if not isinstance(given, str) or not given:
        raise form_error(path, "BASE_TYPE_REQUIRED", "This field is required")
    at_most(path, given, most)
    scheme, separator, rest = given.partition("://")
    if scheme.lower() not in schemes:
        words = f'Scheme "{scheme if separator else "None"}" is not supported. Scheme must be one of {tuple(schemes)}.'
        raise form_error(path, "URL_TYPE_INVALID_SCHEME", words)
    if not rest or any(one.isspace() for one in given):
        raise form_error(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")


def select(part: Json, path: str, seen: Seen) -> Json:
    """A select menu, of strings with one to 25 options."""
    custom(part, path, seen)
    at_most(f"{path}.placeholder", part.get("placeholder") or "", 150)
    least, most = part.get("min_values", 1), part.get("max_values", 1)
    if not 0 <= least <= 25:
        raise form_error(f"{path}.min_values", "NUMBER_TYPE_RANGE", "int value should be between 0 and 25.")
    if not 1 <= most <= 25 or least > most:
        raise form_error(f"{path}.max_values", "NUMBER_TYPE_RANGE", "int value should be between 1 and 25.")
    if part["type"] != SELECT:
        chosen = part.get("default_values") or []
        if len(chosen) > most or not all(isinstance(one.get("id"), str) for one in chosen):
            raise form_error(f"{path}.default_values", "BASE_TYPE_BAD_LENGTH", "Must be ids, as many as may be chosen.")
        return part
    options = some(part, path, 25, "options")
    values: set[str] = set()
    for n, option in enumerate(options):
        check_option(option, f"{path}.options.{n}", values)
    if sum(1 for option in options if option.get("default")) > most:
        words = "The number of default values must be in the range defined by min_values and max_values."
        raise form_error(f"{path}.options", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", words)
    if most > len(options):
        words = "The max values cannot be greater than the number of options."
        raise form_error(f"{path}.max_values", "SELECT_COMPONENT_MAX_VALUES_TOO_HIGH", words)
    return part


def check_option(option: Json, path: str, values: set[str]) -> None:
    """One choice of a select, radio or checkbox group."""
    for name in ("label", "value"):
        if name not in option:
            raise form_error(f"{path}.{name}", "BASE_TYPE_REQUIRED", "This field is required")
        at_most(f"{path}.{name}", option[name], 100, 1)
    at_most(f"{path}.description", option.get("description") or "", 100)
    if option["value"] in values:
        words = "The specified option value is already used"
        raise form_error(f"{path}.value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words)
    values.add(option["value"])


def section(part: Json, path: str, seen: Seen) -> Json:
    """One to three text displays beside a button or thumbnail."""
    given = some(part, path, 3)
    kept = [walk(one, f"{path}.components.{n}", (DISPLAY,), seen) for n, one in enumerate(given)]
    if part.get("accessory") is None:
        raise form_error(f"{path}.accessory", "BASE_TYPE_REQUIRED", "This field is required")
    beside = walk(part["accessory"], f"{path}.accessory", (BUTTON, THUMBNAIL), seen)
    return part | {"components": kept, "accessory": beside}


def display(part: Json, path: str, seen: Seen) -> Json:
    """Text, which counts towards what a message shows."""
    content = part.get("content")
    if content is None:
        raise form_error(f"{path}.content", "BASE_TYPE_REQUIRED", "This field is required")
    at_most(f"{path}.content", content, DISPLAYED, 1)
    if not content.strip():
        raise form_error(f"{path}.content", "BASE_TYPE_REQUIRED", "This field is required")
    seen.displayed += len(content)
    return part


def media(part: Json, path: str) -> None:
    """An image's address."""
    item = part.get("media") or {}
    web_address(item.get("url"), f"{path}.media.url", ("http", "https", "attachment"))
    at_most(f"{path}.description", part.get("description") or "", 1024)


def thumbnail(part: Json, path: str, seen: Seen) -> Json:
    """A small image."""
    media(part, path)
    return part


def gallery(part: Json, path: str, seen: Seen) -> Json:
    """One to ten images."""
    for n, item in enumerate(some(part, path, 10, "items")):
        media(item, f"{path}.items.{n}")
    return part


def file(part: Json, path: str, seen: Seen) -> Json:
    """An attached file; nothing is attached here, so that none can be meant."""
    raise form_error(f"{path}.file.url", "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", "Attachment not found")


def separator(part: Json, path: str, seen: Seen) -> Json:
    """A gap, small or large."""
    if part.get("spacing", 1) not in (1, 2):
        raise form_error(f"{path}.spacing", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    return part


def container(part: Json, path: str, seen: Seen) -> Json:
    """A frame with a colour, never within another."""
    colour = part.get("accent_color")
    if colour is not None and not 0 <= colour <= 0xFFFFFF:
        raise form_error(f"{path}.accent_color", "NUMBER_TYPE_RANGE", "int value should be between 0 and 16777215.")
    given = some(part, path, COMPONENTS)
    kept = [walk(one, f"{path}.components.{n}", IN_CONTAINER, seen) for n, one in enumerate(given)]
    return part | {"components": kept}


CHECKS: dict[int, Callable[[Json, str, Seen], Json]] = {
    ROW: row,
    BUTTON: button,
    **dict.fromkeys(SELECTS, select),
    SECTION: section,
    DISPLAY: display,
    THUMBNAIL: thumbnail,
    GALLERY: gallery,
    FILE: file,
    SEPARATOR: separator,
    CONTAINER: container,
}


def numbered(parts: list[Any], taken: set[int]) -> list[Any]:
    """The same with an id on each, which Discord counts up where none was given."""
    last = 0

    def number(part: Json) -> Json:
        nonlocal last
        kept = dict(part)
        if not kept.get("id"):
            last += 1
            while last in taken:
                last += 1
            kept["id"] = last
        for name in ("components", "accessory", "component"):
            inner = kept.get(name)
            if inner is not None:
                kept[name] = [number(one) for one in inner] if isinstance(inner, list) else number(inner)
        return kept

    return [number(part) for part in parts]


def interactive(parts: Any) -> list[Json]:
    """Every component with a custom_id, nested ones too."""
    found: list[Json] = []
    for part in parts or ():
        found.extend([part] if part.get("custom_id") else [])
        found.extend(interactive(part.get("components")))
        found.extend(interactive([part[name] for name in ("accessory", "component") if part.get(name)]))
    return found
