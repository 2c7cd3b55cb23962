"""Cells that hold a formula and no value, which the reader of workbooks takes for empty ones."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import IO
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from generator.reading.text.zip_faults import ZIP_FAULTS

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST_BYTES = 300_000_000
"""Of a workbook when unpacked; a table of a hundred thousand orgs has a tenth of it."""

UnreadCells = Mapping[int, Sequence[tuple[int, str]]]
"""By the index of the row: the index of each such cell, and what it holds."""


def unread_cells(data: bytes, sheet: str) -> UnreadCells:
    """Return the cells of one sheet of an xlsx file. Raises `ValueError` if it cannot be unpacked."""
    cells = defaultdict(list)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            for row, column, what in _cells(archive, sheet):
                cells[row].append((column, what))
    except (*ZIP_FAULTS, SyntaxError, LookupError) as fault:
        raise ValueError(str(fault)) from fault
    return cells


def _cells(archive: ZipFile, sheet: str) -> Iterator[tuple[int, int, str]]:
    if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
        raise ValueError(f"more than {MOST_BYTES:,} bytes when unpacked")
    if "xl/workbook.xml" not in archive.namelist():
        return
    with archive.open(_part(archive, sheet)) as part:
        yield from _without_value(part)


def _part(archive: ZipFile, sheet: str) -> str:
    """Return the name of the file that holds a sheet."""
    relation = ""
    for element in _elements(archive.open("xl/workbook.xml"), f"{SHEET}sheet"):
        if element.get("name") == sheet:
            relation = element.get(RELATION, "")
    for element in _elements(archive.open("xl/_rels/workbook.xml.rels")):
        if element.get("Id") == relation:
            return _path(element.get("Target", ""))
    raise KeyError(sheet)


def _path(target: str) -> str:
    """Return what a relation of the workbook leads to, from the top of the archive."""
    if target.startswith("/"):
        return target.lstrip("/")
    return f"xl/{target}"


def _elements(file: IO[bytes], tag: str | None = None) -> Iterator[Element]:
    with file:
        for _, element in iterparse(file):  # noqa: S314 - expat itself stops entities that blow up
            if tag in {None, element.tag}:
                yield element


def _without_value(part: IO[bytes]) -> Iterator[tuple[int, int, str]]:
    for row in _elements(part, f"{SHEET}row"):
        for cell in row:
            if what := _kind(cell):
                yield (*_position(cell.get("r", "A1")), what)
        row.clear()


def _kind(cell: Element) -> str:
    value = cell.findtext(f"{SHEET}v")
    if cell.get("t") == "e":
        return f"the error {value}"
    if cell.find(f"{SHEET}f") is not None and value is None:
        return "a formula"
    return ""


def _position(reference: str) -> tuple[int, int]:
    """Return the indexes of row and column of a cell such as “AB12”."""
    match = re.fullmatch(r"([A-Z]+)(\d+)", reference)
    if match is None:
        raise KeyError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
