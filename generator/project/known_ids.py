"""What a project's files refer to by id, for editors that complete it: as the files have it, sound or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.problems import Problems
from generator.project.opening import open_source
from generator.project.paths import guide_folders
from generator.reading.content.schemas import KnownIds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VALUE = re.compile(r"^([a-z][a-z0-9_]*):", re.MULTILINE)
STEP = re.compile(r"^\d+\. .*\{#([a-z][a-z0-9-]*)[ }]", re.MULTILINE)
PLACE = re.compile(r"\{#([a-z][a-z0-9-]*)[ }]")


def known_ids(content: Path) -> KnownIds:
    """Return the ids of all guides: an editor knows a schema for a kind of file, and not for one guide's."""
    folders = guide_folders(content)
    return KnownIds(
        guides=[folder.name for folder in folders],
        values=_all(folders, "values.yaml", VALUE),
        steps=_all(folders, "guide.md", STEP),
        places=_all(folders, "guide.md", PLACE),
    )


def _all(folders: list[Path], name: str, form: re.Pattern[str]) -> list[str]:
    ids: dict[str, None] = {}
    for folder in folders:
        ids |= dict.fromkeys(_in_file(folder / name, form))
    return list(ids)


def _in_file(path: Path, form: re.Pattern[str]) -> Iterator[str]:
    source = open_source(path, Problems())
    if source:
        yield from form.findall(source.text)
