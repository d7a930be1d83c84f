"""The recommendations that fired, with points, measures and precedents, in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from smeadvisor.engines.consultation import Advice, Firing, InstrumentAssessment, Part, PresentBarrier
from smeadvisor.engines.ranking import KeyForm, factors, weight
from smeadvisor.model.attributes import Audience
from smeadvisor.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Case:
    """What is found of one profile before recommendations are made."""

    rulebook: Rulebook
    kind: Audience
    stage: str
    firings: Sequence[Firing]
    barriers: Sequence[PresentBarrier]
    instruments: Sequence[InstrumentAssessment]


def ranked(case: Case) -> tuple[Advice, ...]:
    """The recommendations in order; one that a higher one of its kind covers comes right after that one."""
    fired: dict[str, list[Firing]] = {}
    for firing in case.firings:
        if "recommendation" in firing.concluded:
            fired.setdefault(firing.concluded["recommendation"], []).append(firing)
    found = [_advice(case, name, own) for name, own in fired.items()]
    ties = {name: position for position, name in enumerate(case.rulebook.recommendations)}
    found.sort(key=lambda each: KeyForm().key(_evidence_rank(case, each.evidence), each.points, ties[each.id]))
    return _grouped(found, {name for name, own in fired.items() if _has_own_evidence(own)})


def _evidence_rank(case: Case, evidence: str) -> int:
    return case.rulebook.evidence_rank(case.kind, evidence)


def _has_own_evidence(own: Sequence[Firing]) -> bool:
    return any("evidence" in firing.concluded for firing in own)


def _advice(case: Case, name: str, own: Sequence[Firing]) -> Advice:
    reliefs = case.rulebook.recommendations[name].relieves
    relieves = {each.barrier for each in reliefs if each.audience in (None, case.kind)}
    relieved = [each for each in case.barriers if each.id in relieves]
    parts = tuple(_part(case, each) for each in relieved)
    cited = {firing.n for firing in own}.union(*(each.firings for each in relieved))
    kinds = {
        firing.concluded["evidence"] for firing in case.firings if firing.n in cited and "evidence" in firing.concluded
    }
    measures, precedents = _carried(case, name, relieved)
    return Advice(
        rank=0,
        id=name,
        evidence=min(kinds, key=lambda each: _evidence_rank(case, each)),
        points=sum(part.points for part in parts),
        parts=parts,
        barriers=tuple(each.id for each in relieved),
        measures=measures,
        precedents=precedents,
        traits=_traits(case, name),
        firings=tuple(sorted(cited)),
    )


def _traits(case: Case, name: str) -> tuple[str, ...]:
    """For an economy: the traits of the conclusion that the recommendation follows."""
    if case.kind == "firm":
        return ()
    strategies = case.rulebook.strategies.values()
    return tuple(each.id for each in strategies if any(own.recommendation == name for own in each.recommendations))


def _part(case: Case, present: PresentBarrier) -> Part:
    barrier = case.rulebook.barriers[present.id]
    parts = factors(case.rulebook.priorities, barrier, present.severity, case.stage)
    return Part(present.id, *parts, weight(*parts))


def _carried(case: Case, name: str, relieved: Sequence[PresentBarrier]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The instruments that serve the recommendation: measures and precedents, the most helpful first.

    Those that the paper itself holds up come first, then those known to go on, then those that relieve more of
    the barriers, by the paper's own words before by inference; those not open to the reader come last. Of
    the precedents, those at home come first; then one of each economy comes before a second of any.
    """
    present = {each.id for each in relieved}
    serving = [each for each in case.instruments if _serves(case.rulebook, each.id, name)]
    serving.sort(key=lambda each: _usefulness(case.rulebook, each, name, present))
    measures = [each for each in serving if each.is_measure]
    precedents = [each for each in serving if each not in measures]
    return tuple(each.id for each in measures), tuple(each.id for each in _spread(precedents))


def _usefulness(
    rulebook: Rulebook, each: InstrumentAssessment, name: str, present: set[str]
) -> tuple[bool, bool, int, int, int, str]:
    reliefs = rulebook.instruments[each.id].relieves
    told = {relief.barrier for relief in reliefs if relief.basis == "paper"}
    modelled = _modelled(rulebook, each.id, name)
    ruled_out = each.eligibility == "not_eligible"
    return (
        ruled_out,
        not modelled,
        0 if modelled else _DOUBT[each.status],
        -len(present & told),
        -len(present & set(each.relieves)),
        each.id,
    )


_DOUBT = {"in_force": 0, "changed": 0, "unknown": 1, "closed": 2}


def _spread(standings: Sequence[InstrumentAssessment]) -> list[InstrumentAssessment]:
    before: Counter[str] = Counter()
    turns: dict[str, int] = {}
    for each in standings:
        turns[each.id] = before[each.economy]
        before[each.economy] += 1
    return sorted(standings, key=lambda each: (each.place != "home", turns[each.id]))


def _serves(rulebook: Rulebook, instrument: str, name: str) -> bool:
    return any(each.recommendation == name for each in rulebook.instruments[instrument].serves)


def _modelled(rulebook: Rulebook, instrument: str, name: str) -> bool:
    """Whether the paper itself holds the instrument up for this recommendation."""
    serves = rulebook.instruments[instrument].serves
    return any(each.recommendation == name and each.basis == "paper" for each in serves)


def _grouped(found: Sequence[Advice], own_evidence: set[str]) -> tuple[Advice, ...]:
    """Ranks given, and each covered recommendation put under the one that covers it.

    Covered means: it rests on barriers alone and a higher one of the same kind relieves them all.
    """
    heads: list[Advice] = []
    covered: dict[str, list[Advice]] = {}
    for each in found:
        head = next((h for h in heads if _covers(h, each)), None) if each.id not in own_evidence else None
        if head is None:
            heads.append(replace(each, rank=len(heads) + 1))
        else:
            covered.setdefault(head.id, []).append(replace(each, rank=head.rank, under=head.id))
    return tuple(each for head in heads for each in (head, *covered.get(head.id, ())))


def _covers(head: Advice, each: Advice) -> bool:
    return head.evidence == each.evidence and set(each.barriers) <= set(head.barriers)
