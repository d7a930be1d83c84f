"""Coverage as text in columns: those things first that never came about."""

from __future__ import annotations

from collections.abc import Iterator

from smeadvisor.audit.coverage import STATES, Coverage, Tally
from smeadvisor.audit.share import Share
from smeadvisor.model.attributes import AUDIENCES, Audience
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.wording import number_text, phrase
from smeadvisor.rendering.rulebook.layout import aligned

MANY: dict[Audience, str] = {"firm": "firms", "economy": "economies"}


def as_text(coverage: Coverage, lang: Lang) -> str:
    """The whole coverage, a blank line between its parts."""
    parts = [[law(coverage, lang), *summary(coverage, lang)]]
    for kind in AUDIENCES:
        if kind in coverage.tallies:
            parts += _of_kind(coverage.tallies[kind], kind, coverage.by, lang)
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def law(coverage: Coverage, lang: Lang) -> str:
    """Where the rows went: nothing is lost."""
    return law_of(coverage.rows, coverage.audited, coverage.rejected, lang)


def law_of(rows: int, audited: int, rejected: int, lang: Lang) -> str:
    """Where so many rows went."""
    numbers = {"rows": rows, "audited": audited, "rejected": rejected}
    return phrase("audit.law", lang, **{name: number_text(each) for name, each in numbers.items()})


def summary(coverage: Coverage, lang: Lang) -> Iterator[str]:
    """The share of the rules that fired, and what it does not count."""
    fired = coverage.fired
    if not coverage.tallies:
        yield phrase("audit.nobody", lang)
        return
    yield phrase("audit.share", lang, part=number_text(fired.part), whole=number_text(fired.whole), share=fired)
    for kind in AUDIENCES:
        if kind not in coverage.tallies:
            yield phrase("audit.not_audited", lang, kind=phrase(f"audit.{MANY[kind]}", lang))


def _of_kind(tally: Tally, kind: Audience, by: str | None, lang: Lang) -> Iterator[list[str]]:
    never, undecided = tally.without("rules"), tally.never_decided()
    yield [
        phrase("audit.kind", lang, kind=phrase(f"audit.{kind}", lang), profiles=number_text(tally.profiles)),
        phrase("audit.never_fired", lang, count=number_text(len(never))),
        phrase("audit.never_decided", lang, count=number_text(len(undecided))),
    ]
    for shelf in STATES:
        if tally.names[shelf]:
            yield _table(tally, shelf, set(undecided) if shelf == "rules" else set(), lang)
    if by:
        yield _by(tally, by, lang)


def _table(tally: Tally, shelf: str, undecided: set[str], lang: Lang) -> list[str]:
    head = [phrase(f"audit.{shelf}", lang), *(phrase(f"audit.{each}", lang) for each in STATES[shelf]), "%", ""]
    rows = []
    for name, counts in tally.lines(shelf):
        mark = "" if counts[0] else phrase("audit.mark_undecided" if name in undecided else "audit.mark_never", lang)
        share = Share(counts[0], tally.profiles).short
        rows.append([name, *(number_text(each) for each in counts), share, mark])
    return aligned([head, *rows], right=True)


def _by(tally: Tally, by: str, lang: Lang) -> list[str]:
    groups = sorted(tally.groups)
    sizes = [phrase("audit.profiles", lang), *(number_text(tally.groups[each].profiles) for each in groups)]
    columns = [tally.groups[each].fired.tolist() for each in groups]
    rows = [
        [name, *(number_text(each) for each in line)]
        for name, *line in zip(tally.names["rules"], *columns, strict=True)
    ]
    return aligned([[phrase(f"audit.by_{by}", lang), *groups], sizes, *rows], right=True)
