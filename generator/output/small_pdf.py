"""A PDF as a file: as small as its library writes it, and the same bytes each time."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from pathlib import Path

    from pikepdf import Pdf


def save_pdf(pdf: Pdf, target: Path | BytesIO, **how: Any) -> None:
    """Save the PDF. The level is a setting of the whole process: it is the same, whatever was imported before."""
    pikepdf.settings.set_flate_compression_level(9)
    pdf.save(target, deterministic_id=True, fix_metadata_version=False, **how)


def pdf_bytes(pdf: Pdf) -> bytes:
    """Return the PDF as a file, all of it compressed anew. Its metadata stay as they are."""
    out = BytesIO()
    save_pdf(pdf, out, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True)
    return out.getvalue()
