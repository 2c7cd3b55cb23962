"""What of a pasted text is compared."""

from __future__ import annotations

import pytest

from generator.asking.index import phrase
from generator.asking.spelling import is_near, joined_words, meant_words
from generator.asking.words import Weights, telling_text, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OAUTH_APP_BLOCKED", ["oauth", "app", "block"]),
        ("«Sitzung» „abgelaufen“ café CAFÉ", ["sitzung", "abgelaufen", "cafe", "cafe"]),
        ("expires, expired; expiration", ["expir", "expir", "expir"]),
        ("is red used", ["is", "red", "used"]),
        ("…!?", []),
    ],
)
def test_words_are_small_without_accents_and_endings(text: str, expected: list[str]) -> None:
    assert words(text) == expected


ERROR = "error=invalid_scope error_description=not allowed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://acme.my.salesforce.com/x?state=1&error=invalid_scope&error_description=not+allowed&code=a", ERROR),
        ("see https://a.example/#error=invalid_scope&error_description=not%20allowed now", f"see {ERROR} now"),
        ("https://a.example/?retURL=%2Fx%3Ferror%3Dinvalid_scope%26error_description%3Dnot%2Ballowed", ERROR),
        ("https://a.example/cb?code=aPrx&state=8f2c", "https://a.example/cb"),
        ("https://a.example/?q=100%&error=%zz", "error=%zz"),
        ("a plain sentence", "a plain sentence"),
    ],
)
def test_an_address_says_only_its_error(text: str, expected: str) -> None:
    """Also one within another. The rest may be a key."""
    assert telling_text(text) == expected


def test_what_stands_far_down_is_not_read() -> None:
    assert telling_text("a " * 20_000) == ("a " * 5_000).strip()


@pytest.mark.parametrize(
    ("word", "other", "near"),
    [
        ("redirct", "redirect", True),
        ("redirrect", "redirect", True),
        ("redirekt", "redirect", True),
        ("rediretc", "redirect", True),
        ("redrct", "redirect", False),
        ("bedirect", "redirect", False),
        ("reditcer", "redirect", False),
    ],
)
def test_near_is_one_slip_after_the_first_letter(word: str, other: str, *, near: bool) -> None:
    assert (is_near(word, other, len(word)), is_near(other, word, len(other))) == (near, near)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pcke", "pkce"),
        ("cakn", "cakn"),
        ("tokn", "tokn"),
        ("polcy", "policy"),
        ("pollicy", "policy"),
        ("tokem", "tokem"),
        ("plicy", "policy"),
        ("olicy", "olicy"),
    ],
)
def test_the_shorter_a_word_the_fewer_slips_it_may_hold(typed: str, meant: str) -> None:
    """Four letters: two that changed places. Five: one that is missing. Six: any."""
    vocabulary: dict[str, Weights] = {phrase(word): {} for word in ("pkce", "policy", "token")}
    assert meant_words(typed, vocabulary) == (phrase(meant),)


def test_of_the_words_one_slip_away_the_one_that_says_most_is_meant() -> None:
    vocabulary = {"tokens": {0: 10}, "tokena": {0: 20}}
    assert meant_words("tokenz", vocabulary) == ("tokena",)


def test_a_known_word_and_a_short_one_mean_themselves() -> None:
    vocabulary: dict[str, Weights] = {"redirect": {}, "rest": {}, "tokens": {0: 1}, "token": {}}
    forms = [meant_words(word, vocabulary) for word in ("redirect", "redirct", "reset", "tokenz", "r2direct")]
    assert forms == [("redirect",), ("redirect",), ("reset",), ("tokens",), ("r2direct",)]


def test_words_run_together_and_taken_apart_are_known() -> None:
    vocabulary: dict[str, Weights] = {"callback": {}, "url": {}, "ip": {}, "relax": {}}
    forms = [meant_words(word, vocabulary) for word in ("callbackurl", "iprelax", "callbackxyz", "urlxyzw")]
    assert forms == [("callback", "url"), ("ip", "relax"), ("callback",), ("urlxyzw",)]
    assert joined_words(["the", "call", "back", "url"], vocabulary) == {"callback": "call back"}


def test_of_the_words_that_begin_so_the_one_that_says_most_is_meant() -> None:
    vocabulary = {"policy": {0: 10}, "polite": {0: 20, 1: 20}, "poll": {0: 30}}
    forms = [meant_words(word, vocabulary) for word in ("pol", "polic", "po", "pol1")]
    assert forms == [("polite",), ("policy",), ("po",), ("pol1",)]
