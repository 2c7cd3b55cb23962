"""Org files, folders of them and tables (CSV, workbooks) to orgs."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.output.spooled import Spooled
from generator.platforms.registry import ORG_FIELDS
from generator.problems import Location
from generator.project.opening import open_bytes, open_lines, open_source
from generator.project.paths import shown
from generator.reading.content.org import read_org
from generator.reading.content.org_table import read_table
from generator.reading.content.orgs_csv import read_orgs_csv

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from pathlib import Path

    from generator.model import Org
    from generator.platforms.registry import Fields
    from generator.problems import Problems
    from generator.reading.content.org_table import OrgTable

YAML = frozenset({".yaml", ".yml"})
CSV = frozenset({".csv", ".tsv"})
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".ods"})
TABLES = CSV | WORKBOOKS

PARTS = 64
"""The hashes of a million ids are compared a part at a time."""

Read = tuple[Location, "Org | None"]
Found = tuple[Location, "Org"]


@dataclass(frozen=True)
class Orgs:
    """What was read: each sound org by its place, and how many could not be taken.

    They lie in no memory, and are read anew each time that they are gone through.
    """

    found: Spooled[Found]
    refused: int

    def __iter__(self) -> Iterator[Org]:
        """Yield the orgs alone."""
        return (org for _, org in self.found)


def read_orgs(paths: Iterable[Path], problems: Problems, fields: Fields = ORG_FIELDS) -> Orgs:
    """Read files and folders; what is wrong goes to `problems`. Of orgs with one id none is taken.

    `fields` are the facts that there are.
    """
    intake = _Intake()
    found = Spooled(intake.sound(_all_orgs(paths, problems, fields)))
    if repeated := intake.repeated():
        _tell_duplicates(found, repeated, problems)
        found = Spooled(_unrepeated(found, repeated))
    return Orgs(found, intake.count - len(found))


class _Intake:
    """Takes what is read one by one. Of each org it keeps eight bytes: a hash of the name of its folder."""

    def __init__(self) -> None:
        self.count = 0
        self._hashes = [array("q") for _ in range(PARTS)]

    def sound(self, read: Iterable[Read]) -> Iterator[Found]:
        """Yield the orgs that could be read."""
        for place, org in read:
            self.count += 1
            if org:
                code = _hash(org)
                self._hashes[code % PARTS].append(code)
                yield place, org

    def repeated(self) -> set[int]:
        """Return the hashes that came more than once, looked for in a part at a time."""
        repeated: set[int] = set()
        for part in self._hashes:
            counts = Counter(part)
            if len(counts) < len(part):
                repeated.update(code for code, count in counts.items() if count > 1)
        return repeated


def _folder(org: Org) -> str:
    """Return the name of an org's folder, as a file system sees it that takes capitals for small letters."""
    return org.id.casefold()


def _hash(org: Org) -> int:
    return hash(_folder(org))


def _unrepeated(found: Iterable[Found], repeated: Container[int]) -> Iterator[Found]:
    for place, org in found:
        if _hash(org) not in repeated:
            yield place, org


def _all_orgs(paths: Iterable[Path], problems: Problems, fields: Fields) -> Iterator[Read]:
    for file in _all_files(paths, problems):
        yield from _read(file, problems, fields)


def _all_files(paths: Iterable[Path], problems: Problems) -> Iterable[Path]:
    """Return the files that paths name or hold, each once."""
    files: dict[Path, Path] = {}
    for path in paths:
        files |= {file.resolve(): file for file in _files(path, problems)}
    return files.values()


def read_one_org(file: Path, problems: Problems, fields: Fields = ORG_FIELDS) -> Org | None:
    """Read the file of a single org; more than one is a problem."""
    match tuple(read_orgs([file], problems, fields)):
        case ():
            return None
        case (org,):
            return org
        case orgs:
            text = f"This file holds {len(orgs)} orgs, and this is about one. Name the file of a single org."
            problems.error(Location(shown(file)), "many-orgs", text)
            return None


def org_files(folder: Path, endings: frozenset[str] = YAML | TABLES) -> list[Path]:
    """Return the files of orgs in a folder, not in folders below it, nor what a program keeps beside an open file."""
    files = []
    for path in folder.glob("*.*"):
        is_hidden = path.name.startswith((".", "~$"))
        if path.suffix.lower() in endings and not is_hidden:
            files.append(path)
    return sorted(files)


def _files(path: Path, problems: Problems) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = org_files(path)
    if not files:
        text = "This folder holds no org file. Org files end in .yaml, .csv, .xlsx or .ods."
        problems.error(Location(shown(path)), "no-orgs", text)
    return files


def _read(file: Path, problems: Problems, fields: Fields) -> Iterator[Read]:
    ending = file.suffix.lower()
    if ending in WORKBOOKS:
        yield from _read_workbook(file, problems, fields)
    elif ending in YAML | CSV:
        yield from _read_text(file, problems, fields)
    else:
        text = "An org file ends in .yaml, a table of many orgs in .csv, .xlsx or .ods. Save it as one of these."
        problems.error(Location(shown(file)), "org-file", text)
        yield Location(shown(file)), None


def _read_text(file: Path, problems: Problems, fields: Fields) -> Iterator[Read]:
    is_csv = file.suffix.lower() in CSV
    if is_csv and (lines := open_lines(file, problems)):
        yield from read_orgs_csv(lines, problems, fields)
    elif not is_csv and (source := open_source(file, problems)):
        yield Location(shown(file)), read_org(source, problems, fields)
    else:
        yield Location(shown(file)), None


def _read_workbook(file: Path, problems: Problems, fields: Fields) -> Iterator[Read]:
    tables = _tables(file, problems)
    if not tables:
        yield Location(shown(file)), None
    for table in tables:
        yield from read_table(table, problems, fields)


def _tables(file: Path, problems: Problems) -> Sequence[OrgTable]:
    from generator.reading.content.workbooks import read_workbook  # noqa: PLC0415 - only few have one

    data = open_bytes(file, problems)
    if data is None:
        return ()
    return read_workbook(data, shown(file), problems)


def _tell_duplicates(found: Iterable[Found], repeated: Container[int], problems: Problems) -> None:
    """Report orgs that would write the same files as one before them."""
    firsts: dict[int, Found] = {}
    for place, org in found:
        code = _hash(org)
        if code not in repeated:
            continue
        if code in firsts:
            first, original = firsts[code]
            problems.error(place, "duplicate-org", _duplicate(org, original, first))
        firsts.setdefault(code, (place, org))


def _duplicate(org: Org, original: Org, first: Location) -> str:
    where = ""
    if first.line:
        where = " in a column “id”"
    example = _example(org, original)
    return f"The org id “{org.id}” is also that of {_told(first)}. Give one of the two another id{where}{example}."


def _example(org: Org, original: Org) -> str:
    """Propose an id where the two are known to be of different kinds."""
    for field in ORG_FIELDS.values():
        kind, other = org.get(field.key), original.get(field.key)
        if field.choices and kind and other and kind != other:
            return f", such as {org.id}-{kind}"
    return ""


def _told(place: Location) -> str:
    if place.line == 0:
        return place.path
    return f"{place.path}, line {place.line}"
