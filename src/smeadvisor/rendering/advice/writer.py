"""What prose is made from: a consultation, the rulebook of its digest and a language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smeadvisor.engines.consultation import Advice, Consultation, InstrumentAssessment
from smeadvisor.model.records import Wording
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.wording import bracketed, clauses, colon, listing, phrase, spaced


@dataclass(frozen=True, slots=True)
class Writer:
    """A consultation, the rulebook of its digest as of its day, and a language.

    ``before`` is another consultation of the same profile that it is compared with.
    """

    consultation: Consultation
    rulebook: Rulebook
    lang: Lang
    before: Consultation | None = None

    @property
    def colon(self) -> str:
        """What stands between a name and what is said of it."""
        return colon(self.lang)

    def say(self, name: str, /, **blanks: object) -> str:
        """A fixed phrase."""
        return phrase(f"advice.{name}", self.lang, **blanks)

    def wording(self, advice: Advice) -> Wording:
        """How the recommendation speaks to this kind of reader."""
        recommendation = self.rulebook.recommendations[advice.id]
        return recommendation.firm if self.consultation.kind == "firm" else recommendation.economy

    def headline(self, advice: Advice) -> str:
        """The recommendation in the imperative."""
        return self.wording(advice).headline.to(self.lang)

    def standing(self, name: str) -> InstrumentAssessment:
        """What the instrument is to this profile."""
        return next(each for each in self.consultation.instruments if each.id == name)

    @property
    def reviewed(self) -> str:
        """The day through which the rulebook is reviewed."""
        return self.rulebook.about.reviewed_through

    def economy(self, code: str) -> str:
        """What the economy is called; one that the rulebook does not name goes by its code."""
        known = self.rulebook.economies.get(code)
        return known.name.to(self.lang) if known else code

    def listing(self, names: Sequence[str], most: int) -> str:
        """The first of the names, and how many more there are."""
        if len(names) <= most:
            return listing(names, self.lang)
        more = self.say("and_more", count=len(names) - most)
        if self.lang == "en":
            return listing([*names[:most], more], self.lang)
        return spaced(listing(names[:most], self.lang) + more)

    def instrument(self, name: str) -> str:
        """The instrument's title with its economy, where that is another one, and what replaced it, if closed."""
        instrument = self.rulebook.instruments[name]
        title = instrument.title.to(self.lang)
        if instrument.economy != self.consultation.economy:
            title += bracketed(self.economy(instrument.economy), self.lang)
        if instrument.status == "closed":
            marks = [self.say("closed_mark"), *self._followers(name)]
            title += bracketed(clauses(marks, self.lang), self.lang)
        return title

    def _followers(self, name: str) -> list[str]:
        """What stands in its place today, or at least what followed it and closed in turn."""
        for say, names in (("heirs", self.heirs(name)), ("followers", self._successors(name))):
            if names:
                titles = [self.rulebook.instruments[each].title.to(self.lang) for each in names]
                return [self.say(say, list=listing(titles, self.lang))]
        return []

    def heirs(self, name: str) -> list[str]:
        """The instruments that stand in the place of a closed one today, through those that closed in turn."""
        found: dict[str, None] = {}
        waiting, seen = [name], {name}
        while waiting:
            for each in self._successors(waiting.pop()):
                if each not in seen:
                    seen.add(each)
                    if self.rulebook.instruments[each].status == "closed":
                        waiting.append(each)
                    else:
                        found[each] = None
        return list(found)

    def _successors(self, name: str) -> list[str]:
        instruments = self.rulebook.instruments
        return [each for event in instruments[name].history for each in event.successors if each in instruments]
