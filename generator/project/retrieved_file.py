"""A file that was retrieved from an org: which are read, and how one is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.problems import Location
from generator.project.paths import shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from generator.platforms.audit_rules import AuditRules
    from generator.problems import Problems

HEAD = 4096
"""The root element of a file with another name must stand within so many bytes."""

OTHER_FOLDERS = frozenset({"node_modules", "__MACOSX"})
"""Beside hidden ones, such as the copies that a platform's tools keep for themselves."""


@dataclass(frozen=True)
class RetrievedFile:
    """A file as problems name it, and its bytes: one more than are read at the most if it is larger."""

    path: str
    data: bytes


def wanted_bytes(read: Callable[[int], bytes], path: str, rules: AuditRules) -> bytes | None:
    """Return a file's bytes unless it is somebody else's. `read` takes how many to read at the most."""
    head = read(HEAD)
    if not rules.is_wanted(path.rpartition("/")[2], head):
        return None
    return head + read(rules.max_bytes + 1 - len(head))


def is_others(folder: str) -> bool:
    """Whether a folder of this name holds no metadata of the user's own."""
    is_hidden = folder.startswith(".")
    return is_hidden or folder in OTHER_FOLDERS


def refuse(path: Path, code: str, text: str, problems: Problems) -> None:
    """Report a file or folder that is not read."""
    place = Location(shown(path))
    problems.error(place, code, text)
