"""What is refused as a secret, of which kind, and what is not. The browser's script is held to the same table."""

from __future__ import annotations

import time

import pytest

from generator.secrets import find_digests, find_secrets, hidden, looks_secret
from generator.secrets.forms import FORMS, SecretForm
from generator.secrets.named import named_secrets
from tests.support.secret_cases import ASKED, IN_DISGUISE, PASSES, REFUSED, Refused


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.kind)
def test_a_secret_is_found_and_its_kind_named(case: Refused) -> None:
    kinds = [secret.kind for secret in find_secrets(case.text)]
    assert kinds[:1] == [case.kind]
    assert looks_secret(case.text)


@pytest.mark.parametrize("case", IN_DISGUISE.values(), ids=IN_DISGUISE)
def test_a_secret_in_disguise_is_found(case: Refused) -> None:
    kinds = [secret.kind for secret in find_secrets(f"Here: {case.text} is it")]
    assert kinds == [case.kind]


@pytest.mark.parametrize("case", [*REFUSED, *IN_DISGUISE.values()], ids=lambda case: case.kind)
def test_nothing_of_it_is_left(case: Refused) -> None:
    rest = hidden(f"Before {case.text} after")
    assert "(hidden)" in rest
    assert not looks_secret(rest)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.kind)
def test_every_form_has_a_case(form: SecretForm) -> None:
    assert any(list(named_secrets(case.text, [form])) for case in REFUSED)


@pytest.mark.parametrize("text", ASKED)
def test_a_digest_is_asked_about(text: str) -> None:
    assert not looks_secret(text)
    assert len(find_digests(text)) == 1


@pytest.mark.parametrize("text", PASSES)
def test_what_is_no_secret_passes(text: str) -> None:
    assert find_secrets(text) == []
    assert find_digests(text) == []
    assert hidden(text) == text


def test_the_place_is_that_in_the_text_as_it_is_written() -> None:
    text = "a&amp;b\u200b3MV&#71;9canarycanarycanary, and more"
    [secret] = find_secrets(text)
    assert text[secret.start : secret.end] == "3MV&#71;9canarycanarycanary"


PIECES = (
    "a ",
    "3MVG ",
    "f0 ",
    "&amp;",
    "eyJ",
    "secret:",
    "x-",
    "AbC1",
    "12 ",
    "\u200b",
    "://a:",
    "password:",
    "BEGIN PRIVATE KEY ",
)


@pytest.mark.slow
@pytest.mark.parametrize("piece", [*PIECES, "force://", "client_secret=", "00", "hvs.", "curl -u "])
def test_half_a_million_characters_take_seconds(piece: str) -> None:
    text = piece * (500_000 // len(piece)) + "://"
    start = time.process_time()
    find_secrets(text)
    assert time.process_time() - start < 10
