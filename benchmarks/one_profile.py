"""What one profile costs: the whole process of ``smeadvisor advise`` against ``python -c pass``.

Runs both in turn, so that a busy machine slows them alike, and prints medians and the median of the
ratios pair by pair. Usage: python benchmarks/one_profile.py [RUNS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTHING = [sys.executable, "-c", "pass"]
ADVISE = [str(Path(sys.executable).with_name("smeadvisor")), "advise"]
PROFILES = ["profiles/economies/twn.yaml", "profiles/firms/mex-auto-parts.yaml"]


def seconds(command: list[str]) -> float:
    """The wall time of one whole process."""
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def measured(profile: str, runs: int) -> tuple[float, float, float]:
    """Median seconds of advising, of nothing, and the median ratio of the pairs."""
    pairs = [(seconds([*ADVISE, profile]), seconds(NOTHING)) for _ in range(runs + 1)][1:]
    ratios = [advising / nothing for advising, nothing in pairs]
    columns = zip(*pairs, strict=True)
    advising, nothing = (statistics.median(column) for column in columns)
    return advising, nothing, statistics.median(ratios)


def main() -> None:
    """Print a line for each profile."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    print(f"{'profile':40} {'advise s':>9} {'pass s':>8} {'ratio':>6}   (medians of {runs} runs in turn)")
    for profile in PROFILES:
        advising, nothing, ratio = measured(profile, runs)
        print(f"{profile:40} {advising:9.3f} {nothing:8.4f} {ratio:6.1f}")


if __name__ == "__main__":
    main()
