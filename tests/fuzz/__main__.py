"""Attack the program: `python -m fuzz --minutes 10`. Exit code 1 if anything was found."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from multiprocessing import connection, get_context
from pathlib import Path
from random import SystemRandom
from typing import Any

from fuzz.kinds import KINDS
from fuzz.work import HANG, work


def main() -> int:
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(2**31))
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--found", type=Path, default=Path(".fuzz"), help="folder for the inputs that break a law")
    parser.add_argument("--kinds", nargs="+", choices=list(KINDS), default=list(KINDS))
    given = parser.parse_args()
    given.found = given.found.resolve()
    print(f"seed {given.seed}, {given.minutes:g} minutes", flush=True)
    room = Path(tempfile.mkdtemp(prefix="fuzz-"))
    try:
        return Watch(given, room).run()
    finally:
        shutil.rmtree(room, ignore_errors=True)


class Watch:
    """The workers, begun anew where one dies or hangs, and what they tell."""

    def __init__(self, given: argparse.Namespace, room: Path) -> None:
        self.given, self.room, self.end = given, room, time.monotonic() + given.minutes * 60
        self.tallies: dict[str, Counter[Any]] = defaultdict(Counter)
        self.found: dict[tuple[str, str], Path] = {}
        self.begun = 0

    def run(self) -> int:
        workers = [self._begin() for _ in range(self.given.jobs)]
        while workers and time.monotonic() < self.end + HANG:
            ready = connection.wait([pipe for pipe, _, _, _ in workers], timeout=1)
            for i, (pipe, process, folder, since) in enumerate(workers):
                if pipe in ready:
                    workers[i] = (pipe, process, folder, time.monotonic())
                    if not self._heard(pipe):
                        self._lost(process, folder, "died")
                        workers[i] = self._begin()
                elif time.monotonic() - since > HANG:
                    self._lost(process, folder, "hangs")
                    workers[i] = self._begin()
            if time.monotonic() > self.end:
                break
        for _, process, _, _ in workers:
            process.kill()
        self._tell()
        return 1 if self.found else 0

    def _begin(self) -> Any:
        self.begun += 1
        folder = self.room / str(self.begun)
        folder.mkdir()
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=work, args=(theirs, folder, f"{self.given.seed}-{self.begun}", self.given.kinds)
        )
        process.start()
        theirs.close()
        return ours, process, folder, time.monotonic() + HANG

    def _heard(self, pipe: Any) -> bool:
        try:
            kind, codes, law, content = pipe.recv()
        except EOFError:
            return False
        self.tallies[kind].update(codes)
        if law:
            self._keep(kind, law, content)
        return True

    def _lost(self, process: Any, folder: Path, how: str) -> None:
        process.join(None if how == "died" else 0)
        process.kill()
        process.join()
        said = (folder / "stderr").read_text(errors="replace").splitlines()
        now = folder / "now"
        if not now.exists():
            raise SystemExit("\n".join(["A worker did not begin:", *said[-30:]]))
        kind, _, content = now.read_bytes().partition(b"\n")
        self._keep(kind.decode(), f"{how}, exit code {process.exitcode}\n" + "\n".join(said), content)

    def _keep(self, kind: str, law: str, content: bytes) -> None:
        title = law.splitlines()[0]
        self.tallies[kind]["broken"] += 1
        if (kind, title) in self.found:
            return
        folder = self.given.found / kind
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{hashlib.sha256(content).hexdigest()[:8]}.{KINDS[kind].ending}"
        path.write_bytes(content)
        path.with_name(path.name + ".why").write_text(law, errors="backslashreplace")
        self.found[kind, title] = path
        print(f"{kind}: {title}\n  {path}", flush=True)

    def _tell(self) -> None:
        columns = "tried", "accepted", "refused", "broken"
        print(f"\n{'kind':14}", *(f"{each:>9}" for each in columns), " exit codes of the commands")
        for kind, tally in sorted(self.tallies.items()):
            codes = " ".join(
                f"{code}:{tally[code]}" for code in sorted(each for each in tally if isinstance(each, int))
            )
            print(f"{kind:14}", *(f"{tally[each]:>9}" for each in columns), f" {codes}")
        print(f"\n{len(self.found)} found" + (f", in {self.given.found}" if self.found else ""))


if __name__ == "__main__":
    sys.exit(main())
