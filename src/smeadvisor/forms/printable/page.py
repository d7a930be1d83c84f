"""A form as one page of HTML that needs nothing else, made to be printed or filled in on the screen."""

from __future__ import annotations

from pathlib import Path

from smeadvisor.forms.printable.content import Form
from smeadvisor.rendering.rulebook.templating import templates

_TEMPLATES = Path(__file__).parent / "templates"


def as_html(form: Form) -> str:
    """The form as a page: no scripts, nothing to fetch."""
    return templates(_TEMPLATES).get_template("form.html").render(form=form)
