"""Nothing secret and nobody's name is shown again."""

from __future__ import annotations

import pytest

from generator.asking.redaction import shown_again
from tests.support.questions import asked, example_index

KEY = "3MVG9canary" + "Canary7" * 8
HEX = "c0ffee42" * 8
SESSION = "00D5g000001aBcD!AQ4AQNcanaryCanary.canary_x9"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"key {KEY} does not work", "key … does not work"),
        (f"secret: {HEX}", "secret: …"),
        (f"Authorization: Bearer {SESSION}", "Authorization: …"),
        ("https://acme.my.salesforce.com/cb?code=aPrxCanary%3D%3D&state=8f2c", "…"),
        ("?error=invalid_scope&code=aPrxCanary", "error=invalid_scope"),
        ("Jane Doe (jane.doe@acme.example) is inactive", "… (…) is inactive"),
        ("203.0.113.7 Failed: Consumer Deleted", "… Failed: Consumer Deleted"),
        ("my code is 481516", "my code is …"),
        ("password=hunter2 code=abc", "…"),
        ("acme-prod.my.salesforce.com", "…"),
        ("login.salesforce.com", "login.salesforce.com"),
        (" ".join(HEX), "…"),
        ("why does it fail after 30 days", "why does it fail after 30 days"),
    ],
)
def test_only_plain_words_and_the_guides_own_are_shown_again(text: str, expected: str) -> None:
    assert shown_again(text, example_index()) == expected


def test_a_question_without_names_stays_as_it_is() -> None:
    questions = [case.words for case in asked("questions")]
    expected = [words.replace("Australia", "…") for words in questions]  # it may be anybody's name
    assert [shown_again(words, example_index()) for words in questions] == expected
