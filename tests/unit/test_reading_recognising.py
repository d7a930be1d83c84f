"""What a file is, by how it begins and by its ending."""

from __future__ import annotations

import subprocess
import sys

import pytest

from smeadvisor.tables.reading.recognising import form_of, holds_one, is_table
from support.paths import ECONOMIES, FIRMS

ROW = b'{"id": "a", "kind": "firm", "economy": "TWN", "answers": {}}\n'
SAVED = b'{"schema": "smeadvisor/consultation/1", "rulebook": {}}\n'


@pytest.mark.parametrize(
    ("head", "name", "table", "one"),
    [
        (b"id,kind,economy\na,firm,TWN\n", "t.csv", True, False),
        (b"id,kind,economy\na,firm,TWN\n", "-", True, False),
        (b'\xef\xbb\xbf"kind";"id"\n', "t.txt", True, False),
        (b"kind,economy\n", "t.txt", False, False),
        (b"Dear Sir, my id, please\n", "letter", False, False),
        (b"PAR1", "t", True, False),
        (b"PK\x03\x04", "t", True, False),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "t", True, False),
        (b"\xff\xfei\x00d\x00", "t.csv", True, False),
        (ROW * 2, "t", True, False),
        (ROW, "t.jsonl", True, False),
        (ROW, "t.json", False, False),
        (SAVED, "t.jsonl", False, True),
        (SAVED, "t.json", False, True),
        (b"id: a\nkind: firm\n", "-", False, True),
        (b"# ours\n\nid: a\n", "a", False, True),
        (b"{id: a, kind: firm}\n", "a.yaml", False, True),
        (b'{\n "id": "a"\n}\n', "a.json", False, True),
        (b"", "t.csv", False, False),
    ],
)
def test_a_table_is_told_from_a_profile(head, name, table, one):
    """Where it is not sure it is neither."""
    assert (is_table(head, name), holds_one(head, name)) == (table, one)


def test_every_shipped_profile_holds_one():
    """By its content alone."""
    for path in (*ECONOMIES, *FIRMS):
        assert (holds_one(path.read_bytes(), "-"), form_of(path.read_bytes())) == (True, "profile")


def test_nothing_large_is_imported_for_it():
    """A profile that is advised is looked at too."""
    modules = "smeadvisor.cli.row, smeadvisor.tables.reading.recognising"
    code = f"import sys, {modules}; print({{'numpy', 'pyarrow'}} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
