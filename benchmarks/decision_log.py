"""A decision log of many records: how long verifying and listing take, and how much memory.

The records are real consultations of the shipped firms, each under an id of its own, added in few transactions.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, cycle, islice
from pathlib import Path

from measuring import ROOT, SMEADVISOR, cost

from smeadvisor.engines.chaining import Engine
from smeadvisor.files.digest import read_files
from smeadvisor.log.recording import consultation_draft, recording
from smeadvisor.log.records import Draft
from smeadvisor.model.profile import read_profile
from smeadvisor.rules.shipped import layers, shipped_rulebook

RECORDS = 100_000
_TOGETHER = 1_000
_MIB = 1 << 20


def drafts() -> Iterator[Draft]:
    """Consultations without end, no two of one profile."""
    engine = Engine(shipped_rulebook())
    profiles = [read_profile(path, engine.rulebook) for path in sorted((ROOT / "profiles/firms").glob("*.yaml"))]
    found = [(profile, engine.consult(profile)) for profile in profiles]
    for number, (profile, said) in zip(count(1), cycle(found), strict=False):
        name = f"{profile.id}-{number}"
        yield consultation_draft(replace(profile, id=name), replace(said, profile_id=name))


def make(path: Path, records: int) -> None:
    """A log of that many records."""
    given = islice(drafts(), records)
    with recording(path, shipped_rulebook(), read_files(layers(()))) as log:
        while some := list(islice(given, _TOGETHER)):
            with log.store.transaction():
                for each in some:
                    log.store.put(each)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=RECORDS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "decisions.log"
        make(path, given.records)
        print(f"{given.records:,} records, {path.stat().st_size / _MIB:,.0f} MiB", flush=True)
        print("\n| command | seconds | most memory |\n|---|---|---|")
        for command in (["verify"], ["list"], ["list", "--last", "5"], ["export", "--last", "1000"]):
            found = cost([SMEADVISOR, "log", command[0], str(path), *command[1:]])
            print(f"| log {' '.join(command)} | {found.seconds:.1f} | {found.memory / _MIB:,.0f} MiB |", flush=True)


if __name__ == "__main__":
    main()
