"""What is checked of a workbook before it is parsed: that it is one, its sizes, and that its XML is plain."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import PurePosixPath
from typing import Any, BinaryIO
from xml.parsers import expat

from smeadvisor.errors import Place, Problem, Rejected, problem
from smeadvisor.limits import WORKBOOK_BYTES, WORKBOOK_PARTS, WORKBOOK_RATIO

_BLOCK = 1 << 16
_XML = (".xml", ".rels", ".vml")
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    LookupError,  # an encoding that nobody knows
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)


def not_readable(name: str, en: str, zh: str, row: int | None = None) -> Problem:
    """The problem of a file of a form that is not read here, and the row where that shows."""
    wanted = {"wanted_en": f"CSV, JSON Lines, Parquet, XLSX, or YAML or JSON of one profile; it is {en}"}
    wanted["wanted_zh"] = f" CSV、JSON Lines、Parquet、XLSX，或單一對象的 YAML、JSON；這個檔案是{zh}"
    cure = {"cure_en": "Save it in one of these forms", "cure_zh": "請另存為上述格式"}
    return problem("E-FORMAT", **wanted, **cure).at(Place(name, row), "")


def damaged(name: str, row: int | None = None) -> Problem:
    """The problem of a workbook that is damaged, at the row where that shows if it is known."""
    return not_readable(name, "a damaged workbook", "損壞的活頁簿", row)


def out_of_order(name: str, row: int) -> Problem:
    """The problem of a row that, or a cell of which, does not come after the one before it."""
    en = "a damaged workbook: this row or a cell of it is out of place"
    return not_readable(name, en, "損壞的活頁簿：這一列或其中某格的順序不對", row)


def strict_form(name: str) -> Problem:
    """The problem of a workbook in the other form that the standard has, which spreadsheets seldom write."""
    en = {"wanted_en": "a workbook of the usual form; it is “Strict Open XML”"}
    zh = {"wanted_zh": "一般格式的活頁簿；這個檔案是「Strict Open XML 試算表」"}
    cure = {"cure_en": "Save it as “Excel Workbook (.xlsx)”", "cure_zh": "請另存為「Excel 活頁簿 (.xlsx)」"}
    return problem("E-FORMAT", **en, **zh, **cure).at(Place(name), "")


def guard(file: BinaryIO, name: str) -> None:
    """Refuse what is no plain workbook of bounded size; raises Rejected and reads no more than it needs to."""
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_sizes(archive, file, name)
            _refuse_names(archive, name)
            for part in archive.infolist():
                # A part may be called anything: what is no XML ends its parsing at once.
                with nullcontext() if part.filename.lower().endswith(_XML) else suppress(expat.ExpatError):
                    _refuse_document_type(archive, part, name)
    except _DAMAGE:
        raise Rejected(not_readable(name, "a damaged zip file", "損壞的 zip 檔")) from None


def _refuse_sizes(archive: zipfile.ZipFile, file: BinaryIO, name: str) -> None:
    parts = archive.infolist()
    if len(parts) > WORKBOOK_PARTS:
        raise Rejected(problem("E-ZIP-PARTS", limit=str(WORKBOOK_PARTS)).at(Place(name), ""))
    inflated = sum(part.file_size for part in parts)
    if inflated > WORKBOOK_RATIO * max(file.seek(0, 2), 1):
        raise Rejected(problem("E-ZIP-RATIO", limit=str(WORKBOOK_RATIO)).at(Place(name), ""))
    if inflated > WORKBOOK_BYTES:
        what = {"what_en": "workbook, inflated,", "what_zh": "解壓縮後的活頁簿"}
        raise Rejected(problem("E-SIZE", limit=str(WORKBOOK_BYTES), **what).at(Place(name), ""))


def _refuse_names(archive: zipfile.ZipFile, name: str) -> None:
    names = archive.namelist()
    if any(".." in PurePosixPath(part).parts or part.startswith(("/", "\\")) or "\\.." in part for part in names):
        raise Rejected(not_readable(name, "a zip file whose parts lie outside it", "組成檔案路徑越界的 zip 檔"))
    if "[Content_Types].xml" not in names or not any(part.lower().startswith("xl/") for part in names):
        raise Rejected(not_readable(name, "a zip file that is no workbook", "不是活頁簿的 zip 檔"))
    macros = any(part.lower().endswith("vbaproject.bin") for part in names)
    if macros or b"macroEnabled" in archive.read("[Content_Types].xml")[: 1 << 20]:
        raise Rejected(not_readable(name, "a workbook with macros", "含巨集的活頁簿"))


def _refuse_document_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """A document type stands before the first element: no more than that is parsed."""
    parser = expat.ParserCreate()
    seen: list[str] = []
    parser.StartDoctypeDeclHandler = lambda *_: seen.append("type")
    parser.StartElementHandler = lambda *_: seen.append("element")
    with archive.open(part) as opened:
        for block in _blocks(opened):
            if seen:
                break
            parser.Parse(block)
    if seen[:1] == ["type"]:
        raise Rejected(Problem("E-XML-DTD", Place(name)))


def _blocks(opened: Any) -> Iterator[bytes]:
    while block := opened.read(_BLOCK):
        yield block
