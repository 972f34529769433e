"""Discord messages as a person reads them, and what Discord asks of them."""

from collections.abc import Iterator
from typing import Any

from bot.platforms.discord.marks import components_in, parsed
from bot.platforms.discord.messages import COMPONENTS_V2, Message
from tests.fakes.discord.components import check_classic, check_v2
from tests.fakes.discord.embeds import check_embeds
from tests.platforms.discord.drawn import Drawn, drawn

ROW, BUTTON, MENU, TEXT, SEPARATOR, CONTAINER = 1, 2, 3, 10, 14, 17
# Invisible characters that keep words from being read as codes, and from being parted.
_UNSEEN = str.maketrans({"\u2060": None, "\u00a0": " "})
_SWAPPED = str.maketrans("∗ˍ∼ˋ∣⧵［］‹›", "*_~`|\\[]<>")
OURS = frozenset(("bold", "italic", "heading", "small", "quote", "list"))
"""What our own layout does with words."""


def texts(*messages: Message) -> list[str]:
    """All the Markdown in them, in its order."""
    return [text for message in messages for text in _texts(message)]


def _texts(message: Message) -> Iterator[str]:
    for embed in message.embeds:
        yield from filter(None, (embed.get("title"), embed.get("description")))
    for top in message.components:
        for one in top["components"] if top["type"] == CONTAINER else [top]:
            if one["type"] == TEXT:
                yield one["content"]


def looked_at(*messages: Message) -> list[Drawn]:
    """Each text as it is drawn."""
    return [drawn(text) for text in texts(*messages)]


def read(*messages: Message) -> str:
    """What a person reads, on one line: what stands in for other characters is taken back."""
    footers = [embed.get("footer", {}).get("text", "") for message in messages for embed in message.embeds]
    seen = " ".join([*(one.seen for one in looked_at(*messages)), *footers])
    return " ".join(seen.translate(_UNSEEN).translate(_SWAPPED).split())


def links(*messages: Message) -> set[str]:
    """The addresses of all links."""
    return {url for one in looked_at(*messages) for _, url in one.links}


def interactive(message: Message) -> list[dict[str, Any]]:
    """Buttons and menus, in the order in which they stand."""
    return [dict(one) for one in components_in(message.components) if "custom_id" in one]


def menu(message: Message) -> dict[str, str]:
    """The evidence that can be chosen or pressed: its words, and what they carry."""
    found = {o["label"]: o["value"] for one in interactive(message) for o in one.get("options", ())}
    for one in interactive(message):
        carried = parsed(one["custom_id"])
        if one["type"] == BUTTON and carried and carried.action == "evidence":
            found[one["label"].removeprefix("Evidence ")] = carried.value
    return found


def actions(message: Message) -> list[str]:
    """What its buttons do, in the order in which they stand."""
    pressed = [parsed(one["custom_id"]) for one in interactive(message) if one["type"] == BUTTON]
    return [carried.action for carried in pressed if carried]


def units(text: str) -> int:
    """The length where it is counted longest: some of Discord counts characters beyond the first 65,536 twice."""
    return len(text.encode("utf-16-le")) // 2


def takes(message: Message, tag: str | None = None) -> None:
    """Asserts that Discord takes it: https://docs.discord.com/developers/components/reference and /resources/message."""
    body = message.payload()
    assert 0 < units(message.title) <= 100
    assert "\n" not in message.title
    assert body["allowed_mentions"]["parse"] == []
    if message.embeds:
        check_embeds(body["embeds"])
        check_classic(body["components"])
        _embeds_are_taken(body)
    else:
        check_v2(body["components"])
        assert body["flags"] == COMPONENTS_V2
        assert not {"content", "embeds"} & set(body)
    ids = [one["custom_id"] for one in interactive(message)]
    assert len(set(ids)) == len(ids)
    assert all(0 < len(name) <= 100 and parsed(name) for name in ids)
    assert len(list(components_in(body["components"]))) <= 40
    assert body["components"]
    assert sum(len(one["content"]) for one in components_in(body["components"]) if one["type"] == TEXT) <= 4000
    if tag is not None:
        assert ids
        assert {carried.tag for carried in map(parsed, ids) if carried} == {tag}
    for one in components_in(body["components"]):
        _component_is_taken(dict(one))


def _embeds_are_taken(body: dict[str, Any]) -> None:
    assert "flags" not in body
    assert {one["type"] for one in body["components"]} <= {ROW}
    assert 0 < len(body["components"]) <= 5
    (embed,) = body["embeds"]
    assert set(embed) <= {"title", "description", "color", "footer"}
    assert 0 < units(embed.get("footer", {"text": "-"})["text"]) <= 2048
    assert units("".join(str(embed.get(name, "")) for name in ("title", "description", "footer"))) <= 6000
    assert 0 < units(embed.get("title", "-")) <= 256
    assert 0 < units(embed.get("description", "-")) <= 4096
    assert embed.get("title") or embed.get("description")


def _component_is_taken(one: dict[str, Any]) -> None:
    match one["type"]:
        case 1:
            kinds = [inside["type"] for inside in one["components"]]
            assert kinds == [MENU] or (set(kinds) == {BUTTON} and len(kinds) <= 5)
        case 2:
            assert one["style"] in (1, 2) if "custom_id" in one else one["style"] == 5
            assert len(one.get("url", "")) <= 512
            assert 0 < len(one["label"]) <= 38
        case 3:
            assert 0 < len(one["options"]) <= 25
            assert len({option["value"] for option in one["options"]}) == len(one["options"])
            assert all(0 < len(o["value"]) <= 100 and 0 < units(o["label"]) <= 100 for o in one["options"])
            assert 0 < len(one["placeholder"]) <= 150
        case 10:
            assert one["content"].strip()
        case 14:
            assert one["spacing"] in (1, 2)
        case 17:
            assert one["components"]
            assert 0 <= one["accent_color"] <= 0xFFFFFF
            kinds = [inside["type"] for inside in one["components"]]
            assert set(kinds) <= {ROW, TEXT, SEPARATOR}
            assert kinds[0] != SEPARATOR
        case kind:
            raise AssertionError(f"we make no component of type {kind}")
