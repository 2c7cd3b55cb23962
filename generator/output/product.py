"""What this program itself is: a hash that changes with its code, templates, fonts and the libraries that draw."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
LIBRARIES = (
    "fonttools",
    "jinja2",
    "markdown",
    "mkdocs",
    "mkdocs-material",
    "pikepdf",
    "pydyf",
    "pymdown-extensions",
    "segno",
    "weasyprint",
)


@cache
def product_hash() -> str:
    """Return the sha256 of every file of this package and of the versions of `LIBRARIES`."""
    digest = hashlib.sha256("\n".join(f"{name} {version(name)}" for name in LIBRARIES).encode())
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"\n{path.relative_to(PACKAGE).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
