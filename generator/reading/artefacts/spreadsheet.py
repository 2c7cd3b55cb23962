"""Reads the rows of a CSV checklist as a spreadsheet shows them."""

from __future__ import annotations

import csv
import io

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def rows_by_step(data: bytes) -> dict[str, dict[str, str]]:
    """Return each row's cells by column, by the id of its step."""
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    rows = csv.DictReader(text, strict=True)
    return {row["step"]: _shown(row) for row in rows}


def _shown(row: dict[str, str]) -> dict[str, str]:
    return {column: shown_text(cell) for column, cell in row.items()}


def shown_text(cell: str) -> str:
    """Return a cell's text without the apostrophe that keeps it from being a formula."""
    text = cell.removeprefix("'")
    if text.lstrip().startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS):
        return text
    return cell
