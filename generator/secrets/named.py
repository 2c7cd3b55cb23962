"""Secrets by the table of forms."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from generator.secrets.forms import CHANGE, FORMS, SEPARATOR, Secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.secrets.forms import SecretForm

CHANGES = re.compile(CHANGE)
BREAKS = re.compile(SEPARATOR, re.ASCII)
ANY_MARK = re.compile("|".join(re.escape(mark) for form in FORMS for mark in form.marks))


def squeezed(text: str) -> str:
    """Return a text without blanks and hyphens."""
    return BREAKS.sub("", text)


def candidates(squeezed_text: str) -> list[SecretForm]:
    """Return the forms whose marks stand in a squeezed text: almost always few, and quick to find out."""
    small_letters = squeezed_text.lower()
    if not ANY_MARK.search(small_letters):
        return []
    return [form for form in FORMS if _is_marked(small_letters, form)]


def _is_marked(small_letters: str, form: SecretForm) -> bool:
    return any(mark in small_letters for mark in form.marks)


def named_secrets(text: str, forms: Iterable[SecretForm], least_changes: int = 0) -> Iterator[Secret]:
    """Yield the secrets of some forms. They must look as if drawn by lot at least so much as their form says."""
    for form in forms:
        least = max(form.changes, least_changes)
        for match in _pattern(form).finditer(text):
            secret = match[match.re.groups]
            if changes(secret) >= least:
                yield Secret(form.kind, match.start(), match.end())


def changes(text: str) -> int:
    """Return how often small letters, capitals and digits follow each other."""
    return len(CHANGES.findall(text))


@cache
def _pattern(form: SecretForm) -> re.Pattern[str]:
    if form.in_words:
        return re.compile(form.pattern, re.ASCII | re.IGNORECASE)
    return re.compile(form.pattern, re.ASCII)
