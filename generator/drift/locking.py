"""A vendor's page against the lock file of its last review: what changed, and which of our steps it touches.

The page is brought into the form of a lock file, and the two lock files are compared. Accepting the page is then
writing that lock file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.deriving.comparing import compare_places, likeness
from generator.deriving.facts import Fact, Place, digest, words
from generator.drift.aligning import Trace, gaps, pair_up, renamed, successors, trace
from generator.drift.page_facts import (
    CODE,
    POINT,
    PagePlace,
    Piece,
    as_stated,
    is_name,
    page_places,
    rest,
    statement,
    statements,
)
from generator.drift.page_values import Stated, stated_values
from generator.model import Change, Lock, LockedPage, LockedPlace, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.model import Guide
    from generator.model.page import Page

BOUND = 0.3
"""From here on, a step of the guide follows a step of the page. Only for the first review; people may correct it."""

Heirs = dict[str, LockedPlace]
"""The locked place by the id of the page's place that succeeds it."""


@dataclass(frozen=True)
class Drift:
    """The changes, most serious first, and the lock file that accepts them.

    `unstated` are the ids of required values that the page could not be shown to state.
    """

    changes: tuple[Change, ...]
    lock: Lock
    unstated: tuple[str, ...]


def drift(lock: Lock, page: Page, guide: Guide, day: str) -> Drift:
    """Compare a page, read on `day`, with its last review."""
    found = page_places(page)
    pairs = successors(*_traces(lock, found))
    heirs = {found[new].id: lock.places[old] for new, old in pairs.items()}
    stated = stated_values(lock, found, heirs, guide)
    fresh = Lock(
        page=LockedPage(url=lock.page.url, reviewed=day, sha256=page.sha256),
        values={
            name: value.model_copy(update=_restated(value.stated, stated.get(name)))
            for name, value in lock.values.items()
        },
        places=tuple(_reviewed(place, stated, heirs) for place in found),
    )
    if not any(place.ours for place in lock.places):
        fresh = fresh.model_copy(update={"places": _bound(fresh.places, found, guide)})
    changes = _changes(lock, fresh, found, heirs) if lock.places else ()
    return Drift(changes, fresh, tuple(name for name in lock.values if name not in stated))


def _traces(lock: Lock, found: tuple[PagePlace, ...]) -> tuple[list[Trace], list[Trace]]:
    """Return what the locked places and the page's are known by; the words of values count on both sides."""
    stated = {name: as_stated(value.stated) for name, value in lock.values.items()}
    known = set(stated.values())
    old = [trace(place, [stated[name] for name in place.values if name in stated]) for place in lock.places]
    saying = [[(piece, text) for piece, text in statements(place) if text in known] for place in found]
    new = [
        trace(_locked(place, [piece for piece, _ in said]), [text for _, text in said])
        for place, said in zip(found, saying, strict=True)
    ]
    return old, new


def _restated(stated: str, now: Stated | None) -> dict[str, str]:
    """Keep the lock file's own spelling of what did not change."""
    return {} if now is None or as_stated(stated) == now.text else {"stated": now.text}


# The page as a lock file --------------------------------------------------------------------------


def _reviewed(place: PagePlace, stated: Mapping[str, Stated], heirs: Heirs) -> LockedPlace:
    own = {name: one.piece for name, one in stated.items() if one.place == place.id}
    known = {
        "ours": heirs[place.id].ours if place.id in heirs else (),
        "values": {name: piece.row for name, piece in own.items()},
    }
    return _locked(place, own.values()).model_copy(update=known)


def _bound(places: tuple[LockedPlace, ...], found: tuple[PagePlace, ...], guide: Guide) -> tuple[LockedPlace, ...]:
    """Name for each step of the page the guide's step that asks for its values, or says the most like it."""
    steps = [place for place in places if "/" in place.id]
    texts = [_all_words(place) for place in found if place.number]
    asked = [{value.id for value in step.values} for step in guide.steps]
    said = [words(step.content, mark=False) for step in guide.steps]
    scored = [
        (-len(asked[right] & set(steps[left].values)), -likeness(texts[left], said[right]), left, right)
        for left in range(len(steps))
        for right in range(len(said))
    ]
    pairs: dict[int, int] = {}
    pair_up(pairs, [(left, right) for shared, score, left, right in sorted(scored) if shared or -score >= BOUND])
    pair_up(pairs, gaps(pairs, len(said), len(steps)))
    ours = {steps[left].id: (guide.steps[right].id,) for left, right in pairs.items()}
    return tuple(place.model_copy(update={"ours": ours.get(place.id, ())}) for place in places)


def _all_words(place: PagePlace) -> str:
    return " ".join(piece.text for piece in (*place.clauses, *place.items, *place.rows))


def _locked(place: PagePlace, saying: Iterable[Piece] = ()) -> LockedPlace:
    """Return a place as the lock file holds it; `saying` are the pieces that state required values."""
    said = set(saying)
    prose = ["…" if piece in said else piece.masked for piece in place.clauses]
    prose += [rest(piece.text) for piece in place.items if piece in said]
    return LockedPlace(
        id=place.id,
        title=place.title or None,
        labels=_texts(place.labels),
        literals=_texts(piece for piece in place.literals if piece not in said),
        rows={piece.row: _kept(rest(piece.text) if piece in said else piece.text) for piece in place.rows},
        items=_texts(piece for piece in place.items if piece not in said),
        links=tuple(piece.text for piece in place.links),
        warnings={piece.row or "untitled": digest(piece.text) for piece in place.warnings},
        prose=digest(" ".join(prose)) if any(prose) else None,
    )


def _texts(pieces: Iterable[Piece]) -> tuple[str, ...]:
    return tuple(_kept(piece.text) for piece in pieces)


def _kept(text: str) -> str:
    """Return a name as it is, and prose as its hash."""
    return text if is_name(text) else digest(text)


# Lock files as places to compare ------------------------------------------------------------------


def _changes(old: Lock, new: Lock, found: tuple[PagePlace, ...], heirs: Heirs) -> tuple[Change, ...]:
    """Compare two lock files; what goes on under another id, title or label is compared under its former one."""
    ahead = {was.id: place for place in new.places if (was := heirs.get(place.id))}
    former = {place.id: heirs[place.id].id if place.id in heirs else f"{place.id} (new)" for place in new.places}
    before = [_place(place, old, _successors(place, ahead.get(place.id))) for place in old.places]
    after = [
        replace(
            _on_page(_place(place, new, _predecessors(place, heirs.get(place.id))), seen),
            id=former[place.id],
            section=former[seen.section],
            steps=place.ours,
        )
        for place, seen in zip(new.places, found, strict=True)
    ]
    return tuple(_placed(change, old, after) for change in compare_places(before, after))


def _placed(change: Change, old: Lock, after: Iterable[Place]) -> Change:
    """Give what is gone the line of the section it stood in."""
    if change.line is not None:
        return change
    home = next((place.id for place in old.places if change.name in {place.id, *place.values}), "")
    lines = {place.id: place.line for place in after}
    return change.model_copy(update={"line": lines.get(home.partition("/")[0])})


def _on_page(place: Place, seen: PagePlace) -> Place:
    """Give a place and its facts the lines on which they stand."""
    pieces = (*seen.labels, *seen.literals, *seen.rows, *seen.items, *seen.links, *seen.warnings, *seen.clauses)
    lines = {
        text: piece.line
        for piece in reversed(pieces)
        for text in (piece.row, piece.text, piece.text.rstrip(".,:;"), statement(piece.text), _kept(piece.text))
    }
    facts = (replace(fact, line=lines.get(fact.text) or lines.get(fact.name) or seen.line) for fact in place.facts)
    return replace(place, line=seen.line, facts=tuple(facts))


@dataclass(frozen=True)
class Twin:
    """What the other lock file holds of a place: its list, and each of our row labels that it has, by our label."""

    items: tuple[str, ...]
    rows: Mapping[str, str]


def _predecessors(place: LockedPlace, was: LockedPlace | None) -> Twin | None:
    """Return the twin of a new place: its rows go on under their former labels."""
    if was is None:
        return None
    names = {label: label for label in place.rows if label in was.rows} | renamed(was.rows, place.rows)
    return Twin(was.items, names)


def _successors(place: LockedPlace, now: LockedPlace | None) -> Twin | None:
    """Return the twin of an old place: its rows keep their labels."""
    if now is None:
        return None
    going_on = {*now.rows, *renamed(place.rows, now.rows).values()}
    return Twin(now.items, {label: label for label in place.rows if label in going_on})


def _place(place: LockedPlace, lock: Lock, twin: Twin | None) -> Place:
    section, _, number = place.id.partition("/")
    title = place.title or ", ".join((*place.labels, *place.literals, *place.rows)) or place.id
    facts = tuple(Fact(kind, text, name) for kind, text, name in _facts(place, lock, twin))
    kind = Subject.STEP if number else Subject.SECTION
    return Place(kind, place.id, title, section, int(number or 0), facts, place.ours)


def _facts(place: LockedPlace, lock: Lock, twin: Twin | None) -> Iterator[tuple[Subject, str, str]]:
    """Yield kind, text and name of each fact."""
    for name in place.values:
        if name in lock.values:
            yield Subject.VALUE, as_stated(lock.values[name].stated), name
    yield from ((Subject.LABEL, text, "") for text in place.labels)
    yield from ((Subject.LITERAL, text, "") for text in place.literals)
    yield from ((Subject.LINK, url, "") for url in place.links)
    yield from ((Subject.WARNING, text, title) for title, text in place.warnings.items())
    yield from ((Subject.SECTION, text, "title") for text in (place.title,) if text)
    yield from ((Subject.WORDING, text, "") for text in (place.prose,) if text)
    yield from _row_facts(place, twin)
    for text in place.items:
        alone = POINT in place.values.values() and twin and text not in twin.items
        yield (Subject.VALUE if alone else Subject.ENTRY), text, ""


def _row_facts(place: LockedPlace, twin: Twin | None) -> Iterator[tuple[Subject, str, str]]:
    """A row, like a point, that only one of the two has beside required values may be one itself: it is told as one."""
    of_values = set(place.values.values()) - {"", POINT, CODE}
    for label, text in place.rows.items():
        shared = twin is None or label in twin.rows
        name = twin.rows.get(label, label) if twin else label
        if shared:
            yield Subject.LABEL, label, name
        if text and (shared or label not in of_values):
            yield (Subject.ENTRY if shared or not of_values else Subject.VALUE), text, name
