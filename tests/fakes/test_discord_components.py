"""What the local Discord takes in a message, a modal and a command, limit by limit."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.discord.commands import check_command
from tests.fakes.discord.contents import V2, checked
from tests.fakes.discord.modals import check_modal, submitted
from tests.fakes.discord.refusals import Refused

Json = dict[str, Any]


def text(content: str = "words") -> Json:
    return {"type": 10, "content": content}


def button(custom_id: str | None = "a", **more: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": custom_id} | more


def row(*parts: Json) -> Json:
    return {"type": 1, "components": list(parts)}


def choices(count: int, length: int = 1) -> list[Json]:
    return [{"label": "l" * length, "value": f"{n:0{length}}"} for n in range(count)]


def select(count: int = 1, **more: Any) -> Json:
    return {"type": 3, "custom_id": "s", "options": choices(count)} | more


def container(*parts: Json, **more: Any) -> Json:
    return {"type": 17, "components": list(parts)} | more


def section(*parts: Json, **more: Any) -> Json:
    return {"type": 9, "components": list(parts), "accessory": button("beside")} | more


def message(*parts: Json, **more: Any) -> Json:
    return {"components": list(parts)} | more


TAKEN: list[tuple[Json, int]] = [
    (message(container(*[text()] * 39, accent_color=0xFFFFFF)), V2),
    (message(text("x" * 4000)), V2),
    (message(container(section(text(), text(), text()), {"type": 14, "spacing": 2}, row(select(25)))), V2),
    (message(row(*[button(str(n)) for n in range(5)])), V2),
    (message(row({"type": 2, "style": 5, "label": "Read", "url": "https://example.org/a"}), content="hello"), 0),
    ({"embeds": [{"title": "t" * 256, "description": "d" * 4096}, {"description": "d" * 1648}]}, 0),
]

REFUSED: list[tuple[Json, int, str]] = [
    (message(text(), content="hello"), V2, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"),
    (message(text(), embeds=[{"description": "x"}]), V2, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"),
    (message(container(*[text()] * 40)), V2, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"),
    (message(text("x" * 2001), container(text("x" * 2000))), V2, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"),
    (message(text(" ")), V2, "BASE_TYPE_REQUIRED"),
    (message(text()), 0, "UNION_TYPE_CHOICES"),
    (message(container(container(text()))), V2, "UNION_TYPE_CHOICES"),
    (message(button()), V2, "UNION_TYPE_CHOICES"),
    (message(container(text(), accent_color=0x1000000)), V2, "NUMBER_TYPE_RANGE"),
    (message(row(*[button(str(n)) for n in range(6)])), V2, "BASE_TYPE_BAD_LENGTH"),
    (message(row()), V2, "BASE_TYPE_BAD_LENGTH"),
    (message(row(select(), button())), V2, "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
    (message(row(button("x" * 101))), V2, "BASE_TYPE_BAD_LENGTH"),
    (message(row(button("a")), row(button("a"))), V2, "COMPONENT_CUSTOM_ID_DUPLICATED"),
    (message(row(button(label="x" * 81))), V2, "BASE_TYPE_BAD_LENGTH"),
    (message(row(button(label=""))), V2, "BUTTON_COMPONENT_REQUIRED_LABEL_OR_EMOJI"),
    (message(row(button(style=5, url="javascript:x", custom_id=None))), V2, "URL_TYPE_INVALID_SCHEME"),
    (message(row(select(26))), V2, "BASE_TYPE_BAD_LENGTH"),
    (message(row(select(0))), V2, "BASE_TYPE_BAD_LENGTH"),
    (message(row(select(options=choices(1, 101)))), V2, "BASE_TYPE_BAD_LENGTH"),
    (message(row(select(options=choices(1) * 2))), V2, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"),
    (message(section(text(), text(), text(), text())), V2, "BASE_TYPE_BAD_LENGTH"),
    (message(section(text(), accessory=None)), V2, "BASE_TYPE_REQUIRED"),
    (message(*[row(button(str(n))) for n in range(6)]), 0, "BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{"description": "x"}] * 11}, 0, "BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{"title": "t" * 257}]}, 0, "BASE_TYPE_BAD_LENGTH"),
    ({"embeds": [{"description": "d" * 4097}]}, 0, "BASE_TYPE_BAD_LENGTH"),
    ({"embeds": [{"description": "d" * 3001}, {"description": "d" * 3000}]}, 0, "MAX_EMBED_SIZE_EXCEEDED"),
    ({"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]}, 0, "BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{"url": "https://example.org"}]}, 0, "BASE_TYPE_REQUIRED"),
]


@pytest.mark.parametrize(("body", "flags"), TAKEN)
def test_what_a_message_may_hold(body: Json, flags: int) -> None:
    kept = checked(body, flags)
    assert len(kept["components"]) == len(body.get("components", []))
    assert all(part["id"] for part in kept["components"])


@pytest.mark.parametrize(("body", "flags"), [({}, 0), ({"components": []}, V2), ({"content": " "}, 0)])
def test_nothing_is_no_message(body: Json, flags: int) -> None:
    with pytest.raises(Refused) as refused:
        checked(body, flags)
    assert refused.value.code == 50006


@pytest.mark.parametrize(("body", "flags", "code"), REFUSED)
def test_what_a_message_may_not_hold(body: Json, flags: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        checked(body, flags)
    assert refused.value.code == 50035
    assert code in str(refused.value)


def label(component: Json, **more: Any) -> Json:
    return {"type": 18, "label": "Words", "component": component} | more


def words(custom_id: str = "w", **more: Any) -> Json:
    return {"type": 4, "style": 1, "custom_id": custom_id} | more


def modal(*parts: Json, **more: Any) -> Json:
    return {"title": "Times", "custom_id": "m", "components": list(parts)} | more


MODALS_REFUSED = [
    modal(),
    modal(*[label(words(str(n))) for n in range(6)]),
    modal(label(words()), title="x" * 46),
    modal(label(words()), custom_id="x" * 101),
    modal(label(words(), label="x" * 46)),
    modal(label(words(), description="x" * 101)),
    modal(label(words(placeholder="x" * 101))),
    modal(label(words(value="x" * 11, max_length=10))),
    modal(label(words(max_length=4001))),
    modal(label(words()), label(words())),
    modal(label(select(disabled=True))),
    modal(label(select(min_values=0))),
    modal(words()),
    modal(row(button())),
]


@pytest.mark.parametrize("given", MODALS_REFUSED)
def test_what_a_modal_may_not_hold(given: Json) -> None:
    with pytest.raises(Refused):
        check_modal(given)


def test_filling_a_modal_in() -> None:
    chosen = select(2, required=False, min_values=0)
    kept = check_modal(modal(label(words(value="as it was", max_length=20)), label(chosen), text("Note")))
    assert [part["id"] for part in kept["components"]] == [1, 3, 5]
    untouched, picked, _ = submitted(kept, {"s": "1"})
    assert untouched["component"]["value"] == "as it was"
    assert picked["component"]["values"] == ["1"]
    for wrong in ({"w": ""}, {"w": "x" * 21}, {"s": "9"}, {"s": ["0", "1"]}, {"strange": "x"}):
        with pytest.raises(LookupError):
            submitted(kept, wrong)


def option(name: str = "times", **more: Any) -> Json:
    return {"type": 3, "name": name, "description": "When"} | more


def command(*options: Json, **more: Any) -> Json:
    return {"name": "brief", "description": "A brief", "options": list(options)} | more


COMMANDS_REFUSED = [
    command(name="Brief"),
    command(name="a brief"),
    command(name="x" * 33),
    command(description="x" * 101),
    command(description=""),
    command(name_localizations={"xx": "brief"}),
    command(description_localizations={"de": "x" * 101}),
    command(*[option(f"o{n}") for n in range(26)]),
    command(option(), option()),
    command(option(), option("first", required=True)),
    command(option(), option("look", type=1)),
    command(option(choices=[{"name": "n", "value": "v"}], autocomplete=True)),
    command(option(choices=[{"name": "x" * 101, "value": "v"}])),
    command(option(max_length=6001)),
    command(contexts=[3]),
    command(integration_types=[]),
    command(*[option(f"o{n}", choices=[{"name": "x" * 100, "value": "v" * 100}] * 2) for n in range(25)]),
    command(option("a", type=2, options=[option("b", type=2, options=[option("c", type=1)])])),
]


@pytest.mark.parametrize("given", COMMANDS_REFUSED)
def test_what_a_command_may_not_be(given: Json) -> None:
    with pytest.raises(Refused):
        check_command(given, "0")


def test_what_a_command_may_be() -> None:
    inner = option("look", type=1, options=[option("colour", required=True), option("times", autocomplete=True)])
    check_command(command(option("group", type=2, options=[inner])), "0")
    check_command(command(name="überblick", contexts=[0, 1, 2], integration_types=[0, 1]), "0")
