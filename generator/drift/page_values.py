"""Where a vendor's page states the required values, and in which words by now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.drift.aligning import ALIKE, alike, renamed
from generator.drift.page_facts import CODE, POINT, Passage, as_stated, statements

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.drift.page_facts import PagePlace
    from generator.model import Guide, Lock, LockedPlace

WITHOUT_ROW = {"", POINT, CODE}
"""Where a value stands that no table row holds: in a sentence, a point of a list, or code."""


@dataclass(frozen=True)
class StatedValue:
    """A required value as the page states it: in which place and passage, and in which words."""

    place: str
    passage: Passage
    text: str


@dataclass(frozen=True)
class SoughtValue:
    """A required value as the last review found it: its words, its row, and the words of its neighbours."""

    text: str
    row: str
    neighbours: frozenset[str]


def stated_values(
    lock: Lock, places: tuple[PagePlace, ...], matched: Mapping[str, LockedPlace], guide: Guide
) -> dict[str, StatedValue]:
    """Return what the page states, by id of the value; `matched` are the locked places by id of their successors."""
    texts = stated_texts(lock)
    stated: dict[str, StatedValue | None] = dict.fromkeys(texts)
    for place in places:
        former = matched.get(place.id)
        if former:
            stated |= _values_of_place(place, former, texts)
    settings = {value.id: value.setting for value in guide.values}
    unlocated = texts.keys() - _located_values(lock)
    for name in unlocated:
        stated[name] = _first_statement(texts[name], settings.get(name, ""), places)
    return {name: value for name, value in stated.items() if value}


def stated_texts(lock: Lock) -> dict[str, str]:
    """Return the words in which the last review found each required value, by id."""
    texts = {}
    for name, value in lock.values.items():
        texts[name] = as_stated(value.stated)
    return texts


def _located_values(lock: Lock) -> set[str]:
    """Return the ids of the values that a place of the last review states."""
    located: set[str] = set()
    for place in lock.places:
        located.update(place.values)
    return located


def _values_of_place(place: PagePlace, former: LockedPlace, texts: Mapping[str, str]) -> dict[str, StatedValue | None]:
    """Return the values that stood in the former place as they stand in this one; None for those that do not."""
    texts_here = {name: texts[name] for name in former.values if name in texts}
    values = {}
    for name, text in texts_here.items():
        neighbours = frozenset(other for key, other in texts_here.items() if key != name)
        sought = SoughtValue(text, former.values[name], neighbours)
        values[name] = _value_in_place(sought, former, place)
    return values


def _statements_in(place: PagePlace) -> list[StatedValue]:
    values = []
    for stated in statements(place):
        value = StatedValue(place.id, stated.passage, stated.text)
        values.append(value)
    return values


def _first_statement(text: str, setting: str, places: tuple[PagePlace, ...]) -> StatedValue | None:
    """Find a value that no review has located yet: in the row of its setting, else wherever its words stand."""

    def likeness_of_row(candidate: StatedValue) -> float:
        *_, last_label = candidate.passage.row.split(" > ")
        return alike(last_label, setting)

    candidates: list[StatedValue] = []
    for place in places:
        candidates += [candidate for candidate in _statements_in(place) if candidate.text == text]
    return max(candidates, key=likeness_of_row, default=None)


def _value_in_place(sought: SoughtValue, former: LockedPlace, place: PagePlace) -> StatedValue | None:
    """Return what stands where a value stood: in its row, else in its own words or in those most like them."""
    candidates = _statements_in_row(sought.row, former, place)
    if sought.row not in WITHOUT_ROW:
        return next(iter(candidates), None)
    free = [candidate for candidate in candidates if candidate.text not in sought.neighbours]
    if sought.row:
        former_texts = {*former.items, *former.literals}
        added = [candidate for candidate in free if candidate.passage.text not in former_texts]
        if len(added) == 1:
            return added[0]
    return _most_alike(sought.text, free)


def _statements_in_row(row: str, former: LockedPlace, place: PagePlace) -> list[StatedValue]:
    """Return what a place states in a row, also where the row has another label by now."""
    former_labels = renamed(former.rows, place.row_labels)

    def former_label(candidate: StatedValue) -> str:
        label = candidate.passage.row
        return former_labels.get(label, label)

    return [candidate for candidate in _statements_in(place) if former_label(candidate) == row]


def _most_alike(text: str, candidates: list[StatedValue]) -> StatedValue | None:
    """Return the candidate in the same words, else the one most like them, unless none is like them at all."""

    def likeness_of_text(candidate: StatedValue) -> tuple[bool, float]:
        is_same = candidate.text == text
        return is_same, alike(candidate.text, text)

    best = max(candidates, key=likeness_of_text, default=None)
    if best is None or alike(best.text, text) < ALIKE:
        return None
    return best
