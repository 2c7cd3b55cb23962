"""Secrets that are written in groups, as in `3MVG 9ABC`."""

from __future__ import annotations

import re
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from generator.secrets import forms
from generator.secrets.encoded import encoded_secrets
from generator.secrets.forms import Secret
from generator.secrets.named import BREAKS, changes, named_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.secrets.forms import SecretForm

LEAST_CHANGES_IN_GROUPS = 3
"""Plain words beside each other may read like the beginning of a key; they seldom change so often."""

LEAST_INNER_CHANGES = 2
SHORTEST = 16
PAUSE = re.compile(r"[\s-]", re.ASCII)
SPACES = re.compile(r"\s+", re.ASCII)


def _after_gap(group: str) -> re.Pattern[str]:
    """Return a pattern for what stands before a group, and the group: `group` is a class of characters and a plus."""
    characters = group[1:-1]
    others = f"[^{characters}*"
    return re.compile(f"({others})({group})", re.ASCII)


GROUP = _after_gap(forms.GROUP)
GROUP_WITH_HYPHENS = _after_gap(forms.GROUP_WITH_HYPHENS)
INNER_CHANGES = re.compile(forms.INNER_CHANGE)
MIXED = re.compile(forms.MIXED)

Run = list[tuple[int, str]]
"""Groups that may belong together, each with its place in the text."""


def grouped_secrets(text: str, candidates: Iterable[SecretForm]) -> Iterator[Secret]:
    """Yield the secrets whose groups belong together, between blanks and hyphens or between blanks alone."""
    without_words = [form for form in candidates if not form.in_words]
    if not without_words and len(INNER_CHANGES.findall(text)) < LEAST_INNER_CHANGES:
        return
    for run in _runs(text, GROUP, BREAKS):
        yield from _in_run(run, without_words)
    for run in _runs(text, GROUP_WITH_HYPHENS, SPACES):
        yield from _in_run(run, without_words)


def _in_run(run: Run, candidates: Iterable[SecretForm]) -> Iterator[Secret]:
    """Yield the secrets of groups beside each other, each with its place in the text."""
    joined = "".join(group for _, group in run)
    if len(joined) < SHORTEST or changes(joined) < LEAST_CHANGES_IN_GROUPS:
        return
    named = named_secrets(joined, candidates, LEAST_CHANGES_IN_GROUPS)
    for kind, start, end in chain(named, encoded_secrets(joined)):
        last = _place(run, end - 1)
        yield Secret(kind, _place(run, start), last + 1)


def _place(run: Run, index: int) -> int:
    """Return where in the text the character at an index of all groups joined stands."""
    joined = 0
    for start, group in run:
        if index < joined + len(group):
            return start + index - joined
        joined += len(group)
    raise IndexError


def _runs(text: str, groups: re.Pattern[str], breaks: re.Pattern[str]) -> Iterator[Run]:
    """Yield two or more groups that may belong together: as long as the one before, or no plain word.

    This goes over every word of every page, several times: what a gap or a group is like is found out once for each,
    and places are worked out for runs only.
    """
    pairs = groups.findall(text)
    gaps = set(filter(breaks.fullmatch, {gap for gap, _ in pairs}))
    between_words = set(filter(PAUSE.search, gaps))
    within_word = gaps - between_words
    mixed = set(filter(MIXED.search, {group for _, group in pairs}))
    ends = [*accumulate(map(len, chain.from_iterable(pairs)))]
    first, length, is_even = 0, 0, False
    for index, (gap, group) in enumerate(pairs):
        before, length = length, len(group)
        is_alike = length == before or group in mixed or (is_even and length < before)
        if (is_alike and gap in between_words) or gap in within_word:
            is_even = index > first and length == before
            continue
        if index - first > 1:
            yield [(ends[2 * place], pairs[place][1]) for place in range(first, index)]
        first, is_even = index, False
    if len(pairs) - first > 1:
        yield [(ends[2 * place], pairs[place][1]) for place in range(first, len(pairs))]
