"""What this program itself is: a hash that changes with its code, templates, fonts and the libraries that draw."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
LIBRARIES = frozenset(
    {
        "fonttools",
        "jinja2",
        "markdown",
        "mkdocs",
        "mkdocs_material",
        "pikepdf",
        "pydyf",
        "pymdown_extensions",
        "segno",
        "weasyprint",
    }
)


@cache
def product_hash() -> str:
    """Return the sha256 of every file of this package and of the versions of `LIBRARIES`."""
    digest = hashlib.sha256("\n".join(_versions()).encode())
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix != ".pyc" and path.is_file():
            digest.update(f"\n{path.relative_to(PACKAGE).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _versions() -> list[str]:
    """Return the names of the libraries' own folders, such as `weasyprint-70.0.dist-info`: quicker than asking pip."""
    there = {path.name.lower() for place in map(Path, sys.path) if place.is_dir() for path in place.iterdir()}
    return sorted(name for name in there if name.endswith(".dist-info") and name.partition("-")[0] in LIBRARIES)
