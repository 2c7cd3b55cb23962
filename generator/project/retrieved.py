"""What was retrieved from an org: the files below a folder and in zip archives, which are never unpacked to disk."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from generator.problems import Location
from generator.project.paths import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from generator.platforms.audit_rules import AuditRules
    from generator.problems import Problems

HEAD = 4096
"""The root element of a file with another name must stand within so many bytes."""

OTHER_FOLDERS = frozenset({"node_modules", "__MACOSX"})
"""Beside hidden ones, such as the copies that a platform's tools keep for themselves."""

ZIP = ".zip"
MAX_ENTRIES = 20_000
MAX_DIRECTORY = 4_000_000
"""Bytes of an archive's list of entries. It is read at once, so it is looked at before."""

MAX_UNPACKED = 50_000_000
"""Bytes of all metadata that is read from one archive."""

END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
END_SIGNATURE = b"PK\x05\x06"
MAX_COMMENT = 65_535
ENCRYPTED = 0x1


@dataclass(frozen=True)
class RetrievedFile:
    """A file as problems name it, and its bytes: one more than are read at the most if it is larger."""

    path: str
    data: bytes


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
            _refuse(Path(path), "unreadable", f"The file cannot be read: {fault.strerror}.", problems)


def _refuse(path: Path, code: str, text: str, problems: Problems) -> None:
    place = Location(shown(path))
    problems.error(place, code, text)


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
        folders += [entry.path for entry in reversed(below) if not _is_others(entry.name)]


def _entries_of(folder: str, problems: Problems) -> list[os.DirEntry[str]]:
    """Return what lies in a folder, in the order of names; a folder that cannot be read is a problem."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as fault:
        _refuse(Path(folder), "unreadable", f"The folder cannot be read: {fault.strerror}.", problems)
        return []


def _is_archive(name: str) -> bool:
    return name.casefold().endswith(ZIP)


def _is_others(folder: str) -> bool:
    return folder.startswith(".") or folder in OTHER_FOLDERS


def _on_disk(path: str, rules: AuditRules) -> Iterator[RetrievedFile]:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a third of the time of Path.open
        data = _wanted(file, path, rules)
    if data is not None:
        yield RetrievedFile(shown(Path(path)), data)


def _wanted(file: IO[bytes], path: str, rules: AuditRules) -> bytes | None:
    """Return a file's bytes unless it is somebody else's."""
    head = file.read(HEAD)
    if not rules.is_wanted(path.rpartition("/")[2], head):
        return None
    return head + file.read(rules.max_bytes + 1 - len(head))


# Archives -----------------------------------------------------------------------------------------


def _in_archive(path: Path, rules: AuditRules, problems: Problems) -> Iterator[RetrievedFile]:
    try:
        if not _has_bounded_directory(path):
            _refuse(path, "zip-size", f"The archive lists more than {MAX_ENTRIES:,} files and was not read.", problems)
            return
        with zipfile.ZipFile(path) as archive:
            yield from _entries(archive, path, rules, problems)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        text = "The archive is damaged, encrypted or of an unusual kind, so not all of it was read. Retrieve it again."
        _refuse(path, "zip-unreadable", text, problems)


def _has_bounded_directory(path: Path) -> bool:
    """Whether the list of entries is small enough to be read; an archive without one is found damaged later."""
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        furthest = size - MAX_COMMENT - END_OF_DIRECTORY.size
        file.seek(max(0, furthest))
        tail = file.read()
    start = tail.rfind(END_SIGNATURE)
    if start < 0 or len(tail) - start < END_OF_DIRECTORY.size:
        return True
    _, _, _, _, entries, directory_size, _, _ = END_OF_DIRECTORY.unpack_from(tail, start)
    is_bounded = entries <= MAX_ENTRIES and directory_size <= MAX_DIRECTORY
    return bool(is_bounded)


def _entries(archive: zipfile.ZipFile, path: Path, rules: AuditRules, problems: Problems) -> Iterator[RetrievedFile]:
    unpacked = 0
    for entry in archive.infolist():
        name = PurePosixPath(entry.filename)
        if entry.is_dir() or any(_is_others(folder) for folder in name.parts[:-1] if folder != ".."):
            continue
        if not _is_plain(entry.filename):
            text = "The archive holds a file whose name leads out of it or is no plain name. It was not read."
            _refuse(path, "zip-name", text, problems)
        elif rules.may_hold(name.name):
            with archive.open(entry) as file:
                data = _wanted(file, name.name, rules)
            if data is None:
                continue
            unpacked += len(data)
            if unpacked > MAX_UNPACKED:
                text = f"The archive holds more than {MAX_UNPACKED:,} bytes of metadata, and the rest was not read."
                _refuse(path, "zip-size", text, problems)
                return
            yield RetrievedFile(f"{shown(path)}/{entry.filename}", data)


def _is_plain(name: str) -> bool:
    """Whether an entry's name stays below the archive and can be printed."""
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts:
        return False
    is_of_windows = "\\" in name or ":" in name
    return name.isprintable() and not is_of_windows
