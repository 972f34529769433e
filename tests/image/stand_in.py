"""A base image under the name of the Dockerfile's: the real one where it can be pulled, else a stand-in for it.

The stand-in is Debian's smallest tree with what the real one adds to it (certificates, time zones, the libraries of
Python) and this machine's own Python at the same paths. So the Dockerfile's every step is run on it, but what the real
base image holds beyond that is not tested.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.image.engine import said

_ADDED = (
    "ca-certificates,netbase,tzdata,libsqlite3-0,libssl3,libffi8,libreadline8,libncursesw6,libuuid1,libexpat1,"
    "libbz2-1.0,liblzma5,zlib1g"
)
_GONE = "var/cache/apt/archives var/lib/apt/lists usr/share/doc usr/share/man usr/share/info usr/share/locale".split()
_PULL = 300  # seconds
_PATH = "PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"


def base_of(dockerfile: Path) -> str:
    """The image that the Dockerfile starts from, as it is without build arguments."""
    text = dockerfile.read_text(encoding="utf-8")
    arguments = dict(re.findall(r"^ARG (\w+)=(\S+)$", text, re.MULTILINE))
    (base,) = set(re.findall(r"^FROM (\S+)", text, re.MULTILINE))
    return re.sub(r"\$\{(\w+)\}", lambda found: arguments[found[1]], base)


def have(base: str, scratch: Path) -> str:
    """Have the base image here. Words on what it is; raises `Unavailable` where there is no way to have one."""
    name = f"docker.io/library/{base}"
    if _labelled(name):
        return f"a stand-in for {base}, made before"
    if subprocess.run(("podman", "image", "exists", name), check=False).returncode == 0:
        return base
    if _pulled(name):
        return base
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not base.startswith(f"python:{version}-"):
        raise Unavailable(f"{base} cannot be pulled, and this Python {version} is no stand-in for it")
    if not shutil.which("debootstrap"):
        raise Unavailable(f"{base} cannot be pulled, and debootstrap, which would make a stand-in, is not found")
    tree = scratch / "base"
    release = base.rpartition("-")[2]
    try:
        said("debootstrap", "--variant=minbase", f"--include={_ADDED}", release, str(tree), seconds=600)
    except AssertionError as error:
        raise Unavailable(f"{base} cannot be pulled, and debootstrap cannot make a stand-in: {error}") from error
    for gone in _GONE:
        shutil.rmtree(tree / gone)
        (tree / gone).mkdir()
    _add_python(tree / "usr/local", version)
    said("chroot", str(tree), "ldconfig")
    said("chroot", str(tree), "/usr/local/bin/python3", "-B", "-m", "ensurepip", seconds=120)
    packed = scratch / "base.tar"
    said("tar", "--directory", str(tree), "--create", "--file", str(packed), ".", seconds=120)
    changes = ("--change", f"ENV {_PATH}", "--change", "ENV LANG=C.UTF-8", "--change", "LABEL stand-in=yes")
    said("podman", "import", *changes, str(packed), name, seconds=120)
    shutil.rmtree(tree)
    packed.unlink()
    return f"a stand-in for {base}, of Debian {release} and this machine's Python {sys.version.split()[0]}"


class Unavailable(Exception):
    """There is no base image to be had; the words say why."""


def _pulled(name: str) -> bool:
    try:
        pulled = subprocess.run(("podman", "pull", "--quiet", name), capture_output=True, timeout=_PULL, check=False)
    except subprocess.TimeoutExpired:
        return False
    return pulled.returncode == 0


def _labelled(name: str) -> bool:
    shown = subprocess.run(("podman", "image", "inspect", name), capture_output=True, text=True, check=False)
    return shown.returncode == 0 and "stand-in" in (json.loads(shown.stdout)[0].get("Labels") or {})


def _add_python(local: Path, version: str) -> None:
    """This Python below /usr/local, without its tests and bytecode: the real image has none either."""
    from_ = Path(sys.base_prefix)
    without = shutil.ignore_patterns("test", "tests", "idle_test", "__pycache__", "*.a", "config-*", "site-packages")
    shutil.copytree(
        from_ / "lib" / f"python{version}", local / "lib" / f"python{version}", ignore=without, symlinks=True
    )
    (local / "lib" / f"python{version}" / "site-packages").mkdir(exist_ok=True)
    for library in (from_ / "lib").glob("libpython3*.so*"):
        shutil.copy2(library, local / "lib" / library.name, follow_symlinks=False)
    shutil.copy2(from_ / "bin" / f"python{version}", local / "bin" / f"python{version}")
    for link in ("python3", "python"):
        (local / "bin" / link).symlink_to(f"python{version}")
