"""One copy as a process: it says when it is ready, reads its settings again, stands alone on its file, and ends well."""

from __future__ import annotations

import asyncio
import json
import signal
from pathlib import Path
from typing import Any

import aiohttp

from tests.many.fleet import Member, fleet, free_port, stories

PATIENCE = 30.0  # seconds


async def asked(port: int, path: str) -> tuple[int, str]:
    """Status and body; 0 while nobody answers."""
    try:
        async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}{path}") as answer:
            return answer.status, await answer.text()
    except aiohttp.ClientConnectionError:
        return 0, ""


async def until_said(member: Member, event: str, times: int = 1) -> dict[str, Any]:
    """The event of its log, once it has come so often."""
    async with asyncio.timeout(PATIENCE):
        while len(said := member.events(event)) < times:
            assert member.runs, member.log.read_text()
            await asyncio.sleep(0.05)  # another process tells nobody
    return said[times - 1]


async def test_a_copy_is_ready_rereads_its_settings_is_alone_on_its_file_and_ends_in_time(tmp_path: Path) -> None:
    port = free_port()
    store = f"sqlite:///{tmp_path / 'news.db'}"
    web = {"status": f"127.0.0.1:{port}"}
    sources = [{"folder": "news", "outlet": "Harbour Post"}]
    first = {"sources": sources, "channels": [{"terminal": True, "times": ["00:00"]}], "web": web}
    async with fleet(first, stories(3), store) as copies:
        member = await copies.start()
        await until_said(member, "running")
        assert (await asked(port, "/healthz"))[0] == 200
        status, said = await asked(port, "/readyz")
        assert (status, json.loads(said)["ready"]) == (200, True)

        other = await copies.start(FACTBOX_WEB__STATUS=f"127.0.0.1:{free_port()}")
        assert await asyncio.wait_for(other.process.wait(), PATIENCE) == 1
        assert str(member.process.pid) in other.log.read_text()

        copies.write({**first, "channels": [{"terminal": True, "times": ["25:00"]}]})
        member.process.send_signal(signal.SIGHUP)
        assert "25:00" in (await until_said(member, "settings_not_changed"))["why"]
        copies.write({**first, "retention": 5})
        member.process.send_signal(signal.SIGHUP)
        assert (await until_said(member, "settings_changed"))["changed"] == ["retention"]
        assert (await until_said(member, "settings_need_a_restart"))["of"] == ["retention"]

        assert await member.stopped(10) == 0
        assert member.events()[-1]["event"] == "stopped"
