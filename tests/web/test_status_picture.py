"""The status page in a real browser: styled as its policy allows, nothing sticks out, and nothing hostile runs.

Skipped where there is no browser or no playwright; how to get them is said in tests/pictures/status.py.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.news.report import Report
from bot.web.status import StatusServer
from bot.web.status_page import page
from tests.pictures.browser import missing
from tests.pictures.status import HERE, KEPT, Scheme, browser, shown
from tests.pictures.status_scenes import PARTS, lively
from tests.web.test_status_page import HOSTILE, hostile

in_a_browser = [pytest.mark.skipif(bool(missing()), reason=missing()), pytest.mark.asyncio(loop_scope="module")]
WIDTHS = (320, 390, 768, 970, 1120)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def opened() -> AsyncIterator[Any]:
    async with browser() as found:
        yield found


class TestInABrowser:
    pytestmark = in_a_browser

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    async def test_nothing_sticks_out_at_any_width(self, scheme: Scheme, opened: Any) -> None:
        long = "Rindfleischetikettierung" * 8
        for report in (lively(), *hostile(long)):
            for width in WIDTHS:
                there = await shown(opened, page(report, PARTS, "1"), scheme, width)
                assert await there.evaluate("document.documentElement.scrollWidth") <= width
                await there.context.close()

    async def test_hostile_names_are_read_as_they_stand(self, opened: Any) -> None:
        for report in hostile(HOSTILE):
            there = await shown(opened, page(report, {HOSTILE: HOSTILE}, HOSTILE), "light", 1120)
            assert await there.locator("script, img, iframe, a, form").count() == 0
            assert "<script>alert(1)</script>" in await there.inner_text("body")
            await there.context.close()

    async def test_its_policy_lets_its_own_style_in_and_no_script(self, opened: Any) -> None:
        async def report() -> Report:
            return lively()

        async def metrics() -> bytes:
            return b""

        server = StatusServer({name: lambda: "" for name in PARTS}, report, metrics, "1")
        await server.start("127.0.0.1", 0)
        context = await opened.new_context(color_scheme="dark")
        try:
            there = await context.new_page()
            await there.goto(f"http://127.0.0.1:{server.port}/")
            back = await there.evaluate("getComputedStyle(document.body).backgroundColor")
            assert back == "rgb(20, 23, 28)", "the dark page of our style"
            added = (
                "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)"
            )
            await there.evaluate(added)
            assert await there.evaluate("window.ran") is None
        finally:
            await context.close()
            await server.close()


@pytest.mark.parametrize("name", KEPT)
def test_the_pictures_that_are_kept_are_small(name: str) -> None:
    picture = (HERE / f"{name}.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 150_000
