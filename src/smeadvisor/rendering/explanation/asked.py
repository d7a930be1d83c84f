"""Which conclusion is asked about: by its name, or by the number of a recommendation as the advice prints it."""

from __future__ import annotations

from smeadvisor.explanation.subject import Subject
from smeadvisor.problems import InvalidInput, problem
from smeadvisor.rendering.rulebook.names import conclusion


def conclusion_asked(subject: Subject, name: str) -> str:
    """The full name of the conclusion.

    Raises InvalidInput as :func:`smeadvisor.rendering.rulebook.names.conclusion` does, with E-RANK for a number that no
    recommendation has.
    """
    asked = by_number(subject, name)
    return conclusion(subject.rulebook, name) if asked == name else asked


def by_number(subject: Subject, name: str) -> str:
    """The full name of the recommendation of that number; any other name as it is. Raises InvalidInput (E-RANK)."""
    if not (name.isascii() and name.isdigit()):
        return name
    heads = [each for each in subject.consultation.recommendations if each.under is None]
    found = next((each.id for each in heads if str(each.rank) == name), None)
    if found is None:
        raise InvalidInput(problem("E-RANK", name, count=str(len(heads))))
    return f"recommendations/{found}"
