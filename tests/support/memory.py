"""The most memory that a command takes, in a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path

from support.commands import PROGRAM, Done, process

MOST = 256 * 1024 * 1024
"""What a hostile input may cost beyond what the same command takes of a usual one, in bytes."""

_MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, file=sys.stderr)
sys.exit(code)
"""


def peak(*arguments: str | Path) -> tuple[Done, int]:
    """What came of the command line, and the most memory that it or a process of its own took, in bytes."""
    done = process(*arguments, program=[sys.executable, "-c", _MEASURED, *PROGRAM])
    told, _, used = done.stderr.rstrip().rpartition(b"\n")
    return Done(done.returncode, done.stdout, told), int(used)
