"""The folders a command works with, and how problems name them. Imports nothing slow: every command begins here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.secrets import hidden


@dataclass(frozen=True)
class Paths:
    """The folders a command works with."""

    project: Path
    content: Path
    orgs: Path
    out: Path
    out_given: bool = False
    """Whether `out` was named by the user, rather than left to its default; `orgs_given` likewise."""

    orgs_given: bool = False


NO_FILE = "This is a pipe or a device, and no file. Save what it gives to a file, and name that one."


def is_endless(path: Path) -> bool:
    """Whether reading might wait for ever or never end: a pipe, a device or a socket stands in a file's place."""
    if path.is_file() or path.is_dir():
        return False
    return path.exists()


def guide_folders(content: Path) -> list[Path]:
    """Return the guides' folders. A hidden one is no guide: a killed run may have left it."""
    folders = [path.parent for path in content.glob("*/guide.md")]
    seen = [folder for folder in folders if not folder.name.startswith(".")]
    return sorted(seen)


def shown(path: Path) -> str:
    """Return a path as problems name it, without secrets: relative to the working folder where that is shorter."""
    try:
        name = str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):  # elsewhere, or the working folder is gone
        name = str(path)
    return hidden(name)
