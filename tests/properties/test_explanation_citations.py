"""What a conclusion cites is enough for it, and no more than it takes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.explanation.citations import citations
from smeadvisor.explanation.subject import read_subject, subject_of
from support.alone import alone, conclusions, findings_in, said_of
from support.both_engines import HOMES, profile_of
from support.generated import answers_of
from support.paths import ECONOMIES, FIRMS
from support.scale import sample, scaled

EXAMPLES = scaled(15)


def holds(subject):
    """The whole contract, on everything that came out; the number of ways looked at."""
    looked_at = 0
    for conclusion in conclusions(subject):
        found = citations(subject, conclusion)
        assert found.answers <= {name for name, each in subject.profile.answers.items() if each.state == "known"}
        assert said_of(alone(subject, found.answers, found.rules), conclusion) == said_of(
            subject.consultation, conclusion
        )
        for way in found.ways:
            looked_at += 1
            minimal(subject, way)
    return looked_at


def minimal(subject, way):
    """A way leads to its conclusion by itself, and without any one of its answers its firing is lost."""
    finding = subject.rulebook.by_id[way.rule].finding
    assert finding in findings_in(subject, alone(subject, way.answers, way.rules))
    for each in way.answers:
        assert way.rule not in {firing.rule for firing in alone(subject, way.answers - {each}).firings}


@pytest.mark.parametrize("path", sample([*ECONOMIES, *FIRMS], 4), ids=lambda path: path.stem)
def test_what_is_cited_is_sufficient_and_minimal_for_shipped_profiles(path, whole_rulebook):
    """With the cited answers and rules alone the same comes out; without one of a way's answers its firing does not."""
    subject = read_subject(path, whole_rulebook)
    assert (holds(subject) > 0) == bool(conclusions(subject))


@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_what_is_cited_is_sufficient_and_minimal_for_generated_profiles(data, whole_rulebook):
    """The same for whatever answers, half known, not applicable, at the edges of rules."""
    kind = data.draw(st.sampled_from(["firm", "economy"]))
    answers = data.draw(answers_of(whole_rulebook, kind))
    profile = profile_of(whole_rulebook, kind, data.draw(st.sampled_from(HOMES)), answers)
    holds(subject_of(profile, whole_rulebook, whole_rulebook.about.reviewed_through))


@pytest.mark.parametrize("path", sample(FIRMS, 4), ids=lambda path: path.stem)
def test_every_firing_has_a_way(path, whole_rulebook):
    """Nothing that concluded is passed over."""
    subject = read_subject(path, whole_rulebook)
    book = subject.rulebook
    fired = {book.by_id[each.rule].finding: set() for each in subject.consultation.firings}
    for each in subject.consultation.firings:
        fired[book.by_id[each.rule].finding].add(each.rule)
    assert {finding: {way.rule for way in citations(subject, finding).ways} for finding in fired} == fired


def test_an_unmet_requirement_cites_what_blocks_it(whole_rulebook):
    """With these answers alone the instrument is as ineligible."""
    for path in sample(FIRMS, 4):
        subject = read_subject(path, whole_rulebook)
        for each in subject.consultation.instruments:
            if each.eligibility == "not_eligible":
                cited = citations(subject, f"instruments/{each.id}")
                again = alone(subject, cited.answers).instruments
                assert next(other for other in again if other.id == each.id) == each


def test_what_did_not_come_out_cites_nothing(whole_rulebook):
    """No answer, no rule, no way."""
    subject = read_subject(ECONOMIES[0], whole_rulebook)
    absent = next(each for each in subject.rulebook.recommendations
                  if each not in {advice.id for advice in subject.consultation.recommendations})  # fmt: skip
    found = citations(subject, f"recommendations/{absent}")
    assert (found.answers, found.rules, found.ways) == (frozenset(), frozenset(), ())
