"""Org files, folders of them and CSV files to orgs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.problems import Location
from generator.project.paths import shown
from generator.reading.content.org import read_org
from generator.reading.content.orgs_csv import read_orgs_csv
from generator.reading.text.source import Source, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from generator.model import Org
    from generator.problems import Problems

YAML = frozenset({".yaml", ".yml"})
CSV = frozenset({".csv", ".tsv"})

Read = tuple[Location, "Org | None"]


@dataclass(frozen=True)
class Orgs:
    """What was read: each sound org by its place, and how many could not be taken."""

    found: tuple[tuple[Location, Org], ...]
    refused: int

    def __iter__(self) -> Iterator[Org]:
        """Yield the orgs alone."""
        return (org for _, org in self.found)


def read_orgs(paths: Iterable[Path], problems: Problems) -> Orgs:
    """Read files and folders; what is wrong goes to `problems`. Of orgs with one id none is taken."""
    files = {file.resolve(): file for path in paths for file in _files(path, problems)}
    read = [entry for file in files.values() for entry in _read(file, problems)]
    sound = [(place, org) for place, org in read if org]
    unique = _unique(sound, problems)
    return Orgs(unique, len(read) - len(unique))


def read_one_org(file: Path, problems: Problems) -> Org | None:
    """Read the file of a single org; more than one is a problem."""
    orgs = tuple(read_orgs([file], problems))
    if len(orgs) > 1:
        text = f"This file holds {len(orgs)} orgs, and this is about one. Name the file of a single org."
        problems.error(Location(shown(file)), "many-orgs", text)
    return orgs[0] if len(orgs) == 1 else None


def org_files(folder: Path, endings: frozenset[str] = YAML | CSV) -> list[Path]:
    """Return the files of orgs in a folder, not in folders below it."""
    visible = [path for path in folder.glob("*.*") if not path.name.startswith(".")]
    return sorted(path for path in visible if path.suffix in endings)


def _files(path: Path, problems: Problems) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = org_files(path)
    if not files:
        text = "This folder holds no org file. Org files end in .yaml or .csv."
        problems.error(Location(shown(path)), "no-orgs", text)
    return files


def _read(file: Path, problems: Problems) -> Iterator[Read]:
    name = shown(file)
    if file.suffix not in YAML | CSV:
        text = "An org file ends in .yaml, a file of many orgs in .csv. Save a spreadsheet as “CSV UTF-8”."
        problems.error(Location(name), "org-file", text)
        yield Location(name), None
        return
    source = open_source(file, problems)
    if source is None:
        yield Location(name), None
    elif file.suffix in CSV:
        yield from read_orgs_csv(source, problems)
    else:
        yield Location(name), read_org(source, problems)


def _unique(found: Iterable[tuple[Location, Org]], problems: Problems) -> tuple[tuple[Location, Org], ...]:
    """Leave out orgs that would write the same files, also where a file system takes capitals for small letters."""
    by_folder: dict[str, list[tuple[Location, Org]]] = defaultdict(list)
    for place, org in found:
        by_folder[org.id.casefold()].append((place, org))
    for (first, _), *others in by_folder.values():
        for place, org in others:
            text = f"The org id “{org.id}” is also that of {_told(first)}. Give one of the two another id."
            problems.error(place, "duplicate-org", text)
    return tuple(same[0] for same in by_folder.values() if len(same) == 1)


def _told(place: Location) -> str:
    if place.line == 1:
        return place.path
    return f"{place.path}, line {place.line}"


def open_source(path: Path, problems: Problems) -> Source | None:
    """Read one text file, or report why it cannot be read."""
    try:
        return decode(path.read_bytes(), shown(path), problems)
    except OSError as fault:
        problems.error(Location(shown(path)), "unreadable", f"The file cannot be read: {fault.strerror}.")
        return None
