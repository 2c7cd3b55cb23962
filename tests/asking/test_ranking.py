"""From words to the right passage: exact signs always, people's own words nearly always, other things not at all."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from urllib.parse import quote_plus

import pytest

from generator.asking.index import phrase
from generator.asking.passages import AnswerKind, GuidePassage
from generator.asking.ranking import answers, is_general
from tests.support.questions import NOTHING, Asked, asked, example_index, question_shares, ranked

REPORTS = asked("reports")
ENTRIES = asked("entries")
FURTHER = asked("further")
DOCUMENTED = asked("documented")
TROUBLES = [passage for passage in example_index().passages if passage.kind is AnswerKind.TROUBLE]
WAYS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in capitals": str.upper,
    "in other quotes": "«{}»".format,
    "within more words": "Since this morning we see “{}” when Jane connects, what is it?".format,
    "in an address": lambda sign: f"https://acme.example/x?state=1&error_description={quote_plus(sign)}",
}


def test_there_are_errors_with_signs() -> None:
    assert len(TROUBLES) >= 40
    assert all(trouble.signs for trouble in TROUBLES)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.id)
def test_an_exact_sign_leads_to_an_entry_that_has_it(trouble: GuidePassage, way: str) -> None:
    """However it is typed. Several entries may have a sign; whichever is first shows it as matched."""
    for sign in trouble.signs:
        found = answers(example_index(), WAYS[way](sign))
        with_sign = [answer.passage.id for answer in found if phrase(sign) in map(phrase, answer.signs)]
        assert trouble.id in with_sign, sign
        assert found[0].signs, sign


@pytest.mark.parametrize("case", DOCUMENTED, ids=lambda case: case.words)
def test_each_documented_code_leads_to_its_entry_by_a_sign(case: Asked) -> None:
    found = answers(example_index(), f"Login History: {case.words}")
    signs = found[0].signs if found else ()
    if case.answer == NOTHING:
        assert signs == ()
    else:
        assert (found[0].passage.id, bool(signs)) == (case.answer, True)


def test_an_error_that_shares_a_sign_says_what_tells_it_apart() -> None:
    owners: dict[str, set[str]] = {}
    for trouble in TROUBLES:
        for sign in trouble.signs:
            owners.setdefault(phrase(sign), set()).add(trouble.id)
    sharing = set(chain.from_iterable(ids for ids in owners.values() if len(ids) > 1))
    assert sharing
    assert [trouble.id for trouble in TROUBLES if trouble.id in sharing and not trouble.tell_apart] == []


def shares(cases: list[Asked]) -> tuple[float, float]:
    """Return how many are answered by the first passage, and within the first three."""
    first = [case for case in cases if ranked(case.words)[:1] == [case.answer]]
    in_three = [case for case in cases if case.answer in ranked(case.words)[:3]]
    return len(first) / len(cases), len(in_three) / len(cases)


@pytest.mark.parametrize("cases", [REPORTS, ENTRIES, FURTHER], ids=["reports", "entries", "further"])
def test_people_s_own_words_lead_to_the_entry(cases: list[Asked]) -> None:
    first, in_three = shares(cases)
    assert first >= 0.85
    assert in_three >= 0.95


@pytest.mark.parametrize(("name", "least"), [("questions", (0.85, 0.9)), ("questions-held-out", (0.75, 0.85))])
def test_questions_about_the_guide_find_their_passage(name: str, least: tuple[float, float]) -> None:
    first, in_three = question_shares(asked(name))
    assert (first >= least[0], in_three >= least[1]) == (True, True), (first, in_three)


@pytest.mark.parametrize(
    ("words", "general"),
    [
        ("What is the callback URL?", True),
        ("Why does sign-in fail?", False),
        ("the callback URL", False),
        ("how to get rid of an error", False),
        ("", False),
    ],
)
def test_a_question_without_a_failure_is_general(words: str, *, general: bool) -> None:
    assert is_general(words) is general


def test_a_general_question_is_answered_by_the_guide_before_its_errors() -> None:
    """Unless it holds a code."""
    plain, code = "What is the API Access Control?", "What is invalid_client_id?"
    kinds = [answers(example_index(), words)[0].passage.kind for words in (plain, code)]
    assert kinds == [AnswerKind.STEP, AnswerKind.TROUBLE]


def test_three_phrasings_stand_for_each_report() -> None:
    assert len(REPORTS) >= 90


def test_other_things_have_no_answer() -> None:
    others = asked("nothing-fits")
    unanswered = [case for case in others if not ranked(case.words)]
    assert len(others) >= 50
    assert len(unanswered) / len(others) >= 0.9


@pytest.mark.parametrize("words", ["", " ", "…", "is it so?", "x" * 5000, "?error=&error_description="])
def test_words_that_say_nothing_have_no_answer(words: str) -> None:
    assert ranked(words) == []


def test_what_matched_is_told() -> None:
    (best, *_) = answers(example_index(), "the redirct uri must match the configuration, Redirect_URI_mismatch")
    assert best.passage.id == "redirect-uri-mismatch"
    assert best.matched[0] == "redirect_uri_mismatch"
    assert set(best.words) <= {"the", "must", "match", "configuration"}
