"""A real browser that draws what Slack and Discord would show. Neither it nor playwright belongs to what the tests need."""

from __future__ import annotations

import importlib
import importlib.util
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

PAGES = {name: Path(__file__).parent / f"{name}.html" for name in ("slack", "discord")}
Scene = dict[str, Any]
"""`{"page": "discord", "frames": [...]}`, each frame a message or a form of the platform's own JSON; `page` is Slack's
where there is none.
"""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def missing() -> str:
    """What is not here and how to get it; "" where pictures can be drawn."""
    if importlib.util.find_spec("playwright") is None:
        return "no playwright here: pip install playwright, and apt-get install chromium fonts-lato"
    if _browser() is None:
        return "no browser here: apt-get install chromium fonts-lato"
    return ""


def _browser() -> str | None:
    return next((found for name in _BROWSERS if (found := shutil.which(name))), None)


class Screen:
    """The page on which a scene is drawn."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._shown = ""

    async def draw(self, scene: Mapping[str, Any]) -> None:
        wanted = scene.get("page", "slack")
        if wanted != self._shown:
            await self._page.goto(PAGES[wanted].as_uri())
            self._shown = wanted
        await self._page.evaluate("scene => draw(scene)", scene)

    async def overflowing(self) -> list[str]:
        """What sticks out of what holds it, in words."""
        return list(await self._page.evaluate("overflowing()"))

    async def text(self, selector: str = "#screen") -> str:
        """What a person reads there."""
        return str(await self._page.inner_text(selector))

    async def texts(self, selector: str) -> list[str]:
        """What a person reads in each of them."""
        return list(await self._page.eval_on_selector_all(selector, "nodes => nodes.map((node) => node.innerText)"))

    async def html(self, selector: str) -> list[str]:
        """What is inside of each of them, as HTML."""
        return list(await self._page.eval_on_selector_all(selector, "nodes => nodes.map((node) => node.innerHTML)"))

    async def count(self, selector: str) -> int:
        return int(await self._page.locator(selector).count())

    async def picture(self) -> bytes:
        """The drawn scene as PNG."""
        return bytes(await self._page.locator("#screen").screenshot())


@asynccontextmanager
async def screen(scale: float = 1) -> AsyncIterator[Screen]:
    """A page in a browser that reaches no network. Raises `RuntimeError` with what is missing."""
    if why := missing():
        raise RuntimeError(why)
    playwright = importlib.import_module("playwright.async_api")
    async with playwright.async_playwright() as started:
        # Shades of grey: coloured edges of letters make pictures larger, and strange at another size.
        options = ["--disable-lcd-text", "--no-sandbox"]
        browser = await started.chromium.launch(executable_path=_browser(), args=options)
        try:
            view = {"width": 760, "height": 900}
            context = await browser.new_context(viewport=view, device_scale_factor=scale, offline=True)
            page = await context.new_page()
            yield Screen(page)
        finally:
            await browser.close()
