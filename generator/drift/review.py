"""A vendor's page against the lock file of its last review: what changed, and which of our steps it touches.

The page is brought into the form of a lock file, and the two lock files are compared. Accepting the page is then
writing that lock file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.drift.aligning import Trace, match_places, trace
from generator.drift.following import with_following_steps
from generator.drift.lock_changes import lock_changes
from generator.drift.locking import accepted_lock, locked_place, reviewed_place
from generator.drift.page_facts import page_places, statements
from generator.drift.page_values import stated_texts, stated_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.drift.page_facts import PagePlace
    from generator.model import Change, Guide, Lock, LockedPlace
    from generator.model.page import Page


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
    places = page_places(page)
    matched = _matched_places(lock, places)
    stated = stated_values(lock, places, matched, guide)
    reviewed = [reviewed_place(place, matched.get(place.id), stated) for place in places]
    accepted = accepted_lock(lock, page, day, reviewed, stated)
    if not any(place.ours for place in lock.places):
        accepted = with_following_steps(accepted, places, guide)
    changes: tuple[Change, ...] = ()
    if lock.places:
        changes = lock_changes(lock, accepted, places, matched)
    unstated = tuple(name for name in lock.values if name not in stated)
    return Drift(changes, accepted, unstated)


def _matched_places(lock: Lock, places: Sequence[PagePlace]) -> dict[str, LockedPlace]:
    """Return the locked place by the id of the page's place that succeeds it."""
    value_texts = stated_texts(lock)
    known_texts = set(value_texts.values())
    old = [_locked_trace(place, value_texts) for place in lock.places]
    new = [_page_trace(place, known_texts) for place in places]
    matched = {}
    for new_index, old_index in match_places(old, new).items():
        place = places[new_index]
        matched[place.id] = lock.places[old_index]
    return matched


def _locked_trace(place: LockedPlace, value_texts: dict[str, str]) -> Trace:
    """Return what a locked place is known by; the words of its values count, as on the page."""
    names = value_texts.keys() & place.values.keys()
    texts = [value_texts[name] for name in names]
    return trace(place, texts)


def _page_trace(place: PagePlace, value_texts: set[str]) -> Trace:
    passages, texts = [], []
    for stated in statements(place):
        if stated.text in value_texts:
            passages.append(stated.passage)
            texts.append(stated.text)
    return trace(locked_place(place, passages), texts)
