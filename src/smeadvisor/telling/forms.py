"""Explanations as text, Markdown or one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from smeadvisor.browse.layout import laid_out
from smeadvisor.browse.sections import Section
from smeadvisor.explanation.rank import Ranked
from smeadvisor.explanation.subject import Subject
from smeadvisor.explanation.why_not import WhyNot
from smeadvisor.report.markdown_format import escaped

Form = Literal["text", "markdown", "json"]

SCHEMA = "smeadvisor/explanation/1"


def formed(found: WhyNot | Ranked, subject: Subject, sections: Sequence[Section], form: Form, width: int) -> str:
    """What was found, told by the sections, in that form; JSON has the data and what is told of them."""
    if form == "json":
        return _json(found, subject, sections)
    return laid_out(sections, width) if form == "text" else "\n".join(_markdown(sections)) + "\n"


def _json(found: WhyNot | Ranked, subject: Subject, sections: Iterable[Section]) -> str:
    made, profile = subject.consultation, subject.profile
    whole = {
        "schema": SCHEMA,
        "part": "why-not" if isinstance(found, WhyNot) else "rank",
        "rulebook": {"version": made.rulebook_version, "digest": made.rulebook_digest},
        "as_of": made.as_of,
        "profile": {"id": profile.id, "kind": profile.kind, "economy": profile.economy},
        **found.as_dict(),
        "told": [{"heading": each.heading, "lines": list(each.lines)} for each in sections],
    }
    return json.dumps(whole, ensure_ascii=False) + "\n"


def _markdown(sections: Iterable[Section]) -> Iterator[str]:
    for place, each in enumerate(sections):
        yield from (f"{'##' if place else '#'} {escaped(each.heading)}", "")
        yield from (f"- {escaped(line)}" for line in each.lines)
        yield ""
