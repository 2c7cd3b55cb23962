"""The files of a guide's folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.project.opening import open_source

if TYPE_CHECKING:
    from pathlib import Path

    from generator.problems import Problems
    from generator.reading.text.source import Source

NEEDED = ("guide.md", "values.yaml", "vendor.lock.yaml")
OPTIONAL = ("troubleshooting.yaml", "questions.yaml", "history.yaml", "labels.yaml")
"""Commands write the last two."""


def guide_texts(folder: Path, problems: Problems) -> dict[str, Source] | None:
    """Return the texts of a guide's files by name, or report which cannot be read."""
    texts: dict[str, Source] = {}
    names = [*NEEDED, *(name for name in OPTIONAL if (folder / name).exists())]
    for name in names:
        source = open_source(folder / name, problems)
        if source:
            texts[name] = source
    return texts if len(texts) == len(names) else None
