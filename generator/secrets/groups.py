"""Secrets that are written in groups, as in `3MVG 9ABC`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.secrets import forms
from generator.secrets.encoded import encoded_secrets
from generator.secrets.forms import Secret
from generator.secrets.named import BREAKS, named_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.secrets.forms import SecretForm

LEAST_CHANGES_IN_GROUPS = 3
"""Plain words beside each other may read like the beginning of a key; they seldom change so often."""

LEAST_INNER_CHANGES = 2
SHORTEST = 16
PAUSE = re.compile(r"[\s-]", re.ASCII)
SPACES = re.compile(r"\s+", re.ASCII)
GROUP = re.compile(forms.GROUP, re.ASCII)
GROUP_WITH_HYPHENS = re.compile(forms.GROUP_WITH_HYPHENS, re.ASCII)
INNER_CHANGES = re.compile(forms.INNER_CHANGE)
MIXED = re.compile(forms.MIXED)


def grouped_secrets(text: str, candidates: Iterable[SecretForm]) -> Iterator[Secret]:
    """Yield the secrets whose groups belong together, between blanks and hyphens or between blanks alone."""
    without_words = [form for form in candidates if not form.in_words]
    if not without_words and len(INNER_CHANGES.findall(text)) < LEAST_INNER_CHANGES:
        return
    for run in _runs(text, GROUP, BREAKS):
        yield from _in_run(run, without_words)
    for run in _runs(text, GROUP_WITH_HYPHENS, SPACES):
        yield from _in_run(run, without_words)


def _in_run(run: list[re.Match[str]], candidates: Iterable[SecretForm]) -> Iterator[Secret]:
    """Yield the secrets of groups beside each other, each with its place in the text."""
    if len(run) == 1:
        return
    joined = "".join(group[0] for group in run)
    if len(joined) < SHORTEST:
        return
    for kind, start, end in named_secrets(joined, candidates, LEAST_CHANGES_IN_GROUPS):
        yield Secret(kind, _place(run, start), _place(run, end - 1) + 1)
    for kind, start, end in encoded_secrets(joined):
        yield Secret(kind, _place(run, start), _place(run, end - 1) + 1)


def _place(run: list[re.Match[str]], index: int) -> int:
    """Return where in the text the character at an index of all groups joined stands."""
    start = 0
    for group in run:
        end = start + len(group[0])
        if index < end:
            return group.start() + index - start
        start = end
    raise IndexError


def _runs(text: str, group: re.Pattern[str], breaks: re.Pattern[str]) -> Iterator[list[re.Match[str]]]:
    """Yield groups that may belong together: as long as the one before, or no plain word."""
    run: list[re.Match[str]] = []
    for match in group.finditer(text):
        if run:
            is_near = breaks.fullmatch(text, run[-1].end(), match.start())
            is_word = not PAUSE.search(text, run[-1].end(), match.start())
            if not is_near or not (is_word or _continues(run, match[0])):
                yield run
                run = []
        run.append(match)
    if run:
        yield run


def _continues(run: list[re.Match[str]], group: str) -> bool:
    last = len(run[-1][0])
    if len(group) == last or MIXED.search(group):
        return True
    is_even = len(run) > 1 and len(run[-2][0]) == last
    return is_even and len(group) < last
