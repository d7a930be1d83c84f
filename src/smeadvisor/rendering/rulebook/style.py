"""How pages look: colours, letters, tables. Nothing is fetched."""

from __future__ import annotations

SHADES = (
    ("#ffffff", "#5a6b7b"),
    ("#e3eefa", "#12263a"),
    ("#b5d3ef", "#12263a"),
    ("#1f6fb5", "#ffffff"),
    ("#0b3d70", "#ffffff"),
)
"""Ground and letters of cells: of those that hold nothing, then from the least to the most."""

_PAGE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 1rem auto; padding: 0 1rem; max-width: 76rem;
  color: #12263a; background: #ffffff; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { border: 1px solid #9fb0c0; padding: .3rem .5rem; }
thead th { background: #eef2f6; }
tbody th { text-align: left; font-weight: normal; min-width: 9rem; max-width: 22rem; }
tbody th { position: sticky; left: 0; background: #ffffff; }
td { text-align: center; font-variant-numeric: tabular-nums; }
td.told { text-align: left; vertical-align: top; min-width: 12rem; }
.key span { display: inline-block; padding: .1rem .6rem; margin-right: .3rem; border: 1px solid #9fb0c0; }
"""

COLOURS = "".join(f".h{i} {{ background: {ground}; color: {ink}; }}\n" for i, (ground, ink) in enumerate(SHADES))
"""The shades as a style sheet: a class ``h0`` … ``h4`` for each."""

STYLE = _PAGE + COLOURS
"""The style sheet of a page that stands alone."""
