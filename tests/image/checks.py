"""What the image promises, checked on the built one: who it runs as, what it needs, how it stops and what it refuses."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from time import monotonic

from tests.image import engine
from tests.image.conftest import Deployed, Slack, asked, figure, within

READY_SECONDS, STOP_SECONDS = 60, 10  # five are asked to start in; a busy machine gets more


def is_ready() -> bool:
    return asked("/readyz")[0] == 200


def test_it_is_made_as_it_should_be(image: str) -> None:
    made = json.loads(engine.podman("image", "inspect", image))[0]
    config = made["Config"]
    assert config["User"] == "10001:10001"
    assert list(config["Volumes"]) == ["/data"]
    assert (config["Entrypoint"], config["Cmd"], config["StopSignal"]) == (["factbox"], ["run"], "SIGTERM")
    # as arguments, not for a shell
    assert made["Healthcheck"]["Test"][0] == "CMD"
    figure(f"Size: {made['Size'] / 1e6:.0f} MB with its base.")


def test_nothing_that_builds_or_installs_is_in_it_and_all_bytecode_is(image: str) -> None:
    script = (
        "import pathlib, shutil, sys; from importlib.util import find_spec\n"
        "home = pathlib.Path(sys.prefix)\n"
        "bare = [str(f) for f in home.rglob('*.py') if f.name.isidentifier() and not list((f.parent / '__pycache__').glob(f.stem + '.*'))]\n"
        "print([tool for tool in ('gcc', 'cc', 'make', 'git') if shutil.which(tool)], find_spec('pip'), find_spec('flit_core'), bare)\n"
    )
    assert engine.run(image, "-c", script, flags=["--entrypoint=python"]) == (0, "[] None None []\n")


def test_it_knows_certificates_and_time_zones_of_its_own(image: str) -> None:
    script = (
        "import ssl, zoneinfo; context = ssl.create_default_context()\n"
        "print(len(context.get_ca_certs()) > 50, zoneinfo.ZoneInfo('Europe/Berlin').key)\n"
    )
    assert engine.run(image, "-c", script, flags=["--entrypoint=python"]) == (0, "True Europe/Berlin\n")


def test_it_briefs_without_any_volume_or_network(image: str, hardened: tuple[str, ...]) -> None:
    code, told = engine.run(image, "brief", "seeds", "--no-chat", flags=[*hardened, "--image-volume=ignore"])
    assert code == 0, told


def test_it_runs_read_only_posts_answers_for_its_health_and_stops(deployed: Deployed, slack: Slack) -> None:
    name = deployed.start()
    ready = within(READY_SECONDS, is_ready, name)
    within(READY_SECONDS, lambda: slack.posts() > 0, name)
    # a worker process has read it, which writes nowhere either
    within(READY_SECONDS, lambda: '"page_read"' in engine.log_of(name), name)
    assert asked("/healthz")[0] == 200
    engine.podman("healthcheck", "run", name)
    assert _zombies(engine.state(name)["Pid"]) == []
    posted = slack.posts()

    since = monotonic()
    engine.podman("stop", "--time", str(STOP_SECONDS), name)
    stopped = monotonic() - since
    assert engine.state(name)["ExitCode"] == 0, engine.log_of(name)[-2000:]
    assert stopped < STOP_SECONDS

    again = deployed.start()
    warm = within(READY_SECONDS, is_ready, again)
    within(READY_SECONDS, lambda: '"running"' in engine.log_of(again), again)
    assert slack.posts() == posted
    engine.podman("kill", "--signal", "KILL", again)

    last = deployed.start()
    within(READY_SECONDS, lambda: '"running"' in engine.log_of(last), last)
    assert slack.posts() == posted
    figure(f"Ready after {ready:.1f} s on a new volume, {warm:.1f} s on a known one; stopped in {stopped:.1f} s.")


def test_a_second_container_on_one_volume_is_refused(deployed: Deployed) -> None:
    within(READY_SECONDS, is_ready, deployed.start())
    code, told = deployed.run("run", flags=("--env=FACTBOX_WEB__STATUS=127.0.0.1:18082",))
    assert code != 0
    assert "in use by another copy" in told


def test_a_volume_of_a_newer_version_is_refused_and_left_as_it_is(deployed: Deployed) -> None:
    assert deployed.run("feeds")[0] == 0
    file = deployed.file("factbox.db")
    with closing(sqlite3.connect(file)) as on:
        on.execute("UPDATE alembic_version SET version_num = '9999'")
        on.commit()
        on.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = file.read_bytes()
    code, told = deployed.run()
    assert code != 0
    assert "written by a newer Factbox" in told
    assert file.read_bytes() == before


def test_what_is_wrong_with_a_volume_is_said(deployed: Deployed) -> None:
    read_only, said = deployed.run(volume=f"{deployed.volume}:/data:ro")
    assert read_only != 0
    assert "Read-only file system" in said or "cannot be written" in said
    none, said = deployed.run(volume="")
    assert none != 0
    assert "/data" in said
    assert "Traceback" not in said


def test_a_secret_that_is_not_there_is_named(deployed: Deployed, tmp_path: Path) -> None:
    (tmp_path / "secrets" / "slack_bot_token").unlink()
    code, told = deployed.run()
    assert code != 0
    assert "/run/secrets/slack_bot_token" in told
    assert "Traceback" not in told


def _zombies(pid: int) -> list[str]:
    """Processes of a container that ended and that nobody has asked after."""
    space = Path(f"/proc/{pid}/ns/pid").readlink()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "ns/pid").readlink() == space and "\nState:\tZ" in (process / "status").read_text():
                found.append(process.name)
        except OSError:  # gone meanwhile
            continue
    return found
