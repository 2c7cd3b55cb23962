"""The layout that lies in a sheet's own PDF."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pikepdf

from generator.model.sheet_layouts import PRIVATE_DATA, MarkKind, MarkPlace, PageLayout, SheetLayout


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
