"""A form as Markdown: task lists for boxes, so that a viewer shows them and a text editor ticks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smeadvisor.forms.printable.content import Box, Form, Line, Question, Said
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.markdown_format import escaped
from smeadvisor.rendering.advice.wording import colon, one_line

_BLANK = "____________________"


def as_markdown(form: Form) -> str:
    """The form as a Markdown document."""
    return "\n".join(_lines(form)) + "\n"


def _lines(form: Form) -> Iterator[str]:
    yield from (f"# {_inline(form.title)}", "")
    for said in form.how:
        yield from _paragraphs(said)
    lang = form.languages[0]
    yield from (*(f"- {_line(each, lang)}" for each in form.head), "")
    yield from _paragraphs(form.economies)
    for topic in form.topics:
        yield from (f"## {_inline(topic.title)}", "")
        for question in topic.questions:
            yield from _question(question, lang)
    yield from ("---", "", *_paragraphs(form.imprint))


def _question(question: Question, lang: Lang) -> Iterator[str]:
    yield f"### {question.number}\\. {escaped(question.text[0])}"
    yield ""
    yield from _paragraphs(question.text[1:])
    yield from _paragraphs(question.help)
    hint = f" · {_inline(question.hint)}" if any(question.hint) else ""
    yield from (f"`{question.attribute}`{hint}", "")
    yield from _listed(map(_box, question.boxes))
    yield from _listed(_line(each, lang) for each in question.lines)
    yield from (" · ".join(_state(each) for each in question.states), "")


def _paragraphs(said: Iterable[str]) -> Iterator[str]:
    for each in said:
        yield from (escaped(each), "")


def _listed(items: Iterable[str]) -> Iterator[str]:
    listed = [f"- {each}" for each in items]
    return iter([*listed, ""] if listed else [])


def _inline(said: Said) -> str:
    return " / ".join(map(escaped, said))


def _box(box: Box) -> str:
    return f"[{'x' if box.ticked else ' '}] **{box.key}** {_inline(box.text)}"


def _state(box: Box) -> str:
    return f"{'☒' if box.ticked else '☐'} {_inline(box.text)}"


def _line(line: Line, lang: Lang) -> str:
    written = escaped(one_line(line.value)) or _BLANK
    return f"{_inline(line.label)}{colon(lang)}{written} {_inline(line.unit)}".rstrip()
