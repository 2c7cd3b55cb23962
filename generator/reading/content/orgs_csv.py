"""CSV to a table of orgs. Commas, semicolons and tabs part cells, as spreadsheets write them.

A cell is taken literally; a leading apostrophe, which a spreadsheet shows only while a cell is edited, is not exported
by it and so stays.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from generator.platforms.registry import ORG_FIELDS
from generator.problems import ContentError, Location
from generator.reading.content.org_table import TITLE_ROWS, OrgTable, TableRow, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model import Org
    from generator.platforms.registry import Fields
    from generator.problems import Problems
    from generator.reading.text.line_source import LineSource

SEPARATORS = (",", ";", "\t")


def read_orgs_csv(
    source: LineSource, problems: Problems, fields: Fields = ORG_FIELDS
) -> Iterator[tuple[Location, Org | None]]:
    """Yield each row's place and its org; None where the row is faulty, and what is wrong goes to `problems`.

    A fault of the whole file, such as an unclosed quotation mark, yields one None and no org.
    """
    rows = CsvRows(source)
    try:
        for _ in rows:  # the rows are told apart before any is taken: one quotation mark may end in another's
            pass
    except ContentError as fault:
        problems.extend(fault.problems)
        yield Location(source.path), None
        return
    yield from read_table(OrgTable(source.path, rows), problems, fields)


@dataclass(frozen=True)
class CsvRows:
    """Every row of a file that is not blank, read anew each time."""

    source: LineSource

    def __iter__(self) -> Iterator[TableRow]:
        """Yield the rows. Raises `ContentError` from where on they cannot be told apart."""
        reader = csv.reader(self.source, delimiter=self._separator(), strict=True)
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
            raise ContentError.at(Location(self.source.path, line), "csv-syntax", text) from None

    def _separator(self) -> str:
        """Return what parts the cells of the headings, which may stand below a title."""
        beginning = list(islice(self.source, TITLE_ROWS))
        fullest = max(beginning, key=_separators_in, default="")
        return max(SEPARATORS, key=fullest.count)


def _separators_in(line: str) -> int:
    """Count the separator that the line has most often."""
    return max(map(line.count, SEPARATORS))
