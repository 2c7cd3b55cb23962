"""Where a vendor's page states the required values, and in which words by now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.drift.aligning import ALIKE, alike, renamed
from generator.drift.page_facts import CODE, POINT, PagePlace, Piece, as_stated, statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.model import Guide, Lock, LockedPlace


@dataclass(frozen=True)
class Stated:
    """A required value as the page states it: in which place and piece, and in which words."""

    place: str
    piece: Piece
    text: str


def stated_values(
    lock: Lock, found: tuple[PagePlace, ...], heirs: Mapping[str, LockedPlace], guide: Guide
) -> dict[str, Stated]:
    """Return what the page states, by id of the value; `heirs` are the locked places by id of their successors."""
    settings = {value.id: value.setting for value in guide.values}
    texts = {name: as_stated(value.stated) for name, value in lock.values.items()}
    located = {name for place in lock.places for name in place.values}
    result: dict[str, Stated | None] = dict.fromkeys(texts)
    for place in found:
        was = heirs.get(place.id)
        for name in was.values if was else ():
            others = {texts[other] for other in was.values if other != name and other in texts} if was else set()
            if was and name in texts:
                result[name] = _now(texts[name], was.values[name], was, place, others)
    for name in texts.keys() - located:
        result[name] = _first(texts[name], settings.get(name, ""), found)
    return {name: one for name, one in result.items() if one}


def _all(places: Iterable[PagePlace]) -> list[Stated]:
    return [Stated(place.id, piece, text) for place in places for piece, text in statements(place)]


def _first(text: str, setting: str, found: Iterable[PagePlace]) -> Stated | None:
    """Find a value that no review has located yet: in the row of its setting, else wherever its words stand."""
    places = [one for one in _all(found) if one.text == text]
    return max(places, key=lambda one: alike(one.piece.row.split(" > ")[-1], setting), default=None)


def _now(text: str, row: str, was: LockedPlace, place: PagePlace, others: set[str]) -> Stated | None:
    """Return what now stands where a value stood: in its row, else in its own words or in those most like them."""
    names = renamed(was.rows, [piece.row for piece in place.rows])
    there = [one for one in _all([place]) if names.get(one.piece.row, one.piece.row) == row]
    if row not in {"", POINT, CODE}:
        return there[0] if there else None
    free = [one for one in there if one.text not in others]
    new = [one for one in free if one.piece.text not in {*was.items, *was.literals}]
    if row and len(new) == 1:
        return new[0]
    best = max(free, key=lambda one: (one.text == text, alike(one.text, text)), default=None)
    return best if best and alike(best.text, text) >= ALIKE else None
