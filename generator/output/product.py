"""What this program itself is: a hash that changes with its code, templates, fonts and the libraries it stands on."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parent.parent
DISTRIBUTION = "guide_generator"
REQUIREMENT = re.compile(r"^Requires-Dist: *([\w.-]+)(?!.*\bextra\b)", re.MULTILINE)
"""A line of a distribution's metadata; what only an extra asks for does not count."""


SYSTEM_LIBRARIES = (
    "libpango-1.0",
    "libpangoft2-1.0",
    "libharfbuzz",
    "libharfbuzz-subset",
    "libfontconfig",
    "libfreetype",
)
"""Of the machine, with which sheets are laid out."""

SYSTEM_FOLDERS = ("/usr/lib", "/usr/lib64", "/usr/local/lib")


@cache
def system_libraries() -> tuple[str, ...]:
    """Return the files of these libraries as their own names have them, which end in a version, and their sizes."""
    names: set[str] = set()
    for folder in map(Path, SYSTEM_FOLDERS):
        for library in SYSTEM_LIBRARIES:
            for path in (*folder.glob(f"{library}.so.?"), *folder.glob(f"*-linux-*/{library}.so.?")):
                file = path.resolve()
                names.add(f"{file.name} {file.stat().st_size}")
    return tuple(sorted(names))


@cache
def product_stamp() -> str:
    """Return what tells this installation from any other at a glance: its files' sizes and times, and all libraries.

    Python trusts its own compiled files by the same signs. What leaves this machine is known by `product_hash`.
    """
    folders = sorted(map(str, _installed().values()))
    digest = hashlib.sha256("\n".join(folders).encode())
    for path in sorted(_files(str(PACKAGE))):
        state = os.stat(path)  # noqa: PTH116 - as in product_hash
        digest.update(f"\n{path} {state.st_size} {state.st_mtime_ns}".encode())
    return digest.hexdigest()


@cache
def product_hash() -> str:
    """Return the sha256 of every file of this package and of the libraries' versions."""
    digest = hashlib.sha256("\n".join(_versions()).encode())
    for path in sorted(_files(str(PACKAGE))):
        digest.update(f"\n{path.removeprefix(str(PACKAGE))}\n".encode())
        with open(path, "rb") as file:  # noqa: PTH123 - each command does this: a path for each file would double it
            digest.update(file.read())
    return digest.hexdigest()


def _files(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path)
            elif not entry.name.endswith(".pyc"):
                yield entry.path


def _versions() -> list[str]:
    """Return the names of the libraries' own folders, such as `weasyprint-70.0.dist-info`: quicker than asking pip."""
    folders = libraries().values()
    return sorted(folder.name.lower() for folder in folders)


def libraries() -> dict[str, Path]:
    """Return the installed distributions that this one requires, and those that these require, by name."""
    installed = _installed()
    needed: dict[str, Path] = {}
    names = [DISTRIBUTION]
    while names:
        name = names.pop()
        if name in installed and name not in needed:
            needed[name] = installed[name]
            metadata = (installed[name] / "METADATA").read_text(encoding="utf-8")
            names += map(_plain_name, REQUIREMENT.findall(metadata))
    return needed


def _installed() -> dict[str, Path]:
    folders: dict[str, Path] = {}
    for place in map(Path, reversed(sys.path)):  # the first place wins
        if place.is_dir():
            for folder in place.glob("*.dist-info"):
                folders[_plain_name(folder.name.partition("-")[0])] = folder
    return folders


def _plain_name(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()
