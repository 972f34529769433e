"""Draws the status page of an invented day in a real browser, by day on a desk and by night on a phone.

pip install playwright pillow && apt-get install chromium fonts-lato
python -m tests.pictures.status    # the pictures that are kept beside this file
"""

from __future__ import annotations

import asyncio
import importlib
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from bot.web.status_page import page
from tests.pictures.browser import missing
from tests.pictures.draw import smaller
from tests.pictures.status_scenes import PARTS, lively

HERE = Path(__file__).parent
Scheme = Literal["light", "dark"]
KEPT: dict[str, tuple[Scheme, int]] = {"status_page": ("light", 1120), "status_page_phone": ("dark", 390)}
"""Each picture's name, its colours and the width of its window."""


@asynccontextmanager
async def browser() -> AsyncIterator[Any]:
    """A browser that reaches no network. Raises `RuntimeError` with what is missing."""
    if why := missing():
        raise RuntimeError(why)
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    playwright = importlib.import_module("playwright.async_api")
    async with playwright.async_playwright() as started:
        opened = await started.chromium.launch(executable_path=found, args=["--disable-lcd-text", "--no-sandbox"])
        try:
            yield opened
        finally:
            await opened.close()


async def shown(opened: Any, html: bytes, scheme: Scheme, width: int, scale: float = 1) -> Any:
    """The page as it is shown there."""
    view = {"width": width, "height": 700}
    context = await opened.new_context(viewport=view, color_scheme=scheme, device_scale_factor=scale, offline=True)
    there = await context.new_page()
    # The page asks for itself again after a while; a picture must not.
    await there.set_content(html.decode().replace('http-equiv="refresh"', 'name="refresh"'))
    return there


async def _draw() -> None:
    async with browser() as opened:
        for name, (scheme, width) in KEPT.items():
            there = await shown(opened, page(lively(), PARTS, "0.1.0"), scheme, width, scale=1.5)
            path = HERE / f"{name}.png"
            path.write_bytes(smaller(await there.screenshot(full_page=True)))
            print(f"{path} {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    if why := missing():
        sys.exit(why)
    asyncio.run(_draw())
