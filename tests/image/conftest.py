"""The built image, a local Slack it can post to, and a volume: what the checks of the image share."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest
import yaml

from tests.image import engine, stand_in

ROOT = Path(__file__).parents[2]
IMAGE = "localhost/factbox:test"
CHANNEL = "C0123456789"
STATUS = 18081
_FIGURES: list[str] = []


def figure(words: str) -> None:
    """A line for the end of the report."""
    _FIGURES.append(words)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for words in _FIGURES:
        terminalreporter.write_line(words)


@pytest.fixture(scope="session")
def image(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The Dockerfile's image, built now; the checks are skipped, in words, where that cannot be done."""
    if lacks := engine.what_lacks():
        pytest.skip(f"the image is not built here: {lacks}")
    scratch = tmp_path_factory.mktemp("image")
    try:
        base = stand_in.have(stand_in.base_of(ROOT / "Dockerfile"), scratch)
    except stand_in.Unavailable as why:
        pytest.skip(f"the image is not built here: {why}")
    since = monotonic()
    engine.build(IMAGE, ROOT, scratch)
    figure(f"Built on {base}, in {monotonic() - since:.0f} s.")
    return IMAGE


@pytest.fixture(scope="session")
def hardened() -> tuple[str, ...]:
    """How compose.yaml runs the bot, as flags."""
    bot = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]["bot"]
    flags = [f"--tmpfs={path}" for path in bot["tmpfs"]]
    flags += [f"--cap-drop={name}" for name in bot["cap_drop"]]
    flags += [f"--security-opt={option.split(':')[0]}" for option in bot["security_opt"]]
    # podman would add writable places of its own.
    return (*flags, "--read-only", "--read-only-tmpfs=false") if bot["read_only"] else tuple(flags)


@dataclass(slots=True)
class Slack:
    """A local Slack in a process of its own."""

    words: dict[str, Any]

    def play(self, name: str, /, *args: object, **kwargs: object) -> Any:
        url = f"http://127.0.0.1:{self.words['port']}/control/{name}"
        asked = urllib.request.Request(
            url, json.dumps({"args": args, "kwargs": kwargs}).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return json.load(answer)

    def posts(self) -> int:
        return len(self.play("messages", CHANNEL))


@pytest.fixture
def slack() -> Iterator[Slack]:
    process = subprocess.Popen(
        (sys.executable, "-m", "tests.fakes.slack"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        found = Slack(json.loads(process.stdout.readline()))
        found.play("channel", CHANNEL, name="desk", members=["U1"])
        yield found
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def site() -> Iterator[str]:
    """The address of a feed whose articles have to be read from their pages."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/feed.xml"
    server.shutdown()
    thread.join()
    server.server_close()


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        at = f"http://{self.headers['Host']}"
        if self.path == "/feed.xml":
            item = f"<item><title>Quay reopens in Ostwick</title><link>{at}/quay</link><description>Short.</description></item>"
            kind, body = (
                "application/rss+xml",
                f"<rss version='2.0'><channel><title>Ostwick Post</title>{item}</channel></rss>",
            )
        elif self.path == "/quay":
            said = "<p>The quay of Ostwick was opened again on Monday, harbour master Mara Lindqvist said. It had been shut since May.</p>"
            kind, body = (
                "text/html",
                f"<html><body><article><h1>Quay reopens in Ostwick</h1>{said * 3}</article></body></html>",
            )
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: Any) -> None:
        pass


@dataclass(slots=True)
class Deployed:
    """Containers of one test, their settings and their volume, run as compose.yaml runs them."""

    image: str
    flags: tuple[str, ...]
    folder: Path
    volume: str
    started: list[str] = field(default_factory=list)

    def start(self, *flags: str) -> str:
        """A container in the background, with the volume; its name."""
        name = f"factbox-{uuid.uuid4().hex[:12]}"
        self.started.append(name)
        engine.start(self.image, name, (*self.flags, f"--volume={self.volume}:/data", *flags))
        return name

    def run(self, *command: str, flags: tuple[str, ...] = (), volume: str | None = None) -> tuple[int, str]:
        """A container to its end, with `volume` in place of its own volume where one is given ("" for none)."""
        mounted = f"{self.volume}:/data" if volume is None else volume
        return engine.run(
            self.image,
            *command,
            flags=(*self.flags, *flags, *([f"--volume={mounted}"] if mounted else ["--image-volume=ignore"])),
        )

    def file(self, name: str) -> Path:
        """A file of the volume, as the host sees it."""
        return Path(engine.podman("volume", "inspect", "--format", "{{.Mountpoint}}", self.volume)) / name


@pytest.fixture
def deployed(image: str, hardened: tuple[str, ...], slack: Slack, site: str, tmp_path: Path) -> Iterator[Deployed]:
    """Seeds and a feed to read, the local Slack to post to; the tokens come from files."""
    settings = {
        "sources": [{"folder": "seeds"}, {"feed": site}],
        "channels": [{"slack": CHANNEL, "times": ["00:00"]}],
        "slack": {
            "api_url": slack.words["api_url"],
            "bot_token_file": "/run/secrets/slack_bot_token",
            "app_token_file": "/run/secrets/slack_app_token",
        },
        "web": {"allow": ["127.0.0.1"]},
    }
    config, secrets = tmp_path / "config", tmp_path / "secrets"
    config.mkdir()
    secrets.mkdir()
    (config / "factbox.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    for name in ("bot_token", "app_token"):
        (secrets / f"slack_{name}").write_text(slack.words[name] + "\n", encoding="utf-8")
    for parent in (tmp_path, *tmp_path.parents[:3]):
        parent.chmod(0o755)
    mounts = (
        f"--volume={config}:/etc/factbox:ro",
        f"--volume={secrets}:/run/secrets:ro",
        f"--env=FACTBOX_WEB__STATUS=127.0.0.1:{STATUS}",
    )
    made = Deployed(image, (*hardened, *mounts), tmp_path, f"factbox-{uuid.uuid4().hex[:12]}")
    engine.podman("volume", "create", made.volume)
    yield made
    engine.remove(*made.started)
    engine.podman("volume", "rm", "--force", made.volume)


def within(seconds: float, what: Callable[[], object], deployed: str) -> float:
    """Wait until `what` is true; the seconds it took. Raises `AssertionError` with the container's log."""
    since = monotonic()
    while not what():
        alive = engine.state(deployed)["Running"]
        assert alive, f"it ended:\n{engine.log_of(deployed)[-3000:]}"
        assert monotonic() - since < seconds, f"not within {seconds} s:\n{engine.log_of(deployed)[-3000:]}"
        Event().wait(0.1)
    return monotonic() - since


def asked(path: str) -> tuple[int, str]:
    """What the status server answers; 0 where nothing listens yet."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{STATUS}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""
