"""A guide's history as a page of the site."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.deriving.history import closed
from generator.model import Subject
from generator.rendering.markup.markdown import escape, front_matter, heading, join, link
from generator.rendering.reports.changes import PartNames, part_names, step_sentence
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


@dataclass(frozen=True)
class _ChangeWords:
    """What a change is worded with: the platform's words, what the guide's parts are called, and where they are."""

    words: Vocabulary
    names: PartNames
    links: Links


def history_page(view: GuideView) -> str:
    """Return the page."""
    title = f"History of “{view.about.title}”"
    description = f"What changed in the guide {view.about.title}, revision by revision."
    wording = _ChangeWords(view.words, part_names(view), _links(view))
    revisions = closed(view.history)
    return page(
        front_matter(title, description, is_searched_last=True),
        heading(1, escape(title)),
        INTRODUCTION.format(view.words.an_org),
        *_revisions(revisions, wording),
    )


def _revisions(revisions: Sequence[Revision], wording: _ChangeWords) -> list[str]:
    if not revisions:
        return [NO_REVISION]
    *later, first = revisions
    parts = [_revision(revision, wording, "No step changed.") for revision in later]
    return [*parts, _revision(first, wording, "The first revision.")]


def _links(view: GuideView) -> Links:
    links = {}
    for step in view.steps:
        links[Subject.STEP, step.id] = step_link(step)
    for trouble in view.troubles:
        links[Subject.TROUBLE, trouble.id] = link("see it", f"troubleshooting.md#{trouble.id}")
    return links


def _revision(revision: Revision, wording: _ChangeWords, nothing: str) -> str:
    """Return one revision; `nothing` says why no change is listed, where none is."""
    name = revision.revision or ""
    return join(
        (
            heading(2, f"Revision {escape(name)}", _anchor(name)),
            escape(dated(revision)),
            _list(revision.changes, wording) or nothing,
            _vendor(revision.vendor, wording),
        )
    )


def _anchor(name: str) -> str:
    letters = re.sub(r"[\W_]", "-", name)
    return f"revision-{letters.lower()}"


def dated(revision: Revision) -> str:
    """Return the release and the day of a revision, as far as they are known."""
    stated = filter(None, (revision.release, revision.date))
    return ", ".join(stated)


def _vendor(changes: tuple[Change, ...], wording: _ChangeWords) -> str:
    if not changes:
        return ""
    return f"On the vendor’s page had changed:\n\n{_list(changes, replace(wording, links={}))}"


def _list(changes: Iterable[Change], wording: _ChangeWords) -> str:
    """Return one point for each thing that changed, with links to what it touches, as far as that still exists."""
    points: dict[str, dict[str, None]] = {}
    for change in changes:
        touched = _touched(change)
        touched_links = [text for place, text in wording.links.items() if place in touched]
        point = points.setdefault(_sentence(change, wording), {})
        point |= dict.fromkeys(touched_links)
    lines = [_point(text, point) for text, point in points.items()]
    return "\n".join(lines)


def _point(text: str, links: Iterable[str]) -> str:
    if not links:
        return f"- {escape(text)}"
    return f"- {escape(text)} ({', '.join(links)})"


def _sentence(change: Change, wording: _ChangeWords) -> str:
    """Word a change; of prose only that there was one."""
    if change.subject is Subject.TROUBLE and "." in change.name:
        error = _trouble(change)
        name = wording.names.get((Subject.TROUBLE, error), error)
        return f"Help with error {name} changed"
    return step_sentence(change, wording.words, wording.names)


def _touched(change: Change) -> set[tuple[Subject, str]]:
    if change.subject is Subject.TROUBLE:
        return {(Subject.TROUBLE, _trouble(change))}
    return {(Subject.STEP, step) for step in change.steps}


def _trouble(change: Change) -> str:
    """Return the error's id; of a part of its help the change's name is `id.part`."""
    return change.name.partition(".")[0]
