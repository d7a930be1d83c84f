"""One worker: it tries one input after the other, in a process of its own."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from fuzz.bench import Bench, Broken
from fuzz.kind import Kind
from fuzz.kinds import CORPUS, KINDS, prepare

HANG = 60
"""Seconds after which one input hangs."""
MEMORY = 4 * 1024**3
"""What a worker may take, in bytes."""


def work(pipe: Any, folder: Path, seed: str, kinds: list[str]) -> None:
    """Try inputs for ever; each is on the disk before it is tried, and what came of it is sent."""
    os.dup2(os.open(folder / "stderr", os.O_RDWR | os.O_CREAT | os.O_APPEND), 2)
    faulthandler.enable()
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    prepare()
    chance, bench = Random(seed), Bench(folder / "bench")
    known = {kind: [each.read_bytes() for each in sorted((CORPUS / kind).glob("*"))] for kind in kinds}
    seen: dict[str, set[str]] = defaultdict(set)
    while True:
        for name in kinds:
            bench.clear()
            kind, is_fresh = KINDS[name], chance.random() < 0.1 or not known[name]
            content = kind.fresh(chance) if is_fresh else kind.change(chance.choice(known[name]), chance)
            (folder / "now").write_bytes(name.encode() + b"\n" + content)
            law = kind.glance and broken(bench, kind.glance, content)
            if not law and (kind.glance is None or not bench.seen <= seen[name] or chance.random() < 0.1):
                law = broken(bench, kind.hold, content)
            told = bench.codes + Counter({"tried": 1, "accepted" if bench.accepted else "refused": 1})
            # What says something new is worth changing further.
            if is_fresh or not bench.seen <= seen[name]:
                known[name].append(content)
            title = (law or "").partition("\n")[0]
            if title and title not in seen[name]:
                content = smaller(bench, kind, content, title)
            seen[name] |= {*bench.seen, title}
            pipe.send((name, told, law, content))


def broken(bench: Bench, hold: Callable[[Bench, bytes], None], content: bytes) -> str:
    """The law that the input breaks, and after it how; empty if none."""
    bench.clear()
    os.ftruncate(2, 0)
    try:
        hold(bench, content)
    except Broken as found:
        return f"{found.args[0]}\n{found.args[1:]}\n{traceback.format_exc()}"
    noise = os.pread(2, 10_000, 0)
    return f"written to standard error past the program\n{noise.decode(errors='replace')}" if noise else ""


def smaller(bench: Bench, kind: Kind, content: bytes, title: str) -> bytes:
    """The input without all that the same law is broken without, as far as ten seconds go."""
    end, size = time.monotonic() + HANG / 6, max(len(content) // 2, 1)
    while size and time.monotonic() < end:
        at = 0
        while at < len(content) and time.monotonic() < end:
            tried = content[:at] + content[at + size :]
            if any(broken(bench, each, tried).startswith(title) for each in (kind.glance, kind.hold) if each):
                content = tried
            else:
                at += size
        size //= 2
    return content
