"""Which step of the guide follows which step of the vendor's page, for the first review. People may correct it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from generator.deriving.comparing import likeness
from generator.deriving.facts import words
from generator.drift.aligning import Pair, between_matched, match_up
from generator.drift.page_facts import PassageKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.drift.page_facts import PagePlace
    from generator.model import Guide, Lock, LockedPlace, Step

FOLLOWS = 0.3
"""From here on, a step of the guide follows a step of the page that says as much of the same."""


@dataclass(frozen=True)
class _Candidate:
    """A step of the page and one of the guide (as `new` and `old`), with how much they share."""

    pair: Pair
    shared_values: int
    likeness: float


def with_following_steps(lock: Lock, places: Sequence[PagePlace], guide: Guide) -> Lock:
    """Name for each step of the page the guide's step that asks for its values, or says the most like it."""
    locked_steps = [place for place in lock.places if place.is_step]
    texts = [_all_words(place) for place in places if place.number]
    matched: dict[int, int] = {}
    match_up(matched, _best_pairs(locked_steps, texts, guide.steps))
    match_up(matched, between_matched(matched, len(guide.steps), len(locked_steps)))
    followed_by: dict[str, tuple[str, ...]] = {}
    for theirs, ours in matched.items():
        locked_step = locked_steps[theirs]
        step = guide.steps[ours]
        followed_by[locked_step.id] = (step.id,)
    followed = [_with_ours(place, followed_by) for place in lock.places]
    return lock.model_copy(update={"places": tuple(followed)})


def _with_ours(place: LockedPlace, followed_by: dict[str, tuple[str, ...]]) -> LockedPlace:
    ours = followed_by.get(place.id, ())
    return place.model_copy(update={"ours": ours})


def _all_words(place: PagePlace) -> str:
    passages = place.of_kind(PassageKind.CLAUSE, PassageKind.ITEM, PassageKind.ROW)
    texts = [passage.text for passage in passages]
    return " ".join(texts)


def _best_pairs(locked_steps: Sequence[LockedPlace], texts: Sequence[str], steps: Sequence[Step]) -> list[Pair]:
    """Return the pairs that have a value or enough words in common, the best first."""
    asked_values = [_value_ids(step) for step in steps]
    step_texts = [words(step.content, mark=False) for step in steps]
    candidates = []
    step_indexes = range(len(steps))
    for theirs, ours in product(range(len(texts)), step_indexes):
        shared_values = asked_values[ours].intersection(locked_steps[theirs].values)
        alike = likeness(texts[theirs], step_texts[ours])
        if shared_values or alike >= FOLLOWS:
            pair = Pair(theirs, ours)
            candidates.append(_Candidate(pair, len(shared_values), alike))
    candidates.sort(key=_best_first)
    return [candidate.pair for candidate in candidates]


def _value_ids(step: Step) -> set[str]:
    return {value.id for value in step.values}


def _best_first(candidate: _Candidate) -> tuple[int, float, Pair]:
    """Return a sorting key: many values first, then a great likeness."""
    pair = candidate.pair
    return -candidate.shared_values, -candidate.likeness, pair
