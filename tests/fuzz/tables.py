"""Tables of profiles: CSV, JSON Lines, workbooks, Parquet; the last in memory as well."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fuzz.bench import Bench, Broken
from fuzz.changes import ODD_TEXTS, changed, encode, in_bytes, in_structure, in_words
from fuzz.kind import BOOK, NAMES, TODAY, Kind, drawn
from fuzz.profiles import as_json
from smeadvisor.batch.in_memory import advise_table
from smeadvisor.tables.reading.inputs import ReadingOptions, read_rows
from support.rendered import WRITERS


def _fresh(form: str, chance: Random) -> bytes:
    path, several = Path("tmp") / f"fresh.{form}", [drawn(chance) for _ in range(4)]
    WRITERS[form](path, [each for each in several if each["kind"] == several[0]["kind"]])
    content = path.read_bytes()
    path.unlink()
    return content


def _other_csv(content: bytes, chance: Random) -> bytes:
    """Cells, columns and rows that are others, in another way of writing CSV."""
    encoding = chance.choice(["utf-8"] * 4 + ["utf-8-sig", "utf-16", "utf-16-le", "cp950", "gb18030", "latin-1"])
    rows = in_structure(list(csv.reader(io.StringIO(content.decode()), strict=True)), chance, NAMES)
    if chance.random() < 0.3:
        rows = [[*row, chance.choice([*NAMES, *ODD_TEXTS])] for row in rows]
    out = io.StringIO(newline="")
    how = {"delimiter": chance.choice(",,,;\t|"), "lineterminator": chance.choice(["\n", "\n", "\r\n", "\r", "\n\n"])}
    csv.writer(out, quoting=chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), **how).writerows(rows)
    return out.getvalue().encode(encoding, errors="surrogatepass" if encoding == "utf-8" else "replace")


def _other_lines(content: bytes, chance: Random) -> bytes:
    rows = in_structure([json.loads(line) for line in content.splitlines()], chance, NAMES)
    return chance.choice([b"\n", b"\n", b"\r\n", b"\r", b"\n\n"]).join(
        as_json(each, chance).replace(b"\n", b" ") for each in rows
    )


_SNIPPETS = [
    '<mergeCells><mergeCell ref="A2:B3"/></mergeCells>', '<c r="B2" t="inlineStr"><is><t>x</t></is></c>', "<f>1+1</f>",
    '<c r="B2" t="e"><v>#N/A</v></c>', '<c r="XFD1048576"><v>1</v></c>', '<row r="1"/>', '<row r="9" hidden="1"/>',
    '<c t="d"><v>2012-01-01</v></c>', '<c t="b"><v>2</v></c>', '<c s="999"><v>1</v></c>',
    '<!DOCTYPE a [<!ENTITY b "c">]>', "<!-- -->", "<![CDATA[x]]>",
    '<sheet name="b" sheetId="2" state="hidden" r:id="rId9"/>', "&#0;",
    "<t>_x0000_</t>",
]  # fmt: skip


def _other_workbook(content: bytes, chance: Random) -> bytes:
    """A part of the package in other words, with other XML in it, damaged, left out or there twice."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [(each, package.read(each)) for each in package.namelist()]
    told = [i for i, (name, _) in enumerate(parts) if "docProps" not in name and "theme" not in name]
    for _ in range(chance.randint(1, 2)):
        at, how = chance.choice(told), chance.random()
        name, part = parts[at]
        if how < 0.4:
            parts[at] = name, encode(in_words(part.decode(errors="replace"), chance))
        elif how < 0.8:
            gaps = [found.end() for found in re.finditer(b">", part)] or [0]
            gap = chance.choice(gaps)
            parts[at] = name, part[:gap] + chance.choice(_SNIPPETS).encode() + part[gap:]
        elif how < 0.9:
            parts[at] = name, in_bytes(part, chance)
        else:
            parts[at : at + 1] = chance.choice([[], [parts[at]] * 2, [(chance.choice(["x.xml", "../x"]), part)]])
            told = list(range(len(parts)))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as package:
        for name, part in parts:
            package.writestr(name, part)
    return held.getvalue()


def _columns(chance: Random, count: int) -> pa.Array:
    """A column of some type or other."""
    of = {
        pa.string(): [*ODD_TEXTS, *NAMES], pa.large_string(): NAMES, pa.binary(): [b"\xff", b"TWN"], pa.bool_(): [True],
        pa.int8(): [-1, 5], pa.uint64(): [2**64 - 1, 5], pa.int64(): [-(2**63), 5], pa.float16(): [1.0],
        pa.float64(): [0.1, float("nan"), float("inf"), 1e308], pa.decimal128(38, 10): [Decimal("1.5")],
        pa.decimal256(76, -5): [Decimal(500000)], pa.date32(): [date(2012, 1, 1)], pa.null(): [None],
        pa.timestamp("ns", "UTC"): [datetime(2012, 1, 1, tzinfo=UTC)], pa.duration("s"): [5], pa.time32("s"): [5],
        pa.list_(pa.string()): [[], ["independent"], [None]], pa.list_(pa.int8(), 2): [[1, 2]],
        pa.struct({"amount": pa.float64(), "currency": pa.string()}): [{"amount": 5.0, "currency": "USD"}],
        pa.map_(pa.string(), pa.int8()): [[("a", 1)]], pa.list_(pa.list_(pa.string())): [[["independent"]]],
    }  # fmt: skip
    kind = chance.choice(list(of))
    cells = [chance.choice([None, *of[kind] * 2]) for _ in range(count)]
    found = pa.array([None if isinstance(c, str) and not _plain(c) else c for c in cells], kind)
    if pa.types.is_string(kind) and chance.random() < 0.4:
        return found.dictionary_encode()
    return found


def _plain(text: str) -> bool:
    return text.isascii() or "\ud800" not in text


def _other_parquet(content: bytes, chance: Random) -> bytes:
    """A column of another type, name or number of columns; written otherwise."""
    table = pq.read_table(io.BytesIO(content))
    for _ in range(chance.randint(1, 2)):
        name, column = chance.choice([*NAMES, *table.column_names]), _columns(chance, table.num_rows)
        at = chance.randrange(table.num_columns + 1)
        replaced = at < table.num_columns and chance.random() < 0.7
        name = table.column_names[at] if replaced and chance.random() < 0.7 else name
        table = table.set_column(at, name, column) if replaced else table.add_column(at, name, column)
    out = io.BytesIO()
    pq.write_table(
        table, out, row_group_size=chance.choice([1, 2, 99]), use_dictionary=chance.choice([True, False]),
        compression=chance.choice(["none", "snappy", "gzip", "zstd"]), data_page_version=chance.choice(["1.0", "2.0"]),
        write_page_checksum=chance.choice([True, False]), store_schema=chance.choice([True, False]),
    )  # fmt: skip
    return out.getvalue()


def _glance(ending: str, bench: Bench, content: bytes) -> None:
    """No row is lost."""
    Path(f"t.{ending}").write_bytes(content)
    for part in bench.allowed(lambda: list(read_rows([f"t.{ending}"], BOOK, ReadingOptions()))) or ():
        bench.seen |= {each.problem.code for each in (*part.rejected, *part.warned)}
        if part.count != len(part.positions) + len({each.position for each in part.rejected}):
            raise Broken("reading: rows in = read + rejected", part)


def _hold(ending: str, bench: Bench, content: bytes) -> None:
    """By its name, by standard input, by a pipe; whole, in parts, as another output."""
    Path(f"t.{ending}").write_bytes(content)
    rows = bench.hold_batch(f"t.{ending}")
    bench.hold_piped(content, "batch", "INPUT", "-o", "-", "--format", "csv", "--quiet", "--jobs", "1")
    bench.run("audit", "coverage", f"t.{ending}", "--quiet", "--jobs", "1", "-o", "c.html", makes=("c.html",))
    if rows:
        options = ("--part-rows", "1", "--fired", "--lang", "zh-Hant", "--summary", "s.html")
        made = ("b.xlsx", "b.xlsx.manifest.json", "b.xlsx.rejects.csv", "s.html")
        bench.run("batch", f"t.{ending}", "-o", "b.xlsx", "--quiet", "--jobs", "1", *options, makes=made)
    if ending == "parquet":
        table = _read(content)
        if table is not None:
            bench.allowed(lambda: advise_table(table, TODAY))


def _read(content: bytes) -> Any:
    try:
        return pq.read_table(io.BytesIO(content))
    except (pa.ArrowException, OSError, ValueError):
        return None


_MADE = {
    "csv": ("csv", _other_csv),
    "jsonl": ("jsonl", _other_lines),
    "flat.jsonl": ("jsonl", _other_lines),
    "xlsx": ("xlsx", _other_workbook),
    "text.parquet": ("parquet", _other_parquet),
    "typed.parquet": ("parquet", _other_parquet),
}
KINDS = {
    name: Kind(
        ending,
        partial(_fresh, name),
        partial(changed, structured=other),
        partial(_hold, ending),
        partial(_glance, ending),
    )
    for name, (ending, other) in _MADE.items()
}
