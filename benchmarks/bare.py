"""The least that a program can do that reads these firms and writes this advice: what ``files.py`` measures against.

Usage: python benchmarks/bare.py INPUT PLAN OUTPUT, where PLAN is what ``files.py`` keeps.
"""

import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def bare(source: str, plan: str, out: str) -> None:
    """Read the input, row group by row group; write the advice, which is mapped into memory, in the same way."""
    how = json.loads(Path(plan).read_text(encoding="utf-8"))
    with pq.ParquetFile(source) as file:
        for i in range(file.num_row_groups):
            file.read_row_group(i)
    with (
        pa.memory_map(how.pop("arrow")) as mapped,
        pa.ipc.open_stream(mapped) as advice,
        pq.ParquetWriter(out, advice.schema, write_page_checksum=True, **how) as writer,
    ):
        for rows in advice:
            writer.write_table(pa.table(rows), row_group_size=rows.num_rows)


if __name__ == "__main__":
    bare(*sys.argv[1:])
