"""The layout that lies in a sheet's own PDF."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pikepdf

from generator.model.scans import PrintedSheet
from generator.model.sheet_layouts import PRIVATE_DATA, MarkKind, MarkPlace, PageLayout, SheetLayout
from generator.problems import ContentError, Location
from generator.reading.artefacts.filled_pdf import limited_unpacking

NO_SHEET = (
    "This PDF does not say what stands where on it: it is no checklist of ours, or a program that saved it dropped "
    "this. Name the PDF that was printed, as it was made."
)


def read_printed_sheet(pdf: bytes, path: str) -> PrintedSheet:
    """Return somebody's PDF as the sheet that was printed from it. Raises `ContentError` if it cannot be one."""
    try:
        with limited_unpacking():
            layout = read_layout(pdf)
            is_whole = layout is not None and len(layout.pages) == _count_pages(pdf) and bool(layout.hash)
    except Exception:  # noqa: BLE001 - a damaged file may break its reader in any way
        layout, is_whole = None, False
    if layout is None or not is_whole:
        raise ContentError.at(Location(path), "no-printed-sheet", NO_SHEET)
    return PrintedSheet(pdf, layout)


def _count_pages(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def read_layout(pdf: bytes) -> SheetLayout | None:
    """Return where on a sheet which box stands; None if the PDF, one of ours, does not say."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        root: Any = opened.Root
        if "/PieceInfo" not in root or PRIVATE_DATA not in root.PieceInfo:
            return None
        data = json.loads(root.PieceInfo[PRIVATE_DATA].Private.read_bytes())
    steps = [(step, digest) for step, digest in data["steps"]]
    return SheetLayout(data["guide"], data["revision"], tuple(steps), tuple(map(_page, data["pages"])))


def _page(data: dict[str, Any]) -> PageLayout:
    marks = map(_mark, data["marks"])
    width, height = data["width"], data["height"]
    return PageLayout(width, height, tuple(marks))


def _mark(data: dict[str, Any]) -> MarkPlace:
    kind = MarkKind(data["kind"])
    return MarkPlace(**data | {"kind": kind})
