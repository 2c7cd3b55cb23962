"""HTML tables and pipe tables to the model's table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator import model
from generator.reading.gitbook.inlines import read_html_inlines, read_inlines

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.tree import SyntaxTreeNode

    from generator.problems import Location
    from generator.reading.gitbook.html import HtmlElement

CELL_BAR = re.compile(r"(?<!\\)\|")
MAX_COLUMNS = 50
STRUCTURE = frozenset({"thead", "tbody", "tfoot", "tr", "colgroup"})


def html_table(table: HtmlElement, place: Callable[[int], Location]) -> model.Table | None:
    """Read an HTML table. Without a row of header cells its header is empty; short rows are filled up."""
    elements = table.find_all("tr")
    cells = [_cells(element) for element in elements]
    width = max(map(len, cells), default=0)
    if not width:
        return None
    empty: model.Inlines = ()
    rows = []
    for element, row in zip(elements, cells, strict=True):
        missing = (empty,) * (width - len(row))
        rows.append(model.Row((*row, *missing), place(element.line)))
    if all(cell.tag == "th" for cell in elements[0].find_all("td", "th")):
        header = rows.pop(0)
    else:
        header = model.Row((empty,) * width, place(table.line))
    return model.Table(header, tuple(rows), place(table.line))


def columns(table: HtmlElement) -> int:
    """Return the width of the widest row."""
    rows = table.find_all("tr")
    widths = [len(row.find_all("td", "th")) for row in rows]
    return max(widths, default=0)


def outside_cells(table: HtmlElement) -> list[HtmlElement | str]:
    """Return what an HTML table holds beside its rows' cells: its caption, or anything misplaced."""
    found: list[HtmlElement | str] = []
    for child in table.children:
        if not isinstance(child, str) and child.tag in STRUCTURE:
            found.extend(outside_cells(child))
        elif isinstance(child, str) or table.tag != "tr" or child.tag not in {"td", "th"}:
            found.append(child)
    return found


def _cells(row: HtmlElement) -> tuple[model.Inlines, ...]:
    cells: list[model.Inlines] = []
    for cell in row.find_all("td", "th"):
        cells.append(read_html_inlines(cell.children))
        span = cell.attributes.get("colspan", "1")
        width = int(span) if re.fullmatch("[0-9]{1,2}", span) else 1
        cells.extend(() for _ in range(1, min(width, MAX_COLUMNS)))
    return tuple(cells)


def pipe_table(node: SyntaxTreeNode, place: Callable[[SyntaxTreeNode], Location]) -> model.Table:
    """Read a pipe table."""
    rows: list[model.Row] = []
    for part in node.children:
        rows += [_pipe_row(row, place(row)) for row in part.children]
    header, *body = rows
    return model.Table(header, tuple(body), place(node))


def _pipe_row(row: SyntaxTreeNode, place: Location) -> model.Row:
    cells = map(_pipe_cell, row.children)
    return model.Row(tuple(cells), place)


def _pipe_cell(cell: SyntaxTreeNode) -> model.Inlines:
    for inline in cell.children:
        return read_inlines(inline.children)
    return ()


def surplus_cells(line: str, columns: int) -> str:
    """Return what a pipe table's row holds beyond the header's columns, which Markdown does not show."""
    inside = line.strip().removeprefix("|")
    bars = [match.start() for match in CELL_BAR.finditer(inside)]
    if len(bars) < columns:
        return ""
    beyond = inside[bars[columns - 1] + 1 :]
    return beyond.strip(" |")
