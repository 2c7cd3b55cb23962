"""A finished sheet made into the archive copy of a record: its boxes say what is on record, and stay so."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf

from generator.output.check_boxes import tick_boxes
from generator.output.small_pdf import pdf_bytes

if TYPE_CHECKING:
    from collections.abc import Container


def archived(sheet: bytes, ticked: Container[str]) -> bytes:
    """Return the PDF with the boxes of these names ticked, none of which a reader can change."""
    with pikepdf.open(BytesIO(sheet)) as pdf:
        tick_boxes(pdf, ticked)
        return pdf_bytes(pdf)
