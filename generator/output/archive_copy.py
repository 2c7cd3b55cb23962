"""A finished sheet made into the archive copy of a record: its boxes say what is on record, and stay so."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf

from generator.output.check_boxes import tick_boxes

if TYPE_CHECKING:
    from collections.abc import Container


def archived(sheet: bytes, ticked: Container[str]) -> bytes:
    """Return the PDF with the boxes of these names ticked, none of which a reader can change."""
    out = BytesIO()
    with pikepdf.open(BytesIO(sheet)) as pdf:
        tick_boxes(pdf, ticked)
        pdf.save(
            out, deterministic_id=True, fix_metadata_version=False, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return out.getvalue()
