"""A guide's history as a page of the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.deriving.history import closed
from generator.model import Subject
from generator.rendering.markup.markdown import escape, front_matter, heading, join, link
from generator.rendering.reports.changes import step_sentence
from generator.rendering.site.parts import page, step_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.deriving.guide_view import GuideView
    from generator.model import Change, Revision
    from generator.platforms.platform import Vocabulary

INTRODUCTION = "What each revision of this guide changed. If you set {} up with an older one, look here."
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
        front_matter(title, description, is_searched_last=True),
        heading(1, escape(title)),
        INTRODUCTION.format(view.words.an_org),
        *_revisions(revisions, links, view.words),
    )


def _revisions(revisions: Sequence[Revision], links: Links, words: Vocabulary) -> list[str]:
    if not revisions:
        return [NO_REVISION]
    *later, first = revisions
    parts = [_revision(revision, links, words, "No step changed.") for revision in later]
    return [*parts, _revision(first, links, words, "The first revision.")]


def _links(view: GuideView) -> Links:
    links = {}
    for step in view.steps:
        links[Subject.STEP, step.id] = step_link(step)
    for trouble in view.troubles:
        links[Subject.TROUBLE, trouble.id] = link("see it", f"troubleshooting.md#{trouble.id}")
    return links


def _revision(revision: Revision, links: Links, words: Vocabulary, nothing: str) -> str:
    """Return one revision; `nothing` says why no change is listed, where none is."""
    name = revision.revision or ""
    return join(
        (
            heading(2, f"Revision {escape(name)}", _anchor(name)),
            escape(dated(revision)),
            _list(revision.changes, links, words) or nothing,
            _vendor(revision.vendor, words),
        )
    )


def _anchor(name: str) -> str:
    letters = re.sub(r"[\W_]", "-", name)
    return f"revision-{letters.lower()}"


def dated(revision: Revision) -> str:
    """Return the release and the day of a revision, as far as they are known."""
    stated = filter(None, (revision.release, revision.date))
    return ", ".join(stated)


def _vendor(changes: tuple[Change, ...], words: Vocabulary) -> str:
    if not changes:
        return ""
    return f"On the vendor’s page had changed:\n\n{_list(changes, {}, words)}"


def _list(changes: Iterable[Change], links: Links, words: Vocabulary) -> str:
    """Return one point for each thing that changed, with links to what it touches, as far as that still exists."""
    points: dict[str, dict[str, None]] = {}
    for change in changes:
        touched = _touched(change)
        touched_links = [text for place, text in links.items() if place in touched]
        point = points.setdefault(_sentence(change, words), {})
        point |= dict.fromkeys(touched_links)
    lines = [_point(text, point) for text, point in points.items()]
    return "\n".join(lines)


def _point(text: str, links: Iterable[str]) -> str:
    if not links:
        return f"- {escape(text)}"
    return f"- {escape(text)} ({', '.join(links)})"


def _sentence(change: Change, words: Vocabulary) -> str:
    """Word a change; of prose only that there was one."""
    if change.subject is Subject.TROUBLE and "." in change.name:
        return f"Help with error {_trouble(change)} changed"
    return step_sentence(change, words)


def _touched(change: Change) -> set[tuple[Subject, str]]:
    if change.subject is Subject.TROUBLE:
        return {(Subject.TROUBLE, _trouble(change))}
    return {(Subject.STEP, step) for step in change.steps}


def _trouble(change: Change) -> str:
    """Return the error's id; of a part of its help the change's name is `id.part`."""
    return change.name.partition(".")[0]
