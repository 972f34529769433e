"""What a person filled into a form of ours, read from the view that Slack sends back.

See https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload. Its signature says that it comes
from Slack, and not that it has any shape: whatever is not as our forms are is refused in words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.news.channels import Place
from bot.news.chat import Filled, Person
from bot.platforms.chat_words import cut, lines
from bot.platforms.slack.gestures import PLATFORM, is_moment, is_place

ASK = "ask"
"""The callback id of the form in which a question is asked."""

QUESTION = "question"
"""Its one field."""

ACTION = "value"
"""The action id of each field's element."""

LONG = "@long "
"""What stands, with a number, for a value that is too long for an option: the metadata hold them under "long"."""

_ERROR_CHARS = 500


def asked_in(view: Mapping[str, Any]) -> tuple[Place, str]:
    """Where a question was asked, and the question on one line, which may be empty. Raises `ValueError`."""
    place = _place_of(_metadata_of(view))
    words = " ".join(_values_of(view, ()).get(QUESTION, ())).strip()
    if view.get("callback_id") != ASK:
        raise ValueError("Slack sent a form that is no question.")
    return place, words


def filled_from(view: Mapping[str, Any], person: Person) -> Filled:
    """What a person sent; each line of what was typed is one value. Raises `ValueError` for what is no form of ours."""
    name = view.get("callback_id")
    if not isinstance(name, str) or not name:
        raise ValueError("Slack sent a form without a name.")
    metadata = _metadata_of(view)
    long = metadata.get("long", [])
    if not isinstance(long, list) or not all(isinstance(value, str) for value in long):
        raise ValueError("Slack sent a form whose metadata is not ours.")
    bare = metadata.get("bare", [])
    empty: dict[str, tuple[str, ...]] = {str(field): () for field in bare} if isinstance(bare, list) else {}
    return Filled(name, _place_of(metadata), person, empty | _values_of(view, long))


def errors_response(form_errors: Mapping[str, str], view: Mapping[str, Any]) -> dict[str, Any]:
    """What a submission is answered with: a word on each field that is wrong.

    Slack takes errors only for input blocks that the view has; those of other fields stand at the first of them. Raises
    `ValueError` where there is none.
    """
    blocks = view.get("blocks")
    inputs = [b.get("block_id") for b in blocks if _is(b, "input")] if isinstance(blocks, list) else []
    known = [block for block in inputs if isinstance(block, str)]
    if not known:
        raise ValueError("The form has no field to show an error at.")
    errors: dict[str, str] = {}
    for field, words in form_errors.items():
        block = field if field in known else known[0]
        errors[block] = cut(lines(f"{errors[block]} {words}" if block in errors else words), _ERROR_CHARS) or "–"
    return {"response_action": "errors", "errors": errors}


def _metadata_of(view: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        held = json.loads(view.get("private_metadata") or "")
    except (TypeError, ValueError, RecursionError):
        held = None
    if not isinstance(held, dict):
        raise ValueError("Slack sent a form that does not say what it is about.")
    return held


def _place_of(metadata: Mapping[str, Any]) -> Place:
    platform, channel, thread = (metadata.get(name) for name in ("platform", "channel", "thread"))
    if platform != PLATFORM or not is_place(channel):
        raise ValueError("Slack sent a form that does not say what it is about.")
    if thread is not None and not is_moment(thread):
        raise ValueError("Slack sent a form about a thread that is none.")
    return Place(PLATFORM, str(channel), thread)


def _values_of(view: Mapping[str, Any], long: Sequence[str]) -> dict[str, tuple[str, ...]]:
    state = view.get("state")
    blocks = state.get("values") if isinstance(state, Mapping) else None
    if not isinstance(blocks, Mapping):
        raise ValueError("Slack sent a form without what was filled in.")
    return {str(name): tuple(_values(name, block, long)) for name, block in blocks.items()}


def _values(name: object, block: object, long: Sequence[str]) -> Iterator[str]:
    held = block.get(ACTION) if isinstance(block, Mapping) else None
    if not isinstance(held, Mapping):
        raise ValueError(f"Slack sent a form whose field {name!r} is not ours.")
    match held:
        case {"type": "plain_text_input"}:
            text = held.get("value") or ""
            yield from (line.strip() for line in str(text).splitlines() if line.strip())
        case {"type": "static_select" | "radio_buttons"}:
            option = held.get("selected_option")
            yield from _selected([] if option is None else [option], long)
        case {"type": "multi_static_select" | "checkboxes"}:
            yield from _selected(held.get("selected_options") or [], long)
        case _:
            raise ValueError(f"Slack sent a form whose field {name!r} is of a kind that is not known.")


def _selected(options: object, long: Sequence[str]) -> Iterator[str]:
    for option in options if isinstance(options, list) else [options]:
        value = option.get("value") if isinstance(option, Mapping) else None
        if not isinstance(value, str):
            raise ValueError("Slack sent a form with a choice that is none.")
        if not value.startswith(LONG):
            yield value
        elif (at := value.removeprefix(LONG)) in map(str, range(len(long))):
            yield long[int(at)]
        else:
            raise ValueError("Slack sent a form with a choice that is not ours.")


def _is(block: object, kind: str) -> bool:
    return isinstance(block, Mapping) and block.get("type") == kind
