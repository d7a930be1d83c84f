"""What faithful texts of explanations are: no number that is not in what they cite, and both languages alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from smeadvisor.explanation.differences import Differences
from smeadvisor.explanation.figures import HIGHEST, LOWEST
from smeadvisor.explanation.how import How
from smeadvisor.explanation.rank import Ranked
from smeadvisor.explanation.subject import Subject
from smeadvisor.explanation.ways import Way
from smeadvisor.explanation.why_not import WhyNot
from smeadvisor.model.answers import Answer
from smeadvisor.model.attributes import HALVES, MONEY_STEP
from smeadvisor.model.conditions import Test
from smeadvisor.model.texts import Text
from smeadvisor.rendering.explanation.differences_page import Two, differences_page
from smeadvisor.rendering.explanation.how_page import how_page
from smeadvisor.rendering.explanation.page import Page
from smeadvisor.rendering.explanation.ranked import ranked_sections
from smeadvisor.rendering.explanation.teller import Teller
from smeadvisor.rendering.explanation.why_not import why_not_sections
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.sections import Section
from support.fidelity import HOME, firings, trees, weighings

LANGUAGES = ("en", "zh-Hant")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NAME = re.compile(
    r"(?<![a-z])(?:recommendations|barriers|classification|instruments|rules)/[a-z0-9_/#=@.-]+"
    r"|(?<![a-z])(?:severity|importance|stage)\.[a-z0-9_.]+|\[[a-z0-9_/#=@.-]+\]",
    re.IGNORECASE,
)
"""Names of things, of rules with their files, of figures; a name in brackets is one that can be asked for."""
_SUM = re.compile(r"(?:\d+(?: [×+] ))+\d+ = \d+|\d+ → \d+")
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b(?= \d)")

Told = dict[str, list[str]]
"""The lines of a text in each language."""


def numbers(text: str) -> list[str]:
    """The numbers in a text, each in one form; names of months are numbers too."""
    dated = _MONTH.sub(lambda found: str(_MONTHS.index(found[0]) + 1), text)
    return [plain(each.replace(",", "")) for each in _NUMBER.findall(dated)]


def plain(number: str) -> str:
    """A number without zeros at either end."""
    return f"{Decimal(number.rstrip('.')).normalize():f}"


def numbers_in(data: Any) -> Iterator[str]:
    """Every number that occurs anywhere in the data, in texts of either language as well."""
    if isinstance(data, bool) or data is None:
        return
    if isinstance(data, str):
        yield from numbers(data)
    elif isinstance(data, int | Decimal):
        yield plain(str(data))
    elif is_dataclass(data):
        for each in fields(data):
            yield from numbers_in(getattr(data, each.name))
    elif isinstance(data, Mapping):
        yield from numbers_in([*data.keys(), *data.values()])
    elif isinstance(data, Iterable):
        for each in data:
            yield from numbers_in(each)


def told(told_by: Mapping[str, Page | list[Section]]) -> Told:
    """The lines of pages or sections."""
    return {lang: list(_lines(each)) for lang, each in told_by.items()}


def _lines(page: Page | list[Section]) -> Iterator[str]:
    if isinstance(page, Page):
        yield from (page.title, *page.preamble)
        for passage in page.passages:
            yield from (passage.heading, *(line.text for line in passage.lines))
        return
    for each in page:
        yield from (each.heading, *each.lines)


def of_texts(lines: Told, cited: list[Any]) -> Iterator[str]:
    """What is wrong with the lines, if what they may say is what is cited."""
    allowed = {*numbers_in(cited)}
    for lang in LANGUAGES:
        for line in lines[lang]:
            if strange := [each for each in numbers(line) if each not in allowed]:
                yield f"{lang}: {strange} is not in what is cited: {line}"
            yield from _arithmetic(line)
    yield from alike(lines, {*numbers_in([*_texts(cited)])})


def _arithmetic(line: str) -> Iterator[str]:
    for each in _SUM.findall(line):
        left, equals, right = each.partition(" = ")
        parts = [int(part) for part in re.findall(r"\d+", left)]
        total = sum(parts)
        if "×" in left:
            total = parts[0] * parts[1] * parts[2] if len(parts) == 3 else -1
        if equals and total != int(right):
            yield f"{each} is wrong: {line}"


def _texts(data: Any) -> Iterator[Text]:
    """The texts of the rulebook among the data, in which languages may count in words."""
    if isinstance(data, Text):
        yield data
    elif is_dataclass(data):
        for each in fields(data):
            yield from _texts(getattr(data, each.name))
    elif isinstance(data, Mapping):
        yield from _texts([*data.values()])
    elif isinstance(data, Iterable) and not isinstance(data, str):
        for each in data:
            yield from _texts(each)


def alike(lines: Told, worded: set[str]) -> Iterator[str]:
    """Line by line the same names, sums and numbers, but for those that stand in texts of the rulebook."""
    for en, zh in zip_longest(*(lines[lang] for lang in LANGUAGES), fillvalue=""):
        if bool(en) != bool(zh):
            yield f"only one language says: {en or zh}"
        elif names(en) != names(zh):
            yield f"other names: {en} | {zh}"
        elif _SUM.findall(en) != _SUM.findall(zh):
            yield f"other sums: {en} | {zh}"
        elif _counted(en, worded) != _counted(zh, worded):
            yield f"other numbers: {en} | {zh}"


def names(line: str) -> list[str]:
    """The names in a line, in their order."""
    return [each.rstrip(".") for each in _NAME.findall(line)]


def _counted(line: str, worded: set[str]) -> Counter[str]:
    return Counter(each for each in numbers(line) if each not in worded)


# What each explanation may speak of.


def always(subject: Subject) -> list[Any]:
    """What every explanation says of whose it is."""
    case, profile = subject.consultation, subject.profile
    reviewed = subject.rulebook.about.reviewed_through
    return [profile.id, profile.name, case.rulebook_version, case.rulebook_digest[:12], case.as_of, reviewed]


def thing(subject: Subject, name: str) -> list[Any]:
    """The name and the titles of a thing, of a requirement or a value of it."""
    book, (kind, _, rest) = subject.rulebook, name.partition("/")
    owner, own = re.match(r"([^#=]*)[#=]?(.*)", rest).groups()  # type: ignore[union-attr]
    said = getattr(book, kind)[owner]
    found = [name, said.title]
    if kind == "recommendations":
        found += [said.firm.headline, said.economy.headline]
    if kind == "classification":
        found.append(said.values)
    return found + [each.title for each in getattr(said, "requirements", ()) if each.id == own]


def place(subject: Subject, source: str | None) -> list[Any]:
    """A source, as far as the rulebook knows it."""
    return [source, subject.rulebook.sources.get(source or "")]


def answer(subject: Subject, name: str, given: Answer | None) -> list[Any]:
    """A question's title and choices, and an answer to it."""
    if name == HOME:
        return economies(subject, given.value if given else None)
    attribute = subject.rulebook.attributes[name]
    chosen = given.value if given and isinstance(given.value, str | tuple) else ()
    choices = [attribute.choices[each] for each in ([chosen] if isinstance(chosen, str) else chosen)]
    own = [given.value, given.year, given.period, given.note, *place(subject, given.source)] if given else []
    return [name, attribute.title, choices, *own]


def economies(subject: Subject, *codes: Any) -> list[Any]:
    """Names of economies."""
    return [each.name for code in codes if (each := subject.rulebook.economies.get(code))]


def rule(subject: Subject, name: str) -> list[Any]:
    """What a rule says when it fires, and on what ground; its conditions stand in ``tested``."""
    book = subject.rulebook
    said, owner = book.by_id[name], name.partition("#")[0]
    kind, _, rest = owner.partition("/")
    file = getattr(book, kind)[rest]
    evidence = [each.title for each in book.priorities.evidence[said.audience]]
    reliefs = [each.reason for each in getattr(file, "relieves", ())] if said.text is None else []
    text = [said.text.because, said.text.reason, place(subject, said.text.source)] if said.text else reliefs
    own = [*thing(subject, said.finding), file.inference, [place(subject, each) for each in file.sources]]
    slots = [
        answer(subject, each, subject.profile.answers.get(each))
        for each in (said.text.because.slots() if said.text else ())
    ]
    barriers = [
        thing(subject, f"barriers/{test.subject}") for test in said.tests if test.on_finding and said.text is None
    ]
    return [name, *text, *own, evidence, slots, barriers]


def tested(subject: Subject, test: Test) -> list[Any]:
    """A test's question and the values that it compares with."""
    book = subject.rulebook
    if test.on_finding:
        kind = "classification" if test.subject in book.classification else "barriers"
        return thing(subject, f"{kind}/{test.subject}")
    values = list(test.operand) if isinstance(test.operand, frozenset) else [test.operand]
    if test.subject == HOME:
        return economies(subject, *values)
    attribute = book.attributes[test.subject]
    if attribute.type == "number" and test.operator != "known":
        values = [Decimal(each) / HALVES * attribute.step for each in values]
    if attribute.type == "money" and test.operator != "known":
        values = [each[1] * MONEY_STEP for each in ([test.operand] if isinstance(test.operand, tuple) else values)]
    return [test.subject, attribute.title, [attribute.choices.get(each, each) for each in values]]


def cited_by_how(subject: Subject, how: How) -> list[Any]:
    """All that a page on how something came out may speak of."""
    book = subject.rulebook
    found: list[Any] = [*always(subject), *thing(subject, how.conclusion)]
    waiting = trees(how)
    while waiting:
        each = waiting.pop()
        found += [*thing(subject, each.finding), len(each.reasons), [place(subject, s) for s in each.sources]]
        waiting += [deeper for reason in each.reasons for deeper in reason.findings]
    for _, reason in firings(how):
        found += [*rule(subject, reason.rule), reason.place.file, reason.place.line]
        found += [place(subject, each) for each in reason.sources]
        found += [answer(subject, each.attribute, each.answer) for each in reason.answers]
    for each in weighings(how):
        rank = book.barriers[each.barrier].rank
        found += [*thing(subject, f"barriers/{each.barrier}"), each, rank, book.priorities.inference]
        found += [place(subject, s) for factor in (each.severity, each.importance, each.stage) for s in factor.sources]
        found += [book.classification["stage"].values]
    if ranking := how.ranking:
        kinds = book.priorities.evidence[subject.profile.kind]
        found += [ranking.rank, ranking.points, len(kinds), ranking.kinds.index(ranking.evidence) + 1]
        found += [each.title for each in kinds if each.id == ranking.evidence]
        names = [f"recommendations/{each}" for each in (*ranking.covers, *filter(None, [ranking.under]))]
        names += [f"instruments/{each}" for each in (*ranking.measures, *ranking.precedents)]
        found += [thing(subject, each) for each in names]
    if stood := how.stood:
        found += [*_of_instrument(subject, stood)]
    return found


def _of_instrument(subject: Subject, stood) -> Iterator[Any]:
    book = subject.rulebook
    instrument = book.instruments[stood.id]
    yield [instrument.title, instrument.history, [each.title for each in instrument.requirements]]
    yield [place(subject, each) for each in instrument.sources]
    yield [place(subject, each.source) for each in (*instrument.history, *instrument.requirements)]
    yield [
        thing(subject, f"instruments/{own}")
        for e in instrument.history
        for own in e.successors
        if own in book.instruments
    ]
    yield economies(subject, stood.economy)
    yield [thing(subject, f"barriers/{each.barrier}") for each in stood.relieves]
    yield [thing(subject, f"recommendations/{each}") for each in stood.serves]
    for waiting in (each for required in stood.requirements for each in required.rules):
        yield [waiting.rule, [tested(subject, test) for test in book.by_id[waiting.rule].tests]]
        yield [answer(subject, each.attribute, each.answer) for each in waiting.blocked_by]
        yield [answer(subject, each, None) for each in waiting.missing]
        yield [thing(subject, each) for each in waiting.not_found]


def how_lines(subject: Subject, how: How) -> Told:
    """The page in both languages."""
    return told({lang: how_page(how, Teller(subject, lang)) for lang in LANGUAGES})  # type: ignore[arg-type]


def shown_by_how(how: How, lines: Told) -> Iterator[str]:
    """What is cited is told: each rule with its place, each answer by its name, each factor by its key."""
    named = [
        [reason.rule, str(reason.place), *(e.attribute for e in reason.answers if e.attribute != HOME)]
        for _, reason in firings(how)
    ]
    named += [[f.key for f in (e.severity, e.importance, e.stage)] for e in weighings(how)]
    for lang in LANGUAGES:
        text = "\n".join(lines[lang])
        yield from (f"{lang}: does not tell {each}" for own in named for each in own if each not in text)


def cited_by_why_not(subject: Subject, found: WhyNot) -> list[Any]:
    """All that a why-not may speak of."""
    most = found.as_dict()["most_attributes"]
    told_of: list[Any] = [*thing(subject, found.goal.name), most]
    told_of += [thing(subject, f"recommendations/{found.under}")] if found.under else []
    told_of += economies(subject, found.standing.economy) if found.standing else []
    for each in found.serves:
        named = (each.recommendation, *filter(None, [each.under]))
        told_of += [each.rank, *(thing(subject, f"recommendations/{name}") for name in named)]
    told_of += [thing(subject, f"barriers/{each.barrier}") for each in found.relieves]
    groups = [found.ways, *(each.ways for each in found.conditions)]
    told_of += [thing(subject, f"instruments/{found.goal.id}#{each.id}") for each in found.conditions]
    for ways in groups:
        told_of += [sum(each.state == state for each in ways) - 8 for state in ("undecided", "blocked")] + [
            len(ways) - 8
        ]
        told_of += [_of_way(subject, each) for each in ways]
    for step in (step for change in found.changes for step in change):
        told_of += [answer(subject, step.attribute, each) for each in (step.before, step.after, *step.also)]
    return told_of


def _of_way(subject: Subject, way: Way) -> list[Any]:
    found: list[Any] = [way.rule, *(thing(subject, f"barriers/{way.barrier}") if way.barrier else ())]
    for each in way.tests:
        found += [*tested(subject, each.test), len(each.ways) - 3, [_of_way(subject, below) for below in each.ways]]
        if not each.test.on_finding:
            found += answer(subject, each.test.subject, each.answer)
    found += [tested(subject, test) for asks in way.asks[:1] for each in asks for test in each.tests]
    return found


def why_not_lines(subject: Subject, found: WhyNot) -> Told:
    """The why-not in both languages."""
    return told({lang: why_not_sections(found, subject, Reader(subject.rulebook, lang)) for lang in LANGUAGES})  # type: ignore[arg-type]


def cited_by_rank(subject: Subject, ranked: Ranked) -> list[Any]:
    """All that an account of a rank may speak of."""
    book = subject.rulebook
    found: list[Any] = [*thing(subject, ranked.goal.name), LOWEST, HIGHEST, *place(subject, "table-9")]
    found += [each.title for each in book.priorities.evidence[subject.profile.kind]]
    if ranked.advice:
        found += [ranked.advice.rank, ranked.advice.points]
        found += [[each, thing(subject, f"barriers/{each.barrier}")] for each in ranked.advice.parts]
    found += [thing(subject, f"recommendations/{each}") for each in ranked.covers]
    for other in ranked.neighbours:
        found += [*thing(subject, f"recommendations/{other.id}"), other.points, other.figures]
        found += [[each, thing(subject, f"barriers/{each.barrier}")] for each in (*other.mine, *other.theirs)]
        found += [len(each) - 8 for each in (other.answers, other.if_answered, other.figures)]
        for swap in (*other.answers, *other.if_answered):
            found += [answer(subject, swap.attribute, each) for each in (swap.before, swap.after, *swap.also)]
    return found


def rank_lines(subject: Subject, ranked: Ranked) -> Told:
    """The account in both languages."""
    return told({lang: ranked_sections(ranked, subject, Reader(subject.rulebook, lang)) for lang in LANGUAGES})  # type: ignore[arg-type]


def cited_by_differences(before: Subject, after: Subject, found: Differences) -> list[Any]:
    """All that a comparison may speak of."""
    told_of: list[Any] = [*always(before), *always(after)]
    for each in found.answers:
        told_of += [answer(s, each.attribute, s.profile.answers.get(each.attribute)) for s in (before, after)]
    for kind in ("classification", "barriers", "recommendations", "instruments"):
        for each in getattr(found, kind):
            told_of += [*thing(after, f"{kind}/{each.id}"), each.before, each.after]
            told_of += [thing(after, f"recommendations/{p['under']}") for p in (each.before, each.after)
                        if kind == "recommendations" and p and p["under"]]  # fmt: skip
            told_of += [answer(after, name, None) for name in each.because.answers]
            told_of += [rule(after, name) for name in each.because.came] + [
                rule(before, name) for name in each.because.went
            ]
    told_of += [rule(after, name) for name in found.came] + [rule(before, name) for name in found.went]
    return told_of + [[e, after.rulebook.attributes[e].question] for e in (*found.opened, *found.closed)]


def differences_lines(before: Subject, after: Subject, found: Differences) -> Told:
    """The comparison in both languages."""
    return told(
        {lang: differences_page("", found, Two(Teller(before, lang), Teller(after, lang))) for lang in LANGUAGES}
    )  # type: ignore[arg-type]
