"""A vendor's page in the form of the lock file that accepts it."""

from __future__ import annotations

from itertools import filterfalse
from typing import TYPE_CHECKING

from generator.deriving.facts import digest
from generator.drift.page_facts import PassageKind, as_stated, is_name, rest
from generator.model import Lock, LockedPage, LockedPlace, LockedValue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from generator.drift.page_facts import PagePlace, Passage
    from generator.drift.page_values import StatedValue
    from generator.model.page import Page

    MatchedPlaces = Mapping[str, LockedPlace]
    """The locked place by the id of the page's place that succeeds it."""


def accepted_lock(
    lock: Lock, page: Page, day: str, places: Iterable[LockedPlace], stated: Mapping[str, StatedValue]
) -> Lock:
    """Return the lock file of a page, read on `day`, with these places and values."""
    values = {}
    for name, value in lock.values.items():
        values[name] = _accepted_value(value, stated.get(name))
    url = lock.page.url
    locked_page = LockedPage(url=url, reviewed=day, sha256=page.sha256)
    return Lock(page=locked_page, values=values, places=tuple(places))


def _accepted_value(value: LockedValue, stated: StatedValue | None) -> LockedValue:
    """Keep the lock file's own spelling of what did not change."""
    if stated is None or as_stated(value.stated) == stated.text:
        return value
    return value.model_copy(update={"stated": stated.text})


def reviewed_place(place: PagePlace, former: LockedPlace | None, stated: Mapping[str, StatedValue]) -> LockedPlace:
    """Return a place as the new review holds it: with the values it states, and the steps that followed it so far."""
    stating = []
    rows = {}
    for name, value in stated.items():
        if value.place == place.id:
            stating.append(value.passage)
            rows[name] = value.passage.row
    ours = former.ours if former else ()
    locked = locked_place(place, stating)
    return locked.model_copy(update={"ours": ours, "values": rows})


def locked_place(place: PagePlace, stating: Collection[Passage] = ()) -> LockedPlace:
    """Return a place as the lock file holds it; `stating` are the passages that state required values."""
    warnings = place.of_kind(PassageKind.WARNING)
    prose = _prose(place, stating)
    return LockedPlace(
        id=place.id,
        title=place.title or None,
        labels=_names_or_hashes(place.of_kind(PassageKind.LABEL)),
        literals=_names_or_hashes(_not_in(stating, place.of_kind(PassageKind.LITERAL))),
        rows=_rows(place, stating),
        items=_names_or_hashes(_not_in(stating, place.of_kind(PassageKind.ITEM))),
        links=tuple(passage.text for passage in place.of_kind(PassageKind.LINK)),
        warnings={passage.row or "untitled": digest(passage.text) for passage in warnings},
        prose=digest(prose) if prose else None,
    )


def _not_in(stating: Collection[Passage], passages: Iterable[Passage]) -> list[Passage]:
    """Leave out what states a value: those words stand in the lock's `values` only."""
    unstated = filterfalse(stating.__contains__, passages)
    return list(unstated)


def _rows(place: PagePlace, stating: Collection[Passage]) -> dict[str, str]:
    """Return the rows by label; of one that states a value, only what follows it."""
    rows = {}
    for passage in place.of_kind(PassageKind.ROW):
        text = rest(passage.text) if passage in stating else passage.text
        rows[passage.row] = name_or_hash(text)
    return rows


def _prose(place: PagePlace, stating: Collection[Passage]) -> str:
    """Return the clauses, those that state a value masked, then what follows the values in points."""
    clauses = place.of_kind(PassageKind.CLAUSE)
    texts = ["…" if passage in stating else passage.masked for passage in clauses]
    texts += [rest(passage.text) for passage in place.of_kind(PassageKind.ITEM) if passage in stating]
    if not any(texts):
        return ""
    return " ".join(texts)


def _names_or_hashes(passages: Iterable[Passage]) -> tuple[str, ...]:
    texts = [passage.text for passage in passages]
    return tuple(map(name_or_hash, texts))


def name_or_hash(text: str) -> str:
    """Return a name as it is, and prose as its hash."""
    if is_name(text):
        return text
    return digest(text)
