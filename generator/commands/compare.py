"""`guide compare`: what changed between two states of the content, each a folder or a git revision."""

from __future__ import annotations

import io
import subprocess
import tarfile
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from generator.deriving.comparing import compare
from generator.deriving.history import recorded
from generator.output.together import replace_all
from generator.problems import ContentError, Location, Problems
from generator.project.guide_files import NEEDED
from generator.project.loading import load_history
from generator.project.opening import text_of
from generator.project.paths import shown
from generator.reading.content.guide import read_guide, read_values
from generator.reading.content.troubleshooting import read_troubles
from generator.reading.text.source import decode
from generator.rendering.source.lock_file import history_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model import Change, Guide
    from generator.project.paths import Paths
    from generator.reading.text.source import Source

COMPARED = ("guide.md", "values.yaml", "troubleshooting.yaml")

Files = dict[str, bytes]
"""A content folder's files by their path in it."""

Compared = dict[str, tuple["Guide", "Guide", "tuple[Change, ...]"]]
"""Old guide, new guide and the changes between them, by guide id."""


def compare_content(paths: Paths, old: str, new: str | None, guide_id: str | None = None) -> Compared:
    """Compare each guide of two folders or revisions; without `new` the content as it is now.

    Raises `ContentError` where a state cannot be read or the two have no guide in common.
    """
    problems = Problems()
    before, after = (_guides(paths, state, problems, guide_id) for state in (old, new or str(paths.content)))
    problems.raise_errors()
    common = [name for name in after if name in before]
    if not common:
        problems.error(
            Location(new or shown(paths.content)),
            "nothing-in-common",
            f"No guide stands both here ({_listed(after)}) and in {old} ({_listed(before)}). Name two states of one "
            "content folder.",
        )
    problems.raise_errors()
    return {name: (before[name], after[name], compare(before[name], after[name])) for name in common}


def _listed(guides: Mapping[str, Guide]) -> str:
    return ", ".join(guides) or "none"


def _guides(paths: Paths, state: str, problems: Problems, guide_id: str | None) -> dict[str, Guide]:
    """Read the guides of one state; only what cannot be read is a problem, not what the rules would say of it."""
    folder = Path(state)
    if folder.is_dir():
        name, files = shown(folder), _files_of_folder(folder)
    else:
        name, files = state, _files_of_revision(paths.content, state)
    if "guide.md" in files:
        files = {f"{folder.resolve().name}/{path}": data for path, data in files.items()}
        name = shown(folder.resolve().parent)
    guides = {}
    for guide in _guide_names(files):
        if guide_id in {None, guide}:
            guides[guide] = _read(guide, files, name, problems)
    return {guide: content for guide, content in guides.items() if content}


def _guide_names(files: Files) -> list[str]:
    paths = map(PurePosixPath, files)
    return sorted(path.parts[0] for path in paths if path.match("*/guide.md"))


def _read(guide: str, files: Files, name: str, problems: Problems) -> Guide | None:
    faults = Problems()
    text, values, troubles = (_decoded(files, f"{guide}/{file}", name, faults) for file in COMPARED)
    read = None
    if text and values:
        read = read_guide(guide, text, read_values(values, faults), faults)
    if read and troubles:
        read = replace(read, troubles=read_troubles(troubles, read, faults))
    return problems.accept(read, faults)


def _decoded(files: Files, path: str, name: str, problems: Problems) -> Source | None:
    if path in files:
        return decode(files[path], f"{name}/{path}", problems)
    if PurePosixPath(path).name in NEEDED:
        problems.error(Location(f"{name}/{path}"), "unreadable", "The file is not there.")
    return None


def _files_of_folder(folder: Path) -> Files:
    files: Files = {}
    for name in COMPARED:
        for path in folder.rglob(name):
            files[path.relative_to(folder).as_posix()] = path.read_bytes()
    return files


def _files_of_revision(content: Path, revision: str) -> Files:
    """Read the content folder as git keeps it at a revision; nothing is checked out."""
    if revision.startswith("-"):
        raise _not_a_state(revision, "it is neither a folder nor a git revision")
    command = ["git", "-C", str(content), "archive", "--format=tar", revision, "."]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError as fault:
        raise _not_a_state(revision, "it is no folder, and git is not installed") from fault
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ").splitlines()
        raise _not_a_state(revision, f"it is no folder, and git says: {next(iter(words), 'nothing')}")
    files: Files = {}
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        members = [member for member in archive if member.isfile()]
        for member in members:
            file = archive.extractfile(member)
            if file:
                files[PurePosixPath(member.name).as_posix()] = file.read()
    return files


def _not_a_state(state: str, reason: str) -> ContentError:
    text = f"“{state}” cannot be compared: {reason}. Name a content folder, or a revision of the repository it is in."
    return ContentError.at(Location(state), "no-such-state", text)


def record_changes(paths: Paths, compared: Compared, day: str) -> list[Path]:
    """Write each changed guide's history with the changes of its revision; return the files.

    Raises `ContentError` where the revision is still the old one, and then writes nothing.
    """
    problems = Problems()
    files: dict[Path, str | bytes] = {}
    for name, (old, new, changes) in compared.items():
        folder = paths.content / name
        if changes and old.about.revision == new.about.revision:
            text = f"The guide changed, but is still revision {new.about.revision}. Raise “revision” first."
            problems.error(Location(shown(folder / "guide.md")), "same-revision", text)
        elif changes:
            path = folder / "history.yaml"
            history = recorded(load_history(path, problems), new, changes, day)
            files[path] = history_file(history, text_of(path))
    problems.raise_errors()
    replace_all(files, paths.content)
    return list(files)
