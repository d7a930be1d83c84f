"""Encodings of CSV: declared, told by a mark, or no encoding of tables at all."""

from __future__ import annotations

import codecs

import pytest

from smeadvisor.problems import InvalidInput
from smeadvisor.tables.reading.csv_encoding import codec
from smeadvisor.tables.reading.inputs import ReadingOptions, sources

TEXT = "id,kind,economy,name\n公司,firm,TWN,好\n"


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "gb18030"]
)
@pytest.mark.parametrize("name", ["t.csv", "t"])
def test_an_encoding_declared_is_read_without_a_mark(encoding, name, told):
    """Also where ASCII has zero bytes, and whether or not the ending says that it is CSV."""
    without = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)
    assert told(TEXT.encode(without), name, encoding=encoding) == (1, 1, [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("declared", [None, "same", "cp1252", "utf-16", "utf-32", "utf-8-sig"])
def test_a_mark_goes_before_what_is_declared_and_says_so(encoding, declared, tmp_path, rulebook):
    """Its text is read as the mark says; there is a warning where another encoding was declared."""
    path = tmp_path / "t.csv"
    path.write_bytes(("\ufeff" + TEXT).encode(encoding))
    declared = encoding if declared == "same" else declared
    (source,) = sources([str(path)], ReadingOptions(encoding=declared))
    (portion,) = source.portions(rulebook)
    assert portion.read(rulebook).ids.to_pylist() == ["公司"]
    agree = declared is None or encoding.startswith(declared.removesuffix("-sig"))
    assert [each.code for each in source.warnings] == ([] if agree else ["W-ENCODING"])


NONE = ["hex", "rot13", "base64", "zip", "quopri", "uu", "bz2", "undefined", "punycode", "idna", "unicode_escape"]


@pytest.mark.parametrize("name", [*NONE, "raw_unicode_escape", "cp875", "cp037", "cp500", "nosuch", "a\0b", "公", " "])
def test_what_is_no_encoding_of_tables_is_refused_by_name(name, tmp_path):
    """Codecs of bytes, of escapes, of host names; EBCDIC; names that nobody knows. Before any file is read."""
    path = tmp_path / "t.csv"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        sources([str(path)], ReadingOptions(encoding=name))
    assert [each.code for each in caught.value.problems] == ["E-CODEC"]


def test_encodings_that_the_message_names_are_read():
    """Each of them, and others of the kind."""
    names = ["utf-8", "cp950", "big5hkscs", "gb18030", "shift_jis", "euc_kr", "cp1252", "hz", "iso2022_jp", "utf-7"]
    assert [codec(each) for each in names] == [codecs.lookup(each).name.replace("-", "_") for each in names]
