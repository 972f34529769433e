"""Draws what Slack would show, in a real browser, so that one can look at it.

    pip install playwright pillow && apt-get install chromium fonts-lato
    python -m tests.pictures.draw                       # the pictures that are kept beside this file
    python -m tests.pictures.draw --to OUT FILE.json …  # messages and views, such as those of the snapshots, into OUT

A file holds a message (`{"blocks": […]}`), a list of them (a post and its thread), a view, or a list of blocks. The
page is our own (slack.html) and only resembles Slack's light theme; it reaches no network, and draws all text as text.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import io
import json
import logging
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog

from tests.pictures.browser import missing, screen
from tests.pictures.scenes import kept_scenes

HERE = Path(__file__).parent
_SCALE = 1.5  # sharp on most screens, and small enough to keep
_COLOURS = 64


def as_scene(held: Any) -> dict[str, Any]:
    """What a file holds as a scene. Raises `ValueError` for what is neither message nor view."""
    if isinstance(held, Mapping) and (held.get("type") in ("modal", "home") or "blocks" in held or "text" in held):
        return {"frames": [held]}
    if isinstance(held, Mapping) and isinstance(held.get("messages"), list):
        held = held["messages"]
    if isinstance(held, list) and held and all(isinstance(each, Mapping) for each in held):
        if all("type" in each and "blocks" not in each for each in held):
            return {"frames": [{"blocks": held}]}
        return {"frames": [{**held[0], "thread": held[1:]}]}
    raise ValueError("it holds neither messages nor a view")


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
    out = io.BytesIO()
    few = image.open(io.BytesIO(png)).convert("RGB").quantize(_COLOURS, image.Quantize.MAXCOVERAGE, dither=0)
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.pictures.draw", description="Draw what Slack would show.")
    asked.add_argument(
        "files", nargs="*", type=Path, help="JSON of messages or views; without any: those that are kept"
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
