"""Many orgs from one table, whether CSV or a sheet of a workbook: one org a row, the columns known by their headings.

A problem's line is that of the row, its column the number of the cell. What people write by other words than an org
file's is understood where it can mean one thing only: “Production”, or an address copied from the browser.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from generator.platforms.registry import ORG_FIELDS
from generator.problems import Location, Problems
from generator.reading.content.org import NO_ID, org_from
from generator.reading.content.org_columns import ID, is_heading_row, read_columns
from generator.reading.content.org_ids import ID_FORM, has_one_reading, is_org_id, is_reserved, slug
from generator.reading.text.source import Source, refusal
from generator.reading.text.yaml_text import YamlDocument
from generator.secrets import BETWEEN_TEXTS, find_secrets, looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.model import Org
    from generator.platforms.registry import Fields
    from generator.reading.content.org_columns import Column
    from generator.reading.text.yaml_text import Path

TITLE_ROWS = 10
"""So many rows may stand above the headings: a title, a date, a note."""


@dataclass(frozen=True)
class TableRow:
    """A row that is not blank: its line in the file, from 1, its cells, and what is wrong with a cell, by its index."""

    line: int
    cells: tuple[str, ...]
    faults: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True)
class OrgTable:
    """The rows of a table, under the name by which problems call it. They are gone through more than once."""

    path: str
    rows: Iterable[TableRow]

    @property
    def headings(self) -> TableRow | None:
        """Return the row that names the columns."""
        candidates = islice(self.rows, TITLE_ROWS)
        return next((row for row in candidates if is_heading_row(row.cells)), None)


def csv_header(fields: Fields = ORG_FIELDS) -> str:
    """Return the first line of a table of orgs, as CSV."""
    return ",".join((ID, *fields))


def read_table(
    table: OrgTable, problems: Problems, fields: Fields = ORG_FIELDS
) -> Iterator[tuple[Location, Org | None]]:
    """Yield each row's place and its org; None where the row is faulty, and what is wrong goes to `problems`.

    A fault of the headings yields one None and no org. `fields` are the facts that columns may hold.
    """
    headings = table.headings
    columns = _columns(table, headings, problems, fields)
    if headings is None or columns is None:
        yield Location(table.path), None
        return
    below = (row for row in table.rows if row.line > headings.line)
    guesses = Guesses()
    for row in below:
        place = Location(table.path, row.line)
        org = _org(table.path, row, Columns(columns, fields), problems)
        if org is not None and _is_guessed(org, row):
            guesses.note(place, org)
        yield place, org
    guesses.tell(problems)


def _is_guessed(org: Org, row: TableRow) -> bool:
    """Whether the id is one of several readings of the name, and nobody wrote it down."""
    if has_one_reading(org.name) or org.id in row.cells:
        return False
    return org.id == slug(org.name)


@dataclass
class Guesses:
    """Ids that are one of several readings of a name: told once a table, with how many there are."""

    count: int = 0
    first: tuple[Location, Org] | None = None

    def note(self, place: Location, org: Org) -> None:
        """Count an org, and keep the first as the example."""
        self.count += 1
        self.first = self.first or (place, org)

    def tell(self, problems: Problems) -> None:
        """Warn of the ids, if there are any."""
        if self.first is None:
            return
        place, org = self.first
        text = (
            f"The id of “{org.name}” is {org.id}: its characters are read as in Mandarin. Such ids in this table: "
            f"{self.count}. Where a name is read otherwise, write the org’s address, or an id in the column “id”."
        )
        problems.warning(place, "id-reading", text)


def _columns(
    table: OrgTable, headings: TableRow | None, problems: Problems, fields: Fields
) -> tuple[Column, ...] | None:
    faults = Problems()
    columns: tuple[Column, ...] = ()
    first = next(iter(table.rows), None)
    if first is None:
        text = f"The file is empty. Begin it with the line “{csv_header(fields)}”."
        faults.error(Location(table.path), "csv-empty", text)
    elif headings is None:
        text = f"The first row names no column “name”. Begin the file with the line “{csv_header(fields)}”."
        faults.error(Location(table.path, first.line), "missing-key", text)
    else:
        columns = read_columns(headings.cells, Location(table.path, headings.line), faults, fields)
    return problems.accept(columns, faults)


@dataclass(frozen=True)
class Columns:
    """What the columns hold, and the facts that there are."""

    found: tuple[Column, ...]
    fields: Fields


def _org(path: str, row: TableRow, columns: Columns, problems: Problems) -> Org | None:
    faults = Problems()
    org = _read(path, row, columns, faults)
    return problems.accept(org, faults)


def _read(path: str, row: TableRow, known: Columns, problems: Problems) -> Org | None:
    columns, fields = known.found, known.fields
    if not _fits(path, row, columns, problems):
        return None
    _refuse_secrets(path, row, problems)
    _tell_faults(path, row, columns, problems)
    cells = list(zip(columns, row.cells, strict=True))
    data = {column.key: cell for column, cell in cells if column.key}
    given_id = data.pop(ID, "").strip()
    facts = {key: fields[key].meant(cell, data) for key, cell in data.items()}
    org_id = _id(path, row, given_id, facts, problems)
    source = Source(path, "\n".join(row.cells))
    document = RowDocument(source, facts, line=row.line, columns=columns)
    org = org_from(document, org_id, problems, fields, guarded=row.cells)
    if org is None:
        return None
    return replace(org, kept=_kept(cells))


def _kept(cells: Iterable[tuple[Column, str]]) -> tuple[tuple[str, str], ...]:
    """Return the texts in columns of somebody's own, each with its heading."""
    kept = []
    for column, cell in cells:
        text = cell.strip()
        if column.kept and text:
            kept.append((column.kept, text))
    return tuple(kept)


def _fits(path: str, row: TableRow, columns: Sequence[Column], problems: Problems) -> bool:
    """Report a row with other cells than there are headings: its texts may stand under the wrong ones."""
    if len(row.cells) != len(columns):
        headed = sum(column.is_headed for column in columns)
        text = (
            f"This row has {len(row.cells)} cells, and the first row names {headed} columns. A cell that "
            "holds a separator or a line break stands in quotation marks."
        )
        problems.error(Location(path, row.line), "csv-cells", text)
        return False
    stray = _stray_cells(row, columns)
    for number in stray:
        text = "This cell stands under no heading. Write one above it, or empty the cell."
        problems.error(Location(path, row.line, number), "no-heading", text)
    return not stray


def _stray_cells(row: TableRow, columns: Sequence[Column]) -> list[int]:
    """Return the numbers of cells with text in columns without a heading."""
    numbers = []
    for number, (cell, column) in enumerate(zip(row.cells, columns, strict=True), start=1):
        if cell.strip() and not column.is_headed:
            numbers.append(number)
    return numbers


def _tell_faults(path: str, row: TableRow, columns: Sequence[Column], problems: Problems) -> None:
    """Report cells without a value. One that no sheet shows stops nothing."""
    for index, code, text in row.faults:
        place = Location(path, row.line, index + 1)
        if columns[index].kept:
            problems.warning(place, code, text)
        else:
            problems.error(place, code, text)


def _refuse_secrets(path: str, row: TableRow, problems: Problems) -> None:
    """Look at all cells in one go first: almost always none holds a secret."""
    if not looks_secret(BETWEEN_TEXTS.join(row.cells)):
        return
    for number, cell in enumerate(row.cells, start=1):
        for secret in find_secrets(cell)[:1]:
            problems.error(Location(path, row.line, number), "secret", refusal(secret.kind))


def _id(path: str, row: TableRow, given: str, facts: Mapping[str, str], problems: Problems) -> str:
    """Return the id that a row gives or that its name makes; of a name without a sure reading, that of its address."""
    name = facts["name"].strip()
    host, _, _ = facts.get("domain", "").partition(".")
    readings = [slug(name), slug(host)]
    if not has_one_reading(name):
        readings.reverse()
    org_id = given or next(filter(None, readings), "")
    if name and not is_org_id(org_id):
        problems.error(Location(path, row.line), "org-id", _id_fault(org_id, name))
    return org_id


def _id_fault(org_id: str, name: str) -> str:
    if is_reserved(org_id):
        return f"{NO_ID.format(org_id)} Give the row another one in the column “id”."
    return f"No id can be made of “{org_id or name}”. Give the row one in the column “id”: {ID_FORM}."


@dataclass
class RowDocument(YamlDocument):
    """A row as the reader of org files takes it. A key's place is worked out when a problem asks for it."""

    line: int = 1
    columns: tuple[Column, ...] = ()

    def place(self, path: Path) -> Location:
        """Return the place of the cell under the column that `path` names."""
        keys = [column.key for column in self.columns]
        index = keys.index(str(path[0]))
        return Location(self.source.path, self.line, index + 1)
