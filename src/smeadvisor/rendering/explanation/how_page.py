"""How a conclusion came out, as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smeadvisor.explanation.how import How, Ranking
from smeadvisor.explanation.reasons import Found
from smeadvisor.rendering.explanation.instrument_page import instrument_passages
from smeadvisor.rendering.explanation.page import Line, Page, Passage, flat
from smeadvisor.rendering.explanation.points import total_line, weighing_lines
from smeadvisor.rendering.explanation.teller import Teller
from smeadvisor.rendering.explanation.trees import all_reasons, cited, inferences, tree_lines
from smeadvisor.rendering.rulebook.sections import source_in_words


def how_page(how: How, teller: Teller) -> Page:
    """What there is to say of a conclusion that came out, or that it did not."""
    kind = how.conclusion.partition("/")[0]
    title = teller.say("how_title" if how.came_out else f"not_{kind}", title=teller.title(how.conclusion))
    passages = _passages(how, teller) if how.came_out else [_not_concluded(how, teller)]
    return Page(title, (how.conclusion, *teller.about()), tuple(each for each in passages if each.lines))


def _not_concluded(how: How, teller: Teller) -> Passage:
    kind, lines = how.conclusion.partition("/")[0], [teller.say("none_concluded")]
    if kind == "instruments" and teller.subject.profile.kind == "economy":
        lines.append(teller.say("requirements_firm"))
    elif kind != "classification":
        # A why-not takes no classification.
        lines.append(teller.say("ask_why_not", id=how.conclusion))
    return Passage(teller.say("h_not_concluded"), flat(lines))


def _passages(how: How, teller: Teller) -> Iterator[Passage]:
    kind = how.conclusion.partition("/")[0]
    if how.stood is not None:
        yield from instrument_passages(how.stood, teller)
    yield Passage(teller.say(f"h_why_{kind}"), tuple(tree_lines(how.findings, teller)))
    if how.weighing is not None:
        lines = [Line(0, teller.say("worst")), *weighing_lines(how.weighing, teller)]
        yield Passage(teller.say("h_weight"), tuple(lines))
    if how.ranking is not None:
        yield from _ranking(how.ranking, teller)
    yield Passage(teller.say("h_stage"), tuple(tree_lines(how.stage, teller)))
    yield from _grounds(how, teller)


def _ranking(ranking: Ranking, teller: Teller) -> Iterator[Passage]:
    lines = [line for each in ranking.weighings for line in weighing_lines(each, teller)]
    yield Passage(teller.say("h_points"), (*lines, Line(0, total_line(ranking, teller))))
    yield Passage(teller.say("h_place"), flat(_place(ranking, teller)))
    yield Passage(teller.say("h_carried"), flat(_carried(ranking, teller)))


def _place(ranking: Ranking, teller: Teller) -> Iterator[str]:
    yield teller.say("rank", rank=ranking.rank, points=ranking.points)
    kinds = {each.id: each for each in teller.subject.rulebook.priorities.evidence[teller.subject.profile.kind]}
    blanks = {"place": ranking.kinds.index(ranking.evidence) + 1, "count": len(ranking.kinds)}
    yield teller.say("kind", kind=teller.reader.to(kinds[ranking.evidence].title), **blanks)
    yield teller.say("first_kind")
    if ranking.under is not None:
        yield teller.say("under", title=teller.headline(ranking.under))
    for each in ranking.covers:
        yield teller.say("covers", list=teller.named(f"recommendations/{each}"))


def _carried(ranking: Ranking, teller: Teller) -> Iterator[str]:
    """Each instrument on a line of its own, by the name that it can be asked for."""
    for kind, names in (("measure", ranking.measures), ("precedent", ranking.precedents)):
        yield from (teller.say(kind, list=teller.named(f"instruments/{each}")) for each in names)


def _grounds(how: How, teller: Teller) -> Iterator[Passage]:
    """What is inferred for whole files, and every place cited, by the name that shows it."""
    trees = [*how.findings, *how.stage, *_requirement_trees(how)]
    inferred = inferences(all_reasons(trees), teller)
    weighed = how.weighing is not None or (how.ranking is not None and bool(how.ranking.weighings))
    priorities = teller.subject.rulebook.priorities
    if weighed:
        inferred.append("priorities" + teller.writer.colon + teller.reader.to(priorities.inference))
    yield Passage(teller.say("h_inferred"), flat(inferred))
    sources = [*cited(trees), *_weighed_from(how), *_requirement_sources(how)]
    yield Passage(teller.say("h_cited"), flat(_sources(sources, teller)))


def _requirement_trees(how: How) -> list[Found]:
    return [each.met_by for each in how.stood.requirements] if how.stood else []


def _requirement_sources(how: How) -> list[str]:
    return [each.source for each in how.stood.requirements] if how.stood else []


def _weighed_from(how: How) -> Iterator[str]:
    weighings = how.ranking.weighings if how.ranking else [how.weighing] if how.weighing else []
    for each in weighings:
        for factor in (each.severity, each.importance, each.stage):
            yield from factor.sources


def _sources(sources: Iterable[str], teller: Teller) -> Iterator[str]:
    for each in dict.fromkeys(sources):
        if each in teller.subject.rulebook.sources:
            yield each + teller.writer.colon + source_in_words(each, teller.reader)
