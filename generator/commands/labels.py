"""`guide labels` and `guide relabel`: the labels of the platform's screens, and one of them changed everywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import unified_diff
from typing import TYPE_CHECKING

from generator.deriving.labels import is_shown, labels, replaced, same_but_for, spots, undone
from generator.model import FormerName
from generator.output.together import replace_all
from generator.problems import Location, Problem, Problems, Severity
from generator.project.opening import open_source
from generator.project.paths import guide_folders, shown
from generator.reading.content.guide import read_guide, read_values
from generator.reading.content.labels import read_former
from generator.reading.text.source import Source
from generator.rendering.source.lock_file import labels_file

if TYPE_CHECKING:
    from pathlib import Path

    from generator.deriving.labels import Label, Spot
    from generator.model import Guide
    from generator.project.paths import Paths

SOURCES = ("guide.md", "values.yaml")
RECORD = "labels.yaml"
MARKED = re.compile(r"\*\*[^*]+\*\*|^ *\|.*")
UNSAFE = frozenset("*`|\\<>{}[]\"'\n\r")
"""Marks that mean something to Markdown or YAML."""


@dataclass(frozen=True)
class Folder:
    """A guide's folder, as its files say it."""

    path: Path
    texts: dict[str, str]
    guide: Guide
    former: tuple[FormerName, ...]
    record: str = ""
    """What labels.yaml says, as it stands there."""


def every_label(paths: Paths, guide_id: str | None) -> dict[str, list[Label]]:
    """Return each label of the guides with its places, by label."""
    found: dict[str, list[Label]] = {}
    for folder in _folders(paths, guide_id):
        for label in labels(folder.guide):
            if is_shown(label.text):
                found.setdefault(label.text, []).append(_located(label, folder))
    return dict(sorted(found.items(), key=lambda item: item[0].casefold()))


def _located(label: Label, folder: Folder) -> Label:
    """Give a label of values.yaml its place there, and one of guide.md its column."""
    file = "guide.md" if label.location.path else "values.yaml"
    source = Source(shown(folder.path / file), folder.texts[file])
    start = label.location.line if label.location.path else source.find(f"{label.place}:").line or 1
    return replace(label, location=source.find(label.text, start))


def relabel(paths: Paths, guide_id: str | None, old: str, new: str) -> tuple[dict[Path, tuple[str, str]], int]:
    """Return each file's text before and after the change, and how many places change.

    Raises `ContentError` where a label cannot be changed, or is a required value.
    """
    problems = Problems()
    changes: dict[Path, tuple[str, str]] = {}
    count = 0
    folders = _folders(paths, guide_id)
    for folder in folders:
        _refuse(folder, old, new, problems)
        chosen, former = _chosen(folder, old, new, problems)
        texts = replaced(folder.texts, chosen, old, new)
        _read_again(folder, texts, (old, new), len(chosen), problems)
        texts[RECORD] = labels_file(former, folder.record)
        count += len(chosen)
        before = {**folder.texts, RECORD: folder.record}
        changes |= {folder.path / name: (before[name], text) for name, text in texts.items() if text != before[name]}
    if not count and not problems.has_errors:
        text = f"No label reads “{old}”. “guide labels” lists them all."
        problems.error(Location(shown(paths.content)), "no-label", text)
    problems.raise_errors()
    return changes, count


def _chosen(folder: Folder, old: str, new: str, problems: Problems) -> tuple[list[Spot], tuple[FormerName, ...]]:
    """Return the spots to change and the former names afterwards; going back changes what going there did."""
    there = spots(folder.texts, folder.guide, old)
    if entry := undone(folder.former, old, new):
        return [spot for spot in there if spot.place in entry.places], tuple(n for n in folder.former if n is not entry)
    places = tuple(dict.fromkeys(spot.place for spot in there))
    taken = {spot.place for spot in spots(folder.texts, folder.guide, new)}
    for place in places:
        if place in taken:
            text = f"“{place}” names both “{old}” and “{new}”, which then could not be told apart. Change it by hand."
            problems.error(Location(shown(folder.path / "guide.md")), "label-both", text)
    return there, (*folder.former, FormerName(now=new, was=old, places=places)) if there else folder.former


def _refuse(folder: Folder, old: str, new: str, problems: Problems) -> None:
    place = Location(shown(folder.path / "values.yaml"))
    for value in folder.guide.values:
        if value.value in {old, new}:
            text = (
                f"“{value.value}” is the required value {value.id}, not a label. A value changes only because the "
                "vendor’s page says so: guide drift PAGE.md --accept --value."
            )
            problems.error(place, "label-is-value", text)
    if not new.strip() or new != new.strip() or UNSAFE & set(new):
        marks = "* ` | \\ < > { } [ ] \" '"
        text = f"“{new}” cannot be a label here. Leave out spaces at its ends, line breaks and these marks: {marks}"
        problems.error(place, "label-form", text)
    if old == new:
        problems.error(place, "label-form", "Both labels are the same.")


def _read_again(folder: Folder, texts: dict[str, str], names: tuple[str, str], count: int, problems: Problems) -> None:
    """Report a result that says anything else than before, or says the old label where the new one should be."""
    old, new = names
    guide = _read(folder.path, texts, faults := Problems())
    before = [label.text for label in labels(folder.guide)]
    after = [label.text for label in labels(guide)] if guide else []
    told = guide and same_but_for(folder.guide, guide, frozenset(names))
    if faults.has_errors or not told or after.count(new) != before.count(new) + count:
        text = f"“{old}” cannot be changed to “{new}” without changing more than labels. Change it by hand."
        problems.error(Location(shown(folder.path / "guide.md")), "relabel", text)
    elif count and old in after and not undone(folder.former, old, new):
        at = next(label for label in labels(guide) if label.text == old) if guide else None
        text = f"Here “{old}” is written in a form that cannot be changed by position. Change it by hand first."
        problems.error(at.location if at and at.location.path else Location(shown(folder.path)), "relabel", text)


def _folders(paths: Paths, guide_id: str | None) -> list[Folder]:
    problems = Problems()
    folders = guide_folders(paths.content)
    chosen = [folder for folder in folders if guide_id in {None, folder.name}]
    if not chosen:
        known = ", ".join(folder.name for folder in folders) or "none"
        problems.error(Location(shown(paths.content)), "no-guide", f"No such guide was found here. Found: {known}.")
    read = [_folder(path, problems) for path in chosen]
    problems.raise_errors()
    return [folder for folder in read if folder]


def _folder(path: Path, problems: Problems) -> Folder | None:
    sources = {name: open_source(path / name, problems) for name in SOURCES}
    texts = {name: source.text for name, source in sources.items() if source}
    for name, text in texts.items():
        if (path / name).read_bytes() != text.encode():
            fault = "The file has a byte order mark or other line ends than LF, which would be lost. Save it without."
            problems.error(Location(shown(path / name)), "line-ends", fault)
    record = open_source(path / RECORD, problems) if (path / RECORD).is_file() else None
    former = read_former(record, problems) if record else ()
    guide = _read(path, texts, problems) if len(texts) == len(SOURCES) else None
    return Folder(path, texts, guide, former, record.text if record else "") if guide else None


def _read(path: Path, texts: dict[str, str], problems: Problems) -> Guide | None:
    guide, values = (Source(shown(path / name), texts[name]) for name in SOURCES)
    return read_guide(path.name, guide, read_values(values, problems), problems)


def write(changes: dict[Path, tuple[str, str]]) -> None:
    """Write the changed files together; a record without a name is taken away."""
    files = {}
    for path, (_, after) in changes.items():
        content = path.parent.parent
        files[path] = after or None
    replace_all(files, content)


def diff(changes: dict[Path, tuple[str, str]]) -> str:
    """Return the changes as a unified diff."""
    return "".join(
        line if line.endswith("\n") else f"{line}\n"
        for path, (before, after) in changes.items()
        for line in unified_diff(
            before.splitlines(keepends=True), after.splitlines(keepends=True), shown(path), shown(path), n=1
        )
    )


def mentions(old: str, new: str, changes: dict[Path, tuple[str, str]]) -> list[Problem]:
    """Return a warning for each line that still has the old label among its words."""
    text = f"“{old}” stands here in plain words, and was left alone. Is it still right?"
    return [
        Problem(Location(shown(path), number, words.index(old) + 1), "label-in-words", text, Severity.WARNING)
        for path, (_, after) in changes.items()
        if path.name == "guide.md" and not old.startswith("/")
        for number, line in enumerate(after.splitlines(), start=1)
        if old in (words := MARKED.sub(_blank, line).replace(new, " " * len(new)))
    ]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
