"""The impact of a change of rules as text: the summary first, then cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from smeadvisor.audit.causes import PRIORITIES, RULEBOOK
from smeadvisor.audit.coverage_text import law_of
from smeadvisor.audit.differences import Differences
from smeadvisor.audit.found_forms import who
from smeadvisor.audit.impact import Case, Moved, ordered
from smeadvisor.audit.share import Share
from smeadvisor.audit.titles import title
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.wording import bracketed, clauses, colon, day_text, listing, number_text, phrase
from smeadvisor.rendering.rulebook.layout import aligned
from smeadvisor.rendering.rulebook.names import thing_at
from smeadvisor.rendering.rulebook.reader import Reader

MOST = 12
"""Most lines of a list of the summary; the JSON form has them all."""
_OF_EACH = 3


class Told:
    """Says in one language what changed between two rulebooks."""

    def __init__(self, before: Rulebook, after: Rulebook, differing: Differences, lang: Lang) -> None:
        self.lang: Lang = lang
        self._books = (before, after)
        self._readers = tuple(Reader(each, lang) for each in self._books)
        self._differing = differing

    def say(self, name: str, /, **blanks: object) -> str:
        """A fixed phrase."""
        return phrase(f"audit.{name}", self.lang, **blanks)

    def books(self) -> Iterator[str]:
        """Which rulebooks are held against each other, as of which days."""
        for name, book in zip(("before", "after"), self._books, strict=True):
            blanks = {"version": book.about.version, "digest": book.digest[:12]}
            yield self.say(name, book=self.say("book", **blanks, date=day_text(book.as_of, self.lang)))

    def differences(self) -> Iterator[str]:
        """What differs between them, a line each."""
        if self._differing.none:
            yield self.say("no_difference")
            return
        yield self.say("differences")
        for name, how in {**self._differing.rules, **self._differing.things}.items():
            yield f"  {name}{bracketed(self.say(how), self.lang)}"
        for path, (before, after) in self._differing.figures.items():
            yield f"  priorities: {path}: " + self.say("figure", before=before, after=after)

    def title(self, name: str) -> str:
        """What a thing is called, afterwards or before."""
        before, after = self._readers
        there = thing_at(after.rulebook, name.partition("#")[0]).said is not None
        return title(name, after if there else before)

    def cause(self, name: str) -> str:
        """A cause, and how it differs."""
        if name in (PRIORITIES, RULEBOOK):
            return self.say(name)
        how = self._differing.rules.get(name) or self._differing.things.get(name)
        return name + bracketed(self.say(how) if how else "", self.lang)

    def case(self, case: Case) -> Iterator[str]:
        """A profile whose advice changes: a line for it, and one for each change."""
        yield who(case, self._readers[1])
        for each in case["changes"]:
            told = clauses([*self._change(each), self._because(each["because"])], self.lang)
            yield f"  {self.title(each['thing'])}{self._readers[1].colon}{told}"

    def _because(self, causes: Sequence[str]) -> str:
        return self.say("because", list=listing([self.cause(each) for each in causes], self.lang))

    def _change(self, change: Mapping[str, Any]) -> Iterator[str]:
        before, after = change["before"], change["after"]
        for how in change["how"]:
            if how in ("rises", "falls"):
                yield self.say(how) + bracketed(self._ranks(before, after), self.lang)
            elif how == "points":
                yield self.say("points_from_to", before=before["points"], after=after["points"])
            elif how == "under":
                yield self._listed(after["under"])
            elif how in ("worse", "milder"):
                yield self.say(how) + bracketed(self._severities(before, after), self.lang)
            else:
                yield self.say(how) + bracketed(self._at(after), self.lang)

    def _ranks(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
        return self.say("rank_from_to", before=before["rank"], after=after["rank"])

    def _listed(self, under: str | None) -> str:
        if under is None:
            return self.say("on_its_own")
        return self.say("listed_under", title=self.title(f"recommendations/{under}"))

    def _severities(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
        return self.say("from_to", before=self.say(before["severity"]), after=self.say(after["severity"]))

    def _at(self, after: Mapping[str, Any] | None) -> str:
        """The rank or severity at which something appears."""
        if after and "rank" in after:
            return self.say("at_rank", rank=after["rank"])
        return self.say(after["severity"]) if after and "severity" in after else ""


def as_text(told: Told, rows: tuple[int, int, int], moved: Moved, cases: Sequence[Case]) -> str:
    """The summary (rows in, audited, rejected; how many change, what, why), then the cases that were kept."""
    _, audited, _ = rows
    share = Share(moved.profiles, audited)
    numbers = {"changed": number_text(moved.profiles), "audited": number_text(audited)}
    parts = [
        [law_of(*rows, told.lang), *told.books()],
        [*told.differences()],
        [told.say("changed_profiles", **numbers, share=share.short)],
        _causes(told, moved),
        _changes(told, moved),
        *([*told.case(each)] for each in cases),
    ]
    if cases and len(cases) < moved.profiles:
        parts.append([told.say("more_cases", count=number_text(moved.profiles - len(cases)))])
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _causes(told: Told, moved: Moved) -> list[str]:
    """Each cause with the number of profiles, and below it what it most often changes."""
    if not moved.causes:
        return []
    rows = [[told.say("causes"), told.say("times")]]
    for cause, count in ordered(moved.causes)[:MOST]:
        rows.append([told.cause(cause), number_text(count)])
        own = {(of, how): n for (name, of, how), n in moved.because.items() if name == cause}
        rows += [["  " + _named(told, *key), number_text(n)] for key, n in ordered(own)[:_OF_EACH]]
    return [*aligned(rows, right=True), *_rest(told, len(moved.causes))]


def _changes(told: Told, moved: Moved) -> list[str]:
    if not moved.changes:
        return []
    rows = [[_named(told, *key), number_text(count)] for key, count in ordered(moved.changes)[:MOST]]
    table = aligned([[told.say("changes"), told.say("times")], *rows], right=True)
    return [*table, *_rest(told, len(moved.changes))]


def _rest(told: Told, count: int) -> Iterator[str]:
    """That there are more than are listed."""
    if count > MOST:
        yield told.say("more_lines", count=number_text(count - MOST))


def _named(told: Told, thing: str, how: str) -> str:
    kind = told.say(f"one_{thing.partition('/')[0]}")
    return told.title(thing) + bracketed(kind, told.lang) + colon(told.lang) + told.say(how)


def as_rows(case: Case) -> Iterator[dict[str, Any]]:
    """The case in the cells of a table: a row for each change."""
    for each in case["changes"]:
        yield {
            **{name: case[name] for name in ("row", "id", "name", "kind", "economy")},
            "thing": each["thing"],
            "how": ";".join(each["how"]),
            "before": _cell(each["before"]),
            "after": _cell(each["after"]),
            "because": ";".join(each["because"]),
        }


COLUMNS = ("row", "id", "name", "kind", "economy", "thing", "how", "before", "after", "because")


def _cell(said: Mapping[str, Any] | None) -> str:
    """What is said of a thing as one text: ``rank=2;points=30``; nothing where it is not there."""
    return ";".join(f"{name}={_value(value)}" for name, value in (said or {}).items() if value is not None)


def _value(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
