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


def shown(path: Path) -> str:
    """Return a path as problems name it, without secrets: relative to the working folder where that is shorter."""
    try:
        name = str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):  # elsewhere, or the working folder is gone
        name = str(path)
    return hidden(name)
