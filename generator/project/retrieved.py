"""What was retrieved from an org: the files below a folder and in zip archives, which are never unpacked to disk."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator.project.paths import shown
from generator.project.retrieved_file import RetrievedFile, is_others, refuse, wanted_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.platforms.audit_rules import AuditRules
    from generator.problems import Problems

ZIP = ".zip"


def retrieved_files(place: Path, rules: AuditRules, problems: Problems) -> Iterator[RetrievedFile]:
    """Yield every file below a folder, or in an archive, that may be metadata. Links to folders are not followed.

    What cannot be read goes to `problems`.
    """
    for path in _paths(place, rules, problems):
        try:
            if _is_archive(path):
                yield from _in_archive(Path(path), rules, problems)
            else:
                yield from _on_disk(path, rules)
        except OSError as fault:
            refuse(Path(path), "unreadable", f"The file cannot be read: {fault.strerror}.", problems)


def _paths(place: Path, rules: AuditRules, problems: Problems) -> Iterator[str]:
    """Yield the files to open, as plain text: among ten thousand others a path for each takes a second."""
    if place.is_file():
        yield str(place)
        return
    folders = [str(place)]
    while folders:
        below = []
        for entry in _entries_of(folders.pop(), problems):
            if entry.is_dir(follow_symlinks=False):
                below.append(entry)
            elif (_is_archive(entry.name) or rules.may_hold(entry.name)) and entry.is_file():
                yield entry.path
        folders += [entry.path for entry in reversed(below) if not is_others(entry.name)]


def _entries_of(folder: str, problems: Problems) -> list[os.DirEntry[str]]:
    """Return what lies in a folder, in the order of names; a folder that cannot be read is a problem."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as fault:
        refuse(Path(folder), "unreadable", f"The folder cannot be read: {fault.strerror}.", problems)
        return []


def _is_archive(name: str) -> bool:
    return name.casefold().endswith(ZIP)


def _on_disk(path: str, rules: AuditRules) -> Iterator[RetrievedFile]:
    handle = os.open(path, os.O_RDONLY)  # a file object for each of ten thousand takes as long as their bytes
    try:
        data = wanted_bytes(partial(os.read, handle), path, rules)
    finally:
        os.close(handle)
    if data is not None:
        yield RetrievedFile(shown(Path(path)), data)


def _in_archive(path: Path, rules: AuditRules, problems: Problems) -> Iterator[RetrievedFile]:
    from generator.project.archives import files_in_archive  # noqa: PLC0415 - few folders hold one

    return files_in_archive(path, rules, problems)
