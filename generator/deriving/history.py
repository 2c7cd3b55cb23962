"""What became of a guide from revision to revision."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.deriving.facts import MARK
from generator.model import History, Revision, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model import Change, Guide


PROSE = frozenset({Subject.WORDING, Subject.WARNING, Subject.TROUBLE})


def closed(revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    """Return the revisions that were published, newest first."""
    published = [revision for revision in revisions if revision.revision]
    return tuple(published)


def with_history(guide: Guide, history: History | None) -> Guide:
    """Return the guide with its history, and each step with the revision that last changed it."""
    history = history or History(revisions=())
    last_changes = _last_changes(history.revisions)
    sections = []
    for section in guide.sections:
        steps = [replace(step, changed=last_changes.get(step.id)) for step in section.steps]
        sections.append(replace(section, steps=tuple(steps)))
    return replace(guide, sections=tuple(sections), history=history.revisions)


def _last_changes(revisions: Iterable[Revision]) -> dict[str, str | None]:
    """Return the last revision that changed each step, by the step's id."""
    last_changes: dict[str, str | None] = {}
    for revision in reversed(closed(revisions)):
        for change in revision.changes:
            last_changes.update(dict.fromkeys(change.steps, revision.revision))
    return last_changes


def changes_since(history: Iterable[Revision], revision: str) -> tuple[Change, ...]:
    """Return what changed after a revision, oldest first; nothing if the history does not know it."""
    revisions = closed(history)
    numbers = [entry.revision for entry in revisions]
    if revision not in numbers:
        return ()
    later = revisions[: numbers.index(revision)]
    changes: list[Change] = []
    for entry in reversed(later):
        changes += entry.changes
    return tuple(changes)


def recorded(history: History | None, guide: Guide, changes: Iterable[Change], day: str) -> History:
    """Return the history with the guide's revision in it; an open entry becomes that revision's.

    The prose of what was reworded is left out: a history tells that a step reads otherwise, not how.
    """
    earlier = (history or History(revisions=())).revisions
    vendor: tuple[Change, ...] = ()
    if earlier and earlier[0].revision in {None, guide.about.revision}:
        vendor = earlier[0].vendor
        earlier = earlier[1:]
    entry = Revision(
        revision=guide.about.revision,
        date=day,
        release=guide.about.release,
        changes=tuple(map(_without_prose, changes)),
        vendor=vendor,
    )
    return History(revisions=(entry, *earlier))


def _without_prose(change: Change) -> Change:
    """Keep of prose only whether there was one before and after."""
    if change.subject not in PROSE:
        return change
    return change.model_copy(update={"before": change.before and MARK, "after": change.after and MARK})
