"""Joins the fragments of this folder into a section of the changelog: ``python changes/join.py 0.2.0``."""

import sys
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
if len(sys.argv) != 2:
    sys.exit("Name the release: make changelog VERSION=0.2.0")
fragments = sorted(HERE.glob("*.md"))
lines = "".join(f"- {' '.join(fragment.read_text(encoding='utf-8').split())}\n" for fragment in fragments)
changelog = HERE.parent / "CHANGELOG.md"
title, rest = changelog.read_text(encoding="utf-8").split("\n", 1)
changelog.write_text(f"{title}\n\n## {sys.argv[1]} ({date.today()})\n\n{lines}{rest}", encoding="utf-8")
for fragment in fragments:
    fragment.unlink()
