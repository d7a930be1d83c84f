"""What differs between two consultations, as a page: before and after, and because of what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from smeadvisor.explanation.differences import AnswerChange, Because, Change, Differences
from smeadvisor.rendering.advice.wording import clauses, listing
from smeadvisor.rendering.explanation.page import Line, Page, Passage, flat
from smeadvisor.rendering.explanation.teller import Teller


class Two(NamedTuple):
    """Those who tell of the one consultation and of the other."""

    before: Teller
    after: Teller


def differences_page(title: str, found: Differences, two: Two) -> Page:
    """All that differs, under a title."""
    say = two.after.say
    changes: tuple[tuple[str, Callable[..., str], tuple[Change, ...]], ...] = (
        ("h_recommendations", _recommendation, found.recommendations),
        ("h_barriers", _barrier, found.barriers),
        ("h_classes", _class, found.classification),
        ("h_instruments", _instrument, found.instruments),
    )
    passages = [
        Passage(say("h_answers"), flat([_answer(each, two) for each in found.answers] or [say("no_answers_differ")])),
        *(Passage(say(name), tuple(_changes(each, tell, two))) for name, tell, each in changes),
        Passage(say("h_came"), flat(_rules(_untold(found.came, changes), two.after))),
        Passage(say("h_went"), flat(_rules(_untold(found.went, changes), two.before))),
        Passage(say("h_opened"), flat([_question(each, two.after) for each in found.opened])),
        Passage(say("h_closed"), flat([_question(each, two.after) for each in found.closed])),
    ]
    same = [say("only_answers" if found.answers else "nothing_differs")] if found.nothing else []
    about = two.after.about()[1:]
    return Page(title, (*about, *same), tuple(each for each in passages if each.lines))


def _untold(rules: Iterable[str], changes: Iterable[tuple[str, Callable[..., str], tuple[Change, ...]]]) -> list[str]:
    """Those of the rules that explain none of the changes."""
    because = [each.because for _, _, found in changes for each in found]
    told = {rule for each in because for rule in (*each.came, *each.went)}
    return [rule for rule in rules if rule not in told]


def _pair(before: str, after: str, two: Two) -> str:
    return two.after.say("before_after", before=before, after=after)


def _answer(change: AnswerChange, two: Two) -> str:
    name = change.attribute
    before, after = (each.value(name, each.subject.profile.answers.get(name)) for each in two)
    return two.after.title(f"attributes/{name}") + f" [{name}]" + two.after.writer.colon + _pair(before, after, two)


def _changes(changes: Iterable[Change], tell: Callable[..., str], two: Two) -> Iterator[Line]:
    for each in changes:
        yield Line(0, tell(each, two))
        yield from _because(each.because, two)


def _because(because: Because, two: Two) -> Iterator[Line]:
    for rules, teller, word in ((because.went, two.before, "no_longer"), (because.came, two.after, "now")):
        yield from (Line(1, two.after.say(word, text=each)) for each in _rules(rules, teller))
    if because.answers:
        home = two.after.reader.say("economy")
        known = two.after.subject.rulebook.attributes
        names = [two.after.title(f"attributes/{each}") if each in known else home for each in because.answers]
        yield Line(1, two.after.say("rests_on", list=listing(names, two.after.lang)))


def _rules(rules: Iterable[str], teller: Teller) -> Iterator[str]:
    for each in rules:
        yield teller.firing(teller.subject.rulebook.by_id[each]) + f" [{each}]"


def _question(attribute: str, teller: Teller) -> str:
    return teller.reader.to(teller.subject.rulebook.attributes[attribute].question) + f" [{attribute}]"


def _recommendation(change: Change, two: Two) -> str:
    before, after = (_placed(each, two.after) for each in (change.before, change.after))
    moved = _pair(before, after, two)
    told = two.after.named(f"recommendations/{change.id}") + two.after.writer.colon + moved
    explained = change.because.came or change.because.went or change.because.answers
    return told if explained else clauses([told, two.after.say("others_moved")], two.after.lang)


def _placed(placed: Any, teller: Teller) -> str:
    if placed is None:
        return teller.say("not_there")
    if placed["under"] is not None:
        return teller.say("placed_under", title=teller.headline(placed["under"]), points=placed["points"])
    return teller.say("placed", rank=placed["rank"], points=placed["points"])


def _barrier(change: Change, two: Two) -> str:
    before, after = (_weighed(each, two.after) for each in (change.before, change.after))
    return two.after.named(f"barriers/{change.id}") + two.after.writer.colon + _pair(before, after, two)


def _weighed(weighed: Any, teller: Teller) -> str:
    if weighed is None:
        return teller.say("not_there")
    return teller.say("weight", severity=teller.writer.say(weighed["severity"]), weight=weighed["weight"])


def _class(change: Change, two: Two) -> str:
    before, after = (_values(change.id, each, two.after) for each in (change.before, change.after))
    return two.after.named(f"classification/{change.id}") + two.after.writer.colon + _pair(before, after, two)


def _values(name: str, value: Any, teller: Teller) -> str:
    named = teller.subject.rulebook.classification[name].values
    values = value if isinstance(value, list) else [value]
    told = [teller.reader.to(named[each]) for each in values if each in named]
    return listing(told, teller.lang) if told else teller.writer.say("unknown")


def _instrument(change: Change, two: Two) -> str:
    before, after = (_open(each, two.after) for each in (change.before, change.after))
    return two.after.named(f"instruments/{change.id}") + two.after.writer.colon + _pair(before, after, two)


def _open(standing: Any, teller: Teller) -> str:
    kind = teller.say("open_measure" if standing["measure"] else "open_precedent")
    return clauses([kind, teller.say(f"e_{standing['eligibility']}")], teller.lang)
