"""What a process and all that it started have cost so far, from the kernel's own books (Linux)."""

from __future__ import annotations

import os
import resource
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def _stat(process: str) -> list[str]:
    """The fields of /proc/PID/stat from the state on; none where the process has just ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def descendants() -> list[int]:
    """The processes below this one that live now."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(entry.name)):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found: list[int] = []
    waiting = [os.getpid()]
    while waiting:
        mine = children.get(waiting.pop(), [])
        found += mine
        waiting += mine
    return found


def cpu_seconds() -> float:
    """User and system time of this process, of those below it, and of those that have ended."""
    seconds = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        seconds += usage.ru_utime + usage.ru_stime
    for process in descendants():
        seconds += sum(map(int, _stat(str(process))[11:15])) / _TICK
    return seconds


def peak_bytes(process: int | str = "self") -> int:
    """The most memory that one process has held (VmHWM); 0 where it has just ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def peak_with_children() -> tuple[int, int]:
    """This process's own peak, and the sum of the peaks of all that live below it.

    The sum counts pages that they share several times, and peaks that were not at one time: it is an upper bound.
    """
    return peak_bytes(), sum(peak_bytes(process) for process in descendants())
