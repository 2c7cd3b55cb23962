"""A guide's history as a page of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.history import closed
from generator.model import Subject
from generator.numbering import step_labels
from generator.rendering.changes import sentence
from generator.rendering.markdown import escape, front_matter, heading, join, link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.model import Change, Guide, Revision

INTRODUCTION = "What each revision of this guide changed. If you set an org up with an older one, look here."


def history_page(guide: Guide) -> str:
    """Return the page."""
    title = f"History of “{guide.about.title}”"
    labels = step_labels(guide)
    revisions = closed(guide.history)
    parts = (_revision(revision, labels, first=revision is revisions[-1]) for revision in revisions)
    description = f"What changed in the guide {guide.about.title}, revision by revision."
    nothing = "" if revisions else "No revision has been recorded yet."
    return join((front_matter(title, description), heading(1, escape(title)), INTRODUCTION, nothing, *parts)) + "\n"


def _revision(revision: Revision, labels: Mapping[str, str], *, first: bool) -> str:
    about = ", ".join(part for part in (revision.release, revision.date) if part)
    name = f"revision-{''.join(char if char.isalnum() else '-' for char in revision.revision or '').lower()}"
    said = _list(revision.changes, labels) or ("The first revision." if first else "No step changed.")
    vendor = f"On the vendor’s page had changed:\n\n{_list(revision.vendor, {})}" if revision.vendor else ""
    return join((heading(2, f"Revision {escape(revision.revision or '')}", name), escape(about), said, vendor))


def _list(changes: Iterable[Change], labels: Mapping[str, str]) -> str:
    """Return one point for each thing that changed, with links to the steps it touches, as far as they still exist."""
    steps: dict[str, dict[str, None]] = {}
    for change in changes:
        words = "Wording changed" if change.subject is Subject.WORDING and change.name in labels else sentence(change)
        steps.setdefault(words, {}).update(dict.fromkeys(step for step in labels if step in change.steps))
    return "\n".join(f"- {escape(words)}{_links(touched, labels)}" for words, touched in steps.items())


def _links(steps: Iterable[str], labels: Mapping[str, str]) -> str:
    links = [link(f"step {labels[step]}", f"index.md#{step}") for step in steps]
    return f" ({', '.join(links)})" if links else ""
