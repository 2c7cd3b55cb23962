"""Which place of a page is which place of its last review, although it was renumbered, renamed or reworded."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.deriving.comparing import likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.model import LockedPlace

ALIKE = 0.5
"""From here on, two texts are one text that was changed."""


def alike(one: str, other: str) -> float:
    """Return how much two texts have in common, in words or in characters, 0 to 1."""
    return max(likeness(one, other), SequenceMatcher(None, one, other, autojunk=False).ratio())


@dataclass(frozen=True)
class Trace:
    """What a place is known by: whether it is a step, and everything it states."""

    is_step: bool
    facts: frozenset[str]


def trace(place: LockedPlace, stated: Iterable[str]) -> Trace:
    """Return the trace of a place that states required values in these words.

    A title counts more than once, because a section has little else.
    """
    title = [f"{place.title} {copy}" for copy in "abc"] if place.title else []
    rows = [text for row in place.rows.items() for text in row]
    boxes = [text for box in place.warnings.items() for text in box]
    lists = (place.labels, place.literals, place.items, place.links, stated)
    facts = {*title, *rows, *boxes, *(text for texts in lists for text in texts), place.prose or ""}
    return Trace("/" in place.id, frozenset(facts - {""}))


def successors(old: Sequence[Trace], new: Sequence[Trace]) -> dict[int, int]:
    """Return {index of a new place: index of the old one that it succeeds}; a step succeeds a step only.

    First what is equal and in order, then what is equal anywhere, then what is most alike, then, between two places
    that are paired already, what is as many on both sides.
    """
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    pairs = {block.b + step: block.a + step for block in blocks for step in range(block.size)}
    moved = [(b, a) for b in range(len(new)) for a in range(len(old)) if old[a] == new[b]]
    pair_up(pairs, moved)
    pair_up(pairs, _most_alike(old, new))
    pair_up(pairs, [pair for pair in gaps(pairs, len(old), len(new)) if new[pair[0]].is_step == old[pair[1]].is_step])
    return pairs


def pair_up(pairs: dict[int, int], further: Iterable[tuple[int, int]]) -> None:
    """Add further pairs, of which neither side has a partner yet."""
    for new, old in further:
        if new not in pairs and old not in pairs.values():
            pairs[new] = old


def _most_alike(old: Sequence[Trace], new: Sequence[Trace]) -> list[tuple[int, int]]:
    """Return pairs with something in common, the best first, near ones before far ones."""
    scored = [
        (-len(a.facts & b.facts) / len(a.facts | b.facts), abs(right - left), right, left)
        for right, b in enumerate(new)
        for left, a in enumerate(old)
        if a.facts & b.facts and a.is_step == b.is_step
    ]
    return [(right, left) for _, _, right, left in sorted(scored)]


def gaps(pairs: dict[int, int], old: int, new: int) -> list[tuple[int, int]]:
    """Pair in order what stands between two neighbours that are paired, if it is as many on both sides."""
    edges = [(-1, -1), *sorted(pairs.items()), (new, old)]
    result: list[tuple[int, int]] = []
    for (b, a), (d, c) in pairwise(edges):
        left = [index for index in range(a + 1, c) if index not in pairs.values()]
        if len(left) == d - b - 1:
            result += zip(range(b + 1, d), left, strict=True)
    return result


def renamed(old: Iterable[str], new: Iterable[str]) -> dict[str, str]:
    """Return {new label: old label} for rows that go on under another label."""
    gone = [label for label in old if label not in set(new)]
    come = [label for label in new if label not in set(old)]
    ranked = sorted(((alike(a, b), a, b) for a in gone for b in come), key=lambda found: -found[0])
    only = len(gone) == len(come) == 1
    pairs: dict[str, str] = {}
    for score, a, b in ranked:
        if (score >= ALIKE or only) and b not in pairs and a not in pairs.values():
            pairs[b] = a
    return pairs
