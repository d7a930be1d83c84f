"""Where the project's own files are, for tests."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules"
ECONOMIES = sorted((ROOT / "profiles/economies").glob("*.yaml"))
FIRMS = sorted((ROOT / "profiles/firms").glob("*.yaml"))
TAIWAN = ROOT / "profiles/economies/twn.yaml"
MEXICO = ROOT / "profiles/firms/mex-auto-parts.yaml"
