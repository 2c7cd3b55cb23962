"""Which place of a page is which place of its last review, although it was renumbered, renamed or reworded."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise, product
from typing import TYPE_CHECKING

from generator.deriving.comparing import likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.model import LockedPlace

ALIKE = 0.5
"""From here on, two texts are one text that was changed."""

TITLE_COPIES = ("a", "b", "c")
"""A title counts once for each of these, because a section has little else."""


def alike(one: str, other: str) -> float:
    """Return how much two texts have in common, in words or in characters, 0 to 1."""
    in_words = likeness(one, other)
    in_characters = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return max(in_words, in_characters)


@dataclass(frozen=True)
class Trace:
    """What a place is known by: whether it is a step, and everything it states."""

    is_step: bool
    facts: frozenset[str]


@dataclass(frozen=True, order=True)
class Pair:
    """The index of a new place, and that of the old one that it succeeds."""

    new: int
    old: int


@dataclass(frozen=True)
class ScoredPair:
    """A pair that shares a part of its facts (0 to 1), so many places apart."""

    pair: Pair
    shared: float
    distance: int


@dataclass(frozen=True)
class ScoredLabels:
    """The label of a row that is gone and that of a new row, and how alike they are (0 to 1)."""

    old: str
    new: str
    score: float


def trace(place: LockedPlace, stated: Iterable[str]) -> Trace:
    """Return the trace of a place that states required values in these words."""
    facts = set(stated)
    facts.update(place.labels, place.literals, place.items, place.links)
    facts.update(place.rows.keys(), place.rows.values())
    facts.update(place.warnings.keys(), place.warnings.values())
    if place.title:
        facts.update(f"{place.title} {copy}" for copy in TITLE_COPIES)
    if place.prose:
        facts.add(place.prose)
    return Trace(place.is_step, frozenset(facts - {""}))


# Places -------------------------------------------------------------------------------------------


def match_places(old: Sequence[Trace], new: Sequence[Trace]) -> dict[int, int]:
    """Return {index of a new place: index of the old one that it succeeds}; a step succeeds a step only.

    First what is equal and in order, then what is equal anywhere, then what is most alike, then, between two places
    that are matched already, what is as many on both sides.
    """
    matched: dict[int, int] = {}
    match_up(matched, _equal_in_order(old, new))
    match_up(matched, _equal_anywhere(old, new))
    match_up(matched, _most_alike(old, new))
    for pair in between_matched(matched, len(old), len(new)):
        if new[pair.new].is_step == old[pair.old].is_step:
            match_up(matched, [pair])
    return matched


def match_up(matched: dict[int, int], pairs: Iterable[Pair]) -> None:
    """Add further pairs, of which neither side has a partner yet."""
    for pair in pairs:
        if pair.new not in matched and pair.old not in matched.values():
            matched[pair.new] = pair.old


def _equal_in_order(old: Sequence[Trace], new: Sequence[Trace]) -> Iterator[Pair]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            yield Pair(new=block.b + step, old=block.a + step)


def _equal_anywhere(old: Sequence[Trace], new: Sequence[Trace]) -> Iterator[Pair]:
    for new_index, new_trace in enumerate(new):
        for old_index, old_trace in enumerate(old):
            if old_trace == new_trace:
                yield Pair(new_index, old_index)


def _most_alike(old: Sequence[Trace], new: Sequence[Trace]) -> list[Pair]:
    """Return pairs with something in common, the best first, near ones before far ones."""
    candidates = []
    for new_index, old_index in product(range(len(new)), range(len(old))):
        new_trace = new[new_index]
        old_trace = old[old_index]
        shared = _shared_part(new_trace.facts, old_trace.facts)
        if shared and new_trace.is_step == old_trace.is_step:
            pair = Pair(new_index, old_index)
            distance = abs(new_index - old_index)
            candidates.append(ScoredPair(pair, shared, distance))
    candidates.sort(key=_best_first)
    return [candidate.pair for candidate in candidates]


def _shared_part(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    if not shared:
        return 0.0
    return shared / len(one | other)


def _best_first(candidate: ScoredPair) -> tuple[float, int, Pair]:
    """Return a sorting key: a large share first, then a short distance."""
    pair = candidate.pair
    return -candidate.shared, candidate.distance, pair


def between_matched(matched: dict[int, int], old_count: int, new_count: int) -> list[Pair]:
    """Pair in order what stands between two neighbours that are matched, if it is as many on both sides."""
    neighbours = [Pair(new, old) for new, old in sorted(matched.items())]
    edges = [Pair(-1, -1), *neighbours, Pair(new_count, old_count)]
    pairs: list[Pair] = []
    for above, below in pairwise(edges):
        new_places = range(above.new + 1, below.new)
        old_places = range(above.old + 1, below.old)
        unmatched = sorted(set(old_places).difference(matched.values()))
        is_as_many = len(unmatched) == len(new_places)
        if is_as_many:
            pairs += map(Pair, new_places, unmatched)
    return pairs


# Labels -------------------------------------------------------------------------------------------


def renamed(old: Iterable[str], new: Iterable[str]) -> dict[str, str]:
    """Return {new label: old label} for rows that go on under another label."""
    old_labels, new_labels = list(old), list(new)
    gone = [label for label in old_labels if label not in new_labels]
    added = [label for label in new_labels if label not in old_labels]
    is_only_choice = len(gone) == len(added) == 1
    matched: dict[str, str] = {}
    for candidate in _labels_by_likeness(gone, added):
        old_label, new_label = candidate.old, candidate.new
        is_taken = new_label in matched or old_label in matched.values()
        is_good = is_only_choice or candidate.score >= ALIKE
        if is_good and not is_taken:
            matched[new_label] = old_label
    return matched


def _labels_by_likeness(gone: list[str], added: list[str]) -> list[ScoredLabels]:
    candidates = []
    for old, new in product(gone, added):
        score = alike(old, new)
        candidates.append(ScoredLabels(old, new, score))
    return sorted(candidates, key=_score, reverse=True)


def _score(candidate: ScoredLabels) -> float:
    return candidate.score
