"""Metadata in zip archives, which are never unpacked to disk."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.project.paths import shown
from generator.project.retrieved_file import RetrievedFile, is_others, refuse, wanted_bytes
from generator.reading.text.zip_faults import ZIP_FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.platforms.audit_rules import AuditRules
    from generator.problems import Problems

MAX_ENTRIES = 20_000
MAX_DIRECTORY = 4_000_000
"""Bytes of an archive's list of entries. It is read at once, so it is looked at before."""

MAX_UNPACKED = 50_000_000
"""Bytes of all metadata that is read from one archive."""

END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
END_SIGNATURE = b"PK\x05\x06"
MAX_COMMENT = 65_535


def files_in_archive(path: Path, rules: AuditRules, problems: Problems) -> Iterator[RetrievedFile]:
    """Yield every file in an archive that may be metadata; what cannot be read goes to `problems`."""
    try:
        if not _has_bounded_directory(path):
            refuse(path, "zip-size", f"The archive lists more than {MAX_ENTRIES:,} files and was not read.", problems)
            return
        with zipfile.ZipFile(path) as archive:
            yield from _entries(archive, path, rules, problems)
    except ZIP_FAULTS:
        text = "The archive is damaged, encrypted or of an unusual kind, so not all of it was read. Retrieve it again."
        refuse(path, "zip-unreadable", text, problems)


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
        is_folder = entry.filename.endswith("/")
        if is_folder or any(is_others(folder) for folder in name.parts[:-1] if folder != ".."):
            continue
        if not _is_plain(entry.filename):
            text = "The archive holds a file whose name leads out of it or is no plain name. It was not read."
            refuse(path, "zip-name", text, problems)
        elif rules.may_hold(name.name):
            with archive.open(entry) as file:
                data = wanted_bytes(file.read, name.name, rules)
            if data is None:
                continue
            unpacked += len(data)
            if unpacked > MAX_UNPACKED:
                text = f"The archive holds more than {MAX_UNPACKED:,} bytes of metadata, and the rest was not read."
                refuse(path, "zip-size", text, problems)
                return
            yield RetrievedFile(f"{shown(path)}/{entry.filename}", data)


def _is_plain(name: str) -> bool:
    """Whether an entry's name stays below the archive and can be printed."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts:
        return False
    is_of_windows = "\\" in name or ":" in name
    return name.isprintable() and not is_of_windows
