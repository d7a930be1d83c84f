"""Renews the table and the picture of the rooms in docs/architecture.md: `make reference`.

The order comes from the import contract in pyproject.toml, the arrows from the imports themselves, what a room does
from its docstring.
"""

import ast
import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/architecture.md"
BEGIN, END = "<!-- rooms: made by `make reference` -->", "<!-- end of rooms -->"
PACKAGE = "smeadvisor"


def floors() -> list[list[str]]:
    """The rooms from top to bottom, those of a floor together."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return [[room.strip().removeprefix(f"{PACKAGE}.") for room in layer.split("|")] for layer in layers]


def imports(rooms: list[str]) -> dict[str, set[str]]:
    """Which rooms each room imports."""
    graph, found = grimp.build_graph(PACKAGE), {room: set[str]() for room in rooms}
    for room in rooms:
        name = f"{PACKAGE}.{room}"
        for module in {name, *graph.find_descendants(name)}:
            for imported in graph.find_modules_directly_imported_by(module):
                found[room].add(imported.split(".")[1] if "." in imported else "")
    return {room: (found[room] - {room}) & {*rooms} for room in rooms}


def implied(room: str, other: str, arrows: dict[str, set[str]]) -> bool:
    """Whether the room reaches the other through a third one."""
    return any(other in reached(third, arrows) for third in arrows[room] - {other})


def reached(room: str, arrows: dict[str, set[str]]) -> set[str]:
    """All that a room imports, through however many others."""
    return arrows[room].union(*(reached(other, arrows) for other in arrows[room]))


def purpose(room: str) -> str:
    """The first sentence of its docstring."""
    folder = ROOT / "src" / PACKAGE / room
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0]


def size(room: str) -> str:
    """How many files and lines of Python it has."""
    folder = ROOT / "src" / PACKAGE / room
    paths = [*folder.rglob("*.py")] if folder.is_dir() else [folder.with_suffix(".py")]
    return str(len(paths))


def page(text: str) -> str:
    """The page with table and picture renewed."""
    order = floors()
    arrows = imports([room for floor in order for room in floor])
    table = ["| room | Python files | what it is for |", "|---|--:|---|"]
    table += [f"| `{room}` | {size(room)} | {purpose(room)} |" for floor in order for room in floor]
    picture = ["```mermaid", "flowchart TD"]
    for room, others in arrows.items():
        picture += [f"  {room} --> {other}" for other in sorted(others) if not implied(room, other, arrows)]
    count = sum(map(len, arrows.values()))
    said = (
        f"{len(arrows)} rooms on {len(order)} floors, {count} arrows. The picture leaves out arrows that others imply."
    )
    made = [BEGIN, "", *table, "", said, "", *picture, "```", "", END]
    before, _, rest = text.partition(BEGIN)
    return before + "\n".join(made) + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
