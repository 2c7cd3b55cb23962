"""Many orgs from one CSV file: one org a row, the columns named by an org file's keys, `id` besides.

Commas, semicolons and tabs part cells, as spreadsheets write them. A problem's column is the number of the cell.
A cell is taken literally; a leading apostrophe, which a spreadsheet shows only while a cell is edited, is not exported
by it and so stays.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.platforms.registry import ORG_FIELDS
from generator.problems import Location, Problems
from generator.reading.content.org import ID_FORM, NO_SECRETS, ORG_ID, asks_for_secret, org_from
from generator.reading.text.source import REFUSAL, Source
from generator.reading.text.yaml_text import YamlDocument
from generator.secrets import SECRET, looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model import Org
    from generator.reading.text.yaml_text import Path

ID = "id"
COLUMNS = (ID, *ORG_FIELDS)
SEPARATORS = (",", ";", "\t")

Row = tuple[int, list[str]]
"""The line on which a row begins, from 1, and its cells."""


def csv_header() -> str:
    """Return the first line of a file of orgs."""
    return ",".join(COLUMNS)


def read_orgs_csv(source: Source, problems: Problems) -> Iterator[tuple[Location, Org | None]]:
    """Yield each row's place and its org; None where the row is faulty, and what is wrong goes to `problems`.

    A fault of the whole file, such as an unknown column, yields one None and no org.
    """
    found = Problems()
    rows = list(_rows(source, found))
    columns = _columns(rows[0], source, found) if rows else ()
    if not found.has_errors and not rows:
        text = f"The file is empty. Begin it with the line “{csv_header()}”."
        found.error(Location(source.path), "csv-empty", text)
    problems.extend(found)
    if found.has_errors:
        yield Location(source.path), None
        return
    for line, cells in rows[1:]:
        yield Location(source.path, line), _org(source.path, line, cells, columns, problems)


def _rows(source: Source, problems: Problems) -> Iterator[Row]:
    """Yield every row that is not blank."""
    first_line = source.text.partition("\n")[0]
    separator = max(SEPARATORS, key=first_line.count)
    reader = csv.reader(io.StringIO(source.text), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as fault:
        text = (
            f"From here on the rows cannot be told apart: {fault}. A cell that holds a quotation mark stands in "
            "quotation marks, and each one inside it is doubled."
        )
        problems.error(Location(source.path, line), "csv-syntax", text)


def _columns(header: Row, source: Source, problems: Problems) -> tuple[str, ...]:
    """Return the key of each column; an empty name is that of a column that must be empty."""
    line, cells = header
    names = tuple(re.sub(r"[\s_]+", "_", cell.strip().lower()) for cell in cells)
    for number, name in enumerate(names, start=1):
        place = Location(source.path, line, number)
        if name and name not in COLUMNS:
            problems.error(place, *_unknown_column(cells[number - 1]))
        elif name and name in names[: number - 1]:
            problems.error(place, "duplicate-key", f"The column “{name}” stands here twice. Keep one of the two.")
    if "name" not in names:
        text = f"The first row names no column “name”. Begin the file with the line “{csv_header()}”."
        problems.error(Location(source.path, line), "missing-key", text)
    return names


def _unknown_column(cell: str) -> tuple[str, str]:
    if asks_for_secret(cell):
        return "secret-key", NO_SECRETS.format(cell)
    return "unknown-key", f"The column “{cell}” is not known here. Known columns: {', '.join(COLUMNS)}."


def _org(path: str, line: int, cells: list[str], columns: tuple[str, ...], problems: Problems) -> Org | None:
    found = Problems()
    org = _read(path, line, cells, columns, found)
    problems.extend(found)
    return None if found.has_errors else org


def _read(path: str, line: int, cells: list[str], columns: tuple[str, ...], problems: Problems) -> Org | None:
    stray = any(cell.strip() and not name for cell, name in zip(cells, columns, strict=False))
    if len(cells) != len(columns) or stray:
        text = (
            f"This row has {len(cells)} cells, and the first row names {sum(map(bool, columns))} columns. A cell that "
            "holds a separator or a line break stands in quotation marks."
        )
        problems.error(Location(path, line), "csv-cells", text)
        return None
    source = Source(path, "\n".join(cells))
    if looks_secret(source.text):
        for number, cell in enumerate(cells, start=1):
            if SECRET.search(cell):
                problems.error(Location(path, line, number), "secret", REFUSAL)
    data = {name: cell for name, cell in zip(columns, cells, strict=True) if name}
    org_id = data.pop(ID, "").strip() or slug(data["name"])
    if data["name"].strip() and not ORG_ID.fullmatch(org_id):
        text = f"No id can be made of “{org_id or data['name']}”. Give the row one in the column “id”: {ID_FORM}."
        problems.error(Location(path, line), "org-id", text)
    return org_from(RowDocument(source, data, line=line, columns=columns), org_id, problems)


@dataclass
class RowDocument(YamlDocument):
    """A row as the reader of org files takes it. A key's place is worked out when a problem asks for it."""

    line: int = 1
    columns: tuple[str, ...] = ()

    def place(self, path: Path) -> Location:
        """Return the place of the cell under the column that `path` names."""
        return Location(self.source.path, self.line, self.columns.index(str(path[0])) + 1)


def slug(name: str) -> str:
    """Return a name as an id: its Latin letters and digits in lower case, with hyphens between the words."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:100].strip("-")
