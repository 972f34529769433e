"""Forms as Slack shows them: modal views. What comes back of them is read in `submissions.py`.

Slack's limits are kept by construction, as https://docs.slack.dev/reference/views/modal-views and the pages of the
elements under https://docs.slack.dev/reference/block-kit state them: 100 blocks, 24 characters of title and button, 75
of an option's words and 150 of its value, 10 options to tick, 100 of a list unless it is in groups, 3,000 characters of
metadata. All that is shown is plain text without emoji codes: nothing in it is read as markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from bot.news.channels import Place
from bot.news.showing.forms import Field, FormCard
from bot.platforms.chat_words import cut, line, lines
from bot.platforms.slack.submissions import ACTION, ASK, LONG, QUESTION

View = dict[str, Any]

_BUTTON_CHARS = 24
_LABEL_CHARS = 2000
_TEXT_CHARS = 3000
_OPTION_CHARS = 75
_VALUE_CHARS = 150
_METADATA_CHARS = 3000
_BLOCKS = 100
_TICKED = 10  # options of checkboxes
_RADIOS = 5  # more read better as a list
_GROUP = 100  # options of a list, or of a group of it
_OPTIONS = 500  # a view of several lists stays under 250 KB


def modal(form: FormCard) -> View:
    """The form as a modal view, with what is set already.

    A set value that is none of the choices can be chosen too, so that sending the form does not lose it. A list holds
    at most 500 choices, those set among them. Values too long for an option are kept in the view's metadata, as many
    as it has room for; the others cannot be chosen. Set lines of more than 3,000 characters end after a whole line.
    Raises `ValueError` for a form of more fields than a view has room for.
    """
    metadata = _Metadata(form.about)
    for field in form.fields:
        metadata.keep(field)
    above = [_section(piece) for piece in _pieces(form.text)]
    blocks = [*above, *(_input(field, metadata) for field in form.fields)] or [_section(form.title)]
    if len(blocks) > _BLOCKS:
        raise ValueError(f"The form {form.name!r} has {len(form.fields)} fields: Slack shows at most {_BLOCKS} blocks.")
    return _modal(form.name, form.title, form.submit, blocks, metadata)


def ask_modal(place: Place, message_ts: str) -> View:
    """A form for a question about a message of ours; it is asked in the thread of that message."""
    thread = Place(place.platform, place.channel, place.thread or message_ts)
    question = Field(
        QUESTION, "Your question", "lines", hint="It is posted in the thread, so that others can read the answer."
    )
    metadata = _Metadata(thread)
    return _modal(ASK, "Ask about this", "Ask", [_input(question, metadata)], metadata)


class _Metadata:
    """What a view carries for us: the place it is about, the values that are too long for an option (`long`), and the
    fields in which there is nothing to choose (`bare`)."""

    def __init__(self, about: Place) -> None:
        self._held: dict[str, Any] = {"platform": about.platform, "channel": about.channel, "thread": about.thread}
        self._long: list[str] = []

    def nothing_in(self, field: str) -> None:
        self._held["bare"] = [*self._held.get("bare", []), field]

    def keep(self, field: Field) -> None:
        """Room first for what is set, so that sending the form does not lose it."""
        for value in field.value if field.kind in ("one", "many") else ():
            self.option_value(value)

    def option_value(self, value: str) -> str | None:
        """What an option carries for it; None where there is no room left."""
        if 0 < len(value) <= _VALUE_CHARS and not value.startswith(LONG):
            return value
        if value not in self._long:
            if len(self._text([*self._long, value])) > _METADATA_CHARS:
                return None
            self._long.append(value)
        return f"{LONG}{self._long.index(value)}"

    def text(self) -> str:
        return self._text(self._long)

    def _text(self, long: Sequence[str]) -> str:
        return json.dumps(self._held | {"long": long} if long else self._held)


def _modal(name: str, title: str, submit: str, blocks: list[View], metadata: _Metadata) -> View:
    return {
        "type": "modal",
        "callback_id": name,
        "title": _plain(title, _BUTTON_CHARS),
        "submit": _plain(submit, _BUTTON_CHARS),
        "close": _plain("Cancel", _BUTTON_CHARS),
        "private_metadata": metadata.text(),
        "blocks": blocks,
    }


def _input(field: Field, metadata: _Metadata) -> View:
    if field.kind in ("text", "lines"):
        element = _typed(field)
    elif options := list(_options(field, metadata)):
        element = _chosen(field, options, metadata)
    else:  # Slack takes no empty list
        metadata.nothing_in(field.name)
        return _section(f"{field.label}: there is nothing to choose from yet.")
    block: View = {
        "type": "input",
        "block_id": field.name,
        "label": _plain(field.label, _LABEL_CHARS),
        "element": element,
        "optional": field.optional,
    }
    return block | ({"hint": _plain(field.hint, _LABEL_CHARS)} if field.hint.strip() else {})


def _typed(field: Field) -> View:
    several = field.kind == "lines"
    value = "\n".join(field.value) if several else " ".join(", ".join(field.value).split())
    if len(value) > _TEXT_CHARS:
        value = value[: value.rfind("\n", 0, _TEXT_CHARS)] if "\n" in value[:_TEXT_CHARS] else value[:_TEXT_CHARS]
    element: View = {"type": "plain_text_input", "action_id": ACTION, "multiline": several, "max_length": _TEXT_CHARS}
    return element | ({"initial_value": value} if value else {})


def _chosen(field: Field, options: list[View], metadata: _Metadata) -> View:
    given = {metadata.option_value(value) for value in field.value}
    chosen = [option for option in options if option["value"] in given]
    initial: View
    if field.kind == "many":
        kind, initial = "checkboxes" if len(options) <= _TICKED else "multi_static_select", {"initial_options": chosen}
    else:
        # A radio button cannot be unset again, a list that is optional can.
        few = len(options) <= _RADIOS and not field.optional
        kind, initial = "radio_buttons" if few else "static_select", {"initial_option": chosen[0]} if chosen else {}
    element: View = {"type": kind, "action_id": ACTION} | (initial if chosen else {})
    if len(options) <= _GROUP:
        return element | {"options": options}
    return element | {"option_groups": [_group(options[at : at + _GROUP]) for at in range(0, len(options), _GROUP)]}


def _options(field: Field, metadata: _Metadata) -> Iterator[View]:
    """Each choice once, in order; those that are set come first into what room there is."""
    labels = {choice.value: choice.label for choice in reversed(field.choices)}
    offered = dict.fromkeys([*(c.value for c in field.choices), *(v for v in field.value if v)])
    room = set(list(dict.fromkeys([*(v for v in field.value if v in offered), *offered]))[:_OPTIONS])
    for value in offered:
        carried = metadata.option_value(value) if value in room else None
        if carried is not None:
            yield _option(carried, labels.get(value) or value)


def _option(value: str, label: str) -> View:
    return {"text": _plain(line(label), _OPTION_CHARS), "value": value}


def _group(options: list[View]) -> View:
    first, last = (_cut(option["text"]["text"], _OPTION_CHARS // 2 - 1) for option in (options[0], options[-1]))
    return {"label": _plain(f"{first} – {last}", _OPTION_CHARS), "options": options}


def _section(text: str) -> View:
    return {"type": "section", "text": _plain(text, _TEXT_CHARS)}


def _plain(text: str, chars: int) -> View:
    return {"type": "plain_text", "text": _cut(text, chars), "emoji": False}


def _cut(text: str, chars: int) -> str:
    """Never empty: Slack takes no empty text."""
    return cut(lines(text), chars) or "–"


def _pieces(text: str) -> Iterator[str]:
    """The paragraphs of what stands above the fields."""
    return (piece for piece in text.split("\n\n") if piece.strip())
