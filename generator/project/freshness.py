"""Whether a build would make again what already lies there. Imports nothing slow: the answer takes a moment.

The file that marks an output folder as ours holds a hash of all that went into the build, and the size and time of
each file that came out.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

from generator.output.files import MARKER
from generator.output.look import BRAND_FILE, LOOK, OVERRIDES, SHEET_OVERRIDES
from generator.output.product import product_hash
from generator.problems import Location, Problem, Severity
from generator.project.earlier import program

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from generator.project.paths import Paths

FORMAT = "guide-inputs/1"
Stamps = dict[str, list[int]]
"""{file, relative to the output folder: [size, time of change in nanoseconds]}"""


def inputs_hash(paths: Paths, guide_id: str | None, records: Path | None, *, site_only: bool) -> str:
    """Return the sha256 of the content, the orgs, any records, the site's settings and this program."""
    asked = (FORMAT, product_hash(), guide_id, site_only, bool(records), paths.orgs_given)
    digest = hashlib.sha256(repr(asked).encode())
    of_project = [paths.project / name for name in ("mkdocs.yml", OVERRIDES, SHEET_OVERRIDES)]
    places = [paths.content, paths.orgs, *of_project, *_brand_files(paths.project), LOOK]
    if records:
        places.append(records)
    for place in places:
        for path in _files_of(place):
            digest.update(f"\n{path.relative_to(place).as_posix()}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _brand_files(project: Path) -> list[Path]:
    if not (project / BRAND_FILE).is_file():
        return []
    from generator.project.brand import brand_files  # noqa: PLC0415 - slow to import, and few have one

    return brand_files(project)


def _files_of(place: Path) -> list[Path]:
    """Return the files of a folder and of those below it, in order, or the file itself."""
    paths = [place, *place.rglob("*")]
    return sorted(path for path in paths if path.is_file())


def remember(out: Path, inputs: str, warnings: Iterable[Problem], further: Mapping[str, Any] | None = None) -> None:
    """Note what a finished build was made from, and what the next one may take over.

    Nothing may be written to `out` after it.
    """
    told = [problem.as_json() for problem in warnings]
    note = {"format": FORMAT, "inputs": inputs, "warnings": told, "files": _stamps(out), "program": program()}
    note |= further or {}
    text = json.dumps(note)
    (out / MARKER).write_text(f"{text}\n", encoding="utf-8")


def unchanged(out: Path, inputs: str) -> list[Problem] | None:
    """Return the last build's warnings if it was made from these inputs and lies untouched, else None."""
    try:
        note = json.loads((out / MARKER).read_bytes())
        if (note["format"], note["inputs"], note["files"]) != (FORMAT, inputs, _stamps(out)):
            return None
        return [_warning(told) for told in note["warnings"]]
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _warning(told: dict[str, Any]) -> Problem:
    line, column = told["line"] or 0, told["column"] or 0
    place = Location(told["path"], line, column)
    severity = Severity(told["severity"])
    return Problem(place, told["code"], told["text"], severity)


def _stamps(out: Path) -> Stamps:
    return dict(_files(f"{out}/", ""))


def _files(folder: str, below: str) -> Iterator[tuple[str, list[int]]]:
    with os.scandir(folder + below) as entries:
        for entry in entries:
            name = below + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _files(folder, f"{name}/")
            elif name != MARKER:
                status = entry.stat()
                yield name, [status.st_size, status.st_mtime_ns]
