"""Opens single files. What cannot be read is a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.problems import Location
from generator.project.paths import NO_FILE, is_endless, shown
from generator.reading.text.source import decode

if TYPE_CHECKING:
    from pathlib import Path

    from generator.problems import Problems
    from generator.reading.text.line_source import LineSource
    from generator.reading.text.source import Source


def open_source(path: Path, problems: Problems) -> Source | None:
    """Read one text file, or report why it cannot be read."""
    data = open_bytes(path, problems)
    if data is None:
        return None
    return decode(data, shown(path), problems)


def open_lines(path: Path, problems: Problems) -> LineSource | None:
    """Return one text file to read line by line, or report why it cannot be read."""
    from generator.reading.text.line_source import LineSource  # noqa: PLC0415 - only tables are read so

    if _bytes(path, problems, most=1) is None:
        return None
    return LineSource(shown(path), lambda: path.open("rb"))


def text_of(path: Path) -> str:
    """Return what a file of our own says, as it stands there; empty where there is none."""
    if not path.is_file():
        return ""
    return path.read_text("utf-8")


def open_bytes(path: Path, problems: Problems) -> bytes | None:
    """Read one file, or report why it cannot be read."""
    return _bytes(path, problems)


def _bytes(path: Path, problems: Problems, most: int = -1) -> bytes | None:
    """Return so many bytes of a file's beginning, or all, or report why it cannot be read."""
    if is_endless(path):
        problems.error(Location(shown(path)), "unreadable", NO_FILE)
        return None
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as fault:
        problems.error(Location(shown(path)), "unreadable", f"The file cannot be read: {fault.strerror}.")
        return None
