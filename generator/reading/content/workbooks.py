"""A workbook (xlsx, ods) to tables of orgs: each visible sheet that has a column of names."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from itertools import starmap
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from generator.problems import Location
from generator.reading.content.org_table import OrgTable, TableRow
from generator.reading.content.unread_cells import UnreadCells, unread_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from python_calamine import CalamineSheet

    from generator.problems import Problems

MOST_DIGITS = 15
"""A spreadsheet keeps no more of a number."""

ERROR_VALUE = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)|Err:\d+")
NO_VALUE = "cell-without-value"

Merged = dict[int, list[tuple[int, int]]]
"""By the index of a row: the indexes of row and column of the cells that are merged over it."""

Fault = tuple[int, str, str]
"""Index of the cell, code and text."""


def read_workbook(data: bytes, path: str, problems: Problems) -> list[OrgTable]:
    """Return the tables of orgs; sheets that hold none are told. None at all is a problem."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        tables = [_table(sheet, path, unread_cells(data, sheet.name)) for sheet in _visible_sheets(workbook)]
    except (CalamineError, ValueError, OverflowError) as fault:
        text = f"This is no workbook that can be read ({fault}). Save it as .xlsx or .ods, without a password."
        problems.error(Location(path), "workbook", text)
        return []
    of_orgs = [table for table in tables if table.headings]
    if of_orgs:
        names = [sheet.name for sheet in workbook.sheets_metadata]
        _tell_left_out(names, of_orgs, path, problems)
        return of_orgs
    text = "No sheet of this workbook has a column “name”. Write the headings above the orgs, one of them “name”."
    problems.error(Location(path), "missing-key", text)
    return []


def sheet_path(path: str, sheet: str) -> str:
    """Return the name by which problems call a sheet."""
    return f"{path}[{sheet}]"


def _visible_sheets(workbook: CalamineWorkbook) -> Iterator[CalamineSheet]:
    for number, sheet in enumerate(workbook.sheets_metadata):
        is_table = sheet.typ == SheetTypeEnum.WorkSheet
        if is_table and sheet.visible == SheetVisibleEnum.Visible:
            yield workbook.get_sheet_by_index(number)


def _tell_left_out(names: Sequence[str], tables: Sequence[OrgTable], path: str, problems: Problems) -> None:
    taken = {table.path for table in tables}
    left_out = [f"“{name}”" for name in names if sheet_path(path, name) not in taken]
    if left_out:
        text = f"Left out, as hidden or without a column “name”: {', '.join(left_out)}."
        problems.warning(Location(path), "sheet-left-out", text)


def _table(sheet: CalamineSheet, path: str, unread: UnreadCells) -> OrgTable:
    merged = _merged_rows(sheet)
    widths = map(_width, _filled_rows(sheet, merged))
    rows = SheetRows(sheet, merged, max(widths, default=0), unread)
    return OrgTable(sheet_path(path, sheet.name), rows)


@dataclass(frozen=True)
class SheetRows:
    """Every row of a sheet that is not blank, up to its last column with text, made anew each time."""

    sheet: CalamineSheet
    merged: Merged
    width: int
    unread: UnreadCells

    def __iter__(self) -> Iterator[TableRow]:
        """Yield the rows."""
        for index, cells in enumerate(_filled_rows(self.sheet, self.merged)):
            row = _row(index, cells[: self.width], self.unread)
            if any(row.cells) or row.faults:
                yield row


def _merged_rows(sheet: CalamineSheet) -> Merged:
    merged: Merged = defaultdict(list)
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        for row in range(top + 1, min(bottom + 1, sheet.total_height)):
            merged[row].append((top, left))
    return merged


def _filled_rows(sheet: CalamineSheet, merged: Merged) -> Iterator[list[Any]]:
    """Yield each row, with the value of a cell that is merged over it from a row above."""
    tops = {top for places in merged.values() for top, _ in places}
    values: dict[int, list[Any]] = {}
    for index, cells in enumerate(sheet.iter_rows()):
        for top, left in merged.get(index, ()):
            cells[left] = values[top][left]
        if index in tops:
            values[index] = cells
        yield cells


def _width(cells: Sequence[Any]) -> int:
    """Return the number of columns up to the last one that holds anything."""
    widths = [width for width, cell in enumerate(cells, start=1) if cell != ""]
    return max(widths, default=0)


def _row(index: int, cells: Sequence[Any], unread: UnreadCells) -> TableRow:
    texts = tuple(map(_text, cells))
    faults = list(filter(None, starmap(_fault, enumerate(cells))))
    for column, what in unread.get(index, ()):
        text = f"This cell holds {what}, and no value. Write the value, or let the program work it out and save again."
        faults.append((column, NO_VALUE, text))
    return TableRow(index + 1, texts, tuple(faults))


def _text(cell: object) -> str:
    """Return what a cell shows. A number is written without the point that only the program gave it."""
    match cell:
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.isoformat(sep=" ", timespec="minutes")
        case date():
            return cell.isoformat()
        case str() if ERROR_VALUE.fullmatch(cell):
            return ""
        case _:
            return str(cell)


def _fault(column: int, cell: object) -> Fault | None:
    match cell:
        case int() | float() if abs(cell) >= 10**MOST_DIGITS:
            text = (
                f"A number of more than {MOST_DIGITS} digits: the spreadsheet has rounded it. Make the cell text, and "
                "write it again."
            )
            return column, "rounded-number", text
        case str() if ERROR_VALUE.fullmatch(cell):
            return column, NO_VALUE, f"This cell shows {cell}, the error of a formula. Mend it, or write the value."
    return None
