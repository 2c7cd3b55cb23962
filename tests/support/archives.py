"""Word documents taken apart and put together, by the standard library alone."""

from __future__ import annotations

import zipfile
from io import BytesIO

PART = "word/document.xml"


def part_of(data: bytes, name: str = PART) -> str:
    """Return one part of a document."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()


def archive_of(text: str, name: str = PART) -> bytes:
    """Return an archive with nothing but this part."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(name, text)
    return data.getvalue()
