"""`guide drift`: what changed on the vendor's page since its last review, and the acceptance of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator.commands.import_page import open_page, page_variables, refuse_secrets_of_page
from generator.deriving.guide_view import GuideView, steps_named, view
from generator.drift import Drift, as_stated, drift
from generator.model import Change, Guide, History, Lock, LockedValue, Revision, Subject
from generator.output.together import replace_all
from generator.platforms.registry import platform_of
from generator.problems import ContentError, Location, Problems
from generator.project.loading import foundation_folders, load_history
from generator.project.opening import open_source, text_of
from generator.project.paths import guide_folders, shown
from generator.reading.content.guide import read_guide, read_lock, read_values
from generator.reading.gitbook import read_page
from generator.rendering.reports.changes import sentence, value_names
from generator.rendering.source.lock_file import history_file, lock_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from generator.project.paths import Paths
    from generator.reading.text.source import Source

SIGN = re.compile(r"^(?::\w+:|[^\w(/])+\s*")
"""What a page puts before a value to catch the eye."""


@dataclass(frozen=True)
class DriftReview:
    """A page compared with the last review of it, and the folder of the guide that follows it."""

    page: str
    folder: Path
    guide_source: Source
    guide: Guide
    lock: Lock
    drift: Drift

    def sentence(self, change: Change) -> str:
        """Say a change of the page in a line."""
        platform = platform_of(self.guide.about)
        return sentence(change, platform.words, value_names(self.view))

    @cached_property
    def view(self) -> GuideView:
        """Return the guide as its readers meet it."""
        return view(self.guide)


def review(paths: Paths, guide_id: str | None, page: Path, day: str) -> DriftReview:
    """Read a page and compare it with its last review. Raises `ContentError` where either cannot be read."""
    problems = Problems()
    folder = _folder(paths, guide_id)
    source = open_page(page, problems)
    if source:
        refuse_secrets_of_page(source, problems)
    problems.raise_errors()
    variables = page_variables(page, problems)
    read = read_page(source, problems, variables) if source else None
    texts = [open_source(folder / name, problems) for name in ("guide.md", "values.yaml", "vendor.lock.yaml")]
    problems.raise_errors()
    guide_source, values_source, lock_source = (text for text in texts if text)
    guide = read_guide(folder.name, guide_source, read_values(values_source, problems), problems)
    lock = read_lock(lock_source, problems)
    problems.raise_errors()
    assert read  # noqa: S101 - else an error was raised
    assert guide  # noqa: S101
    assert lock  # noqa: S101
    name = "-" if str(page) == "-" else shown(page)
    try:
        return DriftReview(name, folder, guide_source, guide, lock, drift(lock, read, guide, day))
    except RecursionError:
        text = "HTML or lists are nested too deeply here to be compared. Compare a page that nests them less."
        raise ContentError.at(Location(name), "too-deep", text) from None


def _folder(paths: Paths, guide_id: str | None) -> Path:
    folders = guide_folders(paths.content)
    chosen = foundation_folders(paths.content)
    if guide_id:
        chosen = [folder for folder in folders if folder.name == guide_id]
    if len(chosen) == 1:
        return chosen[0]
    known = ", ".join(folder.name for folder in folders) or "none"
    text = f"A page belongs to one guide. Name it with --guide. Guides found: {known}."
    raise ContentError.at(Location(shown(paths.content)), "which-guide", text)


def accept(found: DriftReview, named: Mapping[str, str]) -> list[Path]:
    """Write the lock file, the day of review and an open entry of the history; return the files.

    `named` holds the required values whose change is accepted, each with what values.yaml is to say, or with nothing
    where that follows from the page. Raises `ContentError`, and then writes nothing.
    """
    problems = Problems()
    values = _accepted_values(found, named, problems)
    problems.raise_errors()
    lock = found.drift.lock.model_copy(update={"values": values})
    path = found.folder / "vendor.lock.yaml"
    files = {path: lock_file(lock, text_of(path)), found.folder / "guide.md": _with_day(found, lock.page.reviewed)}
    if found.drift.changes:
        path = found.folder / "history.yaml"
        files[path] = history_file(_opened(path, lock.page.reviewed, found.drift.changes), text_of(path))
    changed = {path: data for path, data in files.items() if text_of(path) != data}
    replace_all(changed, found.folder.parent)
    return list(changed)


# Required values ----------------------------------------------------------------------------------


def _accepted_values(found: DriftReview, named: Mapping[str, str], problems: Problems) -> dict[str, LockedValue]:
    changed = {change.name: change for change in found.drift.changes if change.subject is Subject.VALUE}
    first_review = not found.lock.places
    for name in found.drift.unstated if first_review else ():
        text = (
            f"The page does not say “{found.lock.values[name].stated}” ({name}). Correct `stated` in vendor.lock.yaml."
        )
        problems.error(Location(found.page), "value-not-found", text)
    for name, change in changed.items():
        if name not in named:
            text = f"{found.sentence(change)}. Nothing was accepted. If it is right, name it: --value {_shell(name)}"
            problems.error(_place(found, change), "value-not-named", text)
    for name in named:
        if name not in changed:
            known = ", ".join(changed) or "none"
            text = f"--value {_shell(name)}: this required value did not change. Those that did: {known}."
            problems.error(Location(found.page), "value-unchanged", text)
    entries = {name: _entry(found, name, changed, named, problems) for name in found.drift.lock.values}
    return {name: entry for name, entry in entries.items() if entry}


def _shell(name: str) -> str:
    if " " in name:
        return f'"{name}"'
    return name


def _entry(
    found: DriftReview, name: str, changed: Mapping[str, Change], named: Mapping[str, str], problems: Problems
) -> LockedValue | None:
    """Return the lock's entry of a value; None if it is gone from the page."""
    old, new = found.lock.values[name], found.drift.lock.values[name]
    if name not in changed or name not in named:
        return new
    if changed[name].after is None:
        return None
    if value := named[name] or _written(old, new.stated):
        return new.model_copy(update={"value": value})
    text = (
        f"How we write {name} does not follow from what the page says, “{new.stated}”. "
        f'Say it yourself: --value {name}="…"'
    )
    problems.error(_place(found, changed[name]), "value-wording", text)
    return new


def _written(old: LockedValue, stated: str) -> str:
    """Return a value as we write it, cut from the page's new words as the old one was; empty if that cannot be done."""
    was = SIGN.sub("", as_stated(old.stated))
    now = SIGN.sub("", as_stated(stated))
    before, value, after = was.partition(old.value)
    if not value or not now.startswith(before) or not now.endswith(after):
        return ""
    end = len(now) - len(after)
    return now[len(before) : end]


# The guide's own files ----------------------------------------------------------------------------


def _with_day(found: DriftReview, day: str) -> str:
    """Return guide.md with another `reviewed.date`, and otherwise as it was."""
    text = found.guide_source.text
    old = found.guide.about.reviewed.date
    start = text.index(old, text.index("\nreviewed:"))
    end = start + len(old)
    return f"{text[:start]}{day}{text[end:]}"


def _opened(path: Path, day: str, changes: tuple[Change, ...]) -> History:
    """Return the history with the vendor's changes in its open entry."""
    problems = Problems()
    history = load_history(path, problems) or History(revisions=())
    problems.raise_errors()
    bare = tuple(change.model_copy(update={"line": None}) for change in changes)
    match history.revisions:
        case (first, *later) if first.revision is None:
            continued = first.model_copy(update={"date": day, "vendor": (*first.vendor, *bare)})
            return History(revisions=(continued, *later))
    return History(revisions=(Revision(date=day, vendor=bare), *history.revisions))


def _place(found: DriftReview, change: Change) -> Location:
    return Location(found.page, change.line or 0)


def told(found: DriftReview) -> Iterable[str]:
    """Yield a line for each change: where it is on the page, what it is, and our steps that follow it."""
    for change in found.drift.changes:
        follows = "No step of ours follows it"
        if change.steps:
            verb = "follow" if len(change.steps) > 1 else "follows"
            follows = f"Our {steps_named(change.steps, found.view)} {verb} it"
        page = _place(found, change).path
        yield f"{page}:{change.line or 1}: {found.sentence(change)}. {follows}."
