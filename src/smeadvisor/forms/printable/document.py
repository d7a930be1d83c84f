"""A form as a DOCX document: boxes that a word processor ticks at a click, fields to write in, East Asian fonts.

The parts are templates of our own: packages that write DOCX bring a compiled XML library of several megabytes and
know neither these boxes nor East Asian fonts.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from smeadvisor.forms.printable.content import Box, Form
from smeadvisor.rendering.advice.lines import width_of
from smeadvisor.rendering.rulebook.templating import templates

_TEMPLATES = Path(__file__).parent / "templates" / "docx"
_PARTS = {
    "[Content_Types].xml": "types.xml",
    "_rels/.rels": "rels.xml",
    "docProps/core.xml": "core.xml",
    "word/document.xml": "document.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fonts.xml",
    "word/footer1.xml": "footer.xml",
    "word/_rels/document.xml.rels": "document-rels.xml",
}
_CREATED = (2000, 1, 1, 0, 0, 0)
"""A fixed day, so that the same rulebook gives the same bytes."""

_HALF = 38
"""Columns that a text may take to stand beside another one."""


def as_docx(form: Form) -> bytes:
    """The form as a document."""
    source = templates(_TEMPLATES)
    # Names of parts end in .xml: all that is put into them is escaped.
    parts = {name: source.get_template(part).render(form=form, rows=rows) for name, part in _PARTS.items()}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _CREATED), text.encode(), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def rows(boxes: Sequence[Box]) -> Iterator[Sequence[Box]]:
    """The boxes line by line: two beside each other where all of them are short."""
    short = all(width_of(" / ".join(each.text)) <= _HALF for each in boxes)
    size = 2 if short else 1
    return (boxes[start : start + size] for start in range(0, len(boxes), size))
