"""What prose is made from: a consultation, the rulebook of its digest and a language."""

from __future__ import annotations

from dataclasses import dataclass

from smeadvisor.consultation import Advice, Consultation, Standing
from smeadvisor.errors import Lang
from smeadvisor.forms import Wording
from smeadvisor.report.phrases import phrase
from smeadvisor.report.wording import bracketed, spaced
from smeadvisor.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Writer:
    """A consultation, the rulebook of its digest as of its day, and a language."""

    consultation: Consultation
    rulebook: Rulebook
    lang: Lang

    @property
    def colon(self) -> str:
        """What stands between a name and what is said of it."""
        return "：" if self.lang == "zh-Hant" else ": "

    def say(self, name: str, /, **blanks: object) -> str:
        """A fixed phrase."""
        return spaced(phrase(name, self.lang, **blanks))

    def wording(self, advice: Advice) -> Wording:
        """How the recommendation speaks to this kind of reader."""
        recommendation = self.rulebook.recommendations[advice.id]
        return recommendation.firm if self.consultation.kind == "firm" else recommendation.economy

    def headline(self, advice: Advice) -> str:
        """The recommendation in the imperative."""
        return self.wording(advice).headline.to(self.lang)

    def standing(self, name: str) -> Standing:
        """What the instrument is to this profile."""
        return next(each for each in self.consultation.instruments if each.id == name)

    def instrument(self, name: str) -> str:
        """The instrument's title, with its economy where that is another one."""
        instrument = self.rulebook.instruments[name]
        economy = self.rulebook.economies.get(instrument.economy)
        where = economy.name.to(self.lang) if economy else instrument.economy
        title = instrument.title.to(self.lang)
        return title if instrument.economy == self.consultation.economy else title + bracketed(where, self.lang)
