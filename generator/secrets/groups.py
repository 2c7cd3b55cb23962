"""Secrets that are written in groups, as in `3MVG 9ABC`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from generator.secrets import forms
from generator.secrets.encoded import encoded_secrets
from generator.secrets.forms import Secret
from generator.secrets.named import BREAKS, candidates, changes, named_secrets, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.secrets.forms import SecretForm

LEAST_CHANGES_IN_GROUPS = 3
"""Plain words beside each other may read like the beginning of a key; they seldom change so often."""

LEAST_INNER_CHANGES = 2
SHORTEST = 16
PAUSE = re.compile(r"[\s-]", re.ASCII)
SPACES = re.compile(r"\s+", re.ASCII)


@dataclass(frozen=True, eq=False)
class Grouping:
    """A way to write groups. `stretches` are the longest parts of a text that hold nothing but groups and `breaks`.

    `groups` has what stands before a group as its first group, and the group as its second.
    """

    stretches: re.Pattern[str]
    groups: re.Pattern[str]
    breaks: re.Pattern[str]


def _grouping(group: str, between: str, breaks: re.Pattern[str]) -> Grouping:
    """Return how groups are written: `group` is a class of characters and a plus, `between` a class.

    One of them has a hyphen, which means itself at the end of a class alone.
    """
    characters = group[1:-2]
    both = characters + between[1:-1]
    both_but_hyphen = both.replace("-", "")
    stretches = f"[{both_but_hyphen}-]{{{SHORTEST},}}"
    after_gap = f"([^{characters}]*)({group})"
    return Grouping(_ascii(stretches), _ascii(after_gap), breaks)


def _ascii(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


GROUPINGS = (
    _grouping(forms.GROUP, forms.BETWEEN_GROUPS, BREAKS),
    _grouping(forms.GROUP_WITH_HYPHENS, r"[\s]", SPACES),
)
"""Between blanks and hyphens, or between blanks alone."""

INNER_CHANGES = re.compile(forms.INNER_CHANGE)
MIXED = re.compile(forms.MIXED)

Run = list[tuple[int, str]]
"""Groups that may belong together, each with its place in the text."""


def grouped_secrets(text: str, chosen: Iterable[SecretForm]) -> Iterator[Secret]:
    """Yield the secrets whose groups belong together; `chosen` are the forms whose marks stand in the text."""
    in_words_alone = all(form.in_words for form in chosen)
    if in_words_alone and len(INNER_CHANGES.findall(text)) < LEAST_INNER_CHANGES:
        return
    for grouping in GROUPINGS:
        for stretch in grouping.stretches.finditer(text):
            for kind, start, end in _in_stretch(stretch[0], grouping):
                yield Secret(kind, stretch.start() + start, stretch.start() + end)


@lru_cache(maxsize=1 << 14)
def _in_stretch(stretch: str, grouping: Grouping) -> tuple[Secret, ...]:
    """Return the secrets of a stretch; the same words stand in many a file of a build, so what was found is kept."""
    if changes(squeezed(stretch)) < LEAST_CHANGES_IN_GROUPS:
        return ()
    runs = _runs(stretch, grouping)
    return tuple(chain.from_iterable(map(_in_run, runs)))


def _in_run(run: Run) -> Iterator[Secret]:
    """Yield the secrets of two or more groups beside each other, each with its place in the stretch."""
    joined = "".join(group for _, group in run)
    is_short = len(run) == 1 or len(joined) < SHORTEST
    if is_short or changes(joined) < LEAST_CHANGES_IN_GROUPS:
        return
    chosen = candidates(squeezed(joined))
    without_words = [form for form in chosen if not form.in_words]
    named = named_secrets(joined, without_words, LEAST_CHANGES_IN_GROUPS)
    encoded = encoded_secrets(joined)
    for kind, start, end in chain(named, encoded):
        last = _place(run, end - 1)
        yield Secret(kind, _place(run, start), last + 1)


def _place(run: Run, index: int) -> int:
    """Return where in the stretch the character at an index of all groups joined stands."""
    joined = 0
    for start, group in run:
        if index < joined + len(group):
            return start + index - joined
        joined += len(group)
    raise IndexError


def _runs(stretch: str, grouping: Grouping) -> Iterator[Run]:
    """Yield one or more groups that may belong together: as long as the one before, or no plain word."""
    run: Run = []
    length, is_even = 0, False
    for match in grouping.groups.finditer(stretch):
        gap, group = match.groups()
        before, length = length, len(group)
        is_last_of_even = is_even and length < before
        is_alike = length == before or is_last_of_even or MIXED.search(group)
        is_break = grouping.breaks.fullmatch(gap)
        if not is_break or (PAUSE.search(gap) and not is_alike):
            yield run
            run = []
        is_even = bool(run) and length == before
        run.append((match.start(2), group))
    yield run
