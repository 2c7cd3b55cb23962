"""CSV to a table of orgs. Commas, semicolons and tabs part cells, as spreadsheets write them.

A cell is taken literally; a leading apostrophe, which a spreadsheet shows only while a cell is edited, is not exported
by it and so stays.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from generator.platforms.registry import ORG_FIELDS
from generator.problems import Location, Problems
from generator.reading.content.org_table import OrgTable, TableRow, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model import Org
    from generator.platforms.registry import Fields
    from generator.reading.text.source import Source

SEPARATORS = (",", ";", "\t")


def read_orgs_csv(
    source: Source, problems: Problems, fields: Fields = ORG_FIELDS
) -> Iterator[tuple[Location, Org | None]]:
    """Yield each row's place and its org; None where the row is faulty, and what is wrong goes to `problems`.

    A fault of the whole file, such as an unclosed quotation mark, yields one None and no org.
    """
    faults = Problems()
    rows = tuple(_rows(source, faults))
    problems.extend(faults)
    if faults.has_errors:
        yield Location(source.path), None
        return
    yield from read_table(OrgTable(source.path, rows), problems, fields)


def _rows(source: Source, problems: Problems) -> Iterator[TableRow]:
    """Yield every row that is not blank."""
    first_line = source.text.partition("\n")[0]
    separator = max(SEPARATORS, key=first_line.count)
    reader = csv.reader(io.StringIO(source.text), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield TableRow(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error as fault:
        text = (
            f"From here on the rows cannot be told apart: {fault}. A cell that holds a quotation mark stands in "
            "quotation marks, and each one inside it is doubled."
        )
        problems.error(Location(source.path, line), "csv-syntax", text)
