"""The engines that are compared, each in the same form: built, then run over firms that are ready for it.

``set_up`` builds the engine from a rulebook and answers for one firm, so that nothing is left to be built.
``ready`` turns the firms of a file into what the engine takes, ``run`` goes through all of them, and ``advice`` is
what it says of the first few.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import pyarrow.parquet as pq  # noqa: E402

from smeadvisor.model.rulebook import Rulebook  # noqa: E402
from smeadvisor.model.timeline import at  # noqa: E402
from smeadvisor.rules.shipped import shipped_rulebook  # noqa: E402

Advice = tuple[dict[str, tuple[str, int]], list[tuple[int, str, str, int, str | None]]]
"""Of one firm: its barriers with severity and weight; its recommendations in order with rank, id, evidence, points
and the one that covers it."""


class Competitor(Protocol):
    """An engine under measurement."""

    def set_up(self, book: Rulebook) -> None: ...
    def ready(self, path: Path, count: int) -> None: ...
    def run(self) -> int: ...
    def advice(self, count: int) -> list[Advice]: ...


def rulebook() -> Rulebook:
    """The shipped one as of its review."""
    whole = shipped_rulebook()
    return at(whole, whole.about.reviewed_through)


def raw_firms(path: Path, count: int) -> list[tuple[str, dict[str, Any]]]:
    """Economy and raw answers of the first firms of a file, as a profile file would state them."""
    with pq.ParquetFile(path) as file:
        rows = islice((row for batch in file.iter_batches(4096) for row in batch.to_pylist()), count)
        return [(row["economy"], dict(_raw_answers(row))) for row in rows]


def _raw_answers(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if name not in ("id", "kind", "economy") and not name.endswith(".currency") and value is not None:
            currency = row.get(f"{name}.currency")
            yield name, {"amount": value, "currency": currency} if currency else value


class Experta:
    """The engine that explains: one engine, reused."""

    def set_up(self, book: Rulebook) -> None:
        from smeadvisor.engines.chaining import Engine
        from support.both_engines import profile_of

        self._engine = Engine(book, book.as_of)
        self._engine.consult(profile_of(book, "firm", "TWN", {}))

    def ready(self, path: Path, count: int) -> None:
        from support.both_engines import profile_of

        book = self._engine.rulebook
        self._firms = [profile_of(book, "firm", *each) for each in raw_firms(path, count)]

    def run(self) -> int:
        for each in self._firms:
            self._engine.consult(each)
        return len(self._firms)

    def advice(self, count: int) -> list[Advice]:
        found = [self._engine.consult(each) for each in self._firms[:count]]
        return [
            (
                {each.id: (each.severity, each.weight) for each in one.barriers},
                [(e.rank, e.id, e.evidence, e.points, e.under) for e in one.recommendations],
            )
            for one in found
        ]


class PlainPython:
    """The plain evaluator of the tests."""

    def set_up(self, book: Rulebook) -> None:
        from support.plain import Plain

        self._book, self._plain = book, Plain
        self._advise("TWN", {})

    def ready(self, path: Path, count: int) -> None:
        self._firms = raw_firms(path, count)

    def run(self) -> int:
        return len(self.advice(len(self._firms)))

    def advice(self, count: int) -> list[Advice]:
        return [self._advise(*each) for each in self._firms[:count]]

    def _advise(self, economy: str, answers: dict[str, Any]) -> Advice:
        plain = self._plain(self._book, "firm", economy, answers)
        return plain.barriers(), plain.recommendations()


class Clips:
    """CLIPS through clipspy: it says which rules fire; weights and order follow in Python, and are not timed."""

    def set_up(self, book: Rulebook) -> None:
        from clips_rules import ClipsRules

        self._book, self._rules = book, ClipsRules(book, "firm")
        self._kinds = [each.id for each in book.priorities.evidence["firm"]]
        self._advise("(profile (economy TWN))")

    def ready(self, path: Path, count: int) -> None:
        from support.both_engines import profile_of

        firms = (profile_of(self._book, "firm", *each) for each in raw_firms(path, count))
        self._firms = [self._rules.facts({**each.comparables(), "economy": each.economy}) for each in firms]

    def run(self) -> int:
        for each in self._firms:
            self._rules.fired(each)
        return len(self._firms)

    def advice(self, count: int) -> list[Advice]:
        return [self._advise(each) for each in self._firms[:count]]

    def _advise(self, facts: str) -> Advice:
        from support.plain import advised

        said = [rule.concluded for rule in self._rules.fired(facts)]
        barriers = self._barriers(said)
        return barriers, advised(self._book, "firm", self._kinds, barriers, said)

    def _barriers(self, said: list[Any]) -> dict[str, tuple[str, int]]:
        from smeadvisor.engines.ranking import factors, severities, weight

        numbers, order = self._book.priorities, severities(self._book.priorities)
        stage = next((each["stage"] for each in said if "stage" in each), "unknown")
        worst: dict[str, Any] = {}
        for each in said:
            if "barrier" in each:
                now = worst.get(each["barrier"], order[0])
                worst[each["barrier"]] = max(now, each["severity"], key=order.index)
        return {
            name: (severity, weight(*factors(numbers, self._book.barriers[name], severity, stage)))
            for name, severity in worst.items()
        }


class ColumnsAlone:
    """The columnar engine on encoded chunks."""

    def set_up(self, book: Rulebook) -> None:
        from smeadvisor.engines.columns import Columns

        self._columns = Columns(book, "firm")
        self._columns.nothing()

    def ready(self, path: Path, count: int) -> None:
        from smeadvisor.tables.reading.inputs import read_rows

        self._chunks = [rows.chunk("firm")[1] for rows in read_rows([str(path)], self._columns.program.rulebook)]

    def run(self) -> int:
        return sum(results.rows for chunk in self._chunks for results in self._columns.results(chunk))

    def advice(self, count: int) -> list[Advice]:
        from support.both_engines import said

        first = self._chunks[0].rows(slice(0, count))
        found = [said(self._columns, each, row) for each in self._columns.results(first) for row in range(each.rows)]
        return [(each["barriers"], each["recommendations"]) for each in found]


ENGINES: dict[str, type[Competitor]] = {
    "experta": Experta,
    "plain Python": PlainPython,
    "CLIPS": Clips,
    "columns": ColumnsAlone,
}
