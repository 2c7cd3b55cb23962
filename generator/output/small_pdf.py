"""A PDF's bytes: as few as its library writes, and the same ones each time."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from pikepdf import Pdf

pikepdf.settings.set_flate_compression_level(9)


def pdf_bytes(pdf: Pdf) -> bytes:
    """Return the PDF as a file. Its metadata stay as they are."""
    out = BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        recompress_flate=True,
    )
    return out.getvalue()
