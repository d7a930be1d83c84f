"""What all measurements share: whole processes timed, their memory watched, medians, tables."""

from __future__ import annotations

import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SMEADVISOR = str(Path(sys.executable).with_name("smeadvisor"))
_POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Cost:
    """What a process and all that it began took: wall time, and the most memory that they held together."""

    seconds: float
    memory: int


def cost(command: Sequence[str]) -> Cost:
    """Run the command; raises CalledProcessError where it fails.

    Memory is the sum over the processes as Linux tells it, pages that they share counted for each; 0 elsewhere.
    """
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        watch = _Watch(process.pid)
        watch.start()
        _, told = process.communicate()
        seconds = time.perf_counter() - start
        watch.stop()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=told)
    return Cost(seconds, watch.most)


class _Watch(threading.Thread):
    """Looks at the memory of a process and its children until it is stopped."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._pid, self._ended = pid, threading.Event()

    def run(self) -> None:
        while not self._ended.wait(_POLL_SECONDS):
            self.most = max(self.most, _resident(self._pid))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _resident(pid: int) -> int:
    """Bytes in memory of the process and those below it."""
    own = Path(f"/proc/{pid}")
    try:
        pages = int((own / "statm").read_text().split()[1])
        children = [int(each) for task in (own / "task").iterdir() for each in (task / "children").read_text().split()]
    except (OSError, IndexError, ValueError):
        return 0
    return pages * resource.getpagesize() + sum(_resident(each) for each in children)


def own_peak() -> int:
    """The most memory that this process ever held, in bytes."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM"))
    except OSError:
        # Elsewhere than on Linux; macOS counts bytes.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def megabytes(number: int) -> str:
    """Memory as people read it."""
    return f"{number / (1 << 20):,.0f} MiB"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; numbers stand to the right."""
    lines = [heads, ["---", *["--:"] * (len(heads) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
