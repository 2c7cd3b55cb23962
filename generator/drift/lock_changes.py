"""Two lock files, the last review's and the page's, to typed changes.

What goes on under another id, title or label is compared under its former one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.deriving.comparing import compare_places
from generator.deriving.facts import ComparedPlace, Fact
from generator.drift.aligning import renamed
from generator.drift.locking import name_or_hash
from generator.drift.page_facts import CODE, END_MARKS, POINT, PassageKind, as_stated, statement
from generator.model import Change, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.drift.locking import MatchedPlaces
    from generator.drift.page_facts import PagePlace, Passage
    from generator.model import Lock, LockedPlace


@dataclass(frozen=True)
class Counterpart:
    """The same place in the other lock file: its list, and each of our row labels that it has, by our label."""

    items: tuple[str, ...]
    rows: Mapping[str, str]


def lock_changes(old: Lock, new: Lock, places: Sequence[PagePlace], matched: MatchedPlaces) -> tuple[Change, ...]:
    """Compare two lock files; `places` are those of the page that the new one was made from, in the same order."""
    before = _old_places(old, new, matched)
    after = _new_places(new, places, matched)
    changes = compare_places(before, after)
    return tuple(_with_line_of_section(change, old, after) for change in changes)


def _old_places(old: Lock, new: Lock, matched: MatchedPlaces) -> list[ComparedPlace]:
    counterparts = {}
    for successor in new.places:
        place = matched.get(successor.id)
        if place:
            counterparts[place.id] = _successor_as_counterpart(place, successor)
    return [_compared_place(place, old, counterparts.get(place.id)) for place in old.places]


def _new_places(new: Lock, places: Sequence[PagePlace], matched: MatchedPlaces) -> list[ComparedPlace]:
    compared_places = []
    for place, page_place in zip(new.places, places, strict=True):
        predecessor = matched.get(place.id)
        counterpart = _predecessor_as_counterpart(place, predecessor) if predecessor else None
        compared = _with_lines(_compared_place(place, new, counterpart), page_place)
        compared_places.append(_under_former_id(compared, matched))
    return compared_places


def _predecessor_as_counterpart(place: LockedPlace, predecessor: LockedPlace) -> Counterpart:
    """The rows of a new place go on under their former labels."""
    unchanged = place.rows.keys() & predecessor.rows.keys()
    former_labels = {label: label for label in unchanged}
    former_labels |= renamed(predecessor.rows, place.rows)
    return Counterpart(predecessor.items, former_labels)


def _successor_as_counterpart(place: LockedPlace, successor: LockedPlace) -> Counterpart:
    """The rows of an old place keep their labels."""
    unchanged = place.rows.keys() & successor.rows.keys()
    former_labels = renamed(place.rows, successor.rows).values()
    going_on = unchanged.union(former_labels)
    own_labels = {label: label for label in going_on}
    return Counterpart(successor.items, own_labels)


def _under_former_id(place: ComparedPlace, matched: MatchedPlaces) -> ComparedPlace:
    former_id = _former_id(place.id, matched)
    former_section = _former_id(place.section, matched)
    return replace(place, id=former_id, section=former_section)


def _former_id(place_id: str, matched: MatchedPlaces) -> str:
    """Return the id that a place had; a new place must not be taken for an old one of the same id."""
    if place_id in matched:
        return matched[place_id].id
    return f"{place_id} (new)"


# Lines --------------------------------------------------------------------------------------------


def _with_lines(place: ComparedPlace, page_place: PagePlace) -> ComparedPlace:
    """Give a place and its facts the lines on which they stand."""
    lines = _lines_by_text(page_place)
    facts = []
    for fact in place.facts:
        line = lines.get(fact.text) or lines.get(fact.name) or page_place.line
        facts.append(replace(fact, line=line))
    return replace(place, line=page_place.line, facts=tuple(facts))


def _lines_by_text(page_place: PagePlace) -> dict[str, int | None]:
    """Return the line on which each text first stands, in any form in which the lock file may hold it."""
    lines: dict[str, int | None] = {}
    for passage in page_place.of_kind(*PassageKind):
        for text in _forms(passage):
            lines.setdefault(text, passage.line)
    return lines


def _forms(passage: Passage) -> tuple[str, ...]:
    text = passage.text
    without_end_mark = text.rstrip(END_MARKS)
    return passage.row, text, without_end_mark, statement(text), name_or_hash(text)


def _with_line_of_section(change: Change, old: Lock, after: Sequence[ComparedPlace]) -> Change:
    """Give what is gone the line of the section it stood in."""
    if change.line is not None:
        return change
    lines = {place.id: place.line for place in after}
    section = _section_of(change.name, old)
    return change.model_copy(update={"line": lines.get(section)})


def _section_of(name: str, lock: Lock) -> str:
    """Return the id of the section in which a place or required value of this id stands."""
    for place in lock.places:
        if name == place.id or name in place.values:
            section, _, _ = place.id.partition("/")
            return section
    return ""


# A locked place as facts --------------------------------------------------------------------------


def _compared_place(place: LockedPlace, lock: Lock, counterpart: Counterpart | None) -> ComparedPlace:
    section, _, number = place.id.partition("/")
    return ComparedPlace(
        Subject.STEP if place.is_step else Subject.SECTION,
        place.id,
        title=_title(place),
        section=section,
        number=int(number or 0),
        facts=tuple(_facts(place, lock, counterpart)),
        steps=place.ours,
    )


def _title(place: LockedPlace) -> str:
    if place.title:
        return place.title
    marked = [*place.labels, *place.literals, *place.rows]
    return ", ".join(marked) or place.id


def _facts(place: LockedPlace, lock: Lock, counterpart: Counterpart | None) -> Iterator[Fact]:
    yield from _value_facts(place, lock)
    yield from (Fact(Subject.LABEL, text) for text in place.labels)
    yield from (Fact(Subject.LITERAL, text) for text in place.literals)
    yield from (Fact(Subject.LINK, url) for url in place.links)
    yield from (Fact(Subject.WARNING, text, title) for title, text in place.warnings.items())
    if place.title:
        yield Fact(Subject.SECTION, place.title, "title")
    if place.prose:
        yield Fact(Subject.WORDING, place.prose)
    yield from _row_facts(place, counterpart)
    yield from _item_facts(place, counterpart)


def _value_facts(place: LockedPlace, lock: Lock) -> Iterator[Fact]:
    for name in place.values:
        if name in lock.values:
            yield Fact(Subject.VALUE, as_stated(lock.values[name].stated), name)


def _item_facts(place: LockedPlace, counterpart: Counterpart | None) -> Iterator[Fact]:
    """A point that only one of the two has beside required values may be one itself: it is told as one."""
    lists_values = POINT in place.values.values()
    for text in place.items:
        is_alone = counterpart is not None and text not in counterpart.items
        if lists_values and is_alone:
            yield Fact(Subject.VALUE, text)
        else:
            yield Fact(Subject.ENTRY, text)


def _row_facts(place: LockedPlace, counterpart: Counterpart | None) -> Iterator[Fact]:
    """A row, like a point, that only one of the two has beside required values is told as one."""
    rows_of_values = set(place.values.values()) - {"", POINT, CODE}
    for label, text in place.rows.items():
        if counterpart is None or label in counterpart.rows:
            yield from _shared_row(label, text, counterpart)
        elif text and label not in rows_of_values:
            kind = Subject.VALUE if rows_of_values else Subject.ENTRY
            yield Fact(kind, text, label)


def _shared_row(label: str, text: str, counterpart: Counterpart | None) -> Iterator[Fact]:
    name = counterpart.rows[label] if counterpart else label
    yield Fact(Subject.LABEL, label, name)
    if text:
        yield Fact(Subject.ENTRY, text, name)
