"""A blank form that a firm or an economy fills in on paper or in a word processor: Markdown, HTML, DOCX."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from smeadvisor.files.disk import put, refuse
from smeadvisor.forms.printable.content import form_of
from smeadvisor.model.attributes import Audience
from smeadvisor.model.profile import Profile
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import Lang

FormFormat = Literal["markdown", "html", "docx"]


def written_form(
    rulebook: Rulebook, kind: Audience, form: FormFormat, languages: Sequence[Lang], profile: Profile | None = None
) -> bytes:
    """A form for that kind of profile in those languages, the first leading; filled in with what a profile has."""
    content = form_of(rulebook, kind, languages, profile)
    if form == "docx":
        from smeadvisor.forms.printable.document import as_docx

        return as_docx(content)
    if form == "html":
        from smeadvisor.forms.printable.page import as_html

        return as_html(content).encode()
    from smeadvisor.forms.printable.markdown import as_markdown

    return as_markdown(content).encode()


def write_form(content: bytes, path: Path, *, overwrite: bool = False, read: Iterable[Path] = ()) -> None:
    """Write a form to the path, whole or not at all; it must be none of the files that were read for it.

    Raises InvalidInput as ``refuse`` does, OutputError where the disk refuses.
    """
    refuse([path], read, overwrite)
    put(path, content)
