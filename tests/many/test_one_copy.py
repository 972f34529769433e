"""One copy as a process: it says when it is ready, reads its settings again, stands alone on its file, and ends well."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
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

        other = await copies.start()
        assert await asyncio.wait_for(other.process.wait(), PATIENCE) == 1
        assert "in use by another copy" in other.log.read_text(), "not: the page's port is taken"
        assert str(member.process.pid) in other.log.read_text()

        copies.write({**first, "channels": [{"terminal": True, "times": ["25:00"]}]})
        member.process.send_signal(signal.SIGHUP)
        assert "25:00" in (await until_said(member, "settings_not_changed"))["why"]
        copies.write({**first, "sources": [{"feed": "http://news.example.org/\ud800"}]})  # the store refuses it
        member.process.send_signal(signal.SIGHUP)
        await until_said(member, "settings_not_changed", 2)
        copies.write({**first, "retention": 5})
        member.process.send_signal(signal.SIGHUP)
        assert (await until_said(member, "settings_changed"))["changed"] == ["retention"]
        assert (await until_said(member, "settings_need_a_restart"))["of"] == ["retention"]

        assert await member.stopped(10) == 0
        assert member.events()[-1]["event"] == "stopped"


HANGS = """
import asyncio, time
from bot import run

async def hangs():
    run._VERY_LAST_SECONDS = 0.2
    stop, _ = run.signals(attended=False)
    print("ready", flush=True)
    await stop.wait()
    time.sleep(600)  # nobody can cut this off

asyncio.run(hangs())
"""


async def test_what_hangs_and_cannot_be_cut_off_ends_all_the_same() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", HANGS, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGTERM)
    try:
        assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
        assert b"ended_by_force" in await process.stdout.read()
    finally:
        if process.returncode is None:
            process.kill()
