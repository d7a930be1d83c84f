"""Points part by part, with where each factor comes from, as lines."""

from __future__ import annotations

from collections.abc import Iterator

from smeadvisor.explanation.how import Ranking
from smeadvisor.explanation.weights import Factor, Weighing
from smeadvisor.rendering.advice.wording import bracketed, clauses
from smeadvisor.rendering.explanation.page import Line
from smeadvisor.rendering.explanation.teller import Teller


def weighing_lines(weighing: Weighing, teller: Teller) -> Iterator[Line]:
    """The product, and below it each factor: what it stands for, its key, and where it comes from."""
    factors = {name: getattr(weighing, name) for name in ("severity", "importance", "stage")}
    product = " × ".join(str(each.value) for each in factors.values())
    title = teller.title(f"barriers/{weighing.barrier}")
    yield Line(0, f"{title}{teller.writer.colon}{product} = {weighing.points}")
    for name, factor in factors.items():
        said = _SAID[name](weighing, teller)
        yield Line(1, teller.say(name, value=factor.value, said=said) + bracketed(_origin(factor, teller), teller.lang))


def total_line(ranking: Ranking, teller: Teller) -> str:
    """The parts as a sum, or why there are none."""
    if not ranking.weighings:
        return teller.say("no_points")
    parts = [str(each.points) for each in ranking.weighings]
    total = str(ranking.points)
    return teller.say("total", sum=total if len(parts) == 1 else f"{' + '.join(parts)} = {total}")


def _origin(factor: Factor, teller: Teller) -> str:
    parts = [teller.say("key", key=factor.key)]
    if factor.sources:
        parts.append(teller.say("order_from", place=teller.places(factor.sources)))
    return clauses([*parts, teller.say("size_ours")], teller.lang)


def _severity(weighing: Weighing, teller: Teller) -> str:
    return teller.writer.say(weighing.severity.key.rpartition(".")[2])


def _importance(weighing: Weighing, teller: Teller) -> str:
    rank = teller.subject.rulebook.barriers[weighing.barrier].rank
    return teller.reader.say("ranked", rank=rank) if rank else teller.reader.say("unranked")


def _stage(weighing: Weighing, teller: Teller) -> str:
    group = teller.reader.say(teller.subject.rulebook.barriers[weighing.barrier].stage_group)
    stage = str(teller.subject.consultation.classification["stage"])
    named = teller.subject.rulebook.classification["stage"].values.get(stage)
    said = teller.reader.to(named) if named else teller.say("stage_unknown")
    return clauses([said, teller.reader.say("group", group=group)], teller.lang)


_SAID = {"severity": _severity, "importance": _importance, "stage": _stage}
