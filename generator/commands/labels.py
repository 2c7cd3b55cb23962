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
    from collections.abc import Iterator
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

    def source(self, file: str) -> Source:
        """Return one of its files."""
        path = shown(self.path / file)
        return Source(path, self.texts[file])


def every_label(paths: Paths, guide_id: str | None) -> dict[str, list[Label]]:
    """Return each label of the guides with its places, by label."""
    places: dict[str, list[Label]] = {}
    for folder in _folders(paths, guide_id):
        for label in labels(folder.guide):
            if is_shown(label.text):
                same = places.setdefault(label.text, [])
                same.append(_located(label, folder))
    return {text: places[text] for text in sorted(places, key=str.casefold)}


def _located(label: Label, folder: Folder) -> Label:
    """Give a label of values.yaml its place there, and one of guide.md its column."""
    if label.location.path:
        source, start = folder.source("guide.md"), label.location.line
    else:
        source = folder.source("values.yaml")
        start = source.find(f"{label.place}:").line or 1
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
    entry = undone(folder.former, old, new)
    if entry:
        others = tuple(name for name in folder.former if name is not entry)
        return [spot for spot in there if spot.place in entry.places], others
    if not there:
        return [], folder.former
    places = dict.fromkeys(spot.place for spot in there)
    taken = {spot.place for spot in spots(folder.texts, folder.guide, new)}
    guide_file = Location(shown(folder.path / "guide.md"))
    for place in taken.intersection(places):
        text = f"“{place}” names both “{old}” and “{new}”, which then could not be told apart. Change it by hand."
        problems.error(guide_file, "label-both", text)
    name = FormerName(now=new, was=old, places=tuple(places))
    return there, (*folder.former, name)


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
    faults = Problems()
    guide = _read(folder.path, texts, faults)
    guide_file = Location(shown(folder.path / "guide.md"))
    if faults.has_errors or guide is None or not _only_relabelled(folder.guide, guide, names, count):
        text = f"“{old}” cannot be changed to “{new}” without changing more than labels. Change it by hand."
        problems.error(guide_file, "relabel", text)
        return
    if not count or undone(folder.former, old, new):
        return
    for label in labels(guide):
        if label.text == old:
            text = f"Here “{old}” is written in a form that cannot be changed by position. Change it by hand first."
            place = label.location if label.location.path else Location(shown(folder.path))
            problems.error(place, "relabel", text)
            return


def _only_relabelled(before: Guide, after: Guide, names: tuple[str, str], count: int) -> bool:
    """Whether a guide says the same as before, but for so many more of the new label."""
    _, new = names
    was = [label.text for label in labels(before)]
    now = [label.text for label in labels(after)]
    if now.count(new) != was.count(new) + count:
        return False
    return same_but_for(before, after, frozenset(names))


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
    record, former = _former_names(path / RECORD, problems)
    if len(texts) < len(SOURCES):
        return None
    guide = _read(path, texts, problems)
    if guide is None:
        return None
    return Folder(path, texts, guide, former, record)


def _former_names(path: Path, problems: Problems) -> tuple[str, tuple[FormerName, ...]]:
    """Return what labels.yaml says, as it stands there and as names."""
    if not path.is_file():
        return "", ()
    source = open_source(path, problems)
    if source is None:
        return "", ()
    return source.text, read_former(source, problems)


def _read(path: Path, texts: dict[str, str], problems: Problems) -> Guide | None:
    guide_source, values_source = (Source(shown(path / name), texts[name]) for name in SOURCES)
    values = read_values(values_source, problems)
    return read_guide(path.name, guide_source, values, problems)


def write(changes: dict[Path, tuple[str, str]]) -> None:
    """Write the changed files together; a record without a name is taken away."""
    files = {}
    for path, (_, after) in changes.items():
        content = path.parent.parent
        files[path] = after or None
    replace_all(files, content)


def diff(changes: dict[Path, tuple[str, str]]) -> str:
    """Return the changes as a unified diff."""
    lines: list[str] = []
    for path, (before, after) in changes.items():
        name = shown(path)
        lines += unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), name, name, n=1)
    return "".join(map(_ended, lines))


def _ended(line: str) -> str:
    """Return a line with an end, which the last one of a file may lack."""
    text = line.removesuffix("\n")
    return f"{text}\n"


def mentions(old: str, new: str, changes: dict[Path, tuple[str, str]]) -> list[Problem]:
    """Return a warning for each line that still has the old label among its words."""
    text = f"“{old}” stands here in plain words, and was left alone. Is it still right?"
    warnings: list[Problem] = []
    if old.startswith("/"):
        return warnings
    for path, (_, after) in changes.items():
        if path.name == "guide.md":
            places = _in_plain_words(old, new, Source(shown(path), after))
            warnings += [Problem(place, "label-in-words", text, Severity.WARNING) for place in places]
    return warnings


def _in_plain_words(old: str, new: str, source: Source) -> Iterator[Location]:
    """Yield where a label stands outside bold text and tables, once a line."""
    for number, line in enumerate(source.lines, start=1):
        words = MARKED.sub(_blank, line).replace(new, " " * len(new))
        if old in words:
            yield Location(source.path, number, words.index(old) + 1)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
