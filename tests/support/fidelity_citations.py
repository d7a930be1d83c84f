"""What faithful citations are: enough for the conclusion, needed for it, and proof against all other answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smeadvisor.engines.states import States
from smeadvisor.explanation.citations import Citations, Way
from smeadvisor.explanation.subject import Subject
from smeadvisor.model.answers import Answer
from support.fidelity import concluding, measures_of
from support.replays import Finding, Replay, known, without


def of_citations(subject: Subject, conclusion: str, cited: Citations) -> Iterator[Finding]:
    """What is cited is enough, each way to it needs all its answers and rules, and no firing is without a way."""
    home, answers = subject.profile.economy, subject.profile.answers
    if strange := cited.answers - {*known(answers)}:
        yield f"{conclusion}: cites {strange}, which is not known"
        return
    alone = {name: answers[name] for name in cited.answers}
    yield Replay(home, alone, _again(subject, conclusion), f"{conclusion}: does not follow from what is cited")
    yield Replay(home, alone, _still(subject, conclusion), f"{conclusion}: other answers take it back", scattered=True)
    yield from by_rules(subject, conclusion, cited)
    for way in cited.ways:
        yield from needs_all(subject, way)
    fired = {rule for finding in findings(subject, conclusion) for rule in concluding(subject, finding)}
    if {way.rule for way in cited.ways} != fired:
        yield f"{conclusion}: firings without a way"
    if not any(way.answers for way in cited.ways) and not cited.rules and (cited.answers or fired):
        yield f"{conclusion}: nothing is cited"


def findings(subject: Subject, conclusion: str) -> list[str]:
    """The findings that the conclusion consists of."""
    kind, _, name = conclusion.partition("/")
    if kind == "classification" and "=" not in name:
        return [f"{conclusion}={value}" for value in subject.rulebook.classification[name].values]
    if kind == "instruments" and "#" not in name:
        return [f"{conclusion}#{each.id}" for each in subject.rulebook.instruments[name].requirements]
    return [conclusion]


def _again(subject: Subject, conclusion: str):
    """Whether a row has the conclusion just as the consultation has it."""
    kind, _, name = conclusion.partition("/")
    case = subject.consultation
    if kind == "barriers":
        expected = next(((e.severity, e.weight) for e in case.barriers if e.id == name), None)
        return lambda row: row.barrier(name) == expected
    if kind == "recommendations":
        advice = next(((e.evidence, e.points) for e in case.recommendations if e.id == name), None)
        return lambda row: row.advice(name) == advice
    if kind == "instruments" and "#" not in name:
        states = dict(next(e.requirements for e in case.instruments if e.id == name))
        return lambda row: {own: row.requirement(name, own) for own in states} == states
    out = {each: bool(concluding(subject, each)) for each in findings(subject, conclusion)}
    return lambda row: all(row.found(each) == so for each, so in out.items())


def _still(subject: Subject, conclusion: str):
    """Whether a row still has it, however severe, of whatever rank."""
    kind, _, name = conclusion.partition("/")
    if kind == "instruments" and "#" not in name:
        states = dict(next(e.requirements for e in subject.consultation.instruments if e.id == name))
        settled = {own: state for own, state in states.items() if state != "unknown"}
        return lambda row: all(row.requirement(name, own) == state for own, state in settled.items())
    out = [each for each in findings(subject, conclusion) if concluding(subject, each)]
    return lambda row: all(row.found(each) for each in out)


def by_rules(subject: Subject, conclusion: str, cited: Citations) -> Iterator[Finding]:
    """By the cited rules alone it comes out of the whole profile: to delete all others changes nothing of it."""
    book = subject.rulebook
    if not cited.rules <= {*book.by_id}:
        yield f"{conclusion}: cites a rule that there is not"
        return
    alone = States([book.by_id[each] for each in cited.rules], measures_of(subject))
    for finding in findings(subject, conclusion):
        if bool(alone.truth(finding)) != bool(concluding(subject, finding)):
            yield f"{finding}: does not follow by the cited rules alone"
    severities = [
        book.by_id[e].concluded["severity"]
        for e in cited.rules
        if f"barriers/{book.by_id[e].concluded.get('barrier')}" == conclusion
    ]
    present = {f"barriers/{each.id}": each.severity for each in subject.consultation.barriers}
    if conclusion in present and present[conclusion] not in severities:
        yield f"{conclusion}: by no cited rule {present[conclusion]}"


def needs_all(subject: Subject, way: Way) -> Iterator[Finding]:
    """A way leads there by itself, and not without any one of its answers or of its rules."""
    book, home = subject.rulebook, subject.profile.economy
    answers = {name: subject.profile.answers[name] for name in way.answers}
    yield Replay(home, answers, lambda row: row.fired(way.rule), f"{way.rule}: a way does not lead there")
    for each in way.answers:
        yield Replay(
            home,
            without(answers, each),
            lambda row: not row.fired(way.rule),
            f"{way.rule}: a way without need of {each}",
        )
    rules, finding = [book.by_id[each] for each in sorted(way.rules)], book.by_id[way.rule].finding
    if not States(rules, measures_of(subject)).truth(finding):
        yield f"{way.rule}: a way without all its rules"
    for each in rules:
        if States([rule for rule in rules if rule is not each], measures_of(subject)).truth(finding):
            yield f"{way.rule}: a way without need of the rule {each.id}"


def unmoved(
    subject: Subject, conclusion: str, cited: Citations, changes: Iterable[dict[str, Answer | None]]
) -> Iterator[Finding]:
    """Every change of answers that takes the conclusion away touches an answer that is cited."""
    still = _still(subject, conclusion)
    for change in changes:
        if not cited.answers & {*change}:
            answers = {**subject.profile.answers, **change}
            left = {name: each for name, each in answers.items() if each is not None}
            yield Replay(
                subject.profile.economy, left, still, f"{conclusion}: {sorted(change)} takes it away, and is not cited"
            )


def kept(subject: Subject) -> Iterator[Finding]:
    """Answers to what is unknown take back no firing, and no requirement that is met or unmet."""
    fired = [each.rule for each in subject.consultation.firings]
    settled = {(e.id, own): s for e in subject.consultation.instruments for own, s in e.requirements if s != "unknown"}
    severity = {each.id: each.severity for each in subject.consultation.barriers}
    steps = list(subject.rulebook.priorities.severity)

    def keeps(row):
        worse = all(steps.index(row.barrier(name)[0]) >= steps.index(each) for name, each in severity.items())
        return worse and all(map(row.fired, fired)) and all(row.requirement(*each) == s for each, s in settled.items())

    yield Replay(
        subject.profile.economy,
        known(subject.profile.answers),
        keeps,
        f"{subject.profile.id}: answers to open questions take something back",
        scattered=True,
    )
