"""Secrets in Base64."""

from __future__ import annotations

import re
from base64 import b64decode
from functools import lru_cache
from typing import TYPE_CHECKING

from generator.secrets.forms import ENCODED, Secret
from generator.secrets.named import candidates, changes, named_secrets, squeezed
from generator.secrets.numbers import number_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST_CHANGES_IN_BASE64 = 5
LETTERS = re.compile(ENCODED)
LETTERS_A_STEP = 4
"""Four letters stand for three bytes."""


def encoded_secrets(text: str) -> Iterator[Secret]:
    """Yield the runs of letters that are a secret in Base64."""
    for match in LETTERS.finditer(text):
        if changes(match[0]) < LEAST_CHANGES_IN_BASE64:
            continue
        kind = _kind_inside(match[0])
        if kind:
            yield Secret(kind, match.start(), match.end())


@lru_cache(maxsize=1 << 12)
def _kind_inside(encoded: str) -> str | None:
    """Return the kind of the secret. Other letters before it may shift where it begins.

    Hashes of steps look like Base64 and stand in many files, so what was found is kept.
    """
    letters = encoded.replace("-", "+").replace("_", "/")
    for shift in range(LETTERS_A_STEP):
        text = _decoded(letters[shift:])
        squeezed_text = squeezed(text)
        forms = candidates(squeezed_text)
        inner = [*named_secrets(text, forms), *number_secrets(text, squeezed_text)]
        if inner:
            return inner[0].kind
    return None


def _decoded(letters: str) -> str:
    """Return what Base64 without its end stands for, a character a byte; one letter alone is none."""
    left_over = len(letters) % LETTERS_A_STEP
    if left_over == 1:
        letters = letters[:-1]
    padding = "=" * (-len(letters) % LETTERS_A_STEP)
    data = b64decode(letters + padding)
    return data.decode("latin-1")
