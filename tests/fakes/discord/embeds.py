"""Embeds, checked (resources/message#embed-object-embed-limits)."""

from __future__ import annotations

from typing import Any

from tests.fakes.discord.components import web_address
from tests.fakes.discord.refusals import at_most, form_error
from tests.fakes.discord.world import Json

EMBEDS, FIELDS, ALL = 10, 25, 6000
KNOWN = set(
    "title type description url timestamp color footer image thumbnail video provider author fields flags".split()
)


def check_embeds(given: list[Any]) -> list[Any]:
    """A message's embeds, as Discord keeps them: trimmed, of kind "rich"."""
    if len(given) > EMBEDS:
        raise form_error("embeds", "BASE_TYPE_MAX_LENGTH", f"Must be {EMBEDS} or fewer in length.")
    kept = [one_embed(embed, f"embeds.{n}") for n, embed in enumerate(given)]
    if sum(size(embed) for embed in kept) > ALL:
        raise form_error("embeds", "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {ALL}")
    return kept


def one_embed(embed: Json, path: str) -> Json:
    """One of them: each text within its limit, addresses well formed, something to see."""
    kept: Json = {name: value for name, value in embed.items() if name in KNOWN and value is not None} | {
        "type": "rich"
    }
    for name, most in (("title", 256), ("description", 4096)):
        if name in kept:
            kept[name] = trimmed(kept[name])
            at_most(f"{path}.{name}", kept[name], most)
    for name, inner, most in (("footer", "text", 2048), ("author", "name", 256)):
        if name in kept:
            at_most(f"{path}.{name}.{inner}", trimmed(kept[name].get(inner, "")), most, 1)
    for n, entry in enumerate(kept.get("fields", [])[: FIELDS + 1]):
        if n == FIELDS:
            raise form_error(f"{path}.fields", "BASE_TYPE_MAX_LENGTH", f"Must be {FIELDS} or fewer in length.")
        for name, most in (("name", 256), ("value", 1024)):
            at_most(f"{path}.fields.{n}.{name}", trimmed(entry.get(name, "")), most, 1)
    for name in ("url", "image", "thumbnail"):
        if name in kept:
            address = kept[name] if name == "url" else kept[name].get("url")
            web_address(
                address, f"{path}.{name}", ("http", "https") if name == "url" else ("http", "https", "attachment")
            )
    colour = kept.get("color", 0)
    if not 0 <= colour <= 0xFFFFFF:
        raise form_error(f"{path}.color", "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.")
    if not any(kept.get(name) for name in KNOWN - {"type", "color", "url", "timestamp", "flags"}):
        raise form_error(f"{path}.description", "BASE_TYPE_REQUIRED", "This field is required")
    return kept


def trimmed(text: Any) -> Any:
    """Without the white space around it, if it is text at all."""
    return text.strip() if isinstance(text, str) else text


def size(embed: Json) -> int:
    """All its characters that count."""
    fields = sum(len(entry["name"]) + len(entry["value"]) for entry in embed.get("fields", []))
    named = len(embed.get("footer", {}).get("text", "")) + len(embed.get("author", {}).get("name", ""))
    return len(embed.get("title", "")) + len(embed.get("description", "")) + fields + named
