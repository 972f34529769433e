"""Building and running images without a Docker engine: buildah builds, podman with runc runs, as root.

`chroot` isolation, cgroupfs and the host's network work inside of containers and small machines too. crun and the OCI
format do not: the one may not start there, the other has no place for HEALTHCHECK.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

TOOLS = ("buildah", "podman", "runc")
_LIMITS = ("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=4096:4096")
_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"


def what_lacks() -> str:
    """Why images cannot be built and run here, in words; nothing where they can."""
    lacking = [tool for tool in TOOLS if not shutil.which(tool)]
    if lacking:
        return f"{', '.join(lacking)} not found (Debian has them as packages)"
    return "" if os.geteuid() == 0 else "only root can do it"


def said(*command: str, seconds: float = 60, stdin: Any = None) -> str:
    """What a command prints. Raises `AssertionError` with its last words where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, stdin=stdin, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-1500:]}\n{done.stderr[-3000:]}"
    return done.stdout.strip()


def build(tag: str, context: Path, scratch: Path) -> None:
    """Build the Dockerfile of `context`, with the certificates that this machine trusts."""
    trusting = scratch / "pip.conf"
    trusting.write_text(f"[global]\ncert = {_CERTIFICATES}\n", encoding="utf-8")
    mounts = ("-v", f"{_CERTIFICATES}:{_CERTIFICATES}:ro", "-v", f"{trusting}:/etc/pip.conf:ro")
    command = (
        "buildah",
        "bud",
        "--format",
        "docker",
        "--isolation",
        "chroot",
        "--pull-never",
        "--layers",
        "--network",
        "host",
    )
    said(*command, *mounts, "-t", tag, str(context), seconds=900)


def podman(*arguments: str, seconds: float = 60) -> str:
    return said(
        "podman",
        "--runtime",
        shutil.which("runc") or "runc",
        "--cgroup-manager",
        "cgroupfs",
        *arguments,
        seconds=seconds,
    )


def run(image: str, *command: str, flags: Sequence[str] = (), seconds: float = 90) -> tuple[int, str]:
    """Run it to its end: its exit code, and what it said on both streams."""
    runc = (
        "podman",
        "--runtime",
        shutil.which("runc") or "runc",
        "--cgroup-manager",
        "cgroupfs",
        "--log-level",
        "fatal",
    )
    whole = (*runc, "run", "--rm", "--network", "host", *_LIMITS, *flags, image, *command)
    done = subprocess.run(whole, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL, check=False)
    return done.returncode, done.stdout + done.stderr


def start(image: str, name: str, flags: Sequence[str]) -> None:
    podman("run", "--detach", "--name", name, "--network", "host", *_LIMITS, *flags, image)


def state(name: str) -> dict[str, Any]:
    """What podman knows of a container's state: Running, ExitCode, Pid."""
    found: dict[str, Any] = json.loads(podman("inspect", name))[0]["State"]
    return found


def log_of(name: str) -> str:
    done = subprocess.run(("podman", "logs", name), capture_output=True, text=True, timeout=30, check=False)
    return done.stdout + done.stderr


def remove(*names: str) -> None:
    subprocess.run(("podman", "rm", "--force", "--volumes", *names), capture_output=True, timeout=60, check=False)
