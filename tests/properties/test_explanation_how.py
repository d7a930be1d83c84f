"""How-trees: the firings that there were, answers as leaves, points that add up, figures that are cited."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from math import prod

import pytest

from smeadvisor.explanation import how as explaining
from smeadvisor.explanation.places import RulePlaces
from smeadvisor.explanation.subject import read_subject
from smeadvisor.rendering.explanation.data import as_json, with_texts
from smeadvisor.rendering.explanation.how_page import how_page
from smeadvisor.rendering.explanation.page import as_markdown, as_text
from smeadvisor.rendering.explanation.teller import Teller
from smeadvisor.rendering.explanation.trees import all_reasons
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.words import condition_in_words
from support.alone import conclusions
from support.paths import ECONOMIES, FIRMS, ROOT, RULES

LANGUAGES = ["en", "zh-Hant"]
MEXICO, TAIWAN = ROOT / "profiles/firms/mex-auto-parts.yaml", ROOT / "profiles/economies/twn.yaml"
SCALE = {"million": 10**6, "billion": 10**9, "萬": 10**4, "億": 10**8, "": 1}
NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?) ?(million|billion|萬|億|)")
WORDS = {"ten": 10, "five": 5, "half": 50, "半數": 50, "十": 10}


@pytest.fixture(scope="module", params=[*ECONOMIES, *FIRMS], ids=lambda path: path.stem)
def subject(request, whole_rulebook):
    return read_subject(request.param, whole_rulebook)


@pytest.fixture(scope="module")
def mexico(whole_rulebook):
    return read_subject(MEXICO, whole_rulebook)


_PLACES = {}


def how(subject, conclusion):
    """The explanation, with files of rules that are read once for all tests."""
    book = subject.rulebook
    places = _PLACES.setdefault(book.digest, RulePlaces(book))
    return explaining.how(subject, conclusion, places)


def below(subject, finding):
    """The numbers of all firings that lead to the finding, straight from what each matched."""
    firings = subject.consultation.firings
    own = [each for each in firings if subject.rulebook.by_id[each.rule].finding == finding]
    found = {each.n for each in own}
    for each in own:
        for match in each.matched:
            found |= below(subject, match.finding) if match.finding else set()
    return found


def test_a_tree_holds_every_firing_that_leads_there_and_no_other(subject):
    """None missing, none superfluous, each with all that it matched."""
    by_number = {each.n: each for each in subject.consultation.firings}
    for conclusion in conclusions(subject):
        found = how(subject, conclusion)
        assert found.came_out
        reasons = list(all_reasons(found.findings))
        assert {each.n for each in reasons} == set().union(*(below(subject, each.finding) for each in found.findings))
        for each in reasons:
            matched = by_number[each.n].matched
            assert [a.attribute for a in each.answers] == [m.attribute for m in matched if m.attribute]
            assert [f.finding for f in each.findings] == [m.finding for m in matched if m.finding]
            assert each.rule == by_number[each.n].rule


def test_leaves_are_answers_of_the_profile_as_it_gives_them(subject):
    """With year, source and qualifier; nothing else is a leaf but its economy."""
    for conclusion in conclusions(subject):
        for reason in all_reasons(how(subject, conclusion).findings):
            assert reason.answers or reason.findings
            for each in reason.answers:
                known = subject.profile.answers.get(each.attribute)
                assert (
                    each.answer == known
                    if each.attribute != "economy"
                    else each.answer.value == subject.profile.economy
                )


def test_points_add_up(subject):
    """Severity × importance × stage is the weight of each part, and the parts make the total."""
    numbers = subject.rulebook.priorities
    for advice in subject.consultation.recommendations:
        ranking = how(subject, f"recommendations/{advice.id}").ranking
        assert ranking is not None
        for each in ranking.weighings:
            factors = (each.severity, each.importance, each.stage)
            assert prod(factor.value for factor in factors) == each.points
            for factor in factors:
                assert stated(numbers, factor.key) == factor.value
        assert sum(each.points for each in ranking.weighings) == ranking.points == advice.points


def stated(numbers, key):
    """What priorities.yaml says at a key."""
    found = numbers
    for name in key.split("."):
        found = found[name] if isinstance(found, dict) else getattr(found, name)
    return found


def numbers_in(text):
    """The numbers of a text as amounts, whatever they are counted in."""
    return {Decimal(digits.replace(",", "")) * SCALE[unit] for digits, unit in NUMBER.findall(text)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_in_a_reason_is_in_what_it_cites(subject, lang):
    """In an answer that the rule matched, or in the rule's own condition."""
    teller, reader = Teller(subject, lang), Reader(subject.rulebook, lang)
    for conclusion in conclusions(subject):
        for each in all_reasons(how(subject, conclusion).findings):
            rule = subject.rulebook.by_id[each.rule]
            cited = [teller.answered(answer) for answer in each.answers] + [condition_in_words(rule, reader)]
            known = set().union(*map(numbers_in, cited))
            assert numbers_in(teller.because(rule)) - known == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_are_whole_and_the_same_twice(subject, lang):
    """No blank is left unfilled; every rule, answer and place of the tree is named."""
    teller = Teller(subject, lang)
    for conclusion in conclusions(subject):
        found = how(subject, conclusion)
        page = how_page(found, teller)
        text = as_text(page, 10_000)
        assert page == how_page(found, Teller(subject, lang))
        assert not re.search(r"\{[a-z_]+\}|\bNone\b(?!: it rests)|\[\]", text)
        assert as_markdown(page).count("\n") > len(page.passages)
        for each in all_reasons(found.findings):
            assert each.rule in text
            assert str(each.place) in text
            assert all(f"[{answer.attribute}]" in text or answer.attribute == "economy" for answer in each.answers)
            assert all(f"[{source}]" in text for source in each.sources)


def test_rules_stand_where_it_says(subject):
    """The line of the file holds the rule's id, or the barrier that is relieved."""
    for reason in {
        each.rule: each for c in conclusions(subject) for each in all_reasons(how(subject, c).findings)
    }.values():
        lines = (RULES.parent / reason.place.file).read_text("utf-8").splitlines()
        own = reason.rule.partition("#")[2].partition("@")[0].removeprefix("relieves/")
        assert own in lines[reason.place.line - 1]


def test_a_rule_of_an_overlay_stands_in_the_overlay(whole_rulebook):
    """Under the name of the folder that was given."""
    from smeadvisor.rules.loading import load

    folder = ROOT / "overlays/germany/rules"
    book = load(RULES, folder)
    rule = next(each for each in book.rules if each.id.startswith("instruments/deu/"))
    place = RulePlaces(book).of(rule)
    assert place.file == f"{folder.as_posix()}/{rule.id.partition('#')[0]}.yaml"
    assert place.line is not None


def test_the_json_is_the_same_in_both_languages_but_for_its_sentences(subject):
    """And the same bytes twice."""
    for conclusion in conclusions(subject)[:5]:
        data = how(subject, conclusion).as_dict()
        told = {}
        for lang in LANGUAGES:
            texts = [as_json("how", {"profile": subject}, with_texts(data, Teller(subject, lang))) for _ in range(2)]
            assert texts[0] == texts[1]
            told[lang] = json.loads(texts[0])
        assert told["en"] != told["zh-Hant"]
        assert without_texts(told["en"]) == without_texts(told["zh-Hant"])


def without_texts(data):
    if isinstance(data, dict):
        return {name: without_texts(each) for name, each in data.items() if name != "text"}
    return [without_texts(each) for each in data] if isinstance(data, list) else data


def test_an_instrument_says_what_each_requirement_turns_on(subject):
    """Its state, place and eligibility are those of the consultation; each requirement says why."""
    standings = {each.id: each for each in subject.consultation.instruments}
    for name, standing in standings.items():
        stood = how(subject, f"instruments/{name}").stood
        assert (stood.place, stood.status, stood.eligibility) == (standing.place, standing.status, standing.eligibility)
        assert stood.measure == standing.is_measure == (not stood.precedent_for)
        assert tuple((each.id, each.state) for each in stood.requirements) == standing.requirements
        for each in stood.requirements:
            assert bool(each.met_by.reasons) == (each.state == "met")
            assert each.state != "unmet" or all(rule.blocked_by or rule.not_found for rule in each.rules)
            if subject.profile.kind == "firm" and each.state == "unknown":
                assert not each.rules or any(rule.state == "undecided" for rule in each.rules)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_instrument_can_be_told_of(mexico, lang):
    """Whatever its history and requirements."""
    teller = Teller(mexico, lang)
    for name in mexico.rulebook.instruments:
        text = as_text(how_page(how(mexico, f"instruments/{name}"), teller), 80)
        assert not re.search(r"\{[a-z_]+\}", text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_did_not_come_out_says_so_and_whom_to_ask(mexico, lang):
    """No tree, no points, and the command that tells why not."""
    found = how(mexico, "recommendations/green-growth")
    assert (found.came_out, found.findings, found.ranking) == (False, (), None)
    assert "why-not" in as_text(how_page(found, Teller(mexico, lang)), 200)


def test_a_classification_holds_every_value(whole_rulebook, mexico):
    """Several, where values do not exclude each other."""
    routes = [each.finding.partition("=")[2] for each in how(mexico, "classification/routes").findings]
    assert routes == mexico.consultation.classification["routes"]


def test_answers_say_where_they_are_from(whole_rulebook):
    """Year, source and note of a figure stand beside it."""
    subject = read_subject(TAIWAN, whole_rulebook)
    first = subject.consultation.recommendations[0].id
    text = as_text(how_page(how(subject, f"recommendations/{first}"), Teller(subject, "en")), 1000)
    assert "about 35% [ecommerce_share_of_smes] (from note 29 [note-29]; note: 2011 White Paper on SMEs)" in text
