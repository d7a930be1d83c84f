"""Faults in texts, which are lines by language."""

from __future__ import annotations

from collections.abc import Callable

from smeadvisor.explanation.subject import Subject
from support.planted import Fault, into

IN_TEXTS: list[Fault] = []
fault = into(IN_TEXTS)

Lines = dict[str, list[str]]


def on_line(lines: Lines, lang: str, change: Callable[[str], str | None]) -> Lines | None:
    """The last line that can be changed so is; None in its place takes it away."""
    for i in range(len(lines[lang]) - 1, -1, -1):
        changed = change(lines[lang][i])
        if changed is not None:
            return {**lines, lang: [*lines[lang][:i], changed, *lines[lang][i + 1 :]]}
    return None


def _numbers_last(line: str) -> tuple[int, int] | None:
    digits = [i for i, each in enumerate(line) if each.isdigit()]
    if not digits:
        return None
    end = digits[-1] + 1
    start = end
    while start and line[start - 1].isdigit():
        start -= 1
    return start, end


@fault("texts", "a number that is not in the data")
def _(_: Subject, lines: Lines):
    def other(line: str):
        at = _numbers_last(line)
        return line[: at[0]] + "987654" + line[at[1] :] if at else None

    return on_line(lines, "en", other)


@fault("texts", "a number that is not in the data, in Chinese")
def _(_: Subject, lines: Lines):
    def other(line: str):
        at = _numbers_last(line)
        return line[: at[0]] + "987654" + line[at[1] :] if at else None

    return on_line(lines, "zh-Hant", other)


@fault("texts", "a product that is wrong")
def _(_: Subject, lines: Lines):
    return on_line(
        lines, "en", lambda line: line.replace(" × ", " × 3 × ", 1) if " × " in line and " = " in line else None
    )


@fault("texts", "a line that only one language has")
def _(_: Subject, lines: Lines):
    return {**lines, "zh-Hant": lines["zh-Hant"][:-1]}


@fault("texts", "two lines in another order in one language")
def _(_: Subject, lines: Lines):
    en = lines["en"]
    places = [i for i, line in enumerate(en) if "[" in line]
    if len(places) < 2 or en[places[0]] == en[places[-1]]:
        return None
    turned = [*en]
    turned[places[0]], turned[places[-1]] = en[places[-1]], en[places[0]]
    return {**lines, "en": turned} if en[places[0]].split("[")[1:] != en[places[-1]].split("[")[1:] else None


@fault("texts", "a name that one language lacks")
def _(_: Subject, lines: Lines):
    def less(line: str):
        head, mark, rest = line.partition("[")
        return head + rest.partition("]")[2] if mark and "/" in rest.partition("]")[0] else None

    return on_line(lines, "zh-Hant", less)
