"""Draws what Slack and Discord would show, in a real browser, so that one can look at it.

    pip install playwright pillow && apt-get install chromium fonts-lato
    python -m tests.pictures.draw                       # the pictures that are kept beside this file
    python -m tests.pictures.draw --to OUT FILE.json …  # messages and views, such as those of the snapshots, into OUT

A file holds a message (`{"blocks": […]}` of Slack, `{"components": […]}` or `{"embeds": […]}` of Discord), a list of
them (a post and its thread), a view or a form, a list of blocks, or a whole scene (`{"page": …, "frames": […]}`).
The pages are our own (slack.html, discord.html) and only resemble the clients; they reach no network, and draw all
text as text.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import io
import json
import logging
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import structlog

from tests.pictures.browser import Scene, missing, screen
from tests.pictures.scenes import kept_scenes

HERE = Path(__file__).parent
_SCALE = 1.5  # sharp on most screens, and small enough to keep
_COLOURS = 64
_ALIKE = 3  # of 255 in one of the three parts of a colour


def as_scene(held: Any) -> Scene:
    """What a file holds, as a scene. Raises `ValueError` for what is neither message nor view."""
    if isinstance(held, Mapping) and "frames" in held:
        return dict(held)
    if isinstance(held, Mapping) and isinstance(held.get("messages"), list):
        held = held["messages"]
    found = [held] if isinstance(held, Mapping) else held
    if isinstance(found, list) and found and all(isinstance(each, Mapping) for each in found):
        if all("components" in each or "embeds" in each for each in found):
            return {"page": "discord", "frames": [_discord_post(found)]}
        if isinstance(held, list) and all("type" in each and "blocks" not in each for each in found):
            return {"frames": [{"blocks": found}]}
        if all(each.get("type") in ("modal", "home") or "blocks" in each or "text" in each for each in found):
            return {"frames": [_slack_post(found)]}
    raise ValueError("it holds neither messages nor a view")


def _slack_post(messages: Sequence[Mapping[str, Any]]) -> Scene:
    return {**messages[0], "thread": messages[1:]} if len(messages) > 1 else dict(messages[0])


def _discord_post(messages: Sequence[Mapping[str, Any]]) -> Scene:
    thread = {"name": messages[0].get("title", "Thread"), "messages": messages[1:]}
    return {**messages[0], "thread": thread} if len(messages) > 1 else dict(messages[0])


async def pictures(scenes: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    """A picture of each scene as PNG. Raises `RuntimeError` where no browser is here."""
    drawn = {}
    async with screen(_SCALE) as page:
        for name, scene in scenes.items():
            await page.draw(scene)
            for words in await page.overflowing():
                print(f"{name}: {words} sticks out", file=sys.stderr)
            drawn[name] = smaller(await page.picture())
    return drawn


def smaller(png: bytes) -> bytes:
    """The same picture in few colours: a third of the bytes. Without pillow it stays as it is."""
    if importlib.util.find_spec("PIL") is None:
        print("no pillow here: the pictures stay large (pip install pillow)", file=sys.stderr)
        return png
    image = importlib.import_module("PIL.Image")
    drawn = image.open(io.BytesIO(png)).convert("RGB")
    # What there is most of stays as it is: a palette that covers all colours shifts the large dark ones.
    kept: list[tuple[int, ...]] = []
    for _, colour in sorted(drawn.getcolors(drawn.width * drawn.height), reverse=True):
        if len(kept) < _COLOURS and all(_apart(colour, other) > _ALIKE for other in kept):
            kept.append(colour)
    palette = image.new("P", (1, 1))
    palette.putpalette([part for colour in kept for part in colour])
    out = io.BytesIO()
    drawn.quantize(palette=palette, dither=0).save(out, "PNG", optimize=True)
    return out.getvalue()


def _apart(colour: tuple[int, ...], other: tuple[int, ...]) -> int:
    return max(abs(one - another) for one, another in zip(colour, other, strict=True))


def main() -> int:
    asked = argparse.ArgumentParser(
        prog="python -m tests.pictures.draw", description="Draw what Slack and Discord would show."
    )
    asked.add_argument(
        "files", nargs="*", type=Path, help="JSON of messages, views or forms; without any: those that are kept"
    )
    asked.add_argument("--to", type=Path, default=HERE, help="the folder for the pictures")
    given = asked.parse_args()
    if why := missing():
        print(why, file=sys.stderr)
        return 1
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    scenes = {file.stem: as_scene(json.loads(file.read_text("utf-8"))) for file in given.files}
    given.to.mkdir(parents=True, exist_ok=True)
    for name, png in asyncio.run(pictures(scenes or asyncio.run(kept_scenes()))).items():
        path = given.to / f"{name}.png"
        path.write_bytes(png)
        print(f"{path} {len(png) // 1024} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
