"""A guide's history as a page of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.deriving.history import closed
from generator.model import Subject
from generator.rendering.markup.markdown import escape, front_matter, heading, join, link
from generator.rendering.reports.changes import step_sentence
from generator.rendering.site.parts import page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.deriving.guide_view import GuideView
    from generator.model import Change, Revision

INTRODUCTION = "What each revision of this guide changed. If you set an org up with an older one, look here."
NO_REVISION = "No revision has been recorded yet."


Links = dict[tuple[Subject, str], str]
"""Links to the guide's steps and errors, by kind and id."""


def history_page(view: GuideView) -> str:
    """Return the page."""
    title = f"History of “{view.about.title}”"
    description = f"What changed in the guide {view.about.title}, revision by revision."
    links = _links(view)
    revisions = closed(view.history)
    return page(
        front_matter(title, description),
        heading(1, escape(title)),
        INTRODUCTION,
        "" if revisions else NO_REVISION,
        *(_revision(revision, links, first=revision is revisions[-1]) for revision in revisions),
    )


def _links(view: GuideView) -> Links:
    steps = {(Subject.STEP, step.id): link(f"step {step.label}", f"index.md#{step.id}") for step in view.steps}
    errors = {
        (Subject.TROUBLE, trouble.id): link("see it", f"troubleshooting.md#{trouble.id}") for trouble in view.troubles
    }
    return steps | errors


def _revision(revision: Revision, links: Links, *, first: bool) -> str:
    name = revision.revision or ""
    return join(
        (
            heading(2, f"Revision {escape(name)}", _anchor(name)),
            escape(dated(revision)),
            _list(revision.changes, links) or _nothing(first=first),
            _vendor(revision.vendor),
        )
    )


def _anchor(name: str) -> str:
    letters = (char if char.isalnum() else "-" for char in name)
    return f"revision-{''.join(letters).lower()}"


def dated(revision: Revision) -> str:
    """Return the release and the day of a revision, as far as they are known."""
    return ", ".join(part for part in (revision.release, revision.date) if part)


def _nothing(*, first: bool) -> str:
    return "The first revision." if first else "No step changed."


def _vendor(changes: tuple[Change, ...]) -> str:
    return f"On the vendor’s page had changed:\n\n{_list(changes, {})}" if changes else ""


def _list(changes: Iterable[Change], links: Links) -> str:
    """Return one point for each thing that changed, with links to what it touches, as far as that still exists."""
    points: dict[str, dict[str, None]] = {}
    for change in changes:
        touched = _touched(change)
        touched_links = (text for place, text in links.items() if place in touched)
        points.setdefault(_words(change), {}).update(dict.fromkeys(touched_links))
    return "\n".join(f"- {escape(words)}{_in_brackets(point)}" for words, point in points.items())


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
