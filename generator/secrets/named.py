"""Secrets by the table of forms."""

from __future__ import annotations

import re
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING

from generator.secrets.forms import CHANGE, FORMS, SEPARATOR, Secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.secrets.forms import SecretForm

CHANGES = re.compile(CHANGE)
BREAKS = re.compile(SEPARATOR, re.ASCII)
MARKS = frozenset(chain.from_iterable(form.marks for form in FORMS))
ANY_MARK = re.compile("|".join(map(re.escape, sorted(MARKS))))


def squeezed(text: str) -> str:
    """Return a text without blanks and hyphens."""
    return BREAKS.sub("", text)


def candidates(squeezed_text: str) -> list[SecretForm]:
    """Return the forms whose marks stand in a squeezed text: almost always few, and quick to find out."""
    small_letters = squeezed_text.lower()
    if not ANY_MARK.search(small_letters):
        return []
    present = {mark for mark in MARKS if mark in small_letters}
    return [form for form in FORMS if not present.isdisjoint(form.marks)]


def named_secrets(text: str, forms: Iterable[SecretForm], least_changes: int = 0) -> Iterator[Secret]:
    """Yield the secrets of some forms. They must look as if drawn by lot at least so much as their form says."""
    small_letters = text.lower()
    for form in forms:
        least = max(form.changes, least_changes)
        for match in _matches(form, text, small_letters):
            secret = match[match.re.groups]
            if changes(secret) >= least:
                yield Secret(form.kind, match.start(), match.end())


def _matches(form: SecretForm, text: str, small_letters: str) -> Iterator[re.Match[str]]:
    """Yield a form's matches; of a form with an anchor only what begins near one, which takes a fraction of the time.

    Letters that change their number when they become small would shift the places of what follows.
    """
    pattern = _pattern(form)
    if not form.anchor or len(small_letters) != len(text):
        yield from pattern.finditer(text)
        return
    end = 0
    for anchor in _anchor(form.anchor).finditer(small_letters):
        first = max(end, anchor.start() - form.reach)
        starts = range(first, anchor.start() + 1)
        match = next(filter(None, map(partial(pattern.match, text), starts)), None)
        if match:
            end = match.end()
            yield match


def changes(text: str) -> int:
    """Return how often small letters, capitals and digits follow each other."""
    return len(CHANGES.findall(text))


@cache
def _anchor(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


@cache
def _pattern(form: SecretForm) -> re.Pattern[str]:
    if form.in_words:
        return re.compile(form.pattern, re.ASCII | re.IGNORECASE)
    return re.compile(form.pattern, re.ASCII)
