"""What other weights move, as lines: recommendations that rise, fall, come, go or change their place."""

from __future__ import annotations

from collections.abc import Iterator

from smeadvisor.engines.comparison import Move, moves
from smeadvisor.engines.consultation import Advice, Consultation
from smeadvisor.rendering.advice.wording import clauses
from smeadvisor.rendering.advice.writer import Writer


def moved_lines(writer: Writer, before: Consultation) -> Iterator[str]:
    """A line for each recommendation that is not as it was before, or one that says that nothing moves."""
    found = moves(before, writer.consultation)
    yield from (_line(writer, each) for each in found)
    if not found:
        yield writer.say("nothing_moved")


def _line(writer: Writer, move: Move) -> str:
    if move.after is None:
        told, shown = [writer.say("gone")], move.before
    elif move.before is None:
        told, shown = [writer.say("appears", rank=move.after.rank)], move.after
    else:
        told, shown = [*_changes(writer, move.before, move.after)], move.after
    headline = writer.headline(shown) if shown else move.id
    return headline + writer.colon + clauses(told, writer.lang)


def _changes(writer: Writer, before: Advice, after: Advice) -> Iterator[str]:
    """How it moved: its rank, what it is listed under, its points."""
    if before.rank != after.rank:
        name = "rises" if after.rank < before.rank else "falls"
        yield writer.say(name, before=before.rank, after=after.rank)
    yield from _listed_under(writer, before, after)
    if before.points != after.points:
        yield writer.say("points_move", before=before.points, after=after.points)


def _listed_under(writer: Writer, before: Advice, after: Advice) -> Iterator[str]:
    if before.under == after.under:
        return
    if after.under is None:
        yield writer.say("on_its_own")
    else:
        yield writer.say("listed_under", title=writer.rulebook.recommendations[after.under].title.to(writer.lang))
