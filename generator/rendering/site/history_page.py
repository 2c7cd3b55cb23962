"""A guide's history as a page of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.deriving.history import closed
from generator.deriving.numbering import step_labels
from generator.model import Subject
from generator.rendering.markup.markdown import escape, front_matter, heading, join, link
from generator.rendering.reports.changes import step_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model import Change, Guide, Revision

INTRODUCTION = "What each revision of this guide changed. If you set an org up with an older one, look here."


Links = dict[tuple[Subject, str], str]
"""Links to the guide's steps and errors, by kind and id."""


def history_page(guide: Guide) -> str:
    """Return the page."""
    title = f"History of “{guide.about.title}”"
    links = _links(guide)
    revisions = closed(guide.history)
    parts = (_revision(revision, links, first=revision is revisions[-1]) for revision in revisions)
    description = f"What changed in the guide {guide.about.title}, revision by revision."
    nothing = "" if revisions else "No revision has been recorded yet."
    return join((front_matter(title, description), heading(1, escape(title)), INTRODUCTION, nothing, *parts)) + "\n"


def _links(guide: Guide) -> Links:
    labels = step_labels(guide)
    steps = {(Subject.STEP, step): link(f"step {labels[step]}", f"index.md#{step}") for step in labels}
    errors = {(Subject.TROUBLE, each.id): link("see it", f"troubleshooting.md#{each.id}") for each in guide.troubles}
    return steps | errors


def _revision(revision: Revision, links: Links, *, first: bool) -> str:
    about = ", ".join(part for part in (revision.release, revision.date) if part)
    name = f"revision-{''.join(char if char.isalnum() else '-' for char in revision.revision or '').lower()}"
    said = _list(revision.changes, links) or ("The first revision." if first else "No step changed.")
    vendor = f"On the vendor’s page had changed:\n\n{_list(revision.vendor, {})}" if revision.vendor else ""
    return join((heading(2, f"Revision {escape(revision.revision or '')}", name), escape(about), said, vendor))


def _list(changes: Iterable[Change], links: Links) -> str:
    """Return one point for each thing that changed, with links to what it touches, as far as that still exists."""
    points: dict[str, dict[str, None]] = {}
    for change in changes:
        touched = _touched(change)
        found = dict.fromkeys(text for place, text in links.items() if place in touched)
        points.setdefault(_words(change), {}).update(found)
    return "\n".join(f"- {escape(words)}{_in_brackets(found)}" for words, found in points.items())


def _in_brackets(links: Iterable[str]) -> str:
    return f" ({', '.join(links)})" if links else ""


def _words(change: Change) -> str:
    """Word a change; of prose only that there was one."""
    if change.subject is Subject.TROUBLE and "." in change.name:
        return f"Help with error {_trouble(change)} changed"
    return step_sentence(change)


def _touched(change: Change) -> set[tuple[Subject, str]]:
    if change.subject is Subject.TROUBLE:
        return {(Subject.TROUBLE, _trouble(change))}
    return {(Subject.STEP, step) for step in change.steps}


def _trouble(change: Change) -> str:
    """Return the error's id; of a part of its help the change's name is `id.part`."""
    return change.name.partition(".")[0]
